/** Loaders where PyTorch has no say: types, promises, workers, runs for shapes, files. */
import { afterEach, describe, expect, expectTypeOf, test, vi } from "vitest";
import { FileNeeded, neededFiles, readFile, setFileProvider } from "../../../engine/host/files.ts";
import { data, type Tensor, torch } from "../../../engine/index.ts";
import { runtime } from "../../../engine/runtime.ts";
import { Recorder, recorder, setRecorder } from "../../../engine/trace/recorder.ts";

const { DataLoader } = data;
const range = (n: number) => Array.from({ length: n }, (_, i) => i);

afterEach(() => {
  runtime.shapesOnly = false;
  runtime.valuesWereRead = false;
  setFileProvider(null);
  setRecorder(null);
});

class Digits extends data.Dataset<[Tensor, number]> {
  get length(): number {
    return 10;
  }
  at(index: number): [Tensor, number] {
    return [torch.full([1, 8, 8], index), index];
  }
}

/** Samples that take a while; `underWay` tells how many are being made at most. */
class Slow extends data.Dataset<Promise<number>> {
  underWay = 0;
  most = 0;
  get length(): number {
    return 8;
  }
  async at(index: number): Promise<number> {
    this.most = Math.max(this.most, ++this.underWay);
    await new Promise((resolve) => setTimeout(resolve, 8 - index));
    this.underWay--;
    return index;
  }
}

describe("the types of batches", () => {
  test("follow from the samples", () => {
    for (const [x, y] of new DataLoader(new Digits(), { batchSize: 4 })) {
      expectTypeOf(x).toEqualTypeOf<Tensor>();
      expectTypeOf(y).toEqualTypeOf<Tensor>();
    }
    const [batch] = new DataLoader([{ name: "a", size: [1, 2] }], { batchSize: 1 });
    expectTypeOf(batch).toEqualTypeOf<{ name: string[]; size: Tensor[] } | undefined>();
    const [pair] = new DataLoader(new data.TensorDataset(torch.zeros(2, 3), torch.zeros(2)), 2);
    expectTypeOf(pair).toEqualTypeOf<[Tensor, Tensor] | undefined>();
  });

  test("or from collateFn", async () => {
    const [text] = new DataLoader(["a", "b"], 2, { collateFn: (batch) => batch.join("") });
    expectTypeOf(text).toEqualTypeOf<string | undefined>();
    expect(text).toBe("ab");
    for await (const batch of new DataLoader(new Slow(), 8, { collateFn: (samples) => samples.length })) {
      expectTypeOf(batch).toEqualTypeOf<number>();
      expect(batch).toBe(8);
    }
  });
});

describe("samples that are promises", () => {
  const load = async (options: data.DataLoaderOptions<Promise<number>, Tensor>) => {
    const dataset = new Slow();
    const batches: unknown[] = [];
    for await (const batch of new DataLoader(dataset, 2, options)) batches.push(await batch.tolist());
    return { batches, most: dataset.most };
  };
  const batches = [
    [0, 1],
    [2, 3],
    [4, 5],
    [6, 7],
  ];

  test("come in order, a batch at a time", async () => {
    expect(await load({})).toEqual({ batches, most: 2 });
  });

  test("are loaded ahead by workers, in order all the same", async () => {
    expect(await load({ numWorkers: 1 })).toEqual({ batches, most: 4 });
    expect(await load({ numWorkers: 2, prefetchFactor: 2 })).toEqual({ batches, most: 8 });
  });

  test("need a loop that awaits", () => {
    expect(() => [...new DataLoader(new Slow(), 2)]).toThrow("write 'for await (const batch of loader)'");
    expect(() => [...new DataLoader(range(4), 2, { numWorkers: 2 })]).toThrow(
      "num_workers=2: workers load batches ahead only while a loop awaits.",
    );
  });

  test("fail where they are awaited", async () => {
    const failing = new (class extends Slow {
      override async at(index: number): Promise<number> {
        if (index === 5) throw new Error("sample 5 is broken");
        return index;
      }
    })();
    const seen: number[] = [];
    const loop = async () => {
      for await (const batch of new DataLoader(failing, 2, { numWorkers: 3 })) seen.push(batch.numel());
    };
    await expect(loop()).rejects.toThrow("sample 5 is broken");
    expect(seen).toEqual([2, 2]);
  });
});

describe("a run for shapes", () => {
  test("gets one batch of each length, and says that it left others out", () => {
    runtime.shapesOnly = true;
    const loader = new DataLoader(new Digits(), { batchSize: 3, shuffle: true });
    const shapes = [...loader].map(([x, y]) => [[...x.shape], [...y.shape]]);
    expect(shapes).toEqual([
      [[3, 1, 8, 8], [3]],
      [[1, 1, 8, 8], [1]],
    ]);
    expect(loader.length).toBe(4);
    expect(runtime.valuesWereRead).toBe(true);
  });

  test("is quick with many samples", () => {
    runtime.shapesOnly = true;
    const at = vi.fn((index: number) => index);
    class Many extends data.Dataset<number> {
      readonly length = 1_000_000;
      at(index: number): number {
        return at(index);
      }
    }
    expect([...new DataLoader(new Many(), { batchSize: 64, dropLast: true })]).toHaveLength(1);
    expect(at).toHaveBeenCalledTimes(64);
  });
});

test("loading is no step of the model", () => {
  setRecorder(new Recorder());
  const op = vi.spyOn(recorder as Recorder, "op");
  expect([...new DataLoader(new Digits(), { batchSize: 5 })]).toHaveLength(2);
  expect(op).not.toHaveBeenCalled();
});

describe("files", () => {
  class Files extends data.Dataset<number> {
    readonly length = 100;
    at(index: number): number {
      return readFile(`${index}.bin`).length;
    }
  }
  const provide = (there: (index: number) => boolean) =>
    setFileProvider((path) => {
      if (!there(Number.parseInt(path, 10))) throw new FileNeeded(path);
      return { bytes: new Uint8Array(3) };
    });

  test("that are missing are asked for at once, as far as the loop will get", () => {
    provide((index) => index % 10 === 0);
    expect(() => [...new DataLoader(new Files(), 4)]).toThrow(FileNeeded);
    expect(neededFiles()).toHaveLength(90);
  });

  test("of a run for shapes are those of the batches that it gets", () => {
    runtime.shapesOnly = true;
    provide(() => false);
    expect(() => [...new DataLoader(new Files(), 8)]).toThrow(FileNeeded);
    expect(neededFiles().map((path) => Number.parseInt(path, 10))).toEqual([...range(8), 96, 97, 98, 99]);
  });

  test("of samples that are promises are asked for too", async () => {
    provide(() => false);
    class Later extends data.Dataset<Promise<number>> {
      readonly length = 20;
      async at(index: number): Promise<number> {
        return readFile(`${index}.bin`).length;
      }
    }
    const first = new DataLoader(new Later(), 4)[Symbol.asyncIterator]().next();
    await expect(first).rejects.toThrow(FileNeeded);
    expect(neededFiles()).toHaveLength(20);
  });

  test("that are all there are read, and no others", async () => {
    provide(() => true);
    const [batch] = new DataLoader(new Files(), 4);
    expect(await batch?.tolist()).toEqual([3, 3, 3, 3]);
    expect(neededFiles()).toEqual([]);
  });
});
