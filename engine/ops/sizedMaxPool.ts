/** Max pooling whose windows follow from the size of the result: adaptive ones of volumes, and fractional ones. */
import { adaptiveMax } from "../devices/cpu/adaptiveMax.ts";
import { fractionalMaxPool } from "../devices/cpu/fractionalPool.ts";
import { gpuAdaptiveMax } from "../devices/webgpu/kernels/adaptiveMax.ts";
import { int64, scalarTypeName } from "../dtype.ts";
import { NotImplementedError, RuntimeError, ValueError } from "../errors.ts";
import { shapeText } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { rand } from "./creation.ts";
import { defineOp } from "./op.ts";
import { volumesBackward } from "./pool3d.ts";

export const adaptiveMaxPool3dWithIndices = defineOp({
  schema: "adaptive_max_pool3d(Tensor self, int[3] output_size) -> (Tensor values, Tensor indices)",
  doc: "The largest element of windows that cut each volume into `outputSize` parts, and where in the volume it is.",
  meta: ({ self, outputSize }) => {
    if (self.ndim !== 4 && self.ndim !== 5) {
      throw new RuntimeError(
        `adaptive_max_pool3d(): Expected 4D or 5D tensor, but got: ${shapeText(self.shape)}`,
      );
    }
    const empty = self.shape.findIndex((s, d) => s === 0 && d > 0);
    if (empty >= 0) {
      throw new RuntimeError(
        `adaptive_max_pool3d(): Expected input to have non-zero size for non-batch dimensions, but input has sizes ${shapeText(self.shape)} with dimension ${empty} being empty`,
      );
    }
    if (!self.dtype.isFloatingPoint) {
      throw new NotImplementedError(
        `"adaptive_max_pool3d_cpu" not implemented for '${scalarTypeName(self.dtype)}'`,
      );
    }
    const shape = [...self.shape.slice(0, -3), ...outputSize];
    return [{ shape }, { shape, dtype: int64 }];
  },
  cpu: ({ self }, [values, indices]) => adaptiveMax(self, values, indices, 3),
  webgpu: ({ self }, [values, indices], gpu) => gpuAdaptiveMax(gpu, self, values, indices, 3),
  node: "AdaptiveMaxPool3DBackward0",
  derivatives: (d) => [
    d("self", ["result1", "self"], (c) =>
      volumesBackward({ gradOutput: c.grad, indices: c.result1, size: c.self.shape, dims: 3 }),
    ),
  ],
  flops: ({ self }) => self.numel(),
});

export const adaptiveMaxPool3d = defineOp({
  schema: "adaptive_max_pool3d.values(Tensor input, int[3] output_size) -> Tensor",
  doc: "The largest element of windows that cut each volume of `[N, C, D, H, W]` into `outputSize` parts.",
  on: ["F"],
  composite: ({ input, outputSize }) => adaptiveMaxPool3dWithIndices({ self: input, outputSize })[0],
});

export const adaptiveMaxPool3dReturning = defineOp({
  schema:
    "adaptive_max_pool3d.indices(Tensor input, int[3] output_size, *, bool return_indices) -> (Tensor values, Tensor indices)",
  doc: "The same with the places.",
  on: ["F"],
  composite: ({ input, outputSize }) => adaptiveMaxPool3dWithIndices({ self: input, outputSize }),
});

const DIMENSIONS = { 2: ["height", "width"], 3: ["time", "height", "width"] } as const;

const CONTRACT =
  "(Tensor self, int[] kernel_size, int[] output_size, Tensor random_samples) -> (Tensor values, Tensor indices)";

const fractional = (dims: 2 | 3) =>
  defineOp({
    schema:
      `fractional_max_pool${dims}d${CONTRACT}` as "fractional_max_pool(Tensor self, int[] kernel_size, int[] output_size, Tensor random_samples) -> (Tensor values, Tensor indices)",
    doc: "The largest element of windows that start at random distances, and where it is.",
    meta: ({ self, kernelSize, outputSize }) => {
      DIMENSIONS[dims].forEach((name, d) => {
        const [size, kernel, out] = [self.shape.at(d - dims), kernelSize[d], outputSize[d]];
        // Of volumes PyTorch asks for one element more.
        const least = (out as number) + (kernel as number) - (dims === 3 ? 0 : 1);
        if (least > (size as number)) {
          throw new RuntimeError(
            `fractional_max_pool${dims}d${dims === 3 ? "_out" : ""}(): pool ${name} ${kernel} too large relative to input ${name} ${size}`,
          );
        }
      });
      const shape = [...self.shape.slice(0, -dims), ...outputSize];
      return [{ shape }, { shape, dtype: int64 }];
    },
    cpu: ({ self, kernelSize, randomSamples }, [values, indices]) =>
      fractionalMaxPool(self, kernelSize, randomSamples, values, indices),
    node: `FractionalMaxPool${dims}DBackward0`,
    derivatives: (d) => [
      d("self", ["kernelSize", "outputSize", "result1", "self"], (c) =>
        volumesBackward({ gradOutput: c.grad, indices: c.result1, size: c.self.shape, dims }),
      ),
    ],
    flops: ({ kernelSize }, [out]) =>
      kernelSize.reduce((n, k) => n * k, 1) * (out?.shape.reduce((n, s) => n * s, 1) ?? 0),
  });

const KERNELS = { 2: fractional(2), 3: fractional(3) } as const;

export interface Fractional {
  readonly input: Tensor;
  readonly kernelSize: readonly number[];
  readonly outputSize: readonly number[] | null;
  readonly outputRatio: readonly number[] | null;
  readonly RandomSamples: Tensor | null;
}

export function fractionalMaxPoolWithIndices(
  dims: 2 | 3,
  { input, kernelSize, outputSize, outputRatio, RandomSamples: given }: Fractional,
): [Tensor, Tensor] {
  if (!outputSize && !outputRatio) {
    throw new ValueError(
      `fractional_max_pool${dims}d requires specifying either an output_size or an output_ratio`,
    );
  }
  const size =
    outputSize ?? (outputRatio ?? []).map((r, d) => Math.trunc((input.shape.at(d - dims) as number) * r));
  const { dtype, device } = input;
  const planes = [
    input.ndim === dims + 1 ? 1 : (input.shape[0] as number),
    input.shape.at(-1 - dims) as number,
  ];
  const samples = given ?? rand({ size: [...planes, dims], dtype, device });
  return KERNELS[dims]({ self: input, kernelSize, outputSize: size, randomSamples: samples });
}

const OPTIONS = (dims: 2 | 3) =>
  `(Tensor input, int[${dims}] kernel_size, int[${dims}]? output_size=None, float[${dims}]? output_ratio=None` as const;
type Options = "(Tensor input, int[2] kernel_size, int[2]? output_size=None, float[2]? output_ratio=None";
const DOC =
  "The largest element of each window of `kernelSize`; the windows start at random distances, so that the result has `outputSize`, or `outputRatio` of the size (Graham, arXiv:1412.6071).";

for (const dims of [2, 3] as const) {
  const name = `fractional_max_pool${dims}d`;
  const options = OPTIONS(dims) as Options;
  defineOp({
    schema:
      `${name}.values${options}, Tensor? _random_samples=None) -> Tensor` as `fractional_max_pool${Options}, Tensor? _random_samples=None) -> Tensor`,
    doc: DOC,
    on: ["F"],
    composite: (args) => fractionalMaxPoolWithIndices(dims, args)[0],
  });
}
