/** Matrix products, and the linear layer made of them. */
import { addMatrixProduct } from "../devices/cpu/addedProduct.ts";
import type { CpuTensor } from "../devices/cpu/cpuTensor.ts";
import { gemm } from "../devices/cpu/gemm.ts";
import { gpuAddmm, gpuDot, gpuMatmul, gpuMv } from "../devices/webgpu/kernels/matmul.ts";
import { scalarTypeName } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import { exactly } from "../exactly.ts";
import { broadcastShapes, numel } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { add } from "./arithmetic.ts";
import { defineOp } from "./op.ts";
import { expand, reshape, squeezeAfterMatmul, t, unsafeView, view } from "./views.ts";

function checkDtypes(a: Tensor, b: Tensor): void {
  if (a.dtype === b.dtype) return;
  throw new RuntimeError(`expected m1 and m2 to have the same dtype, but got: ${cName(a)} != ${cName(b)}`);
}

/** PyTorch names C types here: `float != double`. */
export const cName = (x: Tensor): string => x.dtype.cName;

function checkMatrices(a: Tensor, b: Tensor): void {
  if (a.shape[1] !== b.shape[0]) {
    throw new RuntimeError(
      `mat1 and mat2 shapes cannot be multiplied (${a.shape[0]}x${a.shape[1]} and ${b.shape[0]}x${b.shape[1]})`,
    );
  }
  checkDtypes(a, b);
}

/** `out = beta * out + alpha * a · b` for matrices of any strides. */
function multiply(a: CpuTensor, b: CpuTensor, out: CpuTensor, alpha: number, beta: number): void {
  const [m, k] = exactly(2, a.shape);
  const n = b.shape[1] as number;
  const [ar, ac] = exactly(2, a.strides);
  const [br, bc] = exactly(2, b.strides);
  gemm(m, n, k, alpha, a.data, 0, ar, ac, b.data, 0, br, bc, beta, out.data, 0, n);
}

const product = (a: Tensor, b: Tensor, alpha: number): Tensor => {
  const out = mm({ self: a, mat2: b });
  return alpha === 1 ? out : out.mul(alpha);
};

export const mm = defineOp({
  schema: "mm(Tensor self, Tensor mat2) -> Tensor",
  doc: "The product of two matrices, `[m, k]` by `[k, n]`.",
  on: ["method", "torch"],
  layout: "strided",
  meta: ({ self, mat2 }) => {
    if (self.ndim !== 2) throw new RuntimeError("self must be a matrix");
    if (mat2.ndim !== 2) throw new RuntimeError("mat2 must be a matrix");
    checkMatrices(self, mat2);
    return { shape: [self.shape[0] as number, mat2.shape[1] as number] };
  },
  cpu: ({ self, mat2 }, [out]) => multiply(self, mat2, out, 1, 0),
  webgpu: ({ self, mat2 }, [out], gpu) => gpuMatmul(gpu, self, mat2, out),
  node: "MmBackward0",
  derivatives: (d) => [
    d("self", ["mat2", "selfSizes", "selfStrides"], (c) => c.grad.mm(c.mat2.t())),
    d("mat2", ["mat2Sizes", "mat2Strides", "self"], (c) => c.self.t().mm(c.grad)),
  ],
  flops: ({ self, mat2 }) => 2 * self.numel() * (mat2.shape[1] as number),
  products: true,
});

export const addmm = defineOp({
  schema: "addmm(Tensor self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> Tensor",
  doc: "`beta * self + alpha * (mat1 · mat2)`; `self` is broadcast to `[m, n]`.",
  on: ["method", "torch"],
  inplace: true,
  layout: "strided",
  meta: ({ self, mat1, mat2 }) => {
    if (mat1.ndim !== 2) throw new RuntimeError(`mat1 must be a matrix, got ${mat1.ndim}-D tensor`);
    if (mat2.ndim !== 2) throw new RuntimeError(`mat2 must be a matrix, got ${mat2.ndim}-D tensor`);
    if (mat1.dtype !== mat2.dtype) {
      throw new RuntimeError(
        `mat1 and mat2 must have the same dtype, but got ${scalarTypeName(mat1.dtype)} and ${scalarTypeName(mat2.dtype)}`,
      );
    }
    checkMatrices(mat1, mat2);
    const shape = [mat1.shape[0] as number, mat2.shape[1] as number];
    expand.definition.view?.({ self, size: shape });
    if (self.dtype !== mat2.dtype) {
      throw new RuntimeError(
        `self and mat2 must have the same dtype, but got ${scalarTypeName(self.dtype)} and ${scalarTypeName(mat2.dtype)}`,
      );
    }
    return { shape };
  },
  cpu: (args, [out]) => addMatrixProduct(args, args.mat1, args.mat2, out),
  webgpu: (args, [out], gpu) => gpuAddmm(gpu, args, out),
  node: "AddmmBackward0",
  derivatives: (d) => [
    d("self", ["beta"], (c) => (c.beta === 1 ? c.grad : c.grad.mul(c.beta))),
    d("mat1", ["alpha", "mat1Sizes", "mat1Strides", "mat2"], (c) => product(c.grad, c.mat2.t(), c.alpha)),
    d("mat2", ["alpha", "mat1", "mat2Sizes", "mat2Strides"], (c) => product(c.mat1.t(), c.grad, c.alpha)),
  ],
  flops: ({ mat1, mat2 }) => 2 * mat1.numel() * (mat2.shape[1] as number),
  products: true,
});

