/**
 * Lines: the sets of elements that softmax, arg-reductions, scans and normalisations treat together. One description
 * of where their elements lie serves the kernels of all devices:
 *
 *     element k of line l is at  ⌊l / block⌋ · blockStep + (l mod block) · lineStep
 *                              + ⌊k / run⌋ · runStep     + (k mod run) · step
 *
 * Tensors are row-major.
 */
import { numel } from "./shape.ts";

export interface Lines {
  readonly count: number;
  /** Elements of a line. */
  readonly length: number;
  readonly block: number;
  readonly blockStep: number;
  readonly lineStep: number;
  /** Elements that follow one another at distance `step`. */
  readonly run: number;
  readonly runStep: number;
  readonly step: number;
}

/** A line for each position in all dimensions but `dim` (not negative): softmax, argmax, cumsum. */
export function linesAlong(shape: readonly number[], dim: number): Lines {
  const length = shape[dim] ?? 1;
  const inner = numel(shape.slice(dim + 1));
  return {
    count: numel(shape.slice(0, dim)) * inner,
    length,
    block: Math.max(inner, 1),
    blockStep: length * inner,
    lineStep: 1,
    run: Math.max(length, 1),
    runStep: 0,
    step: inner,
  };
}

/** `count` lines one after the other: layer and group normalisation, a whole tensor as one line. */
export function rows(count: number, length: number): Lines {
  return {
    count,
    length,
    block: Math.max(count, 1),
    blockStep: 0,
    lineStep: length,
    run: Math.max(length, 1),
    runStep: 0,
    step: 1,
  };
}

/** A line for each channel of `[N, C, …]`: batch normalisation. */
export function channels(shape: readonly number[]): Lines {
  const [batch = 1, count = 1] = shape;
  const plane = numel(shape.slice(2));
  return {
    count,
    length: batch * plane,
    block: Math.max(count, 1),
    blockStep: 0,
    lineStep: plane,
    run: Math.max(plane, 1),
    runStep: count * plane,
    step: 1,
  };
}

/** Where a line starts. */
export function lineStart(lines: Lines, line: number): number {
  const { block, blockStep, lineStep } = lines;
  return Math.floor(line / block) * blockStep + (line % block) * lineStep;
}
