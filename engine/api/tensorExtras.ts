/** Methods of tensors that are not ops: reading values, moving between devices, backward, indexing, printing. */
import { type BackwardOptions, backward } from "../autograd/backward.ts";
import { accumulate } from "../autograd/edges.ts";
import {
  type GradientHook,
  type HookHandle,
  type PostAccumulateGradHook,
  registerHook,
  registerPostAccumulateGradHook,
  retainGrad,
  retainsGrad,
} from "../autograd/hooks.ts";
import { noGrad, withGradMode } from "../autograd/mode.ts";
import { bool, DType, int64, type TypedArray } from "../dtype.ts";
import { NeedsValue, RuntimeError } from "../errors.ts";
import { parameterText, tensorText } from "../format/tensorText.ts";
import { Parameter } from "../nn/parameter.ts";
import { maskedSelect } from "../ops/advancedIndex.ts";
import { clone, toCopy } from "../ops/copy.ts";
import { allocate } from "../ops/creation.ts";
import { stack } from "../ops/join.ts";
import { backendFor, runtime } from "../runtime.ts";
import { broadcastShapes, contiguousStrides, sameShape } from "../shape.ts";
import { type Device, Tensor } from "../tensor.ts";
import { recorder } from "../trace/recorder.ts";
import type { DeviceName } from "../trace/trace.ts";
import { deviceFrom } from "./device.ts";
import { type DTypeMethods, dtypeMethods } from "./dtypeMethods.ts";
import { assign, type Index, indexed } from "./indexing.ts";
import { installValueDependent, type ValueDependentMethods } from "./valueDependent.ts";

/** Numbers as deep as the tensor has dimensions; booleans for bool tensors. */
export type NestedValues = number | boolean | NestedValues[];

export interface BackwardChoices {
  retainGraph?: boolean;
  createGraph?: boolean;
  inputs?: readonly Tensor[];
}

export interface TensorExtras extends DTypeMethods, ValueDependentMethods {
  /** The only element, as a number. */
  item(): Promise<number>;
  /** All elements, nested as the dimensions are. */
  tolist(): Promise<NestedValues>;
  /** All elements in row-major order, in a typed array of the tensor's own kind. */
  data(): Promise<TypedArray>;
  /**
   * Computes the gradients of all leaves this tensor depends on and adds them to their `grad`.
   * @param gradient the gradient of this tensor; may be left out when it has one element
   */
  backward(options?: { gradient?: Tensor | null } & BackwardChoices): void;
  backward(gradient: Tensor | null | undefined, options?: BackwardChoices): void;
  /** Takes the tensor itself out of the graph: it becomes a leaf that requires no gradient. */
  detach_(): Tensor;
  /** Whether a tensor that is no leaf keeps its gradient. */
  readonly retainsGrad: boolean;
  /** Calls `hook` with this leaf each time a gradient was added to its `grad`. */
  registerPostAccumulateGradHook(hook: PostAccumulateGradHook): HookHandle;
  /** Calls `hook` with the gradient of this tensor in every backward; what it returns takes the gradient's place. */
  registerHook(hook: GradientHook): HookHandle;
  /** Keeps the gradient of a tensor that is no leaf in `grad`. */
  retainGrad(): void;
  /** The places of all elements that are not 0: `[n, dimensions]`, or with `asTuple` a vector for each dimension. */
  nonzero(): Promise<Tensor>;
  nonzero(options: { asTuple: true }): Promise<Tensor[]>;
  /** The elements where `mask`, which is broadcast, holds: a vector. */
  maskedSelect(mask: Tensor): Promise<Tensor>;
  /** The same values in another dtype, on another device, or both; the tensor itself where nothing changes. */
  to(target: DType | Device | DeviceName | "auto" | Tensor, options?: { dtype?: DType }): Tensor;
  cpu(): Tensor;
  /** The transpose of a matrix, and of more dimensions the reverse. */
  readonly T: Tensor;
  /** The last two dimensions swapped. */
  readonly mT: Tensor;
  /** The same as `mT`: real numbers are their own conjugates. */
  readonly mH: Tensor;
  /** The transpose of a matrix. */
  readonly H: Tensor;
  /** The number of elements. */
  nelement(): number;
  /** The number of dimensions. */
  ndimension(): number;
  /** First element, in elements from the start of the storage. */
  storageOffset(): number;
  /** Whether both have the same shape. */
  isSameSize(other: Tensor): boolean;
  /**
   * Python's `x[…]`: one argument per dimension, each a number, `slice(a, b)`, `null` for `:`, `"..."`, `newaxis` or a
   * tensor of integers. The shape behind a mask depends on values: `x.at(...await mask.nonzero({ asTuple: true }))`.
   */
  at(...indices: Index[]): Tensor;
  /**
   * Python's `x[…] = value`, the value broadcast. Behind a mask, `x.set([mask], 0)`, it is one number or row for all
   * places, or as many as there are places. A tensor behind tensors of integers needs the dtype of `x`, as in PyTorch.
   */
  set(indices: readonly Index[], value: Tensor | number | boolean): Tensor;
  /** Iterates over the first dimension. */
  [Symbol.iterator](): IterableIterator<Tensor>;
  toString(): string;
}

