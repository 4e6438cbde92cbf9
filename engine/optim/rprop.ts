/** Resilient backpropagation: steps by the gradient's sign alone. */
import { ValueError } from "../errors.ts";
import { onesLike, zerosLike } from "../ops/creation.ts";
import type { Tensor } from "../tensor.ts";
import { pythonNumber } from "../trace/argumentText.ts";
import { requireNonNegative } from "./checks.ts";
import type { ParamGroup, Params } from "./optimizer.ts";
import { type Trailing, withDefaults } from "./options.ts";
import { ParameterwiseOptimizer } from "./parameterwise.ts";

export interface RpropOptions {
  /** The first step of each element. */
  lr: number;
  /** What a step is multiplied by when the gradient's sign turns, and when it stays. */
  etas: readonly [number, number];
  /** The smallest and the largest step. */
  stepSizes: readonly [number, number];
  /** Climb instead of descend. */
  maximize: boolean;
}

interface RpropState {
  step: number;
  prev: Tensor;
  stepSize: Tensor;
}

/** `torch.optim.Rprop`; for whole data sets, not for batches. */
export class Rprop extends ParameterwiseOptimizer<RpropOptions, RpropState> {
  constructor(
    params: Params<RpropOptions>,
    ...options: Trailing<
      [lr: number, etas: readonly [number, number], stepSizes: readonly [number, number]],
      Partial<RpropOptions>
    >
  ) {
    const o = withDefaults<RpropOptions>(
      "Rprop",
      options,
      { lr: 1e-2, etas: [0.5, 1.2], stepSizes: [1e-6, 50], maximize: false },
      ["lr", "etas", "stepSizes"],
    );
    requireNonNegative({ lr: o.lr });
    const [minus, plus] = o.etas;
    if (!(minus > 0 && minus < 1 && plus > 1))
      throw new ValueError(`Invalid eta values: ${pythonNumber(minus)}, ${pythonNumber(plus)}`);
    super(params, o);
  }

  protected override update(p: Tensor, gradient: Tensor, o: ParamGroup<RpropOptions>): void {
    const s = this.state.get(p) ?? {
      step: 0,
      prev: zerosLike({ self: p }),
      stepSize: zerosLike({ self: gradient }).fill_(o.lr),
    };
    this.state.set(p, s);
    s.step++;
    let grad = o.maximize ? gradient.neg() : gradient;
    const same = grad.mul(s.prev);
    const turned = same.lt(0);
    const factor = onesLike({ self: same }).maskedFill(same.gt(0), o.etas[1]).maskedFill(turned, o.etas[0]);
    s.stepSize.mul_(factor).clamp_(...o.stepSizes);
    // Where the sign turned there is no step, and the next one is free.
    grad = grad.maskedFill(turned, 0);
    p.addcmul_(grad.sign(), s.stepSize, { value: -1 });
    s.prev.copy_(grad);
  }

  protected override printedOptions() {
    return { ...super.printedOptions(), capturable: "False" };
  }
}
