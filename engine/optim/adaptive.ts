/** Optimizers that divide by what gradients were before: RMSprop, Adagrad, Adadelta. */
import { ValueError } from "../errors.ts";
import { zerosLike } from "../ops/creation.ts";
import type { Tensor } from "../tensor.ts";
import { pythonNumber } from "../trace/argumentText.ts";
import { requireNonNegative } from "./checks.ts";
import type { ParamGroup, Params } from "./optimizer.ts";
import { type Trailing, withDefaults } from "./options.ts";
import { ParameterwiseOptimizer, penalized } from "./parameterwise.ts";

interface CommonOptions {
  /** Learning rate. */
  lr: number;
  /** Added to the denominator. */
  eps: number;
  /** L2 penalty: this times the parameter is added to its gradient. */
  weightDecay: number;
  /** Climb instead of descend. */
  maximize: boolean;
}

export interface RMSpropOptions extends CommonOptions {
  /** How much of the running mean of squares is kept. */
  alpha: number;
  momentum: number;
  /** Divide by the deviation instead of the root mean square. */
  centered: boolean;
}

interface RMSpropState {
  step: number;
  squareAvg: Tensor;
  momentumBuffer?: Tensor;
  gradAvg?: Tensor;
}

/** `torch.optim.RMSprop`. */
export class RMSprop extends ParameterwiseOptimizer<RMSpropOptions, RMSpropState> {
  constructor(
    params: Params<RMSpropOptions>,
    ...options: Trailing<
      [lr: number, alpha: number, eps: number, weightDecay: number, momentum: number, centered: boolean],
      Partial<RMSpropOptions>
    >
  ) {
    const o = withDefaults<RMSpropOptions>(
      "RMSprop",
      options,
      { lr: 1e-2, alpha: 0.99, eps: 1e-8, weightDecay: 0, momentum: 0, centered: false, maximize: false },
      ["lr", "alpha", "eps", "weightDecay", "momentum", "centered"],
    );
    const { lr, eps, momentum, weightDecay, alpha } = o;
    requireNonNegative({ lr, eps, momentum, weightDecay, alpha });
    super(params, o);
  }

  protected override update(p: Tensor, gradient: Tensor, o: ParamGroup<RMSpropOptions>): void {
    const s: RMSpropState = this.state.get(p) ?? { step: 0, squareAvg: zerosLike({ self: p }) };
    this.state.set(p, s);
    s.step++;
    const grad = penalized(p, gradient, o);
    s.squareAvg.mul_(o.alpha).addcmul_(grad, grad, { value: 1 - o.alpha });
    let squares = s.squareAvg;
    if (o.centered) {
      s.gradAvg ??= zerosLike({ self: p });
      s.gradAvg.lerp_(grad, 1 - o.alpha);
      squares = squares.addcmul(s.gradAvg, s.gradAvg, { value: -1 });
    }
    const denominator = squares.sqrt().add_(o.eps);
    if (o.momentum > 0) {
      s.momentumBuffer ??= zerosLike({ self: p });
      s.momentumBuffer.mul_(o.momentum).addcdiv_(grad, denominator);
      p.add_(s.momentumBuffer, { alpha: -o.lr });
    } else p.addcdiv_(grad, denominator, { value: -o.lr });
  }

  protected override printedOptions() {
    return { ...super.printedOptions(), capturable: "False" };
  }
}

export interface AdagradOptions extends CommonOptions {
  lrDecay: number;
  initialAccumulatorValue: number;
}

interface AdagradState {
  step: number;
  sum: Tensor;
}

/** `torch.optim.Adagrad`. */
export class Adagrad extends ParameterwiseOptimizer<AdagradOptions, AdagradState> {
  constructor(
    params: Params<AdagradOptions>,
    ...options: Trailing<
      [lr: number, lrDecay: number, weightDecay: number, initialAccumulatorValue: number, eps: number],
      Partial<AdagradOptions>
    >
  ) {
    const o = withDefaults<AdagradOptions>(
      "Adagrad",
      options,
      { lr: 1e-2, lrDecay: 0, weightDecay: 0, initialAccumulatorValue: 0, eps: 1e-10, maximize: false },
      ["lr", "lrDecay", "weightDecay", "initialAccumulatorValue", "eps"],
    );
    const { lr, lrDecay, weightDecay, initialAccumulatorValue, eps } = o;
    requireNonNegative({ lr, lrDecay, weightDecay, initialAccumulatorValue, eps });
    super(params, o);
    for (const group of this.paramGroups) for (const p of group.params) this.#start(p);
  }

  #start(p: Tensor): AdagradState {
    const sum = zerosLike({ self: p }).fill_(this.defaults.initialAccumulatorValue);
    const s = { step: 0, sum };
    this.state.set(p, s);
    return s;
  }

  protected override update(p: Tensor, gradient: Tensor, o: ParamGroup<AdagradOptions>): void {
    const s = this.state.get(p) ?? this.#start(p);
    // The state is made with the optimizer, and the model may have moved since.
    if (s.sum.device.type !== p.device.type) s.sum = s.sum.to(p.device);
    const grad = penalized(p, gradient, o);
    const lr = o.lr / (1 + s.step * o.lrDecay);
    s.step++;
    s.sum.addcmul_(grad, grad);
    p.addcdiv_(grad, s.sum.sqrt().add_(o.eps), { value: -lr });
  }

  protected override printedOptions() {
    return { ...super.printedOptions(), fused: "None" };
  }
}

export interface AdadeltaOptions extends CommonOptions {
  /** How much of the running means is kept. */
  rho: number;
}

interface AdadeltaState {
  step: number;
  squareAvg: Tensor;
  accDelta: Tensor;
}

/** `torch.optim.Adadelta`. */
export class Adadelta extends ParameterwiseOptimizer<AdadeltaOptions, AdadeltaState> {
  constructor(
    params: Params<AdadeltaOptions>,
    ...options: Trailing<
      [lr: number, rho: number, eps: number, weightDecay: number],
      Partial<AdadeltaOptions>
    >
  ) {
    const o = withDefaults<AdadeltaOptions>(
      "Adadelta",
      options,
      { lr: 1, rho: 0.9, eps: 1e-6, weightDecay: 0, maximize: false },
      ["lr", "rho", "eps", "weightDecay"],
    );
    requireNonNegative({ lr: o.lr });
    if (!(o.rho >= 0 && o.rho <= 1)) throw new ValueError(`Invalid rho value: ${pythonNumber(o.rho)}`);
    requireNonNegative({ eps: o.eps, weightDecay: o.weightDecay });
    super(params, o);
  }

  protected override update(p: Tensor, gradient: Tensor, o: ParamGroup<AdadeltaOptions>): void {
    const s = this.state.get(p) ?? {
      step: 0,
      squareAvg: zerosLike({ self: p }),
      accDelta: zerosLike({ self: p }),
    };
    this.state.set(p, s);
    s.step++;
    const grad = penalized(p, gradient, o);
    s.squareAvg.mul_(o.rho).addcmul_(grad, grad, { value: 1 - o.rho });
    const delta = s.accDelta.add(o.eps).sqrt().div(s.squareAvg.add(o.eps).sqrt()).mul(grad);
    s.accDelta.mul_(o.rho).addcmul_(delta, delta, { value: 1 - o.rho });
    p.add_(delta, { alpha: -o.lr });
  }

  protected override printedAsFloats() {
    return ["lr"] as const;
  }

  protected override printedOptions() {
    return { ...super.printedOptions(), capturable: "False" };
  }
}
