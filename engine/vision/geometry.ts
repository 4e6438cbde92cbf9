/** Moving pixels about without changing them: cutting out, mirroring, scaling by the nearest pixel, bordering. */
import { exactly } from "../exactly.ts";
import { allocatePixels, bandCount, type PixelData, type Pixels } from "./modes.ts";
import type { Box } from "./resample.ts";

/** The rectangle, in whole pixels; what lies outside of the image is 0. */
export function crop(pixels: Pixels, [left, upper, right, lower]: Box): Pixels {
  if (left === 0 && upper === 0 && right === pixels.width && lower === pixels.height) return pixels;
  const width = Math.max(0, right - left);
  const height = Math.max(0, lower - upper);
  const out: Pixels = { ...pixels, width, height, data: allocatePixels(pixels.mode, width, height) };
  paste(out.data, out, pixels, -left, -upper);
  return out;
}

/** Copies an image into another of the same mode, its corner at `x`, `y`; what falls outside is left out. */
export function paste(data: PixelData, into: Pixels, pixels: Pixels, x: number, y: number): void {
  const bands = bandCount(pixels.mode);
  const start = Math.max(0, -x);
  const columns = Math.min(pixels.width, into.width - x) - start;
  if (columns <= 0) return;
  const firstRow = Math.max(0, -y);
  const endRow = Math.min(pixels.height, into.height - y);
  for (let row = firstRow; row < endRow; row++) {
    const from = (row * pixels.width + start) * bands;
    data.set(
      pixels.data.subarray(from, from + columns * bands),
      ((row + y) * into.width + x + start) * bands,
    );
  }
}

/** PIL's `Image.Transpose`. */
export const TRANSPOSES = {
  FLIP_LEFT_RIGHT: 0,
  FLIP_TOP_BOTTOM: 1,
  ROTATE_90: 2,
  ROTATE_180: 3,
  ROTATE_270: 4,
  TRANSPOSE: 5,
  TRANSVERSE: 6,
} as const;

export type Transpose = (typeof TRANSPOSES)[keyof typeof TRANSPOSES];

/** By method: whether rows and columns change places first, then which way the result is mirrored. */
const TRANSPOSE_STEPS: Readonly<
  Record<Transpose, readonly [swap: boolean, mirrorX: boolean, mirrorY: boolean]>
> = {
  0: [false, true, false],
  1: [false, false, true],
  2: [true, false, true],
  3: [false, true, true],
  4: [true, true, false],
  5: [true, false, false],
  6: [true, true, true],
};

/** Whether width and height change places. */
export const swapsSides = (method: Transpose) => TRANSPOSE_STEPS[method][0];

/** Mirrored or turned by quarters. `ROTATE_90` turns to the left. */
export function transpose(pixels: Pixels, method: Transpose): Pixels {
  const [swap, mirrorX, mirrorY] = TRANSPOSE_STEPS[method];
  const width = swap ? pixels.height : pixels.width;
  const height = swap ? pixels.width : pixels.height;
  return gather(pixels, width, height, (x, y) => {
    const column = mirrorX ? width - 1 - x : x;
    const row = mirrorY ? height - 1 - y : y;
    return swap ? column * pixels.width + row : row * pixels.width + column;
  });
}

/** An image made of the source's pixels, by their index; -1 leaves what `out` holds. */
export function gather(
  pixels: Pixels,
  width: number,
  height: number,
  source: (x: number, y: number) => number,
  out: PixelData = allocatePixels(pixels.mode, width, height),
): Pixels {
  const bands = bandCount(pixels.mode);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += bands) {
      const from = source(x, y) * bands;
      if (from < 0) continue;
      for (let b = 0; b < bands; b++) out[to + b] = pixels.data[from + b] as number;
    }
  }
  return { ...pixels, width, height, data: out };
}

/** Scales `box` to `width` × `height`, each pixel the nearest one of the source. */
export function scaleNearest(pixels: Pixels, width: number, height: number, box: Box): Pixels {
  const [left, upper, right, lower] = exactly(4, box.map(Math.fround));
  // Pillow adds the step up along the row, except for 16-bit images; the rounding errors of both are kept.
  const summed = pixels.mode !== "I;16";
  const columns = positions(left, Math.fround(right - left) / width, width, summed);
  const rows = positions(upper, Math.fround(lower - upper) / height, height, summed);
  return gather(pixels, width, height, (x, y) => {
    const column = columns[x] as number;
    const row = rows[y] as number;
    return column < pixels.width && row < pixels.height ? row * pixels.width + column : -1;
  });
}

function positions(start: number, step: number, count: number, summed: boolean): Int32Array {
  let at = start + step * 0.5;
  return Int32Array.from({ length: count }, (_, i) => {
    if (!summed) return Math.trunc(step * (i + 0.5) + start);
    const position = Math.trunc(at);
    at += step;
    return position;
  });
}
