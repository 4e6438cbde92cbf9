/** `torch`: the functions of the op table, and what is no op: seeds, modes, devices, dtypes, tensors from numbers. */
import { autocast, isAutocastEnabled } from "../autocast.ts";
import { backward } from "../autograd/backward.ts";
import { AutogradFunction } from "../autograd/function.ts";
import { gradcheck, gradgradcheck } from "../autograd/gradcheck.ts";
import { inferenceMode, isGradEnabled, isInferenceModeEnabled, withGradMode } from "../autograd/mode.ts";
import { defaultDtype, setDefaultDtype } from "../defaults.ts";
import {
  bfloat16,
  bool,
  type DType,
  float16,
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  newArray,
  uint8,
} from "../dtype.ts";
import { RuntimeError, ValueError } from "../errors.ts";
import type { DeviceLike } from "../generated/api.ts";
import { tensordot as tensordotOp } from "../ops/contraction.ts";
import { allocate } from "../ops/creation.ts";
import { einsum as einsumOp } from "../ops/einsum.ts";
import { elementOf } from "../ops/elementOf.ts";
import { GradScaler } from "../optim/gradScaler.ts";
import { defaultGenerator, Generator } from "../random/generator.ts";
import { backendFor, memory, runtime } from "../runtime.ts";
import { broadcastShapes, Size, toSize } from "../shape.ts";
import { Device, Tensor } from "../tensor.ts";
import { deviceFrom } from "./device.ts";
import { linalgFunctions, torchFunctions } from "./install.ts";
import { typeFunctions } from "./typeInfo.ts";
import { valueDependentFunctions } from "./valueDependent.ts";

/** Numbers or booleans, nested to any depth with equal lengths. */
export type TensorData =
  | number
  | boolean
  | readonly TensorData[]
  | Float32Array
  | Float64Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint8Array;

export interface TensorOptions {
  dtype?: DType;
  device?: DeviceLike;
  requiresGrad?: boolean;
}

function shapeOf(data: TensorData): number[] {
  if (typeof data === "number" || typeof data === "boolean") return [];
  if (data.length === 0) return [0];
  return [data.length, ...shapeOf(data[0] as TensorData)];
}

function flattenInto(data: TensorData, shape: readonly number[], depth: number, out: number[]): void {
  if (typeof data === "number" || typeof data === "boolean") {
    if (depth !== shape.length) throw unequal(shape, depth, 0);
    out.push(Number(data));
    return;
  }
  if (data.length !== shape[depth]) throw unequal(shape, depth, data.length);
  for (const item of data) flattenInto(item, shape, depth + 1, out);
}

function unequal(shape: readonly number[], depth: number, length: number): ValueError {
  return new ValueError(`expected sequence of length ${shape[depth] ?? 0} at dim ${depth} (got ${length})`);
}

function inferDtype(data: TensorData, flat: readonly number[]): DType {
  if (data instanceof Float64Array) return float64;
  if (data instanceof Float32Array) return float32;
  if (data instanceof Int32Array) return int32;
  if (data instanceof Int16Array) return int16;
  if (data instanceof Int8Array) return int8;
  if (data instanceof Uint8Array) return uint8;
  let first: TensorData | undefined = data;
  while (typeof first === "object") first = (first as readonly TensorData[])[0];
  if (typeof first === "boolean") return bool;
  return flat.length > 0 && flat.every(Number.isInteger) ? int64 : defaultDtype();
}

/** A new tensor from numbers. Whole numbers give int64, others float32, unless `dtype` says otherwise. */
function tensor(data: TensorData, options: TensorOptions = {}): Tensor {
  const shape = shapeOf(data);
  const flat: number[] = [];
  flattenInto(data, shape, 0, flat);
  const dtype = options.dtype ?? inferDtype(data, flat);
  if (options.requiresGrad && !dtype.isFloatingPoint) {
    throw new RuntimeError("Only Tensors of floating point and complex dtype can require gradients");
  }
  const device = options.device ? deviceFrom(options.device) : new Device("cpu");
  const out = allocate(shape, dtype, device);
  const values = newArray(dtype, flat.length);
  for (let i = 0; i < flat.length; i++) values[i] = elementOf(flat[i] as number, dtype, dtype.name);
  if (flat.length) backendFor(device.type).write(out.storage, values);
  return out.requiresGrad_(options.requiresGrad ?? false);
}

