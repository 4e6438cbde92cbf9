/** Running sums and products along lines, and the gradients of products. */
import { type Lines, lineStart } from "../../lines.ts";
import type { CpuTensor } from "./cpuTensor.ts";

/** `out[k]` of all elements up to k; `reverse`: from k on. */
export function scan(
  self: CpuTensor,
  lines: Lines,
  operation: "sum" | "prod",
  reverse: boolean,
  out: CpuTensor,
): void {
  const { length } = lines;
  for (let line = 0; line < lines.count; line++) {
    const start = lineStart(lines, line);
    let value = operation === "sum" ? 0 : 1;
    for (let i = 0; i < length; i++) {
      const at = start + (reverse ? length - 1 - i : i) * lines.step;
      const x = self.data[at] as number;
      value = operation === "sum" ? value + x : value * x;
      out.data[at] = value;
    }
  }
}

/**
 * The gradient of running products (`grad` for each element) or of the line's product (`grad` for each line), without
 * dividing by elements that may be 0: what comes before k, times what comes after it, gathered from the end.
 */
export function productGradient(grad: CpuTensor, self: CpuTensor, lines: Lines, out: CpuTensor): void {
  const { length, step } = lines;
  const running = grad.size === self.size && grad.shape.length === self.shape.length;
  for (let line = 0; line < lines.count; line++) {
    const start = lineStart(lines, line);
    let before = 1;
    for (let k = 0; k < length; k++) {
      out.data[start + k * step] = before;
      before *= self.data[start + k * step] as number;
    }
    let after = 0;
    for (let k = length - 1; k >= 0; k--) {
      const at = start + k * step;
      const own = running ? (grad.data[at] as number) : k === length - 1 ? (grad.data[line] as number) : 0;
      after += own;
      out.data[at] = (out.data[at] as number) * after;
      after *= self.data[at] as number;
    }
  }
}
