/**
 * Data loading against PyTorch: what a loader, a sampler or a split gives after `manualSeed(0)`, how it leaves the
 * default generator, and what it refuses. `generate.py` made the expected values, in cases of the same names.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { data, type Tensor, torch } from "../../../engine/index.ts";

const { DataLoader, RandomSampler, SequentialSampler, SubsetRandomSampler, WeightedRandomSampler } = data;
const { BatchSampler, ConcatDataset, Subset, TensorDataset, defaultCollate, randomSplit } = data;

type Expected = { readonly next: number } & (
  | { readonly value: unknown }
  | { readonly error: string; readonly message: string }
);

const expected: Readonly<Record<string, Expected>> = JSON.parse(
  readFileSync(new URL("expected.json", import.meta.url), "utf8"),
);

const tens = Array.from({ length: 10 }, (_, i) => i * 10);
const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const generator = (seed = 7) => new torch.Generator(seed);

class Table extends data.Dataset<[Tensor, number]> {
  get length(): number {
    return 7;
  }
  at(i: number): [Tensor, number] {
    return [torch.tensor([i, i + 0.5]), i];
  }
}

class Noisy extends Table {
  override at(i: number): [Tensor, number] {
    return [torch.rand(2), i];
  }
}

class Stream extends data.IterableDataset<number> {
  *[Symbol.iterator](): IterableIterator<number> {
    yield* range(7);
  }
}

class SizedStream extends Stream {
  override get length(): number {
    return 7;
  }
}

const table = new Table();
const x = torch.arange(14).view(7, 2).to(torch.float32);
const y = torch.arange(7);
const weights = [0.1, 0.9, 0.4, 0.7, 3.0, 0.6];
const epochs = <B>(loader: Iterable<B>) => [[...loader], [...loader]];
const split = (...args: Parameters<typeof randomSplit<number>>) =>
  randomSplit(...args).map(({ indices }) => [...indices]);
const concat = new ConcatDataset([tens, [1, 2, 3], tens.slice(0, 2)]);
/** Where the types would refuse it. */
const make = (Class: object, ...args: unknown[]): unknown =>
  Reflect.construct(Class as new () => unknown, args);

async function all<B>(batches: AsyncIterable<B>): Promise<B[]> {
  const list: B[] = [];
  for await (const batch of batches) list.push(batch);
  return list;
}

