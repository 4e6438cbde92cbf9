/** Losses that ask for a margin between distances, similarities or scores. */
import { RuntimeError, ValueError } from "../errors.ts";
import { shapeText } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { where } from "./choice.ts";
import { minimum } from "./extremum.ts";
import { reduceLoss, reductionNumber } from "./lossReduction.ts";
import { defineOp } from "./op.ts";
import { addScalar, subScalar } from "./scalarArithmetic.ts";
import { distanceNorm, linalgVectorNorm } from "./vectorNorm.ts";
import { expandAs } from "./views.ts";

/** The p-norm of the differences along the last dimension. */
const distance = (a: Tensor, b: Tensor, p: number, eps: number, keepdim = false): Tensor =>
  distanceNorm({ self: addScalar({ self: a.sub(b), other: eps }), p, dim: [-1], keepdim });

export const pairwiseDistance = defineOp({
  schema:
    "pairwise_distance(Tensor x1, Tensor x2, float p=2.0, float eps=1e-06, bool keepdim=False) -> Tensor",
  doc: "The p-norm of `x1 - x2` along the last dimension.",
  on: ["F"],
  composite: ({ x1, x2, p, eps, keepdim }) => distance(x1, x2, p, eps, keepdim),
});

export const cosineSimilarity = defineOp({
  schema: "cosine_similarity(Tensor x1, Tensor x2, int dim=1, float eps=1e-08) -> Tensor",
  doc: "The cosine of the angle between `x1` and `x2` along a dimension.",
  on: ["torch", "F"],
  composite: ({ x1, x2, dim, eps }) => {
    const unit = (x: Tensor) =>
      x.div(
        linalgVectorNorm({ self: x, ord: 2, dim: [dim], keepdim: true })
          .clone()
          .clampMin(eps),
      );
    return unit(x1).mul(unit(x2)).sum([dim]);
  },
});

export const normalize = defineOp({
  schema: "normalize(Tensor input, float p=2.0, int dim=1, float eps=1e-12) -> Tensor",
  doc: "The input divided by its p-norm along a dimension.",
  on: ["F"],
  composite: ({ input, p, dim, eps }) => {
    const norm = linalgVectorNorm({ self: input, ord: p, dim: [dim], keepdim: true }).clampMin(eps);
    return input.div(expandAs({ self: norm, other: input }));
  },
});

export const marginRankingLoss = defineOp({
  schema:
    "margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, float margin=0, *, str reduction='mean') -> Tensor",
  doc: "`max(0, -target * (input1 - input2) + margin)`: which of two should be the larger one.",
  on: ["F"],
  composite: ({ input1, input2, target, margin, reduction }) => {
    if (input1.ndim !== input2.ndim || input1.ndim !== target.ndim) {
      throw new RuntimeError(
        `margin_ranking_loss : All input tensors should have same dimension but got sizes: input1: ${input1.shape}, input2: ${input2.shape}, target: ${target.shape} `,
      );
    }
    const loss = addScalar({ self: target.neg().mul(input1.sub(input2)), other: margin }).clampMin(0);
    return reduceLoss(loss, reductionNumber(reduction));
  },
});

export const hingeEmbeddingLoss = defineOp({
  schema:
    "hinge_embedding_loss(Tensor input, Tensor target, float margin=1.0, *, str reduction='mean') -> Tensor",
  doc: "The distance itself for targets 1, what it lacks to the margin for targets -1.",
  on: ["F"],
  composite: ({ input, target, margin, reduction }) => {
    const zeros = input.newZeros(input.shape);
    const lacking = input.neg().add(margin).clampMin(0);
    const far = where({ condition: target.eq(1), self: zeros, other: lacking });
    const near = where({ condition: target.eq(-1), self: zeros, other: input });
    return reduceLoss(near.add(far), reductionNumber(reduction));
  },
});

export const cosineEmbeddingLoss = defineOp({
  schema:
    "cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, float margin=0, *, str reduction='mean') -> Tensor",
  doc: "`1 - cos` of the angle between the inputs for targets 1, `max(0, cos - margin)` for targets -1.",
  on: ["F"],
  composite: ({ input1, input2, target, margin, reduction }) => {
    const dims = target.ndim + 1;
    if (input1.ndim !== dims || input2.ndim !== dims) {
      throw new RuntimeError(
        `${target.ndim}D target tensor expects ${dims}D input tensors, but found inputs with sizes ${shapeText(input1.shape)} and ${shapeText(input2.shape)}.`,
      );
    }
    const last = [target.ndim];
    const square = (x: Tensor) => addScalar({ self: x.mul(x).sum(last), other: 1e-12 });
    const cosine = input1
      .mul(input2)
      .sum(last)
      .div(square(input1).mul(square(input2)).sqrt());
    const zeros = cosine.newZeros(cosine.shape);
    const apart = subScalar({ self: cosine, other: margin }).clampMin(0);
    const near = where({
      condition: target.eq(1),
      self: cosine.newOnes(cosine.shape).sub(cosine),
      other: zeros,
    });
    const far = where({ condition: target.eq(-1), self: apart, other: zeros });
    return reduceLoss(near.add(far), reductionNumber(reduction));
  },
});

export const tripletMarginLoss = defineOp({
  schema:
    "triplet_margin_loss(Tensor anchor, Tensor positive, Tensor negative, float margin=1.0, float p=2, float eps=1e-06, bool swap=False, *, str reduction='mean') -> Tensor",
  doc: "`max(0, distance to the positive - distance to the negative + margin)`.",
  on: ["F"],
  composite: ({ anchor, positive, negative, margin, p, eps, swap, reduction }) => {
    if (margin <= 0) throw new ValueError(`margin must be greater than 0, got ${margin}`);
    if (anchor.ndim !== positive.ndim || positive.ndim !== negative.ndim) {
      throw new RuntimeError(
        `The anchor, positive, and negative tensors are expected to have the same number of dimensions, but got: anchor ${anchor.ndim}D, positive ${positive.ndim}D, and negative ${negative.ndim}D inputs`,
      );
    }
    const near = distance(anchor, positive, p, eps);
    let far = distance(anchor, negative, p, eps);
    if (swap) far = minimum({ self: far, other: distance(positive, negative, p, eps) });
    const loss = addScalar({ self: near, other: margin }).sub(far).clampMin(0);
    return reduceLoss(loss, reductionNumber(reduction));
  },
});
