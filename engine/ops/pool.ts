/** Pooling over windows. */
import {
  maxPool2dBackward,
  maxPool2d as maxPool2dKernel,
  type PoolParams,
} from "../devices/cpu/maxPool2d.ts";
import { gpuMaxPool2d, gpuMaxPool2dBackward } from "../devices/webgpu/kernels/maxPool2d.ts";
import { int64 } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import { exactly } from "../exactly.ts";
import { numel, shapeText } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { defineOp } from "./op.ts";

/** `pooling_output_shape` of ATen's Pool.h: with `ceilMode`, a last window must still start inside input or left padding. */
export function pooledSize(
  size: number,
  kernel: number,
  padding: number,
  stride: number,
  dilation: number,
  ceilMode: boolean,
): number {
  const span = size + 2 * padding - dilation * (kernel - 1) - 1;
  const out = Math.floor((span + (ceilMode ? stride - 1 : 0)) / stride) + 1;
  return ceilMode && (out - 1) * stride >= size + padding ? out - 1 : out;
}

/** A stride that was not given is the kernel's size. */
const fullStride = (p: PoolParams): PoolParams => (p.stride.length ? p : { ...p, stride: p.kernelSize });

function checkPool(self: Tensor, p: PoolParams): void {
  if (p.kernelSize.some((k) => k <= 0)) {
    throw new RuntimeError(
      `kernel size should be greater than zero, but got kH: ${p.kernelSize[0]} kW: ${p.kernelSize[1]}`,
    );
  }
  if (p.stride.some((s) => s <= 0)) throw new RuntimeError("stride should not be zero");
  if (p.padding.some((pad) => pad < 0)) throw new RuntimeError("pad must be non-negative");
  p.padding.forEach((pad, i) => {
    const span = ((p.kernelSize[i] as number) - 1) * (p.dilation[i] as number) + 1;
    if (pad > Math.floor(span / 2)) {
      throw new RuntimeError(
        `pad should be at most half of effective kernel size, but got pad=${pad}, kernel_size=${p.kernelSize[i]} and dilation=${p.dilation[i]}`,
      );
    }
  });
  if (self.ndim !== 3 && self.ndim !== 4) {
    throw new RuntimeError(
      `non-empty 3D or 4D (batch mode) tensor expected for input, but got ${shapeText(self.shape)}`,
    );
  }
}

export const maxPool2dWithIndices = defineOp({
  schema:
    "max_pool2d_with_indices(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, int[2] dilation=1, bool ceil_mode=False) -> (Tensor values, Tensor indices)",
  doc: "The largest element of each window of `[N, C, H, W]`, and where in the plane it is.",
  on: ["F"],
  meta: ({ self, ...given }) => {
    const p = fullStride(given);
    checkPool(self, p);
    const [height, width] = exactly(2, self.shape.slice(-2));
    const size = (s: number, i: number) =>
      pooledSize(
        s,
        p.kernelSize[i] as number,
        p.padding[i] as number,
        p.stride[i] as number,
        p.dilation[i] as number,
        p.ceilMode,
      );
    const [h, w] = [size(height, 0), size(width, 1)];
    if (h < 1 || w < 1) {
      const plane = (a: number, b: number) => `(${self.shape.at(-3)}x${a}x${b})`;
      throw new RuntimeError(
        `Given input size: ${plane(height, width)}. Calculated output size: ${plane(h, w)}. Output size is too small`,
      );
    }
    const shape = [...self.shape.slice(0, -2), h, w];
    return [{ shape }, { shape, dtype: int64 }];
  },
  cpu: ({ self, ...p }, [values, indices]) => maxPool2dKernel(self, fullStride(p), values, indices),
  webgpu: ({ self, ...p }, [values, indices], gpu) => gpuMaxPool2d(gpu, self, fullStride(p), values, indices),
  node: "MaxPool2DWithIndicesBackward0",
  derivatives: (d) => [
    d("self", ["ceilMode", "dilation", "kernelSize", "padding", "result1", "self", "stride"], (c) =>
      maxPool2dWithIndicesBackward({
        gradOutput: c.grad,
        self: c.self,
        kernelSize: c.kernelSize,
        stride: c.stride,
        padding: c.padding,
        dilation: c.dilation,
        ceilMode: c.ceilMode,
        indices: c.result1,
      }),
    ),
  ],
  flops: ({ kernelSize }, [out]) => numel(out?.shape ?? []) * numel(kernelSize),
});

/** Of each plane, or volume of `dims` dimensions, the elements at the places that a max pool chose. */
export const atIndices = (planes: Tensor, indices: Tensor, dims = 2): Tensor =>
  planes.flatten(-dims).gather(-1, indices.flatten(-dims)).view(indices.shape);

export const maxPool2dWithIndicesBackward = defineOp({
  schema:
    "max_pool2d_with_indices_backward(Tensor grad_output, Tensor self, int[2] kernel_size, int[2] stride, int[2] padding, int[2] dilation, bool ceil_mode, Tensor indices) -> Tensor",
  doc: "Sends each gradient to the element that was largest.",
  meta: ({ self }) => ({ shape: self.shape }),
  cpu: ({ gradOutput, indices }, [out]) => maxPool2dBackward(gradOutput, indices, out),
  webgpu: ({ gradOutput, indices, ...p }, [out], gpu) =>
    gpuMaxPool2dBackward(gpu, gradOutput, indices, fullStride(p), out),
  node: "MaxPool2DWithIndicesBackwardBackward0",
  derivatives: (d) => [d("gradOutput", ["indices"], (c) => atIndices(c.grad, c.indices))],
  flops: ({ gradOutput }) => gradOutput.numel(),
});

export const maxPool2d = defineOp({
  schema:
    "max_pool2d(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, int[2] dilation=1, bool ceil_mode=False) -> Tensor",
  doc: "The largest element of each window of `[N, C, H, W]`. The stride is the kernel's size unless given.",
  on: ["torch", "F"],
  composite: (a) => maxPool2dWithIndices(a)[0],
});
