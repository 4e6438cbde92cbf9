/**
 * Dropout: elements set to 0 at random, the others scaled so that the mean stays. Which ones differs from PyTorch,
 * whose CPU draws several numbers at once; the graph is the same: a multiplication by the mask.
 */
import { ValueError } from "../errors.ts";
import { defaultGenerator } from "../random/generator.ts";
import { numel } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { mul } from "./arithmetic.ts";
import { defineOp } from "./op.ts";

/** 1 with probability `p`, else 0. */
const bernoulli_ = defineOp({
  schema: "bernoulli.float(Tensor self, float p=0.5) -> Tensor",
  doc: "1 with probability `p`, else 0.",
  on: ["method"],
  inplace: "only",
  meta: ({ self }) => ({ shape: self.shape, dtype: self.dtype }),
  cpu: ({ p }, [out]) => out.data.set(coins(p, out.size)),
  webgpu: ({ p }, [out], gpu) => gpu.upload(out, coins(p, out.size)),
  node: "BernoulliBackward2",
  derivatives: (d) => [d("self", [], (c) => c.grad.newZeros(c.grad.shape))],
});

function coins(p: number, n: number): Float64Array {
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) out[i] = defaultGenerator.uniform64() < p ? 1 : 0;
  return out;
}

/** `input` times a mask of the shape given, which may be broadcast over it. */
function masked(input: Tensor, p: number, shape: readonly number[]): Tensor {
  if (p < 0 || p > 1) {
    throw new ValueError(`dropout probability has to be between 0 and 1, but got ${p}`);
  }
  if (p === 0 || numel(input.shape) === 0) return input;
  if (p === 1) return input.mul(input.newZeros([]));
  const mask = bernoulli_.inplace({ self: input.newZeros(shape), p: 1 - p });
  return mul({ self: input, other: mask.div_(1 - p) });
}

export const dropout = defineOp({
  schema: "dropout(Tensor input, float p=0.5, bool training=True, bool inplace=False) -> Tensor",
  doc: "Sets elements to 0 with probability `p` and scales the others by `1 / (1 - p)`, in training only.",
  on: ["torch", "F"],
  composite: ({ input, p, training }) =>
    training ? masked(input, p, input.shape) : masked(input, 0 * p, []),
});

export const dropout2d = defineOp({
  schema: "dropout2d(Tensor input, float p=0.5, bool training=True, bool inplace=False) -> Tensor",
  doc: "Sets whole channels of `[N, C, H, W]` to 0 with probability `p` and scales the others, in training only.",
  on: ["F"],
  composite: ({ input, p, training }) =>
    training
      ? masked(
          input,
          p,
          input.shape.map((s, i) => (i < 2 ? s : 1)),
        )
      : input,
});