const cases: Readonly<Record<string, () => unknown>> = {
  batches: () => [...new DataLoader(table, { batchSize: 3 })],
  "drop last": () => [...new DataLoader(table, 3, { dropLast: true })],
  shuffle: () => epochs(new DataLoader(table, 3, true)),
  "shuffle, own generator": () => epochs(new DataLoader(table, 3, { shuffle: true, generator: generator() })),
  "single samples": () => [...new DataLoader(table, { batchSize: null })],
  "shuffled single samples": () => [...new DataLoader(tens, { batchSize: null, shuffle: true })],
  noise: () => epochs(new DataLoader(new Noisy(), 3, { shuffle: true })),
  tensors: () => [...new DataLoader(new TensorDataset(x, y), 4, { shuffle: true })],
  "subset of tensors": () => [...new DataLoader(new Subset(new TensorDataset(x, y), [5, 1, 1, 0]), 3)],
  stream: () => [...new DataLoader(new Stream(), 3)],
  "stream, drop last": () => [...new DataLoader(new Stream(), 3, { dropLast: true })],
  "stream, single": () => [...new DataLoader(new Stream(), { batchSize: null })],
  "two loops at once": () => {
    const loader = new DataLoader(tens, 4, { shuffle: true });
    const pairs: unknown[] = [];
    for (const a of loader) for (const b of loader) pairs.push([a, b]);
    return pairs;
  },
  "begun and left": () => new DataLoader(tens, 4, { shuffle: true })[Symbol.iterator]().next().value,
  "iterator made, not asked": () => new DataLoader(tens, 4, { shuffle: true })[Symbol.iterator]() && "<class",
  collate_fn: () => [
    ...new DataLoader(tens, 4, { collateFn: (batch) => batch.reduce((sum, each) => sum + each, 0) }),
  ],
  sampler: () => [...new DataLoader(tens, 4, { sampler: [3, 1, 4, 1, 5] })],
  batch_sampler: () => [...new DataLoader(tens, { batchSampler: [[3, 1], [4], [1, 5, 9]] })],
  "length 7 by 3": () => new DataLoader(table, 3).length,
  "length 7 by 3, drop last": () => new DataLoader(table, 3, { dropLast: true }).length,
  "length stream": () => new DataLoader(new SizedStream(), 3).length,
  "length stream, drop last": () => new DataLoader(new SizedStream(), 3, { dropLast: true }).length,
  "length single": () => new DataLoader(table, { batchSize: null }).length,
  "length batch_sampler": () => new DataLoader(table, { batchSampler: [[1], [2]] }).length,
  workers: async () => {
    const loader = new DataLoader(new Noisy(), 2, { shuffle: true, numWorkers: 2 });
    return [await all(loader), await all(loader)];
  },
  "workers, three": () => all(new DataLoader(new Noisy(), 1, { numWorkers: 3, generator: generator() })),

  sequential: () => [...new SequentialSampler(tens)],
  random: () => [...new RandomSampler(tens)],
  "random, own generator": () => [...new RandomSampler(tens, { generator: generator() })],
  "random, replacement": () => [...new RandomSampler(tens, { replacement: true })],
  "random, replacement, 70": () => [...new RandomSampler(tens, { replacement: true, numSamples: 70 })],
  "random, 25": () => [...new RandomSampler(tens, { numSamples: 25 })],
  "random, 4": () => [...new RandomSampler(tens, { numSamples: 4, generator: generator() })],
  "random subset": () => [...new SubsetRandomSampler([9, 8, 7, 6, 5])],
  "random subset, own generator": () => [
    ...new SubsetRandomSampler([9, 8, 7, 6, 5], { generator: generator() }),
  ],
  weighted: () => [...new WeightedRandomSampler(weights, 40)],
  "weighted, one": () => range(5).map(() => [...new WeightedRandomSampler(weights, 1)]),
  "weighted, without replacement": () => [...new WeightedRandomSampler(weights, 5, { replacement: false })],
  "weighted, own generator": () => [
    ...new WeightedRandomSampler(weights, 6, { replacement: false, generator: generator() }),
  ],
  "weighted, zeros": () => [...new WeightedRandomSampler([0, 1, 0, 2, 0], 20)],
  "weighted, many": () => [
    ...new WeightedRandomSampler(
      range(50).map((i) => i % 5),
      30,
      { replacement: false },
    ),
  ],
  "batch sampler": () =>
    [false, true].map((drop) => [...new BatchSampler(new SequentialSampler(tens), 3, drop)]),
  "batch sampler lengths": () =>
    [false, true].map((drop) => new BatchSampler(new SequentialSampler(tens), 3, drop).length),
  "batch sampler exact": () => [...new BatchSampler(new SequentialSampler(tens.slice(0, 6)), 3, false)],

  split: () => split(tens, [7, 3]),
  "split, own generator": () => split(tens, [3, 7], { generator: generator() }),
  "split by fractions": () => split(range(30), [0.3, 0.3, 0.4], { generator: generator() }),
  "split by fractions, rest": () => split(range(11), [0.5, 0.25, 0.25]),
  "split all": () => split(tens, [1]),
  "split, wrong sum": () => split(tens, [3, 3]),
  "split, wrong fraction": () => split(tens, [-0.5, 1.5]),
  "split, fractions beyond 1": () => split(tens, [0.6, 0.6]),

  concat: () => [...concat, concat.at(-1), concat.at(-15)],
  "concat, sizes": () => concat.cumulativeSizes,
  "concat, too far back": () => concat.at(-16),
  "concat, beyond": () => concat.at(15),
  "concat, nothing": () => new ConcatDataset([]),
  "concat, stream": () => make(ConcatDataset, [new Stream()]),
  "sum of datasets": () => [...new DataLoader(table.add(table), 5)],
  subset: () => [...new Subset(table, [6, 0, 3])].map(([, label]) => label),
  "tensor dataset": () => new TensorDataset(x, y).at(2),
  "tensor dataset, length": () => new TensorDataset(x, y).length,
  "tensor dataset, mismatch": () => new TensorDataset(x, y.narrow(0, 0, 3)),

  "collate ints": () => defaultCollate([1, 2, 3]),
  "collate floats": () => defaultCollate([1.5, 2]),
  "collate bools": () => defaultCollate([true, false]),
  "collate strings": () => defaultCollate(["a", "b"]),
  "collate tensors": () => defaultCollate([torch.ones(2, 1), torch.zeros(2, 1)]),
  "collate uint8": () => defaultCollate([Uint8Array.of(1, 1), Uint8Array.of(1, 1)]),
  "collate records": () =>
    defaultCollate([
      { a: 1, b: ["x", 0.5] },
      { a: 2, b: ["y", 1.5] },
    ]),
  "collate lists": () =>
    defaultCollate([
      [1, torch.tensor(2, { dtype: torch.float32 })],
      [3, torch.tensor(4, { dtype: torch.float32 })],
    ]),
  "collate unequal lists": () => defaultCollate([[1, 2], [3]]),
  "collate unequal tensors": () => defaultCollate([torch.ones(2), torch.ones(3)]),
  "collate None": () => defaultCollate([null, null]),
  "collate missing key": () => defaultCollate<object>([{ a: 1 }, { b: 1 }]),
  "collate number and text": () => defaultCollate([1, "a"]),

  "workers below 0": () => new DataLoader(tens, { numWorkers: -1 }),
  "prefetch without workers": () => new DataLoader(tens, { prefetchFactor: 2 }),
  "prefetch below 0": () => new DataLoader(tens, { numWorkers: 1, prefetchFactor: -2 }),
  "sampler and shuffle": () => new DataLoader(tens, { shuffle: true, sampler: [1] }),
  "batch_sampler and batch_size": () => new DataLoader(tens, 2, { batchSampler: [[1]] }),
  "single and drop_last": () => new DataLoader(tens, { batchSize: null, dropLast: true }),
  "batch size 0": () => new DataLoader(tens, 0),
  "batch size 1.5": () => new DataLoader(tens, 1.5),
  "stream and shuffle": () => new DataLoader(new Stream(), { shuffle: true }),
  "stream and sampler": () => new DataLoader(new Stream(), { sampler: [1] }),
  "stream and batch_sampler": () => new DataLoader(new Stream(), { batchSampler: [[1]] }),
  "stream without length": () => new DataLoader(new Stream(), 3).length,
  "shuffle of nothing": () => new DataLoader([], { shuffle: true }),
  "samples below 1": () => new RandomSampler(tens, { numSamples: 0 }),
  "weighted samples below 1": () => new WeightedRandomSampler(weights, 0),
  "more than there are": () => [...new WeightedRandomSampler(weights, 7, { replacement: false })],
  "negative weights": () => [...new WeightedRandomSampler([1, -1], 2)],
  "no weights": () => [...new WeightedRandomSampler([0, 0], 2)],
  "no weights, without replacement": () => [...new WeightedRandomSampler([0, 0], 2, { replacement: false })],
  "batch sampler size": () => new BatchSampler(tens, 0, false),
  "batch sampler drop": () => make(BatchSampler, tens, 2, 1),
  "index beyond": () => [...new DataLoader(tens, { sampler: [10] })],
};

/** Tensors by their values, as the expected ones are written. */
async function plain(value: unknown): Promise<unknown> {
  if (torch.isTensor(value)) return { dtype: String(value.dtype), values: await value.tolist() };
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(async ([key, each]) => [key, await plain(each)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function outcome(run: () => unknown): Promise<unknown> {
  torch.manualSeed(0);
  let result: object;
  try {
    result = { value: await plain(await run()) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    result = { error: error.name, message: error.message };
  }
  return { ...result, next: await torch.randint(0, 1000000, [1]).item() };
}

describe("gives what PyTorch gives", () => {
  test.each(Object.entries(expected))("%s", async (name, wanted) => {
    const run = cases[name];
    if (!run) throw new Error(`There is no case "${name}" here.`);
    expect(await outcome(run)).toEqual(wanted);
  });

  test("in every case that is written here", () => {
    expect(Object.keys(cases).sort()).toEqual(Object.keys(expected).sort());
  });
});
