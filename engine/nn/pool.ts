/** Max pools as layers, their partial inverses, and pools by a power mean. */
import { tupleText } from "../format/tupleText.ts";
import { maxPool2dWithIndices } from "../ops/pool.ts";
import { maxPool3dWithIndices } from "../ops/pool3d.ts";
import {
  lpPool1d,
  lpPool2d,
  lpPool3d,
  maxPool1dWithIndices,
  maxUnpool1d,
  maxUnpool2d,
  maxUnpool3d,
} from "../ops/unpool.ts";
import type { Tensor } from "../tensor.ts";
import { perDimension, type Sizes } from "./conv.ts";
import { bool } from "./linear.ts";
import { Module } from "./module.ts";
import { positional } from "./positional.ts";
import { requireArguments } from "./required.ts";

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

export const sizesText = (value: Sizes): string =>
  typeof value === "number" ? String(value) : tupleText(value);

/** What may follow the kernel's size. */
type MaxPoolArguments =
  | [options?: MaxPoolOptions]
  | [stride?: Sizes, options?: MaxPoolOptions]
  | [stride?: Sizes, padding?: Sizes, options?: MaxPoolOptions];

abstract class MaxPoolNd extends Module {
  readonly kernelSize: Sizes;
  readonly stride: Sizes;
  readonly padding: Sizes;
  readonly dilation: Sizes;
  readonly returnIndices: boolean;
  readonly ceilMode: boolean;

  constructor(kernelSize: Sizes, given: MaxPoolArguments) {
    super();
    requireArguments(this, { kernelSize });
    const o = positional(
      given,
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

  /** The arguments of the op that this layer calls. */
  protected operands(self: Tensor, dims: number) {
    return {
      self,
      kernelSize: perDimension(this.kernelSize, dims),
      stride: perDimension(this.stride, dims),
      padding: perDimension(this.padding, dims),
      dilation: perDimension(this.dilation, dims),
      ceilMode: this.ceilMode,
    };
  }

  /** With `returnIndices` the result is `[values, indices]`; typed as the values, as nearly all use it. */
  protected result(both: readonly [Tensor, Tensor]): Tensor {
    return this.returnIndices ? (both as unknown as Tensor) : both[0];
  }

  override extraRepr(): string {
    return `kernel_size=${sizesText(this.kernelSize)}, stride=${sizesText(this.stride)}, padding=${sizesText(this.padding)}, dilation=${sizesText(this.dilation)}, ceil_mode=${bool(this.ceilMode)}`;
  }
}

/** The largest element of each window of `[N, C, L]`. */
export class MaxPool1d extends MaxPoolNd {
  constructor(kernelSize: Sizes, ...given: MaxPoolArguments) {
    super(kernelSize, given);
  }

  forward(input: Tensor): Tensor {
    return this.result(maxPool1dWithIndices(this.operands(input, 1)));
  }
}

/** The largest element of each window of `[N, C, H, W]`. */
export class MaxPool2d extends MaxPoolNd {
  constructor(kernelSize: Sizes, ...given: MaxPoolArguments) {
    super(kernelSize, given);
  }

  forward(input: Tensor): Tensor {
    return this.result(maxPool2dWithIndices(this.operands(input, 2)));
  }
}

/** The largest element of each window of `[N, C, D, H, W]`. */
export class MaxPool3d extends MaxPoolNd {
  constructor(kernelSize: Sizes, ...given: MaxPoolArguments) {
    super(kernelSize, given);
  }

  forward(input: Tensor): Tensor {
    return this.result(maxPool3dWithIndices(this.operands(input, 3)));
  }
}

interface UnpoolOptions {
  /** The kernel's size unless given. */
  stride?: Sizes;
  padding?: Sizes;
}

type UnpoolArguments =
  | [options?: UnpoolOptions]
  | [stride: Sizes, options?: UnpoolOptions]
  | [stride: Sizes, padding: Sizes];

abstract class MaxUnpoolNd extends Module {
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];

  constructor(dims: number, kernelSize: Sizes, given: UnpoolArguments) {
    super();
    requireArguments(this, { kernelSize });
    const o = positional(given, { stride: kernelSize, padding: 0 as Sizes }, ["stride", "padding"]);
    this.kernelSize = perDimension(kernelSize, dims);
    this.stride = perDimension(o.stride, dims);
    this.padding = perDimension(o.padding, dims);
  }

  protected operands(input: Tensor, indices: Tensor, outputSize: readonly number[] | null) {
    const { kernelSize, stride, padding } = this;
    return { input, indices, kernelSize, stride, padding, outputSize };
  }

  override extraRepr(): string {
    return `kernel_size=${tupleText(this.kernelSize)}, stride=${tupleText(this.stride)}, padding=${tupleText(this.padding)}`;
  }
}

/** Puts the maxima of a `MaxPool1d` back where they were, zeros elsewhere. */
export class MaxUnpool1d extends MaxUnpoolNd {
  constructor(kernelSize: Sizes, ...given: UnpoolArguments) {
    super(1, kernelSize, given);
  }

