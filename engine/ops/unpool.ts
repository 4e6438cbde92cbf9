/** Pools that also tell where the maxima were, their partial inverses, and pools by a power mean. */
import { gatherVolumes, scatterVolumes } from "../devices/cpu/maxPool3d.ts";
import { gpuGatherVolumes, gpuScatterVolumes } from "../devices/webgpu/kernels/maxPool3d.ts";
import { int64, scalarTypeName } from "../dtype.ts";
import { RuntimeError, ValueError } from "../errors.ts";
import { numel, sameShape, shapeText } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { adaptiveMaxPool2dWithIndices, avgPool1d, avgPool2d } from "./averagePool.ts";
import { defineOp } from "./op.ts";
import { maxPool2dWithIndices } from "./pool.ts";
import { avgPool3d, maxPool3dWithIndices } from "./pool3d.ts";

/** As PyTorch composes pools of one dimension: a plane of one row. */
const asRow = (self: Tensor, pool: (plane: Tensor) => readonly Tensor[]): [Tensor, Tensor] => {
  const [values, indices] = pool(self.unsqueeze(-2)).map((t) => t.squeeze(-2));
  return [values as Tensor, indices as Tensor];
};

export const maxPool1dWithIndices = defineOp({
  schema:
    "max_pool1d_with_indices(Tensor self, int[1] kernel_size, int[1] stride=[], int[1] padding=0, int[1] dilation=1, bool ceil_mode=False) -> (Tensor values, Tensor indices)",
  doc: "The largest element of each window of `[N, C, L]`, and where in the row it is.",
  on: ["torch", "F"],
  composite: ({ self, kernelSize, stride, padding, dilation, ceilMode }) =>
    asRow(self, (plane) =>
      maxPool2dWithIndices({
        self: plane,
        kernelSize: [1, ...kernelSize],
        stride: [1, ...(stride.length ? stride : kernelSize)],
        padding: [0, ...padding],
        dilation: [1, ...dilation],
        ceilMode,
      }),
    ),
});

export const adaptiveMaxPool1dWithIndices = defineOp({
  schema:
    "adaptive_max_pool1d_with_indices(Tensor input, int[1] output_size) -> (Tensor values, Tensor indices)",
  doc: "The largest element of windows that cut each row of `[N, C, L]` into `outputSize` parts, and where it is.",
  on: ["F"],
  composite: ({ input, outputSize }) => {
    if (input.ndim !== 2 && input.ndim !== 3) {
      throw new RuntimeError(
        `Expected 2 to 3 dimensions, but got ${input.ndim}-dimensional tensor for argument #1 'self' (while checking arguments for adaptive_max_pool1d)`,
      );
    }
    return asRow(input, (plane) =>
      adaptiveMaxPool2dWithIndices({ self: plane, outputSize: [1, ...outputSize] }),
    );
  },
});

export const adaptiveMaxPool1d = defineOp({
  schema: "adaptive_max_pool1d(Tensor input, int[1] output_size) -> Tensor",
  doc: "The largest element of windows that cut each row of `[N, C, L]` into `outputSize` parts.",
  on: ["F"],
  composite: (a) => adaptiveMaxPool1dWithIndices(a)[0],
});

/** Places within the last `dims` dimensions, filled with what a pool took from there; the rest is zeros. */
const unpool = defineOp({
  schema: "max_unpool2d.kernel(Tensor self, Tensor indices, int[] output_size) -> Tensor",
  doc: "Puts each element at its place in a larger plane.",
  meta: (a) => unpooledShape(a),
  cpu: ({ self, indices, outputSize }, [out]) => scatterUnpooled(self, indices, outputSize, out),
  webgpu: ({ self, indices, outputSize }, [out], gpu) =>
    gpuScatterVolumes(gpu, self, indices, outputSize.length, false, out),
  node: "MaxUnpool2DBackward0",
  derivatives: (d) => [
    d("self", ["indices"], (c) => unpoolBackward({ gradOutput: c.grad, indices: c.indices, dims: 2 })),
  ],
});

const unpoolVolume = defineOp({
  schema: "max_unpool3d.kernel(Tensor self, Tensor indices, int[] output_size) -> Tensor",
  doc: "Puts each element at its place in a larger volume.",
  meta: (a) => unpooledShape(a),
  cpu: ({ self, indices, outputSize }, [out]) => scatterUnpooled(self, indices, outputSize, out),
  webgpu: ({ self, indices, outputSize }, [out], gpu) =>
    gpuScatterVolumes(gpu, self, indices, outputSize.length, false, out),
  node: "MaxUnpool3DBackward0",
  derivatives: (d) => [
    d("self", ["indices"], (c) => unpoolBackward({ gradOutput: c.grad, indices: c.indices, dims: 3 })),
  ],
});

