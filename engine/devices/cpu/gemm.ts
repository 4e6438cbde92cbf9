/**
 * The general matrix product. Every matmul, linear and einsum of the CPU device ends here.
 */
import type { TypedArray } from "../../dtype.ts";

/**
 * C[m, n] = beta * C + alpha * A[m, k] · B[k, n]. Strides are in elements, so a transpose costs nothing.
 * With `beta` 0, C is written and never read, so that it may hold anything before.
 */
export function gemm(
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: TypedArray,
  aOffset: number,
  aRow: number,
  aCol: number,
  b: TypedArray,
  bOffset: number,
  bRow: number,
  bCol: number,
  beta: number,
  c: TypedArray,
  cOffset: number,
  cRow: number,
): void {
  const sums = new Float64Array(n);
  for (let i = 0; i < m; i++) {
    sums.fill(0);
    for (let p = 0; p < k; p++) {
      const factor = a[aOffset + i * aRow + p * aCol] as number;
      const row = bOffset + p * bRow;
      for (let j = 0; j < n; j++) sums[j] = (sums[j] as number) + factor * (b[row + j * bCol] as number);
    }
    const out = cOffset + i * cRow;
    for (let j = 0; j < n; j++) {
      const product = alpha * (sums[j] as number);
      c[out + j] = beta === 0 ? product : product + beta * (c[out + j] as number);
    }
  }
}
