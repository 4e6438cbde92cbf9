/**
 * What samples come from. A dataset is asked by position, as an array is: `dataset.at(3)`, `dataset.length`; so a plain
 * array is one too. An `IterableDataset` gives its samples one after the other and need not know how many there are.
 */
import { AssertionError, IndexError, ValueError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";

/** Samples by position. Subclasses say `at` and `length`; `at` may give a promise, for loaders used with `for await`. */
export abstract class Dataset<T> {
  /** The sample at a position, 0 to `length - 1`. */
  abstract at(index: number): T;

  /** How many samples there are. */
  abstract get length(): number;

  /** This dataset's samples, then `other`'s: `a + b` in Python. */
  add<U>(other: Samples<U>): Dataset<T | U> {
    return new ConcatDataset<T | U>([this, other]);
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (let i = 0; i < this.length; i++) yield this.at(i);
  }
}

/** Samples one after the other: subclasses say `[Symbol.iterator]`, and `length` if they know it. */
export abstract class IterableDataset<T> {
  abstract [Symbol.iterator](): Iterator<T>;

  /** How many samples there are, where that is known. */
  get length(): number {
    throw new TypeError(`object of type '${this.constructor.name}' has no len()`);
  }
}

/** A dataset, or an array of samples. */
export type Samples<T> = Dataset<T> | readonly T[] | T[];

/** What a loader takes: samples by position or one after the other. */
export type Source<T> = Samples<T> | IterableDataset<T>;

/**
 * A dataset that can make a whole batch at once, faster than by stacking its samples, says it under this name. It
 * gives what `defaultCollate` of the samples would give.
 */
export const wholeBatch = Symbol("wholeBatch");

export interface GivesWholeBatches {
  /** Null where it cannot. */
  [wholeBatch](indices: readonly number[]): Tensor[] | null;
}

export function givesWholeBatches(value: object): value is GivesWholeBatches {
  return wholeBatch in value;
}

/** The sample at a position of a dataset or an array. */
export function sampleAt<T>(samples: Samples<T>, index: number): T {
  // An array's own `at` gives undefined beyond its end, where Python raises IndexError.
  return samples instanceof Dataset ? samples.at(index) : elementAt(samples, index);
}

function elementAt<T>(list: readonly T[], index: number): T {
  const at = index < 0 ? index + list.length : index;
  if (at < 0 || at >= list.length) throw new IndexError("list index out of range");
  return list[at] as T;
}

/** Datasets one behind the other. */
export class ConcatDataset<T> extends Dataset<T> {
  readonly datasets: readonly Samples<T>[];
  /** Where each dataset ends. */
  readonly cumulativeSizes: readonly number[];

  constructor(datasets: Iterable<Samples<T>>) {
    super();
    this.datasets = [...datasets];
    if (this.datasets.length === 0) throw new AssertionError("datasets should not be an empty iterable");
    if (this.datasets.some((each) => each instanceof IterableDataset))
      throw new AssertionError("ConcatDataset does not support IterableDataset");
    let end = 0;
    this.cumulativeSizes = this.datasets.map(({ length }) => {
      end += length;
      return end;
    });
  }

  get length(): number {
    return this.cumulativeSizes.at(-1) ?? 0;
  }

  at(index: number): T {
    if (-index > this.length)
      throw new ValueError("absolute value of index should not exceed dataset length");
    const from = index < 0 ? index + this.length : index;
    const i = this.cumulativeSizes.findIndex((end) => from < end);
    const samples = this.datasets[i];
    if (!samples) throw new IndexError("list index out of range");
    return sampleAt(samples, from - (this.cumulativeSizes[i - 1] ?? 0));
  }
}