const unpoolBackward = defineOp({
  schema: "max_unpool_backward(Tensor grad_output, Tensor indices, int dims) -> Tensor",
  doc: "Takes each gradient from where its element was put.",
  meta: ({ indices }) => ({ shape: indices.shape }),
  cpu: ({ gradOutput, indices, dims }, [out]) =>
    gatherVolumes(
      gradOutput,
      indices,
      numel(indices.shape.slice(-dims)),
      numel(gradOutput.shape.slice(-dims)),
      out,
    ),
  webgpu: ({ gradOutput, indices, dims }, [out], gpu) =>
    gpuGatherVolumes(gpu, gradOutput, indices, dims, out),
  node: "MaxUnpoolBackwardBackward0",
  derivatives: (d) => [
    d("gradOutput", ["dims", "gradOutputSizes", "indices"], (c) =>
      c.grad
        .newZeros(c.gradOutputSizes)
        .flatten(-c.dims)
        .scatterAdd(-1, c.indices.flatten(-c.dims), c.grad.flatten(-c.dims))
        .view(c.gradOutputSizes),
    ),
  ],
});

function unpooledShape(a: { self: Tensor; indices: Tensor; outputSize: readonly number[] }) {
  const { self, indices, outputSize } = a;
  if (indices.dtype !== int64) {
    throw new RuntimeError(
      `elements in indices should be type int64 but got: ${scalarTypeName(indices.dtype)}`,
    );
  }
  if (!sameShape(self.shape, indices.shape)) {
    throw new RuntimeError(
      `Expected shape of indices to be same as that of the input tensor (${shapeText(self.shape)}) but got indices tensor with shape: ${shapeText(indices.shape)}`,
    );
  }
  return { shape: [...self.shape.slice(0, self.ndim - outputSize.length), ...outputSize], dtype: self.dtype };
}

type Cpu = Parameters<typeof scatterVolumes>[0];

function scatterUnpooled(self: Cpu, indices: Cpu, outputSize: readonly number[], out: Cpu): void {
  const group = numel(self.shape.slice(-outputSize.length));
  const outside = (index: number) =>
    new RuntimeError(
      `Found an invalid max index: ${index} (output volumes are of size ${outputSize.join("x")})`,
    );
  scatterVolumes(self, indices, group, numel(outputSize), false, out, outside);
}

/** The plane that a pool with these options came from, or the one asked for, if it may have been that. */
function unpooledSize(
  input: Tensor,
  dims: number,
  kernelSize: readonly number[],
  given: readonly number[],
  padding: readonly number[],
  outputSize: readonly number[] | null,
): number[] {
  const stride = given.length ? given : kernelSize;
  const usual = input.shape
    .slice(-dims)
    .map(
      (size, i) =>
        (size - 1) * (stride[i] as number) + (kernelSize[i] as number) - 2 * (padding[i] as number),
    );
  if (!outputSize) return usual;
  const wanted = outputSize.length === dims + 2 ? outputSize.slice(2) : [...outputSize];
  if (wanted.length !== dims) {
    throw new ValueError(
      `output_size should be a sequence containing ${dims} or ${dims + 2} elements, but it has a length of '${wanted.length}'`,
    );
  }
  wanted.forEach((size, i) => {
    const [low, high] = [
      (usual[i] as number) - (stride[i] as number),
      (usual[i] as number) + (stride[i] as number),
    ];
    if (size > low && size < high) return;
    throw new ValueError(
      `invalid output_size "${shapeText(wanted)}" (dim ${i} must be between ${low} and ${high})`,
    );
  });
  return wanted;
}

export const maxUnpool1d = defineOp({
  schema:
    "max_unpool1d(Tensor input, Tensor indices, int[1] kernel_size, int[1] stride=[], int[1] padding=0, int[]? output_size=None) -> Tensor",
  doc: "Puts the maxima of a `maxPool1d` back where they were, zeros elsewhere.",
  on: ["F"],
  composite: ({ input, indices, kernelSize, stride, padding, outputSize }) => {
    const size = unpooledSize(input, 1, kernelSize, stride, padding, outputSize);
    return unpool({
      self: input.unsqueeze(-2),
      indices: indices.unsqueeze(-2),
      outputSize: [1, ...size],
    }).squeeze(-2);
  },
});

export const maxUnpool2d = defineOp({
  schema:
    "max_unpool2d(Tensor input, Tensor indices, int[2] kernel_size, int[2] stride=[], int[2] padding=0, int[]? output_size=None) -> Tensor",
  doc: "Puts the maxima of a `maxPool2d` back where they were, zeros elsewhere.",
  on: ["F"],
  composite: ({ input, indices, kernelSize, stride, padding, outputSize }) =>
    unpool({
      self: input,
      indices,
      outputSize: unpooledSize(input, 2, kernelSize, stride, padding, outputSize),
    }),
});

