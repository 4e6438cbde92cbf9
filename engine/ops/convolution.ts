/** Convolutions of one, two and three dimensions, and transposed ones: one op, `convolution`, under all of them. */
import {
  type ConvParams,
  convolutionForward,
  convolutionGradBias,
  convolutionGradInput,
  convolutionGradWeight,
} from "../devices/cpu/convolution.ts";
import {
  gpuConvolution,
  gpuConvolutionGradInput,
  gpuConvolutionGradWeight,
} from "../devices/webgpu/kernels/convolution.ts";
import { gpuSum } from "../devices/webgpu/kernels/reduce.ts";
import { RuntimeError } from "../errors.ts";
import { numel, shapeText } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { defineOp } from "./op.ts";

/** Sizes after a convolution, `[N, C, …]`: the formulas of `Conv2d` and `ConvTranspose2d`. */
function outputShape(input: Tensor, weight: Tensor, p: ConvParams): number[] {
  const spatial = input.shape.slice(2).map((size, i) => {
    const kernel = (p.dilation[i] as number) * ((weight.shape[i + 2] as number) - 1) + 1;
    const [stride, padding] = [p.stride[i] as number, p.padding[i] as number];
    return p.transposed
      ? (size - 1) * stride - 2 * padding + kernel + (p.outputPadding[i] as number)
      : Math.floor((size + 2 * padding - kernel) / stride) + 1;
  });
  const channels = p.transposed ? (weight.shape[1] as number) * p.groups : (weight.shape[0] as number);
  return [input.shape[0] as number, channels, ...spatial];
}

/** The checks of `check_shape_forward` in ATen's Convolution.cpp, with its texts. */
function check(input: Tensor, weight: Tensor, bias: Tensor | null, p: ConvParams): void {
  const positive = (values: readonly number[], name: string) => {
    if (values.some((v) => v <= 0)) throw new RuntimeError(`non-positive ${name} is not supported`);
  };
  if (p.padding.some((v) => v < 0)) throw new RuntimeError("negative padding is not supported");
  positive(p.stride, "stride");
  positive(p.dilation, "dilation");
  const { groups } = p;
  const out = weight.shape[0] as number;
  if (out < groups) {
    throw new RuntimeError(
      `Given groups=${groups}, expected weight to be at least ${groups} at dimension 0, but got weight of size ${shapeText(weight.shape)} instead`,
    );
  }
  if (out % groups !== 0) {
    throw new RuntimeError(
      `Given groups=${groups}, expected weight to be divisible by ${groups} at dimension 0, but got weight of size [${shapeText(weight.shape)}] instead`,
    );
  }
  const channels = input.shape[1] as number;
  const expected = p.transposed ? out : (weight.shape[1] as number) * groups;
  if (channels !== expected) {
    const what = p.transposed ? "transposed=1" : `groups=${groups}`;
    throw new RuntimeError(
      `Given ${what}, weight of size ${shapeText(weight.shape)}, expected input${shapeText(input.shape)} to have ${expected} channels, but got ${channels} channels instead`,
    );
  }
  const outChannels = p.transposed ? (weight.shape[1] as number) * groups : out;
  if (bias && (bias.ndim !== 1 || bias.shape[0] !== outChannels)) {
    throw new RuntimeError(
      `Given ${p.transposed ? "transposed=1, " : ""}weight of size ${shapeText(weight.shape)}, expected bias to be 1-dimensional with ${outChannels} elements, but got bias of size ${shapeText(bias.shape)} instead`,
    );
  }
  if (p.transposed) {
    checkTransposed(input, weight, p);
    return;
  }
  const padded = input.shape.slice(2).map((s, i) => s + 2 * (p.padding[i] as number));
  const kernel = weight.shape.slice(2).map((s, i) => (p.dilation[i] as number) * (s - 1) + 1);
  if (padded.some((s, i) => s < (kernel[i] as number))) {
    throw new RuntimeError(
      `Calculated padded input size per channel: (${padded.join(" x ")}). Kernel size: (${kernel.join(" x ")}). Kernel size can't be greater than actual input size`,
    );
  }
}

