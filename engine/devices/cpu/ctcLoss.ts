/**
 * Connectionist temporal classification on the CPU: over all alignments of a target with the steps of the input, the
 * logarithm of the sum of their probabilities, forward and backward in time; after ATen's `LossCTC.cpp`.
 */
import type { CpuTensor } from "./cpuTensor.ts";

export interface CtcOptions {
  readonly inputLengths: readonly number[];
  readonly targetLengths: readonly number[];
  readonly blank: number;
}

const NEVER = Number.NEGATIVE_INFINITY;

/** `log(exp(a) + exp(b) + exp(c))`. */
function logSum(a: number, b: number, c = NEVER): number {
  const most = Math.max(a, b, c);
  const shift = most === NEVER ? 0 : most;
  return Math.log(Math.exp(a - shift) + Math.exp(b - shift) + Math.exp(c - shift)) + shift;
}

/** For each sample the symbol at place `s` of its target with blanks around each label: `[blank, l0, blank, l1, …]`. */
function symbols(targets: CpuTensor, { targetLengths, blank }: CtcOptions) {
  let at = 0;
  return targetLengths.map((length, b) => {
    const start = targets.shape.length === 2 ? b * (targets.shape[1] as number) : at;
    at += length;
    return (s: number): number => (s % 2 === 0 ? blank : (targets.data[start + (s - 1) / 2] as number));
  });
}

export function ctcLoss(
  logProbs: CpuTensor,
  targets: CpuTensor,
  options: CtcOptions,
  loss: CpuTensor,
  logAlpha: CpuTensor,
): void {
  const [, batch, labels] = logProbs.shape as [number, number, number];
  const [, steps, width] = logAlpha.shape as [number, number, number];
  const alpha = logAlpha.data;
  alpha.fill(NEVER);
  symbols(targets, options).forEach((symbol, b) => {
    const [duration, length] = [options.inputLengths[b] as number, options.targetLengths[b] as number];
    const start = b * steps * width;
    const probability = (t: number, s: number) =>
      logProbs.data[(t * batch + b) * labels + symbol(s)] as number;
    const before = (t: number, s: number) => (s < 0 ? NEVER : (alpha[start + t * width + s] as number));
    if (duration > 0) {
      alpha[start] = probability(0, 0);
      if (length > 0) alpha[start + 1] = probability(0, 1);
    }
    for (let t = 1; t < duration; t++) {
      for (let s = 0; s <= 2 * length; s++) {
        const skips = s > 1 && symbol(s - 2) !== symbol(s);
        const sum = logSum(before(t - 1, s), before(t - 1, s - 1), skips ? before(t - 1, s - 2) : NEVER);
        alpha[start + t * width + s] = sum + probability(t, s);
      }
    }
    const last = duration - 1;
    if (duration === 0) loss.data[b] = length === 0 ? 0 : Number.POSITIVE_INFINITY;
    else if (length === 0) loss.data[b] = -before(last, 0);
    else loss.data[b] = -logSum(before(last, 2 * length), before(last, 2 * length - 1));
  });
}

export function ctcLossBackward(
  grad: CpuTensor,
  logProbs: CpuTensor,
  targets: CpuTensor,
  options: CtcOptions & { readonly zeroInfinity: boolean },
  loss: CpuTensor,
  logAlpha: CpuTensor,
  out: CpuTensor,
): void {
  const [, batch, labels] = logProbs.shape as [number, number, number];
  const [, steps, width] = logAlpha.shape as [number, number, number];
  const sums = new Float64Array(out.size).fill(NEVER);
  out.data.fill(0);
  symbols(targets, options).forEach((symbol, b) => {
    const [duration, length] = [options.inputLengths[b] as number, options.targetLengths[b] as number];
    const nll = loss.data[b] as number;
    if (options.zeroInfinity && nll === Number.POSITIVE_INFINITY) return;
    const start = b * steps * width;
    const place = (t: number, label: number) => (t * batch + b) * labels + label;
    let after = new Float64Array(width).fill(NEVER);
    for (let t = duration - 1; t >= 0; t--) {
      const beta = new Float64Array(width).fill(NEVER);
      for (let s = 2 * length; s >= 0; s--) {
        const label = symbol(s);
        const skips = s < 2 * length - 1 && symbol(s + 2) !== label;
        const ends = t === duration - 1;
        const sum = ends
          ? s >= 2 * length - 1
            ? 0
            : NEVER
          : logSum(
              after[s] as number,
              s < 2 * length ? (after[s + 1] as number) : NEVER,
              skips ? (after[s + 2] as number) : NEVER,
            );
        beta[s] = sum + (logProbs.data[place(t, label)] as number);
        const both = (logAlpha.data[start + t * width + s] as number) + (beta[s] as number);
        sums[place(t, label)] = logSum(sums[place(t, label)] as number, both);
      }
      after = beta;
    }
    for (let t = 0; t < duration; t++) {
      for (let label = 0; label < labels; label++) {
        const at = place(t, label);
        const probability = logProbs.data[at] as number;
        out.data[at] =
          (Math.exp(probability) - Math.exp((sums[at] as number) + nll - probability)) *
          (grad.data[b] as number);
      }
    }
  });
}
