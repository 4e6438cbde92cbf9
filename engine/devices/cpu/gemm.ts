/**
 * The general matrix product. Every matmul, linear and einsum of the CPU device ends here.
 *
 * Blocks of A and B are packed into panels in the kernels' scratch memory, multiplied there, and the finished block of
 * C is copied out. Scratch memory stays below 16 MiB however large the matrices are.
 */
import type { TypedArray } from "../../dtype.ts";
import { kernelsFor } from "./kernelsFor.ts";
import { coveredColumns, coveredRows, PANEL_COLUMNS } from "./panelKernels.ts";
import { blockSize, copy, packFrom, STAGE } from "./transfer.ts";
import { multiplyVector } from "./vectorProduct.ts";

/** Multiplications up to which plain loops are faster than packing. */
const SMALL = 250;

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
  // As in BLAS, a factor of 0 leaves A and B unread: they may hold NaN.
  const steps = alpha === 0 ? 0 : k;
  if (m * n * steps <= SMALL) {
    multiplySmall(m, n, steps, alpha, a, aOffset, aRow, aCol, b, bOffset, bRow, bCol, beta, c, cOffset, cRow);
    return;
  }
  if (n === 1 && m > 1) {
    // Seven of the eight columns of a panel would be empty: the transposed product wastes one row of two.
    const products = c.slice(0, m);
    gemm(1, m, k, alpha, b, bOffset, bCol, bRow, a, aOffset, aCol, aRow, 0, products, 0, m);
    for (let i = 0; i < m; i++) scaleInto(products, i, 1, 1, beta, c, cOffset + i * cRow);
    return;
  }
  if (m === 1 && (bRow === 1 || bCol === 1)) {
    const products = multiplyVector(n, k, a, aOffset, aCol, b, bOffset, bRow, bCol);
    if (products) {
      scaleInto(products, 0, n, alpha, beta, c, cOffset);
      return;
    }
  }
  const kernels = kernelsFor(c);
  // A few rows do not repay the reading of B in short pieces: 1 × 1000 × 2048 takes 2.2 ms where it takes 0.9 so.
  const depth = Math.min(k, m < 32 && bCol === 1 ? 256 : 2048);
  const columns = Math.min(n, blockSize(524_288, depth, PANEL_COLUMNS, 64, 8192));
  const rows = Math.min(m, blockSize(1_048_576, Math.max(depth, columns), kernels.panelRows, 96, 8160));
  const ldc = coveredColumns(columns);
  const at = kernels.layout({
    stage: Math.max(STAGE, PANEL_COLUMNS * depth),
    zeros: coveredRows(rows),
    a: coveredRows(rows) * depth,
    b: ldc * depth,
    c: coveredRows(rows) * ldc,
  });
  const { floats } = kernels;
  floats.fill(0, at.zeros, at.zeros + coveredRows(rows));
  const accumulates = alpha === 1 && beta === 1;
  // What the panels hold, so that blocks that stay the same are not packed again.
  let packedA = -1;
  let packedB = -1;
  for (let j = 0; j < n; j += columns) {
    const wide = Math.min(columns, n - j);
    for (let i = 0; i < m; i += rows) {
      const high = Math.min(rows, m - i);
      const block = cOffset + i * cRow + j;
      if (accumulates) for (let r = 0; r < high; r++) copy(c, block + r * cRow, wide, floats, at.c + r * ldc);
      for (let p = 0; p < k; p += depth) {
        const deep = Math.min(depth, k - p);
        if (packedA !== i * k + p) {
          packFrom(
            kernels,
            a,
            aOffset + i * aRow + p * aCol,
            kernels.panelRows,
            high,
            deep,
            aRow,
            aCol,
            at.a,
            at.stage,
          );
          packedA = i * k + p;
        }
        if (packedB !== j * k + p) {
          packFrom(
            kernels,
            b,
            bOffset + j * bCol + p * bRow,
            PANEL_COLUMNS,
            wide,
            deep,
            bCol,
            bRow,
            at.b,
            at.stage,
          );
          packedB = j * k + p;
        }
        kernels.multiply(high, wide, deep, at.a, at.b, at.c, ldc, p > 0 || accumulates ? 0 : at.zeros);
      }
      for (let r = 0; r < high; r++) {
        const from = at.c + r * ldc;
        const to = block + r * cRow;
        if (accumulates || (alpha === 1 && beta === 0)) copy(floats, from, wide, c, to);
        else scaleInto(floats, from, wide, alpha, beta, c, to);
      }
    }
  }
}

function scaleInto(
  products: TypedArray,
  from: number,
  count: number,
  alpha: number,
  beta: number,
  c: TypedArray,
  to: number,
): void {
  for (let i = 0; i < count; i++) {
    const product = alpha * (products[from + i] as number);
    c[to + i] = beta === 0 ? product : product + beta * (c[to + i] as number);
  }
}

/** Also whatever has no multiplications at all: empty results, and `k` 0, which leaves beta * C. */
function multiplySmall(
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
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      let x = aOffset + i * aRow;
      let y = bOffset + j * bCol;
      for (let p = 0; p < k; p++, x += aCol, y += bRow) sum += (a[x] as number) * (b[y] as number);
      const to = cOffset + i * cRow + j;
      c[to] = beta === 0 ? alpha * sum : alpha * sum + beta * (c[to] as number);
    }
  }
}
