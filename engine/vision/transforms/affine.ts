/** Images turned, moved, scaled and sheared, or tilted, by chance. */
import { ValueError } from "../../errors.ts";
import { type Matrix, type Perspective, type RotateFilter, transform } from "../affine.ts";
import type { Image } from "../image.ts";
import { roundHalfEven } from "../limits.ts";
import { RESAMPLING } from "../resize.ts";
import { drawInteger, drawUniform } from "../tensors.ts";
import { floatText, optionsOf, pythonText, requireImage } from "./arguments.ts";
import {
  type Interpolation,
  type InterpolationMode,
  interpolationName,
  resamplingOf,
} from "./interpolation.ts";
import { type Fill, fillLevels } from "./pad.ts";
import { Transform } from "./transform.ts";

type Point = readonly [x: number, y: number];

export interface AffineOptions {
  /** `nearest`, `bilinear` or `bicubic`. */
  interpolation?: Interpolation;
  /** The levels of what was outside of the image. */
  fill?: Fill;
  /** About which point; by default the middle. */
  center?: Point | null;
}

function filterOf(interpolation: Interpolation): RotateFilter {
  const filter = resamplingOf(interpolation);
  const { NEAREST, BILINEAR, BICUBIC } = RESAMPLING;
  if (filter === NEAREST || filter === BILINEAR || filter === BICUBIC) return filter;
  throw new ValueError(
    `Images are transformed with nearest, bilinear or bicubic interpolation, not ${interpolation}.`,
  );
}

function transformed(
  image: Image,
  matrix: Matrix | Perspective,
  interpolation: Interpolation,
  fill: Fill,
): Image {
  const filter = filterOf(interpolation);
  const levels = fillLevels(image.mode, fill);
  const [width, height] = image.size;
  return image.derive(image.mode, image.size, (pixels) =>
    transform(pixels, width, height, matrix, { filter, fill: levels }),
  );
}

/**
 * The image turned by `angle` degrees to the right, then scaled, sheared by two angles and moved by pixels; its size
 * stays.
 */
export function affine(
  image: Image,
  angle: number,
  translate: readonly number[],
  scale: number,
  shear: number | readonly number[],
  options: AffineOptions = {},
): Image {
  requireImage(image, "affine");
  const { interpolation = "nearest", fill = 0, center } = options;
  const [tx, ty] = translate;
  if (translate.length !== 2 || tx === undefined || ty === undefined)
    throw new ValueError("Argument translate should be a sequence of length 2");
  if (scale <= 0) throw new ValueError("Argument scale should be positive");
  const [sx = 0, sy = sx] = typeof shear === "number" ? [shear, 0] : shear;
  const middle = center ?? [image.width * 0.5, image.height * 0.5];
  const matrix = inverseMatrix(middle, angle, [tx, ty], scale, [sx, sy]);
  return transformed(image, matrix, interpolation, fill);
}

const radians = (degrees: number) => degrees * (Math.PI / 180);

/** torchvision's `_get_inverse_affine_matrix`, in its order of operations. */
function inverseMatrix([cx, cy]: Point, angle: number, [tx, ty]: Point, scale: number, shear: Point): Matrix {
  const rot = radians(angle);
  const [sx, sy] = [radians(shear[0]), radians(shear[1])];
  const a = Math.cos(rot - sy) / Math.cos(sy);
  const b = (-Math.cos(rot - sy) * Math.tan(sx)) / Math.cos(sy) - Math.sin(rot);
  const c = Math.sin(rot - sy) / Math.cos(sy);
  const d = (-Math.sin(rot - sy) * Math.tan(sx)) / Math.cos(sy) + Math.cos(rot);
  const [m0, m1, m3, m4] = [d / scale, -b / scale, -c / scale, a / scale];
  const m2 = m0 * (-cx - tx) + m1 * (-cy - ty) + cx;
  const m5 = m3 * (-cx - tx) + m4 * (-cy - ty) + cy;
  return [m0, m1, m2, m3, m4, m5];
}

