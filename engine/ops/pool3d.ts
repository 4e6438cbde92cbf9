/** Pools over volumes `[N, C, D, H, W]`. */
import { axisMaps } from "../devices/cpu/axisMaps.ts";
import type { PoolParams } from "../devices/cpu/maxPool2d.ts";
import { maxPool3d as maxPool3dKernel, scatterVolumes } from "../devices/cpu/maxPool3d.ts";
import { gpuAxisMaps } from "../devices/webgpu/kernels/axisMaps.ts";
import { gpuMaxPool3d, gpuScatterVolumes } from "../devices/webgpu/kernels/maxPool3d.ts";
import { int64 } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import { numel, shapeText } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { type AxisWeights, adaptiveWindows, transposed, windows } from "./axisWeights.ts";
import { defineOp } from "./op.ts";
import { atIndices, pooledSize } from "./pool.ts";

const AXES = [0, 1, 2] as const;

interface Laid {
  readonly shape: readonly number[];
}

interface Windows {
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation?: readonly number[];
  readonly ceilMode: boolean;
}

/** A stride that was not given is the kernel's size. */
const fullStride = <P extends Windows>(p: P): P => (p.stride.length ? p : { ...p, stride: p.kernelSize });

function checkWindows(self: Laid, p: Windows): void {
  if (p.kernelSize.some((k) => k <= 0)) {
    throw new RuntimeError(
      `kernel size should be greater than zero, but got kT: ${p.kernelSize[0]} kH: ${p.kernelSize[1]} kW: ${p.kernelSize[2]}`,
    );
  }
  if (p.stride.some((s) => s <= 0)) throw new RuntimeError("stride should not be zero");
  p.padding.forEach((pad, i) => {
    const [kernel, dilation] = [p.kernelSize[i] as number, p.dilation?.[i] ?? 1];
    if (pad > Math.floor(((kernel - 1) * dilation + 1) / 2)) {
      throw new RuntimeError(
        `pad should be at most half of effective kernel size, but got pad=${pad}, kernel_size=${kernel} and dilation=${dilation}`,
      );
    }
  });
  if (self.shape.length !== 4 && self.shape.length !== 5) {
    throw new RuntimeError("non-empty 4D or 5D (batch mode) tensor expected for input");
  }
}

function pooledShape(self: Laid, p: Windows): number[] {
  const sizes = AXES.map((i) =>
    pooledSize(
      self.shape.at(i - 3) as number,
      p.kernelSize[i] as number,
      p.padding[i] as number,
      p.stride[i] as number,
      p.dilation?.[i] ?? 1,
      p.ceilMode,
    ),
  );
  return [...self.shape.slice(0, -3), ...sizes];
}

export const maxPool3dWithIndices = defineOp({
  schema:
    "max_pool3d_with_indices(Tensor self, int[3] kernel_size, int[3] stride=[], int[3] padding=0, int[3] dilation=1, bool ceil_mode=False) -> (Tensor values, Tensor indices)",
  doc: "The largest element of each window of `[N, C, D, H, W]`, and where in the volume it is.",
  on: ["F"],
  meta: ({ self, ...given }) => {
    const p = fullStride(given);
    checkWindows(self, p);
    const shape = pooledShape(self, p);
    if (shape.slice(-3).some((size) => size < 1)) {
      const text = (s: readonly number[]) => `(${s.slice(-4).join("x")})`;
      throw new RuntimeError(
        `Given input size: ${text(self.shape)}. Calculated output size: ${text(shape)}. Output size is too small`,
      );
    }
    return [{ shape }, { shape, dtype: int64 }];
  },
  cpu: ({ self, ...p }, [values, indices]) =>
    maxPool3dKernel(self, fullStride<PoolParams>(p), values, indices),
  webgpu: ({ self, ...p }, [values, indices], gpu) =>
    gpuMaxPool3d(gpu, self, fullStride<PoolParams>(p), values, indices),
  node: "MaxPool3DWithIndicesBackward0",
  derivatives: (d) => [
    d("self", ["ceilMode", "dilation", "kernelSize", "padding", "result1", "self", "stride"], (c) =>
      volumesBackward({ gradOutput: c.grad, indices: c.result1, size: c.self.shape, dims: 3 }),
    ),
  ],
  flops: ({ kernelSize }, [out]) => numel(out?.shape ?? []) * numel(kernelSize),
});

