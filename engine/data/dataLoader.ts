/**
 * Batches of a dataset, in PyTorch's order for a seed: iterating draws a base seed, then the sampler draws its own.
 *
 * In a run for shapes a loader gives one batch of each length and leaves the others out: they would tell nothing new,
 * and a data set of thousands of samples must not make the editor wait.
 */
import { AssertionError, ValueError } from "../errors.ts";
import { defaultGenerator, Generator } from "../random/generator.ts";
import { runtime } from "../runtime.ts";
import { optionsOf, pythonText, typeText } from "../vision/transforms/arguments.ts";
import { type Collated, defaultCollate, defaultConvert } from "./collate.ts";
import { Dataset, IterableDataset, type Source } from "./dataset.ts";
import { BatchFetcher, type Fetcher, StreamFetcher, type Wanted } from "./fetch.ts";
import { BatchSampler, drawSeed, lengthOf, RandomSampler, SequentialSampler } from "./samplers.ts";

export interface DataLoaderOptions<T, B> {
  /** Samples in a batch; null gives single samples. */
  batchSize?: number | null;
  /** Take the samples in an order drawn anew for each iteration. */
  shuffle?: boolean | null;
  /** The order of the samples, in place of `shuffle`. */
  sampler?: Iterable<number> | null;
  /** The positions of each batch, in place of `batchSize`, `shuffle`, `sampler` and `dropLast`. */
  batchSampler?: Iterable<readonly number[]> | null;
  /**
   * With `for await`: so many workers take turns in loading batches ahead, each with random numbers of its own, as
   * PyTorch's processes have. They share this one thread, so they help where samples are promises.
   */
  numWorkers?: number;
  /** Makes a batch of samples; by default `defaultCollate`. */
  collateFn?: ((samples: Awaited<T>[]) => B) | null;
  /** Leave out a last batch that is not full. */
  dropLast?: boolean;
  /** Where the seeds and the order are drawn from; by default the generator that `torch.manualSeed` seeds. */
  generator?: Generator | null;
  /** Batches that each worker loads ahead; 2 where there are workers. */
  prefetchFactor?: number | null;
}

/**
 * `for (const [x, y] of new DataLoader(dataset, { batchSize: 64, shuffle: true }))`. Where samples are promises, it is
 * `for await`.
 */
export class DataLoader<T, B = Collated<Awaited<T>>> implements Iterable<B>, AsyncIterable<Awaited<B>> {
  readonly dataset: Source<T>;
  readonly batchSize: number | null;
  /** Null for an `IterableDataset`, which has an order of its own. */
  readonly sampler: Iterable<number> | null;
  readonly batchSampler: Iterable<readonly number[]> | null;
  readonly numWorkers: number;
  readonly prefetchFactor: number | null;
  readonly dropLast: boolean;
  readonly generator: Generator | null;
  readonly #collateFn: ((samples: Awaited<T>[]) => B) | null;

  constructor(dataset: Source<T>, options?: DataLoaderOptions<T, B>);
  constructor(dataset: Source<T>, batchSize: number | null, options?: DataLoaderOptions<T, B>);
  constructor(
    dataset: Source<T>,
    batchSize: number | null,
    shuffle: boolean | null,
    options?: DataLoaderOptions<T, B>,
  );
  constructor(dataset: Source<T>, ...rest: unknown[]) {
    const options = optionsOf<Required<DataLoaderOptions<T, B>>>(rest, {
      batchSize: 1,
      shuffle: null,
      sampler: null,
      batchSampler: null,
      numWorkers: 0,
      collateFn: null,
      dropLast: false,
      generator: null,
      prefetchFactor: null,
    });
    checkSource(dataset);
    this.numWorkers = options.numWorkers;
    this.prefetchFactor = aheadOf(options);
    checkChoices(dataset, options);
    this.dataset = dataset;
    this.generator = options.generator;
    this.dropLast = options.dropLast;
    this.#collateFn = options.collateFn;
    const { batchSize, batchSampler } = options;
    this.batchSize = batchSampler === null ? batchSize : null;
    this.sampler = dataset instanceof IterableDataset ? null : (options.sampler ?? orderOf(dataset, options));
    if (batchSampler !== null || batchSize === null) this.batchSampler = batchSampler;
    else if (this.sampler) this.batchSampler = new BatchSampler(this.sampler, batchSize, options.dropLast);
    else {
      checkBatchSize(batchSize);
      this.batchSampler = null;
    }
  }