export interface RandomAffineOptions extends AffineOptions {
  /** The most it moves, as parts of width and height. */
  translate?: Point | null;
  /** Bounds of the scale. */
  scale?: Point | null;
  /** Degrees along x: bounds, or `x` for `-x` to `x`; with four numbers, bounds along x and y. */
  shear?: number | readonly number[] | null;
}

/** Turns, moves, scales and shears images by amounts drawn from ranges. */
export class RandomAffine extends Transform<Image, Image> {
  readonly degrees: readonly number[];
  readonly translate: Point | null;
  readonly scale: Point | null;
  readonly shear: readonly number[] | null;
  readonly interpolation: InterpolationMode;
  readonly fill: Fill;
  readonly center: Point | null;

  constructor(degrees: number | readonly number[], options?: RandomAffineOptions);
  constructor(degrees: number | readonly number[], translate: Point | null, options?: RandomAffineOptions);
  constructor(degrees: number | readonly number[], ...rest: unknown[]) {
    super();
    const options = optionsOf<Required<RandomAffineOptions>>(rest, {
      translate: null,
      scale: null,
      shear: null,
      interpolation: "nearest",
      fill: 0,
      center: null,
    });
    const { translate, scale, shear, center } = options;
    this.degrees = angles(degrees, "degrees", [2]);
    if (translate) {
      requireLength(translate, "translate");
      if (translate.some((t) => t < 0 || t > 1))
        throw new ValueError("translation values should be between 0 and 1");
    }
    if (scale) {
      requireLength(scale, "scale");
      if (scale.some((s) => s <= 0)) throw new ValueError("scale values should be positive");
    }
    if (center) requireLength(center, "center");
    this.translate = translate;
    this.scale = scale;
    this.shear = shear === null ? null : angles(shear, "shear", [2, 4]);
    this.interpolation = interpolationName(options.interpolation);
    this.fill = options.fill;
    this.center = center;
  }

  forward(image: Image): Image {
    requireImage(image, "RandomAffine");
    const { degrees, translate, scale, shear } = this;
    const angle = drawBetween(degrees, 0);
    const shift = (part: number, length: number) => roundHalfEven(drawUniform(-part * length, part * length));
    const moved = translate ? [shift(translate[0], image.width), shift(translate[1], image.height)] : [0, 0];
    const size = scale ? drawBetween(scale, 0) : 1;
    const sx = shear ? drawBetween(shear, 0) : 0;
    const sy = shear?.length === 4 ? drawBetween(shear, 2) : 0;
    return affine(image, angle, moved, size, [sx, sy], this);
  }

  override extraRepr(): string {
    const { degrees, translate, scale, shear, interpolation, fill, center } = this;
    const list = (values: readonly number[]) => `[${values.map(floatText).join(", ")}]`;
    return [
      `degrees=${list(degrees)}`,
      translate && `translate=(${translate.map(floatText).join(", ")})`,
      scale && `scale=(${scale.map(floatText).join(", ")})`,
      shear && `shear=${list(shear)}`,
      interpolation !== "nearest" && `interpolation=${interpolation}`,
      fill !== 0 && `fill=${pythonText(fill)}`,
      center && `center=${pythonText(center)}`,
    ]
      .filter(Boolean)
      .join(", ");
  }
}

const drawBetween = (bounds: readonly number[], at: number): number =>
  drawUniform(bounds[at] as number, bounds[at + 1] as number);

function requireLength(values: readonly number[], name: string, lengths: readonly number[] = [2]): void {
  const message = `${name} should be a sequence of length ${lengths.join(" or ")}.`;
  if (!Array.isArray(values)) throw new TypeError(message);
  if (!lengths.includes(values.length)) throw new ValueError(message);
}

