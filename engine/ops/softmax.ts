/** Softmax and its logarithm along a dimension. */
import {
  logSoftmaxBackwardLines,
  logSoftmaxLines,
  softmaxBackwardLines,
  softmaxLines,
} from "../devices/cpu/softmax.ts";
import {
  gpuLogSoftmax,
  gpuLogSoftmaxBackward,
  gpuSoftmax,
  gpuSoftmaxBackward,
} from "../devices/webgpu/kernels/softmax.ts";
import { type DType, scalarTypeName } from "../dtype.ts";
import { NotImplementedError } from "../errors.ts";
import { linesAlong } from "../lines.ts";
import { wrapDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { defineOp } from "./op.ts";

const linesOf = ({ shape }: { readonly shape: readonly number[] }, dim: number) =>
  linesAlong(shape, wrapDim(dim, shape.length));

function checked(name: string, self: Tensor, dim: number) {
  wrapDim(dim, self.ndim);
  if (!self.dtype.isFloatingPoint) {
    throw new NotImplementedError(`"${name}" not implemented for '${scalarTypeName(self.dtype)}'`);
  }
  return { shape: self.shape };
}

const inDtype = (self: Tensor, dtype: DType | null): Tensor => (dtype ? self.to(dtype) : self);

/** PyTorch's choice where `F.softmax` gets no dimension; it warns that this will go away. */
const implicitDim = (ndim: number): number => (ndim === 0 || ndim === 1 || ndim === 3 ? 0 : 1);

const softmaxKernel = defineOp({
  schema: "_softmax(Tensor self, int dim) -> Tensor",
  doc: "`exp(x) / sum(exp(x))` along a dimension.",
  meta: ({ self, dim }) => checked("softmax_lastdim_kernel_impl", self, dim),
  cpu: ({ self, dim }, [out]) => softmaxLines(self, linesOf(self, dim), out),
  webgpu: ({ self, dim }, [out], gpu) => gpuSoftmax(gpu, self, linesOf(self, dim), out),
  node: "SoftmaxBackward0",
  derivatives: (d) => [
    d("self", ["dim", "result"], (c) =>
      softmaxBackwardData({ gradOutput: c.grad, output: c.result, dim: c.dim }),
    ),
  ],
  flops: ({ self }) => 5 * self.numel(),
});

export const softmaxBackwardData = defineOp({
  schema: "_softmax_backward_data(Tensor grad_output, Tensor output, int dim) -> Tensor",
  doc: "`output * (grad - sum(grad * output))` along a dimension.",
  meta: ({ output }) => ({ shape: output.shape }),
  cpu: ({ gradOutput, output, dim }, [out]) =>
    softmaxBackwardLines(gradOutput, output, linesOf(output, dim), out),
  webgpu: ({ gradOutput, output, dim }, [out], gpu) =>
    gpuSoftmaxBackward(gpu, gradOutput, output, linesOf(output, dim), out),
  node: "SoftmaxBackwardDataBackward0",
  derivatives: (d) => [
    d(
      "gradOutput",
      ["dim", "output"],
      (c): Tensor => softmaxBackwardData({ gradOutput: c.grad, output: c.output, dim: c.dim }),
    ),
    d("output", ["dim", "gradOutput", "output"], (c) => {
      const along = (t: Tensor) => t.sum([c.dim], { keepdim: true });
      return c.gradOutput
        .mul(c.grad)
        .sub(along(c.output.mul(c.gradOutput)).mul(c.grad))
        .sub(c.gradOutput.mul(along(c.output.mul(c.grad))));
    }),
  ],
  flops: ({ output }) => 4 * output.numel(),
});

const logSoftmaxKernel = defineOp({
  schema: "_log_softmax(Tensor self, int dim) -> Tensor",
  doc: "`x - log(sum(exp(x)))` along a dimension.",
  meta: ({ self, dim }) => checked("log_softmax_lastdim_kernel_impl", self, dim),
  cpu: ({ self, dim }, [out]) => logSoftmaxLines(self, linesOf(self, dim), out),
  webgpu: ({ self, dim }, [out], gpu) => gpuLogSoftmax(gpu, self, linesOf(self, dim), out),
  node: "LogSoftmaxBackward0",
  derivatives: (d) => [
    d("self", ["dim", "result"], (c) =>
      logSoftmaxBackwardData({ gradOutput: c.grad, output: c.result, dim: c.dim }),
    ),
  ],
  flops: ({ self }) => 5 * self.numel(),
});

export const logSoftmaxBackwardData = defineOp({
  schema: "_log_softmax_backward_data(Tensor grad_output, Tensor output, int dim) -> Tensor",
  doc: "`grad - exp(output) * sum(grad)` along a dimension.",
  meta: ({ output }) => ({ shape: output.shape }),
  cpu: ({ gradOutput, output, dim }, [out]) =>
    logSoftmaxBackwardLines(gradOutput, output, linesOf(output, dim), out),
  webgpu: ({ gradOutput, output, dim }, [out], gpu) =>
    gpuLogSoftmaxBackward(gpu, gradOutput, output, linesOf(output, dim), out),
  node: "LogSoftmaxBackwardDataBackward0",
  derivatives: (d) => [
    d("gradOutput", ["dim", "output"], (c) =>
      c.grad.sub(c.grad.mul(c.output.exp()).sum([c.dim], { keepdim: true })),
    ),
    d("output", ["dim", "gradOutput", "output"], (c) =>
      c.grad
        .neg()
        .mul(c.output.exp())
        .mul(c.gradOutput.sum([c.dim], { keepdim: true })),
    ),
  ],
  flops: ({ output }) => 4 * output.numel(),
});

export const softmax = defineOp({
  schema: "softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor",
  doc: "`exp(x) / sum(exp(x))` along a dimension: positive numbers that add up to 1.",
  on: ["method", "torch"],
  composite: ({ self, dim, dtype }) => softmaxKernel({ self: inDtype(self, dtype), dim }),
});

export const logSoftmax = defineOp({
  schema: "log_softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor",
  doc: "The logarithm of `softmax` along a dimension, without overflow.",
  on: ["method", "torch"],
  composite: ({ self, dim, dtype }) => logSoftmaxKernel({ self: inDtype(self, dtype), dim }),
});

export const functionalSoftmax = defineOp({
  schema: "softmax.functional(Tensor input, int? dim=None, *, ScalarType? dtype=None) -> Tensor",
  doc: "`exp(x) / sum(exp(x))` along a dimension: positive numbers that add up to 1.",
  on: ["F"],
  composite: ({ input, dim, dtype }) =>
    softmaxKernel({ self: inDtype(input, dtype), dim: dim ?? implicitDim(input.ndim) }),
});

export const functionalLogSoftmax = defineOp({
  schema: "log_softmax.functional(Tensor input, int? dim=None, *, ScalarType? dtype=None) -> Tensor",
  doc: "The logarithm of `softmax` along a dimension, without overflow.",
  on: ["F"],
  composite: ({ input, dim, dtype }) =>
    logSoftmaxKernel({ self: inDtype(input, dtype), dim: dim ?? implicitDim(input.ndim) }),
});

export const softmin = defineOp({
  schema: "softmin(Tensor input, int? dim=None, *, ScalarType? dtype=None) -> Tensor",
  doc: "`softmax(-input)` along a dimension.",
  on: ["F"],
  composite: ({ input, dim, dtype }) =>
    softmaxKernel({ self: inDtype(input.neg(), dtype), dim: dim ?? implicitDim(input.ndim) }),
});