export const maxUnpool3d = defineOp({
  schema:
    "max_unpool3d(Tensor input, Tensor indices, int[3] kernel_size, int[3] stride=[], int[3] padding=0, int[]? output_size=None) -> Tensor",
  doc: "Puts the maxima of a `maxPool3d` back where they were, zeros elsewhere.",
  on: ["F"],
  composite: ({ input, indices, kernelSize, stride, padding, outputSize }) =>
    unpoolVolume({
      self: input,
      indices,
      outputSize: unpooledSize(input, 3, kernelSize, stride, padding, outputSize),
    }),
});

/** The p-th root of the sum of the p-th powers, of windows whose means are given. */
const powerMean = (mean: Tensor, window: number, normType: number): Tensor =>
  mean
    .sign()
    .mul(mean.abs().relu())
    .mul(window)
    .pow(1 / normType);

export const lpPool1d = defineOp({
  schema:
    "lp_pool1d(Tensor input, float norm_type, int[1] kernel_size, int[1] stride=[], bool ceil_mode=False) -> Tensor",
  doc: "The `normType`-norm of each window of `[N, C, L]`.",
  on: ["F"],
  composite: ({ input, normType, kernelSize, stride, ceilMode }) =>
    powerMean(
      avgPool1d({ self: input.pow(normType), kernelSize, stride, padding: [0], ceilMode }),
      numel(kernelSize),
      normType,
    ),
});

export const lpPool2d = defineOp({
  schema:
    "lp_pool2d(Tensor input, float norm_type, int[2] kernel_size, int[2] stride=[], bool ceil_mode=False) -> Tensor",
  doc: "The `normType`-norm of each window of `[N, C, H, W]`.",
  on: ["F"],
  composite: ({ input, normType, kernelSize, stride, ceilMode }) =>
    powerMean(
      avgPool2d({ self: input.pow(normType), kernelSize, stride, padding: [0, 0], ceilMode }),
      numel(kernelSize),
      normType,
    ),
});

export const lpPool3d = defineOp({
  schema:
    "lp_pool3d(Tensor input, float norm_type, int[3] kernel_size, int[3] stride=[], bool ceil_mode=False) -> Tensor",
  doc: "The `normType`-norm of each window of `[N, C, D, H, W]`.",
  on: ["F"],
  composite: ({ input, normType, kernelSize, stride, ceilMode }) =>
    powerMean(
      avgPool3d({ self: input.pow(normType), kernelSize, stride, padding: [0, 0, 0], ceilMode }),
      numel(kernelSize),
      normType,
    ),
});

// PyTorch's `return_indices` of the plain names: the overload that gives both.

const RETURNS = "With `returnIndices` also where the maxima are.";

export const maxPool1dReturning = defineOp({
  schema:
    "max_pool1d.indices(Tensor self, int[1] kernel_size, int[1] stride=[], int[1] padding=0, int[1] dilation=1, bool ceil_mode=False, *, bool return_indices) -> (Tensor values, Tensor indices)",
  doc: RETURNS,
  on: ["F"],
  composite: ({ returnIndices: _, ...a }) => maxPool1dWithIndices(a),
});

export const maxPool2dReturning = defineOp({
  schema:
    "max_pool2d.indices(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, int[2] dilation=1, bool ceil_mode=False, *, bool return_indices) -> (Tensor values, Tensor indices)",
  doc: RETURNS,
  on: ["F"],
  composite: ({ returnIndices: _, ...a }) => maxPool2dWithIndices(a),
});

export const maxPool3dReturning = defineOp({
  schema:
    "max_pool3d.indices(Tensor self, int[3] kernel_size, int[3] stride=[], int[3] padding=0, int[3] dilation=1, bool ceil_mode=False, *, bool return_indices) -> (Tensor values, Tensor indices)",
  doc: RETURNS,
  on: ["F"],
  composite: ({ returnIndices: _, ...a }) => maxPool3dWithIndices(a),
});

export const adaptiveMaxPool1dReturning = defineOp({
  schema:
    "adaptive_max_pool1d.indices(Tensor input, int[1] output_size, *, bool return_indices) -> (Tensor values, Tensor indices)",
  doc: RETURNS,
  on: ["F"],
  composite: ({ returnIndices: _, ...a }) => adaptiveMaxPool1dWithIndices(a),
});

export const adaptiveMaxPool2dReturning = defineOp({
  schema:
    "adaptive_max_pool2d.indices(Tensor input, int[2] output_size, *, bool return_indices) -> (Tensor values, Tensor indices)",
  doc: RETURNS,
  on: ["F"],
  composite: ({ input, outputSize }) => adaptiveMaxPool2dWithIndices({ self: input, outputSize }),
});
