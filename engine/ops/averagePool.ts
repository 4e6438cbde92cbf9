/** Average pools, and the maximum over adaptive windows. */
import { adaptiveMax } from "../devices/cpu/adaptiveMax.ts";
import { maxPool2dBackward } from "../devices/cpu/maxPool2d.ts";
import { separable } from "../devices/cpu/separable.ts";
import { gpuAdaptiveMax } from "../devices/webgpu/kernels/adaptiveMax.ts";
import { gpuScatter } from "../devices/webgpu/kernels/rows.ts";
import { gpuSeparable } from "../devices/webgpu/kernels/separable.ts";
import { int64 } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import { numel, shapeText } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { type AxisWeights, adaptiveWindows, transposed, windows } from "./axisWeights.ts";
import { defineOp } from "./op.ts";
import { atIndices, maxPool2dWithIndices, pooledSize } from "./pool.ts";

interface Laid {
  readonly shape: readonly number[];
}

interface AverageParams {
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;
  readonly divisorOverride: number | null;
}

function averageSize(self: Laid, p: AverageParams): [number, number] {
  const size = (i: 0 | 1) =>
    pooledSize(
      self.shape.at(i - 2) as number,
      p.kernelSize[i] as number,
      p.padding[i] as number,
      (p.stride[i] ?? p.kernelSize[i]) as number,
      1,
      p.ceilMode,
    );
  return [size(0), size(1)];
}

function averageMaps(self: Laid, p: AverageParams): readonly [AxisWeights, AxisWeights, number] {
  const out = averageSize(self, p);
  const map = (i: 0 | 1) =>
    windows(self.shape.at(i - 2) as number, out[i], {
      kernel: p.kernelSize[i] as number,
      stride: (p.stride[i] ?? p.kernelSize[i]) as number,
      padding: p.padding[i] as number,
      countPadding: p.countIncludePad,
      divided: p.divisorOverride === null,
    });
  return [map(0), map(1), 1 / (p.divisorOverride ?? 1)];
}

function checkPlanes(name: string, self: Tensor): void {
  if (self.ndim === 3 || self.ndim === 4) return;
  throw new RuntimeError(
    name === "avg_pool2d"
      ? "Expected 3D or 4D (batch mode) tensor for input"
      : `${name}(): Expected 3D or 4D tensor, but got ${shapeText(self.shape)}`,
  );
}

export const avgPool2d = defineOp({
  schema:
    "avg_pool2d(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, bool ceil_mode=False, bool count_include_pad=True, int? divisor_override=None) -> Tensor",
  doc: "The mean of each window of `[N, C, H, W]`. The stride is the kernel's size unless given.",
  on: ["F"],
  meta: ({ self, ...p }) => {
    checkPlanes("avg_pool2d", self);
    if (p.divisorOverride === 0) throw new RuntimeError("divisor must be not zero");
    p.padding.forEach((pad, i) => {
      if (pad > (p.kernelSize[i] as number) / 2) {
        throw new RuntimeError(
          `pad should be at most half of effective kernel size, but got pad=${pad}, kernel_size=${p.kernelSize[i]} and dilation=1`,
        );
      }
    });
    const [h, w] = averageSize(self, p);
    if (h < 1 || w < 1) {
      const plane = (a: number, b: number) => `(${self.shape.at(-3)}x${a}x${b})`;
      throw new RuntimeError(
        `Given input size: ${plane(self.shape.at(-2) as number, self.shape.at(-1) as number)}. Calculated output size: ${plane(h, w)}. Output size is too small`,
      );
    }
    return { shape: [...self.shape.slice(0, -2), h, w] };
  },
  cpu: ({ self, ...p }, [out]) => separable(self, ...averageMaps(self, p), out),
  webgpu: ({ self, ...p }, [out], gpu) => gpuSeparable(gpu, self, ...averageMaps(self, p), out),
  node: "AvgPool2DBackward0",
  derivatives: (d) => [
    d(
      "self",
      ["ceilMode", "countIncludePad", "divisorOverride", "kernelSize", "padding", "self", "stride"],
      (c) => avgPool2dBackward({ ...averageArgs(c), gradOutput: c.grad, self: c.self }),
    ),
  ],
  flops: ({ kernelSize }, [out]) => numel(out?.shape ?? []) * numel(kernelSize),
});

const averageArgs = (p: AverageParams): AverageParams => ({
  kernelSize: p.kernelSize,
  stride: p.stride,
  padding: p.padding,
  ceilMode: p.ceilMode,
  countIncludePad: p.countIncludePad,
  divisorOverride: p.divisorOverride,
});