/** Seeds the generator of all random numbers; the same seed gives PyTorch's CPU numbers. */
function manualSeed(seed: number): Generator {
  return defaultGenerator.manualSeed(seed);
}

type GradOutputs = Tensor | readonly (Tensor | null)[] | null;

interface GradOptions {
  retainGraph?: boolean;
  createGraph?: boolean;
  allowUnused?: boolean;
  materializeGrads?: boolean;
}

/** Of inputs that have all been used. */
type AllUsed = GradOptions & { allowUnused?: false };

/**
 * Gradients of `outputs` with respect to `inputs`, without touching any `grad`.
 * An input that no output depends on gives an error unless `allowUnused`.
 */
function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  options?: { gradOutputs?: GradOutputs } & AllUsed,
): Tensor[];
function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  gradOutputs: GradOutputs,
  options?: AllUsed,
): Tensor[];
function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  options: { gradOutputs?: GradOutputs } & GradOptions,
): (Tensor | null)[];
function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  gradOutputs: GradOutputs,
  options: GradOptions,
): (Tensor | null)[];
function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  given: GradOutputs | ({ gradOutputs?: GradOutputs } & GradOptions) = null,
  last: GradOptions = {},
): (Tensor | null)[] {
  const list = <X>(x: X | readonly X[]) => (Array.isArray(x) ? (x as readonly X[]) : [x as X]);
  const byPosition = given === null || given instanceof Tensor || Array.isArray(given);
  const { gradOutputs = null, ...options } = byPosition
    ? { gradOutputs: given as GradOutputs, ...last }
    : (given as { gradOutputs?: GradOutputs } & GradOptions);
  const { materializeGrads = false, allowUnused = materializeGrads, ...rest } = options;
  if (materializeGrads && !allowUnused) {
    throw new ValueError(
      "Expected allow_unused to be True or not passed when materialize_grads=True, but got: allow_unused=False.",
    );
  }
  const wanted = list(inputs);
  if (wanted.length === 0) throw new RuntimeError("`inputs` argument to `grad()` cannot be empty.");
  const grads = backward(list(outputs), {
    gradients: gradOutputs === null ? undefined : list<Tensor | null>(gradOutputs),
    inputs: wanted,
    ...rest,
  });
  const unused = grads.indexOf(null);
  if (unused >= 0 && !allowUnused) {
    throw new RuntimeError(
      `The differentiated Tensor at index ${unused} appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.`,
    );
  }
  if (!materializeGrads) return grads;
  return grads.map((g, i) => {
    const input = wanted[i] as Tensor;
    return g ?? input.newZeros(input.shape);
  });
}

const autograd = {
  /** The base of ops with a gradient of your own: static `forward(ctx, …)` and `backward(ctx, grad)`. */
  Function: AutogradFunction,
  gradcheck,
  gradgradcheck,
  grad,
  backward(outputs: Tensor | readonly Tensor[], gradients: readonly (Tensor | null)[] | null = null): void {
    backward(Array.isArray(outputs) ? (outputs as readonly Tensor[]) : [outputs as Tensor], {
      gradients: gradients ?? undefined,
    });
  },
};

/**
 * Sums of products of elements, after Einstein: `torch.einsum("bij,bjk->bik", a, b)`. Letters name dimensions, `...`
 * stands for any that have none, and what is missing right of the arrow is summed over; without an arrow, the result
 * has the letters that occur once, in alphabetical order.
 */