  forward(input: Tensor, indices: Tensor, outputSize: readonly number[] | null = null): Tensor {
    return maxUnpool1d(this.operands(input, indices, outputSize));
  }
}

/** Puts the maxima of a `MaxPool2d` back where they were, zeros elsewhere. */
export class MaxUnpool2d extends MaxUnpoolNd {
  constructor(kernelSize: Sizes, ...given: UnpoolArguments) {
    super(2, kernelSize, given);
  }

  forward(input: Tensor, indices: Tensor, outputSize: readonly number[] | null = null): Tensor {
    return maxUnpool2d(this.operands(input, indices, outputSize));
  }
}

/** Puts the maxima of a `MaxPool3d` back where they were, zeros elsewhere. */
export class MaxUnpool3d extends MaxUnpoolNd {
  constructor(kernelSize: Sizes, ...given: UnpoolArguments) {
    super(3, kernelSize, given);
  }

  forward(input: Tensor, indices: Tensor, outputSize: readonly number[] | null = null): Tensor {
    return maxUnpool3d(this.operands(input, indices, outputSize));
  }
}

type LPPoolArguments =
  | [options?: { stride?: Sizes; ceilMode?: boolean }]
  | [stride: Sizes, options?: { ceilMode?: boolean }];

abstract class LPPoolNd extends Module {
  readonly normType: number;
  readonly kernelSize: Sizes;
  readonly stride: Sizes | null;
  readonly ceilMode: boolean;

  constructor(normType: number, kernelSize: Sizes, given: LPPoolArguments) {
    super();
    requireArguments(this, { normType, kernelSize });
    const o = positional(given, { stride: null as Sizes | null, ceilMode: false }, ["stride", "ceilMode"]);
    this.normType = normType;
    this.kernelSize = kernelSize;
    this.stride = o.stride;
    this.ceilMode = o.ceilMode;
  }

  protected operands(input: Tensor, dims: number) {
    return {
      input,
      normType: this.normType,
      kernelSize: perDimension(this.kernelSize, dims),
      stride: this.stride === null ? [] : perDimension(this.stride, dims),
      ceilMode: this.ceilMode,
    };
  }

  override extraRepr(): string {
    const stride = this.stride === null ? "None" : sizesText(this.stride);
    return `norm_type=${this.normType}, kernel_size=${sizesText(this.kernelSize)}, stride=${stride}, ceil_mode=${bool(this.ceilMode)}`;
  }
}

/** The `normType`-norm of each window of `[N, C, L]`. */
export class LPPool1d extends LPPoolNd {
  constructor(normType: number, kernelSize: Sizes, ...given: LPPoolArguments) {
    super(normType, kernelSize, given);
  }

  forward(input: Tensor): Tensor {
    return lpPool1d(this.operands(input, 1));
  }
}

/** The `normType`-norm of each window of `[N, C, H, W]`. */
export class LPPool2d extends LPPoolNd {
  constructor(normType: number, kernelSize: Sizes, ...given: LPPoolArguments) {
    super(normType, kernelSize, given);
  }

  forward(input: Tensor): Tensor {
    return lpPool2d(this.operands(input, 2));
  }
}

/** The `normType`-norm of each window of `[N, C, D, H, W]`. */
export class LPPool3d extends LPPoolNd {
  constructor(normType: number, kernelSize: Sizes, ...given: LPPoolArguments) {
    super(normType, kernelSize, given);
  }

  forward(input: Tensor): Tensor {
    return lpPool3d(this.operands(input, 3));
  }
}
