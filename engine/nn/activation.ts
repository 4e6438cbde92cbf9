/** Activations as layers. Options come by position in PyTorch's order or by name. */

import { floatRepr } from "../format/floatRepr.ts";
import {
  celu,
  elu,
  gelu,
  leakyRelu,
  logsigmoid,
  mish,
  prelu,
  silu,
  softplus,
  softsign,
  tanhshrink,
} from "../ops/activations.ts";
import { glu } from "../ops/glu.ts";
import { hardsigmoid, hardswish, hardtanh } from "../ops/hardActivations.ts";
import { relu, sigmoid, tanh } from "../ops/unary.ts";
import type { Tensor } from "../tensor.ts";
import { constant_ } from "./init.ts";
import { type FactoryOptions, parameter } from "./linear.ts";
import { Module } from "./module.ts";
import type { Parameter } from "./parameter.ts";
import { positional } from "./positional.ts";

/** Options as the constructors here take them: by name, or the first ones by position. */
export type Given<O, V extends readonly unknown[]> =
  | [options?: Partial<O>]
  | [...values: Partial<V>]
  | [...values: V, options: Partial<O>];

export interface Inplace {
  /** The input itself is overwritten. */
  inplace: boolean;
}

/** An activation that may overwrite its input. */
export abstract class InplaceActivation extends Module {
  readonly inplace: boolean;

  constructor(inplace: boolean) {
    super();
    this.inplace = inplace;
  }

  /** `alpha=1.0`, then `inplace=True` where it is so. */
  override extraRepr(): string {
    return [...this.options(), ...(this.inplace ? ["inplace=True"] : [])].join(", ");
  }

  protected options(): readonly string[] {
    return [];
  }
}

const inplaceOption = (given: Given<Inplace, [boolean]>): boolean =>
  positional(given, { inplace: false }, ["inplace"]).inplace;

/** `max(0, x)`; with `inplace` the input itself is overwritten. */
export class ReLU extends InplaceActivation {
  constructor(...given: Given<Inplace, [inplace: boolean]>) {
    super(inplaceOption(given));
  }

