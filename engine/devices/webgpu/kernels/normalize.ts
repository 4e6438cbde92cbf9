/** Normalisation of lines on WebGPU: statistics, values, gradients; a variant for each of weight and bias there is. */
import type { Normalization } from "../../../normalization.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { type LineInput, lineKernel, SUM } from "./lines.ts";
import { gpuPointwise } from "./pointwise.ts";

type Optional = GpuTensor | null;

const X: LineInput = { name: "x", index: "at" };
const G: LineInput = { name: "g", index: "at" };
const CHANNEL = "(line % u.groups * u.channelsPerGroup + k / u.perChannel)";
const WEIGHT: LineInput = { name: "weight", index: CHANNEL };
const BIAS: LineInput = { name: "bias", index: CHANNEL };
const CHANNELS = { groups: "u32", channelsPerGroup: "u32", perChannel: "u32" } as const;

const given = (...tensors: readonly Optional[]): GpuTensor[] => tensors.filter((t) => t !== null);
const scaled = (value: string, weight: boolean): string => (weight ? `${value} * weight` : value);
const shifted = (value: string, bias: boolean): string => (bias ? `${value} + bias` : value);

/** One kernel for each combination of what is there. */
function byPresence<K>(make: (weight: boolean, bias: boolean) => K): (weight: Optional, bias: Optional) => K {
  const kernels = [make(false, false), make(false, true), make(true, false), make(true, true)];
  return (weight, bias) => kernels[(weight ? 2 : 0) + (bias ? 1 : 0)] as K;
}

const name = (what: string, weight: boolean, bias: boolean): string =>
  `${what}${weight ? " weight" : ""}${bias ? " bias" : ""}`;

const training = byPresence((weight, bias) =>
  lineKernel({
    name: name("normalize", weight, bias),
    inputs: [X, ...(weight ? [WEIGHT] : []), ...(bias ? [BIAS] : [])],
    parameters: { ...CHANNELS, eps: "f32" },
    reductions: [
      { name: "total", ...SUM, value: "x" },
      { name: "squares", ...SUM, value: "(x - total / f32(u.length)) * (x - total / f32(u.length))" },
    ],
    derived: [
      ["lineMean", "total / f32(u.length)"],
      ["lineRstd", "inverseSqrt(squares / f32(u.length) + u.eps)"],
    ],
    outputs: [
      {
        name: "result",
        index: "at",
        value: shifted(scaled("(x - lineMean) * lineRstd", weight), bias),
        each: "element",
      },
      { name: "mean", index: "line", value: "lineMean", each: "line" },
      { name: "rstd", index: "line", value: "lineRstd", each: "line" },
    ],
  }),
);

/** Fills `out`, and the `mean` and `rstd` of each line. */
export function gpuNormalize(
  gpu: GpuEncoder,
  x: GpuTensor,
  n: Normalization,
  weight: Optional,
  bias: Optional,
  eps: number,
  [out, mean, rstd]: readonly [GpuTensor, GpuTensor, GpuTensor],
): void {
  const parameters = { ...channelsOf(n), eps };
  training(weight, bias)(gpu, n.lines, [x, ...given(weight, bias)], [out, mean, rstd], parameters);
}

const MEAN: LineInput = { name: "mean", index: "line" };
const RSTD: LineInput = { name: "rstd", index: "line" };
const VARIANCE: LineInput = { name: "variance", index: "line" };

const evaluation = byPresence((weight, bias) =>
  lineKernel({
    name: name("normalize by given statistics", weight, bias),
    inputs: [X, MEAN, VARIANCE, ...(weight ? [WEIGHT] : []), ...(bias ? [BIAS] : [])],
    parameters: { ...CHANNELS, eps: "f32" },
    reductions: [],
    outputs: [
      {
        name: "result",
        index: "at",
        value: shifted(scaled("(x - mean) * inverseSqrt(variance + u.eps)", weight), bias),
        each: "element",
      },
    ],
  }),
);

