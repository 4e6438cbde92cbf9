/** Activations as layers. */
import { relu, sigmoid, tanh } from "../ops/unary.ts";
import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";
import { positional } from "./positional.ts";

/** `max(0, x)`; with `inplace` the input itself is overwritten. */
export class ReLU extends Module {
  readonly inplace: boolean;

  constructor(options?: { inplace?: boolean } | boolean) {
    super();
    this.inplace = positional(options === undefined ? [] : [options], { inplace: false }, [
      "inplace",
    ]).inplace;
  }

  forward(input: Tensor): Tensor {
    return this.inplace ? input.relu_() : relu({ self: input });
  }

  override extraRepr(): string {
    return this.inplace ? "inplace=True" : "";
  }
}

/** `1 / (1 + exp(-x))`. */
export class Sigmoid extends Module {
  forward(input: Tensor): Tensor {
    return sigmoid({ self: input });
  }
}

/** The hyperbolic tangent. */
export class Tanh extends Module {
  forward(input: Tensor): Tensor {
    return tanh({ self: input });
  }
}
