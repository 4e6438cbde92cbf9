/** Adam and its variants: steps along a running mean of the gradient, over the root of that of its square. */
import { zerosLike } from "../ops/creation.ts";
import { maximum } from "../ops/extremum.ts";
import type { Tensor } from "../tensor.ts";
import { requireBetas, requireNonNegative } from "./checks.ts";
import type { ParamGroup, Params } from "./optimizer.ts";
import { type Trailing, withDefaults } from "./options.ts";
import { decayed, ParameterwiseOptimizer, penalized } from "./parameterwise.ts";

interface CommonOptions {
  /** Learning rate. */
  lr: number;
  /** How much of the running means of the gradient and of its square is kept. */
  betas: readonly [number, number];
  /** Added to the denominator. */
  eps: number;
  /** This times the parameter is added to its gradient, or (`decoupledWeightDecay`) subtracted from it. */
  weightDecay: number;
  /** Climb instead of descend. */
  maximize: boolean;
}

interface Decoupled {
  /** Weight decay apart from the gradient, as AdamW does it. */
  decoupledWeightDecay: boolean;
}

type Betas = readonly [number, number];
const COMMON: CommonOptions = { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0, maximize: false };

function requireValid({ lr, eps, betas, weightDecay }: CommonOptions): void {
  requireNonNegative({ lr, eps });
  requireBetas(betas);
  requireNonNegative({ weightDecay });
}

/** The running means of the gradient and of its square. */
interface Moments {
  step: number;
  expAvg: Tensor;
  expAvgSq: Tensor;
}

const moments = (p: Tensor): Moments => ({
  step: 0,
  expAvg: zerosLike({ self: p }),
  expAvgSq: zerosLike({ self: p }),
});

function takeIn(s: Moments, grad: Tensor, [beta1, beta2]: Betas): void {
  s.expAvg.lerp_(grad, 1 - beta1);
  s.expAvgSq.mul_(beta2).addcmul_(grad, grad, { value: 1 - beta2 });
}

export interface AdamOptions extends CommonOptions, Decoupled {
  /** Divide by the largest of the running means so far. */
  amsgrad: boolean;
}

interface AdamState extends Moments {
  maxExpAvgSq?: Tensor;
}

type AdamArguments = Trailing<
  [lr: number, betas: Betas, eps: number, weightDecay: number, amsgrad: boolean],
  Partial<AdamOptions>
>;

const adamOptions = (callee: string, given: readonly unknown[], weightDecay: number): AdamOptions => {
  const o = withDefaults<AdamOptions>(
    callee,
    given,
    { ...COMMON, weightDecay, amsgrad: false, decoupledWeightDecay: false },
    ["lr", "betas", "eps", "weightDecay", "amsgrad"],
  );
  requireValid(o);
  return o;
};

/** `torch.optim.Adam`. */
export class Adam extends ParameterwiseOptimizer<AdamOptions, AdamState> {
  constructor(params: Params<AdamOptions>, ...options: AdamArguments) {
    super(params, adamOptions("Adam", options, 0));
  }

  protected override update(p: Tensor, gradient: Tensor, o: ParamGroup<AdamOptions>): void {
    const [beta1, beta2] = o.betas;
    const s: AdamState = this.state.get(p) ?? moments(p);
    this.state.set(p, s);
    s.step++;
    takeIn(s, decayed(p, gradient, o), o.betas);
    if (o.amsgrad) {
      s.maxExpAvgSq ??= zerosLike({ self: p });
      s.maxExpAvgSq.copy_(maximum({ self: s.maxExpAvgSq, other: s.expAvgSq }));
    }
    const root = Math.sqrt(1 - beta2 ** s.step);
    const squares = o.amsgrad && s.maxExpAvgSq ? s.maxExpAvgSq : s.expAvgSq;
    p.addcdiv_(s.expAvg, squares.sqrt().div(root).add_(o.eps), { value: -o.lr / (1 - beta1 ** s.step) });
  }

  protected override printedOptions(): Readonly<Record<string, string>> {
    return { ...super.printedOptions(), capturable: "False", fused: "None" };
  }
}

/** `torch.optim.AdamW`: Adam with weight decay apart from the gradient, 0.01 unless given. */
export class AdamW extends Adam {
  constructor(params: Params<AdamOptions>, ...options: AdamArguments) {
    super(params, { ...adamOptions("AdamW", options, 1e-2), decoupledWeightDecay: true });
  }
}

export interface AdamaxOptions extends CommonOptions {}

interface AdamaxState {
  step: number;
  expAvg: Tensor;
  /** The largest gradient so far, which decays. */
  expInf: Tensor;
}

/** `torch.optim.Adamax`: Adam by the largest gradient instead of the root of the mean square. */
export class Adamax extends ParameterwiseOptimizer<AdamaxOptions, AdamaxState> {
  constructor(
    params: Params<AdamaxOptions>,
    ...options: Trailing<[lr: number, betas: Betas, eps: number, weightDecay: number], Partial<AdamaxOptions>>
  ) {
    const o = withDefaults<AdamaxOptions>("Adamax", options, { ...COMMON, lr: 2e-3 }, [
      "lr",
      "betas",
      "eps",
      "weightDecay",
    ]);
    requireValid(o);
    super(params, o);
  }

