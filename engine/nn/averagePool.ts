/** Average pools and adaptive pools as layers. */
import { tupleText } from "../format/tupleText.ts";
import {
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveMaxPool2dWithIndices,
  avgPool1d,
  avgPool2d,
} from "../ops/averagePool.ts";
import { adaptiveAvgPool3d, avgPool3d } from "../ops/pool3d.ts";
import { adaptiveMaxPool3dWithIndices } from "../ops/sizedMaxPool.ts";
import { adaptiveMaxPool1dWithIndices } from "../ops/unpool.ts";
import type { Tensor } from "../tensor.ts";
import { perDimension, type Sizes } from "./conv.ts";
import { Module } from "./module.ts";
import { sizesText } from "./pool.ts";
import { positional } from "./positional.ts";
import { requireArguments } from "./required.ts";

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

/** What may follow the kernel's size. */
type Given<O> = [options?: O] | [stride: Sizes, options?: O] | [stride: Sizes, padding: Sizes, options?: O];

abstract class AvgPoolNd extends Module {
  readonly kernelSize: Sizes;
  readonly stride: Sizes;
  readonly padding: Sizes;
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;
  readonly divisorOverride: number | null;

  constructor(kernelSize: Sizes, given: Given<AveragePoolOptions>) {
    super();
    requireArguments(this, { kernelSize });
    const defaults = {
      stride: kernelSize,
      padding: 0 as Sizes,
      ceilMode: false,
      countIncludePad: true,
      divisorOverride: null as number | null,
    };
    const o = positional(given, defaults, [
      "stride",
      "padding",
      "ceilMode",
      "countIncludePad",
      "divisorOverride",
    ]);
    this.kernelSize = kernelSize;
    this.stride = o.stride;
    this.padding = o.padding;
    this.ceilMode = o.ceilMode;
    this.countIncludePad = o.countIncludePad;
    this.divisorOverride = o.divisorOverride;
  }

  /** The arguments of the op that this layer calls. */
  protected operands(self: Tensor, dims: number) {
    return {
      self,
      kernelSize: perDimension(this.kernelSize, dims),
      stride: perDimension(this.stride, dims),
      padding: perDimension(this.padding, dims),
      ceilMode: this.ceilMode,
      countIncludePad: this.countIncludePad,
    };
  }

  override extraRepr(): string {
    return `kernel_size=${sizesText(this.kernelSize)}, stride=${sizesText(this.stride)}, padding=${sizesText(this.padding)}`;
  }
}

/** The mean of each window of `[N, C, L]`. */
export class AvgPool1d extends AvgPoolNd {
  constructor(kernelSize: Sizes, ...given: Given<Omit<AveragePoolOptions, "divisorOverride">>) {
    super(kernelSize, given);
  }

  forward(input: Tensor): Tensor {
    return avgPool1d(this.operands(input, 1));
  }

  override extraRepr(): string {
    const { kernelSize, stride, padding } = this;
    const text = (sizes: Sizes) => tupleText(perDimension(sizes, 1));
    return `kernel_size=${text(kernelSize)}, stride=${text(stride)}, padding=${text(padding)}`;
  }
}

/** The mean of each window of `[N, C, H, W]`. */
export class AvgPool2d extends AvgPoolNd {
  constructor(kernelSize: Sizes, ...given: Given<AveragePoolOptions>) {
    super(kernelSize, given);
  }

  forward(input: Tensor): Tensor {
    return avgPool2d({ ...this.operands(input, 2), divisorOverride: this.divisorOverride });
  }
}

/** The mean of each window of `[N, C, D, H, W]`. */
export class AvgPool3d extends AvgPoolNd {
  constructor(kernelSize: Sizes, ...given: Given<AveragePoolOptions>) {
    super(kernelSize, given);
  }

  forward(input: Tensor): Tensor {
    return avgPool3d({ ...this.operands(input, 3), divisorOverride: this.divisorOverride });
  }
}

/** One number for all dimensions, or one each; null keeps the input's size. */
export type AdaptiveSizes = number | readonly (number | null)[];

abstract class AdaptivePoolNd extends Module {
  readonly outputSize: AdaptiveSizes;

  constructor(outputSize: AdaptiveSizes) {
    super();
    requireArguments(this, { outputSize });
    this.outputSize = outputSize;
  }

  /** The sizes for an input. */
  protected sizes(input: Tensor, dims: number): number[] {
    const { outputSize } = this;
    if (typeof outputSize === "number") return new Array<number>(dims).fill(outputSize);
    return outputSize.map((size, i) => size ?? (input.shape.at(i - dims) as number));
  }

  override extraRepr(): string {
    const { outputSize } = this;
    const text =
      typeof outputSize === "number" ? String(outputSize) : tupleText(outputSize.map((s) => s ?? "None"));
    return `output_size=${text}`;
  }
}

/** The mean of windows that cut each row of `[N, C, L]` into `outputSize` parts. */
export class AdaptiveAvgPool1d extends AdaptivePoolNd {
  forward(input: Tensor): Tensor {
    return adaptiveAvgPool1d({ self: input, outputSize: this.sizes(input, 1) });
  }
}

/** The mean of windows that cut each plane of `[N, C, H, W]` into `outputSize` parts. */
export class AdaptiveAvgPool2d extends AdaptivePoolNd {
  forward(input: Tensor): Tensor {
    return adaptiveAvgPool2d({ input, outputSize: this.sizes(input, 2) });
  }
}

/** The mean of windows that cut each volume of `[N, C, D, H, W]` into `outputSize` parts. */
export class AdaptiveAvgPool3d extends AdaptivePoolNd {
  forward(input: Tensor): Tensor {
    return adaptiveAvgPool3d({ input, outputSize: this.sizes(input, 3) });
  }
}

abstract class AdaptiveMaxPoolNd extends AdaptivePoolNd {
  readonly returnIndices: boolean;

  constructor(outputSize: AdaptiveSizes, options: { returnIndices?: boolean } = {}) {
    super(outputSize);
    this.returnIndices = options.returnIndices ?? false;
  }

  /** With `returnIndices` the result is `[values, indices]`; typed as the values, as nearly all use it. */
  protected result(both: readonly [Tensor, Tensor]): Tensor {
    return this.returnIndices ? (both as unknown as Tensor) : both[0];
  }
}

/** The largest element of windows that cut each row of `[N, C, L]` into `outputSize` parts. */
export class AdaptiveMaxPool1d extends AdaptiveMaxPoolNd {
  forward(input: Tensor): Tensor {
    return this.result(adaptiveMaxPool1dWithIndices({ input, outputSize: this.sizes(input, 1) }));
  }
}

/** The largest element of windows that cut each plane of `[N, C, H, W]` into `outputSize` parts. */
export class AdaptiveMaxPool2d extends AdaptiveMaxPoolNd {
  forward(input: Tensor): Tensor {
    return this.result(adaptiveMaxPool2dWithIndices({ self: input, outputSize: this.sizes(input, 2) }));
  }
}

/** The largest element of windows that cut each volume of `[N, C, D, H, W]` into `outputSize` parts. */
export class AdaptiveMaxPool3d extends AdaptiveMaxPoolNd {
  forward(input: Tensor): Tensor {
    return this.result(adaptiveMaxPool3dWithIndices({ self: input, outputSize: this.sizes(input, 3) }));
  }
}
