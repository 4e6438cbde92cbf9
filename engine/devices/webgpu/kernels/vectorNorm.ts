/** Norms as reductions. */
import type { GpuEncoder } from "../gpuEncoder.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { MAX, MIN } from "./lines.ts";
import { gpuReduce, type Reduction } from "./reduce.ts";

const ADDED = { identity: "0.0", combine: "x + y" } as const;

function reductionFor(ord: number): Reduction {
  if (ord === Number.POSITIVE_INFINITY)
    return { name: "norm inf", identity: "0.0", combine: MAX.combine, value: "abs(v)" };
  if (ord === Number.NEGATIVE_INFINITY)
    return { name: "norm -inf", identity: MIN.identity, combine: MIN.combine, value: "abs(v)" };
  if (ord === 0) return { ...ADDED, name: "norm 0", value: "select(0.0, 1.0, v != 0.0)" };
  if (ord === 1) return { ...ADDED, name: "norm 1", value: "abs(v)" };
  if (ord === 2) return { ...ADDED, name: "norm 2", value: "v * v", finish: "sqrt(x)" };
  return { ...ADDED, name: "norm p", value: "pow(abs(v), u.p)", finish: "pow(x, 1.0 / u.p)" };
}

export function gpuVectorNorm(
  gpu: GpuEncoder,
  self: GpuTensor,
  ord: number,
  dim: readonly number[] | null,
  out: GpuTensor,
): void {
  gpuReduce(gpu, reductionFor(ord), self, dim, out, { p: Number.isFinite(ord) ? ord : 0 });
}
