/** Counts of elements in bins of equal width: each invocation takes an element, and counts it by an atomic addition. */
import { int32 } from "../../../dtype.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import { GpuProgram } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { gpuClone, gpuFill, gpuZero } from "./copy.ts";
import { gpuExtremum } from "./extremum.ts";

const program = new GpuProgram({
  key: "histogram",
  bindings: [
    { name: "selfData", type: "f32", access: "read" },
    { name: "lowest", type: "f32", access: "read" },
    { name: "highest", type: "f32", access: "read" },
    { name: "counts", type: "atomic<i32>", access: "write" },
  ],
  uniforms: { n: "u32", bins: "u32", selfOffset: "u32" },
  workgroup: [64],
  body: `  if (index >= u.n) { return; }
  var low = lowest[0];
  var high = highest[0];
  if (low == high) { low -= 1; high += 1; }
  let x = selfData[u.selfOffset + index];
  if (!(x >= low && x <= high)) { return; }
  atomicAdd(&counts[min(u32((x - low) / (high - low) * f32(u.bins)), u.bins - 1u)], 1);`,
});

/** Between the elements' own extremes if `min` and `max` are equal. */
export function gpuHistogram(
  gpu: GpuEncoder,
  self: GpuTensor,
  min: number,
  max: number,
  out: GpuTensor,
): void {
  const [low, high] = [gpu.scratch(self.dtype, []), gpu.scratch(self.dtype, [])];
  if (min === max && self.size > 0) {
    gpuExtremum(gpu, "min", self, null, low);
    gpuExtremum(gpu, "max", self, null, high);
  } else {
    gpuFill({ value: min }, [low], gpu);
    gpuFill({ value: max }, [high], gpu);
  }
  const counts = gpu.scratch(int32, out.shape);
  gpuZero({}, [counts], gpu);
  const uniforms = { n: self.size, bins: out.size, selfOffset: self.offset };
  gpu.dispatch(program, [self, low, high, counts], uniforms, self.size);
  gpuClone({ self: counts }, [out], gpu);
}
