/**
 * A vector times a matrix: batches of one. Each element of the matrix is used once, so packing it would cost more than
 * the product (1 × 2048 × 1000: 1.0 → 0.5 ms).
 */
import type { TypedArray } from "../../dtype.ts";
import { copyLines, STAGE } from "./transfer.ts";
import { wasmKernels } from "./wasm/wasmKernels.ts";

/** Steps of k whose products are summed before they meet the others', for the sake of exactness. */
const DEPTH = 2048;
/** Columns at a time. */
const COLUMNS = 16_384;

/**
 * The `n` sums Σ_p x[p] · b[p, j], or null where there is no SIMD for it. One of the strides of `b` has to be 1.
 * The result is a view of scratch memory.
 */
export function multiplyVector(
  n: number,
  k: number,
  x: TypedArray,
  xOffset: number,
  xStep: number,
  b: TypedArray,
  bOffset: number,
  bRow: number,
  bCol: number,
): Float32Array | null {
  const kernels = x instanceof Float32Array && b instanceof Float32Array ? wasmKernels() : null;
  if (!kernels) return null;
  const at = kernels.layout({ stage: STAGE, x: k, y: n + 16 });
  const { floats } = kernels;
  copyLines(x, xOffset, k, 1, xStep, 1, floats, at.x);
  floats.fill(0, at.y, at.y + n);
  for (let p = 0; p < k; p += DEPTH) {
    const depth = Math.min(DEPTH, k - p);
    // A quarter of the stage, 64 kB, is still warm when the product reads it.
    const columns = bRow === 1 ? Math.max(4, Math.floor(STAGE / 4 / depth)) : COLUMNS;
    for (let j = 0; j < n; j += columns) {
      const wide = Math.min(columns, n - j);
      const from = bOffset + p * bRow + j * bCol;
      if (bRow === 1) {
        copyLines(b, from, wide, depth, bCol, 1, floats, at.stage);
        kernels.dotLines(wide, depth, at.stage, at.x + p, at.y + j);
        continue;
      }
      const rows = Math.max(1, Math.floor(STAGE / 4 / wide));
      for (let q = 0; q < depth; q += rows) {
        const lines = Math.min(rows, depth - q);
        copyLines(b, from + q * bRow, lines, wide, bRow, 1, floats, at.stage);
        kernels.addLines(wide, lines, at.stage, at.x + p + q, at.y + j);
      }
    }
  }
  return floats.subarray(at.y, at.y + n);
}
