/** Turned, moved, sheared and tilted images: `Image.rotate` and `Image.transform`, with the sampling of Pillow's `Geometry.c`. */
import { ValueError } from "../errors.ts";
import { convertPixels } from "./convert.ts";
import { gather, TRANSPOSES, transpose } from "./geometry.ts";
import { allocatePixels, bandCount, type PixelData, type Pixels } from "./modes.ts";
import { RESAMPLING } from "./resize.ts";

/** From a pixel of the result to a point of the source: `x' = a x + b y + c`, `y' = d x + e y + f`. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** As a matrix, both then divided by `g x + h y + 1`. */
export type Perspective = readonly [...Matrix, g: number, h: number];

export type RotateFilter = typeof RESAMPLING.NEAREST | typeof RESAMPLING.BILINEAR | typeof RESAMPLING.BICUBIC;

export interface Rotation {
  readonly width: number;
  readonly height: number;
  readonly apply: (pixels: Pixels) => Pixels;
}

interface RotationOptions {
  readonly filter: RotateFilter;
  /** Grow the image so that all of it is seen. */
  readonly expand: boolean;
  readonly center: readonly [x: number, y: number] | undefined;
  /** The levels of what was outside of the image, one for each band. */
  readonly fill: readonly number[];
}

/** The size of an image turned by `degrees` to the left, and how to turn it. */
export function rotation(width: number, height: number, degrees: number, options: RotationOptions): Rotation {
  const angle = ((degrees % 360) + 360) % 360;
  if (!options.center) {
    if (angle === 0) return { width, height, apply: (pixels) => pixels };
    if (angle === 180) return { width, height, apply: (pixels) => transpose(pixels, TRANSPOSES.ROTATE_180) };
    if ((angle === 90 || angle === 270) && (options.expand || width === height)) {
      const method = angle === 90 ? TRANSPOSES.ROTATE_90 : TRANSPOSES.ROTATE_270;
      return { width: height, height: width, apply: (pixels) => transpose(pixels, method) };
    }
  }
  const [cx, cy] = options.center ?? [width / 2, height / 2];
  const radians = -(angle * (Math.PI / 180));
  const cos = round15(Math.cos(radians));
  const sin = round15(Math.sin(radians));
  const start: Matrix = [cos, sin, 0, -sin, cos, 0];
  const [c, f] = map(start, -cx, -cy);
  const matrix: Matrix = [cos, sin, c + cx, -sin, cos, f + cy];
  if (!options.expand)
    return { width, height, apply: (pixels) => transform(pixels, width, height, matrix, options) };

  const corners = [
    map(matrix, 0, 0),
    map(matrix, width, 0),
    map(matrix, width, height),
    map(matrix, 0, height),
  ];
  const extent = (side: 0 | 1) => {
    const positions = corners.map((corner) => corner[side]);
    return Math.ceil(Math.max(...positions)) - Math.floor(Math.min(...positions));
  };
  const [w, h] = [extent(0), extent(1)];
  const [dx, dy] = map(matrix, -(w - width) / 2, -(h - height) / 2);
  const moved: Matrix = [cos, sin, dx, -sin, cos, dy];
  return { width: w, height: h, apply: (pixels) => transform(pixels, w, h, moved, options) };
}

const round15 = (x: number) => Number(x.toFixed(15));

function map([a, b, c, d, e, f]: Matrix, x: number, y: number): [number, number] {
  return [a * x + b * y + c, d * x + e * y + f];
}

/** The image of the same size whose pixels come from where the matrix says. */
export function transform(
  pixels: Pixels,
  width: number,
  height: number,
  matrix: Matrix | Perspective,
  options: Pick<RotationOptions, "filter" | "fill">,
): Pixels {
  const { filter, fill } = options;
  const { mode } = pixels;
  if (filter === RESAMPLING.NEAREST || mode === "1" || mode === "P") {
    const source = matrix.length === 8 ? tilted(pixels, matrix) : turned(pixels, width, height, matrix);
    return gather(pixels, width, height, source, filled(pixels, width, height, fill));
  }
  if (mode === "I;16") throw new ValueError("bad filter number");
  const premultiplied = mode === "LA" ? "La" : mode === "RGBA" ? "RGBa" : mode;
  const source = convertPixels(pixels, premultiplied);
  return convertPixels(interpolated(source, width, height, matrix, filter, fill), mode);
}

function filled(pixels: Pixels, width: number, height: number, fill: readonly number[]): PixelData {
  const out = allocatePixels(pixels.mode, width, height);
  if (fill.some((v) => v !== 0))
    for (let i = 0; i < out.length; i++) out[i] = fill[i % fill.length] as number;
  return out;
}

type PixelOf = (x: number, y: number) => number;