/** Copies elements to another device, as one op of the graph. */
function toDevice(t: Tensor, device: Device): Tensor {
  if (device.type === t.storage.device) return t;
  const out = allocate(t.shape, t.dtype, device);
  if (t.storage.backend !== "meta" && out.storage.backend !== "meta" && t.numel() > 0) {
    const source = backendFor(t.storage.device);
    if (!source.readSync) throw new NeedsTransfer();
    const values = source.readSync(contiguousOf(t).storage);
    backendFor(device.type).write(out.storage, values);
  }
  return out;
}

class NeedsTransfer extends RuntimeError {
  constructor() {
    super(
      "Moving a tensor off the GPU has to wait for it: read its values with await t.data(), t.tolist() or t.item().",
    );
  }
}

/** Row-major, at the start of a storage of its own, outside of the graph. */
function contiguousOf(t: Tensor): Tensor {
  return t.isContiguous() && t.offset === 0 && t.storage.length === t.numel()
    ? t
    : noGrad(() => clone({ self: t, memoryFormat: "contiguous" }));
}

async function values(t: Tensor): Promise<TypedArray> {
  if (t.storage.backend === "meta") return placeholder(t);
  const own = contiguousOf(t.detach());
  return backendFor(t.storage.device).read(own.storage);
}

/** In a run without values every read gives NaN (0 for integers): see `Runtime.valuesWereRead`. */
function placeholder(t: Tensor): TypedArray {
  if (!runtime.shapesOnly) throw new RuntimeError("Tensor.item() cannot be called on meta tensors");
  runtime.valuesWereRead = true;
  return new Float64Array(t.numel()).fill(t.dtype.isFloatingPoint ? Number.NaN : 0);
}

function nest(data: TypedArray, t: Tensor, dim: number, at: number): NestedValues {
  if (dim === t.ndim) {
    const value = data[at] as number;
    return t.dtype.category === "bool" ? value !== 0 : value;
  }
  let step = 1;
  for (const s of t.shape.slice(dim + 1)) step *= s;
  return Array.from({ length: t.shape[dim] as number }, (_, i) => nest(data, t, dim + 1, at + i * step));
}

/** Row-major positions of the elements that are not 0. */
async function truePlaces(t: Tensor): Promise<Tensor> {
  if (t.storage.backend === "meta") {
    throw new NeedsValue("The shape of nonzero() and maskedSelect() depends on values.");
  }
  const data = await values(t);
  const found: number[] = [];
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) found.push(i);
  return fromNumbers(found, t.device);
}

function fromNumbers(numbers: readonly number[], device: Device): Tensor {
  const out = allocate([numbers.length], int64, device);
  if (numbers.length) backendFor(device.type).write(out.storage, Float64Array.from(numbers));
  return out;
}

async function nonzero(this: Tensor, options: { asTuple?: boolean } = {}): Promise<Tensor | Tensor[]> {
  const flat = await values(await truePlaces(this));
  const strides = contiguousStrides(this.shape);
  const columns = this.shape.map((size, d) =>
    fromNumbers(
      Array.from(flat, (at) => Math.floor(at / (strides[d] as number)) % size),
      this.device,
    ),
  );
  if (options.asTuple) return columns;
  return columns.length
    ? stack({ tensors: columns, dim: 0 }).t()
    : allocate([flat.length, 0], int64, this.device);
}

