/** `x.at(…)` and `x.set([…], value)`: Python's `x[…]`, an argument per dimension. */
import { IndexError, NotImplementedError } from "../errors.ts";
import { select, slice as sliceOp, unsqueeze } from "../ops/views.ts";
import type { Tensor } from "../tensor.ts";

/** `start:stop:step` of one dimension. */
export class Slice {
  readonly start: number | null;
  readonly stop: number | null;
  readonly step: number;

  constructor(start: number | null, stop: number | null, step: number) {
    this.start = start;
    this.stop = stop;
    this.step = step;
  }
}

/** `slice(1, 3)` is Python's `1:3`, `slice(null, null, 2)` is `::2`. */
export function slice(start: number | null, stop: number | null = null, step = 1): Slice {
  return new Slice(start, stop, step);
}

/** A new dimension of size 1. */
export const newaxis: unique symbol = Symbol("newaxis");

/** A position, a range, all (`null`), all of the dimensions between (`"..."`), or a new one. */
export type Index = number | Slice | null | "..." | typeof newaxis | Tensor;

/** The part of a tensor that the indices name: a view. */
export function indexed(t: Tensor, indices: readonly Index[]): Tensor {
  const consumed = indices.filter((i) => i !== "..." && i !== newaxis).length;
  if (consumed > t.ndim) {
    throw new IndexError(`too many indices for tensor of dimension ${t.ndim}`);
  }
  let out = t;
  let dim = 0;
  for (const index of indices) {
    if (index === "...") dim += t.ndim - consumed;
    else if (index === null) dim++;
    else if (index === newaxis) out = unsqueeze({ self: out, dim: dim++ });
    else if (typeof index === "number") out = selected(out, dim, index);
    else if (index instanceof Slice) {
      const { start, stop: end, step } = index;
      out = sliceOp({ self: out, dim: dim++, start, end, step });
    } else
      throw new NotImplementedError(
        "Indexing by a tensor is not implemented yet; use indexSelect or gather.",
      );
  }
  return out;
}

/** PyTorch names the dimension of the tensor as the user sees it. */
function selected(t: Tensor, dim: number, index: number): Tensor {
  const size = t.shape[dim] as number;
  if (index < -size || index >= size) {
    throw new IndexError(`index ${index} is out of bounds for dimension ${dim} with size ${size}`);
  }
  return select({ self: t, dim, index });
}
