/** Layers that work on channels or windows: `ChannelShuffle`, `LocalResponseNorm`, `Unfold`, `Fold`. */

import { floatRepr } from "../format/floatRepr.ts";
import { channelShuffle, localResponseNorm } from "../ops/channels.ts";
import { fold, functionalUnfold } from "../ops/unfold.ts";
import type { Tensor } from "../tensor.ts";
import { pythonNumber } from "../trace/argumentText.ts";
import { perDimension, type Sizes } from "./conv.ts";
import { Module } from "./module.ts";
import { sizesText } from "./pool.ts";
import { positional } from "./positional.ts";
import { requireArguments } from "./required.ts";

/** The channels of `[N, C, …]`, of each of the groups in turn. */
export class ChannelShuffle extends Module {
  readonly groups: number;

  constructor(groups: number) {
    super();
    requireArguments(this, { groups });
    this.groups = groups;
  }

  forward(input: Tensor): Tensor {
    return channelShuffle({ self: input, groups: this.groups });
  }

  override extraRepr(): string {
    return `groups=${this.groups}`;
  }
}

/** Each element of `[N, C, …]` over a power of the mean square of `size` neighbouring channels at its place. */
export class LocalResponseNorm extends Module {
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly k: number;

  constructor(
    size: number,
    ...given:
      | [options?: { alpha?: number; beta?: number; k?: number }]
      | [alpha: number, beta?: number, k?: number]
  ) {
    super();
    requireArguments(this, { size });
    const o = positional(given, { alpha: 1e-4, beta: 0.75, k: 1 }, ["alpha", "beta", "k"]);
    this.size = size;
    this.alpha = o.alpha;
    this.beta = o.beta;
    this.k = o.k;
  }

  forward(input: Tensor): Tensor {
    const { size, alpha, beta, k } = this;
    return localResponseNorm({ input, size, alpha, beta, k });
  }

  override extraRepr(): string {
    return `${this.size}, alpha=${pythonNumber(this.alpha)}, beta=${pythonNumber(this.beta)}, k=${floatRepr(this.k)}`;
  }
}

interface WindowOptions {
  dilation?: Sizes;
  padding?: Sizes;
  stride?: Sizes;
}

type WindowArguments =
  | [options?: WindowOptions]
  | [dilation: Sizes, options?: WindowOptions]
  | [dilation: Sizes, padding: Sizes, stride?: Sizes];

abstract class Windows extends Module {
  readonly kernelSize: Sizes;
  readonly dilation: Sizes;
  readonly padding: Sizes;
  readonly stride: Sizes;

  constructor(kernelSize: Sizes, given: WindowArguments) {
    super();
    requireArguments(this, { kernelSize });
    const o = positional(given, { dilation: 1 as Sizes, padding: 0 as Sizes, stride: 1 as Sizes }, [
      "dilation",
      "padding",
      "stride",
    ]);
    this.kernelSize = kernelSize;
    this.dilation = o.dilation;
    this.padding = o.padding;
    this.stride = o.stride;
  }

  protected operands() {
    return {
      kernelSize: perDimension(this.kernelSize, 2),
      dilation: perDimension(this.dilation, 2),
      padding: perDimension(this.padding, 2),
      stride: perDimension(this.stride, 2),
    };
  }

  override extraRepr(): string {
    return `kernel_size=${sizesText(this.kernelSize)}, dilation=${sizesText(this.dilation)}, padding=${sizesText(this.padding)}, stride=${sizesText(this.stride)}`;
  }
}

/** The windows of `[N, C, H, W]` as columns of `[N, C · kH · kW, L]`. */
export class Unfold extends Windows {
  constructor(kernelSize: Sizes, ...given: WindowArguments) {
    super(kernelSize, given);
  }

  forward(input: Tensor): Tensor {
    return functionalUnfold({ input, ...this.operands() });
  }
}

/** The columns of `[N, C · kH · kW, L]` added up where their windows lie in planes of `outputSize`. */
export class Fold extends Windows {
  readonly outputSize: Sizes;

  constructor(outputSize: Sizes, kernelSize: Sizes, ...given: WindowArguments) {
    super(kernelSize, given);
    this.outputSize = outputSize;
  }

  forward(input: Tensor): Tensor {
    return fold({ input, outputSize: perDimension(this.outputSize, 2), ...this.operands() });
  }

  override extraRepr(): string {
    return `output_size=${sizesText(this.outputSize)}, ${super.extraRepr()}`;
  }
}
