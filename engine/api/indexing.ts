/** `x.at(…)` and `x.set([…], value)`: Python's `x[…]`, an argument per dimension. */
import { bool } from "../dtype.ts";
import { IndexError } from "../errors.ts";
import { index as indexOp, indexPut } from "../ops/advancedIndex.ts";
import { select, slice as sliceOp, unsqueeze } from "../ops/views.ts";
import { Tensor } from "../tensor.ts";

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

/** The part of a tensor that the indices name: a view, or, where tensors are among them, a copy. */
export function indexed(t: Tensor, indices: readonly Index[]): Tensor {
  const { view, tensors } = viewed(t, indices);
  return tensors.length ? indexOp({ self: view, indices: tensors }) : view;
}

/** Writes into the part that the indices name. */
export function assign(t: Tensor, indices: readonly Index[], value: Tensor | number): void {
  const { view, tensors } = viewed(t, indices);
  if (tensors.length) {
    const values = value instanceof Tensor ? value.to(view.dtype) : view.newZeros([]).fill_(value);
    indexPut.inplace({ self: view, indices: tensors, values });
  } else if (value instanceof Tensor) view.copy_(value);
  else view.fill_(value);
}

/** The view that numbers and slices name, and the tensors that index it further, by dimension. */
function viewed(t: Tensor, indices: readonly Index[]): { view: Tensor; tensors: (Tensor | null)[] } {
  const consumed = indices.filter((i) => i !== "..." && i !== newaxis).length;
  if (consumed > t.ndim) {
    throw new IndexError(`too many indices for tensor of dimension ${t.ndim}`);
  }
  const tensors: (Tensor | null)[] = [];
  let view = t;
  let dim = 0;
  for (const index of indices) {
    if (index === "...") dim += t.ndim - consumed;
    else if (index === null) dim++;
    else if (index === newaxis) view = unsqueeze({ self: view, dim: dim++ });
    else if (typeof index === "number") view = selected(view, dim, index);
    else if (index instanceof Slice) {
      const { start, stop: end, step } = index;
      view = sliceOp({ self: view, dim: dim++, start, end, step });
    } else {
      if (index.dtype === bool) {
        throw new IndexError(
          "The shape of x.at(mask) depends on values. Write x.at(...await mask.nonzero({ asTuple: true })), or use torch.where or maskedFill.",
        );
      }
      while (tensors.length < dim) tensors.push(null);
      tensors[dim++] = index;
    }
  }
  return { view, tensors };
}

/** PyTorch names the dimension of the tensor as the user sees it. */
function selected(t: Tensor, dim: number, index: number): Tensor {
  const size = t.shape[dim] as number;
  if (index < -size || index >= size) {
    throw new IndexError(`index ${index} is out of bounds for dimension ${dim} with size ${size}`);
  }
  return select({ self: t, dim, index });
}
