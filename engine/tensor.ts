/**
 * A tensor: sizes and strides over a storage, and its place in the autograd graph. What can be computed with it is
 * not here: the methods come from the op table (`api/methods.ts` installs them, `generated/` declares them).
 */
import type { TensorExtras } from "./api/tensorExtras.ts";
import { isInferenceModeEnabled } from "./autograd/mode.ts";
import type { Node } from "./autograd/node.ts";
import { type DType, scalarTypeName } from "./dtype.ts";
import { RuntimeError } from "./errors.ts";
import type { TensorMethods } from "./generated/api.ts";
import {
  contiguousStrides,
  isContiguous,
  numel,
  Size,
  sameShape,
  shapeText,
  toSize,
  wrapDim,
} from "./shape.ts";
import type { Storage } from "./storage.ts";
import type { DeviceName, TensorId } from "./trace/trace.ts";

let created = 0;

/** Gives a view that was written into the history of its base. The dispatcher sets it: it knows the nodes. */
let followBase: (view: Tensor) => void = () => {};

export function onStaleView(follow: (view: Tensor) => void): void {
  followBase = follow;
}

/** How a view came about that autograd cannot follow through a write. */
export type ViewCreation = "no_grad mode" | "inference mode" | "several views";

export class Device {
  readonly type: DeviceName;

  constructor(type: DeviceName) {
    this.type = type;
  }

  toString(): string {
    return this.type;
  }
}

export interface Tensor extends TensorMethods, TensorExtras {}
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: api/install.ts defines what the interface declares
export class Tensor {
  /** A number of its own, in order of creation. */
  readonly id = created++;
  storage: Storage;
  /** `torch.Size([2, 3])`; an array. Only in-place views such as `t_` change it. */
  shape: Size;
  strides: readonly number[];
  /** First element, in elements from the start of the storage. */
  offset: number;
  /** The plain number of the user's program that this stands for (`x.mul(2)`), which has the least say in promotion. */
  readonly number: number | null;

  #grad: Tensor | null = null;
  #gradFn: Node | null = null;
  /** Which output of `gradFn`. */
  outputIndex = 0;
  /** For leaves: whether backward accumulates a gradient here. */
  leafRequiresGrad = false;
  /** The `AccumulateGrad` node of a leaf, once something depends on it. */
  accumulator: Node | null = null;
  /** The tensor this one is a view of; a view of a view has the same base. */
  base: Tensor | null = null;
  /** Of the storage when the history of this view was made; null where autograd does not follow the view. */
  viewVersion: number | null = null;
  /** Why a view must not be written in place where a graph is built; null: it may. */
  creation: ViewCreation | null = null;
  /** Where the trace has it, if recording. */
  traceId: TensorId | null = null;

  constructor(
    storage: Storage,
    shape: readonly number[],
    strides: readonly number[] = contiguousStrides(shape),
    offset = 0,
    number: number | null = null,
  ) {
    this.storage = storage;
    this.shape = shape instanceof Size ? shape : toSize(shape);
    this.strides = strides;
    this.offset = offset;
    this.number = number;
  }

  /** The node whose output this is; null for leaves. A view that somebody wrote into since gets a new one. */
  get gradFn(): Node | null {
    if (this.viewVersion !== null && this.viewVersion !== this.storage.version) followBase(this);
    return this.#gradFn;
  }

  /** The node as it was hung here, without following the base. */
  get currentNode(): Node | null {
    return this.#gradFn;
  }

  set gradFn(node: Node | null) {
    this.#gradFn = node;
  }

  /** The gradient that `backward()` accumulated, for leaves that require one. */
  get grad(): Tensor | null {
    return this.#grad;
  }

  set grad(grad: Tensor | null) {
    if (grad) this.#checkGrad(grad);
    this.#grad = grad;
  }

