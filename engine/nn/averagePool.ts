/** Average pools and adaptive pools as layers. */
import { adaptiveAvgPool2d, adaptiveMaxPool2d, avgPool2d } from "../ops/averagePool.ts";
import type { Tensor } from "../tensor.ts";
import { tuple } from "./conv.ts";
import { Module } from "./module.ts";
import { positional } from "./positional.ts";

type Sizes = number | readonly number[];
const text = (value: Sizes): string => (typeof value === "number" ? String(value) : tuple(value));
const pair = (value: Sizes): readonly number[] => (typeof value === "number" ? [value, value] : value);

export interface AveragePoolOptions {
  /** The kernel's size unless given. */
  stride?: Sizes;
  padding?: Sizes;
  /** Round sizes up instead of down. */
  ceilMode?: boolean;
  /** Whether zeros of the padding count in the mean. */
  countIncludePad?: boolean;
  /** Divide by this instead of the window's size. */
  divisorOverride?: number | null;
}

/** The mean of each window of `[N, C, H, W]`. */
export class AvgPool2d extends Module {
  readonly kernelSize: Sizes;
  readonly stride: Sizes;
  readonly padding: Sizes;
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;
  readonly divisorOverride: number | null;

  constructor(
    kernelSize: Sizes,
    ...rest:
      | [options?: AveragePoolOptions]
      | [stride: Sizes, options?: AveragePoolOptions]
      | [stride: Sizes, padding: Sizes, options?: AveragePoolOptions]
  ) {
    super();
    const defaults = {
      stride: kernelSize,
      padding: 0 as Sizes,
      ceilMode: false,
      countIncludePad: true,
      divisorOverride: null as number | null,
    };
    const o = positional(rest, defaults, ["stride", "padding", "ceilMode", "countIncludePad"]);
    this.kernelSize = kernelSize;
    this.stride = o.stride;
    this.padding = o.padding;
    this.ceilMode = o.ceilMode;
    this.countIncludePad = o.countIncludePad;
    this.divisorOverride = o.divisorOverride;
  }

  forward(input: Tensor): Tensor {
    return avgPool2d({
      self: input,
      kernelSize: pair(this.kernelSize),
      stride: pair(this.stride),
      padding: pair(this.padding),
      ceilMode: this.ceilMode,
      countIncludePad: this.countIncludePad,
      divisorOverride: this.divisorOverride,
    });
  }

  override extraRepr(): string {
    return `kernel_size=${text(this.kernelSize)}, stride=${text(this.stride)}, padding=${text(this.padding)}`;
  }
}

/** The mean of windows that cut each plane of `[N, C, H, W]` into `outputSize` parts. */
export class AdaptiveAvgPool2d extends Module {
  readonly outputSize: Sizes;

  constructor(outputSize: Sizes) {
    super();
    this.outputSize = outputSize;
  }

  forward(input: Tensor): Tensor {
    return adaptiveAvgPool2d({ input, outputSize: pair(this.outputSize) });
  }

  override extraRepr(): string {
    return `output_size=${text(this.outputSize)}`;
  }
}

/** The largest element of windows that cut each plane of `[N, C, H, W]` into `outputSize` parts. */
export class AdaptiveMaxPool2d extends Module {
  readonly outputSize: Sizes;

  constructor(outputSize: Sizes) {
    super();
    this.outputSize = outputSize;
  }

  forward(input: Tensor): Tensor {
    return adaptiveMaxPool2d({ input, outputSize: pair(this.outputSize) });
  }

  override extraRepr(): string {
    return `output_size=${text(this.outputSize)}`;
  }
}