const avgPool2dBackward = defineOp({
  schema:
    "avg_pool2d_backward(Tensor grad_output, Tensor self, int[2] kernel_size, int[2] stride, int[2] padding, bool ceil_mode, bool count_include_pad, int? divisor_override) -> Tensor",
  doc: "Spreads each gradient over its window.",
  meta: ({ self }) => ({ shape: self.shape }),
  cpu: ({ gradOutput, self, ...p }, [out]) => {
    const [rows, columns, scale] = averageMaps(self, p);
    separable(gradOutput, ...back(rows, columns, self), scale, out);
  },
  webgpu: ({ gradOutput, self, ...p }, [out], gpu) => {
    const [rows, columns, scale] = averageMaps(self, p);
    gpuSeparable(gpu, gradOutput, ...back(rows, columns, self), scale, out);
  },
  node: "AvgPool2DBackwardBackward0",
  derivatives: (d) => [
    d(
      "gradOutput",
      ["ceilMode", "countIncludePad", "divisorOverride", "kernelSize", "padding", "stride"],
      (c): Tensor => avgPool2d({ ...averageArgs(c), self: c.grad }),
    ),
  ],
});

/** Both maps turned around, for gradients of the shape of `self`. */
export const back = (rows: AxisWeights, columns: AxisWeights, self: Laid): [AxisWeights, AxisWeights] => [
  transposed(rows, self.shape.at(-2) as number),
  transposed(columns, self.shape.at(-1) as number),
];

const adaptiveMaps = (self: Laid, outputSize: readonly number[]): [AxisWeights, AxisWeights] => [
  adaptiveWindows(self.shape.at(-2) as number, outputSize[0] as number),
  adaptiveWindows(self.shape.at(-1) as number, outputSize[1] as number),
];

const adaptiveAverage = defineOp({
  schema: "_adaptive_avg_pool2d(Tensor self, int[2] output_size) -> Tensor",
  doc: "The mean of windows that cut each plane into `outputSize` parts.",
  meta: ({ self, outputSize }) => {
    checkPlanes("adaptive_avg_pool2d", self);
    return { shape: [...self.shape.slice(0, -2), ...outputSize] };
  },
  cpu: ({ self, outputSize }, [out]) => separable(self, ...adaptiveMaps(self, outputSize), 1, out),
  webgpu: ({ self, outputSize }, [out], gpu) =>
    gpuSeparable(gpu, self, ...adaptiveMaps(self, outputSize), 1, out),
  node: "AdaptiveAvgPool2DBackward0",
  derivatives: (d) => [
    d("self", ["self"], (c) => adaptiveAverageBackward({ gradOutput: c.grad, self: c.self })),
  ],
  flops: ({ self }) => self.numel(),
});

const adaptiveAverageBackward = defineOp({
  schema: "_adaptive_avg_pool2d_backward(Tensor grad_output, Tensor self) -> Tensor",
  doc: "Spreads each gradient over its window.",
  meta: ({ self }) => ({ shape: self.shape }),
  cpu: ({ gradOutput, self }, [out]) =>
    separable(gradOutput, ...back(...adaptiveMaps(self, gradOutput.shape.slice(-2)), self), 1, out),
  webgpu: ({ gradOutput, self }, [out], gpu) =>
    gpuSeparable(gpu, gradOutput, ...back(...adaptiveMaps(self, gradOutput.shape.slice(-2)), self), 1, out),
  node: "AdaptiveAvgPool2DBackwardBackward0",
  derivatives: (d) => [
    d(
      "gradOutput",
      ["gradOutputSizes"],
      (c): Tensor => adaptiveAverage({ self: c.grad, outputSize: c.gradOutputSizes.slice(-2) }),
    ),
  ],
});

export const adaptiveAvgPool2d = defineOp({
  schema: "adaptive_avg_pool2d(Tensor input, int[2] output_size) -> Tensor",
  doc: "The mean of windows that cut each plane of `[N, C, H, W]` into `outputSize` parts.",
  on: ["F"],
  composite: ({ input, outputSize }) =>
    outputSize.every((s) => s === 1) && input.ndim >= 3
      ? input.mean([-1, -2], { keepdim: true })
      : adaptiveAverage({ self: input, outputSize }),
});

