/** Largest and smallest: of all elements, over dimensions, along a dimension with indices, and of two tensors. */
import type { CpuTensor } from "../devices/cpu/cpuTensor.ts";
import { extremes, placeByIndex } from "../devices/cpu/extremum.ts";
import { finished, folded, larger, smaller } from "../devices/cpu/fold.ts";
import { gpuExtremes, gpuExtremum, gpuPlaceByIndex } from "../devices/webgpu/kernels/extremum.ts";
import { int64 } from "../dtype.ts";
import { IndexError, RuntimeError } from "../errors.ts";
import { linesAlong, rows } from "../lines.ts";
import { numel, reducedShape, reductionDims, wrapDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { defineOp } from "./op.ts";
import { pointwise } from "./pointwise.ts";
import { expandReduced } from "./reduce.ts";

/** There is no largest of nothing. */
function requireElements(name: string, self: Tensor, dim: readonly number[] | null): void {
  if (self.numel() > 0) return;
  if (!dim || dim.length === 0) {
    const noDim = `${name}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.`;
    throw name.startsWith("arg") ? new IndexError(noDim) : new RuntimeError(noDim);
  }
  for (const d of reductionDims(dim, self.ndim)) {
    if (self.shape[d] === 0)
      throw new IndexError(`${name}(): Expected reduction dim ${d} to have non-zero size.`);
  }
}

const overDims = (name: string) => (a: { self: Tensor; dim: readonly number[]; keepdim: boolean }) => {
  const dims = reductionDims(a.dim, a.self.ndim);
  requireElements(name, a.self, a.dim);
  return { shape: reducedShape(a.self.shape, dims, a.keepdim) };
};

const along = (name: string) => (a: { self: Tensor; dim: number; keepdim: boolean }) => {
  const dim = wrapDim(a.dim, a.self.ndim);
  requireElements(name, a.self, [dim]);
  const shape = reducedShape(a.self.shape, a.self.ndim ? [dim] : [], a.keepdim);
  return [{ shape }, { shape, dtype: int64 }];
};

const ofAll = (name: string) => (a: { self: Tensor }) => {
  requireElements(name, a.self, null);
  return { shape: [] };
};

/** Of the argmax of all elements, or along a dimension. */
const places = (name: string) => (a: { self: Tensor; dim: number | null; keepdim: boolean }) => {
  if (a.dim === null) {
    requireElements(name, a.self, null);
    return { shape: a.keepdim ? a.self.shape.map(() => 1) : [], dtype: int64 };
  }
  const dim = wrapDim(a.dim, a.self.ndim);
  requireElements(name, a.self, [dim]);
  return { shape: reducedShape(a.self.shape, a.self.ndim ? [dim] : [], a.keepdim), dtype: int64 };
};

const linesOf = (self: { readonly shape: readonly number[] }, dim: number | null) =>
  dim === null ? rows(1, numel(self.shape)) : linesAlong(self.shape, wrapDim(dim, self.shape.length));

/** Equal extremes share the gradient. */
function shared(
  grad: Tensor,
  self: Tensor,
  result: Tensor,
  dim: readonly number[] | null,
  keepdim: boolean,
): Tensor {
  const mask = self.eq(expandReduced(result, self.shape, dim, keepdim)).to(grad.dtype);
  const count = mask.sum(reductionDims(dim, self.ndim), { keepdim: true });
  return expandReduced(grad, self.shape, dim, keepdim).mul(mask).div(count);
}

const folds = { max: [Number.NEGATIVE_INFINITY, larger], min: [Number.POSITIVE_INFINITY, smaller] } as const;

type Over = { readonly self: CpuTensor; readonly dim: readonly number[] | null };
const cpuMax = ({ self, dim }: Over, out: CpuTensor) =>
  finished(folded(self, dim, ...folds.max), out, (x) => x);
const cpuMin = ({ self, dim }: Over, out: CpuTensor) =>
  finished(folded(self, dim, ...folds.min), out, (x) => x);

export const max = defineOp({
  schema: "max(Tensor self) -> Tensor",
  doc: "The largest of all elements.",
  on: ["method", "torch"],
  layout: "strided",
  meta: ofAll("max"),
  cpu: ({ self }, [out]) => cpuMax({ self, dim: null }, out),
  webgpu: ({ self }, [out], gpu) => gpuExtremum(gpu, "max", self, null, out),
  node: "MaxBackward1",
  derivatives: (d) => [d("self", ["result", "self"], (c) => shared(c.grad, c.self, c.result, null, false))],
  flops: ({ self }) => self.numel(),
});

export const min = defineOp({
  schema: "min(Tensor self) -> Tensor",
  doc: "The smallest of all elements.",
  on: ["method", "torch"],
  layout: "strided",
  meta: ofAll("min"),
  cpu: ({ self }, [out]) => cpuMin({ self, dim: null }, out),
  webgpu: ({ self }, [out], gpu) => gpuExtremum(gpu, "min", self, null, out),
  node: "MinBackward1",
  derivatives: (d) => [d("self", ["result", "self"], (c) => shared(c.grad, c.self, c.result, null, false))],
  flops: ({ self }) => self.numel(),
});

export const maxDim = defineOp({
  schema: "max.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)",
  doc: "The largest element along a dimension, and its index there: `[values, indices]`.",
  on: ["method", "torch"],
  meta: along("max"),
  cpu: ({ self, dim }, [values, indices]) => extremes(self, linesOf(self, dim), "max", values, indices),
  webgpu: ({ self, dim }, [values, indices], gpu) =>
    gpuExtremes(gpu, "max", self, linesOf(self, dim), values, indices),
  node: "MaxBackward0",
  derivatives: (d) => [
    d("self", ["dim", "indices", "keepdim", "selfSizes"], (c) =>
      valueSelectingReductionBackward({ ...c, sizes: c.selfSizes }),
    ),
  ],
  flops: ({ self }) => self.numel(),
});

export const minDim = defineOp({
  schema: "min.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)",
  doc: "The smallest element along a dimension, and its index there: `[values, indices]`.",
  on: ["method", "torch"],
  meta: along("min"),
  cpu: ({ self, dim }, [values, indices]) => extremes(self, linesOf(self, dim), "min", values, indices),
  webgpu: ({ self, dim }, [values, indices], gpu) =>
    gpuExtremes(gpu, "min", self, linesOf(self, dim), values, indices),
  node: "MinBackward0",
  derivatives: (d) => [
    d("self", ["dim", "indices", "keepdim", "selfSizes"], (c) =>
      valueSelectingReductionBackward({ ...c, sizes: c.selfSizes }),
    ),
  ],
  flops: ({ self }) => self.numel(),
});

export const valueSelectingReductionBackward = defineOp({
  schema:
    "value_selecting_reduction_backward(Tensor grad, int dim, Tensor indices, int[] sizes, bool keepdim) -> Tensor",
  doc: "Sends each gradient to the element that was chosen.",
  meta: ({ sizes }) => ({ shape: sizes }),
  cpu: ({ grad, indices, dim, sizes }, [out]) =>
    placeByIndex(grad, indices, linesOf({ shape: sizes }, dim), out),
  webgpu: ({ grad, indices, dim, sizes }, [out], gpu) =>
    gpuPlaceByIndex(gpu, grad, indices, linesOf({ shape: sizes }, dim), out),
  node: "ValueSelectingReductionBackwardBackward0",
  derivatives: (d) => [
    d("grad", ["dim", "indices", "keepdim"], (c) => {
      const kept = c.keepdim || c.indices.ndim === c.grad.ndim;
      const picked = c.grad.gather(c.dim, kept ? c.indices : c.indices.unsqueeze(c.dim));
      return kept ? picked : picked.squeeze(c.dim);
    }),
  ],
});

export const amax = defineOp({
  schema: "amax(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor",
  doc: "The largest element over the dimensions given; equal ones share the gradient.",
  on: ["method", "torch"],
  layout: "strided",
  meta: overDims("amax"),
  cpu: (a, [out]) => cpuMax(a, out),
  webgpu: ({ self, dim }, [out], gpu) => gpuExtremum(gpu, "max", self, dim, out),
  node: "AmaxBackward0",
  derivatives: (d) => [
    d("self", ["dim", "keepdim", "result", "self"], (c) =>
      shared(c.grad, c.self, c.result, c.dim, c.keepdim),
    ),
  ],
  flops: ({ self }) => self.numel(),
});

export const amin = defineOp({
  schema: "amin(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor",
  doc: "The smallest element over the dimensions given; equal ones share the gradient.",
  on: ["method", "torch"],
  layout: "strided",
  meta: overDims("amin"),
  cpu: (a, [out]) => cpuMin(a, out),
  webgpu: ({ self, dim }, [out], gpu) => gpuExtremum(gpu, "min", self, dim, out),
  node: "AminBackward0",
  derivatives: (d) => [
    d("self", ["dim", "keepdim", "result", "self"], (c) =>
      shared(c.grad, c.self, c.result, c.dim, c.keepdim),
    ),
  ],
  flops: ({ self }) => self.numel(),
});

export const argmax = defineOp({
  schema: "argmax(Tensor self, int? dim=None, bool keepdim=False) -> Tensor",
  doc: "The index of the largest element: along a dimension, or in row-major order of all.",
  on: ["method", "torch"],
  meta: places("argmax"),
  cpu: ({ self, dim }, [out]) => extremes(self, linesOf(self, dim), "max", null, out),
  webgpu: ({ self, dim }, [out], gpu) => gpuExtremes(gpu, "max", self, linesOf(self, dim), null, out),
  flops: ({ self }) => self.numel(),
});

export const argmin = defineOp({
  schema: "argmin(Tensor self, int? dim=None, bool keepdim=False) -> Tensor",
  doc: "The index of the smallest element: along a dimension, or in row-major order of all.",
  on: ["method", "torch"],
  meta: places("argmin"),
  cpu: ({ self, dim }, [out]) => extremes(self, linesOf(self, dim), "min", null, out),
  webgpu: ({ self, dim }, [out], gpu) => gpuExtremes(gpu, "min", self, linesOf(self, dim), null, out),
  flops: ({ self }) => self.numel(),
});

/** The gradient where `self` is the larger one, half of it where both are equal. */
const whereLarger = pointwise({
  schema: "_where_larger(Tensor grad, Tensor self, Tensor other) -> Tensor",
  doc: "The gradient where `self > other`, half of it where they are equal, else 0.",
  operands: ["grad", "self", "other"],
  expression: {
    cpu: (g, a, b) => (a === b ? g / 2 : a < b ? 0 : g),
    wgsl: "select(select(a, T(0), b < c), a / T(2), b == c)",
  },
  node: "WhereLargerBackward0",
  derivatives: (d) => [
    d("grad", ["self", "other"], (c): Tensor => whereLarger({ grad: c.grad, self: c.self, other: c.other })),
  ],
});

export const maximum = pointwise({
  schema: "maximum(Tensor self, Tensor other) -> Tensor",
  doc: "The larger of two elements; NaN where one is NaN. Equal ones share the gradient.",
  on: ["method", "torch"],
  operands: ["self", "other"],
  // Kernels hand scalars on after the operands, so not Math.max itself.
  expression: { cpu: (a, b) => Math.max(a, b), wgsl: "select(b, a, a > b || isNan(f32(a)))" },
  node: "MaximumBackward0",
  derivatives: (d) => [
    d("self", ["other", "self"], (c) => whereLarger({ grad: c.grad, self: c.self, other: c.other })),
    d("other", ["other", "self"], (c) => whereLarger({ grad: c.grad, self: c.other, other: c.self })),
  ],
});

export const minimum = pointwise({
  schema: "minimum(Tensor self, Tensor other) -> Tensor",
  doc: "The smaller of two elements; NaN where one is NaN. Equal ones share the gradient.",
  on: ["method", "torch"],
  operands: ["self", "other"],
  expression: { cpu: (a, b) => Math.min(a, b), wgsl: "select(b, a, a < b || isNan(f32(a)))" },
  node: "MinimumBackward0",
  derivatives: (d) => [
    d("self", ["other", "self"], (c) => whereLarger({ grad: c.grad, self: c.other, other: c.self })),
    d("other", ["other", "self"], (c) => whereLarger({ grad: c.grad, self: c.self, other: c.other })),
  ],
});

export const maxOther = defineOp({
  schema: "max.other(Tensor self, Tensor other) -> Tensor",
  doc: "The larger of two elements: `maximum`.",
  on: ["method", "torch"],
  composite: (a) => maximum(a),
});

export const minOther = defineOp({
  schema: "min.other(Tensor self, Tensor other) -> Tensor",
  doc: "The smaller of two elements: `minimum`.",
  on: ["method", "torch"],
  composite: (a) => minimum(a),
});
