/** Max pooling over windows that start at random distances. */
import { ValueError } from "../errors.ts";
import { fractionalMaxPoolWithIndices } from "../ops/sizedMaxPool.ts";
import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";

type Sizes = number | readonly number[];

export interface FractionalMaxPoolOptions {
  outputSize?: Sizes | null;
  /** Of the input's size, between 0 and 1. */
  outputRatio?: Sizes | null;
  returnIndices?: boolean;
  /** Numbers below 1 that the windows follow from: `[N, C, 2]`, or 3 for volumes. Drawn unless given. */
  _randomSamples?: Tensor | null;
}

const each = (value: Sizes, dims: number): readonly number[] =>
  typeof value === "number" ? Array.from({ length: dims }, () => value) : value;

abstract class FractionalMaxPoolNd extends Module {
  readonly kernelSize: readonly number[];
  readonly outputSize: readonly number[] | null;
  readonly outputRatio: readonly number[] | null;
  readonly returnIndices: boolean;
  private readonly dims: 2 | 3;
  private readonly samples: readonly [Tensor | null];

  constructor(dims: 2 | 3, kernelSize: Sizes, options: FractionalMaxPoolOptions) {
    super();
    const { outputSize = null, outputRatio = null, returnIndices = false, _randomSamples = null } = options;
    const name = `FractionalMaxPool${dims}d`;
    if (outputSize === null && outputRatio === null) {
      throw new ValueError(`${name} requires specifying either an output size, or a pooling ratio`);
    }
    if (outputSize !== null && outputRatio !== null) {
      throw new ValueError("only one of output_size and output_ratio may be specified");
    }
    this.kernelSize = each(kernelSize, dims);
    this.outputSize = outputSize === null ? null : each(outputSize, dims);
    this.outputRatio = outputRatio === null ? null : each(outputRatio, dims);
    this.returnIndices = returnIndices;
    this.dims = dims;
    // In a list, where it is no tensor of the module.
    this.samples = [_randomSamples];
    if (this.outputRatio?.some((r) => !(r > 0 && r < 1))) {
      throw new ValueError(`output_ratio must be between 0 and 1 (got ${[outputRatio].flat().join(", ")})`);
    }
  }

  /** With `returnIndices` the result is `[values, indices]`; typed as the values, as nearly all use it. */
  forward(input: Tensor): Tensor {
    const both = fractionalMaxPoolWithIndices(this.dims, {
      input,
      kernelSize: this.kernelSize,
      outputSize: this.outputSize,
      outputRatio: this.outputRatio,
      RandomSamples: this.samples[0],
    });
    return this.returnIndices ? (both as unknown as Tensor) : both[0];
  }
}

/** The largest element of each window of `[N, C, H, W]`; the windows start at random distances (arXiv:1412.6071). */
export class FractionalMaxPool2d extends FractionalMaxPoolNd {
  constructor(kernelSize: Sizes, options: FractionalMaxPoolOptions = {}) {
    super(2, kernelSize, options);
  }
}

/** The largest element of each window of `[N, C, D, H, W]`; the windows start at random distances. */
export class FractionalMaxPool3d extends FractionalMaxPoolNd {
  constructor(kernelSize: Sizes, options: FractionalMaxPoolOptions = {}) {
    super(3, kernelSize, options);
  }
}