/** The texts of SlowConvTranspose: one dimension counts as a plane of one row. */
function checkTransposed(input: Tensor, weight: Tensor, p: ConvParams): void {
  const names = ["depth", "height", "width"].slice(p.stride.length === 3 ? 0 : 1);
  const each = (name: string, values: readonly number[], missing: number) =>
    (values.length === 1 ? [missing, ...values] : values)
      .map((v, i) => `${name}_${names[i]}: ${v}`)
      .join(" ");
  if (p.outputPadding.some((o, i) => o >= (p.stride[i] as number) && o >= (p.dilation[i] as number))) {
    throw new RuntimeError(
      `output padding must be smaller than either stride or dilation, but got ${each("output_padding", p.outputPadding, 0)} ${each("stride", p.stride, 1)} ${each("dilation", p.dilation, 1)}`,
    );
  }
  const sizes = outputShape(input, weight, p).slice(2);
  if (sizes.some((s) => s < 1)) {
    const text = (values: readonly number[]) => (values.length === 1 ? [1, ...values] : values).join(" x ");
    throw new RuntimeError(
      `Given input size per channel: (${text(input.shape.slice(2))}). Calculated output size per channel: (${text(sizes)}). Output size is too small`,
    );
  }
}

const multiplyAdds = (
  weight: Tensor,
  shape: readonly number[],
  p: { transposed: boolean },
  input: Tensor,
): number =>
  p.transposed
    ? 2 * input.numel() * numel(weight.shape.slice(1))
    : 2 * numel(shape) * numel(weight.shape.slice(1));

export const convolution = defineOp({
  schema:
    "convolution(Tensor input, Tensor weight, Tensor? bias, int[] stride, int[] padding, int[] dilation, bool transposed, int[] output_padding, int groups) -> Tensor",
  doc: "The convolution under `conv1d`, `conv2d`, `conv3d` and their transposes: `[N, C, …]` in and out.",
  on: ["torch"],
  meta: ({ input, weight, bias, ...p }) => {
    check(input, weight, bias, p);
    return { shape: outputShape(input, weight, p) };
  },
  cpu: ({ input, weight, bias, ...p }, [out]) => convolutionForward(input, weight, bias, p, out),
  webgpu: ({ input, weight, bias, ...p }, [out], gpu) => gpuConvolution(gpu, input, weight, bias, p, out),
  node: "ConvolutionBackward0",
  derivatives: (d) => [
    d(
      ["input", "weight", "bias"],
      [
        "biasSizes",
        "dilation",
        "groups",
        "input",
        "outputPadding",
        "padding",
        "stride",
        "transposed",
        "weight",
      ],
      (c): (Tensor | null)[] => {
        const shared = {
          gradOutput: c.grad,
          stride: c.stride,
          padding: c.padding,
          dilation: c.dilation,
          transposed: c.transposed,
          outputPadding: c.outputPadding,
          groups: c.groups,
        };
        return [
          c.needs("input")
            ? convolutionBackwardInput({ ...shared, weight: c.weight, inputSize: c.input.shape })
            : null,
          c.needs("weight")
            ? convolutionBackwardWeight({ ...shared, input: c.input, weightSize: c.weight.shape })
            : null,
          c.needs("bias") ? convolutionBackwardBias({ gradOutput: c.grad }) : null,
        ];
      },
    ),
  ],
  flops: ({ input, weight, transposed }, [out]) =>
    multiplyAdds(weight, out?.shape ?? [], { transposed }, input),
  products: true,
});