  forward(input: Tensor): Tensor {
    return this.inplace ? relu.inplace({ self: input }) : relu({ self: input });
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

/** The Gaussian error linear unit, exact or (`approximate: "tanh"`) by a hyperbolic tangent. */
export class GELU extends Module {
  readonly approximate: "none" | "tanh";

  constructor(options: { approximate?: "none" | "tanh" } = {}) {
    super();
    this.approximate = options.approximate ?? "none";
  }

  forward(input: Tensor): Tensor {
    return gelu({ self: input, approximate: this.approximate });
  }

  override extraRepr(): string {
    return `approximate='${this.approximate}'`;
  }
}

/** `x · sigmoid(x)`. */
export class SiLU extends InplaceActivation {
  constructor(...given: Given<Inplace, [inplace: boolean]>) {
    super(inplaceOption(given));
  }

  forward(input: Tensor): Tensor {
    return this.inplace ? silu.inplace({ self: input }) : silu({ self: input });
  }
}

/** `x · tanh(softplus(x))`. */
export class Mish extends InplaceActivation {
  constructor(...given: Given<Inplace, [inplace: boolean]>) {
    super(inplaceOption(given));
  }

  forward(input: Tensor): Tensor {
    return this.inplace ? mish.inplace({ self: input }) : mish({ self: input });
  }
}

/** `x · relu6(x + 3) / 6`. */
export class Hardswish extends InplaceActivation {
  constructor(...given: Given<Inplace, [inplace: boolean]>) {
    super(inplaceOption(given));
  }

  forward(input: Tensor): Tensor {
    return this.inplace ? hardswish.inplace({ self: input }) : hardswish({ self: input });
  }
}

/** `relu6(x + 3) / 6`. */
export class Hardsigmoid extends InplaceActivation {
  constructor(...given: Given<Inplace, [inplace: boolean]>) {
    super(inplaceOption(given));
  }

  forward(input: Tensor): Tensor {
    return this.inplace ? hardsigmoid.inplace({ self: input }) : hardsigmoid({ self: input });
  }
}

interface AlphaOptions extends Inplace {
  alpha: number;
}

/** x above 0, `alpha · (exp(x) - 1)` below. */
export class ELU extends InplaceActivation {
  readonly alpha: number;

  constructor(...given: Given<AlphaOptions, [alpha: number]>) {
    const o = positional(given, { alpha: 1, inplace: false }, ["alpha", "inplace"]);
    super(o.inplace);
    this.alpha = o.alpha;
  }

  forward(input: Tensor): Tensor {
    const args = { self: input, alpha: this.alpha };
    return this.inplace ? elu.inplace(args) : elu(args);
  }

  protected override options(): readonly string[] {
    return [`alpha=${floatRepr(this.alpha)}`];
  }
}

/** x above 0, `alpha · (exp(x / alpha) - 1)` below. */
export class CELU extends InplaceActivation {
  readonly alpha: number;

  constructor(...given: Given<AlphaOptions, [alpha: number]>) {
    const o = positional(given, { alpha: 1, inplace: false }, ["alpha", "inplace"]);
    super(o.inplace);
    this.alpha = o.alpha;
  }

  forward(input: Tensor): Tensor {
    const args = { self: input, alpha: this.alpha };
    return this.inplace ? celu.inplace(args) : celu(args);
  }

  protected override options(): readonly string[] {
    return [`alpha=${floatRepr(this.alpha)}`];
  }
}

/** The scaled exponential linear unit. */
export class SELU extends InplaceActivation {
  constructor(...given: Given<Inplace, [inplace: boolean]>) {
    super(inplaceOption(given));
  }

  forward(input: Tensor): Tensor {
    const args = { self: input, alpha: 1.6732632423543772, scale: 1.0507009873554805 };
    return this.inplace ? elu.inplace(args) : elu(args);
  }
}

interface LeakyReLUOptions extends Inplace {
  negativeSlope: number;
}

/** x above 0, `negativeSlope · x` below. */
export class LeakyReLU extends InplaceActivation {
  readonly negativeSlope: number;

  constructor(...given: Given<LeakyReLUOptions, [negativeSlope: number]>) {
    const o = positional(given, { negativeSlope: 0.01, inplace: false }, ["negativeSlope", "inplace"]);
    super(o.inplace);
    this.negativeSlope = o.negativeSlope;
  }

  forward(input: Tensor): Tensor {
    const args = { self: input, negativeSlope: this.negativeSlope };
    return this.inplace ? leakyRelu.inplace(args) : leakyRelu(args);
  }

  protected override options(): readonly string[] {
    return [`negative_slope=${floatRepr(this.negativeSlope)}`];
  }
}

interface HardtanhOptions extends Inplace {
  minVal: number;
  maxVal: number;
}

/** x, but at least `minVal` and at most `maxVal`. */
export class Hardtanh extends InplaceActivation {
  readonly minVal: number;
  readonly maxVal: number;

  constructor(...given: Given<HardtanhOptions, [minVal: number, maxVal: number]>) {
    const o = positional(given, { minVal: -1, maxVal: 1, inplace: false }, ["minVal", "maxVal", "inplace"]);
    super(o.inplace);
    this.minVal = o.minVal;
    this.maxVal = o.maxVal;
  }

  forward(input: Tensor): Tensor {
    const args = { self: input, minVal: this.minVal, maxVal: this.maxVal };
    return this.inplace ? hardtanh.inplace(args) : hardtanh(args);
  }

  protected override options(): readonly string[] {
    return [`min_val=${floatRepr(this.minVal)}`, `max_val=${floatRepr(this.maxVal)}`];
  }
}

/** x, but at least 0 and at most 6. */
export class ReLU6 extends InplaceActivation {
  constructor(...given: Given<Inplace, [inplace: boolean]>) {
    super(inplaceOption(given));
  }

  forward(input: Tensor): Tensor {
    const args = { self: input, minVal: 0, maxVal: 6 };
    return this.inplace ? hardtanh.inplace(args) : hardtanh(args);
  }
}

/** `log(1 + exp(beta · x)) / beta`. */
export class Softplus extends Module {
  readonly beta: number;
  readonly threshold: number;

  constructor(...given: Given<{ beta: number; threshold: number }, [beta: number, threshold: number]>) {
    super();
    const o = positional(given, { beta: 1, threshold: 20 }, ["beta", "threshold"]);
    this.beta = o.beta;
    this.threshold = o.threshold;
  }

  forward(input: Tensor): Tensor {
    return softplus({ self: input, beta: this.beta, threshold: this.threshold });
  }

  override extraRepr(): string {
    return `beta=${floatRepr(this.beta)}, threshold=${floatRepr(this.threshold)}`;
  }
}

/** `x / (1 + |x|)`. */
export class Softsign extends Module {
  forward(input: Tensor): Tensor {
    return softsign({ self: input });
  }
}

/** `x - tanh(x)`. */
export class Tanhshrink extends Module {
  forward(input: Tensor): Tensor {
    return tanhshrink({ self: input });
  }
}

/** The logarithm of the sigmoid. */
export class LogSigmoid extends Module {
  forward(input: Tensor): Tensor {
    return logsigmoid({ self: input });
  }
}

/** x above 0, `weight · x` below; the weight is learned, one for all channels or one for each. */
export class PReLU extends Module {
  readonly numParameters: number;
  weight: Parameter;

  constructor(
    ...given: Given<
      { numParameters: number; init: number } & FactoryOptions,
      [numParameters: number, init: number]
    >
  ) {
    super();
    const o = positional(given, { numParameters: 1, init: 0.25 }, ["numParameters", "init"]);
    this.numParameters = o.numParameters;
    this.weight = parameter([o.numParameters], o);
    constant_(this.weight, o.init);
  }

  forward(input: Tensor): Tensor {
    return prelu({ self: input, weight: this.weight });
  }

  override extraRepr(): string {
    return `num_parameters=${this.numParameters}`;
  }
}

/** The first half of a dimension times the sigmoid of the second. */
export class GLU extends Module {
  readonly dim: number;

  constructor(...given: Given<{ dim: number }, [dim: number]>) {
    super();
    this.dim = positional(given, { dim: -1 }, ["dim"]).dim;
  }

  forward(input: Tensor): Tensor {
    return glu({ self: input, dim: this.dim });
  }

  override extraRepr(): string {
    return `dim=${this.dim}`;
  }
}
