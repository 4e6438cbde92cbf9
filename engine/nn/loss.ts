/** Losses as layers: each keeps the options of the function of the same name in `nn.functional`. */

import { binaryCrossEntropy, binaryCrossEntropyWithLogits } from "../ops/binaryCrossEntropy.ts";
import { crossEntropy, nllLoss } from "../ops/classLoss.ts";
import { huberLoss, klDiv, l1Loss, mseLoss, smoothL1Loss, softMarginLoss } from "../ops/elementwiseLoss.ts";
import {
  cosineEmbeddingLoss,
  cosineSimilarity,
  hingeEmbeddingLoss,
  marginRankingLoss,
  pairwiseDistance,
  tripletMarginLoss,
} from "../ops/marginLoss.ts";
import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";
import { positional } from "./positional.ts";

export interface LossOptions {
  /** What is made of the elements' losses: `"mean"`, `"sum"`, or `"none"` for each of them. */
  reduction?: string;
}

export abstract class Loss extends Module {
  readonly reduction: string;

  constructor(reduction = "mean") {
    super();
    this.reduction = reduction;
  }
}

/** The mean of the squared differences. */
export class MSELoss extends Loss {
  constructor(options: LossOptions = {}) {
    super(options.reduction);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return mseLoss({ input, target, reduction: this.reduction });
  }
}

/** The mean of the absolute differences. */
export class L1Loss extends Loss {
  constructor(options: LossOptions = {}) {
    super(options.reduction);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return l1Loss({ input, target, reduction: this.reduction });
  }
}

/** Squared differences where they are below `beta`, absolute ones beyond. */
export class SmoothL1Loss extends Loss {
  readonly beta: number;

  constructor(options: LossOptions & { beta?: number } = {}) {
    super(options.reduction);
    this.beta = options.beta ?? 1;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return smoothL1Loss({ input, target, reduction: this.reduction, beta: this.beta });
  }
}

/** Squared differences where they are below `delta`, linear ones beyond. */
export class HuberLoss extends Loss {
  readonly delta: number;

  constructor(options: LossOptions & { delta?: number } = {}) {
    super(options.reduction);
    this.delta = options.delta ?? 1;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return huberLoss({ input, target, reduction: this.reduction, delta: this.delta });
  }
}

/** `log(1 + exp(-target * input))` for targets 1 and -1. */
export class SoftMarginLoss extends Loss {
  constructor(options: LossOptions = {}) {
    super(options.reduction);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return softMarginLoss({ input, target, reduction: this.reduction });
  }
}

/** The divergence of log-probabilities from the target's probabilities. */
export class KLDivLoss extends Loss {
  readonly logTarget: boolean;

  /** `reduction` may also be `"batchmean"`, which divides by the batch alone. */
  constructor(options: LossOptions & { logTarget?: boolean } = {}) {
    super(options.reduction);
    this.logTarget = options.logTarget ?? false;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return klDiv({ input, target, reduction: this.reduction, logTarget: this.logTarget });
  }
}

/** A loss with a buffer of weights, which moves with the module. */
export abstract class WeightedLoss extends Loss {
  declare weight: Tensor | null;

  constructor(weight: Tensor | null | undefined, reduction: string | undefined) {
    super(reduction);
    this.registerBuffer("weight", weight ?? null);
  }
}

/** The cross-entropy of probabilities. */
export class BCELoss extends WeightedLoss {
  constructor(options: LossOptions & { weight?: Tensor | null } = {}) {
    super(options.weight, options.reduction);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return binaryCrossEntropy({ input, target, weight: this.weight, reduction: this.reduction });
  }
}

/** The cross-entropy of probabilities that are given as logits. */
export class BCEWithLogitsLoss extends WeightedLoss {
  declare posWeight: Tensor | null;

  /** `posWeight` weighs positive targets. */
  constructor(options: LossOptions & { weight?: Tensor | null; posWeight?: Tensor | null } = {}) {
    super(options.weight, options.reduction);
    this.registerBuffer("posWeight", options.posWeight ?? null);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    const { weight, posWeight, reduction } = this;
    return binaryCrossEntropyWithLogits({ input, target, weight, posWeight, reduction });
  }
}

export interface ClassLossOptions extends LossOptions {
  /** One for each class. */
  weight?: Tensor | null;
  /** Targets of this class do not count. */
  ignoreIndex?: number;
}

/** The negative log-probability of each sample's class. */
export class NLLLoss extends WeightedLoss {
  readonly ignoreIndex: number;

