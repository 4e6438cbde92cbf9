/** Batch and instance normalisation over the channels of `[N, C, …]`. */

import type { CpuTensor } from "../devices/cpu/cpuTensor.ts";
import { lineStatistics, normalize } from "../devices/cpu/normalize.ts";
import { gpuMoveStatistics, gpuNormalize, gpuNormalizeBy } from "../devices/webgpu/kernels/normalize.ts";
import { RuntimeError, ValueError } from "../errors.ts";
import { normalization } from "../normalization.ts";
import { numel } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { repeat } from "./movement.ts";
import { normalizationGradients } from "./normalizationGradient.ts";
import { defineOp } from "./op.ts";

function checkLength(name: string, t: Tensor | null, length: number): void {
  if (!t || t.numel() === length) return;
  throw new RuntimeError(`${name} should contain ${length} elements not ${t.numel()}`);
}

/** Of elements per channel, the moving average of `n / (n - 1)` times their variance: that of the population. */
function moveStatistics(
  running: { readonly mean: CpuTensor | null; readonly variance: CpuTensor | null },
  batch: { readonly mean: Float64Array; readonly variance: Float64Array },
  momentum: number,
  count: number,
): void {
  const move = (into: CpuTensor | null, values: Float64Array, factor: number) => {
    if (!into) return;
    values.forEach((value, i) => {
      into.data[i] = (1 - momentum) * (into.data[i] as number) + momentum * value * factor;
    });
  };
  move(running.mean, batch.mean, 1);
  move(running.variance, batch.variance, count / (count - 1));
}

export const nativeBatchNorm = defineOp({
  schema:
    "native_batch_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool training, float momentum, float eps) -> (Tensor result, Tensor save_mean, Tensor save_invstd)",
  doc: "Normalises each channel; in training by the batch's own statistics, towards which the running ones move.",
  meta: ({ input, weight, bias, runningMean, runningVar, training }) => {
    const channels = input.shape[1] as number;
    checkLength("running_mean", runningMean, channels);
    checkLength("running_var", runningVar, channels);
    checkLength("weight", weight, channels);
    checkLength("bias", bias, channels);
    const saved = { shape: [training ? channels : 0], dtype: weight?.dtype ?? input.dtype };
    return [{ shape: input.shape }, saved, saved];
  },
  cpu: ({ input, weight, bias, runningMean, runningVar, training, momentum, eps }, [out, mean, rstd]) => {
    const n = normalization("batch", input.shape, 0);
    const inverse = (variance: ArrayLike<number>) =>
      Float64Array.from(variance, (v) => 1 / Math.sqrt(v + eps));
    if (!training) {
      const given = { mean: runningMean?.data ?? [], rstd: inverse(runningVar?.data ?? []) };
      normalize(input, n, given, weight, bias, out);
      return;
    }
    const batch = lineStatistics(input, n.lines);
    const statistics = { mean: batch.mean, rstd: inverse(batch.variance) };
    normalize(input, n, statistics, weight, bias, out);
    mean.data.set(statistics.mean);
    rstd.data.set(statistics.rstd);
    moveStatistics({ mean: runningMean, variance: runningVar }, batch, momentum, n.lines.length);
  },
  webgpu: (a, [out, mean, rstd], gpu) => {
    const { input, weight, bias, runningMean, runningVar, training, momentum, eps } = a;
    const n = normalization("batch", input.shape, 0);
    if (training) {
      gpuNormalize(gpu, input, n, weight, bias, eps, [out, mean, rstd]);
      const running = { mean: runningMean, variance: runningVar };
      gpuMoveStatistics(gpu, running, { mean, rstd }, { momentum, eps, count: n.lines.length });
    } else if (runningMean && runningVar) {
      gpuNormalizeBy(gpu, input, n, { mean: runningMean, variance: runningVar }, weight, bias, eps, out);
    }
  },
  node: "NativeBatchNormBackward0",
  derivatives: (d) => [
    d(
      ["input", "weight", "bias"],
      ["eps", "input", "result1", "result2", "runningMean", "runningVar", "training", "weight"],
      (c) => {
        const given = c.training ? null : { mean: c.runningMean, variance: c.runningVar };
        return normalizationGradients({
          ...{ grad: c.grad, input: c.input, weight: c.weight, needs: c.needs },
          mean: given?.mean ?? c.result1,
          rstd: given?.variance ? given.variance.add(c.eps).rsqrt() : c.result2,
          ...{ kind: "batch", parts: 0, constant: !c.training },
        });
      },
    ),
  ],
  flops: ({ input }) => 8 * input.numel(),
});

function requireSeveral(values: number, what: string, size: readonly number[]): void {
  if (values !== 1) return;
  throw new ValueError(
    `Expected more than 1 ${what} when training, got input size torch.Size([${size.join(", ")}])`,
  );
}

export const batchNorm = defineOp({
  schema:
    "batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight=None, Tensor? bias=None, bool training=False, float momentum=0.1, float eps=1e-05) -> Tensor",
  doc: "Normalises each channel of `[N, C, …]`: with `training` by the batch's mean and variance, towards which the running ones move in place; else by the running ones.",
  on: ["F"],
  composite: (a) => {
    const { shape } = a.input;
    if (a.training) requireSeveral(numel([shape[0] ?? 1, ...shape.slice(2)]), "value per channel", shape);
    if (a.training && a.eps <= 0)
      throw new ValueError(`batch_norm eps must be positive during training, but got ${a.eps}`);
    if (a.eps < 0) throw new ValueError(`batch_norm eps must be non-negative, but got ${a.eps}`);
    if (!a.training && !a.runningMean)
      throw new RuntimeError("running_mean must be defined in evaluation mode");
    if (!a.training && !a.runningVar)
      throw new RuntimeError("running_var must be defined in evaluation mode");
    return nativeBatchNorm(a)[0];
  },
});

export const instanceNorm = defineOp({
  schema:
    "instance_norm(Tensor input, Tensor? running_mean=None, Tensor? running_var=None, Tensor? weight=None, Tensor? bias=None, bool use_input_stats=True, float momentum=0.1, float eps=1e-05) -> Tensor",
  doc: "Normalises each channel of each sample of `[N, C, …]` by itself.",
  on: ["F"],
  composite: ({ input, runningMean, runningVar, weight, bias, useInputStats, momentum, eps }) => {
    const { shape } = input;
    if (useInputStats) requireSeveral(numel(shape.slice(2)), "spatial element", shape);
    const [n = 1, c = 1] = shape;
    const each = (t: Tensor | null) => (t ? repeat({ self: t, repeats: [n] }) : null);
    const [mean, variance] = [each(runningMean), each(runningVar)];
    const [result] = nativeBatchNorm({
      input: input.contiguous().view([1, n * c, ...shape.slice(2)]),
      ...{ weight: each(weight), bias: each(bias), runningMean: mean, runningVar: variance },
      ...{ training: useInputStats, momentum, eps },
    });
    if (useInputStats && mean) runningMean?.copy_(mean.view([n, c]).mean(0));
    if (useInputStats && variance) runningVar?.copy_(variance.view([n, c]).mean(0));
    return result.view(shape);
  },
});
