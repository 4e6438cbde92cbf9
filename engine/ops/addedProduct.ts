/** A tensor plus a product: baddbmm, addbmm, addmv, addr. `beta * self + alpha * product`, with `self` broadcast. */
import { addOuterProduct, addProducts, addVectorProduct } from "../devices/cpu/addedProduct.ts";
import { gpuAddbmm, gpuAddmv, gpuAddr, gpuBaddbmm } from "../devices/webgpu/kernels/matmul.ts";
import { scalarTypeName } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import { exactly } from "../exactly.ts";
import { elementwiseStrides } from "../memoryFormat.ts";
import { wrapDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { bmm, cName } from "./matmul.ts";
import { defineOp } from "./op.ts";
import { expand } from "./views.ts";

const times = (t: Tensor, factor: number): Tensor => (factor === 1 ? t : t.mul(factor));

/** PyTorch's error where `self` cannot be broadcast to the product's shape. */
const checkSpread = (self: Tensor, size: readonly number[]): void => {
  expand.definition.view?.({ self, size });
};

/** PyTorch asks for these sizes, to broadcast `self`, before it counts dimensions. */
function productShape(batch1: Tensor, batch2: Tensor): [number, number, number] {
  return [batch1, batch1, batch2].map((t, i) => t.shape[wrapDim(i, t.ndim)] as number) as [
    number,
    number,
    number,
  ];
}

export const baddbmm = defineOp({
  schema: "baddbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor",
  doc: "`beta * self + alpha * (batch1 · batch2)` of batches of matrices, `[b, m, k]` by `[b, k, n]`; `self` is broadcast to `[b, m, n]`.",
  on: ["method", "torch"],
  inplace: true,
  layout: "strided",
  meta: ({ self, batch1, batch2 }) => {
    const shape = productShape(batch1, batch2);
    checkSpread(self, shape);
    if (self.dtype !== batch1.dtype || self.dtype !== batch2.dtype) {
      throw new RuntimeError(
        `Input dtypes must be the same, got: input ${cName(self)}, batch1: ${cName(batch1)}, batch2: ${cName(batch2)}`,
      );
    }
    bmm.definition.meta?.({ self: batch1, mat2: batch2 });
    return { shape };
  },
  cpu: (args, [out]) => addProducts(args, args.batch1, args.batch2, out),
  webgpu: (args, [out], gpu) => gpuBaddbmm(gpu, args, out),
  node: "BaddbmmBackward0",
  derivatives: (d) => [
    d("self", ["beta"], (c) => times(c.grad, c.beta)),
    d("batch1", ["alpha", "batch2"], (c) => times(c.grad.bmm(c.batch2.transpose(1, 2)), c.alpha)),
    d("batch2", ["alpha", "batch1"], (c) => times(c.batch1.transpose(1, 2).bmm(c.grad), c.alpha)),
  ],
  flops: ({ batch1, batch2 }) => 2 * batch1.numel() * (batch2.shape[2] as number),
  products: true,
});

export const addbmm = defineOp({
  schema: "addbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor",
  doc: "`beta * self + alpha * Σ (batch1 · batch2)`: the products of two batches of matrices added up; `self` is broadcast to `[m, n]`.",
  on: ["method", "torch"],
  inplace: true,
  layout: "strided",
  meta: ({ self, batch1, batch2 }) => {
    const [, ...shape] = productShape(batch1, batch2);
    checkSpread(self, [batch1.shape[1] as number, shape[1] as number]);
    if (batch1.dtype !== batch2.dtype || self.dtype !== batch1.dtype) {
      const odd = batch1.dtype !== batch2.dtype ? [batch1, batch2] : [self, batch1];
      throw new RuntimeError(
        `mat1 and mat2 must have the same dtype, but got ${odd.map((t) => scalarTypeName(t.dtype)).join(" and ")}`,
      );
    }
    if (batch1.ndim !== 3) throw new RuntimeError("batch1 must be a 3D tensor");
    if (batch2.ndim !== 3) throw new RuntimeError("batch2 must be a 3D tensor");
    const [[b1, m, k], [b2, k2, n]] = [batch1.shape, batch2.shape];
    if (b1 !== b2) {
      throw new RuntimeError(`batch1 and batch2 must have same number of batches, got ${b1} and ${b2}`);
    }
    if (k !== k2) {
      throw new RuntimeError(`Incompatible matrix sizes for bmm (${m}x${k} and ${k2}x${n})`);
    }
    return { shape };
  },
  cpu: (args, [out]) => addProducts(args, args.batch1, args.batch2, out),
  webgpu: (args, [out], gpu) => gpuAddbmm(gpu, args, out),
  node: "AddbmmBackward0",
  derivatives: (d) => [
    d("self", ["beta"], (c) => times(c.grad, c.beta)),
    d("batch1", ["alpha", "batch1Argsize0", "batch1Argsize1", "batch2", "batch2Argsize2"], (c) => {
      const grad = c.grad.expand([c.batch1Argsize0, c.batch1Argsize1, c.batch2Argsize2]);
      return times(grad.bmm(c.batch2.transpose(1, 2)), c.alpha);
    }),
    d("batch2", ["alpha", "batch1", "batch1Argsize0", "batch1Argsize1", "batch2Argsize2"], (c) => {
      const grad = c.grad.expand([c.batch1Argsize0, c.batch1Argsize1, c.batch2Argsize2]);
      return times(c.batch1.transpose(1, 2).bmm(grad), c.alpha);
    }),
  ],
  flops: ({ batch1, batch2 }) => 2 * batch1.numel() * (batch2.shape[2] as number),
  products: true,
});

export const addmv = defineOp({
  schema: "addmv(Tensor self, Tensor mat, Tensor vec, *, Scalar beta=1, Scalar alpha=1) -> Tensor",
  doc: "`beta * self + alpha * (mat · vec)` of a matrix `[m, k]` and a vector `[k]`; `self` is broadcast to `[m]`.",
  on: ["method", "torch"],
  inplace: true,
  layout: "strided",
  meta: ({ self, mat, vec }) => {
    if (mat.ndim !== 2 || vec.ndim !== 1 || self.ndim > 1) {
      throw new RuntimeError(`vector + matrix @ vector expected, got ${self.ndim}, ${mat.ndim}, ${vec.ndim}`);
    }
    const [m, k] = exactly(2, mat.shape);
    const size = self.numel();
    if (k !== vec.shape[0] || (size !== m && size !== 1)) {
      throw new RuntimeError(`size mismatch, got input (${size}), mat (${m}x${k}), vec (${vec.shape[0]})`);
    }
    if (mat.dtype !== vec.dtype || mat.dtype !== self.dtype) {
      const [a, b, c] = [self, mat, vec].map((t) => scalarTypeName(t.dtype));
      throw new RuntimeError(`addmv input tensors must have the same dtype, but got ${a}, ${b}, and ${c}`);
    }
    return { shape: [m] };
  },
  cpu: (args, [out]) => addVectorProduct(args, args.mat, args.vec, out),
  webgpu: (args, [out], gpu) => gpuAddmv(gpu, args, out),
  node: "AddmvBackward0",
  derivatives: (d) => [
    d("self", ["beta"], (c) => times(c.grad, c.beta)),
    d("mat", ["alpha", "vec"], (c) => times(c.grad.outer(c.vec), c.alpha)),
    d("vec", ["alpha", "mat"], (c) => times(c.mat.t().mv(c.grad), c.alpha)),
  ],
  flops: ({ mat }) => 2 * mat.numel(),
  products: true,
});

export const addr = defineOp({
  schema: "addr(Tensor self, Tensor vec1, Tensor vec2, *, Scalar beta=1, Scalar alpha=1) -> Tensor",
  doc: "`beta * self + alpha * (vec1 ⊗ vec2)`: the products of all elements of two vectors, `[m]` and `[n]`; `self` is broadcast to `[m, n]`.",
  on: ["method", "torch"],
  inplace: true,
  layout: "strided",
  promotes: "same",
  meta: ({ self, vec1, vec2 }) => {
    if (vec1.ndim !== 1) throw new RuntimeError(`addr: Expected 1-D argument vec1, but got ${vec1.ndim}-D`);
    if (vec2.ndim !== 1) throw new RuntimeError(`addr: Expected 1-D argument vec2, but got ${vec2.ndim}-D`);
    const shape = [vec1.numel(), vec2.numel()];
    checkSpread(self, shape);
    const column = { shape: [shape[0] as number, 1], strides: [vec1.strides[0] as number, 0] };
    return { shape, strides: elementwiseStrides(shape, [self, column, vec2]) };
  },
  cpu: (args, [out]) => addOuterProduct(args, args.vec1, args.vec2, out),
  webgpu: (args, [out], gpu) => gpuAddr(gpu, args, out),
  node: "AddrBackward0",
  derivatives: (d) => [
    d("self", ["beta"], (c) => times(c.grad, c.beta)),
    d("vec1", ["alpha", "vec2"], (c) => times(c.grad.mv(c.vec2), c.alpha)),
    d("vec2", ["alpha", "vec1"], (c) => times(c.grad.t().mv(c.vec1), c.alpha)),
  ],
  flops: (_, [out]) => 3 * (out?.shape.reduce((n, s) => n * s, 1) ?? 0),
});
