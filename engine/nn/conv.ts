/** `nn.Conv1d`, `nn.Conv2d`, `nn.Conv3d` and `nn.ConvTranspose2d`. */
import { ValueError } from "../errors.ts";
import { conv1d, conv2d, conv3d, convTranspose2d } from "../ops/convolution.ts";
import type { Tensor } from "../tensor.ts";
import { fans, kaimingUniform_, uniform_ } from "./init.ts";
import { type FactoryOptions, parameter } from "./linear.ts";
import { Module } from "./module.ts";
import type { Parameter } from "./parameter.ts";
import { positional } from "./positional.ts";

type Sizes = number | readonly number[];

export interface ConvOptions extends FactoryOptions {
  stride?: Sizes;
  /** Added on both sides of each spatial dimension; `"same"` keeps sizes, `"valid"` adds none. */
  padding?: Sizes | "same" | "valid";
  dilation?: Sizes;
  groups?: number;
  bias?: boolean;
  paddingMode?: "zeros";
}

const DEFAULTS = {
  stride: 1 as Sizes,
  padding: 0 as Sizes | "same" | "valid",
  dilation: 1 as Sizes,
  groups: 1,
  bias: true,
  paddingMode: "zeros",
};

/** `(3, 3)`, `(3,)`: a tuple as Python prints it. */
export function tuple(values: readonly (number | string)[]): string {
  return values.length === 1 ? `(${values[0]},)` : `(${values.join(", ")})`;
}

function perDimension(value: Sizes, dims: number): number[] {
  return typeof value === "number" ? new Array<number>(dims).fill(value) : [...value];
}

/** What convolutions of all dimensions and directions share. */
abstract class ConvNd extends Module {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[] | "same" | "valid";
  readonly dilation: readonly number[];
  readonly outputPadding: readonly number[];
  readonly groups: number;
  readonly paddingMode: string;
  weight: Parameter;
  bias: Parameter | null;

  constructor(
    dims: number,
    transposed: boolean,
    inChannels: number,
    outChannels: number,
    kernelSize: Sizes,
    o: typeof DEFAULTS & { outputPadding?: Sizes } & FactoryOptions,
  ) {
    super();
    if (o.groups <= 0) throw new ValueError("groups must be a positive integer");
    if (inChannels % o.groups !== 0) throw new ValueError("in_channels must be divisible by groups");
    if (outChannels % o.groups !== 0) throw new ValueError("out_channels must be divisible by groups");
    if (o.paddingMode !== "zeros") {
      throw new ValueError(`padding_mode '${o.paddingMode}' is not supported yet; only 'zeros' is.`);
    }
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.kernelSize = perDimension(kernelSize, dims);
    this.stride = perDimension(o.stride, dims);
    this.padding = typeof o.padding === "string" ? o.padding : perDimension(o.padding, dims);
    this.dilation = perDimension(o.dilation, dims);
    this.outputPadding = perDimension(o.outputPadding ?? 0, dims);
    this.groups = o.groups;
    this.paddingMode = o.paddingMode;
    if (o.padding === "same" && this.stride.some((s) => s !== 1)) {
      throw new ValueError("padding='same' is not supported for strided convolutions");
    }
    const channels = transposed ? [inChannels, outChannels / o.groups] : [outChannels, inChannels / o.groups];
    this.weight = parameter([...channels, ...this.kernelSize], o);
    this.bias = o.bias ? parameter([outChannels], o) : null;
    this.resetParameters();
  }

  /** PyTorch's default: evenly from ±1/√fanIn, for both. */
  resetParameters(): void {
    kaimingUniform_(this.weight, { a: Math.sqrt(5) });
    if (!this.bias) return;
    const { fanIn } = fans(this.weight);
    if (fanIn !== 0) uniform_(this.bias, -1 / Math.sqrt(fanIn), 1 / Math.sqrt(fanIn));
  }

  /** Zeros to add on each side; "same" needs an even total for the kernel. */
  protected get sidePadding(): readonly number[] {
    if (typeof this.padding !== "string") return this.padding;
    return this.kernelSize.map((k, i) => {
      const total = this.padding === "same" ? (this.dilation[i] as number) * (k - 1) : 0;
      if (total % 2 !== 0)
        throw new ValueError("padding='same' with an even kernel size is not supported yet");
      return total / 2;
    });
  }

  /** The arguments of the op that this layer calls. */
  protected operands(input: Tensor) {
    const { weight, bias, stride, dilation, groups } = this;
    return { input, weight, bias, stride, padding: this.sidePadding, dilation, groups };
  }