  constructor(options: ClassLossOptions = {}) {
    super(options.weight, options.reduction);
    this.ignoreIndex = options.ignoreIndex ?? -100;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    const { weight, ignoreIndex, reduction } = this;
    return nllLoss({ input, target, weight, ignoreIndex, reduction });
  }
}

/** The cross-entropy of scores `[N, C, …]`; targets are classes `[N, …]`, or probabilities in the input's shape. */
export class CrossEntropyLoss extends WeightedLoss {
  readonly ignoreIndex: number;
  readonly labelSmoothing: number;

  /** `labelSmoothing`: the part of each target's probability that is spread over all classes. */
  constructor(options: ClassLossOptions & { labelSmoothing?: number } = {}) {
    super(options.weight, options.reduction);
    this.ignoreIndex = options.ignoreIndex ?? -100;
    this.labelSmoothing = options.labelSmoothing ?? 0;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    const { weight, ignoreIndex, reduction, labelSmoothing } = this;
    return crossEntropy({ input, target, weight, ignoreIndex, reduction, labelSmoothing });
  }
}

abstract class MarginLoss extends Loss {
  readonly margin: number;

  constructor(given: readonly unknown[], margin: number) {
    const o = positional(given, { margin, reduction: "mean" }, ["margin"]);
    super(o.reduction);
    this.margin = o.margin;
  }
}

type MarginArguments =
  | [options?: LossOptions & { margin?: number }]
  | [margin: number, options?: LossOptions];

/** `max(0, -target * (input1 - input2) + margin)` */
export class MarginRankingLoss extends MarginLoss {
  constructor(...given: MarginArguments) {
    super(given, 0);
  }

  forward(input1: Tensor, input2: Tensor, target: Tensor): Tensor {
    return marginRankingLoss({ input1, input2, target, margin: this.margin, reduction: this.reduction });
  }
}

/** The distance itself for targets 1, what it lacks to the margin for targets -1. */
export class HingeEmbeddingLoss extends MarginLoss {
  constructor(...given: MarginArguments) {
    super(given, 1);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return hingeEmbeddingLoss({ input, target, margin: this.margin, reduction: this.reduction });
  }
}

/** `1 - cos` of the angle between the inputs for targets 1, `max(0, cos - margin)` for targets -1. */
export class CosineEmbeddingLoss extends MarginLoss {
  constructor(...given: MarginArguments) {
    super(given, 0);
  }

  forward(input1: Tensor, input2: Tensor, target: Tensor): Tensor {
    return cosineEmbeddingLoss({ input1, input2, target, margin: this.margin, reduction: this.reduction });
  }
}

/** `max(0, distance to the positive - distance to the negative + margin)` */
export class TripletMarginLoss extends Loss {
  readonly margin: number;
  readonly p: number;
  readonly eps: number;
  readonly swap: boolean;

  constructor(options: LossOptions & { margin?: number; p?: number; eps?: number; swap?: boolean } = {}) {
    super(options.reduction);
    this.margin = options.margin ?? 1;
    this.p = options.p ?? 2;
    this.eps = options.eps ?? 1e-6;
    this.swap = options.swap ?? false;
  }

  forward(anchor: Tensor, positive: Tensor, negative: Tensor): Tensor {
    const { margin, p, eps, swap, reduction } = this;
    return tripletMarginLoss({ anchor, positive, negative, margin, p, eps, swap, reduction });
  }
}

/** The cosine of the angle between two tensors along a dimension. */
export class CosineSimilarity extends Module {
  readonly dim: number;
  readonly eps: number;

  constructor(options: { dim?: number; eps?: number } = {}) {
    super();
    this.dim = options.dim ?? 1;
    this.eps = options.eps ?? 1e-8;
  }

  forward(x1: Tensor, x2: Tensor): Tensor {
    return cosineSimilarity({ x1, x2, dim: this.dim, eps: this.eps });
  }
}

/** The p-norm of the difference along the last dimension. */
export class PairwiseDistance extends Module {
  readonly norm: number;
  readonly eps: number;
  readonly keepdim: boolean;

  constructor(options: { p?: number; eps?: number; keepdim?: boolean } = {}) {
    super();
    this.norm = options.p ?? 2;
    this.eps = options.eps ?? 1e-6;
    this.keepdim = options.keepdim ?? false;
  }

  forward(x1: Tensor, x2: Tensor): Tensor {
    return pairwiseDistance({ x1, x2, p: this.norm, eps: this.eps, keepdim: this.keepdim });
  }
}