export const bmm = defineOp({
  schema: "bmm(Tensor self, Tensor mat2) -> Tensor",
  doc: "Products of matrices in two batches, `[b, m, k]` by `[b, k, n]`.",
  on: ["method", "torch"],
  layout: "strided",
  meta: ({ self, mat2 }) => {
    if (self.ndim !== 3) throw new RuntimeError("batch1 must be a 3D tensor");
    if (mat2.ndim !== 3) throw new RuntimeError("batch2 must be a 3D tensor");
    const [b, m, k] = exactly(3, self.shape);
    if (mat2.shape[0] !== b || mat2.shape[1] !== k) {
      throw new RuntimeError(
        `Expected size for first two dimensions of batch2 tensor to be: [${b}, ${k}] but got: [${mat2.shape[0]}, ${mat2.shape[1]}].`,
      );
    }
    if (self.dtype !== mat2.dtype) {
      throw new RuntimeError(
        `expected scalar type ${scalarTypeName(self.dtype)} but found ${scalarTypeName(mat2.dtype)}`,
      );
    }
    return { shape: [b, m, mat2.shape[2] as number] };
  },
  cpu: ({ self, mat2 }, [out]) => {
    const [batch, m, n] = exactly(3, out.shape);
    const k = self.shape[2] as number;
    const [ab, ar, ac] = exactly(3, self.strides);
    const [bb, br, bc] = exactly(3, mat2.strides);
    for (let i = 0; i < batch; i++) {
      gemm(m, n, k, 1, self.data, i * ab, ar, ac, mat2.data, i * bb, br, bc, 0, out.data, i * m * n, n);
    }
  },
  webgpu: ({ self, mat2 }, [out], gpu) => gpuMatmul(gpu, self, mat2, out),
  node: "BmmBackward0",
  derivatives: (d) => [
    d("self", ["mat2"], (c) => c.grad.bmm(c.mat2.transpose(1, 2))),
    d("mat2", ["self"], (c) => c.self.transpose(1, 2).bmm(c.grad)),
  ],
  flops: ({ self, mat2 }) => 2 * self.numel() * (mat2.shape[2] as number),
  products: true,
});

export const mv = defineOp({
  schema: "mv(Tensor self, Tensor vec) -> Tensor",
  doc: "The product of a matrix `[m, k]` and a vector `[k]`.",
  on: ["method", "torch"],
  layout: "strided",
  meta: ({ self, vec }) => {
    if (self.ndim !== 2 || vec.ndim !== 1) {
      throw new RuntimeError(`vector + matrix @ vector expected, got 1, ${self.ndim}, ${vec.ndim}`);
    }
    if (self.shape[1] !== vec.shape[0]) {
      throw new RuntimeError(
        `size mismatch, got input (${self.shape[0]}), mat (${self.shape[0]}x${self.shape[1]}), vec (${vec.shape[0]})`,
      );
    }
    return { shape: [self.shape[0] as number] };
  },
  cpu: ({ self, vec }, [out]) => {
    const [m, k] = exactly(2, self.shape);
    const [row, column] = exactly(2, self.strides);
    gemm(m, 1, k, 1, self.data, 0, row, column, vec.data, 0, vec.strides[0] as number, 1, 0, out.data, 0, 1);
  },
  webgpu: ({ self, vec }, [out], gpu) => gpuMv(gpu, self, vec, out),
  node: "MvBackward0",
  derivatives: (d) => [
    d("self", ["vec"], (c) => c.grad.unsqueeze(1).mul(c.vec.unsqueeze(0))),
    d("vec", ["self"], (c) => c.self.t().mv(c.grad)),
  ],
  flops: ({ self }) => 2 * self.numel(),
  products: true,
});

