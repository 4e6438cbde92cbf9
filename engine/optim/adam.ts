/** Adam and its variants: steps along a running mean of the gradient, over the root of that of its square. */
import { zerosLike } from "../ops/creation.ts";
import { maximum } from "../ops/extremum.ts";
import type { Tensor } from "../tensor.ts";
import { requireBetas, requireNonNegative } from "./checks.ts";
import { Optimizer, type ParamGroup, type Params } from "./optimizer.ts";

export interface AdamOptions {
  /** Learning rate. */
  lr: number;
  /** How much of the running means of the gradient and of its square is kept. */
  betas: readonly [number, number];
  /** Added to the denominator. */
  eps: number;
  /** This times the parameter is added to its gradient, or (`decoupledWeightDecay`) subtracted from it. */
  weightDecay: number;
  /** Divide by the largest of the running means so far. */
  amsgrad: boolean;
  /** Climb instead of descend. */
  maximize: boolean;
  /** Weight decay apart from the gradient, as AdamW does it. */
  decoupledWeightDecay: boolean;
}

interface AdamState {
  step: number;
  expAvg: Tensor;
  expAvgSq: Tensor;
  maxExpAvgSq?: Tensor;
}

const DEFAULTS: AdamOptions = {
  lr: 1e-3,
  betas: [0.9, 0.999],
  eps: 1e-8,
  weightDecay: 0,
  amsgrad: false,
  maximize: false,
  decoupledWeightDecay: false,
};

/** `torch.optim.Adam`. */
export class Adam extends Optimizer<AdamOptions, AdamState> {
  constructor(params: Params<AdamOptions>, options: Partial<AdamOptions> | number = {}) {
    const o = { ...DEFAULTS, ...(typeof options === "number" ? { lr: options } : options) };
    requireNonNegative({ lr: o.lr, eps: o.eps });
    requireBetas(o.betas);
    requireNonNegative({ weightDecay: o.weightDecay });
    super(params, o);
  }

  protected update(p: Tensor, gradient: Tensor, o: ParamGroup<AdamOptions>): void {
    const [beta1, beta2] = o.betas;
    const s = this.state.get(p) ?? {
      step: 0,
      expAvg: zerosLike({ self: p }),
      expAvgSq: zerosLike({ self: p }),
    };
    this.state.set(p, s);
    s.step++;
    let grad = o.maximize ? gradient.neg() : gradient;
    if (o.weightDecay !== 0) {
      if (o.decoupledWeightDecay) p.mul_(1 - o.lr * o.weightDecay);
      else grad = grad.add(p, { alpha: o.weightDecay });
    }
    s.expAvg.lerp_(grad, 1 - beta1);
    s.expAvgSq.mul_(beta2).addcmul_(grad, grad, { value: 1 - beta2 });
    if (o.amsgrad)
      s.maxExpAvgSq = s.maxExpAvgSq
        ? maximum({ self: s.maxExpAvgSq, other: s.expAvgSq })
        : s.expAvgSq.clone();
    const root = Math.sqrt(1 - beta2 ** s.step);
    const denominator = (s.maxExpAvgSq ?? s.expAvgSq).sqrt().div(root).add_(o.eps);
    p.addcdiv_(s.expAvg, denominator, { value: -o.lr / (1 - beta1 ** s.step) });
  }
}

/** `torch.optim.AdamW`: Adam with weight decay apart from the gradient, 0.01 unless given. */
export class AdamW extends Adam {
  constructor(params: Params<AdamOptions>, options: Partial<AdamOptions> | number = {}) {
    const given = typeof options === "number" ? { lr: options } : options;
    super(params, { weightDecay: 1e-2, ...given, decoupledWeightDecay: true });
  }
}

export interface NAdamOptions extends Omit<AdamOptions, "amsgrad"> {
  momentumDecay: number;
}

interface NAdamState {
  step: number;
  muProduct: number;
  expAvg: Tensor;
  expAvgSq: Tensor;
}

/** `torch.optim.NAdam`: Adam with Nesterov's momentum. */
export class NAdam extends Optimizer<NAdamOptions, NAdamState> {
  constructor(params: Params<NAdamOptions>, options: Partial<NAdamOptions> | number = {}) {
    const { amsgrad: _, ...defaults } = DEFAULTS;
    const given = typeof options === "number" ? { lr: options } : options;
    const o: NAdamOptions = { ...defaults, lr: 2e-3, momentumDecay: 4e-3, ...given };
    requireNonNegative({ lr: o.lr, eps: o.eps });
    requireBetas(o.betas);
    requireNonNegative({ weightDecay: o.weightDecay, momentumDecay: o.momentumDecay });
    super(params, o);
  }

  protected update(p: Tensor, gradient: Tensor, o: ParamGroup<NAdamOptions>): void {
    const [beta1, beta2] = o.betas;
    const s = this.state.get(p) ?? {
      step: 0,
      muProduct: 1,
      expAvg: zerosLike({ self: p }),
      expAvgSq: zerosLike({ self: p }),
    };
    this.state.set(p, s);
    s.step++;
    let grad = o.maximize ? gradient.neg() : gradient;
    if (o.weightDecay !== 0) {
      if (o.decoupledWeightDecay) p.mul_(1 - o.lr * o.weightDecay);
      else grad = grad.add(p, { alpha: o.weightDecay });
    }
    const mu = (step: number) => beta1 * (1 - 0.5 * 0.96 ** (step * o.momentumDecay));
    const [now, next] = [mu(s.step), mu(s.step + 1)];
    s.muProduct *= now;
    s.expAvg.lerp_(grad, 1 - beta1);
    s.expAvgSq.mul_(beta2).addcmul_(grad, grad, { value: 1 - beta2 });
    const denominator = s.expAvgSq
      .div(1 - beta2 ** s.step)
      .sqrt()
      .add_(o.eps);
    p.addcdiv_(grad, denominator, { value: (-o.lr * (1 - now)) / (1 - s.muProduct) });
    p.addcdiv_(s.expAvg, denominator, { value: (-o.lr * next) / (1 - s.muProduct * next) });
  }
}
