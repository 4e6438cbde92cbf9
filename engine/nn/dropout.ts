/** Dropout layers: at work in training mode only. */

import { ValueError } from "../errors.ts";
import { floatRepr } from "../format/floatRepr.ts";
import { dropout, dropout2d } from "../ops/dropout.ts";
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

  override extraRepr(): string {
    return `p=${floatRepr(this.p)}, inplace=${bool(this.inplace)}`;
  }
}

/** Sets single elements to 0 and scales the others, so that the mean stays. */
export class Dropout extends DropoutLayer {
  forward(input: Tensor): Tensor {
    return dropout({ input, p: this.p, training: this.training });
  }
}

/** Sets whole channels of `[N, C, H, W]` to 0 and scales the others. */
export class Dropout2d extends DropoutLayer {
  forward(input: Tensor): Tensor {
    return dropout2d({ input, p: this.p, training: this.training });
  }
}
