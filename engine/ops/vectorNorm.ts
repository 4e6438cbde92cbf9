/** Norms of vectors: over all elements or over dimensions. */
import { buildsGraph } from "../autograd/mode.ts";
import type { CpuTensor } from "../devices/cpu/cpuTensor.ts";
import { finished, folded, larger, plus, smaller } from "../devices/cpu/fold.ts";
import { gpuVectorNorm } from "../devices/webgpu/kernels/vectorNorm.ts";
import { scalarTypeName } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import { reducedShape, reductionDims } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { defineOp } from "./op.ts";
import { pointwise } from "./pointwise.ts";
import { expandReduced } from "./reduce.ts";
import { safeDiv } from "./safeDiv.ts";

function cpuNorm(self: CpuTensor, ord: number, dim: readonly number[] | null, out: CpuTensor): void {
  const run = (start: number, value: (x: number) => number, fold = plus, finish = (x: number) => x) =>
    finished(
      folded(self, dim, start, (a, x) => fold(a, value(x), 0)),
      out,
      finish,
    );
  if (ord === Number.POSITIVE_INFINITY) run(0, Math.abs, larger);
  else if (ord === Number.NEGATIVE_INFINITY) run(Number.POSITIVE_INFINITY, Math.abs, smaller);
  else if (ord === 0) run(0, (x) => Number(x !== 0));
  else if (ord === 1) run(0, Math.abs);
  else if (ord === 2) run(0, (x) => x * x, plus, Math.sqrt);
  else
    run(
      0,
      (x) => Math.abs(x) ** ord,
      plus,
      (x) => x ** (1 / ord),
    );
}

/** `sign(x) |x|^(p-1) · norm^(1-p)`, 0 where the norm is. */
const powerGradient = pointwise({
  schema: "_norm_power_gradient(Tensor self, Tensor norm, Scalar p) -> Tensor",
  doc: "The derivative of the p-norm with respect to each element.",
  operands: ["self", "norm"],
  scalars: ["p"],
  expression: {
    cpu: (x, norm, p) => (norm === 0 || x === 0 ? 0 : Math.sign(x) * (Math.abs(x) / norm) ** (p - 1)),
    wgsl: "select(sign(a) * pow(abs(a) / b, p - 1.0), 0.0, a == 0.0 || b == 0.0)",
  },
});

export function normGradient(
  grad: Tensor,
  self: Tensor,
  result: Tensor,
  { ord, dim, keepdim }: { ord: number; dim: readonly number[] | null; keepdim: boolean },
): Tensor | null {
  const spread = (t: Tensor) => expandReduced(t, self.shape, dim, keepdim);
  // A count does not change with small steps; PyTorch gives no gradient at all.
  if (ord === 0) return null;
  if (ord === 1) return spread(grad).mul(self.sign());
  if (ord === 2) return self.mul(spread(safeDiv({ self: grad, other: result })));
  if (Number.isFinite(ord) && buildsGraph()) {
    // With a graph of the backward pass itself, from ops that have derivatives.
    const scaled = ord < 2 ? self.sign().mul(self.abs().pow(ord - 1)) : self.mul(self.abs().pow(ord - 2));
    return scaled.mul(spread(safeDiv({ self: grad, other: result.pow(ord - 1) })));
  }
  if (Number.isFinite(ord)) return spread(grad).mul(powerGradient({ self, norm: spread(result), p: ord }));
  // The largest (or smallest) ones share the gradient.
  const mask = self.abs().eq(spread(result)).to(grad.dtype);
  const count = mask.sum(reductionDims(dim, self.ndim), { keepdim: true });
  return self.sign().mul(mask).mul(spread(grad).div(count));
}

export const linalgVectorNorm = defineOp({
  schema:
    "linalg_vector_norm(Tensor self, Scalar ord=2, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor",
  doc: "The norm of order `ord` over the dimensions given, or of all elements.",
  on: ["linalg"],
  layout: "strided",
  meta: ({ self, dim, keepdim, dtype }) => {
    if (!self.dtype.isFloatingPoint) {
      throw new RuntimeError(
        `linalg.vector_norm: Expected a floating point or complex tensor as input. Got ${scalarTypeName(self.dtype)}`,
      );
    }
    return {
      shape: reducedShape(self.shape, reductionDims(dim, self.ndim), keepdim),
      dtype: dtype ?? self.dtype,
    };
  },
  cpu: ({ self, ord, dim }, [out]) => cpuNorm(self, ord, dim, out),
  webgpu: ({ self, ord, dim }, [out], gpu) => gpuVectorNorm(gpu, self, ord, dim, out),
  node: "LinalgVectorNormBackward0",
  derivatives: (d) => [
    d("self", ["dim", "keepdim", "ord", "result", "self"], (c) => normGradient(c.grad, c.self, c.result, c)),
  ],
  flops: ({ self }) => 2 * self.numel(),
});

export const norm = defineOp({
  schema:
    "norm(Tensor self, Scalar? p=2, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor",
  doc: "The p-norm of all elements, or over the dimensions given.",
  on: ["method", "torch"],
  composite: ({ p, ...a }) => linalgVectorNorm({ ...a, ord: p ?? 2 }),
});

export const normNamed = defineOp({
  schema: "norm.str(Tensor self, str p, int[1]? dim=None, bool keepdim=False) -> Tensor",
  doc: 'The Frobenius norm, `"fro"`: the root of the sum of squares.',
  on: ["method", "torch"],
  composite: ({ p, ...a }) => {
    if (p !== "fro")
      throw new RuntimeError(`norm(): the order must be a number or "fro" here, but got "${p}"`);
    return linalgVectorNorm({ ...a, ord: 2 });
  },
});

/** What losses made of distances use; PyTorch keeps it beside the newer one, under a name of its own. */
export const distanceNorm = defineOp({
  schema: "_norm.ScalarOpt_dim(Tensor self, Scalar p, int[1] dim, bool keepdim=False) -> Tensor",
  doc: "The p-norm over the dimensions given.",
  layout: "strided",
  meta: ({ self, dim, keepdim }) => ({
    shape: reducedShape(self.shape, reductionDims(dim, self.ndim), keepdim),
  }),
  cpu: ({ self, p, dim }, [out]) => cpuNorm(self, p, dim, out),
  webgpu: ({ self, p, dim }, [out], gpu) => gpuVectorNorm(gpu, self, p, dim, out),
  node: "NormBackward1",
  derivatives: (d) => [
    d("self", ["dim", "keepdim", "p", "result", "self"], (c) =>
      normGradient(c.grad, c.self, c.result, { ord: c.p, dim: c.dim, keepdim: c.keepdim }),
    ),
  ],
  flops: ({ self }) => 2 * self.numel(),
});
