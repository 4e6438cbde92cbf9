/**
 * Convolution in one, two or three dimensions and its gradients. A transposed convolution is the gradient of a plain
 * one with respect to its input, and the other way round, so two products do the work of six.
 *
 * `fine` and `coarse` are the two sides: a plain convolution reads the fine one and fills the coarse one. The kernel
 * is `[coarse channels, fine channels / groups, ...]` in both cases.
 */
import type { TypedArray } from "../../dtype.ts";
import { backwardAxes, type Extents, forwardAxes } from "./convolutionAxes.ts";
import { type Channels, correlate, correlateWeight } from "./correlation.ts";
import type { CpuTensor } from "./cpuTensor.ts";
import { sumHot } from "./hotLoops.ts";

export interface ConvParams {
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  readonly transposed: boolean;
  readonly outputPadding: readonly number[];
  readonly groups: number;
}

/** `input [N, Cin, ...]`, `weight [Cout, Cin / groups, ...]` (transposed: `[Cin, Cout / groups, ...]`), `bias [Cout]`. */
export function convolutionForward(
  input: CpuTensor,
  weight: CpuTensor,
  bias: CpuTensor | null,
  p: ConvParams,
  out: CpuTensor,
): void {
  const biases = bias?.data ?? null;
  if (p.transposed) fillFine(input, weight, biases, p, out);
  else fillCoarse(input, weight, biases, p, out);
}

/** Fills `out`, of the input's shape. */
export function convolutionGradInput(
  gradOutput: CpuTensor,
  weight: CpuTensor,
  p: ConvParams,
  out: CpuTensor,
): void {
  if (p.transposed) fillCoarse(gradOutput, weight, null, p, out);
  else fillFine(gradOutput, weight, null, p, out);
}

/** Fills `out`, of the weight's shape. */
export function convolutionGradWeight(
  gradOutput: CpuTensor,
  input: CpuTensor,
  p: ConvParams,
  out: CpuTensor,
): void {
  const [fine, coarse] = p.transposed ? [gradOutput, input] : [input, gradOutput];
  const extents = extentsOf(fine, coarse, out);
  correlateWeight(
    fine.data,
    coarse.data,
    forwardAxes(extents, p),
    forwardChannels(fine, coarse, out, p),
    out.data,
  );
}

/** Sums `gradOutput [N, C, ...]` over all but the channels into `out [C]`. */
export function convolutionGradBias(gradOutput: CpuTensor, out: CpuTensor): void {
  const [batch = 0, channels = 0] = gradOutput.shape;
  const plane = batch * channels === 0 ? 0 : gradOutput.size / (batch * channels);
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let n = 0; n < batch; n++) {
      const from = (n * channels + c) * plane;
      sum += sumHot(gradOutput.data, from, plane) ?? sumOf(gradOutput.data, from, plane);
    }
    out.data[c] = sum;
  }
}

/** Four sums, because one would wait four cycles for each addition. */
function sumOf(data: TypedArray, from: number, count: number): number {
  const end = from + count;
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let i = from;
  for (; i + 4 <= end; i += 4) {
    s0 += data[i] as number;
    s1 += data[i + 1] as number;
    s2 += data[i + 2] as number;
    s3 += data[i + 3] as number;
  }
  for (; i < end; i++) s0 += data[i] as number;
  return s0 + s1 + (s2 + s3);
}

/** A plain convolution. */
function fillCoarse(
  fine: CpuTensor,
  weight: CpuTensor,
  bias: TypedArray | null,
  p: ConvParams,
  coarse: CpuTensor,
): void {
  const channels = forwardChannels(fine, coarse, weight, p);
  if (channels.sources === 0) fillWithBias(coarse, bias);
  const extents = extentsOf(fine, coarse, weight);
  correlate(fine.data, weight.data, kernelOf(weight), bias, forwardAxes(extents, p), channels, coarse.data);
}

/** The same in the other direction, a phase at a time. */
function fillFine(
  coarse: CpuTensor,
  weight: CpuTensor,
  bias: TypedArray | null,
  p: ConvParams,
  fine: CpuTensor,
): void {
  const { results, sources, perResult, perSource, ...rest } = forwardChannels(fine, coarse, weight, p);
  const channels: Channels = {
    ...rest,
    results: sources,
    sources: results,
    perResult: perSource,
    perSource: perResult,
  };
  const phases = backwardAxes(extentsOf(fine, coarse, weight), p);
  const reached = phases.filter((axes) => axes.every((axis) => axis.taps.length > 0));
  if (reached.length < phases.length || results === 0) fillWithBias(fine, bias);
  for (const axes of reached) {
    correlate(coarse.data, weight.data, kernelOf(weight), bias, axes, channels, fine.data);
  }
}

/** What results hold that nothing is multiplied for. */
function fillWithBias(out: CpuTensor, bias: TypedArray | null): void {
  const [batch = 0, channels = 0] = out.shape;
  const plane = out.size / Math.max(1, batch * channels);
  for (let i = 0; i < batch * channels; i++) {
    out.data.fill(bias ? (bias[i % channels] as number) : 0, i * plane, (i + 1) * plane);
  }
}

function forwardChannels(fine: CpuTensor, coarse: CpuTensor, weight: CpuTensor, p: ConvParams): Channels {
  const [batch = 0, fineChannels = 0] = fine.shape;
  const [, coarseChannels = 0] = coarse.shape;
  const taps = kernelOf(weight).reduce((a, b) => a * b, 1);
  const sources = fineChannels / p.groups;
  const results = coarseChannels / p.groups;
  return {
    batch,
    groups: p.groups,
    sources,
    results,
    perSource: taps,
    perResult: sources * taps,
    perGroup: results * sources * taps,
  };
}

function extentsOf(fine: CpuTensor, coarse: CpuTensor, weight: CpuTensor): Extents {
  return { fine: fine.shape.slice(2), coarse: coarse.shape.slice(2), kernel: weight.shape.slice(2) };
}

/** Depth, height and width. */
function kernelOf(weight: CpuTensor): number[] {
  const extents = weight.shape.slice(2);
  return [...Array<number>(3 - extents.length).fill(1), ...extents];
}
