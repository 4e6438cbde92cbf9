/** `Image.resize`: which way of resizing an image's mode and the filter call for. */
import { ValueError } from "../errors.ts";
import type { FilterName } from "../filters.ts";
import { convertPixels } from "./convert.ts";
import { crop, scaleNearest } from "./geometry.ts";
import type { Mode, Pixels } from "./modes.ts";
import { type Box, resample } from "./resample.ts";

/** PIL's `Image.Resampling`. */
export const RESAMPLING = { NEAREST: 0, LANCZOS: 1, BILINEAR: 2, BICUBIC: 3, BOX: 4, HAMMING: 5 } as const;

export type Resampling = (typeof RESAMPLING)[keyof typeof RESAMPLING];

const FILTER_OF: Readonly<Record<Exclude<Resampling, 0>, FilterName>> = {
  1: "lanczos",
  2: "bilinear",
  3: "bicubic",
  4: "box",
  5: "hamming",
};

/** Colours under a clear pixel must not bleed: these modes are resized multiplied by their alpha. */
const PREMULTIPLIED: Partial<Record<Mode, Mode>> = { LA: "La", RGBA: "RGBa" };

export function resize(pixels: Pixels, width: number, height: number, filter: Resampling, box: Box): Pixels {
  const [left, upper, right, lower] = box;
  const whole = left % 1 === 0 && upper % 1 === 0;
  if (whole && right - left === width && lower - upper === height) return crop(pixels, box);
  if (filter === RESAMPLING.NEAREST || pixels.mode === "1" || pixels.mode === "P") {
    return scaleNearest(pixels, width, height, box);
  }
  const premultiplied = PREMULTIPLIED[pixels.mode];
  if (premultiplied) {
    const scaled = resize(convertPixels(pixels, premultiplied), width, height, filter, box);
    return convertPixels(scaled, pixels.mode);
  }
  const name = FILTER_OF[filter];
  // Of a very tall image the many rows are reduced first.
  if (pixels.height > pixels.width * 100 && height < pixels.height) {
    const flat = resample(pixels, pixels.width, height, name, [0, upper, pixels.width, lower]);
    return resample(flat, width, height, name, [left, 0, right, height]);
  }
  return resample(pixels, width, height, name, box);
}

export function checkFilter(
  filter: number,
  allowed: readonly (keyof typeof RESAMPLING)[] = ALL_FILTERS,
): void {
  if (allowed.some((name) => RESAMPLING[name] === filter)) return;
  const names = allowed.map((name) => `Image.Resampling.${name} (${RESAMPLING[name]})`);
  const other = ALL_FILTERS.find((name) => RESAMPLING[name] === filter);
  const what = other
    ? `Image.Resampling.${other} (${filter}) cannot be used.`
    : `Unknown resampling filter (${filter}).`;
  throw new ValueError(`${what} Use ${names.slice(0, -1).join(", ")} or ${names.at(-1)}`);
}

/** In the order of PIL's message. */
const ALL_FILTERS = ["NEAREST", "LANCZOS", "BILINEAR", "BICUBIC", "BOX", "HAMMING"] as const;
