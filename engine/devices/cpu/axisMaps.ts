/** Applies a linear map to each of the last dimensions, one after another (`ops/axisWeights.ts`). */
import { uint8 } from "../../dtype.ts";
import type { AxisWeights } from "../../ops/axisWeights.ts";
import { numel } from "../../shape.ts";
import type { CpuTensor } from "./cpuTensor.ts";

/**
 * Both are row-major; `maps` are for the last dimensions. `scale` multiplies every result. 8-bit levels are rounded and
 * clipped after each map, the last dimension's first, as PyTorch and Pillow do it.
 */
export function axisMaps(self: CpuTensor, maps: readonly AxisWeights[], scale: number, out: CpuTensor): void {
  const levels = out.dtype === uint8;
  let from: ArrayLike<number> = self.data;
  const shape = [...self.shape];
  for (let i = maps.length - 1; i >= 0; i--) {
    const map = maps[i] as AxisWeights;
    const dim = shape.length - maps.length + i;
    const outer = numel(shape.slice(0, dim));
    const inner = numel(shape.slice(dim + 1));
    const to = alongAxis(from, outer, shape[dim] as number, inner, map);
    from = levels ? to.map((x) => Math.min(Math.max(Math.floor(x + 0.5), 0), 255)) : to;
    shape[dim] = map.start.length - 1;
  }
  for (let i = 0; i < out.size; i++) out.data[i] = scale * (from[i] as number);
}

/** `[outer, size, inner]` to `[outer, results, inner]`. */
function alongAxis(
  from: ArrayLike<number>,
  outer: number,
  size: number,
  inner: number,
  { start, index, weight }: AxisWeights,
): Float64Array {
  const results = start.length - 1;
  const out = new Float64Array(outer * results * inner);
  for (let o = 0; o < outer; o++) {
    for (let r = 0; r < results; r++) {
      const to = (o * results + r) * inner;
      for (let k = start[r] as number; k < (start[r + 1] as number); k++) {
        const at = (o * size + (index[k] as number)) * inner;
        const w = weight[k] as number;
        for (let i = 0; i < inner; i++) out[to + i] = (out[to + i] as number) + w * (from[at + i] as number);
      }
    }
  }
  return out;
}
