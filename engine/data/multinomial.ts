/**
 * Positions drawn by weights, with PyTorch's draws (ATen/native/cpu/MultinomialKernel.cpp and
 * ATen/native/Distributions.cpp) on doubles.
 */
import { RuntimeError } from "../errors.ts";
import type { Generator } from "../random/generator.ts";

/** `torch.multinomial(weights, count, replacement)`. */
export function multinomial(
  weights: Float64Array,
  count: number,
  replacement: boolean,
  generator: Generator,
): number[] {
  if (!replacement && count > weights.length)
    throw new RuntimeError("cannot sample n_sample > prob_dist.size(-1) samples without replacement");
  return replacement && count > 1
    ? withReplacement(weights, count, generator)
    : withoutReplacement(weights, count, generator);
}

/** The position at which the running sum of the weights passes a uniform number. */
function withReplacement(weights: Float64Array, count: number, generator: Generator): number[] {
  if (weights.some((w) => w < 0))
    throw new RuntimeError("invalid multinomial distribution (encountering probability entry < 0)");
  if (!weights.every(Number.isFinite))
    throw new RuntimeError(
      "invalid multinomial distribution (encountering probability entry = infinity or NaN)",
    );
  let sum = 0;
  const cumulative = weights.map((w) => {
    sum += w;
    return sum;
  });
  if (!(sum > 0)) throw new RuntimeError("invalid multinomial distribution (sum of probabilities <= 0)");
  for (let i = 0; i < cumulative.length; i++) cumulative[i] = (cumulative[i] as number) / sum;
  cumulative[cumulative.length - 1] = 1;
  return Array.from({ length: count }, () => {
    const u = generator.uniform64();
    let low = 0;
    let high = cumulative.length;
    while (high - low > 0) {
      const middle = low + ((high - low) >> 1);
      if ((cumulative[middle] as number) < u) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}

/** The positions with the largest weights, each divided by an exponential number. */
function withoutReplacement(weights: Float64Array, count: number, generator: Generator): number[] {
  if (!weights.every((w) => w >= 0 && Number.isFinite(w)))
    throw new RuntimeError("probability tensor contains either `inf`, `nan` or element < 0");
  if (!weights.some((w) => w > 0))
    throw new RuntimeError("invalid multinomial distribution (sum of probabilities <= 0)");
  const keys = weights.map((w) => w / -Math.log1p(-generator.uniform64()));
  return Array.from(keys.keys())
    .sort((a, b) => (keys[b] as number) - (keys[a] as number))
    .slice(0, count);
}
