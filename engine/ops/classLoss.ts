/** Losses of classes: the negative log-likelihood, and the cross-entropy of scores. */
import { nllBackward, nllForward } from "../devices/cpu/nllLoss.ts";
import { gpuNllBackward, gpuNllForward } from "../devices/webgpu/kernels/nllLoss.ts";
import { int64, scalarTypeName, uint8 } from "../dtype.ts";
import { RuntimeError, ValueError } from "../errors.ts";
import { exactly } from "../exactly.ts";
import { linesAlong } from "../lines.ts";
import { numel, sameShape, shapeText } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { MEAN, NONE, reductionNumber, SUM } from "./lossReduction.ts";
import { defineOp } from "./op.ts";
import { divScalar, mulScalar } from "./scalarArithmetic.ts";
import { logSoftmax } from "./softmax.ts";

/** Classes stand in dimension 1, of a single sample in dimension 0. */
const classDim = (self: { readonly shape: readonly number[] }): number => (self.shape.length === 1 ? 0 : 1);
const samples = (self: { readonly shape: readonly number[] }) => linesAlong(self.shape, classDim(self));

interface NllArgs {
  readonly self: Tensor;
  readonly target: Tensor;
  readonly weight: Tensor | null;
  readonly reduction: number;
}

function checkTarget(target: Tensor): void {
  if (target.dtype === int64 || target.dtype === uint8) return;
  throw new RuntimeError(`expected target dtype to be Long or Byte, but got ${scalarTypeName(target.dtype)}`);
}

function checkWeight(prefix: string, weight: Tensor | null, classes: number): void {
  if (!weight || weight.numel() === classes) return;
  throw new RuntimeError(
    `${prefix}weight tensor should be defined either for all ${classes} classes or no classes but got weight tensor of shape: ${shapeText(weight.shape)}`,
  );
}

const results = ({ target, reduction }: NllArgs) => [
  { shape: reduction === NONE ? target.shape : [] },
  { shape: [] },
];

function flatShape(a: NllArgs) {
  const { self, target } = a;
  if (target.ndim > 1) throw new RuntimeError("0D or 1D target tensor expected, multi-target not supported");
  if (self.ndim === 2 && self.shape[0] !== target.shape[0]) {
    throw new RuntimeError(
      `size mismatch (got input: ${shapeText(self.shape)}, target: ${shapeText(target.shape)})`,
    );
  }
  checkTarget(target);
  checkWeight("", a.weight, self.shape.at(-1) as number);
  return results(a);
}

function planeShape(a: NllArgs) {
  const { self, target } = a;
  if (target.ndim !== 3) {
    throw new RuntimeError(
      `only batches of spatial targets supported (3D tensors) but got targets of dimension: ${target.ndim}`,
    );
  }
  const [n, , h, w] = exactly(4, self.shape);
  if (!sameShape(target.shape, [n, h, w])) {
    throw new RuntimeError(
      `size mismatch (got input: ${shapeText(self.shape)} , target: ${shapeText(target.shape)}`,
    );
  }
  checkTarget(target);
  checkWeight("", a.weight, self.shape[1] as number);
  return results(a);
}

const SAVED = ["ignoreIndex", "reduction", "self", "target", "totalWeight", "weight"] as const;

export const nllLossForward = defineOp({
  schema:
    "nll_loss_forward(Tensor self, Tensor target, Tensor? weight, int reduction, int ignore_index) -> (Tensor output, Tensor total_weight)",
  doc: "The negative scores of the targets' classes, reduced; and the sum of their weights.",
  meta: flatShape,
  cpu: ({ self, target, ...o }, [out, total]) => nllForward(self, target, samples(self), o, out, total),
  webgpu: ({ self, target, ...o }, [out, total], gpu) =>
    gpuNllForward(gpu, self, target, samples(self), o, out, total),
  node: "NllLossBackward0",
  derivatives: (d) => [d("self", SAVED, (c) => nllLossBackward({ ...c, gradOutput: c.grad }))],
  flops: ({ target }) => 2 * target.numel(),
});

