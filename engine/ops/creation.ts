/** New tensors: constant, counted, random. Random numbers are drawn on the CPU, in PyTorch's order, for every device. */

import { defaultDtype } from "../defaults.ts";
import { requireHeld } from "../devices/holds.ts";
import { type DType, int64 } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import { elementwiseStrides } from "../memoryFormat.ts";
import { backendFor } from "../runtime.ts";
import { isContiguous, numel } from "../shape.ts";
import { Device, Tensor } from "../tensor.ts";
import { drawn, type Filling } from "./drawn.ts";
import { defineOp } from "./op.ts";

interface Options {
  readonly dtype: DType | null;
  readonly device: Device | null;
  readonly requiresGrad: boolean;
}

/** A tensor whose elements are not set yet. */
export function allocate(size: readonly number[], dtype: DType, device: Device): Tensor {
  const negative = size.find((s) => s < 0);
  if (negative !== undefined) {
    throw new RuntimeError(
      `Trying to create tensor with negative dimension ${negative}: [${size.join(", ")}]`,
    );
  }
  requireHeld(device.type, dtype);
  return new Tensor(backendFor(device.type).allocate(device.type, dtype, numel(size)), size);
}

function make(
  size: readonly number[],
  o: Options,
  set: (out: Tensor) => void,
  dtype: DType = defaultDtype(),
): Tensor {
  const out = allocate(size, o.dtype ?? dtype, o.device ?? CPU);
  set(out);
  // Filling it was part of making it.
  out.storage.version = 0;
  return out.requiresGrad_(o.requiresGrad);
}

const CPU = new Device("cpu");

const nothing = (): void => {};

export const empty = defineOp({
  schema:
    "empty(int[] size, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "A tensor whose elements are not set: zeros here, but do not rely on it.",
  on: ["torch"],
  composite: ({ size, ...o }) => make(size, o, nothing),
});

export const zeros = defineOp({
  schema:
    "zeros(int[] size, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "A tensor full of zeros.",
  on: ["torch"],
  composite: ({ size, ...o }) => {
    if (size.some((n) => n < 0)) throw new RuntimeError("zeros: Dimension size must be non-negative.");
    return make(size, o, (out) => out.zero_());
  },
});

export const ones = defineOp({
  schema:
    "ones(int[] size, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "A tensor full of ones.",
  on: ["torch"],
  composite: ({ size, ...o }) => make(size, o, (out) => out.fill_(1)),
});

export const full = defineOp({
  schema:
    "full(int[] size, Scalar fill_value, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "A tensor full of `fillValue`; whole numbers give int64.",
  on: ["torch"],
  composite: ({ size, fillValue, ...o }) =>
    make(size, o, (out) => out.fill_(fillValue), Number.isInteger(fillValue) ? int64 : defaultDtype()),
});

export const newZeros = defineOp({
  schema: "new_zeros(Tensor self, int[] size, *, ScalarType? dtype=None, Device? device=None) -> Tensor",
  doc: "Zeros of the shape given, with this tensor's dtype and device.",
  on: ["method"],
  composite: ({ self, size, dtype, device }) =>
    allocate(size, dtype ?? self.dtype, device ?? self.device).zero_(),
});

export const newOnes = defineOp({
  schema: "new_ones(Tensor self, int[] size, *, ScalarType? dtype=None, Device? device=None) -> Tensor",
  doc: "Ones of the shape given, with this tensor's dtype and device.",
  on: ["method"],
  composite: ({ self, size, dtype, device }) =>
    allocate(size, dtype ?? self.dtype, device ?? self.device).fill_(1),
});

/** As `make`, and dense in the order in which the elements of `self` lie. */
export function makeLike(self: Tensor, o: Options, set: (out: Tensor) => void): Tensor {
  const { shape } = self;
  const { storage } = allocate(shape, o.dtype ?? self.dtype, o.device ?? self.device);
  const out = new Tensor(storage, shape, elementwiseStrides(shape, [self]));
  set(out);
  storage.version = 0;
  return out.requiresGrad_(o.requiresGrad);
}

export const zerosLike = defineOp({
  schema:
    "zeros_like(Tensor self, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "Zeros in the shape, dtype and device of `self`.",
  on: ["torch"],
  composite: ({ self, ...o }) => makeLike(self, o, (out) => out.zero_()),
});

export const onesLike = defineOp({
  schema:
    "ones_like(Tensor self, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "Ones in the shape, dtype and device of `self`.",
  on: ["torch"],
  composite: ({ self, ...o }) => makeLike(self, o, (out) => out.fill_(1)),
});

interface Bounds extends Filling {
  readonly from: number;
  readonly to: number;
}

export const uniform = defineOp({
  schema: "uniform(Tensor self, float from=0, float to=1, *, Generator? generator=None) -> Tensor",
  doc: "Numbers drawn evenly from [from, to).",
  on: ["method"],
  inplace: "only",
  meta: ({ self }) => ({ shape: self.shape, dtype: self.dtype }),
  ...drawn((g, { from, to }: Bounds, dtype, n) => g.uniforms(dtype, n, from, to)),
  node: "UniformBackward0",
  derivatives: (d) => [d("self", [], (c) => c.grad.newZeros(c.grad.shape))],
});

