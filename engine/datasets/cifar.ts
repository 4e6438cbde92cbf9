/**
 * CIFAR-10 and CIFAR-100 in their binary version: records of one byte for each label, then 32×32 levels of red, of
 * green and of blue.
 */
import { fileSize, OSError, readFile, together } from "../host/files.ts";
import { runtime } from "../runtime.ts";
import { Image } from "../vision/image.ts";
import { optionsOf } from "../vision/transforms/arguments.ts";
import type { MNISTOptions } from "./mnist.ts";
import { findFiles } from "./placedFiles.ts";
import { joinPath, VisionDataset } from "./visionDataset.ts";

export type CIFAROptions<X, Y> = MNISTOptions<X, Y>;

const SIDE = 32;
const PLANE = SIDE * SIDE;

interface Part {
  readonly path: string;
  readonly records: number;
}

abstract class CIFAR<X, Y> extends VisionDataset<X, Y> {
  readonly train: boolean;
  readonly #parts: readonly Part[];

  constructor(root: string, rest: readonly unknown[], form: Form) {
    const options = optionsOf<Required<CIFAROptions<X, Y>>>(rest, {
      train: true,
      transform: null,
      targetTransform: null,
      download: false,
    });
    super(root, options);
    this.train = options.train;
    const names = options.train ? form.train : form.test;
    const paths = findFiles({
      name: `${this.constructor.name} (binary version)`,
      folders: [joinPath(root, form.folder), root],
      files: names.map((name) => [name]),
      url: "https://www.cs.toronto.edu/~kriz/cifar.html",
      download: options.download,
    });
    const record = form.labels + 3 * PLANE;
    this.#parts = together(paths.map((path) => () => ({ path, records: recordsOf(path, record) })));
    this.#labels = form.labels;
  }

  readonly #labels: number;

  abstract get classes(): readonly string[];

  get length(): number {
    return this.#parts.reduce((sum, { records }) => sum + records, 0);
  }

  protected load(index: number): readonly [Image, number] {
    let within = index;
    const part = this.#parts.find(({ records }) => {
      if (within < records) return true;
      within -= records;
      return false;
    }) as Part;
    const start = within * (this.#labels + 3 * PLANE);
    const image = Image.deferred("RGB", [SIDE, SIDE], () => ({
      mode: "RGB",
      width: SIDE,
      height: SIDE,
      data: interleaved(readFile(part.path), start + this.#labels),
    }));
    // The files are large, and are not looked at where only shapes count.
    if (runtime.shapesOnly) {
      runtime.valuesWereRead = true;
      return [image, 0];
    }
    const label = readFile(part.path)[start + this.#labels - 1] as number;
    if (label >= this.classes.length)
      throw new OSError(
        `'${part.path}' has the class ${label} in record ${within}, where there are ${this.classes.length}.`,
      );
    return [image, label];
  }

  protected override extraRepr(): string {
    return `Split: ${this.train ? "Train" : "Test"}`;
  }
}

interface Form {
  readonly folder: string;
  readonly train: readonly string[];
  readonly test: readonly string[];
  /** Bytes before the pixels; the last one is the class. */
  readonly labels: number;
}

function recordsOf(path: string, record: number): number {
  const size = fileSize(path);
  if (size === 0 || size % record !== 0)
    throw new OSError(`'${path}' has ${size} bytes, which is no whole number of records of ${record} bytes.`);
  return size / record;
}

/** Three planes as one of pixels. */
function interleaved(bytes: Uint8Array, from: number): Uint8Array {
  const out = new Uint8Array(3 * PLANE);
  for (let band = 0; band < 3; band++)
    for (let i = 0; i < PLANE; i++) out[i * 3 + band] = bytes[from + band * PLANE + i] as number;
  return out;
}

/**
 * 50,000 photographs of ten classes for training, 10,000 for tests. The files `data_batch_1.bin` to `data_batch_5.bin`
 * and `test_batch.bin` of the binary version lie in `root/cifar-10-batches-bin/` or in `root` itself.
 */
export class CIFAR10<X = Image, Y = number> extends CIFAR<X, Y> {
  constructor(root: string, options?: CIFAROptions<X, Y>);
  constructor(root: string, train: boolean, options?: CIFAROptions<X, Y>);
  constructor(root: string, ...rest: unknown[]) {
    super(root, rest, {
      folder: "cifar-10-batches-bin",
      train: [1, 2, 3, 4, 5].map((i) => `data_batch_${i}.bin`),
      test: ["test_batch.bin"],
      labels: 1,
    });
  }

  get classes(): readonly string[] {
    return ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];
  }
}

/**
 * As CIFAR-10, of 100 classes: `train.bin` and `test.bin` of the binary version, in `root/cifar-100-binary/` or in
 * `root` itself.
 */
export class CIFAR100<X = Image, Y = number> extends CIFAR<X, Y> {
  constructor(root: string, options?: CIFAROptions<X, Y>);
  constructor(root: string, train: boolean, options?: CIFAROptions<X, Y>);
  constructor(root: string, ...rest: unknown[]) {
    super(root, rest, { folder: "cifar-100-binary", train: ["train.bin"], test: ["test.bin"], labels: 2 });
  }

  get classes(): readonly string[] {
    return CIFAR100_CLASSES.split(" ");
  }
}

const CIFAR100_CLASSES =
  "apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus butterfly camel can castle caterpillar cattle chair chimpanzee clock cloud cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish forest fox girl hamster house kangaroo keyboard lamp lawn_mower leopard lion lizard lobster man maple_tree motorcycle mountain mouse mushroom oak_tree orange orchid otter palm_tree pear pickup_truck pine_tree plain plate poppy porcupine possum rabbit raccoon ray road rocket rose sea seal shark shrew skunk skyscraper snail snake spider squirrel streetcar sunflower sweet_pepper table tank telephone television tiger tractor train trout tulip turtle wardrobe whale willow_tree wolf woman worm";
