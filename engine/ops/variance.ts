/** Variances and standard deviations, alone or with the mean. */
import type { CpuTensor } from "../devices/cpu/cpuTensor.ts";
import { finished, folded, foldedCount, plus } from "../devices/cpu/fold.ts";
import { gpuVariance } from "../devices/webgpu/kernels/variance.ts";
import { RuntimeError } from "../errors.ts";
import { numel, reducedShape, reductionDims } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { defineOp } from "./op.ts";
import { expandReduced } from "./reduce.ts";
import { safeDiv } from "./safeDiv.ts";

/** What n is lessened by: 1 for an unbiased estimate, which is the default. */
const DEFAULT_CORRECTION = 1;

interface Over {
  readonly dim: readonly number[] | null;
  readonly correction: number | null;
  readonly keepdim: boolean;
}

function reduced({ self, dim, keepdim }: Over & { readonly self: Tensor }) {
  if (!self.dtype.isFloatingPoint) {
    throw new RuntimeError("std and var only support floating point and complex dtypes");
  }
  return { shape: reducedShape(self.shape, reductionDims(dim, self.ndim), keepdim) };
}

/** Two passes: first the means, then the squares of the distances from them. */
function cpuVariance(
  { self, dim, correction }: Over & { readonly self: CpuTensor },
  out: CpuTensor,
  mean: CpuTensor | null,
  finish: (variance: number) => number,
): void {
  const n = foldedCount(self, dim);
  const means = folded(self, dim, 0, plus).map((sum) => sum / n);
  const squares = folded(self, dim, 0, (sum, x, m) => sum + (x - m) * (x - m), means);
  const divisor = Math.max(0, n - (correction ?? DEFAULT_CORRECTION));
  finished(squares, out, (square) => finish(square / divisor));
  if (mean) finished(means, mean, (m) => m);
}

const same = (x: number): number => x;

/** `grad · 2 (x - mean) / (n - correction)` */
function varianceGradient(grad: Tensor, self: Tensor, o: Over): Tensor {
  const dims = reductionDims(o.dim, self.ndim);
  const divisor = Math.max(0, foldedCount(self, o.dim) - (o.correction ?? DEFAULT_CORRECTION));
  const distance = self.sub(self.mean(dims, { keepdim: true }));
  return expandReduced(grad, self.shape, o.dim, o.keepdim).mul(distance.mul(2 / divisor));
}

/** `d std = d var / (2 std)`, and 0 where nothing varies. */
function deviationGradient(grad: Tensor, self: Tensor, result: Tensor, o: Over): Tensor {
  return varianceGradient(safeDiv({ self: grad, other: result.mul(2) }), self, o);
}

function meanGradient(grad: Tensor, self: Tensor, o: Over): Tensor {
  const kept = numel(reducedShape(self.shape, reductionDims(o.dim, self.ndim), true));
  return expandReduced(grad, self.shape, o.dim, o.keepdim).mul(kept / self.numel());
}

const sum = (a: Tensor | null, b: Tensor | null): Tensor | null => (a && b ? a.add(b) : (a ?? b));

const ALL = { dim: null, keepdim: false } as const;

export const varDim = defineOp({
  schema: "var.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> Tensor",
  doc: "The variance over the dimensions given, divided by n - 1, or by n with `unbiased: false`.",
  on: ["method", "torch"],
  composite: ({ unbiased, ...a }) => variance({ ...a, correction: Number(unbiased) }),
});

export const variance = defineOp({
  schema:
    "var.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor",
  doc: "The variance over the dimensions given, or of all elements, divided by n - `correction` (1).",
  on: ["method", "torch"],
  layout: "strided",
  meta: reduced,
  cpu: (a, [out]) => cpuVariance(a, out, null, same),
  webgpu: ({ self, ...o }, [out], gpu) => gpuVariance(gpu, self, o, out, null, false),
  node: "VarBackward0",
  derivatives: (d) => [
    d("self", ["correction", "dim", "keepdim", "self"], (c) => varianceGradient(c.grad, c.self, c)),
  ],
  flops: ({ self }) => 4 * self.numel(),
});