/** Which pixel is the nearest, in the fixed point (16 fractional bits) that Pillow uses for images below 32768 pixels. */
function turned(pixels: Pixels, width: number, height: number, m: Matrix): PixelOf {
  if (m[1] === 0 && m[3] === 0 && pixels.mode !== "I;16") return scaled(pixels, width, height, m);
  const fix = (v: number) => Math.floor(v * 65536 + 0.5);
  const [a, b, d, e] = [fix(m[0]), fix(m[1]), fix(m[3]), fix(m[4])];
  const c = fix(m[2] + m[0] * 0.5 + m[1] * 0.5);
  const f = fix(m[5] + m[3] * 0.5 + m[4] * 0.5);
  const exact = pixels.mode === "I;16";
  return (x, y) => {
    const column = exact ? Math.floor(m[0] * (x + 0.5) + m[1] * (y + 0.5) + m[2]) : (c + a * x + b * y) >> 16;
    const row = exact ? Math.floor(m[3] * (x + 0.5) + m[4] * (y + 0.5) + m[5]) : (f + d * x + e * y) >> 16;
    return pixelAt(pixels, column, row);
  };
}

/** Without a turn Pillow adds up the steps along each side. */
function scaled(pixels: Pixels, width: number, height: number, m: Matrix): PixelOf {
  const along = (length: number, step: number, start: number) => {
    let at = start + step * 0.5;
    return Array.from({ length }, () => {
      const here = Math.floor(at);
      at += step;
      return here;
    });
  };
  const columns = along(width, m[0], m[2]);
  const rows = along(height, m[4], m[5]);
  return (x, y) => pixelAt(pixels, columns[x] as number, rows[y] as number);
}

function tilted(pixels: Pixels, [a, b, c, d, e, f, g, h]: Perspective): PixelOf {
  return (x, y) => {
    const [px, py] = [x + 0.5, y + 0.5];
    const depth = g * px + h * py + 1;
    return pixelAt(
      pixels,
      Math.floor((a * px + b * py + c) / depth),
      Math.floor((d * px + e * py + f) / depth),
    );
  };
}

function pixelAt({ width, height }: Pixels, column: number, row: number): number {
  return column >= 0 && column < width && row >= 0 && row < height ? row * width + column : -1;
}

function interpolated(
  pixels: Pixels,
  width: number,
  height: number,
  [a, b, c, d, e, f, g = 0, h = 0]: Matrix | Perspective,
  filter: typeof RESAMPLING.BILINEAR | typeof RESAMPLING.BICUBIC,
  fill: readonly number[],
): Pixels {
  const bands = bandCount(pixels.mode);
  const out = filled(pixels, width, height, fill);
  const store = storer(out);
  const sample = filter === RESAMPLING.BILINEAR ? bilinear : bicubic;
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += bands) {
      const depth = g * (x + 0.5) + h * (y + 0.5) + 1;
      const px = (a * (x + 0.5) + b * (y + 0.5) + c) / depth;
      const py = (d * (x + 0.5) + e * (y + 0.5) + f) / depth;
      if (px < 0 || px >= pixels.width || py < 0 || py >= pixels.height) continue;
      for (let band = 0; band < bands; band++)
        store(to + band, sample(pixels, bands, band, px - 0.5, py - 0.5));
    }
  }
  return { ...pixels, width, height, data: out };
}

/** Levels are cut off and clipped, whole numbers cut off, floats kept. */
function storer(out: PixelData): (at: number, value: number) => void {
  if (out instanceof Float32Array) {
    return (at, value) => {
      out[at] = value;
    };
  }
  if (out instanceof Int32Array) {
    return (at, value) => {
      out[at] = Math.trunc(value);
    };
  }
  return (at, value) => {
    out[at] = Math.max(0, Math.min(255, Math.trunc(value)));
  };
}

const clampTo = (i: number, size: number) => Math.max(0, Math.min(size - 1, i));

function bilinear(
  { data, width, height }: Pixels,
  bands: number,
  band: number,
  px: number,
  py: number,
): number {
  const x = Math.floor(px);
  const y = Math.floor(py);
  const left = clampTo(x, width) * bands + band;
  const right = clampTo(x + 1, width) * bands + band;
  const along = (row: number) => {
    const a = data[row * width * bands + left] as number;
    return a + ((data[row * width * bands + right] as number) - a) * (px - x);
  };
  const upper = along(clampTo(y, height));
  const lower = y + 1 < height ? along(y + 1) : upper;
  return upper + (lower - upper) * (py - y);
}

function bicubic(
  { data, width, height }: Pixels,
  bands: number,
  band: number,
  px: number,
  py: number,
): number {
  const x = Math.floor(px) - 1;
  const y = Math.floor(py) - 1;
  const dx = px - x - 1;
  const dy = py - y - 1;
  const column = (i: number) => clampTo(x + i, width) * bands + band;
  const [x0, x1, x2, x3] = [column(0), column(1), column(2), column(3)];
  const along = (row: number) => {
    const at = row * width * bands;
    return cubic(
      data[at + x0] as number,
      data[at + x1] as number,
      data[at + x2] as number,
      data[at + x3] as number,
      dx,
    );
  };
  // Below the image the last row that was there goes on.
  const below = (i: number, otherwise: number) => (y + i >= 0 && y + i < height ? along(y + i) : otherwise);
  const v1 = along(clampTo(y, height));
  const v2 = below(1, v1);
  const v3 = below(2, v2);
  return cubic(v1, v2, v3, below(3, v3), dy);
}

function cubic(v1: number, v2: number, v3: number, v4: number, d: number): number {
  return v2 + d * (-v1 + v3 + d * (2 * (v1 - v2) + v3 - v4 + d * (-v1 + v2 - v3 + v4)));
}
