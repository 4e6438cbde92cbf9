/**
 * How a loader gets its batches: by position from a dataset, or from a stream. Which batches comes from `next`, one at
 * a time; `fetch` makes one. Loading is no step of the model, so nothing of it is recorded.
 */
import { asksForFiles, FileNeeded, neededFiles } from "../host/files.ts";
import { runtime } from "../runtime.ts";
import { unrecorded } from "../trace/recorder.ts";
import { givesWholeBatches, type IterableDataset, type Samples, sampleAt, wholeBatch } from "./dataset.ts";

/** The positions of a batch, or of a single sample. */
export type Wanted = number | readonly number[];

export interface Fetcher<B> {
  /** What to load next; null at the end. */
  next(): Wanted | null;
  /** The batch, or a promise of it where its samples are promises. */
  fetch(wanted: Wanted): B | Promise<Awaited<B>>;
}

type Collate<T, B> = (samples: Awaited<T>[]) => B;

/** The collated samples, at once where they are all there. */
function collated<T, B>(samples: T[], collate: Collate<T, B>): B | Promise<Awaited<B>> {
  if (samples.some((sample) => sample instanceof Promise)) return awaited(samples, collate);
  return collate(samples as Awaited<T>[]);
}

async function awaited<T, B>(samples: T[], collate: Collate<T, B>): Promise<Awaited<B>> {
  const all = await Promise.all(samples);
  return await unrecorded(() => collate(all));
}

/** So many files are asked for at once when one is missing. */
const MOST_AHEAD = 4096;

/** Batches of samples that have positions. */
export class BatchFetcher<T, B> implements Fetcher<B> {
  readonly #samples: Samples<T>;
  readonly #order: Iterator<Wanted>;
  readonly #collate: Collate<T, B>;
  readonly #wholeBatches: boolean;
  readonly #oneOfEachLength: boolean;
  readonly #lengths = new Set<number>();

  /**
   * @param wholeBatches whether the dataset may make batches itself, as nothing else than the default collation is asked for
   * @param oneOfEachLength leave out batches that are as long as an earlier one
   */
  constructor(
    samples: Samples<T>,
    order: Iterable<Wanted>,
    collate: Collate<T, B>,
    wholeBatches: boolean,
    oneOfEachLength: boolean,
  ) {
    this.#samples = samples;
    this.#order = order[Symbol.iterator]();
    this.#collate = collate;
    this.#wholeBatches = wholeBatches;
    this.#oneOfEachLength = oneOfEachLength;
  }

  next(): Wanted | null {
    for (;;) {
      const { done, value } = this.#order.next();
      if (done) return null;
      if (!this.#oneOfEachLength) return value;
      const length = typeof value === "number" ? 0 : value.length;
      if (!this.#lengths.has(length)) {
        this.#lengths.add(length);
        return value;
      }
      // Whatever counts batches now counts wrong; should the program fail by that, it is run again with values.
      runtime.valuesWereRead = true;
    }
  }

  fetch(wanted: Wanted): B | Promise<Awaited<B>> {
    let batch: B | Promise<Awaited<B>>;
    try {
      batch = unrecorded(() => this.#load(wanted));
    } catch (error) {
      throw this.#failed(error, wanted);
    }
    return batch instanceof Promise
      ? batch.catch((error: unknown): never => {
          throw this.#failed(error, wanted);
        })
      : batch;
  }

  #load(wanted: Wanted): B | Promise<Awaited<B>> {
    const samples = this.#samples;
    if (typeof wanted === "number") return collated([sampleAt(samples, wanted)], this.#collate);
    if (this.#wholeBatches && givesWholeBatches(samples)) {
      const batch = samples[wholeBatch](wanted);
      // The type of such a dataset's samples is a tuple of tensors, and so is that of its batches.
      if (batch) return batch as B;
    }
    return collated(
      wanted.map((index) => sampleAt(samples, index)),
      this.#collate,
    );
  }

  /** A file is missing: before the run is repeated for it, the next samples show which others they need. */
  #failed(error: unknown, wanted: Wanted): unknown {
    if (error instanceof FileNeeded) this.#askAhead(wanted);
    return error;
  }

  #askAhead(first: Wanted): void {
    for (let wanted: Wanted | null = first; wanted !== null; wanted = this.next()) {
      for (const index of typeof wanted === "number" ? [wanted] : wanted) {
        if (neededFiles().length >= MOST_AHEAD || !asksForFiles(() => this.#begin(index))) return;
      }
    }
  }

  #begin(index: number): void {
    const sample = sampleAt(this.#samples, index);
    if (sample instanceof Promise) sample.catch(() => {});
  }
}

/** Batches of samples that come one after the other. */
export class StreamFetcher<T, B> implements Fetcher<B> {
  readonly #stream: Iterator<T>;
  readonly #batchSize: number | null;
  readonly #dropLast: boolean;
  readonly #collate: Collate<T, B>;
  #samples: T[] = [];

  constructor(
    dataset: IterableDataset<T>,
    batchSize: number | null,
    dropLast: boolean,
    collate: Collate<T, B>,
  ) {
    this.#stream = dataset[Symbol.iterator]();
    this.#batchSize = batchSize;
    this.#dropLast = dropLast;
    this.#collate = collate;
  }

  /** Takes the batch's samples from the stream; their number stands for them. */
  next(): Wanted | null {
    const size = this.#batchSize ?? 1;
    this.#samples = unrecorded(() => {
      const samples: T[] = [];
      while (samples.length < size) {
        const { done, value } = this.#stream.next();
        if (done) break;
        samples.push(value);
      }
      return samples;
    });
    const count = this.#samples.length;
    return count === 0 || (this.#dropLast && count < size) ? null : count;
  }

  fetch(): B | Promise<Awaited<B>> {
    return unrecorded(() => collated(this.#samples, this.#collate));
  }
}
