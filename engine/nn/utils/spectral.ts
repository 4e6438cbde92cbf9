/** What the forms of spectral normalization share: the power method for the largest singular value. */

import { functionalFunctions } from "../../api/install.ts";
import { noGrad } from "../../autograd/mode.ts";
import { ValueError } from "../../errors.ts";
import type { Tensor } from "../../tensor.ts";
import { ConvTranspose1d, ConvTranspose2d, ConvTranspose3d } from "../convTranspose.ts";
import type { Module } from "../module.ts";

/** A unit vector of normal numbers. */
export const randomUnit = (like: Tensor, size: number, eps: number): Tensor =>
  unit(like.newEmpty(size).normal_(0, 1), eps);

export const unit = (x: Tensor, eps: number): Tensor => functionalFunctions.normalize(x, { dim: 0, eps });

/** The dimension of the outputs first. */
export const outputsFirst = (weight: Tensor, dim: number): Tensor =>
  dim === 0 ? weight : weight.permute([dim, ...weight.shape.map((_, d) => d).filter((d) => d !== dim)]);

export function checkIterations(count: number): void {
  if (count <= 0) {
    throw new ValueError(`Expected n_power_iterations to be positive, but got n_power_iterations=${count}`);
  }
}

/** Where the outputs are: in transposed convolutions they come second. */
export const outputDim = (module: Module): number =>
  [ConvTranspose1d, ConvTranspose2d, ConvTranspose3d].some((type) => module instanceof type) ? 1 : 0;

/** Writes the next estimate into one of the two vectors. */
export function follow(target: Tensor, matrix: Tensor, from: Tensor, eps: number): void {
  noGrad(() => target.copy_(unit(matrix.mv(from), eps)));
}
