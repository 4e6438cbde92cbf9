/** Parts of datasets: chosen samples, and a dataset split by chance. */

import { int64 } from "../dtype.ts";
import { ValueError } from "../errors.ts";
import { defaultGenerator, type Generator } from "../random/generator.ts";
import type { Tensor } from "../tensor.ts";
import {
  Dataset,
  type GivesWholeBatches,
  givesWholeBatches,
  type Samples,
  sampleAt,
  wholeBatch,
} from "./dataset.ts";

/** The samples of a dataset at `indices`, in that order. */
export class Subset<T> extends Dataset<T> implements GivesWholeBatches {
  readonly dataset: Samples<T>;
  readonly indices: readonly number[];

  constructor(dataset: Samples<T>, indices: readonly number[]) {
    super();
    this.dataset = dataset;
    this.indices = indices;
  }

  get length(): number {
    return this.indices.length;
  }

  at(index: number): T {
    return sampleAt(this.dataset, sampleAt(this.indices, index));
  }

  [wholeBatch](indices: readonly number[]): Tensor[] | null {
    if (!isPlain(this) || !givesWholeBatches(this.dataset)) return null;
    return this.dataset[wholeBatch](indices.map((i) => sampleAt(this.indices, i)));
  }
}

/**
 * Splits a dataset by chance into parts of these lengths, or of these fractions of the whole if they sum up to 1. What
 * rounding leaves over goes to the first parts, one sample each.
 */
export function randomSplit<T>(
  dataset: Samples<T>,
  lengths: readonly number[],
  options: { generator?: Generator | null } = {},
): Subset<T>[] {
  const counts = isWhole(lengths) ? fromFractions(lengths, dataset.length) : lengths;
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total !== dataset.length)
    throw new ValueError("Sum of input lengths does not equal the length of the input dataset!");
  const order = [...(options.generator ?? defaultGenerator).permutation(int64, total)];
  let start = 0;
  return counts.map((count) => {
    const part = new Subset(dataset, order.slice(start, start + count));
    start += count;
    return part;
  });
}

/** Python's `math.isclose(sum, 1) and sum <= 1`. */
function isWhole(lengths: readonly number[]): boolean {
  const sum = lengths.reduce((total, each) => total + each, 0);
  return 1 - sum <= 1e-9 && sum <= 1;
}

function fromFractions(fractions: readonly number[], whole: number): number[] {
  const counts = fractions.map((fraction, i) => {
    if (fraction < 0 || fraction > 1) throw new ValueError(`Fraction at index ${i} is not between 0 and 1`);
    return Math.floor(whole * fraction);
  });
  const rest = whole - counts.reduce((sum, count) => sum + count, 0);
  for (let i = 0; i < rest; i++) counts[i % counts.length] = (counts[i % counts.length] as number) + 1;
  for (const [i, count] of counts.entries()) {
    if (count === 0)
      console.warn(`Length of split at index ${i} is 0. This might result in an empty dataset.`);
  }
  return counts;
}

/** A subclass may give other samples. Outside of the class, as a class that names itself is renamed by the bundler. */
const isPlain = (subset: object): boolean => subset.constructor === Subset;
