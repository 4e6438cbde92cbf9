/** Sums on the CPU: pairwise within rows, so that the rounding error grows with the logarithm of the length. */

import type { TypedArray } from "../../dtype.ts";
import { reductionDims } from "../../shape.ts";
import type { CpuTensor } from "./cpuTensor.ts";

/** `out = scale * (sum of self over dim)`; all dimensions when `dim` is null or empty. `self` is row-major. */
export function sumOver(self: CpuTensor, dim: readonly number[] | null, out: CpuTensor, scale = 1): void {
  const dims = reductionDims(dim, self.shape.length);
  const { data: o } = out;
  if (self.size === 0) {
    // 0 * NaN-scale: the mean of nothing is NaN, the sum of nothing is 0.
    o.fill(Number.isFinite(scale) ? 0 : Number.NaN, 0, out.size);
    return;
  }
  // Runs of neighbouring dimensions that are all kept or all summed act as one: most cases are [kept, summed] or
  // [summed, kept].
  const runs = mergedRuns(self.shape, dims);
  if (runs.length === 1) {
    for (let i = 0; i < out.size; i++)
      o[i] = scale * (runs[0]?.summed ? pairwise(self.data, 0, self.size, 1) : (self.data[i] as number));
    return;
  }
  // One double per result: rounding to float32 happens once, at the end.
  const sums = new Float64Array(out.size);
  addRuns(self.data, 0, runs, 0, sums, 0);
  for (let i = 0; i < out.size; i++) o[i] = scale * (sums[i] as number);
}

interface Run {
  readonly size: number;
  readonly summed: boolean;
  /** Elements of the input, and of the output, that one step along this run skips. */
  readonly step: number;
  readonly outStep: number;
}

function mergedRuns(shape: readonly number[], dims: readonly number[]): Run[] {
  const runs: Run[] = [];
  let step = 1;
  let outStep = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    const size = shape[d] as number;
    if (size === 1) continue;
    const summed = dims.includes(d);
    const inner = runs[0];
    if (inner?.summed === summed) runs[0] = { ...inner, size: inner.size * size };
    else runs.unshift({ size, summed, step, outStep: summed ? 0 : outStep });
    step *= size;
    if (!summed) outStep *= size;
  }
  return runs.length ? runs : [{ size: 1, summed: dims.length > 0, step: 1, outStep: 1 }];
}

function addRuns(
  data: TypedArray,
  at: number,
  runs: readonly Run[],
  r: number,
  out: Float64Array,
  to: number,
): void {
  const run = runs[r] as Run;
  if (r === runs.length - 1) {
    if (run.summed) out[to] = (out[to] as number) + pairwise(data, at, run.size, 1);
    else for (let i = 0; i < run.size; i++) out[to + i] = (out[to + i] as number) + (data[at + i] as number);
    return;
  }
  for (let i = 0; i < run.size; i++) addRuns(data, at + i * run.step, runs, r + 1, out, to + i * run.outStep);
}

/** Accumulates in double; blocks keep long sums of float64 accurate as well. */
function pairwise(data: TypedArray, start: number, n: number, step: number): number {
  if (n <= 1024) {
    let a = 0;
    let b = 0;
    let i = 0;
    for (; i + 1 < n; i += 2) {
      a += data[start + i * step] as number;
      b += data[start + (i + 1) * step] as number;
    }
    return i < n ? a + b + (data[start + i * step] as number) : a + b;
  }
  const half = n >> 1;
  return pairwise(data, start, half, step) + pairwise(data, start + half * step, n - half, step);
}
