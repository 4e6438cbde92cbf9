/** Stochastic gradient descent, and its averaged form. */
import { ValueError } from "../errors.ts";
import { zerosLike } from "../ops/creation.ts";
import type { Tensor } from "../tensor.ts";
import { requireNonNegative } from "./checks.ts";
import type { ParamGroup, Params } from "./optimizer.ts";
import { type Trailing, withDefaults } from "./options.ts";
import { ParameterwiseOptimizer, penalized } from "./parameterwise.ts";

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
export class SGD extends ParameterwiseOptimizer<SGDOptions, SGDState> {
  constructor(
    params: Params<SGDOptions>,
    ...options: Trailing<
      [lr: number, momentum: number, dampening: number, weightDecay: number, nesterov: boolean],
      Partial<SGDOptions>
    >
  ) {
    const o: SGDOptions = withDefaults(
      "SGD",
      options,
      { lr: 1e-3, momentum: 0, dampening: 0, weightDecay: 0, nesterov: false, maximize: false },
      ["lr", "momentum", "dampening", "weightDecay", "nesterov"],
    );
    requireNonNegative({ lr: o.lr, momentum: o.momentum, weightDecay: o.weightDecay });
    if (o.nesterov && (o.momentum <= 0 || o.dampening !== 0)) {
      throw new ValueError("Nesterov momentum requires a momentum and zero dampening");
    }
    super(params, o);
  }

  protected override update(p: Tensor, gradient: Tensor, o: ParamGroup<SGDOptions>): void {
    let grad = penalized(p, gradient, o);
    if (o.momentum !== 0) {
      const kept = this.state.get(p)?.momentumBuffer;
      const buffer = kept
        ? kept.mul_(o.momentum).add_(grad, { alpha: 1 - o.dampening })
        : grad.detach().clone();
      if (!kept) this.state.set(p, { momentumBuffer: buffer });
      grad = o.nesterov ? grad.add(buffer, { alpha: o.momentum }) : buffer;
    }
    p.add_(grad, { alpha: -o.lr });
  }

  protected override printedOptions() {
    return { ...super.printedOptions(), fused: "None" };
  }
}

export interface ASGDOptions {
  /** Learning rate. */
  lr: number;
  /** Decay of the parameters. */
  lambd: number;
  /** Power by which the rate falls. */
  alpha: number;
  /** The step at which averaging starts. */
  t0: number;
  /** L2 penalty: this times the parameter is added to its gradient. */
  weightDecay: number;
  /** Climb instead of descend. */
  maximize: boolean;
}

interface ASGDState {
  step: number;
  eta: number;
  mu: number;
  /** The running average of the parameter. */
  ax: Tensor;
}

/** `torch.optim.ASGD`: the average of the parameters on the way is kept in `state.get(p).ax`. */
export class ASGD extends ParameterwiseOptimizer<ASGDOptions, ASGDState> {
  constructor(
    params: Params<ASGDOptions>,
    ...options: Trailing<
      [lr: number, lambd: number, alpha: number, t0: number, weightDecay: number],
      Partial<ASGDOptions>
    >
  ) {
    const o: ASGDOptions = withDefaults(
      "ASGD",
      options,
      { lr: 1e-2, lambd: 1e-4, alpha: 0.75, t0: 1e6, weightDecay: 0, maximize: false },
      ["lr", "lambd", "alpha", "t0", "weightDecay"],
    );
    requireNonNegative({ lr: o.lr, weightDecay: o.weightDecay });
    super(params, o);
  }

  protected override update(p: Tensor, gradient: Tensor, o: ParamGroup<ASGDOptions>): void {
    const s = this.state.get(p) ?? { step: 0, eta: Math.fround(o.lr), mu: 1, ax: zerosLike({ self: p }) };
    this.state.set(p, s);
    s.step++;
    const grad = penalized(p, gradient, o);
    p.mul_(1 - o.lambd * s.eta).add_(grad, { alpha: -s.eta });
    if (s.mu === 1) s.ax.copy_(p);
    else s.ax.add_(p.sub(s.ax).mul_(s.mu));
    // PyTorch keeps both in float32 tensors.
    s.eta = Math.fround(o.lr / (1 + o.lambd * o.lr * s.step) ** o.alpha);
    s.mu = Math.fround(1 / Math.max(1, s.step - o.t0));
  }

  protected override printedAsFloats() {
    return ["t0"] as const;
  }

  protected override printedOptions() {
    return { ...super.printedOptions(), capturable: "False" };
  }
}