  /** How many batches there are. */
  get length(): number {
    const order = this.batchSampler ?? this.sampler;
    if (order) return lengthOf(order);
    const samples = this.dataset.length;
    if (this.batchSize === null) return samples;
    return this.dropLast ? Math.floor(samples / this.batchSize) : Math.ceil(samples / this.batchSize);
  }

  /** The batches, one after the other. A new order is drawn each time. */
  [Symbol.iterator](): IterableIterator<B> {
    if (this.numWorkers > 0) {
      throw new ValueError(
        `num_workers=${this.numWorkers}: workers load batches ahead only while a loop awaits. Write 'for await (const batch of loader)', or leave numWorkers out.`,
      );
    }
    // PyTorch's loops draw it too, and use it for workers only.
    drawSeed(this.generator ?? defaultGenerator);
    return this.#batches(this.#fetcher());
  }

  *#batches(fetcher: Fetcher<B>): IterableIterator<B> {
    for (;;) {
      const wanted = fetcher.next();
      if (wanted === null) return;
      const batch = fetcher.fetch(wanted);
      if (batch instanceof Promise) {
        batch.catch(() => {});
        throw new TypeError(
          "The samples of this dataset, or what collateFn gives, are promises: write 'for await (const batch of loader)'.",
        );
      }
      yield batch;
    }
  }

  /** The batches, each when it is there; with `numWorkers` the next ones are on their way. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Awaited<B>> {
    const baseSeed = drawSeed(this.generator ?? defaultGenerator);
    return this.#awaitedBatches(this.#fetcher(), baseSeed);
  }

  async *#awaitedBatches(fetcher: Fetcher<B>, baseSeed: number): AsyncIterableIterator<Awaited<B>> {
    const workers = Array.from({ length: this.numWorkers }, (_, id) => new Generator(baseSeed + id));
    const most = Math.max(1, this.numWorkers * (this.prefetchFactor ?? 0));
    const underWay: Promise<Awaited<B>>[] = [];
    for (let started = 0; ; ) {
      for (let wanted: Wanted | null; underWay.length < most; started++) {
        wanted = fetcher.next();
        if (wanted === null) break;
        underWay.push(begin(fetcher, wanted, workers[started % workers.length]));
      }
      const batch = underWay.shift();
      if (!batch) return;
      yield await batch;
    }
  }

  #fetcher(): Fetcher<B> {
    const { dataset } = this;
    const single = this.batchSize === null && this.batchSampler === null;
    const collate = this.#collateFn ?? (single ? convertOf<T, B>() : collateOf<T, B>());
    if (dataset instanceof IterableDataset)
      return new StreamFetcher(dataset, this.batchSize, this.dropLast, collate);
    const order = this.batchSampler ?? this.sampler ?? [];
    const wholeBatches = this.#collateFn === null && !single;
    return new BatchFetcher(dataset, order, collate, wholeBatches, runtime.shapesOnly);
  }
}

/** Starts a batch; its failure is told to whoever awaits it. */
function begin<B>(fetcher: Fetcher<B>, wanted: Wanted, worker: Generator | undefined): Promise<Awaited<B>> {
  const load = async (): Promise<Awaited<B>> =>
    await (worker ? defaultGenerator.replacedBy(worker, () => fetcher.fetch(wanted)) : fetcher.fetch(wanted));
  const batch = load();
  batch.catch(() => {});
  return batch;
}

