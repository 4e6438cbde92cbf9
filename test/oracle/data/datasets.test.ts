/** Data sets against torchvision, on files that `generateDatasets.py` made: samples to the byte, order, texts, errors. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import { FileNotFoundError, setFileProvider } from "../../../engine/host/files.ts";
import { datasets, Image, torch, transforms } from "../../../engine/index.ts";
import { providerOf } from "../../unit/data/memoryFiles.ts";

type Sample = readonly [data: readonly unknown[], target: number];

interface Expected {
  readonly files: Readonly<Record<string, string>>;
  readonly mnist: Readonly<
    Record<
      "train" | "test",
      {
        readonly samples: readonly Sample[];
        readonly changed: readonly Sample[];
        readonly text: string;
        readonly data: readonly unknown[];
        readonly targets: readonly number[];
      }
    >
  >;
  readonly mnistText: string;
  readonly imageFolder: {
    readonly classes: readonly string[];
    readonly paths: readonly string[];
    readonly samples: readonly Sample[];
    readonly text: string;
    readonly empty: readonly [name: string, message: string];
    readonly allowed: number;
    readonly none: readonly [name: string, message: string];
    readonly own: readonly string[];
  };
  readonly fakes: readonly {
    readonly options: datasets.FakeDataOptions<Image, number>;
    readonly samples: readonly Sample[];
    readonly text: string;
  }[];
}

const expected: Expected = JSON.parse(readFileSync(new URL("datasets.json", import.meta.url), "utf8"));
const files = new Map(
  Object.entries(expected.files).map(([path, base64]) => [
    path,
    new Uint8Array(Buffer.from(base64, "base64")),
  ]),
);

beforeEach(() => {
  setFileProvider(providerOf(files, ["animals-empty/cat", "animals-empty/ape"]));
  return () => setFileProvider(null);
});

const hash = (bytes: Uint8Array) => createHash("sha1").update(bytes).digest("hex").slice(0, 12);

async function plain(value: unknown): Promise<unknown> {
  if (torch.isTensor(value)) {
    const { buffer, byteOffset, byteLength } = await value.data();
    return [String(value.dtype), [...value.shape], hash(new Uint8Array(buffer, byteOffset, byteLength))];
  }
  return value instanceof Image
    ? [value.mode, [...value.size], hash(new Uint8Array(value.load().data))]
    : value;
}

const samples = (dataset: Iterable<readonly unknown[]>) =>
  Promise.all([...dataset].map((sample) => Promise.all(sample.map(plain))));

describe.each(["train", "test"] as const)("MNIST, %s", (part) => {
  const train = part === "train";
  const wanted = expected.mnist[part];

  test("has the images and classes of its files", async () => {
    const dataset = new datasets.MNIST("data", { train });
    expect(await samples(dataset)).toEqual(wanted.samples);
    expect(await plain(dataset.data)).toEqual(wanted.data);
    expect(await dataset.targets.tolist()).toEqual(wanted.targets);
    expect(String(dataset)).toBe(wanted.text);
  });

  test("transforms both", async () => {
    const transform = new transforms.Compose([new transforms.Pad(1), new transforms.ToTensor()]);
    const dataset = new datasets.MNIST("data", train, { transform, targetTransform: (y) => y * 2 });
    expect(await samples(dataset)).toEqual(wanted.changed);
  });
});

test("MNIST prints its transforms", () => {
  const transform = new transforms.Compose([new transforms.Pad(1), new transforms.ToTensor()]);
  const targetTransform = new transforms.ToTensor() as unknown as (target: number) => number;
  expect(String(new datasets.MNIST("data", { transform, targetTransform }))).toBe(expected.mnistText);
});

describe("ImageFolder", () => {
  const wanted = expected.imageFolder;

  test("has classes and samples in torchvision's order", async () => {
    const dataset = new datasets.ImageFolder("animals");
    expect(dataset.classes).toEqual(wanted.classes);
    expect(dataset.samples.map(([path]) => path)).toEqual(wanted.paths);
    expect(await samples(dataset)).toEqual(wanted.samples);
    expect(String(dataset)).toBe(wanted.text);
  });

  test("takes the files that isValidFile says", () => {
    const isValidFile = (path: string) => path.includes("z") || path.includes("c");
    const dataset = new datasets.ImageFolder("animals", {
      isValidFile,
      loader: (path) => path,
      allowEmpty: true,
    });
    expect([...dataset].map(([path]) => path)).toEqual(wanted.own);
  });

  test("refuses folders without classes, and classes without files", () => {
    const error = (run: () => unknown) => {
      try {
        run();
      } catch (error) {
        if (error instanceof Error) return [error.name, error.message];
      }
      return [];
    };
    expect(error(() => new datasets.ImageFolder("animals-empty"))).toEqual(wanted.empty);
    expect(error(() => new datasets.ImageFolder("animals/dog"))).toEqual(wanted.none);
    expect(error(() => new datasets.ImageFolder("nowhere"))).toEqual([
      "FileNotFoundError",
      new FileNotFoundError("nowhere/").message,
    ]);
    expect(new datasets.ImageFolder("animals-empty", { allowEmpty: true }).length).toBe(wanted.allowed);
  });
});

test.each(expected.fakes)("FakeData of $options", async ({ options, samples: wanted, text }) => {
  const dataset = new datasets.FakeData(options);
  torch.manualSeed(3);
  expect(await samples(dataset)).toEqual(wanted);
  const next = torch.rand(1);
  torch.manualSeed(3);
  expect(await next.tolist()).toEqual(await torch.rand(1).tolist());
  expect(String(dataset)).toBe(text);
});
