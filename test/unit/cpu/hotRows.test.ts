// Softmax and its kin by vectors against the formulas, row by row.
import { describe, expect, test } from "vitest";
import { type RowKernels, runHotRows } from "../../../engine/devices/cpu/hotRows.ts";
import { randomValues } from "./naive.ts";

const softmax = (row: readonly number[]): number[] => {
  const max = Math.max(...row);
  const powers = row.map((v) => Math.exp(v - max));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((v) => v / sum);
};
const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((s, v, i) => s + v * (b[i] as number), 0);

const formulas: Readonly<Record<keyof RowKernels, (x: number[], y: number[]) => number[]>> = {
  softmaxRows: softmax,
  logSoftmaxRows: (x) => softmax(x).map(Math.log),
  softmaxBackwardRows: (grad, y) => y.map((v, i) => v * ((grad[i] as number) - dot(grad, y))),
  logSoftmaxBackwardRows: (grad, y) => {
    const sum = grad.reduce((a, b) => a + b, 0);
    return grad.map((g, i) => g - Math.exp(y[i] as number) * sum);
  },
};

const names = Object.keys(formulas) as (keyof RowKernels)[];

describe.each(names)("%s", (name) => {
  test.each([
    [7, 10],
    [3, 64],
    [50, 197],
    [9000, 1],
    [1, 9001],
    [2, 8192],
  ])("%i rows of %i", (rows, length) => {
    const x = randomValues(rows * length, 1).map((v) => v * 20);
    const y = randomValues(rows * length, 2).map(
      name === "logSoftmaxBackwardRows" ? (v) => -4 * Math.abs(v) : Math.abs,
    );
    const operands = name.includes("Backward") ? [x, y] : [x];
    const out = new Float32Array(rows * length + 1).fill(55);
    expect(runHotRows(name, operands, rows, length, out)).toBe(true);
    expect(out.at(-1)).toBe(55);
    let worst = 0;
    for (let row = 0; row < rows; row++) {
      const line = (data: Float32Array) => [...data.subarray(row * length, (row + 1) * length)];
      const wanted = formulas[name](line(x), line(y));
      const scale = Math.max(1, ...wanted.map(Math.abs), ...line(x).map((v) => Math.abs(v) / 4));
      line(out).forEach((value, i) => {
        worst = Math.max(worst, Math.abs(value - (wanted[i] as number)) / scale);
      });
    }
    expect(worst).toBeLessThan(1e-6);
  });
});

test("a row of -∞, or with NaN in it, is NaN; other rows are none the worse", () => {
  const rows = [0, Number.NEGATIVE_INFINITY, Number.NaN].map((v) => [
    v,
    ...Array<number>(30).fill(Math.min(v, 0)),
  ]);
  rows[2] = [...Array<number>(30).fill(0), Number.NaN];
  const out = new Float32Array(93);
  runHotRows("softmaxRows", [Float32Array.from(rows.flat())], 3, 31, out);
  expect(out[0]).toBeCloseTo(1 / 31, 6);
  expect(out.subarray(31).every(Number.isNaN)).toBe(true);
});

test("other dtypes are refused", () => {
  const x = new Float64Array(100);
  expect(runHotRows("softmaxRows", [x], 1, 100, x)).toBe(false);
});
