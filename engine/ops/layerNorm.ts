/** Normalisation within a sample: over its last dimensions, over groups of its channels, by its root mean square. */

import type { CpuTensor } from "../devices/cpu/cpuTensor.ts";
import { lineStatistics, normalize } from "../devices/cpu/normalize.ts";
import { gpuNormalize } from "../devices/webgpu/kernels/normalize.ts";
import { RuntimeError, ValueError } from "../errors.ts";
import { exactly } from "../exactly.ts";
import { type Normalization, normalization } from "../normalization.ts";
import { isRounded } from "../rounding.ts";
import { numel, sameShape, shapeText } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { normalizationGradients } from "./normalizationGradient.ts";
import { defineOp } from "./op.ts";
import { addScalar } from "./scalarArithmetic.ts";

function cpuNormalize(
  input: CpuTensor,
  n: Normalization,
  { weight, bias, eps }: { weight: CpuTensor | null; bias: CpuTensor | null; eps: number },
  [out, mean, rstd]: readonly [CpuTensor, CpuTensor, CpuTensor],
): void {
  const { mean: means, variance } = lineStatistics(input, n.lines);
  const inverse = variance.map((v) => 1 / Math.sqrt(v + eps));
  normalize(input, n, { mean: means, rstd: inverse }, weight, bias, out);
  mean.data.set(means);
  rstd.data.set(inverse);
}

/** The sizes that are normalised must be the last ones of the input. */
function checkNormalized(
  input: Tensor,
  normalized: readonly number[],
  parameters: Readonly<Record<string, Tensor | null>>,
  separator = ", ",
): void {
  if (normalized.length < 1) {
    throw new RuntimeError(
      "Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got normalized_shape = []",
    );
  }
  for (const [name, t] of Object.entries(parameters)) {
    if (!t || sameShape(t.shape, normalized)) continue;
    throw new RuntimeError(
      `Expected ${name} to be of same shape as normalized_shape, but got ${name} of shape ${shapeText(t.shape)} and normalized_shape = ${shapeText(normalized)}`,
    );
  }
  if (input.ndim < normalized.length || !sameShape(input.shape.slice(-normalized.length), normalized)) {
    throw new RuntimeError(
      `Given normalized_shape=${shapeText(normalized)}, expected input with shape [*${separator}${normalized.join(", ")}], but got input of size${shapeText(input.shape)}`,
    );
  }
}

export const nativeLayerNorm = defineOp({
  schema:
    "native_layer_norm(Tensor input, int[] normalized_shape, Tensor? weight, Tensor? bias, float eps) -> (Tensor result, Tensor mean, Tensor rstd)",
  doc: "Normalises over the last dimensions.",
  meta: ({ input, normalizedShape, weight, bias }) => {
    checkNormalized(input, normalizedShape, { weight, bias });
    const kept = input.ndim - normalizedShape.length;
    const dtype = weight?.dtype ?? input.dtype;
    const statistics = { shape: input.shape.map((s, d) => (d < kept ? s : 1)), dtype };
    return [{ shape: input.shape }, statistics, statistics];
  },
  cpu: (a, out) =>
    cpuNormalize(a.input, normalization("layer", a.input.shape, a.normalizedShape.length), a, out),
  webgpu: ({ input, normalizedShape, weight, bias, eps }, out, gpu) => {
    const n = normalization("layer", input.shape, normalizedShape.length);
    gpuNormalize(gpu, input, n, weight, bias, eps, out);
  },
  node: "NativeLayerNormBackward0",
  derivatives: (d) => [
    d(
      ["input", "weight", "bias"],
      ["bias", "input", "normalizedShape", "result1", "result2", "weight"],
      (c) => {
        const gradients = normalizationGradients({
          ...{ grad: c.grad, input: c.input, weight: c.weight, needs: c.needs },
          ...{ mean: c.result1, rstd: c.result2 },
          ...{ kind: "layer", parts: c.normalizedShape.length, constant: false },
        });
        return gradients.map((g, i) => (g && i > 0 ? g.view(c.normalizedShape) : g));
      },
    ),
  ],
  flops: ({ input }) => 8 * input.numel(),
});

