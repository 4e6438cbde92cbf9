/** Normalisation of lines on the CPU: statistics, values, gradients. Sums are in double. */
import { type Lines, lineStart } from "../../lines.ts";
import type { Normalization } from "../../normalization.ts";
import type { CpuTensor } from "./cpuTensor.ts";
import { sumOverLine } from "./lines.ts";

type Optional = CpuTensor | null;

/** Of each line: its mean, and its variance (divided by n), in two passes. */
export function lineStatistics(x: CpuTensor, lines: Lines): { mean: Float64Array; variance: Float64Array } {
  const mean = new Float64Array(lines.count);
  const variance = new Float64Array(lines.count);
  const { data } = x;
  for (let line = 0; line < lines.count; line++) {
    const m = sumOverLine(lines, line, (at) => data[at] as number) / lines.length;
    const square = (at: number) => ((data[at] as number) - m) ** 2;
    mean[line] = m;
    variance[line] = sumOverLine(lines, line, square) / lines.length;
  }
  return { mean, variance };
}

interface Statistics {
  /** Of each line. */
  readonly mean: ArrayLike<number>;
  /** `1 / √(variance + eps)`. */
  readonly rstd: ArrayLike<number>;
}

/** Calls `visit(at, k, channel)` for the elements of a line. */
function forEachOfLine(n: Normalization, line: number, visit: (at: number, channel: number) => void): void {
  const { run, step, runStep, length } = n.lines;
  const first = (line % n.groups) * n.channelsPerGroup;
  let start = lineStart(n.lines, line);
  for (let k = 0; k < length; k += run, start += runStep) {
    for (let i = 0, at = start; i < run; i++, at += step)
      visit(at, first + Math.floor((k + i) / n.perChannel));
  }
}

/** `(x - mean) · rstd · weight + bias` */
export function normalize(
  x: CpuTensor,
  n: Normalization,
  { mean, rstd }: Statistics,
  weight: Optional,
  bias: Optional,
  out: CpuTensor,
): void {
  const from = x.data;
  const to = out.data;
  const w = weight?.data;
  const b = bias?.data;
  for (let line = 0; line < n.lines.count; line++) {
    const m = mean[line] as number;
    const r = rstd[line] as number;
    forEachOfLine(n, line, (at, channel) => {
      const value = ((from[at] as number) - m) * r;
      to[at] = value * (w ? (w[channel] as number) : 1) + (b ? (b[channel] as number) : 0);
    });
  }
}

/** The gradient of the input; `constant`: the statistics do not depend on it (batch normalisation in `eval`). */
export function normalizeGradient(
  grad: CpuTensor,
  x: CpuTensor,
  n: Normalization,
  { mean, rstd }: Statistics,
  weight: Optional,
  constant: boolean,
  out: CpuTensor,
): void {
  const g = grad.data;
  const from = x.data;
  const to = out.data;
  const w = weight?.data;
  const { length } = n.lines;
  for (let line = 0; line < n.lines.count; line++) {
    const m = mean[line] as number;
    const r = rstd[line] as number;
    let sum = 0;
    let dot = 0;
    if (!constant) {
      forEachOfLine(n, line, (at, channel) => {
        const scaled = (g[at] as number) * (w ? (w[channel] as number) : 1);
        sum += scaled;
        dot += scaled * ((from[at] as number) - m);
      });
    }
    const meanGrad = sum / length;
    const slope = (dot * r * r) / length;
    forEachOfLine(n, line, (at, channel) => {
      const scaled = (g[at] as number) * (w ? (w[channel] as number) : 1);
      to[at] = r * (scaled - meanGrad - slope * ((from[at] as number) - m));
    });
  }
}

/** The gradients of weight and bias. */
export function affineGradient(
  grad: CpuTensor,
  x: CpuTensor,
  n: Normalization,
  { mean, rstd }: Statistics,
  weight: CpuTensor,
  bias: CpuTensor,
): void {
  const g = grad.data;
  const from = x.data;
  const { affine } = n;
  for (let channel = 0; channel < affine.count; channel++) {
    const first = Math.floor(channel / n.channelsPerLine);
    weight.data[channel] = sumOverLine(affine, channel, (at, k) => {
      const line = Math.floor(k / n.perLine) * n.lineStride + first;
      return (g[at] as number) * ((from[at] as number) - (mean[line] as number)) * (rstd[line] as number);
    });
    bias.data[channel] = sumOverLine(affine, channel, (at) => g[at] as number);
  }
}
