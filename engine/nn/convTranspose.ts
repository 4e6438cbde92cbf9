/** `nn.ConvTranspose1d`, `nn.ConvTranspose2d`, `nn.ConvTranspose3d`. */
import { ValueError } from "../errors.ts";
import { convTranspose1d, convTranspose2d, convTranspose3d } from "../ops/convNd.ts";
import { shapeText } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { ConvNd, type ConvOptions, DEFAULTS, type Sizes } from "./conv.ts";
import { positional } from "./positional.ts";

export interface ConvTransposeOptions extends Omit<ConvOptions, "padding" | "paddingMode"> {
  /** Taken off on both sides of each spatial dimension. */
  padding?: Sizes;
  /** Added at the end of each spatial dimension of the result. */
  outputPadding?: Sizes;
  paddingMode?: "zeros";
}

/** What may follow channels and kernel size. */
type Given =
  | [options?: ConvTransposeOptions]
  | [stride: Sizes, options?: ConvTransposeOptions]
  | [stride: Sizes, padding: Sizes, options?: ConvTransposeOptions]
  | [stride: Sizes, padding: Sizes, outputPadding: Sizes, options?: ConvTransposeOptions];

const ORDER = ["stride", "padding", "outputPadding", "groups", "bias", "dilation", "paddingMode"] as const;

abstract class ConvTransposeNd extends ConvNd {
  constructor(dims: number, inChannels: number, outChannels: number, kernelSize: Sizes, given: Given) {
    const o = positional(given, { ...DEFAULTS, outputPadding: 0 as Sizes }, ORDER);
    super(dims, true, inChannels, outChannels, kernelSize, o);
    if (this.paddingMode !== "zeros") {
      throw new ValueError(`Only "zeros" padding mode is supported for ${this.traceName()}`);
    }
  }

  /** The arguments of the op; the output padding is what makes the result `outputSize` large. */
  protected operands(input: Tensor, outputSize: readonly number[] | null) {
    const { weight, bias, stride, dilation, groups, padding } = this;
    if (typeof padding === "string") throw new ValueError(`padding='${padding}' has no transpose`);
    const outputPadding = outputSize ? missing(this, input, outputSize, padding) : this.outputPadding;
    return { input, weight, bias, stride, padding, outputPadding, groups, dilation };
  }
}

/** How much larger `outputSize` is than the smallest result, for each dimension. */
function missing(
  m: ConvNd,
  input: Tensor,
  outputSize: readonly number[],
  padding: readonly number[],
): readonly number[] {
  const dims = m.kernelSize.length;
  const spatial = input.shape.slice(-dims);
  const wanted = outputSize.length === input.ndim ? outputSize.slice(-dims) : outputSize;
  if (wanted.length !== dims) {
    throw new ValueError(
      `${m.traceName()}: for ${input.ndim}D input, output_size must have ${dims} or ${input.ndim} elements (got ${outputSize.length})`,
    );
  }
  const least = spatial.map(
    (size, i) =>
      (size - 1) * (m.stride[i] as number) -
      2 * (padding[i] as number) +
      (m.dilation[i] as number) * ((m.kernelSize[i] as number) - 1) +
      1,
  );
  const most = least.map((size, i) => size + (m.stride[i] as number) - 1);
  wanted.forEach((size, i) => {
    if (size >= (least[i] as number) && size <= (most[i] as number)) return;
    throw new ValueError(
      `requested an output size of ${shapeText(wanted)}, but valid sizes range from ${shapeText(least)} to ${shapeText(most)} (for an input of ${input.shape.slice(2).toString()})`,
    );
  });
  return wanted.map((size, i) => size - (least[i] as number));
}

/** Transposed convolution over one dimension: `[N, C, L]`, the gradient of a convolution. */
export class ConvTranspose1d extends ConvTransposeNd {
  constructor(inChannels: number, outChannels: number, kernelSize: Sizes, ...given: Given) {
    super(1, inChannels, outChannels, kernelSize, given);
  }

  /** `outputSize`: which of the sizes that the stride allows. */
  forward(input: Tensor, outputSize: readonly number[] | null = null): Tensor {
    return convTranspose1d(this.operands(input, outputSize));
  }
}

/** Transposed convolution over two dimensions: `[N, C, H, W]`, the gradient of a convolution. */
export class ConvTranspose2d extends ConvTransposeNd {
  constructor(inChannels: number, outChannels: number, kernelSize: Sizes, ...given: Given) {
    super(2, inChannels, outChannels, kernelSize, given);
  }

  /** `outputSize`: which of the sizes that the stride allows. */
  forward(input: Tensor, outputSize: readonly number[] | null = null): Tensor {
    return convTranspose2d(this.operands(input, outputSize));
  }
}

/** Transposed convolution over three dimensions: `[N, C, D, H, W]`, the gradient of a convolution. */
export class ConvTranspose3d extends ConvTransposeNd {
  constructor(inChannels: number, outChannels: number, kernelSize: Sizes, ...given: Given) {
    super(3, inChannels, outChannels, kernelSize, given);
  }

  /** `outputSize`: which of the sizes that the stride allows. */
  forward(input: Tensor, outputSize: readonly number[] | null = null): Tensor {
    return convTranspose3d(this.operands(input, outputSize));
  }
}
