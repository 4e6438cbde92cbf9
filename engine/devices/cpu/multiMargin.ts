/** Losses of `[N, C]` scores that should be larger by a margin for the right classes. */
import { RuntimeError } from "../../errors.ts";
import type { CpuTensor } from "./cpuTensor.ts";

/** Writes each sample's loss, or their sum times `scale` into a single element. */
function reduced(losses: Float64Array, scale: number | null, out: CpuTensor): void {
  if (scale === null) for (let i = 0; i < losses.length; i++) out.data[i] = losses[i] as number;
  else out.data[0] = losses.reduce((a, b) => a + b, 0) * scale;
}

/** @param scale of the sum; null: no sum */
export function multiMargin(
  self: CpuTensor,
  target: CpuTensor,
  weight: CpuTensor | null,
  p: number,
  margin: number,
  scale: number | null,
  out: CpuTensor,
): void {
  const classes = self.shape.at(-1) ?? 1;
  const losses = new Float64Array(self.size / classes);
  losses.forEach((_, n) => {
    const right = target.data[n] as number;
    if (right < 0 || right >= classes) throw new RuntimeError("target out of range");
    const least = margin - (self.data[n * classes + right] as number);
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      const lacking = least + (self.data[n * classes + c] as number);
      if (c !== right && lacking > 0) sum += p === 1 ? lacking : lacking * lacking;
    }
    losses[n] = (sum * (weight ? (weight.data[right] as number) : 1)) / classes;
  });
  reduced(losses, scale, out);
}

/** The classes of a sample, up to the first -1. */
function labels(target: CpuTensor, n: number, classes: number): number[] {
  const found: number[] = [];
  for (let i = 0; i < classes; i++) {
    const label = target.data[n * classes + i] as number;
    if (label < -1 || label >= classes) throw new RuntimeError("argument #2 'target' is out of range");
    found.push(label);
  }
  const end = found.indexOf(-1);
  return end < 0 ? found : found.slice(0, end);
}

/** `isTarget` gets a 1 for each class that is right. */
export function multilabelMargin(
  self: CpuTensor,
  target: CpuTensor,
  scale: number | null,
  out: CpuTensor,
  isTarget: CpuTensor,
): void {
  const classes = self.shape.at(-1) ?? 1;
  const losses = new Float64Array(self.size / classes);
  isTarget.data.fill(0, 0, isTarget.size);
  losses.forEach((_, n) => {
    const at = n * classes;
    const right = labels(target, n, classes);
    for (const label of right) isTarget.data[at + label] = 1;
    let sum = 0;
    for (const label of right) {
      for (let c = 0; c < classes; c++) {
        const lacking = 1 - (self.data[at + label] as number) + (self.data[at + c] as number);
        if (isTarget.data[at + c] === 0 && lacking > 0) sum += lacking;
      }
    }
    losses[n] = sum / classes;
  });
  reduced(losses, scale, out);
}

/** @param each whether there is a gradient for each sample, not one for all */
export function multilabelMarginBackward(
  grad: CpuTensor,
  self: CpuTensor,
  target: CpuTensor,
  isTarget: CpuTensor,
  scale: number,
  each: boolean,
  out: CpuTensor,
): void {
  const classes = self.shape.at(-1) ?? 1;
  out.data.fill(0, 0, out.size);
  for (let n = 0; n < self.size / classes; n++) {
    const at = n * classes;
    const g = (scale * (grad.data[each ? n : 0] as number)) / classes;
    for (const label of labels(target, n, classes)) {
      for (let c = 0; c < classes; c++) {
        const lacking = 1 - (self.data[at + label] as number) + (self.data[at + c] as number);
        if (isTarget.data[at + c] !== 0 || !(lacking > 0)) continue;
        out.data[at + label] = (out.data[at + label] as number) - g;
        out.data[at + c] = (out.data[at + c] as number) + g;
      }
    }
  }
}
