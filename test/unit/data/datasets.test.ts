/** Data sets: files that are broken, foreign or missing; how often a run is repeated for them; runs for shapes. */
import { gzipSync } from "fflate";
import { afterEach, beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import { filesFrom } from "../../../engine/host/fileContent.ts";
import { FileNeeded, type FileProvider, neededFiles, setFileProvider } from "../../../engine/host/files.ts";
import { data, datasets, type Image, type Tensor, torch, transforms } from "../../../engine/index.ts";
import { runtime } from "../../../engine/runtime.ts";
import type { FileContent } from "../../../engine/trace/program.ts";
import { grayPng } from "../vision/samples.ts";
import { providerOf } from "./memoryFiles.ts";

const uint32 = (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
const idx = (shape: readonly number[], elements: readonly number[], type = 8) =>
  Uint8Array.of(0, 0, type, shape.length, ...shape.flatMap(uint32), ...elements);
const levels = (n: number) => Array.from({ length: n }, (_, i) => i % 256);

const images = idx([3, 2, 4], levels(24));
const labels = idx([3], [7, 0, 9]);
const imageName = "train-images-idx3-ubyte";
const labelName = "train-labels-idx1-ubyte";

const give = (files: Readonly<Record<string, Uint8Array>>) =>
  setFileProvider(providerOf(new Map(Object.entries(files))));
const mnistOf = (imageFile: Uint8Array, labelFile: Uint8Array = labels) => {
  give({ [`d/${imageName}`]: imageFile, [`d/${labelName}`]: labelFile });
  return new datasets.MNIST("d");
};

afterEach(() => {
  runtime.shapesOnly = false;
  runtime.valuesWereRead = false;
  setFileProvider(null);
});

describe("IDX files", () => {
  test("are read packed or not, from the folder itself or from torchvision's", async () => {
    for (const [folder, end, pack] of [
      ["d", "", (bytes: Uint8Array) => bytes],
      ["d/KMNIST/raw", ".gz", (bytes: Uint8Array) => gzipSync(bytes)],
    ] as const) {
      give({
        [`${folder}/${imageName}${end}`]: pack(images),
        [`${folder}/${labelName}${end}`]: pack(labels),
      });
      const dataset = new datasets.KMNIST("d", { transform: new transforms.PILToTensor() });
      expectTypeOf(dataset.at(0)).toEqualTypeOf<[Tensor, number]>();
      const [image, label] = dataset.at(1);
      expect([await image.tolist(), label, dataset.length]).toEqual([
        [[levels(12).slice(8), [12, 13, 14, 15]]],
        0,
        3,
      ]);
    }
  });

  test.each<[what: string, file: Uint8Array, message: string]>([
    ["nothing", new Uint8Array(0), "'d/train-images-idx3-ubyte' is no IDX file."],
    ["text", new TextEncoder().encode("<!doctype html>"), "is no IDX file."],
    ["a file cut off in its header", images.subarray(0, 9), "is cut off in its header."],
    [
      "a file cut off",
      images.subarray(0, -1),
      "says to hold 3 × 2 × 4 elements, which makes 40 bytes, but has 39.",
    ],
    ["a file with more", Uint8Array.of(...images, 0), "makes 40 bytes, but has 41."],
    ["floats", idx([3, 2, 4], levels(96), 0x0d), "holds elements of the type 0x0d"],
    ["labels", labels, "has 1 dimensions, where 3 are expected."],
    ["a file that promises too much", idx([0xffffffff, 0xffff, 0xffff], []), "too many."],
    ["images without pixels", idx([3, 0, 4], []), "holds images without pixels."],
    ["a packed file cut off", gzipSync(images).subarray(0, 25), "'d/train-images-idx3-ubyte' "],
    [
      "a packed file that holds less",
      gzipSync(images.subarray(0, -3)),
      "is to unpack to 40 bytes, but holds 37.",
    ],
    [
      "a packed file that holds more",
      gzipSync(new Uint8Array([...images, ...levels(99)])),
      "but holds more.",
    ],
    ["a packed file with another checksum", broken(gzipSync(images)), "its checksum is another."],
  ])("refuse %s", (_, file, message) => {
    const read = () => [...mnistOf(file)].map(([image]) => image.load());
    expect(read).toThrow(message);
    expect(read).toThrow("d/train-images-idx3-ubyte");
  });

  test("need as many labels as images", () => {
    expect(() => mnistOf(images, idx([2], [1, 2]))).toThrow(
      "'d/train-images-idx3-ubyte' holds 3 images, but 'd/train-labels-idx1-ubyte' 2 labels.",
    );
  });

  test("packed a thousand times are not unpacked beyond what they say", () => {
    const zeros = new Uint8Array(20_000_000);
    zeros.set(idx([3, 2, 4], []));
    const bomb = gzipSync(zeros);
    expect(() => mnistOf(bomb).at(0)[0].load()).toThrow("but holds more.");
  });

  test("that are missing: the error says where to put them, and that there is no network", () => {
    give({ "d/notes.txt": labels });
    expect(() => new datasets.FashionMNIST("d", { train: false })).toThrow(
      "Dataset not found. Put FashionMNIST's files into 'd/FashionMNIST/raw': t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte (or the same with .gz). They are at https://github.com/zalandoresearch/fashion-mnist",
    );
    expect(() => new datasets.MNIST("nowhere", { download: true })).toThrow(
      "There is no network in a run, so download: true cannot fetch it.",
    );
  });

  test("are not unpacked in a run for shapes", () => {
    runtime.shapesOnly = true;
    give({ [`d/${imageName}.gz`]: gzipSync(images).subarray(0, -6), [`d/${labelName}`]: labels });
    const dataset = new datasets.MNIST("d", { transform: new transforms.ToTensor() });
    const [batch] = new data.DataLoader(dataset, 2);
    expect([String(batch?.[0].shape), String(dataset.data.shape)]).toEqual([
      "torch.Size([2, 1, 2, 4])",
      "torch.Size([3, 2, 4])",
    ]);
  });
});

function broken(bytes: Uint8Array): Uint8Array {
  const out = bytes.slice();
  out[out.length - 8] = (out[out.length - 8] as number) ^ 1;
  return out;
}

describe("CIFAR", () => {
  const record = (label: readonly number[], level: number) =>
    Uint8Array.of(
      ...label,
      ...Array<number>(1024).fill(level),
      ...Array<number>(1024).fill(7),
      ...levels(1024),
    );
  const batch = Uint8Array.of(...record([3], 1), ...record([9], 2));

  test("10 has records of a label and three planes, in several files", () => {
    give(
      Object.fromEntries([1, 2, 3, 4, 5].map((i) => [`c/cifar-10-batches-bin/data_batch_${i}.bin`, batch])),
    );
    const dataset = new datasets.CIFAR10("c");
    const [image, label] = dataset.at(7);
    expect([dataset.length, label, dataset.classes[label]]).toEqual([10, 9, "truck"]);
    expect([image.size, image.getpixel([0, 0]), image.getpixel([5, 1])]).toEqual([
      [32, 32],
      [2, 7, 0],
      [2, 7, 37],
    ]);
  });

  test("100 has the fine label second", () => {
    give({ "c/test.bin": record([4, 99], 1) });
    const dataset = new datasets.CIFAR100("c", { train: false });
    expect([dataset.classes[dataset.at(0)[1]], dataset.classes.length]).toEqual(["worm", 100]);
  });

  test("refuses files that are cut off, or of another kind", () => {
    give({ "c/test_batch.bin": batch.subarray(0, -1) });
    expect(() => new datasets.CIFAR10("c", false)).toThrow(
      "'c/test_batch.bin' has 6145 bytes, which is no whole number of records of 3073 bytes.",
    );
    give({ "c/test_batch.bin": record([77], 1) });
    expect(() => new datasets.CIFAR10("c", false).at(0)).toThrow(
      "'c/test_batch.bin' has the class 77 in record 0, where there are 10.",
    );
  });

  test("needs only the sizes of its files for shapes", () => {
    runtime.shapesOnly = true;
    const list = providerOf(new Map([["c/test.bin", batch]]));
    setFileProvider((path) =>
      path.endsWith("/")
        ? list(path)
        : {
            size: 3074 * 10_000,
            get bytes(): Uint8Array {
              throw new Error("was read");
            },
          },
    );
    const dataset = new datasets.CIFAR100("c", false, { transform: new transforms.ToTensor() });
    const shapes = [...new data.DataLoader(dataset, 64)].map(([x]) => String(x.shape));
    expect(shapes).toEqual(["torch.Size([64, 3, 32, 32])", "torch.Size([16, 3, 32, 32])"]);
  });
});

describe("how often a run is repeated", () => {
  let tree: FileProvider;

  beforeAll(() => {
    const png = grayPng([
      [1, 2],
      [3, 4],
    ]);
    const paths = Array.from(
      { length: 1000 },
      (_, i) => `animals/${i % 2 ? "cat" : "dog"}/${i % 10}/${i}.png`,
    );
    tree = providerOf(new Map(paths.map((path) => [path, png])));
  });

  /** Repeats a run as the host does, and counts. */
  function repeated(run: () => unknown): { runs: number; files: number } {
    const files = new Map<string, FileContent>();
    for (let runs = 1; ; runs++) {
      setFileProvider(filesFrom(files));
      torch.manualSeed(0);
      try {
        run();
      } catch (error) {
        if (!(error instanceof FileNeeded)) throw error;
      }
      if (neededFiles().length === 0) return { runs, files: files.size };
      for (const path of neededFiles()) files.set(path, tree(path));
    }
  }

  const loop = () => {
    const transform = new transforms.ToTensor();
    const dataset = new datasets.ImageFolder("animals", { transform });
    return [...new data.DataLoader(dataset, { batchSize: 32, shuffle: true })].length;
  };

  test("for 1,000 images: for the folders of each level, then for all images", () => {
    // The root, two classes, ten folders, a thousand images.
    expect(repeated(loop)).toEqual({ runs: 5, files: 1 + 2 + 10 + 1000 });
  });

  test("for shapes: the images of two batches", () => {
    runtime.shapesOnly = true;
    expect(repeated(loop)).toEqual({ runs: 5, files: 1 + 2 + 10 + 32 + 8 });
  });

  test("images are opened when they are asked for", () => {
    const one = () => {
      const [image, target] = new datasets.ImageFolder("animals").at(999);
      expectTypeOf(image).toEqualTypeOf<Image>();
      return [image, target];
    };
    expect(repeated(one)).toEqual({ runs: 5, files: 1 + 2 + 10 + 1 });
  });
});

test("a run holds no more files than it may", () => {
  const files = new Map<string, FileContent>([["large", { size: 2 ** 31, bytes: new Uint8Array(0) }]]);
  expect(() => filesFrom(files)("more.png")).toThrow(
    "'more.png' cannot be read: this run has read 1 files of 2048 MB already, and may hold 16384 files of 1024 MB in all.",
  );
});
