/** The negative log-likelihood of classes on the CPU: a line of class scores for each sample. */
import { IndexError } from "../../errors.ts";
import { type Lines, lineStart } from "../../lines.ts";
import type { CpuTensor } from "./cpuTensor.ts";

export interface NllOptions {
  /** A weight for each class. */
  readonly weight: CpuTensor | null;
  /** 0: none, 1: mean, 2: sum. */
  readonly reduction: number;
  readonly ignoreIndex: number;
}

/** The class of a sample, null where it is ignored. */
function classOf(target: CpuTensor, sample: number, classes: number, ignoreIndex: number): number | null {
  const index = target.data[sample] as number;
  if (index === ignoreIndex) return null;
  if (index < 0 || index >= classes) throw new IndexError(`Target ${index} is out of bounds.`);
  return index;
}

export function nllForward(
  self: CpuTensor,
  target: CpuTensor,
  lines: Lines,
  { weight, reduction, ignoreIndex }: NllOptions,
  out: CpuTensor,
  totalWeight: CpuTensor,
): void {
  let sum = 0;
  let total = 0;
  for (let sample = 0; sample < lines.count; sample++) {
    const index = classOf(target, sample, lines.length, ignoreIndex);
    const w = index === null ? 0 : weight ? (weight.data[index] as number) : 1;
    const loss =
      index === null ? 0 : -w * (self.data[lineStart(lines, sample) + index * lines.step] as number);
    if (reduction === 0) out.data[sample] = loss;
    sum += loss;
    total += w;
  }
  if (reduction === 0) return;
  out.data[0] = reduction === 1 ? sum / total : sum;
  totalWeight.data[0] = total;
}

export function nllBackward(
  grad: CpuTensor,
  target: CpuTensor,
  lines: Lines,
  { weight, reduction, ignoreIndex }: NllOptions,
  totalWeight: CpuTensor,
  out: CpuTensor,
): void {
  out.data.fill(0, 0, out.size);
  for (let sample = 0; sample < lines.count; sample++) {
    const index = classOf(target, sample, lines.length, ignoreIndex);
    if (index === null) continue;
    const g = grad.data[reduction === 0 ? sample : 0] as number;
    const scale = reduction === 1 ? (totalWeight.data[0] as number) : 1;
    const w = weight ? (weight.data[index] as number) : 1;
    out.data[lineStart(lines, sample) + index * lines.step] = (-w * g) / scale;
  }
}