  #checkGrad(grad: Tensor): void {
    if (grad === this) throw new RuntimeError("can't assign Variable as its own grad");
    if (grad.dtype !== this.dtype) {
      throw new RuntimeError(
        `attempting to assign a gradient with dtype '${scalarTypeName(grad.dtype).toLowerCase()}' to a tensor with grad_dtype '${scalarTypeName(this.dtype)}'. The gradient must match the tensor's grad_dtype (defaults to the tensor's dtype). You can set the tensor's grad_dtype attribute with a specific dtype, or None to allow any dtype. Set grad_dtype with caution. Diverging the dtypes of a tensor and its gradient may break downstream systems that assume they match.`,
      );
    }
    if (!sameShape(grad.shape, this.shape)) {
      throw new RuntimeError(
        `attempting to assign a gradient of size '${shapeText(grad.shape)}' to a tensor of size '${shapeText(this.shape)}'. Please ensure that the gradient and the tensor are the same size`,
      );
    }
  }

  get isWrappedNumber(): boolean {
    return this.number !== null;
  }

  get dtype(): DType {
    return this.storage.dtype;
  }

  get device(): Device {
    return new Device(this.storage.device);
  }

  get ndim(): number {
    return this.shape.length;
  }

  dim(): number {
    return this.shape.length;
  }

  numel(): number {
    return numel(this.shape);
  }

  /** The sizes, or the size of one dimension. */
  size(): Size;
  size(dim: number): number;
  size(dim?: number): Size | number {
    return dim === undefined ? this.shape : (this.shape[wrapDim(dim, this.ndim)] as number);
  }

  /** The strides in elements, or the stride of one dimension. */
  stride(): readonly number[];
  stride(dim: number): number;
  stride(dim?: number): readonly number[] | number {
    return dim === undefined ? this.strides : (this.strides[wrapDim(dim, this.ndim)] as number);
  }

  isContiguous(): boolean {
    return isContiguous(this.shape, this.strides);
  }

  isFloatingPoint(): boolean {
    return this.dtype.isFloatingPoint;
  }

  /** Bytes of one element. */
  elementSize(): number {
    return this.dtype.itemsize;
  }

  /** How often the storage was written in place. */
  get version(): number {
    if (this.isInference()) throw new RuntimeError("Inference tensors do not track version counter.");
    return this.storage.version;
  }

  /** Whether it was made in `torch.inferenceMode`, or is a view of such a tensor. `clone()` outside makes a normal one. */
  isInference(): boolean {
    return this.storage.isInference;
  }

  /** No op made it, or none that autograd follows. */
  get isLeaf(): boolean {
    return this.gradFn === null;
  }

  /** Also true of a view of a tensor that requires a gradient, though it was made where no graph is built. */
  get requiresGrad(): boolean {
    if (this.#gradFn !== null || this.leafRequiresGrad) return true;
    return this.viewVersion !== null && this.dtype.isFloatingPoint && this.base?.requiresGrad === true;
  }

  set requiresGrad(value: boolean) {
    if (this.gradFn !== null) {
      if (value) return;
      throw new RuntimeError(
        "you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a subgraph that doesn't require differentiation use var_no_grad = var.detach().",
      );
    }
    if (value && !this.dtype.isFloatingPoint) {
      throw new RuntimeError("only Tensors of floating point dtype can require gradients");
    }
    if (value && this.isInference() && !isInferenceModeEnabled()) {
      throw new RuntimeError(
        "Setting requires_grad=True on inference tensor outside InferenceMode is not allowed.",
      );
    }
    this.leafRequiresGrad = value;
  }

  /** Puts other elements of the same shape under this tensor, as assigning to `.data` does: for moving parameters. */
  setData(from: Tensor): void {
    this.storage = from.storage;
    this.strides = from.strides;
    this.offset = from.offset;
    this.accumulator = null;
    this.traceId = null;
  }

  requiresGrad_(value = true): this {
    this.requiresGrad = value;
    return this;
  }
}

/** A list of tensors; some may be left out (`x[:, rows]`). */
export function isTensorList(value: unknown): value is readonly (Tensor | null)[] {
  return Array.isArray(value) && value.some((v) => v instanceof Tensor);
}
