/** Covariances and correlations of variables, which are rows, over observations, which are columns. */
import { RuntimeError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { mm } from "./matmul.ts";
import { defineOp } from "./op.ts";

function checkRank(name: string, self: Tensor): void {
  if (self.ndim <= 2) return;
  throw new RuntimeError(
    `${name}(): expected input to have two or fewer dimensions but got an input with ${self.ndim} dimensions`,
  );
}

export const cov = defineOp({
  schema: "cov(Tensor self, *, int correction=1, Tensor? fweights=None, Tensor? aweights=None) -> Tensor",
  doc: "The covariances of the rows of `[variables, observations]`: `[variables, variables]`; of a vector its variance. `fweights` says how often each observation was made, `aweights` how much it counts.",
  on: ["method", "torch"],
  composite: ({ self, correction, fweights, aweights }) => {
    checkRank("cov", self);
    const rows = self.ndim < 2 ? self.view([1, -1]) : self;
    const times = fweights && aweights ? fweights.mul(aweights) : (fweights ?? aweights);
    const weights = times?.to(rows.dtype.isFloatingPoint ? rows.dtype : times.dtype) ?? null;
    const number = (x: number) => rows.newZeros([]).fill_(x);
    const total = weights ? weights.sum() : number(rows.shape[1] as number);
    const mean = (weights ? rows.mul(weights) : rows).sum([1]).div(total);
    const least =
      aweights && weights && correction !== 0
        ? total.sub(weights.mul(aweights).sum().div(total).mul(correction))
        : total.sub(correction);
    const centered = rows.sub(mean.unsqueeze(1));
    const left = weights ? centered.mul(weights) : centered;
    return mm({ self: left, mat2: centered.t() }).div(least.clamp(0)).squeeze();
  },
});

export const corrcoef = defineOp({
  schema: "corrcoef(Tensor self) -> Tensor",
  doc: "The correlations of the rows of `[variables, observations]`, between -1 and 1.",
  on: ["method", "torch"],
  composite: ({ self }) => {
    checkRank("corrcoef", self);
    const covariances = cov({ self });
    if (covariances.ndim === 0) return covariances.div(covariances);
    const deviations = covariances.diagonal().sqrt();
    return covariances
      .div(deviations.view([-1, 1]))
      .div(deviations.view([1, -1]))
      .clamp(-1, 1);
  },
});
