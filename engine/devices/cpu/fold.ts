/** Reductions on the CPU: one double per result, whatever the dimensions and however the elements lie. */
import { contiguousStrides, numel, reducedShape, reductionDims } from "../../shape.ts";
import type { CpuTensor } from "./cpuTensor.ts";
import { StridedWalk } from "./stridedWalk.ts";

/** The next value of a result from the last one, an element, and the result's own parameter (its mean, say). */
export type FoldStep = (sum: number, x: number, parameter: number) => number;

/**
 * Folds `self` over `dim` (all dimensions when null or empty).
 * @param parameters one for each result, in order; 0 unless given
 * @returns one value for each result, in row-major order
 */
export function folded(
  self: CpuTensor,
  dim: readonly number[] | null,
  start: number,
  step: FoldStep,
  parameters?: Float64Array,
): Float64Array {
  const shape = reducedShape(self.shape, reductionDims(dim, self.shape.length), true);
  const out = new Float64Array(numel(shape)).fill(start);
  const results = { shape, strides: contiguousStrides(shape) };
  const { data } = self;
  new StridedWalk(self.shape, [self, results]).forEachRow(([at, to], [stride, toStride], n) => {
    let from = at as number;
    let result = to as number;
    if (toStride === 0) {
      const parameter = parameters?.[result] ?? 0;
      let value = out[result] as number;
      for (let i = 0; i < n; i++, from += stride as number)
        value = step(value, data[from] as number, parameter);
      out[result] = value;
      return;
    }
    for (let i = 0; i < n; i++, from += stride as number, result += toStride as number) {
      out[result] = step(out[result] as number, data[from] as number, parameters?.[result] ?? 0);
    }
  });
  return out;
}

/** How many elements each result is made of. */
export function foldedCount(
  self: { readonly shape: readonly number[] },
  dim: readonly number[] | null,
): number {
  return numel(reductionDims(dim, self.shape.length).map((d) => self.shape[d] as number));
}

/** Writes `finish` of each value. */
export function finished(
  values: Float64Array,
  out: CpuTensor,
  finish: (value: number, i: number) => number,
): void {
  for (let i = 0; i < out.size; i++) out.data[i] = finish(values[i] as number, i);
}

/** The larger one; a NaN wins. */
export const larger: FoldStep = (a, b) => (b > a || Number.isNaN(b) ? b : a);
/** The smaller one; a NaN wins. */
export const smaller: FoldStep = (a, b) => (b < a || Number.isNaN(b) ? b : a);
export const plus: FoldStep = (a, b) => a + b;
export const times: FoldStep = (a, b) => a * b;
