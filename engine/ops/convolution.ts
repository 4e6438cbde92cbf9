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
import { constantPad } from "./movement.ts";
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

/** One number for all spatial dimensions, or one each. */
function perDimension(values: readonly number[], dims: number, name: string): readonly number[] {
  if (values.length === dims) return values;
  if (values.length === 1) return new Array<number>(dims).fill(values[0] as number);
  throw new RuntimeError(
    `expected ${name} to be a single integer value or a list of ${dims} values to match the convolution dimensions, but got ${name}=${shapeText(values)}`,
  );
}

interface ConvArgs {
  readonly input: Tensor;
  readonly weight: Tensor;
  readonly bias: Tensor | null;
  readonly stride: readonly number[];
  readonly padding: readonly number[] | string;
  readonly dilation: readonly number[];
  readonly groups: number;
  readonly outputPadding?: readonly number[];
}

/**
 * `"same"` in numbers, and the input with what cannot be said so: where a kernel needs one more at the end than at the
 * front, as PyTorch's `_convolution_same` adds it beforehand.
 */
function padded(input: Tensor, a: ConvArgs, dims: number): { input: Tensor; padding: readonly number[] } {
  const { padding, weight } = a;
  if (typeof padding !== "string") return { input, padding: perDimension(padding, dims, "padding") };
  const none = new Array<number>(dims).fill(0);
  if (padding === "valid") return { input, padding: none };
  if (padding !== "same") throw new RuntimeError(`Invalid padding string: '${padding}'`);
  if (a.stride.some((s) => s !== 1)) {
    throw new RuntimeError("padding='same' is not supported for strided convolutions");
  }
  const dilation = perDimension(a.dilation, dims, "dilation");
  const total = weight.shape.slice(2).map((k, i) => (dilation[i] as number) * (k - 1));
  const front = total.map((t) => Math.floor(t / 2));
  if (total.every((t) => t % 2 === 0)) return { input, padding: front };
  const pad = total.flatMap((t) => [0, t % 2]);
  const lastFirst = none.flatMap((_, i) => pad.slice(2 * (dims - 1 - i), 2 * (dims - i)));
  return { input: constantPad({ self: input, pad: lastFirst }), padding: front };
}

/** Gives inputs without a batch dimension one for the while, as PyTorch does. */
function convNd(name: string, dims: number, transposed: boolean, a: ConvArgs): Tensor {
  const { input, weight } = a;
  if (weight.ndim !== dims + 2) {
    throw new RuntimeError(
      `expected ${dims + 2}-dimensional weight for ${dims + 2}-dimensional input, but got ${weight.ndim}-dimensional weight of size ${shapeText(weight.shape)} instead`,
    );
  }
  if (input.ndim !== dims + 1 && input.ndim !== dims + 2) {
    throw new RuntimeError(
      `Expected ${dims + 1}D (unbatched) or ${dims + 2}D (batched) input to ${name}, but got input of size: ${shapeText(input.shape)}`,
    );
  }
  const batched = input.ndim === dims + 2;
  const ready = padded(batched ? input : input.unsqueeze(0), a, dims);
  const out = convolution({
    ...ready,
    weight,
    bias: a.bias,
    stride: perDimension(a.stride, dims, "stride"),
    dilation: perDimension(a.dilation, dims, "dilation"),
    transposed,
    outputPadding: perDimension(a.outputPadding ?? [0], dims, "output_padding"),
    groups: a.groups,
  });
  return batched ? out : out.squeeze(0);
}

export const conv1d = defineOp({
  schema:
    "conv1d(Tensor input, Tensor weight, Tensor? bias=None, int[1] stride=1, int[1] padding=0, int[1] dilation=1, int groups=1) -> Tensor",
  doc: "Convolution over one dimension: `[N, C, L]` by `[O, C / groups, K]`.",
  on: ["torch", "F"],
  composite: (a) => convNd("conv1d", 1, false, a),
});

export const conv2d = defineOp({
  schema:
    "conv2d(Tensor input, Tensor weight, Tensor? bias=None, int[2] stride=1, int[2] padding=0, int[2] dilation=1, int groups=1) -> Tensor",
  doc: "Convolution over two dimensions: `[N, C, H, W]` by `[O, C / groups, kH, kW]`.",
  on: ["torch", "F"],
  composite: (a) => convNd("conv2d", 2, false, a),
});

export const conv3d = defineOp({
  schema:
    "conv3d(Tensor input, Tensor weight, Tensor? bias=None, int[3] stride=1, int[3] padding=0, int[3] dilation=1, int groups=1) -> Tensor",
  doc: "Convolution over three dimensions: `[N, C, D, H, W]` by `[O, C / groups, kD, kH, kW]`.",
  on: ["torch", "F"],
  composite: (a) => convNd("conv3d", 3, false, a),
});

export const convTranspose2d = defineOp({
  schema:
    "conv_transpose2d(Tensor input, Tensor weight, Tensor? bias=None, int[2] stride=1, int[2] padding=0, int[2] output_padding=0, int groups=1, int[2] dilation=1) -> Tensor",
  doc: "Transposed convolution over two dimensions: `[N, C, H, W]` by `[C, O / groups, kH, kW]`.",
  on: ["torch", "F"],
  composite: (a) => convNd("conv_transpose2d", 2, true, a),
});

export const conv1dPadding = defineOp({
  schema:
    "conv1d.padding(Tensor input, Tensor weight, Tensor? bias=None, int[1] stride=1, str padding='valid', int[1] dilation=1, int groups=1) -> Tensor",
  doc: 'The same with padding by name: `"same"` keeps the sizes, `"valid"` adds none.',
  on: ["torch", "F"],
  composite: (a) => convNd("conv1d", 1, false, a),
});

export const conv2dPadding = defineOp({
  schema:
    "conv2d.padding(Tensor input, Tensor weight, Tensor? bias=None, int[2] stride=1, str padding='valid', int[2] dilation=1, int groups=1) -> Tensor",
  doc: 'The same with padding by name: `"same"` keeps the sizes, `"valid"` adds none.',
  on: ["torch", "F"],
  composite: (a) => convNd("conv2d", 2, false, a),
});

export const conv3dPadding = defineOp({
  schema:
    "conv3d.padding(Tensor input, Tensor weight, Tensor? bias=None, int[3] stride=1, str padding='valid', int[3] dilation=1, int groups=1) -> Tensor",
  doc: 'The same with padding by name: `"same"` keeps the sizes, `"valid"` adds none.',
  on: ["torch", "F"],
  composite: (a) => convNd("conv3d", 3, false, a),
});

export const convTranspose1d = defineOp({
  schema:
    "conv_transpose1d(Tensor input, Tensor weight, Tensor? bias=None, int[1] stride=1, int[1] padding=0, int[1] output_padding=0, int groups=1, int[1] dilation=1) -> Tensor",
  doc: "Transposed convolution over one dimension: `[N, C, L]` by `[C, O / groups, K]`.",
  on: ["torch", "F"],
  composite: (a) => convNd("conv_transpose1d", 1, true, a),
});

export const convTranspose3d = defineOp({
  schema:
    "conv_transpose3d(Tensor input, Tensor weight, Tensor? bias=None, int[3] stride=1, int[3] padding=0, int[3] output_padding=0, int groups=1, int[3] dilation=1) -> Tensor",
  doc: "Transposed convolution over three dimensions: `[N, C, D, H, W]` by `[C, O / groups, kD, kH, kW]`.",
  on: ["torch", "F"],
  composite: (a) => convNd("conv_transpose3d", 3, true, a),
});