export const maxPool3d = defineOp({
  schema:
    "max_pool3d(Tensor self, int[3] kernel_size, int[3] stride=[], int[3] padding=0, int[3] dilation=1, bool ceil_mode=False) -> Tensor",
  doc: "The largest element of each window of `[N, C, D, H, W]`. The stride is the kernel's size unless given.",
  on: ["torch", "F"],
  composite: (a) => maxPool3dWithIndices(a)[0],
});

/** The gradient of taking elements by their places in a volume of the last `dims` dimensions. */
export const volumesBackward = defineOp({
  schema: "max_pool_backward(Tensor grad_output, Tensor indices, int[] size, int dims) -> Tensor",
  doc: "Sends each gradient to the element that was largest.",
  meta: ({ size }) => ({ shape: size }),
  cpu: ({ gradOutput, indices, size, dims }, [out]) => {
    const [group, volume] = [numel(gradOutput.shape.slice(-dims)), numel(size.slice(-dims))];
    const outside = (index: number) => new RuntimeError(`invalid max index ${index}`);
    scatterVolumes(gradOutput, indices, group, volume, true, out, outside);
  },
  webgpu: ({ gradOutput, indices, dims }, [out], gpu) =>
    gpuScatterVolumes(gpu, gradOutput, indices, dims, true, out),
  node: "MaxPoolBackwardBackward0",
  derivatives: (d) => [d("gradOutput", ["dims", "indices"], (c) => atIndices(c.grad, c.indices, c.dims))],
});

interface Average extends Windows {
  readonly countIncludePad: boolean;
  readonly divisorOverride: number | null;
}

function averageMaps(self: Laid, p: Average): [readonly AxisWeights[], number] {
  const shape = pooledShape(self, p);
  const maps = AXES.map((i) =>
    windows(self.shape.at(i - 3) as number, shape.at(i - 3) as number, {
      kernel: p.kernelSize[i] as number,
      stride: p.stride[i] as number,
      padding: p.padding[i] as number,
      countPadding: p.countIncludePad,
      divided: p.divisorOverride === null,
    }),
  );
  return [maps, 1 / (p.divisorOverride ?? 1)];
}

/** The maps turned around, for gradients of this shape. */
const back = (maps: readonly AxisWeights[], shape: readonly number[]): AxisWeights[] =>
  maps.map((map, i) => transposed(map, shape.at(i - maps.length) as number));

export const avgPool3d = defineOp({
  schema:
    "avg_pool3d(Tensor self, int[3] kernel_size, int[3] stride=[], int[3] padding=0, bool ceil_mode=False, bool count_include_pad=True, int? divisor_override=None) -> Tensor",
  doc: "The mean of each window of `[N, C, D, H, W]`. The stride is the kernel's size unless given.",
  on: ["F"],
  meta: ({ self, ...given }) => {
    const p = fullStride(given);
    checkWindows(self, p);
    if (p.divisorOverride === 0) throw new RuntimeError("divisor must be not zero");
    const [t, h, w] = self.shape.slice(-3);
    const [kt, kh, kw] = p.kernelSize;
    const shape = pooledShape(self, p);
    if (shape.slice(-3).some((size) => size < 1)) {
      throw new RuntimeError(
        `input image (T: ${t} H: ${h} W: ${w}) smaller than kernel size (kT: ${kt} kH: ${kh} kW: ${kw})`,
      );
    }
    return { shape };
  },
  cpu: ({ self, ...p }, [out]) => axisMaps(self, ...averageMaps(self, fullStride(p)), out),
  webgpu: ({ self, ...p }, [out], gpu) => gpuAxisMaps(gpu, self, ...averageMaps(self, fullStride(p)), out),
  node: "AvgPool3DBackward0",
  derivatives: (d) => [
    d(
      "self",
      ["ceilMode", "countIncludePad", "divisorOverride", "kernelSize", "padding", "self", "stride"],
      (c) => {
        const { ceilMode, countIncludePad, divisorOverride, kernelSize, padding, stride } = c;
        const p = { ceilMode, countIncludePad, divisorOverride, kernelSize, padding, stride };
        return avgPool3dBackward({ gradOutput: c.grad, self: c.self, ...p });
      },
    ),
  ],
  flops: ({ kernelSize }, [out]) => numel(out?.shape ?? []) * numel(kernelSize),
});

