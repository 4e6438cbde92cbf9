/** Dropout layers: at work in training mode only. */

import { ValueError } from "../errors.ts";
import { floatRepr } from "../format/floatRepr.ts";
import {
  alphaDropout,
  dropout,
  dropout1d,
  dropout2d,
  dropout3d,
  featureAlphaDropout,
} from "../ops/dropout.ts";
import type { Tensor } from "../tensor.ts";
import { bool } from "./linear.ts";
import { Module } from "./module.ts";
import { positional } from "./positional.ts";

interface DropoutOptions {
  /** The probability of an element to become 0. */
  p: number;
  inplace: boolean;
}

abstract class DropoutLayer extends Module {
  readonly p: number;
  readonly inplace: boolean;

  constructor(
    ...given: [options?: Partial<DropoutOptions>] | [p: number, options?: Partial<DropoutOptions>]
  ) {
    super();
    const o = positional(given, { p: 0.5, inplace: false }, ["p", "inplace"]);
    if (o.p < 0 || o.p > 1) {
      throw new ValueError(`dropout probability has to be between 0 and 1, but got ${o.p}`);
    }
    this.p = o.p;
    this.inplace = o.inplace;
  }

  /** The arguments of the op that this layer calls. */
  protected operands(input: Tensor) {
    return { input, p: this.p, training: this.training, inplace: this.inplace };
  }

  override extraRepr(): string {
    return `p=${floatRepr(this.p)}, inplace=${bool(this.inplace)}`;
  }
}

/** Sets single elements to 0 and scales the others, so that the mean stays. */
export class Dropout extends DropoutLayer {
  forward(input: Tensor): Tensor {
    return dropout(this.operands(input));
  }
}

/** Sets whole channels of `[N, C, L]` to 0 and scales the others. */
export class Dropout1d extends DropoutLayer {
  forward(input: Tensor): Tensor {
    return dropout1d(this.operands(input));
  }
}

/** Sets whole channels of `[N, C, H, W]` to 0 and scales the others. */
export class Dropout2d extends DropoutLayer {
  forward(input: Tensor): Tensor {
    return dropout2d(this.operands(input));
  }
}

/** Sets whole channels of `[N, C, D, H, W]` to 0 and scales the others. */
export class Dropout3d extends DropoutLayer {
  forward(input: Tensor): Tensor {
    return dropout3d(this.operands(input));
  }
}

/** Dropout for networks with SELU: mean and variance stay. */
export class AlphaDropout extends DropoutLayer {
  forward(input: Tensor): Tensor {
    return alphaDropout(this.operands(input));
  }
}

/** `AlphaDropout` of whole channels. */
export class FeatureAlphaDropout extends DropoutLayer {
  forward(input: Tensor): Tensor {
    return featureAlphaDropout(this.operands(input));
  }
}