function einsum(equation: string, ...operands: readonly Tensor[] | readonly [readonly Tensor[]]): Tensor {
  const [first] = operands;
  const tensors = (Array.isArray(first) ? first : operands) as readonly Tensor[];
  if (tensors.length === 0) {
    throw new ValueError(
      "einsum(): must specify the equation string and at least one operand, or at least one operand and its subscripts list",
    );
  }
  return einsumOp({ equation, tensors });
}

/**
 * Sums the products of elements over dimensions of both tensors: the last `dims` of `a` and the first of `b`, or those
 * that two lists name.
 */
function tensordot(a: Tensor, b: Tensor, given: Contraction | { dims?: Contraction } = 2): Tensor {
  const dims = typeof given === "object" && "dims" in given ? (given.dims ?? 2) : (given as Contraction);
  if (typeof dims !== "number") {
    return tensordotOp({ self: a, other: b, dimsSelf: dims[0], dimsOther: dims[1] });
  }
  if (dims < 0) throw new RuntimeError(`tensordot expects dims >= 0, but got dims=${dims}`);
  if (dims > Math.min(a.ndim, b.ndim)) {
    throw new RuntimeError(`tensordot expects dims < ndim_a or ndim_b, but got dims=${dims}`);
  }
  const first = Array.from({ length: dims }, (_, i) => i);
  return tensordotOp({ self: a, other: b, dimsSelf: first.map((i) => i - dims), dimsOther: first });
}

/** How many dimensions, or which of the one and of the other. */
type Contraction = number | readonly [readonly number[], readonly number[]];

const extras = {
  tensor,
  einsum,
  tensordot,
  /** A scalar tensor or a copy, as `torch.tensor`. */
  asTensor: (data: TensorData | Tensor, options: TensorOptions = {}): Tensor =>
    data instanceof Tensor ? (options.dtype ? data.to(options.dtype) : data) : tensor(data, options),
  ...valueDependentFunctions,
  /** The number of elements. */
  numel: (input: Tensor): number => input.numel(),
  /** The shape that tensors of these shapes have together. */
  broadcastShapes: (...shapes: readonly number[][]): Size =>
    toSize(shapes.reduce<readonly number[]>((a, b) => broadcastShapes(a, b), [])),
  isTensor: (value: unknown): value is Tensor => value instanceof Tensor,
  manualSeed,
  initialSeed: () => defaultGenerator.initialSeed(),
  Generator,
  /** `"webgpu"`, `"cpu"`, `"meta"`, or `"auto"`: a real GPU where there is one, else the CPU. */
  device: (name: DeviceLike): Device => deviceFrom(name),
  webgpu: {
    /** Whether this run has a WebGPU device. */
    isAvailable: (): boolean =>
      runtime.shapesOnly ? runtime.autoDevice === "webgpu" : runtime.backends.has("webgpu"),
  },
  /** Bytes that tensors hold now, and held at most. */
  memory: () => ({ live: memory.live, peak: memory.peak }),
  noGrad: <R>(body: () => R): R => withGradMode(false, body),
  enableGrad: <R>(body: () => R): R => withGradMode(true, body),
  inferenceMode,
  isInferenceModeEnabled,
  /** Whether a tensor was made in `inferenceMode`. */
  isInference: (input: Tensor): boolean => input.isInference(),
  setGradEnabled: <R>(mode: boolean, body: () => R): R => withGradMode(mode, body),
  isGradEnabled,
  getDefaultDtype: defaultDtype,
  setDefaultDtype,
  /** Mixed precision: see `AutocastOptions`. An async function works too. */
  autocast,
  isAutocastEnabled,
  amp: { autocast, GradScaler },
  autograd,
  Tensor,
  Size,
  float32,
  float: float32,
  float64,
  double: float64,
  float16,
  half: float16,
  bfloat16,
  int64,
  long: int64,
  int32,
  int: int32,
  int16,
  short: int16,
  int8,
  uint8,
  bool,
  ...typeFunctions,
};

export const torch = { ...torchFunctions, linalg: linalgFunctions, ...extras };
