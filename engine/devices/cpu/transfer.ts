/** Between a tensor's array and the scratch memory of the kernels, which are never the same memory. */
import type { TypedArray } from "../../dtype.ts";
import type { PanelKernels } from "./panelKernels.ts";

/** Below this many elements a loop beats `set`, which costs two calls and an object. */
const SHORT = 24;

/** `count` elements from `from` on, to `to` on. */
export function copy(source: TypedArray, from: number, count: number, target: TypedArray, to: number): void {
  if (count < SHORT) for (let i = 0; i < count; i++) target[to + i] = source[from + i] as number;
  else target.set(source.subarray(from, from + count), to);
}

/** Elements of the staging area that `packFrom` wants: 256 kB, small enough to stay in the second-level cache. */
export const STAGE = 65_536;

/**
 * Packs `count` lines of `k` values from an array into panels `width` wide at `to`. It goes through a staging area
 * `stage`, in pieces, along whichever stride is 1; where neither is, elements are gathered one by one.
 * Wants `8 * k` and `count` to fit the staging area.
 */
export function packFrom(
  kernels: PanelKernels,
  source: TypedArray,
  offset: number,
  width: number,
  count: number,
  k: number,
  lineStride: number,
  kStride: number,
  to: number,
  stage: number,
): void {
  if (lineStride === 1 && kStride !== 1 && count > 1) {
    const atOnce = Math.max(1, Math.floor(STAGE / count));
    for (let p = 0; p < k; p += atOnce) {
      const steps = Math.min(atOnce, k - p);
      copyLines(source, offset + p * kStride, steps, count, kStride, 1, kernels.floats, stage);
      kernels.packStrided(width, count, steps, stage, 1, count, to, width * k, p);
    }
    return;
  }
  const atOnce = Math.max(width, Math.floor(STAGE / k / width) * width);
  for (let first = 0; first < count; first += atOnce) {
    const lines = Math.min(atOnce, count - first);
    copyLines(source, offset + first * lineStride, lines, k, lineStride, kStride, kernels.floats, stage);
    kernels.packStrided(width, lines, k, stage, k, 1, to + first * k, width * k, 0);
  }
}

/** Lines into one after the other. */
export function copyLines(
  source: TypedArray,
  from: number,
  lines: number,
  length: number,
  lineStride: number,
  stride: number,
  target: TypedArray,
  to: number,
): void {
  if (stride === 1 && lineStride === length) {
    copy(source, from, lines * length, target, to);
    return;
  }
  for (let line = 0; line < lines; line++, from += lineStride, to += length) {
    if (stride === 1) copy(source, from, length, target, to);
    else for (let i = 0; i < length; i++) target[to + i] = source[from + i * stride] as number;
  }
}

/** A size for a block along one side of a product: `budget` elements at `other` each, a multiple of `unit`. */
export function blockSize(budget: number, other: number, unit: number, least: number, most: number): number {
  const fits = Math.floor(budget / Math.max(1, other));
  return Math.ceil(Math.max(least, Math.min(most, fits)) / unit) * unit;
}
