/** `nn.Conv1d`, `nn.Conv2d`, `nn.Conv3d`, and what they share with the transposed ones (`convTranspose.ts`). */
import { ValueError } from "../errors.ts";
import { tupleText } from "../format/tupleText.ts";
import { conv1d, conv1dPadding, conv2d, conv2dPadding, conv3d, conv3dPadding } from "../ops/convNd.ts";
import { pad } from "../ops/pad.ts";
import type { Tensor } from "../tensor.ts";
import { fans, kaimingUniform_, uniform_ } from "./init.ts";
import { type FactoryOptions, parameter } from "./linear.ts";
import { Module } from "./module.ts";
import type { Parameter } from "./parameter.ts";
import { positional } from "./positional.ts";
import { requireArguments } from "./required.ts";

export type Sizes = number | readonly number[];

/** What stands beyond the border: zeros, the elements mirrored, the outermost ones again, or those of the other end. */
export type PaddingMode = "zeros" | "reflect" | "replicate" | "circular";

const PADDING_MODES: readonly string[] = [
  "zeros",
  "reflect",
  "replicate",
  "circular",
] satisfies PaddingMode[];

export interface ConvOptions extends FactoryOptions {
  stride?: Sizes;
  /** Added on both sides of each spatial dimension; `"same"` keeps sizes, `"valid"` adds none. */
  padding?: Sizes | "same" | "valid";
  dilation?: Sizes;
  groups?: number;
  bias?: boolean;
  paddingMode?: PaddingMode;
}

export const DEFAULTS = {
  stride: 1 as Sizes,
  padding: 0 as Sizes | "same" | "valid",
  dilation: 1 as Sizes,
  groups: 1,
  bias: true,
  paddingMode: "zeros" as PaddingMode,
};

export function perDimension(value: Sizes, dims: number): number[] {
  return typeof value === "number" ? new Array<number>(dims).fill(value) : [...value];
}

interface ConvOperands {
  readonly input: Tensor;
  readonly weight: Tensor;
  readonly bias: Tensor | null;
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
}

/** What convolutions of all dimensions and directions share. */
export abstract class ConvNd extends Module {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[] | "same" | "valid";
  readonly dilation: readonly number[];
  readonly outputPadding: readonly number[];
  readonly groups: number;
  readonly paddingMode: PaddingMode;
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
    requireArguments(this, { inChannels, outChannels, kernelSize });
    if (o.groups <= 0) throw new ValueError("groups must be a positive integer");
    if (inChannels % o.groups !== 0) throw new ValueError("in_channels must be divisible by groups");
    if (outChannels % o.groups !== 0) throw new ValueError("out_channels must be divisible by groups");
    if (!PADDING_MODES.includes(o.paddingMode)) {
      throw new ValueError(
        `padding_mode must be one of {${PADDING_MODES.map((m) => `'${m}'`).join(", ")}}, but got padding_mode='${o.paddingMode}'`,
      );
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
    if (typeof o.padding === "string" && o.padding !== "same" && o.padding !== "valid") {
      throw new ValueError(
        `Invalid padding string '${String(o.padding)}', should be one of {'same', 'valid'}`,
      );
    }
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

  /** Front and back of each spatial dimension, the last one first, as `F.pad` takes them. */
  private get border(): readonly number[] {
    return this.kernelSize
      .flatMap((k, i) => {
        if (this.padding === "valid") return [0, 0];
        if (this.padding !== "same") return [this.padding[i] as number, this.padding[i] as number];
        const total = (this.dilation[i] as number) * (k - 1);
        return [total - Math.floor(total / 2), Math.floor(total / 2)];
      })
      .reverse();
  }

  /** Calls the op, with padding in numbers or by name. */
  protected convolve(
    input: Tensor,
    plain: (args: ConvOperands & { padding: readonly number[] }) => Tensor,
    named: (args: ConvOperands & { padding: string }) => Tensor,
  ): Tensor {
    const { weight, bias, stride, dilation, groups, padding, paddingMode } = this;
    const shared = { weight, bias, stride, dilation, groups };
    if (paddingMode !== "zeros") {
      const framed = pad({ input, pad: this.border, mode: paddingMode });
      return plain({ input: framed, ...shared, padding: this.kernelSize.map(() => 0) });
    }
    return typeof padding === "string"
      ? named({ input, ...shared, padding })
      : plain({ input, ...shared, padding });
  }

  /** `3, 16, kernel_size=(3, 3), stride=(1, 1)`, and what differs from the defaults. */
  override extraRepr(): string {
    const parts = [
      `${this.inChannels}`,
      `${this.outChannels}`,
      `kernel_size=${tupleText(this.kernelSize)}`,
      `stride=${tupleText(this.stride)}`,
    ];
    if (typeof this.padding === "string") parts.push(`padding=${this.padding}`);
    else if (this.padding.some((p) => p !== 0)) parts.push(`padding=${tupleText(this.padding)}`);
    if (this.dilation.some((d) => d !== 1)) parts.push(`dilation=${tupleText(this.dilation)}`);
    if (this.outputPadding.some((p) => p !== 0))
      parts.push(`output_padding=${tupleText(this.outputPadding)}`);
    if (this.groups !== 1) parts.push(`groups=${this.groups}`);
    if (!this.bias) parts.push("bias=False");
    if (this.paddingMode !== "zeros") parts.push(`padding_mode=${this.paddingMode}`);
    return parts.join(", ");
  }
}

/** What may follow channels and kernel size. */
type Given =
  | [options?: ConvOptions]
  | [stride: Sizes | undefined, options?: ConvOptions]
  | [stride: Sizes | undefined, padding: ConvOptions["padding"] | undefined, options?: ConvOptions];

const ORDER = ["stride", "padding", "dilation", "groups", "bias", "paddingMode"] as const;

/** Convolution over one dimension: `[N, C, L]` or `[C, L]`. */
export class Conv1d extends ConvNd {
  constructor(inChannels: number, outChannels: number, kernelSize: Sizes, ...given: Given) {
    super(1, false, inChannels, outChannels, kernelSize, positional(given, DEFAULTS, ORDER));
  }

  forward(input: Tensor): Tensor {
    return this.convolve(input, conv1d, conv1dPadding);
  }
}

/** Convolution over two dimensions: `[N, C, H, W]` or `[C, H, W]`. */
export class Conv2d extends ConvNd {
  constructor(inChannels: number, outChannels: number, kernelSize: Sizes, ...given: Given) {
    super(2, false, inChannels, outChannels, kernelSize, positional(given, DEFAULTS, ORDER));
  }

  forward(input: Tensor): Tensor {
    return this.convolve(input, conv2d, conv2dPadding);
  }
}

/** Convolution over three dimensions: `[N, C, D, H, W]` or `[C, D, H, W]`. */
export class Conv3d extends ConvNd {
  constructor(inChannels: number, outChannels: number, kernelSize: Sizes, ...given: Given) {
    super(3, false, inChannels, outChannels, kernelSize, positional(given, DEFAULTS, ORDER));
  }

  forward(input: Tensor): Tensor {
    return this.convolve(input, conv3d, conv3dPadding);
  }
}
