/** The cross-entropy of two classes, of probabilities and of logits. */
import { RuntimeError, ValueError } from "../errors.ts";
import { broadcastShapes, sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { softplus } from "./activations.ts";
import { gradientScale, lossKernels, lossShape, PAIR, reductionNumber } from "./lossReduction.ts";
import { defineOp } from "./op.ts";

/** PyTorch bounds the logarithms, so that a wrong certainty costs 100 and not infinity. */
const entropy = lossKernels("binary_cross_entropy", PAIR, [], {
  cpu: (x, y) => {
    if (!(x >= 0 && x <= 1)) throw new RuntimeError("all elements of input should be between 0 and 1");
    return -(y * Math.max(Math.log(x), -100) + (1 - y) * Math.max(Math.log(1 - x), -100));
  },
  wgsl: "-(b * select(max(log(a), -100.0), -100.0, a <= 0.0) + (1.0 - b) * select(max(log(1.0 - a), -100.0), -100.0, a >= 1.0))",
});

const times = (t: Tensor, weight: Tensor | null): Tensor => (weight ? t.mul(weight) : t);

const bce = defineOp({
  schema:
    "binary_cross_entropy.kernel(Tensor self, Tensor target, Tensor? weight=None, int reduction=1) -> Tensor",
  doc: "The cross-entropy of probabilities.",
  meta: (a) => {
    if (a.target.dtype !== a.self.dtype) {
      const name = (t: Tensor) => t.dtype.tensorType.replace("Tensor", "");
      throw new RuntimeError(`Found dtype ${name(a.target)} but expected ${name(a.self)}`);
    }
    return lossShape("binary_cross_entropy")(a);
  },
  cpu: (a, [out]) => entropy.cpu(a, out),
  webgpu: (a, [out], gpu) => entropy.webgpu(a, out, gpu),
  node: "BinaryCrossEntropyBackward0",
  derivatives: (d) => [
    d("self", ["reduction", "self", "target", "weight"], (c) => {
      const slope = c.self.sub(c.target).div(c.self.mul(c.self.neg().add(1)).clampMin(1e-12));
      return times(slope, c.weight).mul(c.grad.mul(gradientScale(c.self, c.reduction)));
    }),
    d("target", ["reduction", "self", "target", "weight"], (c) => {
      const slope = c.self.neg().add(1).log().clampMin(-100).sub(c.self.log().clampMin(-100));
      return times(slope, c.weight).mul(c.grad.mul(gradientScale(c.self, c.reduction)));
    }),
  ],
  flops: ({ self }) => 8 * self.numel(),
});

export const binaryCrossEntropy = defineOp({
  schema:
    "binary_cross_entropy(Tensor input, Tensor target, Tensor? weight=None, *, str reduction='mean') -> Tensor",
  doc: "The cross-entropy of probabilities `input` and `target`, both between 0 and 1 and of one shape.",
  on: ["F"],
  composite: ({ input, target, weight, reduction }) => {
    if (!sameShape(input.shape, target.shape)) {
      throw new ValueError(
        `Using a target size (${target.shape}) that is different to the input size (${input.shape}) is deprecated. Please ensure they have the same size.`,
      );
    }
    const spread = weight?.expand(broadcastShapes(target.shape, weight.shape)) ?? null;
    return bce({ self: input, target, weight: spread, reduction: reductionNumber(reduction) });
  },
});

const LOGITS = {
  cpu: (x: number, y: number) => (1 - y) * x + Math.log1p(Math.exp(-Math.abs(x))) + Math.max(-x, 0),
  wgsl: "(1.0 - b) * a + log(1.0 + exp(-abs(a))) + max(-a, 0.0)",
};
const plainLogits = lossKernels("binary_cross_entropy_with_logits", PAIR, [], LOGITS);
const positiveLogits = lossKernels(
  "binary_cross_entropy_with_logits pos_weight",
  ["self", "target", "posWeight"],
  [],
  {
    cpu: (x, y, p) =>
      (1 - y) * x + ((p - 1) * y + 1) * (Math.log1p(Math.exp(-Math.abs(x))) + Math.max(-x, 0)),
    wgsl: "(1.0 - b) * a + ((c - 1.0) * b + 1.0) * (log(1.0 + exp(-abs(a))) + max(-a, 0.0))",
  },
);

const bceWithLogits = defineOp({
  schema:
    "binary_cross_entropy_with_logits.kernel(Tensor self, Tensor target, Tensor? weight=None, Tensor? pos_weight=None, int reduction=1) -> Tensor",
  doc: "The cross-entropy of probabilities that are given as logits.",
  meta: (a) => {
    if (!a.target.dtype.isFloatingPoint) {
      const name = (t: Tensor) => t.dtype.tensorType.replace("Tensor", "");
      throw new RuntimeError(
        `result type ${name(a.self)} can't be cast to the desired output type ${name(a.target)}`,
      );
    }
    return lossShape("binary_cross_entropy_with_logits")(a);
  },
  cpu: (a, [out]) => (a.posWeight ? positiveLogits : plainLogits).cpu(a, out),
  webgpu: (a, [out], gpu) => (a.posWeight ? positiveLogits : plainLogits).webgpu(a, out, gpu),
  node: "BinaryCrossEntropyWithLogitsBackward0",
  derivatives: (d) => [
    d("self", ["posWeight", "reduction", "self", "target", "weight"], (c) => {
      const positive = c.posWeight ? c.target.mul(c.posWeight) : null;
      const slope = positive
        ? positive.add(1).sub(c.target).mul(c.self.sigmoid()).sub(positive)
        : c.self.sigmoid().sub(c.target);
      return times(slope, c.weight).mul(c.grad.mul(gradientScale(c.self, c.reduction)));
    }),
    d("target", ["posWeight", "reduction", "self", "target", "weight"], (c) => {
      // log(1 - p) and log(p) of p = sigmoid(self).
      const negative = softplus({ self: c.self }).neg();
      const positive = softplus({ self: c.self.neg() }).neg();
      const slope = negative.sub(c.posWeight ? positive.mul(c.posWeight) : positive);
      return times(slope, c.weight).mul(c.grad.mul(gradientScale(c.self, c.reduction)));
    }),
  ],
  flops: ({ self }) => 8 * self.numel(),
});

export const binaryCrossEntropyWithLogits = defineOp({
  schema:
    "binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor? weight=None, *, str reduction='mean', Tensor? pos_weight=None) -> Tensor",
  doc: "The cross-entropy of `sigmoid(input)` and `target`, without overflow; `posWeight` weighs positive targets.",
  on: ["F"],
  composite: ({ input, target, weight, reduction, posWeight }) => {
    if (!sameShape(input.shape, target.shape)) {
      throw new ValueError(`Target size (${target.shape}) must be the same as input size (${input.shape})`);
    }
    return bceWithLogits({
      self: input,
      ...{ target, weight, posWeight, reduction: reductionNumber(reduction) },
    });
  },
});
