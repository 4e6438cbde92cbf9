/** Losses of margins between classes and of likelihoods, as layers. */
import { functionalExtras } from "../api/functionalExtras.ts";
import { gaussianNllLoss, multilabelSoftMarginLoss, poissonNllLoss } from "../ops/likelihoodLoss.ts";
import { multilabelMarginLoss, multiMarginLoss } from "../ops/multiMargin.ts";
import type { Tensor } from "../tensor.ts";
import { Loss, type LossOptions, PairwiseDistance, WeightedLoss } from "./loss.ts";
import type { Module } from "./module.ts";

/** For scores `[N, C]` and classes `[N]`: how far each other class comes too near to the right one, to the power `p`. */
export class MultiMarginLoss extends WeightedLoss {
  readonly p: number;
  readonly margin: number;

  /** `weight`: one for each class. */
  constructor(options: LossOptions & { p?: number; margin?: number; weight?: Tensor | null } = {}) {
    super(options.weight, options.reduction);
    this.p = options.p ?? 1;
    this.margin = options.margin ?? 1;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    const { p, margin, weight, reduction } = this;
    return multiMarginLoss({ input, target, p, margin, weight, reduction });
  }
}

/** For scores `[N, C]` and several classes a row, ended by -1: how far each wrong class comes too near to each right one. */
export class MultiLabelMarginLoss extends Loss {
  constructor(options: LossOptions = {}) {
    super(options.reduction);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return multilabelMarginLoss({ input, target, reduction: this.reduction });
  }
}

/** The cross-entropy of each class of `[N, C]` by itself, and its mean over the classes. */
export class MultiLabelSoftMarginLoss extends WeightedLoss {
  constructor(options: LossOptions & { weight?: Tensor | null } = {}) {
    super(options.weight, options.reduction);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return multilabelSoftMarginLoss({ input, target, weight: this.weight, reduction: this.reduction });
  }
}

/** `max(0, distance to the positive - distance to the negative + margin)`, with distances of any kind. */
export class TripletMarginWithDistanceLoss extends Loss {
  /** A function, or a module that is called so; the Euclidean distance unless given. */
  distanceFunction: ((a: Tensor, b: Tensor) => Tensor) | PairwiseDistance;
  readonly margin: number;
  readonly swap: boolean;

  constructor(
    options: LossOptions & {
      distanceFunction?: ((a: Tensor, b: Tensor) => Tensor) | null;
      margin?: number;
      swap?: boolean;
    } = {},
  ) {
    super(options.reduction);
    this.distanceFunction = options.distanceFunction ?? new PairwiseDistance();
    this.margin = options.margin ?? 1;
    this.swap = options.swap ?? false;
  }

  /** Under PyTorch's name, which is printed. */
  override *ownModules(): Generator<[string, Module]> {
    for (const [, module] of super.ownModules()) yield ["distance_function", module];
  }

  forward(anchor: Tensor, positive: Tensor, negative: Tensor): Tensor {
    const { distanceFunction, margin, swap, reduction } = this;
    return functionalExtras.tripletMarginWithDistanceLoss(anchor, positive, negative, {
      distanceFunction,
      margin,
      swap,
      reduction,
    });
  }
}

/** The negative log-likelihood of targets under normal distributions of given means and variances. */
export class GaussianNLLLoss extends Loss {
  readonly full: boolean;
  readonly eps: number;

  /** `full` adds the constant term; variances count as `eps` at least. */
  constructor(options: LossOptions & { full?: boolean; eps?: number } = {}) {
    super(options.reduction);
    this.full = options.full ?? false;
    this.eps = options.eps ?? 1e-6;
  }

  forward(input: Tensor, target: Tensor, variance: Tensor): Tensor {
    const { full, eps, reduction } = this;
    return gaussianNllLoss({ input, target, var: variance, full, eps, reduction });
  }
}

/** The negative log-likelihood of counts under Poisson distributions. */
export class PoissonNLLLoss extends Loss {
  readonly logInput: boolean;
  readonly full: boolean;
  readonly eps: number;

  /** `logInput`: the input is the logarithm of the means. `full` adds Stirling's term. */
  constructor(options: LossOptions & { logInput?: boolean; full?: boolean; eps?: number } = {}) {
    super(options.reduction);
    this.logInput = options.logInput ?? true;
    this.full = options.full ?? false;
    this.eps = options.eps ?? 1e-8;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    const { logInput, full, eps, reduction } = this;
    return poissonNllLoss({ input, target, logInput, full, eps, reduction });
  }
}
