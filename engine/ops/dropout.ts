/** Dropout: elements set to 0 at random, those that PyTorch's CPU sets, the others scaled so that the mean stays. */
import { RuntimeError, ValueError } from "../errors.ts";
import { numel } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { mul } from "./arithmetic.ts";
import { defineOp } from "./op.ts";
import { emptyLike, newEmpty } from "./patterns.ts";
import { throwEqualCoins } from "./random.ts";

interface Dropped {
  readonly input: Tensor;
  readonly p: number;
  readonly training: boolean;
  readonly inplace: boolean;
}

const times = (input: Tensor, other: Tensor, inplace: boolean): Tensor =>
  inplace ? mul.inplace({ self: input, other }) : mul({ self: input, other });

/** Whether elements are dropped at all. */
function drops({ input, p, training }: Dropped): boolean {
  if (p < 0 || p > 1) {
    throw new ValueError(`dropout probability has to be between 0 and 1, but got ${p}`);
  }
  return training && p !== 0 && numel(input.shape) !== 0;
}

/** One coin for each element, thrown in the order in which these lie, or for each of the shape given. */
const kept = (input: Tensor, p: number, shape: readonly number[]): Tensor =>
  throwEqualCoins.inplace({
    self: shape === input.shape ? emptyLike({ self: input }) : newEmpty({ self: input, size: shape }),
    p: 1 - p,
  });

/** `input` times a mask of the shape given, which may be broadcast over it. */
function masked(a: Dropped, shape: readonly number[]): Tensor {
  const { input, p, inplace } = a;
  if (!drops(a)) return input;
  if (p === 1) return times(input, input.newZeros([]), inplace);
  return times(input, kept(input, p, shape).div_(1 - p), inplace);
}

/** One number for each channel of `[N, C, …]`. */
function channels(input: Tensor): number[] {
  if (input.ndim < 2) throw new RuntimeError("Feature dropout requires at least 2 dimensions in the input");
  return input.shape.map((s, i) => (i < 2 ? s : 1));
}

/** -alpha · scale of SELU: what dropped elements become. */
const SATURATION = 1.7580993408473766;

/** Dropped elements become the value that SELU saturates at, and all are scaled so that mean and variance stay. */
function saturated(a: Dropped, shape: readonly number[]): Tensor {
  const { input, p, inplace } = a;
  if (!drops(a)) return input;
  if (p === 1) return times(input, input.newZeros([]), inplace);
  const noise = kept(input, p, shape);
  const scale = 1 / Math.sqrt((SATURATION * SATURATION * p + 1) * (1 - p));
  const shift = noise
    .add(-1)
    .mul_(SATURATION * scale)
    .add_(SATURATION * scale * p);
  return times(input, noise.mul_(scale), inplace).add_(shift);
}

/** Inputs without a batch dimension get one for the while. */
const batched = (input: Tensor, rank: number, run: (input: Tensor) => Tensor): Tensor =>
  input.ndim === rank ? run(input) : run(input.unsqueeze(0)).squeeze(0);

export const dropout = defineOp({
  schema: "dropout(Tensor input, float p=0.5, bool training=True, bool inplace=False) -> Tensor",
  doc: "Sets elements to 0 with probability `p` and scales the others by `1 / (1 - p)`, in training only.",
  on: ["torch", "F"],
  composite: (a) => masked(a, a.input.shape),
});

export const dropout1d = defineOp({
  schema: "dropout1d(Tensor input, float p=0.5, bool training=True, bool inplace=False) -> Tensor",
  doc: "Sets whole channels of `[N, C, L]` or `[C, L]` to 0 with probability `p` and scales the others, in training only.",
  on: ["F"],
  composite: (a) => {
    const { input, p } = a;
    drops(a);
    if (input.ndim !== 2 && input.ndim !== 3) {
      throw new RuntimeError(
        `dropout1d: Expected 2D or 3D input, but received a ${input.ndim}D input. Note that dropout1d exists to provide channel-wise dropout on inputs with 1 spatial dimension, a channel dimension, and an optional batch dimension (i.e. 2D or 3D inputs).`,
      );
    }
    return batched(input, 3, (x) => masked({ ...a, input: x, p }, channels(x)));
  },
});

export const dropout2d = defineOp({
  schema: "dropout2d(Tensor input, float p=0.5, bool training=True, bool inplace=False) -> Tensor",
  doc: "Sets whole channels of `[N, C, H, W]` to 0 with probability `p` and scales the others, in training only.",
  on: ["F"],
  composite: (a) => {
    drops(a);
    return masked(a, channels(a.input));
  },
});

export const dropout3d = defineOp({
  schema: "dropout3d(Tensor input, float p=0.5, bool training=True, bool inplace=False) -> Tensor",
  doc: "Sets whole channels of `[N, C, D, H, W]` or `[C, D, H, W]` to 0 with probability `p` and scales the others, in training only.",
  on: ["F"],
  composite: (a) => {
    drops(a);
    return batched(a.input, 5, (x) => masked({ ...a, input: x }, channels(x)));
  },
});

export const alphaDropout = defineOp({
  schema: "alpha_dropout(Tensor input, float p=0.5, bool training=False, bool inplace=False) -> Tensor",
  doc: "Dropout that keeps mean and variance, for networks with SELU: dropped elements become the value it saturates at.",
  on: ["torch", "F"],
  composite: (a) => saturated(a, a.input.shape),
});

export const featureAlphaDropout = defineOp({
  schema:
    "feature_alpha_dropout(Tensor input, float p=0.5, bool training=False, bool inplace=False) -> Tensor",
  doc: "`alphaDropout` of whole channels of `[N, C, …]`.",
  on: ["torch", "F"],
  composite: (a) => {
    drops(a);
    return saturated(a, a.training ? channels(a.input) : []);
  },
});