  protected override update(p: Tensor, gradient: Tensor, o: ParamGroup<AdamaxOptions>): void {
    const [beta1, beta2] = o.betas;
    const s = this.state.get(p) ?? {
      step: 0,
      expAvg: zerosLike({ self: p }),
      expInf: zerosLike({ self: p }),
    };
    this.state.set(p, s);
    s.step++;
    const grad = penalized(p, gradient, o);
    s.expAvg.lerp_(grad, 1 - beta1);
    s.expInf.copy_(maximum({ self: s.expInf.mul(beta2), other: grad.abs().add_(o.eps) }));
    p.addcdiv_(s.expAvg, s.expInf, { value: -o.lr / (1 - beta1 ** s.step) });
  }

  protected override printedOptions() {
    return { ...super.printedOptions(), capturable: "False" };
  }
}

export interface NAdamOptions extends CommonOptions, Decoupled {
  momentumDecay: number;
}

interface NAdamState extends Moments {
  muProduct: number;
}

/** `torch.optim.NAdam`: Adam with Nesterov's momentum. */
export class NAdam extends ParameterwiseOptimizer<NAdamOptions, NAdamState> {
  constructor(
    params: Params<NAdamOptions>,
    ...options: Trailing<
      [
        lr: number,
        betas: Betas,
        eps: number,
        weightDecay: number,
        momentumDecay: number,
        decoupledWeightDecay: boolean,
      ],
      Partial<NAdamOptions>
    >
  ) {
    const o = withDefaults<NAdamOptions>(
      "NAdam",
      options,
      { ...COMMON, lr: 2e-3, momentumDecay: 4e-3, decoupledWeightDecay: false },
      ["lr", "betas", "eps", "weightDecay", "momentumDecay", "decoupledWeightDecay"],
    );
    requireValid(o);
    requireNonNegative({ momentumDecay: o.momentumDecay });
    super(params, o);
  }

  protected override update(p: Tensor, gradient: Tensor, o: ParamGroup<NAdamOptions>): void {
    const [beta1, beta2] = o.betas;
    const s = this.state.get(p) ?? { ...moments(p), muProduct: 1 };
    this.state.set(p, s);
    s.step++;
    const grad = decayed(p, gradient, o);
    const mu = (step: number) => beta1 * (1 - 0.5 * 0.96 ** (step * o.momentumDecay));
    const [now, next] = [mu(s.step), mu(s.step + 1)];
    // PyTorch keeps it in a float32 tensor.
    s.muProduct = Math.fround(s.muProduct * now);
    takeIn(s, grad, o.betas);
    const denominator = s.expAvgSq
      .div(1 - beta2 ** s.step)
      .sqrt()
      .add_(o.eps);
    p.addcdiv_(grad, denominator, { value: (-o.lr * (1 - now)) / (1 - s.muProduct) });
    p.addcdiv_(s.expAvg, denominator, { value: (-o.lr * next) / (1 - s.muProduct * next) });
  }

  protected override printedOptions() {
    return { ...super.printedOptions(), capturable: "False" };
  }
}

export interface RAdamOptions extends CommonOptions, Decoupled {}

/** `torch.optim.RAdam`: Adam that divides only once it has seen enough gradients. */
export class RAdam extends ParameterwiseOptimizer<RAdamOptions, Moments> {
  constructor(
    params: Params<RAdamOptions>,
    ...options: Trailing<
      [lr: number, betas: Betas, eps: number, weightDecay: number, decoupledWeightDecay: boolean],
      Partial<RAdamOptions>
    >
  ) {
    const o = withDefaults<RAdamOptions>("RAdam", options, { ...COMMON, decoupledWeightDecay: false }, [
      "lr",
      "betas",
      "eps",
      "weightDecay",
      "decoupledWeightDecay",
    ]);
    requireValid(o);
    super(params, o);
  }

  protected override update(p: Tensor, gradient: Tensor, o: ParamGroup<RAdamOptions>): void {
    const [beta1, beta2] = o.betas;
    const s = this.state.get(p) ?? moments(p);
    this.state.set(p, s);
    s.step++;
    takeIn(s, decayed(p, gradient, o), o.betas);
    const correction2 = 1 - beta2 ** s.step;
    // How long the approximated moving average is, at most and now.
    const longest = 2 / (1 - beta2) - 1;
    const length = longest - (2 * s.step * beta2 ** s.step) / correction2;
    let update = s.expAvg.div(1 - beta1 ** s.step).mul(o.lr);
    if (length > 5) {
      const rectified = Math.sqrt(
        ((length - 4) * (length - 2) * longest) / ((longest - 4) * (longest - 2) * length),
      );
      const adaptive = s.expAvgSq.sqrt().add_(o.eps).reciprocal().mul(Math.sqrt(correction2));
      update = update.mul(adaptive).mul(rectified);
    }
    p.add_(update, { alpha: -1 });
  }

  protected override printedOptions() {
    return { ...super.printedOptions(), capturable: "False" };
  }
}
