// The matrix product against its definition: any sizes, any strides, any scale factors.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gemm } from "../../../engine/devices/cpu/gemm.ts";
import { type DType, float32, float64, int64, newArray } from "../../../engine/dtype.ts";
import { addTo, expected, randomValues, worstError } from "./naive.ts";

/** A matrix inside an array: where it starts, and the strides of rows and columns. */
interface Layout {
  readonly rows: number;
  readonly columns: number;
  readonly offset: number;
  readonly row: number;
  readonly column: number;
}

/** Row-major, transposed, with gaps, neither side adjacent, or one row or column seen many times. */
function layout(rows: number, columns: number, kind: number, offset: number): Layout {
  const strides: readonly (readonly [number, number])[] = [
    [columns, 1],
    [1, rows],
    [columns + 3, 1],
    [1, rows + 5],
    [columns * 2 + 1, 2],
    [0, 1],
    [1, 0],
  ];
  const [row, column] = strides[kind] as readonly [number, number];
  return { rows, columns, offset, row, column };
}

function filled({ rows, columns, offset, row, column }: Layout, dtype: DType, seed: number) {
  const end = offset + Math.max(0, rows - 1) * row + Math.max(0, columns - 1) * column + 1;
  const data = newArray(dtype, end);
  data.set(
    dtype === int64 ? randomValues(end, seed).map((v) => Math.round(v * 99)) : randomValues(end, seed),
  );
  return data;
}

function check(
  a: Layout,
  b: Layout,
  alpha: number,
  beta: number,
  cOffset: number,
  gap: number,
  dtype: DType,
): void {
  const [m, k, n] = [a.rows, a.columns, b.columns];
  const x = filled(a, dtype, 1);
  const y = filled(b, dtype, 2);
  const cRow = n + gap;
  const c = newArray(dtype, cOffset + Math.max(0, m - 1) * cRow + n + 2);
  c.set(beta === 0 ? c.slice().fill(Number.NaN) : filled(layout(1, c.length, 0, 0), dtype, 3));
  const before = c.slice();
  const e = expected(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      if (beta !== 0) addTo(e, i * n + j, beta * (before[cOffset + i * cRow + j] as number));
      for (let p = 0; p < k; p++) {
        const factor = x[a.offset + i * a.row + p * a.column] as number;
        addTo(e, i * n + j, alpha * factor * (y[b.offset + p * b.row + j * b.column] as number));
      }
    }
  }
  gemm(m, n, k, alpha, x, a.offset, a.row, a.column, y, b.offset, b.row, b.column, beta, c, cOffset, cRow);
  const rows = Array.from({ length: m }, (_, i) => [
    ...c.subarray(cOffset + i * cRow, cOffset + i * cRow + n),
  ]);
  expect(worstError(rows.flat(), e)).toBeLessThan(dtype === float32 ? k + 4 : 1e-6);
  // Nothing beside the matrix was touched.
  for (let i = 0; i < m; i++)
    c.set(before.subarray(cOffset + i * cRow, cOffset + i * cRow + n), cOffset + i * cRow);
  expect(c).toEqual(before);
}

/** Small, and around the sizes of panels and blocks. */
const size = fc.oneof(
  fc.integer({ min: 0, max: 40 }),
  fc.constantFrom(1, 5, 6, 7, 8, 9, 63, 64, 119, 120, 121),
);
const depth = fc.oneof(size, fc.constantFrom(255, 256, 257, 511, 513));
const factor = fc.constantFrom(0, 1, -1, 0.5, 3);
const kind = fc.integer({ min: 0, max: 6 });
const offset = fc.integer({ min: 0, max: 3 });

describe("C = beta * C + alpha * A · B", () => {
  test.each([
    [float32, 150],
    [float64, 50],
  ] as const)("%s", (dtype, numRuns) => {
    fc.assert(
      fc.property(
        fc.record({
          m: size,
          n: size,
          k: depth,
          kindA: kind,
          kindB: kind,
          offset,
          gap: offset,
          alpha: factor,
          beta: factor,
        }),
        ({ m, n, k, kindA, kindB, offset, gap, alpha, beta }) => {
          check(layout(m, k, kindA, offset), layout(k, n, kindB, offset), alpha, beta, offset, gap, dtype);
        },
      ),
      { numRuns },
    );
  });

  test("integers are exact", () => {
    fc.assert(
      fc.property(size, size, depth, fc.constantFrom(0, 1, -2), (m, n, k, beta) => {
        check(layout(m, k, 0, 0), layout(k, n, 1, 0), 3, beta, 0, 0, int64);
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    ["deeper than a block", 3, 5, 5000],
    ["wider than a block", 7, 9000, 9],
    ["higher than a block", 9000, 9, 7],
    ["many blocks of everything", 250, 300, 2500],
  ])("float32, %s", (_, m, n, k) => {
    const [a, b, c] = [randomValues(m * k, 1), randomValues(k * n, 2), randomValues(m * n, 3)];
    const before = c.slice();
    for (const [i, j] of [
      [0, 0],
      [m - 1, n - 1],
      [m >> 1, n >> 1],
      [m - 1, 0],
      [0, n - 1],
    ] as const) {
      c.set(before);
      gemm(m, n, k, 1, a, 0, k, 1, b, 0, 1, k, 1, c, 0, n);
      const e = expected(1);
      addTo(e, 0, before[i * n + j] as number);
      for (let p = 0; p < k; p++) addTo(e, 0, (a[i * k + p] as number) * (b[j * k + p] as number));
      expect(worstError([c[i * n + j] as number], e)).toBeLessThan(Math.sqrt(k) + 4);
    }
  });
});

describe("numbers that are none", () => {
  test("infinity times zero is NaN, in its row and column only", () => {
    const n = 20;
    const a = new Float32Array(n * n).fill(0);
    const b = new Float32Array(n * n).fill(1);
    b[3 * n + 4] = Number.POSITIVE_INFINITY;
    const c = new Float32Array(n * n);
    gemm(n, n, n, 1, a, 0, n, 1, b, 0, n, 1, 0, c, 0, n);
    for (let i = 0; i < n * n; i++) expect(c[i]).toBe(i % n === 4 ? Number.NaN : 0);
  });

  test("NaN in A spoils its row, NaN in C does not outlive beta 0", () => {
    const n = 30;
    const a = randomValues(n * n, 1);
    a[7 * n + 2] = Number.NaN;
    const c = new Float32Array(n * n).fill(Number.NaN);
    gemm(n, n, n, 1, a, 0, n, 1, randomValues(n * n, 2), 0, n, 1, 0, c, 0, n);
    c.forEach((value, i) => {
      expect(Number.isNaN(value)).toBe(Math.floor(i / n) === 7);
    });
  });
});

test("float32 loses no more over a long sum than its length allows", () => {
  // All terms positive, the worst case: a single running sum of 100,000 would be off by 1e-3.
  const k = 100_000;
  const [m, n] = [8, 8];
  const a = randomValues(m * k, 1).map(Math.abs);
  const b = randomValues(n * k, 2).map(Math.abs);
  const c = new Float32Array(m * n);
  gemm(m, n, k, 1, a, 0, k, 1, b, 0, 1, k, 0, c, 0, n);
  let exact = 0;
  for (let p = 0; p < k; p++) exact += (a[p] as number) * (b[p] as number);
  expect(Math.abs((c[0] as number) - exact) / exact).toBeLessThan(2e-5);
});