  /** `3, 16, kernel_size=(3, 3), stride=(1, 1)`, and what differs from the defaults. */
  override extraRepr(): string {
    const parts = [
      `${this.inChannels}`,
      `${this.outChannels}`,
      `kernel_size=${tuple(this.kernelSize)}`,
      `stride=${tuple(this.stride)}`,
    ];
    if (typeof this.padding === "string") parts.push(`padding=${this.padding}`);
    else if (this.padding.some((p) => p !== 0)) parts.push(`padding=${tuple(this.padding)}`);
    if (this.dilation.some((d) => d !== 1)) parts.push(`dilation=${tuple(this.dilation)}`);
    if (this.outputPadding.some((p) => p !== 0)) parts.push(`output_padding=${tuple(this.outputPadding)}`);
    if (this.groups !== 1) parts.push(`groups=${this.groups}`);
    if (!this.bias) parts.push("bias=False");
    return parts.join(", ");
  }
}

const ORDER = ["stride", "padding", "dilation", "groups", "bias", "paddingMode"] as const;

/** Convolution over one dimension: `[N, C, L]` or `[C, L]`. */
export class Conv1d extends ConvNd {
  constructor(inChannels: number, outChannels: number, kernelSize: Sizes, options?: ConvOptions);
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Sizes,
    stride?: Sizes,
    options?: ConvOptions,
  );
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Sizes,
    stride?: Sizes,
    padding?: ConvOptions["padding"],
    options?: ConvOptions,
  );
  constructor(inChannels: number, outChannels: number, kernelSize: Sizes, ...rest: unknown[]) {
    super(1, false, inChannels, outChannels, kernelSize, positional(rest, DEFAULTS, ORDER));
  }

  forward(input: Tensor): Tensor {
    return conv1d(this.operands(input));
  }
}

/** Convolution over two dimensions: `[N, C, H, W]` or `[C, H, W]`. */
export class Conv2d extends ConvNd {
  constructor(inChannels: number, outChannels: number, kernelSize: Sizes, options?: ConvOptions);
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Sizes,
    stride?: Sizes,
    options?: ConvOptions,
  );
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Sizes,
    stride?: Sizes,
    padding?: ConvOptions["padding"],
    options?: ConvOptions,
  );
  constructor(inChannels: number, outChannels: number, kernelSize: Sizes, ...rest: unknown[]) {
    super(2, false, inChannels, outChannels, kernelSize, positional(rest, DEFAULTS, ORDER));
  }

  forward(input: Tensor): Tensor {
    return conv2d(this.operands(input));
  }
}

/** Convolution over three dimensions: `[N, C, D, H, W]` or `[C, D, H, W]`. */
export class Conv3d extends ConvNd {
  constructor(inChannels: number, outChannels: number, kernelSize: Sizes, options?: ConvOptions);
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Sizes,
    stride?: Sizes,
    options?: ConvOptions,
  );
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Sizes,
    stride?: Sizes,
    padding?: ConvOptions["padding"],
    options?: ConvOptions,
  );
  constructor(inChannels: number, outChannels: number, kernelSize: Sizes, ...rest: unknown[]) {
    super(3, false, inChannels, outChannels, kernelSize, positional(rest, DEFAULTS, ORDER));
  }

  forward(input: Tensor): Tensor {
    return conv3d(this.operands(input));
  }
}

/** Transposed convolution over two dimensions: `[N, C, H, W]` to larger planes. */
export class ConvTranspose2d extends ConvNd {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Sizes,
    options?: Omit<ConvOptions, "padding"> & { padding?: Sizes; outputPadding?: Sizes },
  );
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Sizes,
    stride?: Sizes,
    padding?: Sizes,
    options?: Omit<ConvOptions, "padding">,
  );
  constructor(inChannels: number, outChannels: number, kernelSize: Sizes, ...rest: unknown[]) {
    const order = [
      "stride",
      "padding",
      "outputPadding",
      "groups",
      "bias",
      "dilation",
      "paddingMode",
    ] as const;
    super(
      2,
      true,
      inChannels,
      outChannels,
      kernelSize,
      positional(rest, { ...DEFAULTS, outputPadding: 0 as Sizes }, order),
    );
  }

  forward(input: Tensor): Tensor {
    return convTranspose2d({ ...this.operands(input), outputPadding: this.outputPadding });
  }
}
