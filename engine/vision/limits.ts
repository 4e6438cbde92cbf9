/** Checks of what a user asks of an image, with PIL's messages. */
import { ValueError } from "../errors.ts";
import { DecompressionBombError } from "./errors.ts";
import { isMode, type Mode } from "./modes.ts";
import type { Box } from "./resample.ts";

/** Refuses more than twice as many pixels as `limit` and warns of more than that; null: no limit. */
export function checkPixelCount(width: number, height: number, limit: number | null): void {
  if (limit === null) return;
  const pixels = Math.max(1, width) * Math.max(1, height);
  const message = (most: number) =>
    `Image size (${pixels} pixels) exceeds limit of ${most} pixels, could be decompression bomb DOS attack.`;
  if (pixels > 2 * limit) throw new DecompressionBombError(message(2 * limit));
  if (pixels > limit) console.warn(`DecompressionBombWarning: ${message(limit)}`);
}

export function checkedMode(mode: string): Mode {
  if (!isMode(mode)) throw new ValueError(`unrecognized image mode '${mode}'`);
  return mode;
}

export function checkedSize(size: readonly number[]): readonly [width: number, height: number] {
  const [width, height] = size;
  if (size.length !== 2 || width === undefined || height === undefined) {
    throw new ValueError("Size must be a sequence of length 2");
  }
  if (!Number.isInteger(width) || !Number.isInteger(height))
    throw new TypeError("Size must be whole numbers of pixels");
  if (width < 0 || height < 0) throw new ValueError("Width and height must be >= 0");
  return [width, height];
}

/** A part to resize lies within the image. */
export function checkBox([left, upper, right, lower]: Box, width: number, height: number): void {
  if (left < 0 || upper < 0) throw new ValueError("box offset can't be negative");
  if (right > width || lower > height) throw new ValueError("box can't exceed original image size");
  if (right < left || lower < upper) throw new ValueError("box can't be empty");
}

/** As Python's `round`: halves go to the even neighbour. */
export function roundHalfEven(x: number): number {
  const down = Math.floor(x);
  const rest = x - down;
  if (rest !== 0.5) return Math.round(x);
  return down % 2 === 0 ? down : down + 1;
}
