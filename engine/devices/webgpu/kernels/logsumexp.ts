/** The logarithm of a sum of exponentials: the maximum first, then what is left of it. */
import type { GpuEncoder } from "../gpuEncoder.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { MAX } from "./lines.ts";
import { gpuPointwise } from "./pointwise.ts";
import { gpuReduce, type Reduction } from "./reduce.ts";

const LARGEST: Reduction = { name: "logsumexp max", identity: MAX.identity, combine: MAX.combine };
/** An infinite maximum is not subtracted: infinity minus itself is no number. */
const EXPONENTIALS: Reduction = {
  name: "logsumexp sum",
  identity: "0.0",
  combine: "x + y",
  value: "exp(f32(v) - select(centre, 0.0, isInf(centre)))",
};
const result = gpuPointwise("logsumexp()", "log(a) + select(b, 0.0, isInf(b))", ["sum", "largest"], []);

export function gpuLogsumexp(gpu: GpuEncoder, self: GpuTensor, dim: readonly number[], out: GpuTensor): void {
  const largest = gpu.scratch(out.dtype, out.shape);
  const sum = gpu.scratch(out.dtype, out.shape);
  gpuReduce(gpu, LARGEST, self, dim, largest);
  gpuReduce(gpu, EXPONENTIALS, self, dim, sum, { centre: largest });
  result({ sum, largest }, [out], gpu);
}