/** A convolution in the other direction: transposed for a plain one, plain for a transposed one. */
export const convolutionBackwardInput = defineOp({
  schema:
    "convolution_backward_input(Tensor grad_output, Tensor weight, int[] input_size, int[] stride, int[] padding, int[] dilation, bool transposed, int[] output_padding, int groups) -> Tensor",
  doc: "The gradient of a convolution's input.",
  meta: ({ inputSize }) => ({ shape: inputSize }),
  cpu: ({ gradOutput, weight, inputSize: _, ...p }, [out]) =>
    convolutionGradInput(gradOutput, weight, p, out),
  webgpu: ({ gradOutput, weight, ...p }, [out], gpu) =>
    gpuConvolutionGradInput(gpu, gradOutput, weight, p, out),
  node: "ConvolutionBackwardInputBackward0",
  derivatives: (d) => [
    d(
      ["gradOutput", "weight"],
      ["dilation", "gradOutput", "groups", "outputPadding", "padding", "stride", "transposed", "weight"],
      (c): (Tensor | null)[] => {
        const { stride, padding, dilation, transposed, outputPadding, groups } = c;
        const p = { stride, padding, dilation, transposed, outputPadding, groups };
        return [
          c.needs("gradOutput") ? convolution({ input: c.grad, weight: c.weight, bias: null, ...p }) : null,
          c.needs("weight")
            ? convolutionBackwardWeight({
                gradOutput: c.gradOutput,
                input: c.grad,
                weightSize: c.weight.shape,
                ...p,
              })
            : null,
        ];
      },
    ),
  ],
  flops: ({ gradOutput, weight, transposed }, [out]) =>
    transposed
      ? 2 * numel(out?.shape ?? []) * numel(weight.shape.slice(1))
      : 2 * gradOutput.numel() * numel(weight.shape.slice(1)),
  products: true,
});

export const convolutionBackwardWeight = defineOp({
  schema:
    "convolution_backward_weight(Tensor grad_output, Tensor input, int[] weight_size, int[] stride, int[] padding, int[] dilation, bool transposed, int[] output_padding, int groups) -> Tensor",
  doc: "The gradient of a convolution's weight.",
  meta: ({ weightSize }) => ({ shape: weightSize }),
  cpu: ({ gradOutput, input, weightSize: _, ...p }, [out]) =>
    convolutionGradWeight(gradOutput, input, p, out),
  webgpu: ({ gradOutput, input, ...p }, [out], gpu) =>
    gpuConvolutionGradWeight(gpu, gradOutput, input, p, out),
  node: "ConvolutionBackwardWeightBackward0",
  derivatives: (d) => [
    d(
      ["gradOutput", "input"],
      ["dilation", "gradOutput", "groups", "input", "outputPadding", "padding", "stride", "transposed"],
      (c): (Tensor | null)[] => {
        const { stride, padding, dilation, transposed, outputPadding, groups } = c;
        const p = { stride, padding, dilation, transposed, outputPadding, groups };
        return [
          c.needs("gradOutput") ? convolution({ input: c.input, weight: c.grad, bias: null, ...p }) : null,
          c.needs("input")
            ? convolutionBackwardInput({
                gradOutput: c.gradOutput,
                weight: c.grad,
                inputSize: c.input.shape,
                ...p,
              })
            : null,
        ];
      },
    ),
  ],
  flops: ({ gradOutput, input, weightSize, transposed }) =>
    2 * (transposed ? input.numel() : gradOutput.numel()) * numel(weightSize.slice(1)),
  products: true,
});

const allButChannels = (shape: readonly number[]): number[] => [...shape.keys()].filter((d) => d !== 1);

export const convolutionBackwardBias = defineOp({
  schema: "convolution_backward_bias(Tensor grad_output) -> Tensor",
  doc: "The gradient of a convolution's bias: the sum over all but the channels.",
  meta: ({ gradOutput }) => ({ shape: [gradOutput.shape[1] as number] }),
  cpu: ({ gradOutput }, [out]) => convolutionGradBias(gradOutput, out),
  webgpu: ({ gradOutput: g }, [out], gpu) => gpuSum(gpu, g, allButChannels(g.shape), out),
  node: "ConvolutionBackwardBiasBackward0",
  derivatives: (d) => [
    d("gradOutput", ["gradOutputSizes"], (c) =>
      c.grad.view(1, -1, ...c.gradOutputSizes.slice(2).map(() => 1)).expand(c.gradOutputSizes),
    ),
  ],
  flops: ({ gradOutput }) => gradOutput.numel(),
});
