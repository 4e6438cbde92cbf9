/** Matrices in the last two dimensions, read and written one by one, row-major and in double, whatever their strides. */
import { numel } from "../../../shape.ts";
import type { CpuTensor } from "../cpuTensor.ts";

export const batchOf = (t: CpuTensor): number => numel(t.shape.slice(0, -2));

/** Where matrix (or, of `inner` 1, vector) number `b` starts. */
function startOf(t: CpuTensor, b: number, inner: number): number {
  let [at, rest] = [0, b];
  for (let d = t.shape.length - inner - 1; d >= 0; d--) {
    const size = t.shape[d] as number;
    at += (rest % size) * (t.strides[d] as number);
    rest = Math.floor(rest / size);
  }
  return at;
}

export function matrix(t: CpuTensor, b: number): Float64Array {
  const [m, n] = t.shape.slice(-2) as [number, number];
  const [down, right] = t.strides.slice(-2) as [number, number];
  const start = startOf(t, b, 2);
  const out = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) out[i * n + j] = t.data[start + i * down + j * right] as number;
  }
  return out;
}

export function putMatrix(t: CpuTensor, b: number, values: Float64Array): void {
  const [m, n] = t.shape.slice(-2) as [number, number];
  const [down, right] = t.strides.slice(-2) as [number, number];
  const start = startOf(t, b, 2);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) t.data[start + i * down + j * right] = values[i * n + j] as number;
  }
}

export function putVector(t: CpuTensor, b: number, values: ArrayLike<number>): void {
  const start = startOf(t, b, 1);
  for (let i = 0; i < values.length; i++) t.data[start + i * (t.strides.at(-1) ?? 1)] = values[i] as number;
}

/** Column by column, as LAPACK writes. */
export function columnMajor(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  strides[shape.length - 1] = Math.max(shape.at(-2) as number, 1);
  let step = Math.max(shape.at(-2) as number, 1) * Math.max(shape.at(-1) as number, 1);
  for (let d = shape.length - 3; d >= 0; d--) {
    strides[d] = step;
    step *= Math.max(shape[d] as number, 1);
  }
  return strides;
}