export const nllLoss2dForward = defineOp({
  schema:
    "nll_loss2d_forward(Tensor self, Tensor target, Tensor? weight, int reduction, int ignore_index) -> (Tensor output, Tensor total_weight)",
  doc: "The same for a class at each place of a plane.",
  meta: planeShape,
  cpu: ({ self, target, ...o }, [out, total]) => nllForward(self, target, samples(self), o, out, total),
  webgpu: ({ self, target, ...o }, [out, total], gpu) =>
    gpuNllForward(gpu, self, target, samples(self), o, out, total),
  node: "NllLoss2DBackward0",
  derivatives: (d) => [d("self", SAVED, (c) => nllLossBackward({ ...c, gradOutput: c.grad }))],
  flops: ({ target }) => 2 * target.numel(),
});

export const nllLossBackward = defineOp({
  schema:
    "nll_loss_backward(Tensor grad_output, Tensor self, Tensor target, Tensor? weight, int reduction, int ignore_index, Tensor total_weight) -> Tensor",
  doc: "Sends the gradient to the scores of the targets' classes.",
  meta: ({ self }) => ({ shape: self.shape, dtype: self.dtype }),
  cpu: ({ gradOutput, self, target, totalWeight, ...o }, [out]) =>
    nllBackward(gradOutput, target, samples(self), o, totalWeight, out),
  webgpu: ({ gradOutput, self, target, totalWeight, ...o }, [out], gpu) =>
    gpuNllBackward(gpu, gradOutput, target, samples(self), o, totalWeight, out),
  node: "NllLossBackwardBackward0",
  // Linear in the gradient: what comes back is picked where it was sent.
  derivatives: (d) => [
    d(
      "gradOutput",
      ["self", "target", "weight", "reduction", "ignoreIndex"],
      (c) => nll({ ...c, self: c.grad })[0],
    ),
  ],
});

interface Nll {
  readonly self: Tensor;
  readonly target: Tensor;
  readonly weight: Tensor | null;
  readonly reduction: number;
  readonly ignoreIndex: number;
}

/** `[loss, sum of weights]` for scores of any number of dimensions. */
function nll({ self, target, weight, reduction, ignoreIndex }: Nll): [Tensor, Tensor] {
  const options = { weight, reduction, ignoreIndex };
  if (self.ndim < 1) throw new ValueError(`Expected 1 or more dimensions (got ${self.ndim})`);
  if (self.ndim === 1 && target.ndim > 0 && target.numel() !== 1) {
    throw new ValueError(`For 1D input, 1D target must have size 1, but got target size: ${target.shape[0]}`);
  }
  if (self.ndim !== 1 && self.shape[0] !== target.shape[0]) {
    throw new ValueError(
      `Expected input batch_size (${self.shape[0]}) to match target batch_size (${target.shape[0] ?? 1}).`,
    );
  }
  if (self.ndim <= 2) return nllLossForward({ self, target, ...options });
  if (self.ndim === 4) return nllLoss2dForward({ self, target, ...options });
  const [n, c] = exactly(2, self.shape.slice(0, 2));
  const places = self.shape.slice(2);
  if (!sameShape(target.shape, [n, ...places])) {
    throw new RuntimeError(
      `Expected target size ${shapeText([n, ...places])}, got ${shapeText(target.shape)}`,
    );
  }
  const plane = [1, numel(places)];
  const [loss, total] = nllLoss2dForward({
    self: self.contiguous().view([n, c, ...plane]),
    target: target.contiguous().view([n, ...plane]),
    ...options,
  });
  return [reduction === NONE ? loss.view(target.shape) : loss, total];
}

