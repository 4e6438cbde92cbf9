/** `nn.Linear`, `nn.Bilinear` and `nn.Identity`. */

import { deviceFrom } from "../api/device.ts";
import type { DType } from "../dtype.ts";
import { ValueError } from "../errors.ts";
import type { DeviceLike } from "../generated/api.ts";
import { empty } from "../ops/creation.ts";
import { linear } from "../ops/matmul.ts";
import { bilinear } from "../ops/trilinear.ts";
import type { Tensor } from "../tensor.ts";
import { unrecorded } from "../trace/recorder.ts";
import { fans, kaimingUniform_, uniform_ } from "./init.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";
import { type Given, positional } from "./positional.ts";
import { requireArguments } from "./required.ts";

/** Where a layer's parameters are made: options of every layer that has some. */
export interface FactoryOptions {
  device?: DeviceLike | undefined;
  dtype?: DType | undefined;
}

/** An uninitialised parameter. */
export function parameter(size: readonly number[], { device, dtype }: FactoryOptions = {}): Parameter {
  return unrecorded(
    () => new Parameter(empty({ size, dtype: dtype ?? null, device: device ? deviceFrom(device) : null })),
  );
}

export const bool = (value: boolean): string => (value ? "True" : "False");

/** `y = x · weightᵀ + bias`: `[…, inFeatures]` to `[…, outFeatures]`. */
export class Linear extends Module {
  readonly inFeatures: number;
  readonly outFeatures: number;
  weight: Parameter;
  bias: Parameter | null;

  constructor(inFeatures: number, outFeatures: number, options?: { bias?: boolean } & FactoryOptions);
  constructor(inFeatures: number, outFeatures: number, bias?: boolean, options?: FactoryOptions);
  constructor(inFeatures: number, outFeatures: number, ...rest: unknown[]) {
    super();
    requireArguments(this, { inFeatures, outFeatures });
    const o = positional(rest, { bias: true }, ["bias"]);
    this.inFeatures = inFeatures;
    this.outFeatures = outFeatures;
    this.weight = parameter([outFeatures, inFeatures], o);
    this.bias = o.bias ? parameter([outFeatures], o) : null;
    this.resetParameters();
  }

  /** PyTorch's default: evenly from ±1/√inFeatures, for both. */
  resetParameters(): void {
    kaimingUniform_(this.weight, { a: Math.sqrt(5) });
    if (!this.bias) return;
    const { fanIn } = fans(this.weight);
    const bound = fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0;
    uniform_(this.bias, -bound, bound);
  }

  forward(input: Tensor): Tensor {
    return linear({ input, weight: this.weight, bias: this.bias });
  }

  override extraRepr(): string {
    return `in_features=${this.inFeatures}, out_features=${this.outFeatures}, bias=${bool(this.bias !== null)}`;
  }
}

/** `y[o] = x₁ᵀ · weight[o] · x₂ + bias[o]`: `[…, in1Features]` and `[…, in2Features]` to `[…, outFeatures]`. */
export class Bilinear extends Module {
  readonly in1Features: number;
  readonly in2Features: number;
  readonly outFeatures: number;
  weight: Parameter;
  bias: Parameter | null;

  constructor(
    in1Features: number,
    in2Features: number,
    outFeatures: number,
    ...rest: Given<[bias: boolean], { bias?: boolean } & FactoryOptions>
  ) {
    super();
    requireArguments(this, { in1Features, in2Features, outFeatures });
    const o = positional(rest, { bias: true }, ["bias"]);
    this.in1Features = in1Features;
    this.in2Features = in2Features;
    this.outFeatures = outFeatures;
    this.weight = parameter([outFeatures, in1Features, in2Features], o);
    this.bias = o.bias ? parameter([outFeatures], o) : null;
    this.resetParameters();
  }

  /** PyTorch's default: evenly from ±1/√in1Features, for both. */
  resetParameters(): void {
    if (this.in1Features <= 0) {
      throw new ValueError(`in1_features must be > 0, but got (in1_features=${this.in1Features})`);
    }
    const bound = 1 / Math.sqrt(this.in1Features);
    uniform_(this.weight, -bound, bound);
    if (this.bias) uniform_(this.bias, -bound, bound);
  }

  forward(input1: Tensor, input2: Tensor): Tensor {
    return bilinear({ input1, input2, weight: this.weight, bias: this.bias });
  }

  override extraRepr(): string {
    return `in1_features=${this.in1Features}, in2_features=${this.in2Features}, out_features=${this.outFeatures}, bias=${bool(this.bias !== null)}`;
  }
}

/** Gives back what it is given; takes any arguments when made. */
export class Identity extends Module {
  constructor(..._ignored: unknown[]) {
    super();
  }

  forward(input: Tensor): Tensor {
    return input;
  }
}
