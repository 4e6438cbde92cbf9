/** Convolutions as users call them: by the number of dimensions, with paddings by name, with and without a batch. */
import { RuntimeError } from "../errors.ts";
import { shapeText } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { convolution } from "./convolution.ts";
import { constantPad } from "./movement.ts";
import { defineOp } from "./op.ts";

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
