/** Stochastic gradient descent. */
import { ValueError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { Optimizer, type ParamGroup, type Params } from "./optimizer.ts";

export interface SGDOptions {
  /** Learning rate. */
  lr: number;
  momentum: number;
  /** Part of the gradient that does not enter the momentum. */
  dampening: number;
  /** L2 penalty: this times the parameter is added to its gradient. */
  weightDecay: number;
  /** Look ahead along the momentum. */
  nesterov: boolean;
  /** Climb instead of descend. */
  maximize: boolean;
}

interface SGDState {
  momentumBuffer: Tensor;
}

/** `p -= lr * v` with `v = momentum * v + (1 - dampening) * g`, as `torch.optim.SGD`. */
export class SGD extends Optimizer<SGDOptions, SGDState> {
  constructor(params: Params<SGDOptions>, options: Partial<SGDOptions> | number = {}) {
    const given = typeof options === "number" ? { lr: options } : options;
    const o: SGDOptions = {
      lr: 1e-3,
      momentum: 0,
      dampening: 0,
      weightDecay: 0,
      nesterov: false,
      maximize: false,
      ...given,
    };
    if (o.lr < 0) throw new ValueError(`Invalid learning rate: ${o.lr}`);
    if (o.momentum < 0) throw new ValueError(`Invalid momentum value: ${o.momentum}`);
    if (o.weightDecay < 0) throw new ValueError(`Invalid weight_decay value: ${o.weightDecay}`);
    if (o.nesterov && (o.momentum <= 0 || o.dampening !== 0)) {
      throw new ValueError("Nesterov momentum requires a momentum and zero dampening");
    }
    super(params, o);
  }

  protected update(p: Tensor, gradient: Tensor, o: ParamGroup<SGDOptions>): void {
    let grad = o.maximize ? gradient.neg() : gradient;
    if (o.weightDecay !== 0) grad = grad.add(p, { alpha: o.weightDecay });
    if (o.momentum !== 0) {
      const kept = this.state.get(p)?.momentumBuffer;
      const buffer = kept
        ? kept.mul_(o.momentum).add_(grad, { alpha: 1 - o.dampening })
        : grad.detach().clone();
      this.state.set(p, { momentumBuffer: buffer });
      grad = o.nesterov ? grad.add(buffer, { alpha: o.momentum }) : buffer;
    }
    p.add_(grad, { alpha: -o.lr });
  }
}
