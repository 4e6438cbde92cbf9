/** Losses of distributions whose parameters are predicted, and of several labels at a time. */
import { noGrad } from "../autograd/mode.ts";
import { gpuRefuseNegative } from "../devices/webgpu/kernels/refuse.ts";
import { ValueError } from "../errors.ts";
import { numel, sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { unrecorded } from "../trace/recorder.ts";
import { logsigmoid } from "./activations.ts";
import { maskedFill } from "./choice.ts";
import { reduceLoss, reductionNumber } from "./lossReduction.ts";
import { defineOp } from "./op.ts";
import { addScalar, mulScalar } from "./scalarArithmetic.ts";

/** Stirling's approximation of log(n!), for n above 1. */
function stirling(target: Tensor): Tensor {
  const term = target
    .mul(target.log())
    .sub(target)
    .add(mulScalar({ self: mulScalar({ self: target, other: 2 * Math.PI }).log(), other: 0.5 }));
  return maskedFill({ self: term, mask: target.le(1), value: 0 });
}

export const poissonNllLoss = defineOp({
  schema:
    "poisson_nll_loss(Tensor input, Tensor target, bool log_input=True, bool full=False, *, float eps=1e-08, str reduction='mean') -> Tensor",
  doc: "The negative log-likelihood of counts under Poisson distributions; `input` is their means' logarithm, or with `logInput: false` the means. `full` adds Stirling's term.",
  on: ["F"],
  composite: ({ input, target, logInput, full, eps, reduction }) => {
    const how = reductionNumber(reduction);
    const likely = logInput
      ? input.exp().sub(target.mul(input))
      : input.sub(target.mul(addScalar({ self: input, other: eps }).log()));
    return reduceLoss(full ? likely.add(stirling(target)) : likely, how);
  },
});

/** Raises for a negative variance: on WebGPU at the next read. */
const checkVariance = defineOp({
  schema: "_check_variance(Tensor var) -> Tensor",
  doc: "Refuses negative numbers.",
  meta: () => ({ shape: [1] }),
  cpu: ({ var: variance }) => {
    for (let i = 0; i < variance.size; i++) if ((variance.data[i] as number) < 0) throw negativeVariance();
  },
  webgpu: ({ var: variance }, _, gpu) => gpuRefuseNegative(gpu, variance, negativeVariance),
});

const negativeVariance = () => new ValueError("var has negative entry/entries");

/** The variance in a shape that goes with the input's: its own, one for each row, or one dimension of size 1. */
function fittingVariance(input: Tensor, variance: Tensor): Tensor {
  if (sameShape(variance.shape, input.shape)) return variance;
  if (sameShape(variance.shape, input.shape.slice(0, -1))) return variance.unsqueeze(-1);
  const different = variance.shape.filter((size, i) => size !== input.shape[i]);
  if (variance.ndim !== input.ndim || numel(different) !== 1 || different.length !== 1) {
    throw new ValueError("var is of incorrect size");
  }
  return variance;
}

export const gaussianNllLoss = defineOp({
  schema:
    "gaussian_nll_loss(Tensor input, Tensor target, Tensor var, bool full=False, float eps=1e-06, str reduction='mean') -> Tensor",
  doc: "The negative log-likelihood of targets under normal distributions of means `input` and variances `var`, which are taken to be `eps` at least.",
  on: ["F"],
  composite: ({ input, target, var: given, full, eps, reduction }) => {
    unrecorded(() => noGrad(() => checkVariance({ var: given })));
    const variance = fittingVariance(input, given).clone();
    const how = reductionNumber(reduction);
    // The bound has no part in the gradient.
    noGrad(() => variance.clampMin_(eps));
    const likely = variance.log().add(input.sub(target).pow(2).div(variance)).mul(0.5);
    if (full) likely.add_(0.5 * Math.log(2 * Math.PI));
    return reduceLoss(likely, how);
  },
});

export const multilabelSoftMarginLoss = defineOp({
  schema:
    "multilabel_soft_margin_loss(Tensor input, Tensor target, Tensor? weight=None, *, str reduction='mean') -> Tensor",
  doc: "The cross-entropy of each class by itself, `[N, C]`, and its mean over the classes.",
  on: ["F"],
  composite: ({ input, target, weight, reduction }) => {
    const how = reductionNumber(reduction);
    const on = target.mul(logsigmoid({ self: input }));
    const off = target
      .neg()
      .add(1)
      .mul(logsigmoid({ self: input.neg() }));
    const each = on.add(off).neg();
    const weighed = weight ? each.mul(weight) : each;
    const classes = input.shape.at(-1) as number;
    return reduceLoss(weighed.sum([-1]).div(classes), how);
  },
});