const extras: Omit<TensorExtras, keyof DTypeMethods | keyof ValueDependentMethods> & ThisType<Tensor> = {
  async item() {
    if (this.numel() !== 1) {
      throw new RuntimeError(`a Tensor with ${this.numel()} elements cannot be converted to Scalar`);
    }
    const r = recorder;
    const site = r?.sites.current ?? null;
    const value = (await values(this))[0] as number;
    r?.valueRead(this, String(value), site);
    return value;
  },
  async tolist() {
    return nest(await values(this), this, 0, 0);
  },
  data() {
    return values(this);
  },
  backward(
    given?: Tensor | null | ({ gradient?: Tensor | null } & BackwardChoices),
    last: BackwardChoices = {},
  ) {
    const byName = given && !(given instanceof Tensor);
    const { gradient = null, inputs, ...options } = byName ? given : { gradient: given ?? null, ...last };
    if (inputs?.length === 0) throw new RuntimeError("`inputs` argument to `backward()` cannot be empty.");
    const grads = backward([this], { gradients: [gradient], inputs, ...options } satisfies BackwardOptions);
    inputs?.forEach((input, i) => {
      const grad = grads[i];
      if (grad) withGradMode(options.createGraph ?? false, () => accumulate(input, grad));
    });
  },
  detach_() {
    if (this.base && this.viewVersion !== null) {
      throw new RuntimeError(
        "Can't detach views in-place. Use detach() instead. If you are using DistributedDataParallel (DDP) for training, and gradient_as_bucket_view is set as True, gradients are views of DDP buckets, and hence detach_() cannot be called on these gradients. To fix this error, please refer to the Optimizer.zero_grad() function in torch/optim/optimizer.py as the solution.",
      );
    }
    this.gradFn = null;
    this.outputIndex = 0;
    this.leafRequiresGrad = false;
    return this;
  },
  get retainsGrad() {
    return retainsGrad(this);
  },
  registerPostAccumulateGradHook(hook) {
    return registerPostAccumulateGradHook(this, hook);
  },
  registerHook(hook) {
    return registerHook(this, hook);
  },
  retainGrad() {
    retainGrad(this);
  },
  nonzero: nonzero as TensorExtras["nonzero"],
  async maskedSelect(mask) {
    if (mask.dtype !== bool)
      throw new RuntimeError("masked_select: expected BoolTensor or ByteTensor for mask");
    const shape = broadcastShapes(this.shape, mask.shape);
    const places = await truePlaces(mask.expand(shape));
    return maskedSelect({ self: this.expand(shape).reshape(-1), mask, index: places });
  },
  to(target, options = {}) {
    if (target instanceof Tensor) return this.to(target.device).to(target.dtype);
    const dtype = target instanceof DType ? target : (options.dtype ?? this.dtype);
    const moved = target instanceof DType ? this : toDevice(this, deviceFrom(target));
    return moved.dtype === dtype ? moved : toCopy({ self: moved, dtype });
  },
  cpu() {
    return this.to("cpu");
  },
  get T() {
    return this.permute(this.shape.map((_, i) => this.ndim - 1 - i));
  },
  get mT() {
    return this.transpose(-2, -1);
  },
  get mH() {
    if (this.ndim < 2) {
      throw new RuntimeError(
        `tensor.mH is only supported on matrices or batches of matrices. Got ${this.ndim}-D tensor.`,
      );
    }
    return this.transpose(-2, -1);
  },
  get H() {
    if (this.ndim !== 0 && this.ndim !== 2) {
      throw new RuntimeError(
        `tensor.H is only supported on matrices (2-D tensors). Got ${this.ndim}-D tensor.${this.ndim > 2 ? " For batches of matrices, consider using tensor.mH" : ""}`,
      );
    }
    return this.ndim === 0 ? this : this.transpose(0, 1);
  },
  nelement() {
    return this.numel();
  },
  ndimension() {
    return this.ndim;
  },
  storageOffset() {
    return this.offset;
  },
  isSameSize(other) {
    return sameShape(this.shape, other.shape);
  },
  at(...indices) {
    return indexed(this, indices);
  },
  set(indices, value) {
    assign(this, indices, value);
    return this;
  },
  *[Symbol.iterator]() {
    if (this.ndim === 0) throw new TypeError("iteration over a 0-d tensor");
    for (let i = 0; i < (this.shape[0] as number); i++) yield this.select(0, i);
  },
  toString() {
    const device = backendFor(this.storage.device);
    const known = this.storage.backend !== "meta" && device.readSync;
    const data = known ? device.readSync?.(contiguousOf(this.detach()).storage) : null;
    return text(this, data ?? null);
  },
};

/** As PyTorch prints a view that lost its history. */
function nodeName(t: Tensor): string | null {
  try {
    return t.gradFn?.name ?? null;
  } catch (error) {
    if (error instanceof RuntimeError) return "Invalid";
    throw error;
  }
}

function text(t: Tensor, data: TypedArray | null): string {
  const shown = t instanceof Parameter ? parameterText : tensorText;
  return shown({
    shape: t.shape,
    dtype: t.dtype,
    device: t.storage.device,
    requiresGrad: t.requiresGrad && t.currentNode === null,
    gradFnName: nodeName(t),
    values: data,
  });
}

/** The printed form with its values, wherever they are. */
export async function printedTensor(t: Tensor): Promise<string> {
  return text(t, t.storage.backend === "meta" ? null : await values(t));
}

export function installExtras(): void {
  Object.defineProperties(Tensor.prototype, Object.getOwnPropertyDescriptors(extras));
  installValueDependent();
  Object.defineProperties(Tensor.prototype, Object.getOwnPropertyDescriptors(dtypeMethods));
}
