/**
 * In which order the elements of an elementwise result lie: PyTorch keeps the order of the operands (a transposed
 * matrix plus one is laid out transposed), which later decides what can be viewed. After TensorIterator's
 * `reorder_dimensions` and `compute_fast_setup_type`.
 */
import type { TypedArray } from "./dtype.ts";
import { broadcastStrides, contiguousStrides, isContiguous, sameShape } from "./shape.ts";

interface Laid {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** Strides of the result of an elementwise op: dense, in the order of the operands' dimensions. */
export function elementwiseStrides(shape: readonly number[], operands: readonly Laid[]): readonly number[] {
  const [first] = operands;
  if (!first) return contiguousStrides(shape);
  if (operands.every((t) => sameShape(t.shape, shape))) {
    if (operands.every((t) => isContiguous(t.shape, t.strides))) return contiguousStrides(shape);
    if (isDense(first) && operands.every((t) => sameShape(t.strides, first.strides))) return first.strides;
  }
  const order = fastestFirst(
    shape,
    operands.map((t) => broadcastStrides(t.shape, t.strides, shape)),
  );
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (const dim of order) {
    strides[dim] = step;
    step *= shape[dim] as number;
  }
  return strides;
}

/** Every element in a place of its own, without gaps. */
export function isDense({ shape, strides }: Laid): boolean {
  const order = shape.map((_, i) => i).sort((a, b) => (strides[a] as number) - (strides[b] as number));
  let step = 1;
  for (const dim of order) {
    const size = shape[dim] as number;
    if (size < 2) continue;
    if (strides[dim] !== step) return false;
    step *= size;
  }
  return true;
}

/** Dimensions by how near neighbours lie, by insertion sort: the comparison is not transitive, so the order of steps counts. */
function fastestFirst(shape: readonly number[], strides: readonly (readonly number[])[]): number[] {
  const order = shape.map((_, i) => shape.length - 1 - i);
  const compare = (dim0: number, dim1: number): number => {
    for (const s of strides) {
      const [a, b] = [s[dim0] as number, s[dim1] as number];
      // A dimension that is broadcast says nothing.
      if (a === 0 || b === 0) continue;
      if (a !== b) return a < b ? -1 : 1;
      if ((shape[dim0] as number) > (shape[dim1] as number)) return 1;
    }
    return 0;
  };
  for (let i = 1; i < order.length; i++) {
    let at = i;
    for (let before = i - 1; before >= 0; before--) {
      const swap = compare(order[before] as number, order[at] as number);
      if (swap < 0) break;
      if (swap > 0) {
        [order[before], order[at]] = [order[at] as number, order[before] as number];
        at = before;
      }
    }
  }
  return order;
}

/** Values that were given one after the other to the elements of `t`, in the order in which they lie, in row-major order. */
export function inRowMajorOrder<A extends TypedArray>({ shape, strides }: Laid, values: A): A {
  if (isContiguous(shape, strides)) return values;
  const order = fastestFirst(shape, [strides]);
  const steps = new Array<number>(shape.length).fill(0);
  let step = 1;
  for (const dim of order) {
    steps[dim] = step;
    step *= shape[dim] as number;
  }
  const given = values.slice();
  const place = new Array<number>(shape.length).fill(0);
  for (let i = 0; i < values.length; i++) {
    values[i] = given[place.reduce((at, p, d) => at + p * (steps[d] as number), 0)] as number;
    for (let d = shape.length - 1; d >= 0; d--) {
      place[d] = (place[d] as number) + 1;
      if ((place[d] as number) < (shape[d] as number)) break;
      place[d] = 0;
    }
  }
  return values;
}
