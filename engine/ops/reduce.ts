/** Sums and means over dimensions. */
import { sumOver } from "../devices/cpu/reduce.ts";
import { gpuMean, gpuSum } from "../devices/webgpu/kernels/reduce.ts";
import { int64, scalarTypeName } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import { numel, reducedShape, reductionDims, sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { defineOp } from "./op.ts";
import { expand, reshape } from "./views.ts";

/** Sums of integers and bools are int64. */
const sumDtype = (self: Tensor) => (self.dtype.isFloatingPoint ? self.dtype : int64);

export const sum = defineOp({
  schema: "sum(Tensor self, *, ScalarType? dtype=None) -> Tensor",
  doc: "The sum of all elements.",
  on: ["method", "torch"],
  meta: ({ self, dtype }) => ({ shape: [], dtype: dtype ?? sumDtype(self) }),
  cpu: ({ self }, [out]) => sumOver(self, null, out),
  webgpu: ({ self }, [out], gpu) => gpuSum(gpu, self, null, out),
  node: "SumBackward0",
  derivatives: (d) => [d("self", ["selfSizes"], (c) => expand({ self: c.grad, size: c.selfSizes }))],
  flops: ({ self }) => self.numel(),
});

export const sumDim = defineOp({
  schema:
    "sum.dim_IntList(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor",
  doc: "The sum over the dimensions given.",
  on: ["method", "torch"],
  meta: ({ self, dim, keepdim, dtype }) => ({
    shape: reducedShape(self.shape, reductionDims(dim, self.ndim), keepdim),
    dtype: dtype ?? sumDtype(self),
  }),
  cpu: ({ self, dim }, [out]) => sumOver(self, dim, out),
  webgpu: ({ self, dim }, [out], gpu) => gpuSum(gpu, self, dim, out),
  node: "SumBackward1",
  derivatives: (d) => [
    d("self", ["dim", "keepdim", "selfSizes"], (c) => expandReduced(c.grad, c.selfSizes, c.dim, c.keepdim)),
  ],
  flops: ({ self }) => self.numel(),
});

/** Brings the gradient of a reduction back to the shape of its input, without copying. */
export function expandReduced(
  grad: Tensor,
  sizes: readonly number[],
  dim: readonly number[] | null,
  keepdim: boolean,
): Tensor {
  const kept = reducedShape(sizes, reductionDims(dim, sizes.length), true);
  return expand({ self: keepdim ? grad : reshape({ self: grad, shape: kept }), size: sizes });
}

function requireFloat(self: Tensor): void {
  if (self.dtype.isFloatingPoint) return;
  throw new RuntimeError(
    `mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: ${scalarTypeName(self.dtype)}`,
  );
}

export const mean = defineOp({
  schema: "mean(Tensor self, *, ScalarType? dtype=None) -> Tensor",
  doc: "The mean of all elements.",
  on: ["method", "torch"],
  meta: ({ self, dtype }) => {
    if (!dtype) requireFloat(self);
    return { shape: [], dtype: dtype ?? self.dtype };
  },
  cpu: ({ self }, [out]) => sumOver(self, null, out, 1 / self.size),
  webgpu: ({ self }, [out], gpu) => gpuMean(gpu, self, null, out),
  node: "MeanBackward0",
  derivatives: (d) => [
    d("self", ["selfNumel", "selfSizes"], (c) =>
      expand({ self: c.grad, size: c.selfSizes }).div(c.selfNumel),
    ),
  ],
  flops: ({ self }) => self.numel(),
});

export const meanDim = defineOp({
  schema: "mean.dim(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor",
  doc: "The mean over the dimensions given.",
  on: ["method", "torch"],
  meta: ({ self, dim, keepdim, dtype }) => {
    if (!dtype) requireFloat(self);
    return {
      shape: reducedShape(self.shape, reductionDims(dim, self.ndim), keepdim),
      dtype: dtype ?? self.dtype,
    };
  },
  cpu: ({ self, dim }, [out]) => sumOver(self, dim, out, out.size / self.size),
  webgpu: ({ self, dim }, [out], gpu) => gpuMean(gpu, self, dim, out),
  node: "MeanBackward1",
  derivatives: (d) => [
    d("self", ["dim", "keepdim", "selfNumel", "selfSizes"], (c) => {
      const count =
        numel(c.selfSizes) / numel(reducedShape(c.selfSizes, reductionDims(c.dim, c.selfSizes.length), true));
      return expandReduced(c.grad, c.selfSizes, c.dim, c.keepdim).div(count);
    }),
  ],
  flops: ({ self }) => self.numel(),
});

/** The transpose of broadcasting: sums until only `size` is left. */
export const sumToSize = defineOp({
  schema: "sum_to_size(Tensor self, int[] size) -> Tensor",
  doc: "Sums over the dimensions along which a tensor of shape `size` would be repeated to give this shape.",
  on: ["method"],
  composite: ({ self, size }) => {
    if (sameShape(self.shape, size)) return self;
    const lead = self.ndim - size.length;
    const dims = self.shape
      .map((_, i) => i)
      .filter((i) => i < lead || (size[i - lead] === 1 && self.shape[i] !== 1));
    if (lead < 0 || size.some((s, i) => s !== 1 && s !== self.shape[i + lead])) {
      throw new RuntimeError(
        `size {[${size.join(", ")}]} is not expandable to size {[${self.shape.join(", ")}]}.`,
      );
    }
    const summed = dims.length ? sumDim({ self, dim: dims, keepdim: true }) : self;
    return lead > 0 ? reshape({ self: summed, shape: size }) : summed;
  },
});
