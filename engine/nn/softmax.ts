/** Softmax as layers. */
import { functionalLogSoftmax, functionalSoftmax, softmin } from "../ops/softmax.ts";
import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";
import { positional } from "./positional.ts";

abstract class AlongDim extends Module {
  /** Null: PyTorch's old rule, by the number of dimensions. */
  readonly dim: number | null;

  constructor(options?: { dim?: number | null } | number | null) {
    super();
    const given = options === undefined ? [] : [options];
    this.dim = positional(given, { dim: null as number | null }, ["dim"]).dim;
  }

  override extraRepr(): string {
    return `dim=${this.dim ?? "None"}`;
  }
}

/** `exp(x) / sum(exp(x))` along a dimension: positive numbers that add up to 1. */
export class Softmax extends AlongDim {
  forward(input: Tensor): Tensor {
    return functionalSoftmax({ input, dim: this.dim });
  }
}

/** `softmax(-x)` along a dimension. */
export class Softmin extends AlongDim {
  forward(input: Tensor): Tensor {
    return softmin({ input, dim: this.dim });
  }
}

/** The logarithm of softmax along a dimension. */
export class LogSoftmax extends AlongDim {
  forward(input: Tensor): Tensor {
    return functionalLogSoftmax({ input, dim: this.dim });
  }
}