export const dot = defineOp({
  schema: "dot(Tensor self, Tensor tensor) -> Tensor",
  doc: "The sum of the products of two vectors' elements.",
  on: ["method", "torch"],
  layout: "strided",
  meta: ({ self, tensor }) => {
    if (self.ndim !== 1 || tensor.ndim !== 1) {
      throw new RuntimeError(`1D tensors expected, but got ${self.ndim}D and ${tensor.ndim}D tensors`);
    }
    if (self.shape[0] !== tensor.shape[0]) {
      throw new RuntimeError(
        `inconsistent tensor size, expected tensor [${self.shape[0]}] and src [${tensor.shape[0]}] to have the same number of elements, but got ${self.shape[0]} and ${tensor.shape[0]} elements respectively`,
      );
    }
    return { shape: [] };
  },
  cpu: ({ self, tensor }, [out]) => {
    const [s, u] = [self.strides[0] as number, tensor.strides[0] as number];
    gemm(1, 1, self.size, 1, self.data, 0, 1, s, tensor.data, 0, u, 1, 0, out.data, 0, 1);
  },
  webgpu: ({ self, tensor }, [out], gpu) => gpuDot(gpu, self, tensor, out),
  node: "DotBackward0",
  derivatives: (d) => [
    d("self", ["tensor"], (c) => c.grad.mul(c.tensor)),
    d("tensor", ["self"], (c) => c.grad.mul(c.self)),
  ],
  flops: ({ self }) => 2 * self.numel(),
  products: true,
});

/** The same for real numbers, with a node of its own. */
export const vdot = defineOp({
  schema: "vdot(Tensor self, Tensor other) -> Tensor",
  doc: "The sum of the products of two vectors' elements.",
  on: ["method", "torch"],
  explicit: ({ self, other }) => dot({ self, tensor: other }),
  node: "VdotBackward0",
  derivatives: (d) => [
    d("self", ["other"], (c) => c.grad.mul(c.other)),
    d("other", ["self"], (c) => c.grad.mul(c.self)),
  ],
  flops: ({ self }) => 2 * self.numel(),
  products: true,
});

export const matmul = defineOp({
  schema: "matmul(Tensor self, Tensor other) -> Tensor",
  doc: "The matrix product; leading dimensions are batches and are broadcast, vectors act as rows and columns.",
  on: ["method", "torch"],
  composite: ({ self, other }) => {
    if (self.ndim === 0 || other.ndim === 0) {
      throw new RuntimeError(
        `both arguments to matmul need to be at least 1D, but they are ${self.ndim}D and ${other.ndim}D`,
      );
    }
    if (self.ndim === 1 && other.ndim === 1) return dot({ self, tensor: other });
    if (self.ndim === 2 && other.ndim === 1) return mv({ self, vec: other });
    if (self.ndim === 1 && other.ndim === 2)
      return squeezeAfterMatmul({ self: mm({ self: self.unsqueeze(0), mat2: other }), dim: 0 });
    if (self.ndim === 2 && other.ndim === 2) return mm({ self, mat2: other });
    if (self.ndim >= 3 && other.ndim <= 2) return folded(self, other);
    return batched(self, other);
  },
});

/** N-D by 2-D (or 1-D): one product of matrices with the leading dimensions folded into rows. */
function folded(self: Tensor, other: Tensor): Tensor {
  const lead = self.shape.slice(0, -1);
  const rows = reshape({ self, shape: [numel(lead), self.shape.at(-1) as number] });
  if (other.ndim === 1) return unsafeView({ self: mv({ self: rows, vec: other }), size: lead });
  return unsafeView({ self: mm({ self: rows, mat2: other }), size: [...lead, other.shape[1] as number] });
}

function batched(self: Tensor, other: Tensor): Tensor {
  const a = self.ndim === 1 ? self.unsqueeze(0) : self;
  const b = other.ndim === 1 ? other.unsqueeze(1) : other;
  const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const count = numel(batch);
  const rows = (x: Tensor) => x.shape.slice(-2);
  const spread = (x: Tensor) =>
    reshape({ self: expand({ self: x, size: [...batch, ...rows(x)] }), shape: [count, ...rows(x)] });
  const out = bmm({ self: spread(a), mat2: spread(b) });
  const shape = [...batch];
  if (self.ndim > 1) shape.push(a.shape.at(-2) as number);
  if (other.ndim > 1) shape.push(b.shape.at(-1) as number);
  return unsafeView({ self: out, size: shape });
}

export const linear = defineOp({
  schema: "linear(Tensor input, Tensor weight, Tensor? bias=None) -> Tensor",
  doc: "`input · weightᵀ + bias`: `[…, in]` by `[out, in]` gives `[…, out]`.",
  on: ["F"],
  composite: ({ input, weight, bias }) => {
    const transposed = t({ self: weight });
    if (!bias) return matmul({ self: input, other: transposed });
    if (input.ndim === 2) return addmm({ self: bias, mat1: input, mat2: transposed });
    if (input.isContiguous()) {
      const lead = input.shape.slice(0, -1);
      const rows = view({ self: input, size: [numel(lead), input.shape.at(-1) as number] });
      const out = addmm({ self: bias, mat1: rows, mat2: transposed });
      return view({ self: out, size: [...lead, weight.shape[0] as number] });
    }
    return add({ self: matmul({ self: input, other: transposed }), other: bias });
  },
});