export const varAll = defineOp({
  schema: "var(Tensor self, bool unbiased) -> Tensor",
  doc: "The variance of all elements, divided by n - 1, or by n with `unbiased` false.",
  on: ["method", "torch"],
  composite: ({ self, unbiased }) => variance({ self, ...ALL, correction: Number(unbiased) }),
});

export const stdDim = defineOp({
  schema: "std.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> Tensor",
  doc: "The standard deviation over the dimensions given: the root of `var`.",
  on: ["method", "torch"],
  composite: ({ unbiased, ...a }) => deviation({ ...a, correction: Number(unbiased) }),
});

export const deviation = defineOp({
  schema:
    "std.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor",
  doc: "The standard deviation over the dimensions given, or of all elements: the root of `var`.",
  on: ["method", "torch"],
  layout: "strided",
  meta: reduced,
  cpu: (a, [out]) => cpuVariance(a, out, null, Math.sqrt),
  webgpu: ({ self, ...o }, [out], gpu) => gpuVariance(gpu, self, o, out, null, true),
  node: "StdBackward0",
  derivatives: (d) => [
    d("self", ["correction", "dim", "keepdim", "result", "self"], (c) =>
      deviationGradient(c.grad, c.self, c.result, c),
    ),
  ],
  flops: ({ self }) => 4 * self.numel(),
});

export const stdAll = defineOp({
  schema: "std(Tensor self, bool unbiased) -> Tensor",
  doc: "The standard deviation of all elements: the root of `var`.",
  on: ["method", "torch"],
  composite: ({ self, unbiased }) => deviation({ self, ...ALL, correction: Number(unbiased) }),
});

export const varMeanDim = defineOp({
  schema:
    "var_mean.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> (Tensor variance, Tensor mean)",
  doc: "The variance and the mean over the dimensions given.",
  on: ["torch"],
  composite: ({ unbiased, ...a }) => varMean({ ...a, correction: Number(unbiased) }),
});

export const varMean = defineOp({
  schema:
    "var_mean.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor variance, Tensor mean)",
  doc: "The variance and the mean over the dimensions given, or of all elements.",
  on: ["torch"],
  layout: "strided",
  meta: (a) => [reduced(a), reduced(a)],
  cpu: (a, [out, mean]) => cpuVariance(a, out, mean, same),
  webgpu: ({ self, ...o }, [out, mean], gpu) => gpuVariance(gpu, self, o, out, mean, false),
  node: "VarMeanBackward0",
  derivatives: (d) => [
    d("self", ["correction", "dim", "keepdim", "self"], (c) =>
      sum(
        c.grads[0] ? varianceGradient(c.grads[0], c.self, c) : null,
        c.grads[1] ? meanGradient(c.grads[1], c.self, c) : null,
      ),
    ),
  ],
  flops: ({ self }) => 4 * self.numel(),
});

export const stdMeanDim = defineOp({
  schema:
    "std_mean.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> (Tensor std, Tensor mean)",
  doc: "The standard deviation and the mean over the dimensions given.",
  on: ["torch"],
  composite: ({ unbiased, ...a }) => stdMean({ ...a, correction: Number(unbiased) }),
});

export const stdMean = defineOp({
  schema:
    "std_mean.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor std, Tensor mean)",
  doc: "The standard deviation and the mean over the dimensions given, or of all elements.",
  on: ["torch"],
  layout: "strided",
  meta: (a) => [reduced(a), reduced(a)],
  cpu: (a, [out, mean]) => cpuVariance(a, out, mean, Math.sqrt),
  webgpu: ({ self, ...o }, [out, mean], gpu) => gpuVariance(gpu, self, o, out, mean, true),
  node: "StdMeanBackward0",
  derivatives: (d) => [
    d("self", ["correction", "dim", "keepdim", "result0", "self"], (c) =>
      sum(
        c.grads[0] ? deviationGradient(c.grads[0], c.self, c.result0, c) : null,
        c.grads[1] ? meanGradient(c.grads[1], c.self, c) : null,
      ),
    ),
  ],
  flops: ({ self }) => 4 * self.numel(),
});