export const layerNorm = defineOp({
  schema:
    "layer_norm(Tensor input, int[] normalized_shape, Tensor? weight=None, Tensor? bias=None, float eps=1e-05) -> Tensor",
  doc: "Normalises over the last dimensions, whose sizes are `normalizedShape`, to mean 0 and variance 1.",
  on: ["torch", "F"],
  composite: (a) => nativeLayerNorm(a)[0],
});

export const nativeGroupNorm = defineOp({
  schema:
    "native_group_norm(Tensor input, Tensor? weight, Tensor? bias, int N, int C, int HxW, int group, float eps) -> (Tensor result, Tensor mean, Tensor rstd)",
  doc: "Normalises over groups of channels.",
  meta: ({ input, weight, N, group }) => {
    const statistics = { shape: [N, group], dtype: weight?.dtype ?? input.dtype };
    return [{ shape: input.shape }, statistics, statistics];
  },
  cpu: (a, out) => cpuNormalize(a.input, normalization("group", a.input.shape, a.group), a, out),
  webgpu: ({ input, group, weight, bias, eps }, out, gpu) =>
    gpuNormalize(gpu, input, normalization("group", input.shape, group), weight, bias, eps, out),
  node: "NativeGroupNormBackward0",
  derivatives: (d) => [
    d(
      ["input", "weight", "bias"],
      ["C", "HxW", "N", "eps", "group", "input", "result1", "result2", "weight"],
      (c) =>
        normalizationGradients({
          ...{ grad: c.grad, input: c.input, weight: c.weight, needs: c.needs },
          ...{ mean: c.result1, rstd: c.result2 },
          ...{ kind: "group", parts: c.group, constant: false },
        }),
    ),
  ],
  flops: ({ input }) => 8 * input.numel(),
});

export const groupNorm = defineOp({
  schema:
    "group_norm(Tensor input, int num_groups, Tensor? weight=None, Tensor? bias=None, float eps=1e-05) -> Tensor",
  doc: "Normalises over `numGroups` groups of channels of each sample of `[N, C, …]`.",
  on: ["torch", "F"],
  composite: ({ input, numGroups, weight, bias, eps }) => {
    const { shape } = input;
    if (input.ndim < 2)
      throw new RuntimeError(`Expected at least 2 dimensions for input tensor but received ${input.ndim}`);
    const [n, c] = exactly(2, shape.slice(0, 2));
    const sizes = [Math.floor((n * c) / numGroups), numGroups, ...shape.slice(2)];
    if (numel([sizes[0] as number, ...sizes.slice(2)]) === 1) {
      throw new ValueError(
        `Expected more than 1 value per channel when training, got input size ${shapeText(sizes)}`,
      );
    }
    if (c % numGroups !== 0) {
      throw new RuntimeError(
        `Expected number of channels in input to be divisible by num_groups, but got input of shape ${shapeText(shape)} and num_groups=${numGroups}`,
      );
    }
    for (const [name, t] of [
      ["weight", weight],
      ["bias", bias],
    ] as const) {
      if (!t || (t.ndim === 1 && t.numel() === c)) continue;
      throw new RuntimeError(
        `Expected ${name} to be a vector of size equal to the number of channels in input, but got ${name} of shape ${shapeText(t.shape)} and input of shape ${shapeText(shape)}`,
      );
    }
    const HxW = numel(shape.slice(2));
    return nativeGroupNorm({ input, weight, bias, N: n, C: c, HxW, group: numGroups, eps })[0];
  },
});

export const rmsNorm = defineOp({
  schema: "rms_norm(Tensor input, int[] normalized_shape, Tensor? weight=None, float? eps=None) -> Tensor",
  doc: "Divides by the root mean square over the last dimensions, whose sizes are `normalizedShape`.",
  on: ["torch", "F"],
  composite: ({ input, normalizedShape, weight, eps }) => {
    // PyTorch's message lacks the comma here.
    checkNormalized(input, normalizedShape, { weight }, "");
    const dims = normalizedShape.map((_, i) => input.ndim - normalizedShape.length + i);
    // 16-bit floats are normalised in float32, and rounded once.
    const wide = isRounded(input.dtype) ? input.float() : input;
    const meanSquare = wide.pow(2).mean(dims, { keepdim: true });
    const normal = wide.mul(addScalar({ self: meanSquare, other: eps ?? wide.dtype.eps }).rsqrt());
    return (weight ? normal.mul(weight) : normal).to(input.dtype).contiguous();
  },
});
