/** Equal elements, or equal slices along a dimension, found together: what `unique` is about. */

import { compareNumbers } from "../devices/cpu/sort.ts";
import type { TypedArray } from "../dtype.ts";
import { numel } from "../shape.ts";

export interface Grouping {
  /** For each group the number of its first element or slice. */
  readonly first: readonly number[];
  /** For each element or slice the number of its group. */
  readonly inverse: readonly number[];
  /** How many each group has. */
  readonly counts: readonly number[];
}

/**
 * Groups in rising order, or, if `consecutive`, of neighbours in the order in which they stand. Without `dim` elements
 * are grouped in row-major order, else slices, which are compared from their first element on. A NaN equals nothing.
 */
export function groupSlices(
  data: TypedArray,
  shape: readonly number[],
  dim: number | null,
  consecutive: boolean,
): Grouping {
  const count = dim === null ? numel(shape) : (shape[dim] as number);
  const inner = dim === null ? 1 : numel(shape.slice(dim + 1));
  const outer = dim === null ? 1 : numel(shape.slice(0, dim));
  const at = (slice: number, k: number): number =>
    data[(Math.floor(k / inner) * count + slice) * inner + (k % inner)] as number;
  const compare = (a: number, b: number): number => {
    for (let k = 0; k < outer * inner; k++) {
      const order = compareNumbers(at(a, k), at(b, k));
      if (order !== 0) return order;
    }
    return 0;
  };
  const equal = (a: number, b: number): boolean => {
    for (let k = 0; k < outer * inner; k++) if (at(a, k) !== at(b, k)) return false;
    return true;
  };
  const order = Array.from({ length: count }, (_, i) => i);
  if (!consecutive) order.sort(compare);
  const first: number[] = [];
  const counts: number[] = [];
  const inverse = new Array<number>(count);
  order.forEach((slice, i) => {
    if (i === 0 || !equal(order[i - 1] as number, slice)) {
      first.push(slice);
      counts.push(0);
    }
    const group = counts.length - 1;
    counts[group] = (counts[group] as number) + 1;
    inverse[slice] = group;
  });
  return { first, inverse, counts };
}
