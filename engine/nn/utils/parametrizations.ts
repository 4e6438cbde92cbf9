/** `nn.utils.parametrizations`: weight and spectral normalization as parametrizations. */

import { noGrad } from "../../autograd/mode.ts";
import { IndexError, ValueError } from "../../errors.ts";
import { vdot } from "../../ops/matmul.ts";
import { normExceptDim, weightNorm as scaledToNorms } from "../../ops/weightNorm.ts";
import { Tensor } from "../../tensor.ts";
import { Module } from "../module.ts";
import { type Given, positional } from "../positional.ts";
import { changeBeforeLoad } from "../stateDict.ts";
import { type Parametrized, registerParametrization } from "./parametrize.ts";
import { checkIterations, follow, outputDim, outputsFirst, unit } from "./spectral.ts";

class WeightNorm extends Module {
  readonly dim: number;

  constructor(dim: number) {
    super();
    this.dim = dim;
  }

  forward(...[g, v]: Tensor[]): Tensor {
    return scaledToNorms({ v: v as Tensor, g: g as Tensor, dim: this.dim });
  }

  rightInverse(weight: Tensor): readonly Tensor[] {
    return [normExceptDim({ v: weight, pow: 2, dim: this.dim }), weight];
  }
}
Object.defineProperty(WeightNorm, "name", { value: "_WeightNorm" });

export interface WeightNormOptions {
  /** The parameter's name. */
  name?: string;
  /** The dimension whose indices have a norm each; null: one norm for all elements. */
  dim?: number | null;
}

export const WEIGHT_NORM = { name: "weight", dim: 0 };

/**
 * Weight normalization (arXiv:1602.07868): `w = g · v / ‖v‖`. Instead of the weight its norms are trained,
 * `parametrizations.weight.original0`, and its direction, `original1`.
 */
export function weightNorm<M extends Module>(
  module: M,
  ...given: Given<[name: string, dim: number | null], WeightNormOptions>
): Parametrized<M> {
  const { name, dim } = positional<Required<WeightNormOptions>>(given, WEIGHT_NORM, ["name", "dim"]);
  const result = registerParametrization(module, name, new WeightNorm(dim ?? -1), { unsafe: true });
  changeBeforeLoad(module, (state, prefix) => {
    const [g, v] = [state[`${prefix}${name}_g`], state[`${prefix}${name}_v`]];
    if (!g || !v) return;
    Reflect.deleteProperty(state, `${prefix}${name}_g`);
    Reflect.deleteProperty(state, `${prefix}${name}_v`);
    state[`${prefix}parametrizations.${name}.original0`] = g;
    state[`${prefix}parametrizations.${name}.original1`] = v;
  });
  return result;
}

class SpectralNorm extends Module {
  readonly dim: number;
  readonly eps: number;
  readonly nPowerIterations: number;
  declare readonly _u: Tensor;
  declare readonly _v: Tensor;

  constructor(weight: Tensor, nPowerIterations: number, dim: number, eps: number) {
    super();
    const ndim = weight.ndim;
    if (dim >= ndim || dim < -ndim) {
      throw new IndexError(
        `Dimension out of range (expected to be in range of [-${ndim}, ${ndim - 1}] but got ${dim})`,
      );
    }
    checkIterations(nPowerIterations);
    this.dim = dim < 0 ? dim + ndim : dim;
    this.eps = eps;
    this.nPowerIterations = nPowerIterations;
    if (ndim < 2) return;
    const matrix = noGrad(() => outputsFirst(weight, this.dim).flatten(1));
    const [u, v] = matrix.shape.map((size) => noGrad(() => matrix.newEmpty(size).normal_(0, 1)));
    this.registerBuffer(
      "_u",
      noGrad(() => unit(u as Tensor, eps)),
    );
    this.registerBuffer(
      "_v",
      noGrad(() => unit(v as Tensor, eps)),
    );
    iterate(this, matrix, 15);
  }

  forward(...[weight]: Tensor[]): Tensor {
    const w = weight as Tensor;
    if (w.ndim === 1) return unit(w, this.eps);
    const matrix = outputsFirst(w, this.dim).flatten(1);
    if (this.training) iterate(this, matrix, this.nPowerIterations);
    const [u, v] = [this._u.clone(), this._v.clone()];
    return w.div(vdot({ self: u, other: matrix.mv(v) }));
  }

  rightInverse(value: Tensor): Tensor {
    return value;
  }
}
Object.defineProperty(SpectralNorm, "name", { value: "_SpectralNorm" });

function iterate(norm: SpectralNorm, matrix: Tensor, count: number): void {
  noGrad(() => {
    for (let i = 0; i < count; i++) {
      follow(norm._u, matrix, norm._v, norm.eps);
      follow(norm._v, matrix.mT, norm._u, norm.eps);
    }
  });
}

export interface SpectralNormOptions {
  /** The parameter's name. */
  name?: string;
  /** Steps of the power method each time the weight is read in training mode. */
  nPowerIterations?: number;
  /** Keeps norms from being 0. */
  eps?: number;
  /** The dimension of the outputs: 0, in transposed convolutions 1. */
  dim?: number | null;
}

export const SPECTRAL_NORM = { name: "weight", nPowerIterations: 1, eps: 1e-12, dim: null };
export type SpectralNormArguments = Given<
  [name: string, nPowerIterations: number, eps: number, dim: number | null],
  SpectralNormOptions
>;
export const spectralNormOptions = (given: SpectralNormArguments): Required<SpectralNormOptions> =>
  positional<Required<SpectralNormOptions>>(given, SPECTRAL_NORM, ["name", "nPowerIterations", "eps", "dim"]);

/** Spectral normalization (arXiv:1802.05957): the weight divided by an estimate of its largest singular value. */
export function spectralNorm<M extends Module>(module: M, ...given: SpectralNormArguments): Parametrized<M> {
  const { name, nPowerIterations, eps, dim } = spectralNormOptions(given);
  const weight: unknown = Reflect.get(module, name);
  if (!(weight instanceof Tensor)) {
    throw new ValueError(`Module '${module}' has no parameter or buffer with name '${name}'`);
  }
  const norm = new SpectralNorm(weight, nPowerIterations, dim ?? outputDim(module), eps);
  return registerParametrization(module, name, norm);
}
