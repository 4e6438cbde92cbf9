/** Cutting pieces out of images: from the centre, from anywhere, and of any size. */
import { ValueError } from "../../errors.ts";
import { exactly } from "../../exactly.ts";
import type { PaddingMode } from "../border.ts";
import { roundHalfEven } from "../limits.ts";
import { drawInteger, drawUniform, Tensor } from "../tensors.ts";
import { floatText, heightAndWidth, optionsOf, pythonText, type SizeLike } from "./arguments.ts";
import { type Interpolation, type InterpolationMode, interpolationName } from "./interpolation.ts";
import { type Fill, type Padding, pad } from "./pad.ts";
import { cropTensor, type Picture, PictureTransform, sidesOf } from "./pictures.ts";
import { resize } from "./resize.ts";

/** The piece whose upper left pixel is `(left, top)`. Outside of the image it is 0. */
export function crop<X extends Picture>(
  picture: X,
  top: number,
  left: number,
  height: number,
  width: number,
): X;
export function crop(image: Picture, top: number, left: number, height: number, width: number): Picture {
  sidesOf(image);
  if (image instanceof Tensor) return cropTensor(image, top, left, height, width);
  return image.crop([left, top, left + width, top + height]);
}

/** The middle of the image. A smaller image gets a border of 0 first. */
export function centerCrop<X extends Picture>(image: X, size: SizeLike): X {
  const [height, width] = heightAndWidth(size);
  const own = sidesOf(image);
  const x = Math.max(0, width - own.width);
  const y = Math.max(0, height - own.height);
  const padded = x > 0 || y > 0 ? pad(image, [x >> 1, y >> 1, (x + 1) >> 1, (y + 1) >> 1]) : image;
  const all = sidesOf(padded);
  const top = roundHalfEven((all.height - height) / 2);
  const left = roundHalfEven((all.width - width) / 2);
  return all.width === width && all.height === height ? padded : crop(padded, top, left, height, width);
}

/** Cuts out the middle: `[height, width]`, or a square. */
export class CenterCrop extends PictureTransform {
  readonly size: readonly [height: number, width: number];

  constructor(size: SizeLike) {
    super();
    this.size = heightAndWidth(size);
  }

  forward<X extends Picture>(picture: X): X {
    return centerCrop(picture, this.size);
  }

  override extraRepr(): string {
    return `size=${pythonText(this.size)}`;
  }
}

export interface RandomCropOptions {
  padding?: Padding | null;
  /** Pad images that are smaller than the piece. */
  padIfNeeded?: boolean;
  fill?: Fill;
  paddingMode?: PaddingMode;
}

/** Cuts out a piece of the size `[height, width]` anywhere. */
export class RandomCrop extends PictureTransform {
  readonly size: readonly [height: number, width: number];
  readonly padding: Padding | null;
  readonly padIfNeeded: boolean;
  readonly fill: Fill;
  readonly paddingMode: PaddingMode;

  constructor(size: SizeLike, options?: RandomCropOptions);
  constructor(size: SizeLike, padding: Padding | null, options?: RandomCropOptions);
  constructor(
    size: SizeLike,
    padding: Padding | null,
    padIfNeeded: boolean,
    fill?: Fill,
    paddingMode?: PaddingMode,
  );
  constructor(size: SizeLike, ...rest: unknown[]) {
    super();
    const options = optionsOf(rest, {
      padding: null as Padding | null,
      padIfNeeded: false,
      fill: 0 as Fill,
      paddingMode: "constant" as PaddingMode,
    });
    this.size = heightAndWidth(size);
    this.padding = options.padding;
    this.padIfNeeded = options.padIfNeeded;
    this.fill = options.fill;
    this.paddingMode = options.paddingMode;
  }

  forward<X extends Picture>(picture: X): X {
    const [height, width] = this.size;
    const padded = this.#padded(picture);
    const all = sidesOf(padded);
    if (all.height < height || all.width < width) {
      throw new ValueError(
        `Required crop size (${height}, ${width}) is larger than input image size (${all.height}, ${all.width})`,
      );
    }
    if (all.height === height && all.width === width) return crop(padded, 0, 0, height, width);
    const top = drawInteger(all.height - height + 1);
    const left = drawInteger(all.width - width + 1);
    return crop(padded, top, left, height, width);
  }

