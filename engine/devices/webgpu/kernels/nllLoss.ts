/** The negative log-likelihood of classes on WebGPU. A class out of range is raised at the next read, and makes the loss NaN. */
import { IndexError } from "../../../errors.ts";
import { type Lines, rows } from "../../../lines.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { type LineInput, lineKernel, SUM } from "./lines.ts";
import { gpuRefuseOutside } from "./refuse.ts";

const outOfBounds = (index: number) => new IndexError(`Target ${index} is out of bounds.`);

interface NllOptions {
  readonly weight: GpuTensor | null;
  readonly reduction: number;
  readonly ignoreIndex: number;
}

/** All samples are one line here: element k is the class of sample k. */
const TARGET: LineInput = { name: "t", index: "k" };
const SCORE: LineInput = {
  name: "x",
  index: "(k / u.inner * u.sampleStep + u32(clamp(t, 0, i32(u.classes) - 1)) * u.inner + k % u.inner)",
};
const CLASS_WEIGHT: LineInput = { name: "w", index: "u32(clamp(t, 0, i32(u.classes) - 1))" };
const PARAMETERS = {
  inner: "u32",
  sampleStep: "u32",
  classes: "u32",
  ignoreIndex: "i32",
  mean: "u32",
} as const;

function forwardKernel(weighted: boolean, reduced: boolean) {
  const w = weighted ? "w" : "1.0";
  const loss = `select(select(-x * ${w}, nan(), t < 0 || t >= i32(u.classes)), 0.0, t == u.ignoreIndex)`;
  return lineKernel({
    name: `nll_loss${weighted ? " weight" : ""}${reduced ? " reduced" : ""}`,
    inputs: [TARGET, SCORE, ...(weighted ? [CLASS_WEIGHT] : [])],
    parameters: PARAMETERS,
    reductions: reduced
      ? [
          { name: "sum", ...SUM, value: loss },
          { name: "total", ...SUM, value: `select(${w}, 0.0, t == u.ignoreIndex)` },
        ]
      : [],
    outputs: reduced
      ? [
          { name: "result", index: "0u", value: "select(sum, sum / total, u.mean == 1u)", each: "line" },
          { name: "totalWeight", index: "0u", value: "total", each: "line" },
        ]
      : [{ name: "result", index: "k", value: loss, each: "element" }],
  });
}

const FORWARD = [
  [forwardKernel(false, false), forwardKernel(false, true)],
  [forwardKernel(true, false), forwardKernel(true, true)],
] as const;

export function gpuNllForward(
  gpu: GpuEncoder,
  self: GpuTensor,
  target: GpuTensor,
  lines: Lines,
  { weight, reduction, ignoreIndex }: NllOptions,
  out: GpuTensor,
  totalWeight: GpuTensor,
): void {
  const kernel = FORWARD[weight ? 1 : 0][reduction === 0 ? 0 : 1];
  const parameters = {
    inner: lines.step,
    sampleStep: lines.blockStep,
    classes: lines.length,
    ignoreIndex,
    mean: Number(reduction === 1),
  };
  const inputs = [target, self, ...(weight ? [weight] : [])];
  gpuRefuseOutside(gpu, target, [0, lines.length], ignoreIndex, outOfBounds);
  kernel(gpu, rows(1, lines.count), inputs, reduction === 0 ? [out] : [out, totalWeight], parameters);
}

function backwardKernel(weighted: boolean) {
  const g = weighted ? "g * w" : "g";
  return lineKernel({
    name: `nll_loss backward${weighted ? " weight" : ""}`,
    inputs: [
      { name: "t", index: "line" },
      { name: "g", index: "line * u.gradStep" },
      { name: "total", index: "0u" },
      ...(weighted ? [{ name: "w", index: "k" }] : []),
    ],
    parameters: { gradStep: "u32", mean: "u32", ignoreIndex: "i32" },
    reductions: [],
    outputs: [
      {
        name: "result",
        index: "at",
        value: `select(0.0, -${g} / select(1.0, total, u.mean == 1u), i32(k) == t && t != u.ignoreIndex)`,
        each: "element",
      },
    ],
  });
}

const BACKWARD = [backwardKernel(false), backwardKernel(true)] as const;

export function gpuNllBackward(
  gpu: GpuEncoder,
  grad: GpuTensor,
  target: GpuTensor,
  lines: Lines,
  { weight, reduction, ignoreIndex }: NllOptions,
  totalWeight: GpuTensor,
  out: GpuTensor,
): void {
  const parameters = { gradStep: Number(reduction === 0), mean: Number(reduction === 1), ignoreIndex };
  const inputs = [target, grad, totalWeight, ...(weight ? [weight] : [])];
  BACKWARD[weight ? 1 : 0](gpu, lines, inputs, [out], parameters);
}
