/** MNIST and the data sets in its form: grey images and the number of their class, as IDX files. */
import { int64, uint8 } from "../dtype.ts";
import { OSError, readFile, together } from "../host/files.ts";
import type { Tensor } from "../tensor.ts";
import { Image } from "../vision/image.ts";
import { tensorOf } from "../vision/tensors.ts";
import { optionsOf } from "../vision/transforms/arguments.ts";
import { type IdxFile, openIdx } from "./idx.ts";
import { findFiles } from "./placedFiles.ts";
import { joinPath, VisionDataset, type VisionOptions } from "./visionDataset.ts";

export interface MNISTOptions<X, Y> extends VisionOptions<Image, X, Y> {
  /** The images for training, else those for tests. */
  train?: boolean;
  /** A run has no network: where the files are missing, the error says where to put them. */
  download?: boolean;
}

/**
 * Hand-written digits: 60,000 images of 28×28 for training and 10,000 for tests. The files
 * `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`, packed as
 * `.gz` or not, lie in `root/MNIST/raw/`, where torchvision puts them, or in `root` itself. Images of other sizes in the
 * same files will do as well.
 */
export class MNIST<X = Image, Y = number> extends VisionDataset<X, Y> {
  readonly train: boolean;
  readonly #images: IdxFile;
  readonly #labels: IdxFile;

  constructor(root: string, options?: MNISTOptions<X, Y>);
  constructor(root: string, train: boolean, options?: MNISTOptions<X, Y>);
  constructor(root: string, ...rest: unknown[]) {
    const options = optionsOf<Required<MNISTOptions<X, Y>>>(rest, {
      train: true,
      transform: null,
      targetTransform: null,
      download: false,
    });
    super(root, options);
    this.train = options.train;
    const part = options.train ? "train" : "t10k";
    const [imagePath = "", labelPath = ""] = findFiles({
      name: this.constructor.name,
      folders: [joinPath(root, this.constructor.name, "raw"), root],
      files: [`${part}-images-idx3-ubyte`, `${part}-labels-idx1-ubyte`].map((file) => [file, `${file}.gz`]),
      url: this.url,
      download: options.download,
    });
    const [images, labels] = together([() => readFile(imagePath), () => readFile(labelPath)]) as [
      Uint8Array,
      Uint8Array,
    ];
    this.#images = openIdx(images, imagePath, 3);
    this.#labels = openIdx(labels, labelPath, 1);
    if (this.#images.shape[0] !== this.#labels.shape[0]) {
      throw new OSError(
        `'${imagePath}' holds ${this.#images.shape[0]} images, but '${labelPath}' ${this.#labels.shape[0]} labels.`,
      );
    }
    const [, height = 0, width = 0] = this.#images.shape;
    if (height * width === 0) throw new OSError(`'${imagePath}' holds images without pixels.`);
  }

  /** Where the files are to be had. */
  protected get url(): string {
    return "https://ossci-datasets.s3.amazonaws.com/mnist/";
  }

  get classes(): readonly string[] {
    return ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"].map(
      (name, i) => `${i} - ${name}`,
    );
  }

  get length(): number {
    return this.#images.shape[0] as number;
  }

  /** All images: uint8 `[N, H, W]`. */
  get data(): Tensor {
    return tensorOf(uint8, this.#images.shape, this.#images.elements);
  }

  /** All classes: int64 `[N]`. */
  get targets(): Tensor {
    return tensorOf(int64, this.#labels.shape, () => Float64Array.from(this.#labels.elements()));
  }

  protected load(index: number): readonly [Image, number] {
    const [, height = 0, width = 0] = this.#images.shape;
    const from = index * height * width;
    const image = Image.deferred("L", [width, height], () => ({
      mode: "L",
      width,
      height,
      data: this.#images.elements().subarray(from, from + height * width),
    }));
    return [image, this.#labels.elements()[index] as number];
  }

  protected override extraRepr(): string {
    return `Split: ${this.train ? "Train" : "Test"}`;
  }
}

/** Zalando's clothes: 28×28, in MNIST's files, in `root/FashionMNIST/raw/` or `root` itself. */
export class FashionMNIST<X = Image, Y = number> extends MNIST<X, Y> {
  protected override get url(): string {
    return "https://github.com/zalandoresearch/fashion-mnist";
  }

  override get classes(): readonly string[] {
    return [
      "T-shirt/top",
      "Trouser",
      "Pullover",
      "Dress",
      "Coat",
      "Sandal",
      "Shirt",
      "Sneaker",
      "Bag",
      "Ankle boot",
    ];
  }
}

/** Kuzushiji, cursive Japanese: 28×28, in MNIST's files, in `root/KMNIST/raw/` or `root` itself. */
export class KMNIST<X = Image, Y = number> extends MNIST<X, Y> {
  protected override get url(): string {
    return "http://codh.rois.ac.jp/kmnist/";
  }

  override get classes(): readonly string[] {
    return ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"];
  }
}