  #padded<X extends Picture>(picture: X): X {
    const [height, width] = this.size;
    const border = (padding: Padding) => {
      padded = pad(padded, padding, this.fill, this.paddingMode);
    };
    let padded = picture;
    if (this.padding !== null) border(this.padding);
    const own = sidesOf(padded);
    if (this.padIfNeeded && own.width < width) border([width - own.width, 0]);
    if (this.padIfNeeded && own.height < height) border([0, height - own.height]);
    return padded;
  }

  override extraRepr(): string {
    return `size=${pythonText(this.size)}, padding=${pythonText(this.padding)}`;
  }
}

type Range = readonly [min: number, max: number];

export interface RandomResizedCropOptions {
  /** Bounds of the piece's area, as a part of the image's. */
  scale?: Range;
  /** Bounds of its width by height. */
  ratio?: Range;
  interpolation?: Interpolation;
  antialias?: boolean | null;
}

/** Cuts out a piece of any size and form and resizes it to `[height, width]`. */
export class RandomResizedCrop extends PictureTransform {
  readonly size: readonly [height: number, width: number];
  readonly scale: Range;
  readonly ratio: Range;
  readonly interpolation: InterpolationMode;
  readonly antialias: boolean | null;

  constructor(size: SizeLike, options?: RandomResizedCropOptions);
  constructor(size: SizeLike, scale: Range, options?: RandomResizedCropOptions);
  constructor(size: SizeLike, scale: Range, ratio: Range, options?: RandomResizedCropOptions);
  constructor(size: SizeLike, ...rest: unknown[]) {
    super();
    const options = optionsOf(rest, {
      scale: [0.08, 1] as Range,
      ratio: [3 / 4, 4 / 3] as Range,
      interpolation: "bilinear" as Interpolation,
      antialias: true as boolean | null,
    });
    this.size = heightAndWidth(size);
    if (!Array.isArray(options.scale)) throw new TypeError("Scale should be a sequence");
    if (!Array.isArray(options.ratio)) throw new TypeError("Ratio should be a sequence");
    if (options.scale[0] > options.scale[1] || options.ratio[0] > options.ratio[1]) {
      console.warn("Scale and ratio should be of kind (min, max)");
    }
    this.scale = options.scale;
    this.ratio = options.ratio;
    this.interpolation = interpolationName(options.interpolation);
    this.antialias = options.antialias;
  }

  forward<X extends Picture>(picture: X): X {
    const [top, left, height, width] = this.#piece(sidesOf(picture));
    return resize(
      crop(picture, top, left, height, width),
      this.size,
      this.interpolation,
      null,
      this.antialias,
    );
  }

  /** Ten tries for a piece that fits, then the middle. */
  #piece({
    width,
    height,
  }: ReturnType<typeof sidesOf>): readonly [top: number, left: number, height: number, width: number] {
    const [low, high] = exactly(
      2,
      this.ratio.map((r) => Math.fround(Math.log(Math.fround(r)))),
    );
    for (let attempt = 0; attempt < 10; attempt++) {
      const area = width * height * drawUniform(...this.scale);
      const form = Math.fround(Math.exp(drawUniform(low, high)));
      const w = roundHalfEven(Math.sqrt(area * form));
      const h = roundHalfEven(Math.sqrt(area / form));
      if (w > 0 && w <= width && h > 0 && h <= height) {
        const top = drawInteger(height - h + 1);
        return [top, drawInteger(width - w + 1), h, w];
      }
    }
    const form = width / height;
    const w = form > Math.max(...this.ratio) ? roundHalfEven(height * Math.max(...this.ratio)) : width;
    const h = form < Math.min(...this.ratio) ? roundHalfEven(width / Math.min(...this.ratio)) : height;
    return [Math.floor((height - h) / 2), Math.floor((width - w) / 2), h, w];
  }

  override extraRepr(): string {
    const range = (values: Range) => `(${values.map((v) => floatText(Number(v.toFixed(4)))).join(", ")})`;
    return `size=${pythonText(this.size)}, scale=${range(this.scale)}, ratio=${range(this.ratio)}, interpolation=${this.interpolation}, antialias=${pythonText(this.antialias)}`;
  }
}
