/** Activations that cut off by a threshold, the randomly leaky one, and softmax over channels, as layers. */
import { ValueError } from "../errors.ts";
import { hardshrink, rrelu, softshrink, threshold } from "../ops/shrink.ts";
import { functionalSoftmax } from "../ops/softmax.ts";
import type { Tensor } from "../tensor.ts";
import { pythonNumber } from "../trace/argumentText.ts";
import { type Given, type Inplace, InplaceActivation } from "./activation.ts";
import { Module } from "./module.ts";
import { positional } from "./positional.ts";

abstract class Shrink extends Module {
  readonly lambd: number;

  constructor(...given: Given<{ lambd: number }, [lambd: number]>) {
    super();
    this.lambd = positional(given, { lambd: 0.5 }, ["lambd"]).lambd;
  }

  override extraRepr(): string {
    return pythonNumber(this.lambd);
  }
}

/** x, but 0 from `-lambd` to `lambd`. */
export class Hardshrink extends Shrink {
  forward(input: Tensor): Tensor {
    return hardshrink({ self: input, lambd: this.lambd });
  }
}

/** x brought nearer to 0 by `lambd`, and 0 from `-lambd` to `lambd`. */
export class Softshrink extends Shrink {
  forward(input: Tensor): Tensor {
    return softshrink({ self: input, lambd: this.lambd });
  }
}

/** x above the threshold, else `value`. */
export class Threshold extends InplaceActivation {
  readonly threshold: number;
  readonly value: number;

  constructor(limit: number, value: number, ...given: Given<Inplace, [inplace: boolean]>) {
    super(positional(given, { inplace: false }, ["inplace"]).inplace);
    this.threshold = limit;
    this.value = value;
  }

  forward(input: Tensor): Tensor {
    const args = { self: input, threshold: this.threshold, value: this.value };
    return this.inplace ? threshold.inplace(args) : threshold(args);
  }

  protected override options(): readonly string[] {
    return [`threshold=${pythonNumber(this.threshold)}`, `value=${pythonNumber(this.value)}`];
  }
}

interface RReLUOptions extends Inplace {
  lower: number;
  upper: number;
}

/** x above 0, below it a slope between `lower` and `upper`: random in training, else the middle. */
export class RReLU extends InplaceActivation {
  readonly lower: number;
  readonly upper: number;

  constructor(...given: Given<RReLUOptions, [lower: number, upper: number]>) {
    const o = positional(given, { lower: 1 / 8, upper: 1 / 3, inplace: false }, [
      "lower",
      "upper",
      "inplace",
    ]);
    super(o.inplace);
    this.lower = o.lower;
    this.upper = o.upper;
  }

  forward(input: Tensor): Tensor {
    const { lower, upper, training, inplace } = this;
    return rrelu({ self: input, lower, upper, training, inplace });
  }

  protected override options(): readonly string[] {
    return [`lower=${pythonNumber(this.lower)}`, `upper=${pythonNumber(this.upper)}`];
  }
}

/** Softmax over the channels of `[N, C, H, W]` or `[C, H, W]`. */
export class Softmax2d extends Module {
  forward(input: Tensor): Tensor {
    if (input.ndim !== 3 && input.ndim !== 4) {
      throw new ValueError(`Softmax2d: expected input to be 3D or 4D, got ${input.ndim}D instead`);
    }
    return functionalSoftmax({ input, dim: -3 });
  }
}