/** By statistics that are given for each line. */
export function gpuNormalizeBy(
  gpu: GpuEncoder,
  x: GpuTensor,
  n: Normalization,
  statistics: { readonly mean: GpuTensor; readonly variance: GpuTensor },
  weight: Optional,
  bias: Optional,
  eps: number,
  out: GpuTensor,
): void {
  const inputs = [x, statistics.mean, statistics.variance, ...given(weight, bias)];
  evaluation(weight, bias)(gpu, n.lines, inputs, [out], { ...channelsOf(n), eps });
}

const inputGradient = byPresence((weight, constant) => {
  const g = scaled("g", weight);
  return lineKernel({
    name: name("normalize gradient", weight, constant),
    inputs: [G, X, MEAN, RSTD, ...(weight ? [WEIGHT] : [])],
    parameters: CHANNELS,
    reductions: constant
      ? []
      : [
          { name: "total", ...SUM, value: g },
          { name: "slope", ...SUM, value: `${g} * (x - mean) * rstd` },
        ],
    outputs: [
      {
        name: "result",
        index: "at",
        value: constant
          ? `${g} * rstd`
          : `rstd * (${g} - (total + (x - mean) * rstd * slope) / f32(u.length))`,
        each: "element",
      },
    ],
  });
});

/** The gradient of the input; `constant`: the statistics do not depend on it. */
export function gpuNormalizeGradient(
  gpu: GpuEncoder,
  grad: GpuTensor,
  x: GpuTensor,
  n: Normalization,
  mean: GpuTensor,
  rstd: GpuTensor,
  weight: Optional,
  constant: boolean,
  out: GpuTensor,
): void {
  const kernel = inputGradient(weight, constant ? x : null);
  kernel(gpu, n.lines, [grad, x, mean, rstd, ...given(weight)], [out], channelsOf(n));
}

const LINE = "(k / u.perLine * u.lineStride + line / u.channelsPerLine)";

const affine = lineKernel({
  name: "normalize affine gradient",
  inputs: [G, X, { name: "mean", index: LINE }, { name: "rstd", index: LINE }],
  parameters: { perLine: "u32", lineStride: "u32", channelsPerLine: "u32" },
  reductions: [
    { name: "dot", ...SUM, value: "g * (x - mean) * rstd" },
    { name: "total", ...SUM, value: "g" },
  ],
  outputs: [
    { name: "weight", index: "line", value: "dot", each: "line" },
    { name: "bias", index: "line", value: "total", each: "line" },
  ],
});

export function gpuAffineGradient(
  gpu: GpuEncoder,
  grad: GpuTensor,
  x: GpuTensor,
  { affine: lines, perLine, lineStride, channelsPerLine }: Normalization,
  mean: GpuTensor,
  rstd: GpuTensor,
  outputs: readonly [weight: GpuTensor, bias: GpuTensor],
): void {
  affine(gpu, lines, [grad, x, mean, rstd], outputs, { perLine, lineStride, channelsPerLine });
}

function channelsOf({ groups, channelsPerGroup, perChannel }: Normalization) {
  return { groups, channelsPerGroup, perChannel };
}

const moveMean = gpuPointwise(
  "running_mean()",
  "a * (1.0 - momentum) + b * momentum",
  ["running", "mean"],
  ["momentum"],
);
const moveVariance = gpuPointwise(
  "running_var()",
  "a * (1.0 - momentum) + (1.0 / (b * b) - eps) * factor",
  ["running", "rstd"],
  ["momentum", "eps", "factor"],
);

/** Moves the running mean and variance towards those of the batch, in place; the variance is that of the population. */
export function gpuMoveStatistics(
  gpu: GpuEncoder,
  running: { readonly mean: Optional; readonly variance: Optional },
  batch: { readonly mean: GpuTensor; readonly rstd: GpuTensor },
  { momentum, eps, count }: { readonly momentum: number; readonly eps: number; readonly count: number },
): void {
  const { mean, variance } = running;
  if (mean) moveMean({ running: mean, mean: batch.mean, momentum }, [mean], gpu);
  const factor = (momentum * count) / (count - 1);
  if (variance) moveVariance({ running: variance, rstd: batch.rstd, momentum, eps, factor }, [variance], gpu);
}
