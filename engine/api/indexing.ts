/** `x.at(…)` and `x.set([…], value)`: Python's `x[…]`, an argument per dimension. */
import { bool, int64 } from "../dtype.ts";
import { IndexError } from "../errors.ts";
import { index as indexOp, indexPut } from "../ops/advancedIndex.ts";
import { allocate } from "../ops/creation.ts";
import { maskedPut } from "../ops/maskedPut.ts";
import { select, slice as sliceOp, unsqueeze } from "../ops/views.ts";
import { backendFor } from "../runtime.ts";
import { type Device, Tensor } from "../tensor.ts";

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

/** A position, a range, all (`null`), all of the dimensions between (`"..."`), a new one, or several positions. */
export type Index = number | Slice | null | "..." | typeof newaxis | Tensor | readonly number[];

/** The part of a tensor that the indices name: a view, or, where tensors are among them, a copy. */
export function indexed(t: Tensor, given: readonly Index[]): Tensor {
  const indices = given.map((index) => asTensor(index, t.device));
  if (indices.some(isMask)) {
    throw new IndexError(
      "The shape of x.at(mask) depends on values. Write x.at(...await mask.nonzero({ asTuple: true })), or use torch.where or maskedFill.",
    );
  }
  const { view, tensors } = viewed(t, indices);
  return tensors.length ? indexOp({ self: view, indices: tensors }) : view;
}

/** Writes into the part that the indices name. */
export function assign(t: Tensor, given: readonly Index[], value: Tensor | number): void {
  const indices = given.map((index) => asTensor(index, t.device));
  const { view, tensors } = viewed(t, indices);
  if (tensors.length) {
    const values = value instanceof Tensor ? value.to(view.dtype) : view.newZeros([]).fill_(value);
    if (!tensors.some(isMask)) indexPut.inplace({ self: view, indices: tensors, values });
    else if (tensors.filter((i) => i !== null).length === 1) {
      maskedPut.inplace({ self: view, indices: tensors, values });
    } else {
      throw new IndexError(
        "What a mask names beside other tensors depends on values. Write ...await mask.nonzero({ asTuple: true }) in its place.",
      );
    }
  } else if (value instanceof Tensor) view.copy_(value);
  else view.fill_(value);
}

type OneIndex = Exclude<Index, readonly number[]>;

/** Positions that were listed, `x.at([0, 2])`, as the tensor of them. */
function asTensor(index: Index, device: Device): OneIndex {
  if (!Array.isArray(index)) return index as OneIndex;
  const positions = allocate([index.length], int64, device);
  if (index.length)
    backendFor(device.type).write(positions.storage, Float64Array.from(index as readonly number[]));
  return positions;
}

const isMask = (index: Index): index is Tensor => index instanceof Tensor && index.dtype === bool;

/** The view that numbers and slices name, and the tensors that index it further, by dimension. */
function viewed(t: Tensor, indices: readonly OneIndex[]): { view: Tensor; tensors: (Tensor | null)[] } {
  const consumed = indices
    .filter((i) => i !== "..." && i !== newaxis)
    .reduce((sum: number, i) => sum + (isMask(i) ? i.ndim : 1), 0);
  if (t.ndim === 0 && indices.length === 1 && typeof indices[0] === "number") {
    throw new IndexError(
      "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number",
    );
  }
  if (t.ndim === 0 && indices.some((i) => i === null || i instanceof Slice)) {
    throw new IndexError("slice() cannot be applied to a 0-dim tensor.");
  }
  if (consumed > t.ndim) {
    throw new IndexError(`too many indices for tensor of dimension ${t.ndim}`);
  }
  const tensors: (Tensor | null)[] = [];
  let view = t;
  let dim = 0;
  for (const [position, index] of indices.entries()) {
    if (index === "...") dim += t.ndim - consumed;
    else if (index === null) dim++;
    else if (index === newaxis) view = unsqueeze({ self: view, dim: dim++ });
    else if (typeof index === "number") view = selected(view, dim, index, position);
    else if (index instanceof Slice) {
      const { start, stop: end, step } = index;
      view = sliceOp({ self: view, dim: dim++, start, end, step });
    } else {
      while (tensors.length < dim) tensors.push(null);
      tensors[dim] = index;
      dim += isMask(index) ? index.ndim : 1;
    }
  }
  return { view, tensors };
}

/** PyTorch names the dimension by the index's position among the others. */
function selected(t: Tensor, dim: number, index: number, position: number): Tensor {
  const size = t.shape[dim] as number;
  if (index < -size || index >= size) {
    throw new IndexError(`index ${index} is out of bounds for dimension ${position} with size ${size}`);
  }
  return select({ self: t, dim, index });
}