export const adaptiveMaxPool2dWithIndices = defineOp({
  schema: "adaptive_max_pool2d(Tensor self, int[2] output_size) -> (Tensor values, Tensor indices)",
  doc: "The largest element of windows that cut each plane into `outputSize` parts, and where in the plane it is.",
  meta: ({ self, outputSize }) => {
    checkPlanes("adaptive_max_pool2d", self);
    const shape = [...self.shape.slice(0, -2), ...outputSize];
    return [{ shape }, { shape, dtype: int64 }];
  },
  cpu: ({ self }, [values, indices]) => adaptiveMax(self, values, indices, 2),
  webgpu: ({ self }, [values, indices], gpu) => gpuAdaptiveMax(gpu, self, values, indices, 2),
  node: "AdaptiveMaxPool2DBackward0",
  derivatives: (d) => [
    d("self", ["result1", "self"], (c) =>
      adaptiveMaxBackward({ gradOutput: c.grad, self: c.self, indices: c.result1 }),
    ),
  ],
  flops: ({ self }) => self.numel(),
});

const adaptiveMaxBackward = defineOp({
  schema: "adaptive_max_pool2d_backward(Tensor grad_output, Tensor self, Tensor indices) -> Tensor",
  doc: "Sends each gradient to the element that was largest.",
  meta: ({ self }) => ({ shape: self.shape }),
  cpu: ({ gradOutput, indices }, [out]) => maxPool2dBackward(gradOutput, indices, out),
  webgpu: ({ gradOutput, indices }, [out], gpu) => {
    gpu.upload(out, new Float32Array(out.size));
    const planes = <T extends { shape: readonly number[]; size: number }>(t: T): T => {
      const inner = numel(t.shape.slice(-2));
      return { ...t, shape: [t.size / inner, inner], strides: [inner, 1] };
    };
    gpuScatter(gpu, planes(out), 1, planes(indices), planes(gradOutput), true);
  },
  node: "AdaptiveMaxPool2DBackwardBackward0",
  derivatives: (d) => [d("gradOutput", ["indices"], (c) => atIndices(c.grad, c.indices))],
});

export const adaptiveMaxPool2d = defineOp({
  schema: "adaptive_max_pool2d.values(Tensor input, int[2] output_size) -> Tensor",
  doc: "The largest element of windows that cut each plane of `[N, C, H, W]` into `outputSize` parts.",
  on: ["F"],
  composite: ({ input, outputSize }) => adaptiveMaxPool2dWithIndices({ self: input, outputSize })[0],
});

/** As PyTorch composes pools of one dimension: a plane of one row. */
const asRow = (self: Tensor, pool: (plane: Tensor) => Tensor): Tensor => pool(self.unsqueeze(-2)).squeeze(-2);

export const maxPool1d = defineOp({
  schema:
    "max_pool1d(Tensor self, int[1] kernel_size, int[1] stride=[], int[1] padding=0, int[1] dilation=1, bool ceil_mode=False) -> Tensor",
  doc: "The largest element of each window of `[N, C, L]`. The stride is the kernel's size unless given.",
  on: ["torch", "F"],
  composite: ({ self, kernelSize, stride, padding, dilation, ceilMode }) =>
    asRow(
      self,
      (plane) =>
        maxPool2dWithIndices({
          self: plane,
          kernelSize: [1, ...kernelSize],
          stride: [1, ...(stride.length ? stride : kernelSize)],
          padding: [0, ...padding],
          dilation: [1, ...dilation],
          ceilMode,
        })[0],
    ),
});

export const avgPool1d = defineOp({
  schema:
    "avg_pool1d(Tensor self, int[1] kernel_size, int[1] stride=[], int[1] padding=0, bool ceil_mode=False, bool count_include_pad=True) -> Tensor",
  doc: "The mean of each window of `[N, C, L]`. The stride is the kernel's size unless given.",
  on: ["torch", "F"],
  composite: ({ self, kernelSize, stride, padding, ceilMode, countIncludePad }) =>
    asRow(self, (plane) =>
      avgPool2d({
        self: plane,
        kernelSize: [1, ...kernelSize],
        stride: [1, ...(stride.length ? stride : kernelSize)],
        padding: [0, ...padding],
        ceilMode,
        countIncludePad,
      }),
    ),
});

export const adaptiveAvgPool1d = defineOp({
  schema: "adaptive_avg_pool1d(Tensor self, int[1] output_size) -> Tensor",
  doc: "The mean of windows that cut each row of `[N, C, L]` into `outputSize` parts.",
  on: ["torch", "F"],
  composite: ({ self, outputSize }) =>
    asRow(self, (plane) => adaptiveAvgPool2d({ input: plane, outputSize: [1, ...outputSize] })),
});
