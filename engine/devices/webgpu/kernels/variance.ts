/** Variances in two passes: first the means, then the squares of the distances from them. */
import type { GpuEncoder } from "../gpuEncoder.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { gpuMean, gpuReduce, type Reduction } from "./reduce.ts";

const SQUARES = {
  identity: "0.0",
  combine: "x + y",
  value: "(f32(v) - centre) * (f32(v) - centre)",
} as const;
/** `p` is what the count is lessened by. */
const VARIANCE: Reduction = { ...SQUARES, name: "variance", finish: "x / max(u.count - u.p, 0.0)" };
const DEVIATION: Reduction = { ...SQUARES, name: "deviation", finish: "sqrt(x / max(u.count - u.p, 0.0))" };

export function gpuVariance(
  gpu: GpuEncoder,
  self: GpuTensor,
  { dim, correction }: { readonly dim: readonly number[] | null; readonly correction: number | null },
  out: GpuTensor,
  mean: GpuTensor | null,
  root: boolean,
): void {
  const centre = mean ?? gpu.scratch(out.dtype, out.shape);
  gpuMean(gpu, self, dim, centre);
  gpuReduce(gpu, root ? DEVIATION : VARIANCE, self, dim, out, { centre, p: correction ?? 1 });
}
