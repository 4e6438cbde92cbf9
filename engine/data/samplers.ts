/** In which order a loader takes samples. Each gives positions, draws as PyTorch's does and in the same order. */
import { int64 } from "../dtype.ts";
import { ValueError } from "../errors.ts";
import { defaultGenerator, Generator } from "../random/generator.ts";
import { pythonText } from "../vision/transforms/arguments.ts";
import { multinomial } from "./multinomial.ts";

/** Positions of samples, or lists of them: one is made anew each time a loader is iterated. */
export abstract class Sampler<T = number> {
  abstract [Symbol.iterator](): Iterator<T>;
  /** How many it gives. */
  abstract get length(): number;
}

interface Sized {
  readonly length: number;
}

/** First to last. */
export class SequentialSampler extends Sampler {
  readonly dataSource: Sized;

  constructor(dataSource: Sized) {
    super();
    this.dataSource = dataSource;
  }

  get length(): number {
    return this.dataSource.length;
  }

  *[Symbol.iterator](): IterableIterator<number> {
    for (let i = 0; i < this.dataSource.length; i++) yield i;
  }
}

export interface RandomSamplerOptions {
  /** Each position may come more than once. */
  replacement?: boolean;
  /** How many to give; by default as many as there are. */
  numSamples?: number | null;
  /** Where to draw from. By default a generator of its own, seeded from the default one each time. */
  generator?: Generator | null;
}

/** In an order drawn each time. */
export class RandomSampler extends Sampler {
  readonly dataSource: Sized;
  readonly replacement: boolean;
  readonly generator: Generator | null;
  readonly #numSamples: number | null;

  constructor(dataSource: Sized, options: RandomSamplerOptions = {}) {
    super();
    this.dataSource = dataSource;
    this.replacement = options.replacement ?? false;
    this.generator = options.generator ?? null;
    this.#numSamples = options.numSamples ?? null;
    if (typeof this.replacement !== "boolean") {
      throw new TypeError(
        `replacement should be a boolean value, but got replacement=${pythonText(this.replacement)}`,
      );
    }
    requirePositive("num_samples", this.numSamples);
  }

  get numSamples(): number {
    return this.#numSamples ?? this.dataSource.length;
  }

  get length(): number {
    return this.numSamples;
  }

  *[Symbol.iterator](): IterableIterator<number> {
    const n = this.dataSource.length;
    const generator = this.generator ?? new Generator(drawSeed(defaultGenerator));
    const wanted = this.numSamples;
    if (this.replacement) {
      for (let left = wanted; left >= 32; left -= 32) yield* generator.integers(int64, 32, 0, n);
      yield* generator.integers(int64, wanted % 32, 0, n);
      return;
    }
    for (let left = wanted; left >= n; left -= n) yield* generator.permutation(int64, n);
    // Drawn even where nothing is left to give, as PyTorch does.
    yield* generator.permutation(int64, n).subarray(0, wanted % n);
  }
}

/** Some positions, in an order drawn each time. */
export class SubsetRandomSampler extends Sampler {
  readonly indices: readonly number[];
  readonly generator: Generator | null;

  constructor(indices: readonly number[], options: { generator?: Generator | null } = {}) {
    super();
    this.indices = indices;
    this.generator = options.generator ?? null;
  }

  get length(): number {
    return this.indices.length;
  }

  *[Symbol.iterator](): IterableIterator<number> {
    const order = (this.generator ?? defaultGenerator).permutation(int64, this.indices.length);
    for (const i of order) yield this.indices[i] as number;
  }
}

/** Positions drawn by weights, which need not sum up to 1. */
export class WeightedRandomSampler extends Sampler {
  readonly weights: Float64Array;
  readonly numSamples: number;
  readonly replacement: boolean;
  readonly generator: Generator | null;

  constructor(
    weights: readonly number[] | Float64Array | Float32Array,
    numSamples: number,
    options: { replacement?: boolean; generator?: Generator | null } = {},
  ) {
    super();
    requirePositive("num_samples", numSamples);
    const { replacement = true, generator = null } = options;
    if (typeof replacement !== "boolean") {
      throw new ValueError(
        `replacement should be a boolean value, but got replacement=${pythonText(replacement)}`,
      );
    }
    this.weights = Float64Array.from(weights);
    this.numSamples = numSamples;
    this.replacement = replacement;
    this.generator = generator;
  }

  get length(): number {
    return this.numSamples;
  }

  *[Symbol.iterator](): IterableIterator<number> {
    yield* multinomial(this.weights, this.numSamples, this.replacement, this.generator ?? defaultGenerator);
  }
}

/** Lists of `batchSize` positions each, the last one shorter or, with `dropLast`, left out. */
export class BatchSampler extends Sampler<number[]> {
  readonly sampler: Iterable<number>;
  readonly batchSize: number;
  readonly dropLast: boolean;

  constructor(sampler: Iterable<number>, batchSize: number, dropLast: boolean) {
    super();
    requirePositive("batch_size", batchSize);
    if (typeof dropLast !== "boolean")
      throw new ValueError(`drop_last should be a boolean value, but got drop_last=${pythonText(dropLast)}`);
    this.sampler = sampler;
    this.batchSize = batchSize;
    this.dropLast = dropLast;
  }

  get length(): number {
    const n = lengthOf(this.sampler);
    return this.dropLast ? Math.floor(n / this.batchSize) : Math.ceil(n / this.batchSize);
  }

  *[Symbol.iterator](): IterableIterator<number[]> {
    let batch: number[] = [];
    for (const index of this.sampler) {
      batch.push(index);
      if (batch.length < this.batchSize) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0 && !this.dropLast) yield batch;
  }
}

/** How many a sampler gives, if it says so. */
export function lengthOf(sampler: object): number {
  const length: unknown = Reflect.get(sampler, "length");
  if (typeof length === "number") return length;
  throw new TypeError(`object of type '${sampler.constructor.name}' has no len()`);
}

/** The low half of the 63 bits that `torch.empty((), dtype=torch.int64).random_()` draws: all that a seed counts by. */
export function drawSeed(generator: Generator): number {
  generator.random();
  return generator.random();
}

function requirePositive(name: string, value: unknown): void {
  if (typeof value === "number" && Number.isInteger(value) && value > 0) return;
  throw new ValueError(`${name} should be a positive integer value, but got ${name}=${pythonText(value)}`);
}
