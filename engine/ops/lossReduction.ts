/** What all losses share: the `reduction` option, and elementwise losses that are kernels of their own. */
import type { CpuTensor } from "../devices/cpu/cpuTensor.ts";
import { cpuPointwise } from "../devices/cpu/pointwise.ts";
import { sumOver } from "../devices/cpu/reduce.ts";
import type { GpuEncoder } from "../devices/webgpu/gpuEncoder.ts";
import type { GpuTensor } from "../devices/webgpu/gpuTensor.ts";
import { gpuPointwise } from "../devices/webgpu/kernels/pointwise.ts";
import { gpuMean, gpuSum } from "../devices/webgpu/kernels/reduce.ts";
import { newArray, scalarTypeName } from "../dtype.ts";
import { NotImplementedError, ValueError } from "../errors.ts";
import { broadcastShapes, contiguousStrides, sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import type { AnyArgs } from "./op.ts";
import type { PointwiseExpression } from "./pointwise.ts";
import { expand } from "./views.ts";

/** As PyTorch numbers them; autograd nodes show the number. */
export const NONE = 0;
export const MEAN = 1;
export const SUM = 2;

export function reductionNumber(reduction: string): number {
  const at = ["none", "mean", "sum"].indexOf(reduction);
  if (at < 0) throw new ValueError(`${reduction} is not a valid value for reduction`);
  return at;
}

/** The losses of the elements, their mean, or their sum. */
export function reduceLoss(loss: Tensor, reduction: number): Tensor {
  return reduction === MEAN ? loss.mean() : reduction === SUM ? loss.sum() : loss;
}

/** What the gradient of a reduced loss is multiplied by for each element. */
export const gradientScale = (self: Tensor, reduction: number): number =>
  reduction === MEAN ? 1 / self.numel() : 1;

/** Both in their common shape. */
export function broadcastPair(a: Tensor, b: Tensor): [Tensor, Tensor] {
  const size = broadcastShapes(a.shape, b.shape);
  const spread = (t: Tensor) => (sameShape(t.shape, size) ? t : expand({ self: t, size }));
  return [spread(a), spread(b)];
}

interface LossArgs {
  readonly self: Tensor;
  readonly target: Tensor;
  readonly reduction: number;
}

/** The shape function of an elementwise loss. */
export const lossShape = (name: string) => (a: LossArgs) => {
  if (!a.self.dtype.isFloatingPoint)
    throw new NotImplementedError(`"${name}" not implemented for '${scalarTypeName(a.self.dtype)}'`);
  const shape = broadcastShapes(a.self.shape, a.target.shape);
  return { shape: a.reduction === NONE ? shape : [] };
};

/** The operands of most losses. */
export const PAIR = ["self", "target"] as const;

/** Kernels that compute an elementwise loss of up to three operands, times `weight` if there is one, and reduce it. */
export function lossKernels(
  name: string,
  operands: readonly string[],
  scalars: readonly string[],
  expression: PointwiseExpression,
) {
  const cpuLoss = cpuPointwise(expression.cpu, operands, scalars);
  const gpuLoss = gpuPointwise(`${name}()`, expression.wgsl, operands, scalars);
  return {
    cpu(args: AnyArgs & { readonly self: CpuTensor; readonly reduction: number }, out: CpuTensor): void {
      const { self, reduction } = args;
      const loss: CpuTensor =
        reduction === NONE
          ? out
          : {
              data: newArray(out.dtype, self.size),
              shape: self.shape,
              strides: contiguousStrides(self.shape),
              dtype: out.dtype,
              size: self.size,
            };
      cpuLoss(args, [loss]);
      if (args.weight) cpuTimes({ loss, weight: args.weight }, [loss]);
      if (reduction !== NONE) sumOver(loss, null, out, reduction === MEAN ? 1 / self.size : 1);
    },
    webgpu(
      args: AnyArgs & { readonly self: GpuTensor; readonly reduction: number },
      out: GpuTensor,
      gpu: GpuEncoder,
    ): void {
      const { self, reduction } = args;
      const loss = reduction === NONE ? out : gpu.scratch(out.dtype, self.shape);
      gpuLoss(args, [loss], gpu);
      if (args.weight) gpuTimes({ loss, weight: args.weight }, [loss], gpu);
      if (reduction === MEAN) gpuMean(gpu, loss, null, out);
      else if (reduction === SUM) gpuSum(gpu, loss, null, out);
    },
  };
}

const cpuTimes = cpuPointwise(
  (loss, weight) => (loss as number) * (weight as number),
  ["loss", "weight"],
  [],
);
const gpuTimes = gpuPointwise("loss_weight()", "a * b", ["loss", "weight"], []);