function angles(
  value: number | readonly number[],
  name: string,
  lengths: readonly number[],
): readonly number[] {
  if (typeof value !== "number") {
    requireLength(value, name, lengths);
    return value;
  }
  if (value < 0) throw new ValueError(`If ${name} is a single number, it must be positive.`);
  return [-value, value];
}

/** The image seen so that its corners `startpoints` come to lie at `endpoints`: top left, top right, bottom right, bottom left. */
export function perspective(
  image: Image,
  startpoints: readonly Point[],
  endpoints: readonly Point[],
  options: Omit<AffineOptions, "center"> = {},
): Image {
  requireImage(image, "perspective");
  if (startpoints.length !== 4 || endpoints.length !== 4) {
    throw new ValueError(
      `Please provide exactly four corners, got ${startpoints.length} startpoints and ${endpoints.length} endpoints.`,
    );
  }
  const { interpolation = "bilinear", fill = 0 } = options;
  return transformed(image, coefficients(startpoints, endpoints), interpolation, fill);
}

/** Eight equations for eight numbers, by elimination; rounded to single precision as torchvision does. */
function coefficients(startpoints: readonly Point[], endpoints: readonly Point[]): Perspective {
  const rows = endpoints.flatMap(([x, y], i) => {
    const [u, v] = startpoints[i] as Point;
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ];
  });
  const n = 8;
  const at = (row: number, column: number) => (rows[row] as number[])[column] as number;
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let r = k + 1; r < n; r++) if (Math.abs(at(r, k)) > Math.abs(at(best, k))) best = r;
    [rows[k], rows[best]] = [rows[best] as number[], rows[k] as number[]];
    for (let r = 0; r < n; r++) {
      if (r === k) continue;
      const factor = at(r, k) / at(k, k);
      rows[r] = (rows[r] as number[]).map((value, c) => value - factor * at(k, c));
    }
  }
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = rows.map((_, k) =>
    Math.fround(at(k, n) / at(k, k)),
  );
  return [a, b, c, d, e, f, g, h];
}

export interface RandomPerspectiveOptions extends Omit<AffineOptions, "center"> {
  /** How far the corners may move inwards: 0 to 1 of the half sides. */
  distortionScale?: number;
  p?: number;
}

/** Tilts images with the chance `p`. */
export class RandomPerspective extends Transform<Image, Image> {
  readonly distortionScale: number;
  readonly p: number;
  readonly interpolation: InterpolationMode;
  readonly fill: Fill;

  constructor(options?: RandomPerspectiveOptions);
  constructor(distortionScale: number, options?: RandomPerspectiveOptions);
  constructor(distortionScale: number, p: number, options?: RandomPerspectiveOptions);
  constructor(...rest: unknown[]) {
    super();
    const options = optionsOf<Required<RandomPerspectiveOptions>>(rest, {
      distortionScale: 0.5,
      p: 0.5,
      interpolation: "bilinear",
      fill: 0,
    });
    this.distortionScale = options.distortionScale;
    this.p = options.p;
    this.interpolation = interpolationName(options.interpolation);
    this.fill = options.fill;
  }

  forward(image: Image): Image {
    requireImage(image, "RandomPerspective");
    if (!(drawUniform(0, 1) < this.p)) return image;
    const { width, height } = image;
    const inward = (length: number) => Math.trunc(this.distortionScale * Math.floor(length / 2));
    const near = (length: number) => drawInteger(inward(length) + 1);
    const far = (length: number) => length - inward(length) - 1 + drawInteger(inward(length) + 1);
    const ends: Point[] = [
      [near(width), near(height)],
      [far(width), near(height)],
      [far(width), far(height)],
      [near(width), far(height)],
    ];
    const corners: Point[] = [
      [0, 0],
      [width - 1, 0],
      [width - 1, height - 1],
      [0, height - 1],
    ];
    return perspective(image, corners, ends, this);
  }

  override extraRepr(): string {
    return `p=${floatText(this.p)}`;
  }
}
