/** Walks lines (`engine/lines.ts`) on the CPU, a run of evenly spaced elements at a time. */
import { type Lines, lineStart } from "../../lines.ts";

/** `visit(at, k)`: the offset of a run's first element, and its number within the line. Runs have `lines.run` elements. */
function forEachRun(lines: Lines, line: number, visit: (at: number, k: number) => void): void {
  let at = lineStart(lines, line);
  for (let k = 0; k < lines.length; k += lines.run, at += lines.runStep) visit(at, k);
}

/** The sum over a line of `term(at, k)`, in double. */
export function sumOverLine(lines: Lines, line: number, term: (at: number, k: number) => number): number {
  const { run, step } = lines;
  let sum = 0;
  forEachRun(lines, line, (start, first) => {
    let at = start;
    for (let k = first; k < first + run; k++, at += step) sum += term(at, k);
  });
  return sum;
}

/** Calls `visit(at, k)` for each element of a line. */
export function forEachElement(lines: Lines, line: number, visit: (at: number, k: number) => void): void {
  const { run, step } = lines;
  forEachRun(lines, line, (start, first) => {
    let at = start;
    for (let k = first; k < first + run; k++, at += step) visit(at, k);
  });
}
