/** Softmax and its gradient on the CPU, line by line. Sums are in double. */
import { type Lines, lineStart } from "../../lines.ts";
import type { CpuTensor } from "./cpuTensor.ts";
import { runHotRows } from "./hotRows.ts";

/** The largest element of a line, NaN if it has one. */
function largest({ data }: CpuTensor, { length, step }: Lines, start: number): number {
  let max = Number.NEGATIVE_INFINITY;
  for (let k = 0, at = start; k < length; k++, at += step) max = Math.max(max, data[at] as number);
  return max;
}

export function softmaxLines(self: CpuTensor, lines: Lines, out: CpuTensor): void {
  const { length, step } = lines;
  if (step === 1 && runHotRows("softmaxRows", [self.data], lines.count, length, out.data)) return;
  for (let line = 0; line < lines.count; line++) {
    const start = lineStart(lines, line);
    const max = largest(self, lines, start);
    let sum = 0;
    for (let k = 0, at = start; k < length; k++, at += step) {
      const e = Math.exp((self.data[at] as number) - max);
      out.data[at] = e;
      sum += e;
    }
    const scale = 1 / sum;
    for (let k = 0, at = start; k < length; k++, at += step) out.data[at] = (out.data[at] as number) * scale;
  }
}

export function logSoftmaxLines(self: CpuTensor, lines: Lines, out: CpuTensor): void {
  const { length, step } = lines;
  if (step === 1 && runHotRows("logSoftmaxRows", [self.data], lines.count, length, out.data)) return;
  for (let line = 0; line < lines.count; line++) {
    const start = lineStart(lines, line);
    const max = largest(self, lines, start);
    let sum = 0;
    for (let k = 0, at = start; k < length; k++, at += step) sum += Math.exp((self.data[at] as number) - max);
    const shift = max + Math.log(sum);
    for (let k = 0, at = start; k < length; k++, at += step) out.data[at] = (self.data[at] as number) - shift;
  }
}

export function softmaxBackwardLines(grad: CpuTensor, output: CpuTensor, lines: Lines, out: CpuTensor): void {
  const { length, step } = lines;
  if (
    step === 1 &&
    runHotRows("softmaxBackwardRows", [grad.data, output.data], lines.count, length, out.data)
  )
    return;
  for (let line = 0; line < lines.count; line++) {
    const start = lineStart(lines, line);
    let sum = 0;
    for (let k = 0, at = start; k < length; k++, at += step)
      sum += (grad.data[at] as number) * (output.data[at] as number);
    for (let k = 0, at = start; k < length; k++, at += step)
      out.data[at] = (output.data[at] as number) * ((grad.data[at] as number) - sum);
  }
}

export function logSoftmaxBackwardLines(
  grad: CpuTensor,
  output: CpuTensor,
  lines: Lines,
  out: CpuTensor,
): void {
  const { length, step } = lines;
  if (
    step === 1 &&
    runHotRows("logSoftmaxBackwardRows", [grad.data, output.data], lines.count, length, out.data)
  )
    return;
  for (let line = 0; line < lines.count; line++) {
    const start = lineStart(lines, line);
    let sum = 0;
    for (let k = 0, at = start; k < length; k++, at += step) sum += grad.data[at] as number;
    for (let k = 0, at = start; k < length; k++, at += step)
      out.data[at] = (grad.data[at] as number) - Math.exp(output.data[at] as number) * sum;
  }
}
