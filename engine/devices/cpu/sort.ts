/** The order of each line's elements, and what follows from it: the k-th, the median, the most frequent one. */
import type { TypedArray } from "../../dtype.ts";
import { type Lines, lineStart } from "../../lines.ts";
import type { CpuTensor } from "./cpuTensor.ts";

/** Rising, NaN last; equal ones compare as 0. */
export function compareNumbers(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

/** The numbers within their line of a line's elements in rising or falling order; equal ones keep their order. */
function lineOrder(data: TypedArray, lines: Lines, line: number, descending: boolean): Uint32Array {
  const start = lineStart(lines, line);
  const { length, step } = lines;
  const order = new Uint32Array(length);
  for (let k = 0; k < length; k++) order[k] = k;
  const at = (k: number): number => data[start + k * step] as number;
  return order.sort(
    descending ? (i, j) => compareNumbers(at(j), at(i)) : (i, j) => compareNumbers(at(i), at(j)),
  );
}

/** The first of each line's elements in order, as many as the lines of `outLines` have, and where they stood. */
export function sortLines(
  self: CpuTensor,
  lines: Lines,
  descending: boolean,
  values: CpuTensor,
  indices: CpuTensor,
  outLines: Lines = lines,
): void {
  for (let line = 0; line < lines.count; line++) {
    const order = lineOrder(self.data, lines, line, descending);
    const from = lineStart(lines, line);
    const to = lineStart(outLines, line);
    for (let k = 0; k < outLines.length; k++) {
      const i = order[k] as number;
      values.data[to + k * outLines.step] = self.data[from + i * lines.step] as number;
      indices.data[to + k * outLines.step] = i;
    }
  }
}

/** Which place of a line in rising order is meant, `numbers` being how many are not NaN: those come first. */
export type Place = (length: number, numbers: number) => number;

/** One element of each line by its place in rising order, and where it stood. */
export function placeInOrder(
  self: CpuTensor,
  lines: Lines,
  place: Place,
  values: CpuTensor,
  indices: CpuTensor | null,
): void {
  for (let line = 0; line < lines.count; line++) {
    const order = lineOrder(self.data, lines, line, false);
    const start = lineStart(lines, line);
    const at = (k: number): number => self.data[start + (order[k] as number) * lines.step] as number;
    let numbers = lines.length;
    while (numbers > 0 && Number.isNaN(at(numbers - 1))) numbers--;
    const k = place(lines.length, numbers);
    values.data[line] = at(k);
    if (indices) indices.data[line] = order[k] as number;
  }
}

/** The most frequent element of each line, of several the smallest, and the last place where it stood. */
export function modes(self: CpuTensor, lines: Lines, values: CpuTensor, indices: CpuTensor): void {
  for (let line = 0; line < lines.count; line++) {
    const order = lineOrder(self.data, lines, line, false);
    const start = lineStart(lines, line);
    const at = (k: number): number => self.data[start + (order[k] as number) * lines.step] as number;
    let most = 0;
    let run = 0;
    for (let k = 0; k < lines.length; k++) {
      run++;
      if (k + 1 < lines.length && at(k) === at(k + 1)) continue;
      if (run > most) {
        most = run;
        values.data[line] = at(k);
        indices.data[line] = order[k] as number;
      }
      run = 0;
    }
  }
}