export const normal = defineOp({
  schema: "normal(Tensor self, float mean=0, float std=1, *, Generator? generator=None) -> Tensor",
  doc: "Numbers drawn from the normal distribution.",
  on: ["method"],
  inplace: "only",
  meta: ({ self, std }) => {
    if (std < 0) throw new RuntimeError(`normal expects std >= 0.0, but found std ${std}`);
    return { shape: self.shape, dtype: self.dtype };
  },
  ...drawn((g, { self, mean, std }: Filling & { mean: number; std: number }, dtype, n) =>
    isContiguous(self.shape, self.strides)
      ? g.normals(dtype, n, mean, std)
      : g.draws(n, () => g.normal64() * std + mean),
  ),
  node: "NormalBackward0",
  derivatives: (d) => [d("self", [], (c) => c.grad.newZeros(c.grad.shape))],
});

export const random = defineOp({
  schema: "random.from(Tensor self, int from, int to, *, Generator? generator=None) -> Tensor",
  doc: "Integers drawn evenly from [from, to).",
  on: ["method"],
  inplace: "only",
  meta: ({ self, from, to }) => {
    if (from >= to)
      throw new RuntimeError(`random_ expects 'from' to be less than 'to', but got from=${from} >= to=${to}`);
    return { shape: self.shape, dtype: self.dtype };
  },
  ...drawn((g, { from, to }: Bounds, dtype, n) => g.integers(dtype, n, from, to)),
  node: "RandomBackward0",
  derivatives: (d) => [d("self", [], (c) => c.grad.newZeros(c.grad.shape))],
});

/** In-place only, as the basis of `torch.randperm`. */
const permutation = defineOp({
  schema: "permutation(Tensor self, Generator? generator=None) -> Tensor",
  doc: "The numbers from 0 on in random order.",
  inplace: "only",
  on: [],
  meta: ({ self }) => ({ shape: self.shape, dtype: self.dtype }),
  ...drawn((g, _, dtype, n) => g.permutation(dtype, n)),
});

export const rand = defineOp({
  schema:
    "rand(int[] size, *, Generator? generator=None, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "Numbers drawn evenly from [0, 1).",
  on: ["torch"],
  composite: ({ size, generator, ...o }) => make(size, o, (out) => uniform.inplace({ self: out, generator })),
});

export const randn = defineOp({
  schema:
    "randn(int[] size, *, Generator? generator=None, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "Numbers drawn from the normal distribution of mean 0 and deviation 1.",
  on: ["torch"],
  composite: ({ size, generator, ...o }) => make(size, o, (out) => normal.inplace({ self: out, generator })),
});

export const randLike = defineOp({
  schema:
    "rand_like(Tensor self, *, Generator? generator=None, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "Numbers drawn evenly from [0, 1), in the shape, dtype and device of `self`.",
  on: ["torch"],
  composite: ({ self, generator, ...o }) =>
    makeLike(self, o, (out) => uniform.inplace({ self: out, generator })),
});

export const randnLike = defineOp({
  schema:
    "randn_like(Tensor self, *, Generator? generator=None, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "Numbers drawn from the normal distribution, in the shape, dtype and device of `self`.",
  on: ["torch"],
  composite: ({ self, generator, ...o }) =>
    makeLike(self, o, (out) => normal.inplace({ self: out, generator })),
});

export const randint = defineOp({
  schema:
    "randint.low(int low, int high, int[] size, *, Generator? generator=None, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "Integers drawn evenly from [low, high).",
  on: ["torch"],
  composite: ({ low, high, size, generator, ...o }) =>
    make(size, o, (out) => random.inplace({ self: out, from: low, to: high, generator }), int64),
});

export const randintHigh = defineOp({
  schema:
    "randint(int high, int[] size, *, Generator? generator=None, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "Integers drawn evenly from [0, high).",
  on: ["torch"],
  composite: ({ high, size, generator, ...o }) =>
    make(size, o, (out) => random.inplace({ self: out, from: 0, to: high, generator }), int64),
});

export const randperm = defineOp({
  schema:
    "randperm(int n, *, Generator? generator=None, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "The numbers from 0 to n - 1 in random order.",
  on: ["torch"],
  composite: ({ n, generator, ...o }) =>
    make([n], o, (out) => permutation.inplace({ self: out, generator }), int64),
});

export const arange = defineOp({
  schema:
    "arange.start_step(Scalar start, Scalar end, Scalar step=1, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "Numbers from `start` to before `end`, `step` apart; whole numbers give int64.",
  on: ["torch"],
  composite: ({ start, end, step, ...o }) => counted(start, end, step, o),
});

export const arangeEnd = defineOp({
  schema:
    "arange(Scalar end, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "Numbers from 0 to before `end`; whole numbers give int64.",
  on: ["torch"],
  composite: ({ end, ...o }) => counted(0, end, 1, o),
});

function counted(start: number, end: number, step: number, o: Options): Tensor {
  if (step === 0) throw new RuntimeError("step must be nonzero");
  if (step > 0 ? start > end : start < end) {
    throw new RuntimeError("upper bound and lower bound inconsistent with step sign");
  }
  const n = Math.ceil((end - start) / step);
  const whole = [start, end, step].every(Number.isInteger);
  return make([n], o, (out) => range.inplace({ self: out, start, step }), whole ? int64 : defaultDtype());
}

const range = defineOp({
  schema: "range(Tensor self, Scalar start, Scalar step) -> Tensor",
  doc: "`start + i * step` at element i.",
  inplace: "only",
  on: [],
  meta: ({ self }) => ({ shape: self.shape, dtype: self.dtype }),
  cpu: ({ start, step }, [out]) => out.data.set(multiples(start, step, out.size)),
  // Counted in double, as on the CPU: 0.1 * i in float32 would be another number.
  webgpu: ({ start, step }, [out], gpu) => gpu.upload(out, multiples(start, step, out.size)),
});

function multiples(start: number, step: number, n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => start + i * step);
}
