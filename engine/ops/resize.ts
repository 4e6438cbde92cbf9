/** Planes made larger or smaller: `interpolate`, `pixelShuffle`. */
import { separable } from "../devices/cpu/separable.ts";
import { gpuClone } from "../devices/webgpu/kernels/copy.ts";
import { gpuSeparable } from "../devices/webgpu/kernels/separable.ts";
import { NotImplementedError, RuntimeError, ValueError } from "../errors.ts";
import { contiguousStrides } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { back } from "./averagePool.ts";
import { type AxisWeights, linear, nearest } from "./axisWeights.ts";
import { clone } from "./copy.ts";
import { defineOp } from "./op.ts";

interface Laid {
  readonly shape: readonly number[];
}

interface Resizing {
  readonly outputSize: readonly number[];
  readonly alignCorners: boolean;
  readonly bilinear: boolean;
  readonly scalesH: number | null;
  readonly scalesW: number | null;
}

function maps(shape: readonly number[], o: Resizing): [AxisWeights, AxisWeights] {
  const map = (i: 0 | 1, scale: number | null) => {
    const [size, out] = [shape.at(i - 2) as number, o.outputSize[i] as number];
    return o.bilinear ? linear(size, out, scale, o.alignCorners) : nearest(size, out, scale);
  };
  return [map(0, o.scalesH), map(1, o.scalesW)];
}

const resized = (self: Laid, outputSize: readonly number[]) => ({
  shape: [...self.shape.slice(0, -2), ...outputSize],
});

export const upsampleNearest2d = defineOp({
  schema:
    "upsample_nearest2d(Tensor self, int[2] output_size, float? scales_h=None, float? scales_w=None) -> Tensor",
  doc: "Planes resized by taking the nearest element.",
  meta: ({ self, outputSize }) => resized(self, outputSize),
  cpu: ({ self, ...o }, [out]) =>
    separable(self, ...maps(self.shape, { ...o, bilinear: false, alignCorners: false }), 1, out),
  webgpu: ({ self, ...o }, [out], gpu) =>
    gpuSeparable(gpu, self, ...maps(self.shape, { ...o, bilinear: false, alignCorners: false }), 1, out),
  node: "UpsampleNearest2DBackward0",
  derivatives: (d) => [
    d("self", ["outputSize", "scalesH", "scalesW", "selfSizes"], (c) =>
      resizeBackward({
        gradOutput: c.grad,
        inputSize: c.selfSizes,
        outputSize: c.outputSize,
        bilinear: false,
        alignCorners: false,
        scalesH: c.scalesH,
        scalesW: c.scalesW,
      }),
    ),
  ],
});

export const upsampleBilinear2d = defineOp({
  schema:
    "upsample_bilinear2d(Tensor self, int[2] output_size, bool align_corners, float? scales_h=None, float? scales_w=None) -> Tensor",
  doc: "Planes resized by mixing the four nearest elements.",
  meta: ({ self, outputSize }) => resized(self, outputSize),
  cpu: ({ self, ...o }, [out]) => separable(self, ...maps(self.shape, { ...o, bilinear: true }), 1, out),
  webgpu: ({ self, ...o }, [out], gpu) =>
    gpuSeparable(gpu, self, ...maps(self.shape, { ...o, bilinear: true }), 1, out),
  node: "UpsampleBilinear2DBackward0",
  derivatives: (d) => [
    d("self", ["alignCorners", "outputSize", "scalesH", "scalesW", "selfSizes"], (c) =>
      resizeBackward({
        gradOutput: c.grad,
        inputSize: c.selfSizes,
        outputSize: c.outputSize,
        bilinear: true,
        alignCorners: c.alignCorners,
        scalesH: c.scalesH,
        scalesW: c.scalesW,
      }),
    ),
  ],
});

const sizesOf = ({ outputSize, scalesH, scalesW, alignCorners }: Omit<Resizing, "bilinear">) => ({
  outputSize,
  scalesH,
  scalesW,
  alignCorners,
});

const resizeBackward = defineOp({
  schema:
    "upsample2d_backward(Tensor grad_output, int[] input_size, int[2] output_size, bool bilinear, bool align_corners, float? scales_h, float? scales_w) -> Tensor",
  doc: "Sends each gradient back to the elements that it was mixed from.",
  meta: ({ inputSize }) => ({ shape: inputSize }),
  cpu: ({ gradOutput, inputSize, ...o }, [out]) =>
    separable(gradOutput, ...back(...maps(inputSize, o), out), 1, out),
  webgpu: ({ gradOutput, inputSize, ...o }, [out], gpu) =>
    gpuSeparable(gpu, gradOutput, ...back(...maps(inputSize, o), out), 1, out),
  node: "Upsample2DBackwardBackward0",
  derivatives: (d) => [
    d(
      "gradOutput",
      ["alignCorners", "bilinear", "outputSize", "scalesH", "scalesW"],
      (c): Tensor => (c.bilinear ? upsampleBilinear2d : upsampleNearest2d)({ ...sizesOf(c), self: c.grad }),
    ),
  ],
});

function targetSize(
  input: Tensor,
  size: readonly number[] | null,
  scale: readonly number[] | null,
): number[] {
  if (size && scale) throw new ValueError("only one of size or scale_factor should be defined");
  if (size) return [...size];
  if (!scale) throw new ValueError("either size or scale_factor should be defined");
  return scale.map((s, i) => Math.floor((input.shape[2 + i] as number) * s));
}

