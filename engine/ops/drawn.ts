/** Kernels that fill a tensor with random numbers: drawn on the CPU, in PyTorch's order, for every device. */
import type { CpuTensor } from "../devices/cpu/cpuTensor.ts";
import type { GpuEncoder } from "../devices/webgpu/gpuEncoder.ts";
import type { GpuTensor } from "../devices/webgpu/gpuTensor.ts";
import type { DType, TypedArray } from "../dtype.ts";
import { inRowMajorOrder } from "../memoryFormat.ts";
import { defaultGenerator, type Generator } from "../random/generator.ts";

/** The arguments of an op that fills its first one. */
export interface Filling {
  readonly self: { readonly shape: readonly number[]; readonly strides: readonly number[] };
  readonly generator: Generator | null;
}

/** `draw` gives the numbers of `n` elements in the order in which these lie. */
export const drawn = <A extends Filling>(
  draw: (generator: Generator, args: A, dtype: DType, n: number) => TypedArray,
) => {
  const numbers = (args: A, { dtype, size }: CpuTensor | GpuTensor): TypedArray =>
    inRowMajorOrder(args.self, draw(args.generator ?? defaultGenerator, args, dtype, size));
  return {
    layout: "drawn" as const,
    cpu: (args: A, [out]: readonly [CpuTensor]): void => out.data.set(numbers(args, out)),
    webgpu: (args: A, [out]: readonly [GpuTensor], gpu: GpuEncoder): void =>
      gpu.upload(out, numbers(args, out)),
  };
};
