/** Products of all elements or along a dimension, and running sums and products. */
import { buildsGraph } from "../autograd/mode.ts";
import { finished, folded, times } from "../devices/cpu/fold.ts";
import { productGradient, scan } from "../devices/cpu/scan.ts";
import { gpuReduce, type Reduction } from "../devices/webgpu/kernels/reduce.ts";
import { gpuProductGradient, gpuScan } from "../devices/webgpu/kernels/scan.ts";
import { type DType, int64 } from "../dtype.ts";
import { linesAlong, rows } from "../lines.ts";
import { numel, reducedShape, wrapDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { stack } from "./join.ts";
import { defineOp } from "./op.ts";

const PRODUCT: Reduction = { name: "prod", identity: "T(1)", combine: "x * y" };

/** Integers and bools are multiplied and added as int64. */
const resultDtype = (self: Tensor, dtype: DType | null): DType =>
  dtype ?? (self.dtype.isFloatingPoint ? self.dtype : int64);

const linesOf = ({ shape }: { readonly shape: readonly number[] }, dim: number | null) =>
  dim === null ? rows(1, numel(shape)) : linesAlong(shape, wrapDim(dim, shape.length));

export const prod = defineOp({
  schema: "prod(Tensor self, *, ScalarType? dtype=None) -> Tensor",
  doc: "The product of all elements.",
  on: ["method", "torch"],
  layout: "strided",
  meta: ({ self, dtype }) => ({ shape: [], dtype: resultDtype(self, dtype) }),
  cpu: ({ self }, [out]) => finished(folded(self, null, 1, times), out, (x) => x),
  webgpu: ({ self }, [out], gpu) => gpuReduce(gpu, PRODUCT, self, null, out),
  node: "ProdBackward0",
  derivatives: (d) => [d("self", ["result", "self"], (c) => productGradientOf(c.grad, c.self, null))],
  flops: ({ self }) => self.numel(),
});

export const prodDim = defineOp({
  schema: "prod.dim_int(Tensor self, int dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor",
  doc: "The product along a dimension.",
  on: ["method", "torch"],
  layout: "strided",
  meta: ({ self, dim, keepdim, dtype }) => {
    const at = wrapDim(dim, self.ndim);
    return { shape: reducedShape(self.shape, [at], keepdim), dtype: resultDtype(self, dtype) };
  },
  cpu: ({ self, dim }, [out]) => finished(folded(self, [dim], 1, times), out, (x) => x),
  webgpu: ({ self, dim }, [out], gpu) => gpuReduce(gpu, PRODUCT, self, [dim], out),
  node: "ProdBackward1",
  derivatives: (d) => [
    d("self", ["dim", "keepdim", "result", "self"], (c) => {
      // The kernel tells a line's gradient from an element's by the number of dimensions.
      const grad = c.keepdim && c.self.ndim ? c.grad.squeeze(c.dim) : c.grad;
      return productGradientOf(grad, c.self, c.dim);
    }),
  ],
  flops: ({ self }) => self.numel(),
});

/** The gradient of a line's product, or of its running products. */
function productGradientOf(grad: Tensor, self: Tensor, dim: number | null): Tensor {
  // With a graph of the backward pass itself, from ops that have derivatives.
  if (!buildsGraph()) return prodBackward({ grad, self, dim });
  return self.numel() > 0 ? composed(grad, self, dim) : self.mul(0);
}

/** The same element by element of each line: what comes before it, times what comes after it. */
function composed(grad: Tensor, self: Tensor, dim: number | null): Tensor {
  if (self.ndim === 0) return grad;
  const line = dim === null ? self.reshape(-1) : self;
  const at = dim ?? 0;
  const factors = line.unbind(at);
  const running = grad.ndim === line.ndim ? grad.unbind(at) : null;
  const before: (Tensor | null)[] = [null];
  for (const x of factors) before.push(before.at(-1)?.mul(x) ?? x);
  const last = factors.length - 1;
  let after = running?.[last] ?? grad;
  const gradients = [before[last]?.mul(after) ?? after];
  for (let k = last - 1; k >= 0; k--) {
    after = after.mul(factors[k + 1] as Tensor);
    if (running) after = after.add(running[k] as Tensor);
    gradients.unshift(before[k]?.mul(after) ?? after);
  }
  return stack({ tensors: gradients, dim: at }).reshape(self.shape);
}

/** The gradient of a product with respect to its factors: the others' product, also where some are 0. */
export const prodBackward = defineOp({
  schema: "_prod_backward(Tensor grad, Tensor self, int? dim) -> Tensor",
  doc: "The gradient times the product of the other elements.",
  meta: ({ self }) => ({ shape: self.shape }),
  cpu: ({ grad, self, dim }, [out]) => productGradient(grad, self, linesOf(self, dim), out),
  webgpu: ({ grad, self, dim }, [out], gpu) => gpuProductGradient(gpu, grad, self, linesOf(self, dim), out),
});

export const cumsum = defineOp({
  schema: "cumsum(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor",
  doc: "At each place the sum of the elements up to it along a dimension.",
  on: ["method", "torch"],
  inplace: true,
  meta: ({ self, dim, dtype }) => {
    wrapDim(dim, self.ndim);
    return { shape: self.shape, dtype: resultDtype(self, dtype) };
  },
  cpu: ({ self, dim }, [out]) => scan(self, linesOf(self, dim), "sum", false, out),
  webgpu: ({ self, dim }, [out], gpu) => gpuScan(gpu, self, linesOf(self, dim), "sum", false, out),
  node: "CumsumBackward0",
  derivatives: (d) => [d("self", ["dim"], (c): Tensor => cumsumBackward({ grad: c.grad, dim: c.dim }))],
  flops: ({ self }) => self.numel(),
});

export const cumsumBackward = defineOp({
  schema: "_cumsum_backward(Tensor grad, int dim) -> Tensor",
  doc: "At each place the sum of the elements from it on along a dimension.",
  meta: ({ grad }) => ({ shape: grad.shape }),
  cpu: ({ grad, dim }, [out]) => scan(grad, linesOf(grad, dim), "sum", true, out),
  webgpu: ({ grad, dim }, [out], gpu) => gpuScan(gpu, grad, linesOf(grad, dim), "sum", true, out),
  node: "CumsumBackwardBackward0",
  derivatives: (d) => [d("grad", ["dim"], (c): Tensor => cumsum({ self: c.grad, dim: c.dim }))],
});

export const cumprod = defineOp({
  schema: "cumprod(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor",
  doc: "At each place the product of the elements up to it along a dimension.",
  on: ["method", "torch"],
  inplace: true,
  meta: ({ self, dim, dtype }) => {
    wrapDim(dim, self.ndim);
    return { shape: self.shape, dtype: resultDtype(self, dtype) };
  },
  cpu: ({ self, dim }, [out]) => scan(self, linesOf(self, dim), "prod", false, out),
  webgpu: ({ self, dim }, [out], gpu) => gpuScan(gpu, self, linesOf(self, dim), "prod", false, out),
  node: "CumprodBackward0",
  derivatives: (d) => [d("self", ["dim", "result", "self"], (c) => productGradientOf(c.grad, c.self, c.dim))],
  flops: ({ self }) => self.numel(),
});
