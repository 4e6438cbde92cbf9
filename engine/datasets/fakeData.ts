/** Noise in the form of a data set, always the same for an index. */
import { float32, int64 } from "../dtype.ts";
import { Generator } from "../random/generator.ts";
import { Image } from "../vision/image.ts";
import { optionsOf } from "../vision/transforms/arguments.ts";
import { VisionDataset, type VisionOptions } from "./visionDataset.ts";

export interface FakeDataOptions<X, Y> extends VisionOptions<Image, X, Y> {
  /** How many images. */
  size?: number;
  /** Channels (1 or 3), height, width. */
  imageSize?: readonly [channels: number, height: number, width: number];
  numClasses?: number;
  /** Added to the index for the seed of each image. */
  randomOffset?: number;
}

/** Random images with random classes, to try a model without data. The program's own random numbers stay as they are. */
export class FakeData<X = Image, Y = number> extends VisionDataset<X, Y> {
  readonly size: number;
  readonly imageSize: readonly number[];
  readonly numClasses: number;
  readonly randomOffset: number;

  constructor(options?: FakeDataOptions<X, Y>);
  constructor(size: number, options?: FakeDataOptions<X, Y>);
  constructor(...rest: unknown[]) {
    const options = optionsOf<Required<FakeDataOptions<X, Y>>>(rest, {
      size: 1000,
      imageSize: [3, 224, 224],
      numClasses: 10,
      transform: null,
      targetTransform: null,
      randomOffset: 0,
    });
    super(null, options);
    this.size = options.size;
    this.imageSize = options.imageSize;
    this.numClasses = options.numClasses;
    this.randomOffset = options.randomOffset;
  }

  get length(): number {
    return this.size;
  }

  protected load(index: number): readonly [Image, number] {
    const [channels = 0, height = 0, width = 0] = this.imageSize;
    const mode = channels === 1 ? "L" : "RGB";
    if (channels !== 1 && channels !== 3)
      throw new TypeError(`FakeData makes images of 1 or 3 channels, not ${channels}.`);
    const generator = new Generator(index + this.randomOffset);
    const noise = generator.normals(float32, channels * height * width, 0, 1);
    const target = generator.integers(int64, 1, 0, this.numClasses)[0] as number;
    const data = new Uint8Array(noise.length);
    const plane = height * width;
    // As bytes of floats below 0 come out in torchvision: modulo 256.
    for (let i = 0; i < noise.length; i++)
      data[(i % plane) * channels + Math.floor(i / plane)] = Math.trunc(
        Math.fround((noise[i] as number) * 255),
      );
    return [Image.fromPixels({ mode, width, height, data }), target];
  }
}