const avgPool3dBackward = defineOp({
  schema:
    "avg_pool3d_backward(Tensor grad_output, Tensor self, int[3] kernel_size, int[3] stride, int[3] padding, bool ceil_mode, bool count_include_pad, int? divisor_override) -> Tensor",
  doc: "Spreads each gradient over its window.",
  meta: ({ self }) => ({ shape: self.shape }),
  cpu: ({ gradOutput, self, ...p }, [out]) => {
    const [maps, scale] = averageMaps(self, fullStride(p));
    axisMaps(gradOutput, back(maps, self.shape), scale, out);
  },
  webgpu: ({ gradOutput, self, ...p }, [out], gpu) => {
    const [maps, scale] = averageMaps(self, fullStride(p));
    gpuAxisMaps(gpu, gradOutput, back(maps, self.shape), scale, out);
  },
  node: "AvgPool3DBackwardBackward0",
  derivatives: (d) => [
    d(
      "gradOutput",
      ["ceilMode", "countIncludePad", "divisorOverride", "kernelSize", "padding", "stride"],
      ({ grad, ceilMode, countIncludePad, divisorOverride, kernelSize, padding, stride }): Tensor =>
        avgPool3d({ self: grad, ceilMode, countIncludePad, divisorOverride, kernelSize, padding, stride }),
    ),
  ],
});

const adaptiveMaps = (self: Laid, outputSize: readonly number[]): AxisWeights[] =>
  AXES.map((i) => adaptiveWindows(self.shape.at(i - 3) as number, outputSize[i] as number));

const adaptiveAverage = defineOp({
  schema: "_adaptive_avg_pool3d(Tensor self, int[3] output_size) -> Tensor",
  doc: "The mean of windows that cut each volume into `outputSize` parts.",
  meta: ({ self, outputSize }) => {
    if (self.ndim !== 4 && self.ndim !== 5) {
      throw new RuntimeError(
        `adaptive_avg_pool3d(): Expected 4D or 5D tensor, but got ${shapeText(self.shape)}`,
      );
    }
    return { shape: [...self.shape.slice(0, -3), ...outputSize] };
  },
  cpu: ({ self, outputSize }, [out]) => axisMaps(self, adaptiveMaps(self, outputSize), 1, out),
  webgpu: ({ self, outputSize }, [out], gpu) =>
    gpuAxisMaps(gpu, self, adaptiveMaps(self, outputSize), 1, out),
  node: "AdaptiveAvgPool3DBackward0",
  derivatives: (d) => [
    d("self", ["self"], (c) => adaptiveAverageBackward({ gradOutput: c.grad, self: c.self })),
  ],
  flops: ({ self }) => self.numel(),
});

const adaptiveAverageBackward = defineOp({
  schema: "_adaptive_avg_pool3d_backward(Tensor grad_output, Tensor self) -> Tensor",
  doc: "Spreads each gradient over its window.",
  meta: ({ self }) => ({ shape: self.shape }),
  cpu: ({ gradOutput, self }, [out]) =>
    axisMaps(gradOutput, back(adaptiveMaps(self, gradOutput.shape.slice(-3)), self.shape), 1, out),
  webgpu: ({ gradOutput, self }, [out], gpu) =>
    gpuAxisMaps(gpu, gradOutput, back(adaptiveMaps(self, gradOutput.shape.slice(-3)), self.shape), 1, out),
  node: "AdaptiveAvgPool3DBackwardBackward0",
  derivatives: (d) => [
    d(
      "gradOutput",
      ["gradOutputSizes"],
      (c): Tensor => adaptiveAverage({ self: c.grad, outputSize: c.gradOutputSizes.slice(-3) }),
    ),
  ],
});

export const adaptiveAvgPool3d = defineOp({
  schema: "adaptive_avg_pool3d(Tensor input, int[3] output_size) -> Tensor",
  doc: "The mean of windows that cut each volume of `[N, C, D, H, W]` into `outputSize` parts.",
  on: ["F"],
  composite: ({ input, outputSize }) =>
    outputSize.every((s) => s === 1) && input.ndim >= 4
      ? input.mean([-1, -2, -3], { keepdim: true })
      : adaptiveAverage({ self: input, outputSize }),
});
