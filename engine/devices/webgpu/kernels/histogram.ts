/** Counts of elements in bins of equal width: each invocation owns a bin and goes through all elements. */
import type { GpuEncoder } from "../gpuEncoder.ts";
import { GpuProgram } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { gpuFill } from "./copy.ts";
import { gpuExtremum } from "./extremum.ts";

const program = new GpuProgram({
  key: "histogram",
  bindings: [
    { name: "selfData", type: "f32", access: "read" },
    { name: "lowest", type: "f32", access: "read" },
    { name: "highest", type: "f32", access: "read" },
    { name: "outData", type: "f32", access: "write" },
  ],
  uniforms: { n: "u32", bins: "u32", selfOffset: "u32", outOffset: "u32" },
  workgroup: [64],
  body: `  if (index >= u.bins) { return; }
  var low = lowest[0];
  var high = highest[0];
  if (low == high) { low -= 1; high += 1; }
  var count = 0.0;
  for (var i = 0u; i < u.n; i++) {
    let x = selfData[u.selfOffset + i];
    if (!(x >= low && x <= high)) { continue; }
    if (min(u32((x - low) / (high - low) * f32(u.bins)), u.bins - 1u) == index) { count += 1; }
  }
  outData[u.outOffset + index] = count;`,
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
  const uniforms = { n: self.size, bins: out.size, selfOffset: self.offset, outOffset: out.offset };
  gpu.dispatch(program, [self, low, high, out], uniforms, out.size);
}
