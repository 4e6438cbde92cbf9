/** Tensors put together along a dimension: each is copied to its place in the result. */
import type { GpuEncoder } from "../gpuEncoder.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { gpuClone } from "./copy.ts";

/** `parts` differ from `out` in the size of `dim` only. */
export function gpuCat(gpu: GpuEncoder, parts: readonly GpuTensor[], dim: number, out: GpuTensor): void {
  let start = 0;
  for (const self of parts) {
    const offset = out.offset + start * (out.strides[dim] as number);
    gpuClone({ self }, [{ ...out, offset, shape: self.shape, size: self.size }], gpu);
    start += self.shape[dim] as number;
  }
}

/** `parts` lack the dimension `dim` of `out`. */
export function gpuStack(gpu: GpuEncoder, parts: readonly GpuTensor[], dim: number, out: GpuTensor): void {
  const slices = parts.map((part) => ({
    ...part,
    shape: part.shape.toSpliced(dim, 0, 1),
    strides: part.strides.toSpliced(dim, 0, 0),
  }));
  gpuCat(gpu, slices, dim, out);
}
