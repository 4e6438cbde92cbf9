/** Layers that normalise within a sample: `nn.LayerNorm`, `nn.GroupNorm`, `nn.RMSNorm`. */
import { ValueError } from "../errors.ts";
import { tupleText } from "../format/tupleText.ts";
import { groupNorm, layerNorm, rmsNorm } from "../ops/layerNorm.ts";
import type { Tensor } from "../tensor.ts";
import { pythonNumber } from "../trace/argumentText.ts";
import { ones_, zeros_ } from "./init.ts";
import { bool, type FactoryOptions, parameter } from "./linear.ts";
import { Module } from "./module.ts";
import type { Parameter } from "./parameter.ts";
import { positional } from "./positional.ts";
import { requireArguments } from "./required.ts";

/** Sizes of the last dimensions; a number is that of the last one alone. */
type NormalizedShape = number | readonly number[];

const sizes = (shape: NormalizedShape): readonly number[] =>
  typeof shape === "number" ? [shape] : [...shape];

export interface LayerNormOptions extends FactoryOptions {
  /** Added to the variance, so that nothing is divided by 0. */
  eps?: number;
  /** Whether there is a weight and a bias, one for each element that is normalised. */
  elementwiseAffine?: boolean;
  bias?: boolean;
}

/** Normalises over the last dimensions to mean 0 and variance 1, then scales and shifts. */
export class LayerNorm extends Module {
  readonly normalizedShape: readonly number[];
  readonly eps: number;
  readonly elementwiseAffine: boolean;
  weight: Parameter | null;
  bias: Parameter | null;

  constructor(normalizedShape: NormalizedShape, options?: LayerNormOptions);
  constructor(normalizedShape: NormalizedShape, eps: number, options?: LayerNormOptions);
  constructor(
    normalizedShape: NormalizedShape,
    eps: number,
    elementwiseAffine: boolean,
    options?: LayerNormOptions,
  );
  constructor(normalizedShape: NormalizedShape, ...rest: unknown[]) {
    super();
    requireArguments(this, { normalizedShape });
    const o = positional(rest, { eps: 1e-5, elementwiseAffine: true, bias: true }, [
      "eps",
      "elementwiseAffine",
      "bias",
    ]);
    this.normalizedShape = sizes(normalizedShape);
    this.eps = o.eps;
    this.elementwiseAffine = o.elementwiseAffine;
    this.weight = o.elementwiseAffine ? parameter(this.normalizedShape, o) : null;
    this.bias = o.elementwiseAffine && o.bias ? parameter(this.normalizedShape, o) : null;
    this.resetParameters();
  }

  /** Weight 1, bias 0. */
  resetParameters(): void {
    if (this.weight) ones_(this.weight);
    if (this.bias) zeros_(this.bias);
  }

  forward(input: Tensor): Tensor {
    const { normalizedShape, weight, bias, eps } = this;
    return layerNorm({ input, normalizedShape, weight, bias, eps });
  }

  override extraRepr(): string {
    return `${tupleText(this.normalizedShape)}, eps=${pythonNumber(this.eps)}, elementwise_affine=${bool(this.elementwiseAffine)}, bias=${bool(this.bias !== null)}`;
  }
}

export interface GroupNormOptions extends FactoryOptions {
  /** Added to the variance, so that nothing is divided by 0. */
  eps?: number;
  /** Whether there is a weight and a bias, one for each channel. */
  affine?: boolean;
  bias?: boolean;
}

/** Normalises `numGroups` groups of channels of each sample of `[N, C, …]`. */
export class GroupNorm extends Module {
  readonly numGroups: number;
  readonly numChannels: number;
  readonly eps: number;
  readonly affine: boolean;
  weight: Parameter | null;
  bias: Parameter | null;

  constructor(numGroups: number, numChannels: number, options?: GroupNormOptions);
  constructor(numGroups: number, numChannels: number, eps: number, options?: GroupNormOptions);
  constructor(
    numGroups: number,
    numChannels: number,
    eps: number,
    affine: boolean,
    options?: GroupNormOptions,
  );
  constructor(numGroups: number, numChannels: number, ...rest: unknown[]) {
    super();
    requireArguments(this, { numGroups, numChannels });
    const o = positional(rest, { eps: 1e-5, affine: true, bias: true }, ["eps", "affine"]);
    if (numChannels % numGroups !== 0) {
      throw new ValueError(`num_channels (${numChannels}) must be divisible by num_groups (${numGroups})`);
    }
    this.numGroups = numGroups;
    this.numChannels = numChannels;
    this.eps = o.eps;
    this.affine = o.affine;
    this.weight = o.affine ? parameter([numChannels], o) : null;
    this.bias = o.affine && o.bias ? parameter([numChannels], o) : null;
    this.resetParameters();
  }

  /** Weight 1, bias 0. */
  resetParameters(): void {
    if (this.weight) ones_(this.weight);
    if (this.bias) zeros_(this.bias);
  }

  forward(input: Tensor): Tensor {
    const { numGroups, weight, bias, eps } = this;
    return groupNorm({ input, numGroups, weight, bias, eps });
  }

  override extraRepr(): string {
    return `${this.numGroups}, ${this.numChannels}, eps=${pythonNumber(this.eps)}, affine=${bool(this.affine)}, bias=${bool(this.bias !== null)}`;
  }
}

export interface RMSNormOptions extends FactoryOptions {
  /** Added to the mean square; null: the smallest step of the dtype at 1. */
  eps?: number | null;
  /** Whether there is a weight, one for each element that is normalised. */
  elementwiseAffine?: boolean;
}

/** Divides by the root mean square over the last dimensions, then scales. */
export class RMSNorm extends Module {
  readonly normalizedShape: readonly number[];
  readonly eps: number | null;
  readonly elementwiseAffine: boolean;
  weight: Parameter | null;

  constructor(normalizedShape: NormalizedShape, options?: RMSNormOptions);
  constructor(normalizedShape: NormalizedShape, eps: number | null, options?: RMSNormOptions);
  constructor(normalizedShape: NormalizedShape, ...rest: unknown[]) {
    super();
    requireArguments(this, { normalizedShape });
    const o = positional(rest, { eps: null as number | null, elementwiseAffine: true }, [
      "eps",
      "elementwiseAffine",
    ]);
    this.normalizedShape = sizes(normalizedShape);
    this.eps = o.eps;
    this.elementwiseAffine = o.elementwiseAffine;
    this.weight = o.elementwiseAffine ? parameter(this.normalizedShape, o) : null;
    this.resetParameters();
  }

  /** Weight 1. */
  resetParameters(): void {
    if (this.weight) ones_(this.weight);
  }

  forward(input: Tensor): Tensor {
    const { normalizedShape, weight, eps } = this;
    return rmsNorm({ input, normalizedShape, weight, eps });
  }

  override extraRepr(): string {
    const eps = this.eps === null ? "None" : pythonNumber(this.eps);
    return `${tupleText(this.normalizedShape)}, eps=${eps}, elementwise_affine=${bool(this.elementwiseAffine)}`;
  }
}
