/** Reading and writing rows by number: `[outer, size, inner]` elements, of which an index tensor names rows of `inner`. */
import type { TypedArray } from "../../dtype.ts";
import { contiguousStrides, numel } from "../../shape.ts";
import type { CpuTensor } from "./cpuTensor.ts";

/** A tensor seen as `outer` blocks of `size` rows of `inner` elements. */
export interface Rows {
  readonly outer: number;
  readonly size: number;
  readonly inner: number;
}

/** The rows that a dimension has, with all before and after it taken together. */
export function rowsAlong(shape: readonly number[], dim: number): Rows {
  return { outer: numel(shape.slice(0, dim)), size: shape[dim] ?? 1, inner: numel(shape.slice(dim + 1)) };
}

/** Raises the op's error for a row that is not there; negative rows count from the end where `wrap`. */
export function checkedRows(
  index: TypedArray,
  count: number,
  size: number,
  wrap: boolean,
  error: (row: number) => Error,
): Int32Array {
  const rows = new Int32Array(count);
  for (let n = 0; n < count; n++) {
    const row = index[n] as number;
    if (row >= size || row < (wrap ? -size : 0)) throw error(row);
    rows[n] = row < 0 ? row + size : row;
  }
  return rows;
}

/** `out[o, n, i] = self[o, rows[n], i]`; all row-major. */
export function takeRows(
  self: TypedArray,
  { outer, size, inner }: Rows,
  rows: Int32Array,
  out: TypedArray,
): void {
  let at = 0;
  for (let o = 0; o < outer; o++) {
    for (let n = 0; n < rows.length; n++) {
      const from = (o * size + (rows[n] as number)) * inner;
      if (inner === 1) out[at] = self[from] as number;
      else out.set(self.subarray(from, from + inner), at);
      at += inner;
    }
  }
}

/** `out[o, rows[n], i] = source[o, n, i]`, or adds `alpha` times that; later rows win. */
export function putRows(
  out: TypedArray,
  { outer, size, inner }: Rows,
  rows: Int32Array,
  source: TypedArray,
  add: boolean,
  alpha = 1,
): void {
  let from = 0;
  for (let o = 0; o < outer; o++) {
    for (let n = 0; n < rows.length; n++) {
      const at = (o * size + (rows[n] as number)) * inner;
      for (let i = 0; i < inner; i++, from++) {
        out[at + i] = (add ? (out[at + i] as number) : 0) + alpha * (source[from] as number);
      }
    }
  }
}

/**
 * Visits each element of `index` with the place in a tensor of shape `shape` that it names: the element's own
 * coordinates, but along `dim` what the index says. `index` may be smaller than the tensor. Both are row-major.
 */
export function alongIndex(
  index: CpuTensor,
  shape: readonly number[],
  dim: number,
  error: (row: number) => Error,
  visit: (at: number, n: number, coordinates: readonly number[]) => void,
): void {
  const strides = contiguousStrides(shape);
  const size = shape[dim] ?? 1;
  const step = strides[dim] ?? 1;
  const coordinates = new Array<number>(index.shape.length).fill(0);
  for (let n = 0; n < index.size; n++) {
    const row = index.data[n] as number;
    if (row < 0 || row >= size) throw error(row);
    let at = row * step;
    for (let d = 0; d < coordinates.length; d++) {
      if (d !== dim) at += (coordinates[d] as number) * (strides[d] as number);
    }
    visit(at, n, coordinates);
    for (let d = coordinates.length - 1; d >= 0; d--) {
      coordinates[d] = (coordinates[d] as number) + 1;
      if ((coordinates[d] as number) < (index.shape[d] as number)) break;
      coordinates[d] = 0;
    }
  }
}
