/** `x.at(…)` and `x.set([…], value)`: Python's `x[…]`, an argument per dimension. */
import { bool, type DType, int64, uint8 } from "../dtype.ts";
import { IndexError, ValueError } from "../errors.ts";
import { index as indexOp, indexPut } from "../ops/advancedIndex.ts";
import { fillTensor } from "../ops/copy.ts";
import { allocate } from "../ops/creation.ts";
import { elementOf } from "../ops/elementOf.ts";
import { alias, select, slice as sliceOp, unsqueeze } from "../ops/views.ts";
import { backendFor } from "../runtime.ts";
import { sameShape } from "../shape.ts";
import { type Device, Tensor } from "../tensor.ts";
import { putBehindMask } from "./maskedAssign.ts";

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

type OneIndex = Exclude<Index, readonly number[]>;

/** The part of a tensor that the indices name: a view, or, where tensors are among them, a copy. */
export function indexed(t: Tensor, indices: readonly Index[]): Tensor {
  const { view, tensors } = viewed(t, indices);
  if (tensors.some((i) => i?.dtype === bool)) {
    throw new IndexError(
      "The shape of x.at(mask) depends on values. Write x.at(...await mask.nonzero({ asTuple: true })), or use torch.where or maskedFill.",
    );
  }
  if (tensors.length) return indexOp({ self: view, indices: tensors });
  if (view !== t) return view;
  const [only] = indices;
  const isSlice = indices.length === 1 && (only === null || only instanceof Slice);
  return isSlice ? sliceOp({ self: t, dim: 0, start: 0, end: only?.stop ?? null }) : alias({ self: t });
}

/** Writes into the part that the indices name; `value` is broadcast. */
export function assign(t: Tensor, indices: readonly Index[], value: Tensor | number | boolean): void {
  const { view, tensors } = viewed(t, indices);
  const given = value instanceof Tensor ? value : element(Number(value), t.dtype);
  if (tensors.length === 0) copyTo(view, given);
  else {
    const values = withoutLeadingOnes(given);
    if (!tensors.some((i) => i?.dtype === bool)) {
      indexPut.inplace({ self: view, indices: tensors, values });
      return;
    }
    putBehindMask(view, tensors, values);
  }
}

/** A plain number as PyTorch's assignment takes it: in the dtype of what it is written into. */
function element(value: number, dtype: DType): Tensor {
  const backend = backendFor("cpu");
  const storage = backend.allocate("cpu", dtype, 1);
  const number = elementOf(value, dtype);
  backend.write(storage, Float64Array.of(number));
  return new Tensor(storage, [], [], 0, number);
}

function copyTo(view: Tensor, value: Tensor): void {
  if (value.ndim === 0 && view.ndim > 0) fillTensor.inplace({ self: view, value });
  else view.copy_(broadcast(value, view.shape));
}

function broadcast(value: Tensor, shape: readonly number[]): Tensor {
  if (sameShape(value.shape, shape)) return value;
  const src = value.view(value.shape.slice(leadingOnes(value)));
  return sameShape(src.shape, shape) ? src : src.expand([...shape]);
}

function leadingOnes({ shape }: Tensor): number {
  const first = shape.findIndex((size) => size !== 1);
  return first < 0 ? shape.length : first;
}

/** `x[0] = value` takes a value of shape `[1, 3]` where the part has `[3]`. */
function withoutLeadingOnes(value: Tensor): Tensor {
  const ones = leadingOnes(value);
  return ones === 0 ? value : value.view(value.shape.slice(ones));
}

/** How many dimensions an index is about. */
function dimsOf(index: OneIndex): number {
  if (index === "..." || index === newaxis) return 0;
  return index instanceof Tensor && isMask(index) ? index.ndim : 1;
}

/** Bytes are masks, too, as in PyTorch. */
const isMask = ({ dtype }: Tensor): boolean => dtype === bool || dtype === uint8;

/** Positions that were listed, `x.at([0, 2])`, as the tensor of them. */
function asTensor(index: Index, device: Device): OneIndex {
  if (!Array.isArray(index)) return index as OneIndex;
  const positions = allocate([index.length], int64, device);
  if (index.length)
    backendFor(device.type).write(positions.storage, Float64Array.from(index as readonly number[]));
  return positions;
}

/** The view that numbers and slices name, and the tensors that index it further, by dimension. */
function viewed(t: Tensor, given: readonly Index[]): { view: Tensor; tensors: (Tensor | null)[] } {
  const indices = given.map((index) => asTensor(index, t.device));
  const consumed = indices.reduce<number>((n, index) => n + dimsOf(index), 0);
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
  for (const [place, index] of indices.entries()) {
    if (index === "...") dim += t.ndim - consumed;
    else if (index === null) dim++;
    else if (index === newaxis) view = unsqueeze({ self: view, dim: dim++ });
    else if (typeof index === "number") view = selected(view, dim, index, place);
    else if (index instanceof Slice) view = sliced(view, dim++, index);
    else {
      let at = index.dtype === uint8 ? index.to(bool) : index;
      if (at.dtype === bool && at.ndim === 0) {
        view = unsqueeze({ self: view, dim });
        at = at.unsqueeze(0);
      }
      while (tensors.length < dim) tensors.push(null);
      tensors[dim] = at;
      dim += at.dtype === bool ? at.ndim : 1;
      while (tensors.length < dim) tensors.push(null);
    }
  }
  return { view, tensors };
}

/** A slice that leaves out nothing leaves the tensor as it is. */
function sliced(t: Tensor, dim: number, { start, stop, step }: Slice): Tensor {
  if (step === 0) throw new ValueError("slice step cannot be zero");
  if (step < 0) throw new ValueError("step must be greater than zero");
  const size = t.shape[dim] as number;
  if ((start ?? 0) === 0 && (stop ?? size) >= size && step === 1) return t;
  return sliceOp({ self: t, dim, start: start ?? 0, end: stop, step });
}

/** Messages count the indices, as PyTorch's do. */
function selected(t: Tensor, dim: number, index: number, place: number): Tensor {
  const size = t.shape[dim] as number;
  if (index < -size || index >= size) {
    throw new IndexError(`index ${index} is out of bounds for dimension ${place} with size ${size}`);
  }
  return select({ self: t, dim, index });
}
