/** Losses of pairs of elements: squared, absolute, Huber's, margins, divergence. */
import { RuntimeError, ValueError } from "../errors.ts";
import { sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import {
  broadcastPair,
  gradientScale,
  lossKernels,
  lossShape,
  MEAN,
  NONE,
  PAIR,
  reduceLoss,
  reductionNumber,
  SUM,
} from "./lossReduction.ts";
import { defineOp } from "./op.ts";
import { pointwise } from "./pointwise.ts";

const squared = lossKernels("mse_loss", PAIR, [], {
  cpu: (a, b) => (a - b) * (a - b),
  wgsl: "(a - b) * (a - b)",
});

/** `2 (self - target)`, of each element's share of the loss. */
const squaredGradient = (grad: Tensor, self: Tensor, target: Tensor, reduction: number): Tensor =>
  self.sub(target).mul(grad.mul(2 * gradientScale(self, reduction)));

export const meanSquared = defineOp({
  schema: "mse_loss.kernel(Tensor self, Tensor target, int reduction=1) -> Tensor",
  doc: "The squared differences, their mean, or their sum.",
  promotes: "same",
  meta: lossShape("mse_cpu"),
  cpu: (a, [out]) => squared.cpu(a, out),
  webgpu: (a, [out], gpu) => squared.webgpu(a, out, gpu),
  node: "MseLossBackward0",
  derivatives: (d) => [
    d("self", ["reduction", "self", "target"], (c) => squaredGradient(c.grad, c.self, c.target, c.reduction)),
    d("target", ["reduction", "self", "target"], (c) =>
      squaredGradient(c.grad, c.target, c.self, c.reduction),
    ),
  ],
  flops: ({ self }) => 3 * self.numel(),
});

/** The errors of the elements times their weights; their mean is that of the weights, too. */
function weighted(errors: Tensor, weight: Tensor, reduction: number): Tensor {
  const product = errors.mul(weight);
  if (reduction === MEAN) return product.sum().div(weight.sum());
  return reduction === SUM ? product.sum() : product;
}

function checkWeight(input: Tensor, weight: Tensor): void {
  if (!sameShape(weight.shape, input.shape))
    throw new ValueError("Weights and input must have the same size.");
}

export const mseLoss = defineOp({
  schema: "mse_loss(Tensor input, Tensor target, *, str reduction='mean', Tensor? weight=None) -> Tensor",
  doc: "The mean of the squared differences, their sum, or each of them.",
  on: ["F"],
  composite: ({ input, target, reduction, weight }) => {
    const [self, other] = broadcastPair(input, target);
    if (!weight) return meanSquared({ self, target: other, reduction: reductionNumber(reduction) });
    checkWeight(input, weight);
    return weighted(self.sub(other).pow(2), weight, reductionNumber(reduction));
  },
});

export const l1Loss = defineOp({
  schema: "l1_loss(Tensor input, Tensor target, *, str reduction='mean', Tensor? weight=None) -> Tensor",
  doc: "The mean of the absolute differences, their sum, or each of them.",
  on: ["F"],
  composite: ({ input, target, reduction, weight }) => {
    const [self, other] = broadcastPair(input, target);
    const errors = self.sub(other).abs();
    if (!weight) return reduceLoss(errors, reductionNumber(reduction));
    checkWeight(input, weight);
    return weighted(errors, weight, reductionNumber(reduction));
  },
});

const smooth = lossKernels("smooth_l1_loss", PAIR, ["beta"], {
  cpu: (a, b, beta) => {
    const d = Math.abs(a - b);
    return d < beta ? (0.5 * d * d) / beta : d - 0.5 * beta;
  },
  wgsl: "select(abs(a - b) - 0.5 * beta, 0.5 * (a - b) * (a - b) / beta, abs(a - b) < beta)",
});

const smoothGradient = (
  grad: Tensor,
  self: Tensor,
  target: Tensor,
  reduction: number,
  beta: number,
): Tensor =>
  self
    .sub(target)
    .div(beta)
    .clamp(-1, 1)
    .mul(grad.mul(gradientScale(self, reduction)));

const smoothL1 = defineOp({
  schema: "smooth_l1_loss.kernel(Tensor self, Tensor target, int reduction=1, float beta=1.0) -> Tensor",
  doc: "Squared differences below `beta`, absolute ones beyond.",
  promotes: "same",
  meta: lossShape("smooth_l1_cpu"),
  cpu: (a, [out]) => smooth.cpu(a, out),
  webgpu: (a, [out], gpu) => smooth.webgpu(a, out, gpu),
  node: "SmoothL1LossBackward0",
  derivatives: (d) => [
    d("self", ["beta", "reduction", "self", "target"], (c) =>
      smoothGradient(c.grad, c.self, c.target, c.reduction, c.beta),
    ),
    d("target", ["beta", "reduction", "self", "target"], (c) =>
      smoothGradient(c.grad, c.target, c.self, c.reduction, c.beta),
    ),
  ],
  flops: ({ self }) => 4 * self.numel(),
});

export const smoothL1Loss = defineOp({
  schema: "smooth_l1_loss(Tensor input, Tensor target, *, str reduction='mean', float beta=1.0) -> Tensor",
  doc: "Squared differences (halved, over `beta`) where they are below `beta`, absolute ones beyond.",
  on: ["F"],
  composite: ({ input, target, reduction, beta }) => {
    if (beta < 0) throw new RuntimeError("smooth_l1_loss does not support negative values for beta.");
    if (beta === 0) return l1Loss({ input, target, reduction });
    const [self, other] = broadcastPair(input, target);
    return smoothL1({ self, target: other, reduction: reductionNumber(reduction), beta });
  },
});

const hubers = lossKernels("huber_loss", PAIR, ["delta"], {
  cpu: (a, b, delta) => {
    const d = Math.abs(a - b);
    return d < delta ? 0.5 * d * d : delta * (d - 0.5 * delta);
  },
  wgsl: "select(delta * (abs(a - b) - 0.5 * delta), 0.5 * (a - b) * (a - b), abs(a - b) < delta)",
});

const huberGradient = (
  grad: Tensor,
  self: Tensor,
  target: Tensor,
  reduction: number,
  delta: number,
): Tensor =>
  self
    .sub(target)
    .clamp(-delta, delta)
    .mul(grad.mul(gradientScale(self, reduction)));

const huber = defineOp({
  schema: "huber_loss.kernel(Tensor self, Tensor target, int reduction=1, float delta=1.0) -> Tensor",
  doc: "Squared differences below `delta`, linear beyond.",
  promotes: "same",
  meta: lossShape("huber_cpu"),
  cpu: (a, [out]) => hubers.cpu(a, out),
  webgpu: (a, [out], gpu) => hubers.webgpu(a, out, gpu),
  node: "HuberLossBackward0",
  derivatives: (d) => [
    d("self", ["delta", "reduction", "self", "target"], (c) =>
      huberGradient(c.grad, c.self, c.target, c.reduction, c.delta),
    ),
    d("target", ["delta", "reduction", "self", "target"], (c) =>
      huberGradient(c.grad, c.target, c.self, c.reduction, c.delta),
    ),
  ],
  flops: ({ self }) => 4 * self.numel(),
});

export const huberLoss = defineOp({
  schema:
    "huber_loss(Tensor input, Tensor target, str reduction='mean', float delta=1.0, Tensor? weight=None) -> Tensor",
  doc: "Squared differences (halved) where they are below `delta`, linear ones beyond.",
  on: ["F"],
  composite: ({ input, target, reduction, delta, weight }) => {
    if (delta <= 0) throw new RuntimeError("huber_loss does not support non-positive values for delta.");
    const [self, other] = broadcastPair(input, target);
    const how = reductionNumber(reduction);
    if (!weight) return huber({ self, target: other, reduction: how, delta });
    checkWeight(input, weight);
    return reduceLoss(huber({ self, target: other, reduction: NONE, delta }).mul(weight), how);
  },
});

const softMargins = lossKernels("soft_margin_loss", PAIR, [], {
  cpu: (x, y) => Math.log1p(Math.exp(-y * x)),
  wgsl: "log(1.0 + exp(-b * a))",
});

const softMargin = defineOp({
  schema: "soft_margin_loss.kernel(Tensor self, Tensor target, int reduction=1) -> Tensor",
  doc: "`log(1 + exp(-target * self))`.",
  promotes: "same",
  meta: lossShape("soft_margin_loss"),
  cpu: (a, [out]) => softMargins.cpu(a, out),
  webgpu: (a, [out], gpu) => softMargins.webgpu(a, out, gpu),
  node: "SoftMarginLossBackward0",
  derivatives: (d) => [
    d("self", ["reduction", "self", "target"], (c) =>
      c.target
        .neg()
        .mul(c.target.neg().mul(c.self).sigmoid())
        .mul(c.grad.mul(gradientScale(c.self, c.reduction))),
    ),
  ],
  flops: ({ self }) => 5 * self.numel(),
});

export const softMarginLoss = defineOp({
  schema: "soft_margin_loss(Tensor input, Tensor target, *, str reduction='mean') -> Tensor",
  doc: "`log(1 + exp(-target * input))` for targets 1 and -1.",
  on: ["F"],
  composite: ({ input, target, reduction }) => {
    const [self, other] = broadcastPair(input, target);
    return softMargin({ self, target: other, reduction: reductionNumber(reduction) });
  },
});

const entropyTerm = pointwise({
  schema: "_x_log_x(Tensor self) -> Tensor",
  doc: "`x log x`, which is 0 at 0.",
  promotes: "float",
  operands: ["self"],
  expression: { cpu: (x) => (x === 0 ? 0 : x * Math.log(x)), wgsl: "select(a * log(a), 0.0, a == 0.0)" },
  node: "XlogyBackward0",
  derivatives: (d) => [d("self", ["self"], (c) => c.grad.mul(c.self.log().add(1)))],
});

export const klDiv = defineOp({
  schema: "kl_div(Tensor input, Tensor target, *, str reduction='mean', bool log_target=False) -> Tensor",
  doc: 'The Kullback-Leibler divergence of log-probabilities `input` from `target`; `"batchmean"` divides by the batch alone.',
  on: ["F"],
  composite: ({ input, target, reduction, logTarget }) => {
    const batch = reduction === "batchmean";
    const output = logTarget
      ? target.exp().mul(target.sub(input))
      : entropyTerm({ self: target }).sub(target.mul(input));
    const loss = reduceLoss(output, batch ? SUM : reductionNumber(reduction));
    return batch && input.ndim > 0 ? loss.div(input.shape[0] as number) : loss;
  },
});