/** Without a `collateFn`, `B` is what `defaultCollate` gives, unless the user says something else. */
function collateOf<T, B>(): (samples: Awaited<T>[]) => B {
  return (samples) => defaultCollate(samples) as B;
}

function convertOf<T, B>(): (samples: Awaited<T>[]) => B {
  return ([sample]) => defaultConvert(sample) as B;
}

type Choices = Required<DataLoaderOptions<never, never>>;

function checkSource(dataset: unknown): void {
  if (dataset instanceof Dataset || dataset instanceof IterableDataset || Array.isArray(dataset)) return;
  throw new TypeError(
    `A DataLoader takes a Dataset, an IterableDataset or an array. Got ${typeText(dataset)}`,
  );
}

function aheadOf({
  numWorkers,
  prefetchFactor,
}: Pick<Choices, "numWorkers" | "prefetchFactor">): number | null {
  if (numWorkers < 0) {
    throw new ValueError(
      "num_workers option should be non-negative; use num_workers=0 to disable multiprocessing.",
    );
  }
  if (numWorkers === 0 && prefetchFactor !== null) {
    throw new ValueError(
      "prefetch_factor option could only be specified in multiprocessing.let num_workers > 0 to enable multiprocessing, otherwise set prefetch_factor to None.",
    );
  }
  if (numWorkers > 0 && prefetchFactor === null) return 2;
  if (prefetchFactor !== null && prefetchFactor < 0)
    throw new ValueError("prefetch_factor option should be non-negative");
  if (prefetchFactor === 0)
    throw new AssertionError("prefetch_factor has to be positive where there are workers");
  return prefetchFactor;
}

/** What excludes what, in PyTorch's order. */
function checkChoices<T, B>(dataset: Source<T>, options: Required<DataLoaderOptions<T, B>>): void {
  const { batchSize, shuffle, sampler, batchSampler, dropLast, numWorkers } = options;
  if (dataset instanceof IterableDataset) {
    const unspecified = (option: string, value: unknown) =>
      new ValueError(
        `DataLoader with IterableDataset: expected unspecified ${option} option, but got ${option}=${listText(value)}`,
      );
    if (shuffle) throw unspecified("shuffle", shuffle);
    if (sampler !== null) throw unspecified("sampler", sampler);
    if (batchSampler !== null) throw unspecified("batch_sampler", batchSampler);
    if (numWorkers > 0) {
      throw new ValueError(
        "num_workers: an IterableDataset gives its samples one after the other, so nothing can be loaded ahead. Leave numWorkers out.",
      );
    }
  }
  if (sampler !== null && shuffle) throw new ValueError("sampler option is mutually exclusive with shuffle");
  if (batchSampler !== null && (batchSize !== 1 || shuffle || sampler !== null || dropLast)) {
    throw new ValueError(
      "batch_sampler option is mutually exclusive with batch_size, shuffle, sampler, and drop_last",
    );
  }
  if (batchSampler === null && batchSize === null && dropLast) {
    throw new ValueError(
      "batch_size=None option disables auto-batching and is mutually exclusive with drop_last",
    );
  }
}

/** Arrays as Python prints lists. */
const listText = (value: unknown): string =>
  Array.isArray(value) ? `[${value.map(listText).join(", ")}]` : pythonText(value);

function checkBatchSize(batchSize: number): void {
  if (Number.isInteger(batchSize) && batchSize > 0) return;
  throw new ValueError(
    `batch_size should be a positive integer value, but got batch_size=${pythonText(batchSize)}`,
  );
}

function orderOf<T, B>(
  dataset: { readonly length: number },
  { shuffle, generator }: Required<DataLoaderOptions<T, B>>,
): Iterable<number> {
  return shuffle ? new RandomSampler(dataset, { generator }) : new SequentialSampler(dataset);
}
