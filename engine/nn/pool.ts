/** Pooling layers. */
import { maxPool2dWithIndices } from "../ops/pool.ts";
import type { Tensor } from "../tensor.ts";
import { tuple } from "./conv.ts";
import { bool } from "./linear.ts";
import { Module } from "./module.ts";
import { positional } from "./positional.ts";

type Sizes = number | readonly number[];

export interface MaxPoolOptions {
  /** The kernel's size unless given. */
  stride?: Sizes;
  padding?: Sizes;
  dilation?: Sizes;
  /** Give the positions of the maxima as well. */
  returnIndices?: boolean;
  /** Round sizes up instead of down. */
  ceilMode?: boolean;
}

const text = (value: Sizes): string => (typeof value === "number" ? String(value) : tuple(value));
const pair = (value: Sizes): readonly number[] => (typeof value === "number" ? [value, value] : value);

/** The largest element of each window of `[N, C, H, W]`. */
export class MaxPool2d extends Module {
  readonly kernelSize: Sizes;
  readonly stride: Sizes;
  readonly padding: Sizes;
  readonly dilation: Sizes;
  readonly returnIndices: boolean;
  readonly ceilMode: boolean;

  constructor(kernelSize: Sizes, options?: MaxPoolOptions);
  constructor(kernelSize: Sizes, stride?: Sizes, options?: MaxPoolOptions);
  constructor(kernelSize: Sizes, stride?: Sizes, padding?: Sizes, options?: MaxPoolOptions);
  constructor(kernelSize: Sizes, ...rest: unknown[]) {
    super();
    const o = positional(
      rest,
      {
        stride: kernelSize,
        padding: 0 as Sizes,
        dilation: 1 as Sizes,
        returnIndices: false,
        ceilMode: false,
      },
      ["stride", "padding", "dilation", "returnIndices", "ceilMode"],
    );
    this.kernelSize = kernelSize;
    this.stride = o.stride;
    this.padding = o.padding;
    this.dilation = o.dilation;
    this.returnIndices = o.returnIndices;
    this.ceilMode = o.ceilMode;
  }

  /** With `returnIndices` the result is `[values, indices]`; typed as the values, as nearly all use it. */
  forward(input: Tensor): Tensor {
    const result = maxPool2dWithIndices({
      self: input,
      kernelSize: pair(this.kernelSize),
      stride: pair(this.stride),
      padding: pair(this.padding),
      dilation: pair(this.dilation),
      ceilMode: this.ceilMode,
    });
    return this.returnIndices ? (result as unknown as Tensor) : result[0];
  }

  override extraRepr(): string {
    return `kernel_size=${text(this.kernelSize)}, stride=${text(this.stride)}, padding=${text(this.padding)}, dilation=${text(this.dilation)}, ceil_mode=${bool(this.ceilMode)}`;
  }
}
