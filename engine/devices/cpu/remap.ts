/** Fills a tensor from another by a rule per dimension (`ops/axisMap.ts`). */
import { exactly } from "../../exactly.ts";
import { type AxisMap, sourceOf } from "../../ops/axisMap.ts";
import type { CpuTensor } from "./cpuTensor.ts";

/** `out` is row-major. */
export function remap(self: CpuTensor, maps: readonly AxisMap[], value: number, out: CpuTensor): void {
  // For each dimension, where in the elements each coordinate reads: -1 for the fill value.
  const steps = out.shape.map((size, d) =>
    Int32Array.from({ length: size }, (_, i) => {
      const at = sourceOf(maps[d] as AxisMap, i, self.shape[d] as number);
      return at < 0 ? -1 : at * (self.strides[d] as number);
    }),
  );
  let at = 0;
  const fill = (d: number, offset: number): void => {
    const step = steps[d];
    if (!step) {
      out.data[at++] = offset < 0 ? value : (self.data[offset] as number);
      return;
    }
    for (let i = 0; i < step.length; i++) {
      const s = step[i] as number;
      fill(d + 1, offset < 0 || s < 0 ? -1 : offset + s);
    }
  };
  if (out.size > 0) fill(0, 0);
}

/** The part of each matrix on one side of a diagonal, zeros elsewhere. `self` is row-major. */
export function triangle(self: CpuTensor, diagonal: number, upper: boolean, out: CpuTensor): void {
  const [m, n] = exactly(2, self.shape.slice(-2));
  for (let i = 0; i < self.size; i++) {
    const above = (i % n) - (Math.floor(i / n) % m);
    const kept = upper ? above >= diagonal : above <= diagonal;
    out.data[i] = kept ? (self.data[i] as number) : 0;
  }
}
