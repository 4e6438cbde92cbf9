/** Optimizers that divide by what gradients were before: RMSprop, Adagrad, Adadelta. */
import { ValueError } from "../errors.ts";
import { zerosLike } from "../ops/creation.ts";
import type { Tensor } from "../tensor.ts";
import { requireNonNegative } from "./checks.ts";
import { Optimizer, type ParamGroup, type Params } from "./optimizer.ts";

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

function penalized(p: Tensor, gradient: Tensor, o: CommonOptions): Tensor {
  const grad = o.maximize ? gradient.neg() : gradient;
  return o.weightDecay !== 0 ? grad.add(p, { alpha: o.weightDecay }) : grad;
}

const asOptions = <O extends { lr: number }>(given: Partial<O> | number): Partial<O> =>
  typeof given === "number" ? ({ lr: given } as Partial<O>) : given;

export interface RMSpropOptions extends CommonOptions {
  /** How much of the running mean of squares is kept. */
  alpha: number;
  momentum: number;
  /** Divide by the deviation instead of the root mean square. */
  centered: boolean;
}

interface RMSpropState {
  squareAvg: Tensor;
  momentumBuffer?: Tensor;
  gradAvg?: Tensor;
}

/** `torch.optim.RMSprop`. */
export class RMSprop extends Optimizer<RMSpropOptions, RMSpropState> {
  constructor(params: Params<RMSpropOptions>, options: Partial<RMSpropOptions> | number = {}) {
    const o: RMSpropOptions = {
      ...{ lr: 1e-2, alpha: 0.99, eps: 1e-8, weightDecay: 0, momentum: 0, centered: false, maximize: false },
      ...asOptions(options),
    };
    const { lr, eps, momentum, weightDecay, alpha } = o;
    requireNonNegative({ lr, eps, momentum, weightDecay, alpha });
    super(params, o);
  }

  protected update(p: Tensor, gradient: Tensor, o: ParamGroup<RMSpropOptions>): void {
    const grad = penalized(p, gradient, o);
    const s = this.state.get(p) ?? { squareAvg: zerosLike({ self: p }) };
    this.state.set(p, s);
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
export class Adagrad extends Optimizer<AdagradOptions, AdagradState> {
  constructor(params: Params<AdagradOptions>, options: Partial<AdagradOptions> | number = {}) {
    const o: AdagradOptions = {
      ...{ lr: 1e-2, lrDecay: 0, weightDecay: 0, initialAccumulatorValue: 0, eps: 1e-10, maximize: false },
      ...asOptions(options),
    };
    const { lr, lrDecay, weightDecay, initialAccumulatorValue, eps } = o;
    requireNonNegative({ lr, lrDecay, weightDecay, initialAccumulatorValue, eps });
    super(params, o);
  }

  protected update(p: Tensor, gradient: Tensor, o: ParamGroup<AdagradOptions>): void {
    const grad = penalized(p, gradient, o);
    const s = this.state.get(p) ?? {
      step: 0,
      sum: zerosLike({ self: p }).fill_(o.initialAccumulatorValue),
    };
    this.state.set(p, s);
    const lr = o.lr / (1 + s.step * o.lrDecay);
    s.step++;
    s.sum.addcmul_(grad, grad);
    p.addcdiv_(grad, s.sum.sqrt().add_(o.eps), { value: -lr });
  }
}

export interface AdadeltaOptions extends CommonOptions {
  /** How much of the running means is kept. */
  rho: number;
}

interface AdadeltaState {
  squareAvg: Tensor;
  accDelta: Tensor;
}

/** `torch.optim.Adadelta`. */
export class Adadelta extends Optimizer<AdadeltaOptions, AdadeltaState> {
  constructor(params: Params<AdadeltaOptions>, options: Partial<AdadeltaOptions> | number = {}) {
    const o: AdadeltaOptions = {
      ...{ lr: 1, rho: 0.9, eps: 1e-6, weightDecay: 0, maximize: false },
      ...asOptions(options),
    };
    requireNonNegative({ lr: o.lr });
    if (!(o.rho >= 0 && o.rho <= 1)) throw new ValueError(`Invalid rho value: ${o.rho}`);
    requireNonNegative({ eps: o.eps, weightDecay: o.weightDecay });
    super(params, o);
  }

  protected update(p: Tensor, gradient: Tensor, o: ParamGroup<AdadeltaOptions>): void {
    const grad = penalized(p, gradient, o);
    const s = this.state.get(p) ?? { squareAvg: zerosLike({ self: p }), accDelta: zerosLike({ self: p }) };
    this.state.set(p, s);
    s.squareAvg.mul_(o.rho).addcmul_(grad, grad, { value: 1 - o.rho });
    const delta = s.accDelta.add(o.eps).sqrt().div(s.squareAvg.add(o.eps).sqrt()).mul(grad);
    s.accDelta.mul_(o.rho).addcmul_(delta, delta, { value: 1 - o.rho });
    p.add_(delta, { alpha: -o.lr });
  }
}