export const nllLoss = defineOp({
  schema:
    "nll_loss(Tensor input, Tensor target, Tensor? weight=None, *, int ignore_index=-100, str reduction='mean') -> Tensor",
  doc: "The negative log-probability of each sample's class: `input` `[N, C, …]` are log-probabilities, `target` `[N, …]` classes.",
  on: ["F"],
  composite: ({ input, target, weight, ignoreIndex, reduction }) =>
    nll({ self: input, target, weight, ignoreIndex, reduction: reductionNumber(reduction) })[0],
});

interface Smoothed extends Nll {
  readonly labelSmoothing: number;
}

/** One value for each class, in the place of the classes. */
function alongClasses(weight: Tensor, scores: Tensor): Tensor {
  return weight.view(scores.shape.map((_, d) => (d === classDim(scores) ? -1 : 1)));
}

/** Targets are probabilities of all classes. */
function probabilities({ self, target, weight, reduction, labelSmoothing, ignoreIndex }: Smoothed): Tensor {
  if (!target.dtype.isFloatingPoint) {
    throw new RuntimeError(
      `Expected floating point type for target with class probabilities, got ${scalarTypeName(target.dtype)}`,
    );
  }
  if (ignoreIndex >= 0) throw new RuntimeError("ignore_index is not supported for floating point target");
  const dim = classDim(self);
  const classes = self.shape[dim] as number;
  checkWeight("cross_entropy: ", weight, classes);
  const scores = logSoftmax({ self, dim });
  const smoothed = labelSmoothing > 0 ? target.mul(1 - labelSmoothing).add(labelSmoothing / classes) : target;
  const product = scores.mul(smoothed);
  const terms = weight ? product.mul(alongClasses(weight, self)) : product;
  if (reduction === NONE) return terms.sum([dim]).neg();
  const loss = terms.sum().neg();
  if (reduction === SUM) return loss;
  return divScalar({ self: loss, other: self.numel() / classes });
}

/** A part of each target's probability is spread over all classes. */
function smoothedClasses({ labelSmoothing, ...a }: Smoothed): Tensor {
  const dim = classDim(a.self);
  const classes = a.self.shape[dim] as number;
  const scores = logSoftmax({ self: a.self, dim });
  const [loss, total] = nll({ ...a, self: scores });
  const weighed = a.weight ? scores.mul(alongClasses(a.weight, scores)) : scores;
  const spread = weighed.sum([dim]).neg().maskedFill(a.target.eq(a.ignoreIndex), 0);
  const reduced =
    a.reduction === MEAN ? spread.sum().div(total.detach()) : a.reduction === SUM ? spread.sum() : spread;
  return mulScalar({ self: loss, other: 1 - labelSmoothing }).add(
    mulScalar({ self: reduced, other: labelSmoothing / classes }),
  );
}

export const crossEntropy = defineOp({
  schema:
    "cross_entropy(Tensor input, Tensor target, Tensor? weight=None, *, int ignore_index=-100, str reduction='mean', float label_smoothing=0.0) -> Tensor",
  doc: "The cross-entropy of `softmax(input)` over dimension 1 of `[N, C, …]`; `target` holds classes `[N, …]`, or probabilities in the input's shape.",
  on: ["F"],
  composite: ({ input: self, target, weight, ignoreIndex, reduction: how, labelSmoothing }) => {
    const reduction = reductionNumber(how);
    if (labelSmoothing < 0 || labelSmoothing > 1)
      throw new RuntimeError(`label_smoothing must be between 0.0 and 1.0. Got: ${labelSmoothing}`);
    if (sameShape(self.shape, target.shape))
      return probabilities({ self, target, weight, reduction, ignoreIndex, labelSmoothing });
    if (labelSmoothing > 0)
      return smoothedClasses({ self, target, weight, reduction, ignoreIndex, labelSmoothing });
    const scores = logSoftmax({ self, dim: classDim(self) });
    return nll({ self: scores, target, weight, reduction, ignoreIndex })[0];
  },
});
