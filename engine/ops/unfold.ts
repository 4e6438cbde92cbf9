/** Sliding windows: of a dimension as a view, of planes as columns, and columns added up to planes again. */
import { col2im as cpuCol2im, im2col as cpuIm2col, type WindowParams } from "../devices/cpu/im2col.ts";
import { gpuCol2im, gpuIm2col } from "../devices/webgpu/kernels/im2col.ts";
import { int64 } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import { exactly } from "../exactly.ts";
import { tupleText } from "../format/tupleText.ts";
import { backendFor } from "../runtime.ts";
import { numel, shapeText, wrapDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { allocate } from "./creation.ts";
import { indexAdd } from "./indexing.ts";
import { defineOp } from "./op.ts";

/** How many windows there are, downwards and across. */
function blocksOf(plane: readonly number[], p: WindowParams): [number, number] {
  const [h, w] = plane.map((size, i) => {
    const kernel = (p.dilation[i] as number) * ((p.kernelSize[i] as number) - 1) + 1;
    return Math.floor((size + 2 * (p.padding[i] as number) - kernel) / (p.stride[i] as number)) + 1;
  });
  return [h as number, w as number];
}

function checkWindows(p: WindowParams): void {
  const check = (name: string, values: readonly number[], least: number) => {
    if (values.every((v) => v >= least)) return;
    const what = least ? "greater than zero" : "non-negative";
    throw new RuntimeError(
      `${name}${name === "kernel" ? " size" : ""} should be ${what}, but got ${name}_height: ${values[0]} ${name}_width: ${values[1]}`,
    );
  };
  check("kernel", p.kernelSize, 1);
  check("dilation", p.dilation, 1);
  check("padding", p.padding, 0);
  check("stride", p.stride, 1);
}

export const im2col = defineOp({
  schema: "im2col(Tensor self, int[2] kernel_size, int[2] dilation, int[2] padding, int[2] stride) -> Tensor",
  doc: "The windows of `[N, C, H, W]` as columns of `[N, C · kH · kW, L]`.",
  meta: ({ self, ...p }) => {
    checkWindows(p);
    if (self.ndim !== 3 && self.ndim !== 4) {
      throw new RuntimeError(
        `Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but got: ${shapeText(self.shape)}`,
      );
    }
    const plane = self.shape.slice(-2);
    const blocks = blocksOf(plane, p);
    if (blocks.some((n) => n < 1)) {
      throw new RuntimeError(
        `Given input with spatial size ${tupleText(plane)}, kernel_size=${tupleText(p.kernelSize)}, dilation=${tupleText(p.dilation)}, padding=${tupleText(p.padding)}, calculated shape of the array of sliding blocks as ${tupleText(blocks)}, but its components must be at least one.`,
      );
    }
    const columns = (self.shape.at(-3) as number) * numel(p.kernelSize);
    return { shape: [...self.shape.slice(0, -3), columns, numel(blocks)] };
  },
  cpu: ({ self, ...p }, [out]) => cpuIm2col(self, p, blocksOf(self.shape.slice(-2), p), out),
  webgpu: ({ self, ...p }, [out], gpu) => gpuIm2col(gpu, self, p, blocksOf(self.shape.slice(-2), p), out),
  node: "Im2ColBackward0",
  derivatives: (d) => [
    d("self", ["dilation", "kernelSize", "padding", "selfSizes", "stride"], (c): Tensor => {
      const { dilation, kernelSize, padding, stride } = c;
      const outputSize = c.selfSizes.slice(-2);
      return col2im({ self: c.grad, outputSize, kernelSize, dilation, padding, stride });
    }),
  ],
});

export const col2im = defineOp({
  schema:
    "col2im(Tensor self, int[2] output_size, int[2] kernel_size, int[2] dilation, int[2] padding, int[2] stride) -> Tensor",
  doc: "The columns of `[N, C · kH · kW, L]` added up where their windows lie in `[N, C, H, W]`.",
  meta: ({ self, outputSize, ...p }) => {
    checkWindows(p);
    if (self.ndim !== 2 && self.ndim !== 3) {
      throw new RuntimeError(
        `Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch size and non-zero dimensions for input, but got: ${shapeText(self.shape)}`,
      );
    }
    const [rows, length] = exactly(2, self.shape.slice(-2));
    const window = numel(p.kernelSize);
    if (rows % window !== 0) {
      throw new RuntimeError(
        `Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got input.size(1)=${rows} and kernel_size=${tupleText(p.kernelSize)}.`,
      );
    }
    const blocks = blocksOf(outputSize, p);
    if (numel(blocks) !== length) {
      throw new RuntimeError(
        `Given output_size=${tupleText(outputSize)}, kernel_size=${tupleText(p.kernelSize)}, dilation=${tupleText(p.dilation)}, padding=${tupleText(p.padding)}, stride=${tupleText(p.stride)}, expected size of input's dimension 2 to match the calculated number of sliding blocks ${blocks.join(" * ")} = ${numel(blocks)}, but got input.size(2)=${length}.`,
      );
    }
    return { shape: [...self.shape.slice(0, -2), rows / window, ...outputSize] };
  },
  cpu: ({ self, outputSize, ...p }, [out]) => cpuCol2im(self, p, blocksOf(outputSize, p), out),
  webgpu: ({ self, outputSize, ...p }, [out], gpu) => gpuCol2im(gpu, self, p, blocksOf(outputSize, p), out),
  node: "Col2ImBackward0",
  derivatives: (d) => [
    d("self", ["dilation", "kernelSize", "padding", "stride"], (c): Tensor => {
      const { dilation, kernelSize, padding, stride } = c;
      return im2col({ self: c.grad, kernelSize, dilation, padding, stride });
    }),
  ],
});

export const functionalUnfold = defineOp({
  schema:
    "unfold.functional(Tensor input, int[2] kernel_size, int[2] dilation=1, int[2] padding=0, int[2] stride=1) -> Tensor",
  doc: "The windows of `[N, C, H, W]` as columns of `[N, C · kH · kW, L]`.",
  on: ["F"],
  composite: ({ input, ...p }) => im2col({ self: input, ...p }),
});

export const fold = defineOp({
  schema:
    "fold(Tensor input, int[2] output_size, int[2] kernel_size, int[2] dilation=1, int[2] padding=0, int[2] stride=1) -> Tensor",
  doc: "The columns of `[N, C · kH · kW, L]` added up where their windows lie in planes of `outputSize`: `[N, C, H, W]`.",
  on: ["F"],
  composite: ({ input, ...p }) => col2im({ self: input, ...p }),
});

export const unfold = defineOp({
  schema: "unfold(Tensor self, int dimension, int size, int step) -> Tensor",
  doc: "Windows of `size` elements along a dimension, every `step`-th; their elements are the last dimension. A view.",
  on: ["method"],
  view: ({ self, dimension, size, step }) => {
    const at = wrapDim(dimension, self.ndim);
    const length = self.shape[at] ?? 1;
    if (size < 0) throw new RuntimeError(`size is ${size} but must be >= 0`);
    if (size > length) {
      throw new RuntimeError(`maximum size for tensor at dimension ${at} is ${length} but size is ${size}`);
    }
    if (step <= 0) throw new RuntimeError(`step is ${step} but must be > 0`);
    const stride = self.strides[at] ?? 1;
    const replaced = (values: readonly number[], value: number) =>
      values.map((v, i) => (i === at ? value : v));
    return {
      shape: [...replaced(self.shape, Math.floor((length - size) / step) + 1), size],
      strides: [...replaced(self.strides, stride * step), stride],
      offset: self.offset,
    };
  },
  node: "UnfoldBackward0",
  derivatives: (d) => [
    d("self", ["dimension", "selfSizes", "size", "step"], (c) => {
      if (c.selfSizes.length === 0) return c.grad.reshape([]);
      const at = wrapDim(c.dimension, c.selfSizes.length);
      const windows = c.grad.shape[at] as number;
      const merged = c.grad.movedim(-1, at + 1).flatten(at, at + 1);
      const index = allocate([windows * c.size], int64, c.grad.device);
      const places = Float64Array.from(
        { length: windows * c.size },
        (_, i) => Math.floor(i / c.size) * c.step + (i % c.size),
      );
      if (places.length) backendFor(c.grad.storage.device).write(index.storage, places);
      return indexAdd({ self: c.grad.newZeros(c.selfSizes), dim: at, index, source: merged });
    }),
  ],
});