export const interpolate = defineOp({
  schema:
    "interpolate(Tensor input, int[2]? size=None, float[2]? scale_factor=None, str mode='nearest', bool? align_corners=None) -> Tensor",
  doc: 'Resizes the planes of `[N, C, H, W]` to `size` or by `scaleFactor`; `mode` is `"nearest"` or `"bilinear"`.',
  on: ["F"],
  composite: ({ input, size, scaleFactor, mode, alignCorners }) => {
    if (mode !== "nearest" && mode !== "bilinear") {
      throw new NotImplementedError(
        `interpolate: mode '${mode}' is not supported; 'nearest' and 'bilinear' are.`,
      );
    }
    if (mode === "nearest" && alignCorners !== null) {
      throw new ValueError(
        "align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear",
      );
    }
    if (input.ndim !== 4) {
      throw new RuntimeError(`interpolate takes [N, C, H, W], but got ${input.ndim} dimensions`);
    }
    const outputSize = targetSize(input, size, scaleFactor);
    const [scalesH = null, scalesW = null] = scaleFactor ?? [];
    const args = { self: input, outputSize, scalesH, scalesW };
    return mode === "nearest"
      ? upsampleNearest2d(args)
      : upsampleBilinear2d({ ...args, alignCorners: alignCorners ?? false });
  },
});

export const upsample = defineOp({
  schema:
    "upsample(Tensor input, int[2]? size=None, float[2]? scale_factor=None, str mode='nearest', bool? align_corners=None) -> Tensor",
  doc: "`interpolate`, by its old name.",
  on: ["F"],
  composite: (a) => interpolate(a),
});

/** Also how it lies. */
interface Strided extends Laid {
  readonly strides: readonly number[];
}

/** `[…, C · r², H, W]` seen as `[…, C, H, r, W, r]`, the order in which the larger plane has its elements. */
function shuffled<T extends Strided>(t: T, r: number): T {
  const n = t.shape.length - 3;
  const [c, h, w] = t.shape.slice(n) as [number, number, number];
  const [sc, sh, sw] = t.strides.slice(n) as [number, number, number];
  return {
    ...t,
    shape: [...t.shape.slice(0, n), c / (r * r), h, r, w, r],
    strides: [...t.strides.slice(0, n), sc * r * r, sh, sc * r, sw, sc],
  };
}

/** The larger plane's own elements under the same sizes. */
function cut<T extends Strided>(t: T, r: number): T {
  const n = t.shape.length - 3;
  const [c, h, w] = t.shape.slice(n) as [number, number, number];
  const shape = [...t.shape.slice(0, n), c, h / r, r, w / r, r];
  return { ...t, shape, strides: contiguousStrides(shape) };
}

export const pixelShuffle = defineOp({
  schema: "pixel_shuffle(Tensor self, int upscale_factor) -> Tensor",
  doc: "`[N, C · r², H, W]` to `[N, C, H · r, W · r]`: channels become neighbouring pixels.",
  on: ["torch", "F"],
  meta: ({ self, upscaleFactor: r }) => {
    if (self.ndim < 3) {
      throw new RuntimeError(
        `pixel_shuffle expects input to have at least 3 dimensions, but got input with ${self.ndim} dimension(s)`,
      );
    }
    const [c, h, w] = self.shape.slice(-3) as [number, number, number];
    if (c % (r * r) !== 0) {
      throw new RuntimeError(
        `pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but input.size(-3)=${c} is not divisible by ${r * r}`,
      );
    }
    return { shape: [...self.shape.slice(0, -3), c / (r * r), h * r, w * r] };
  },
  cpu: ({ self, upscaleFactor: r }, [out]) =>
    clone.definition.cpu?.({ self: shuffled(self, r) }, [cut(out, r)]),
  webgpu: ({ self, upscaleFactor: r }, [out], gpu) =>
    gpuClone({ self: shuffled(self, r) }, [cut(out, r)], gpu),
  node: "PixelShuffleBackward0",
  derivatives: (d) => [
    d(
      "self",
      ["upscaleFactor"],
      (c): Tensor => pixelUnshuffle({ self: c.grad, downscaleFactor: c.upscaleFactor }),
    ),
  ],
});

export const pixelUnshuffle = defineOp({
  schema: "pixel_unshuffle(Tensor self, int downscale_factor) -> Tensor",
  doc: "The reverse of `pixelShuffle`: neighbouring pixels become channels.",
  on: ["torch", "F"],
  meta: ({ self, downscaleFactor: r }) => {
    const [c, h, w] = self.shape.slice(-3) as [number, number, number];
    if (h % r !== 0 || w % r !== 0) {
      throw new RuntimeError(
        `pixel_unshuffle expects height to be divisible by downscale_factor, but input.size(-2)=${h} is not divisible by ${r}`,
      );
    }
    return { shape: [...self.shape.slice(0, -3), c * r * r, h / r, w / r] };
  },
  cpu: ({ self, downscaleFactor: r }, [out]) =>
    clone.definition.cpu?.({ self: cut(self, r) }, [shuffled(out, r)]),
  webgpu: ({ self, downscaleFactor: r }, [out], gpu) =>
    gpuClone({ self: cut(self, r) }, [shuffled(out, r)], gpu),
  node: "PixelUnshuffleBackward0",
  derivatives: (d) => [
    d(
      "self",
      ["downscaleFactor"],
      (c): Tensor => pixelShuffle({ self: c.grad, upscaleFactor: c.downscaleFactor }),
    ),
  ],
});
