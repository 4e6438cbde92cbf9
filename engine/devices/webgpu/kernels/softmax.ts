/** Softmax and its gradient: a row for each, over lines. */
import type { Lines } from "../../../lines.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { lineKernel, MAX, SUM } from "./lines.ts";

const SELF = [{ name: "x", index: "at" }] as const;
const GRAD_AND_OUTPUT = [
  { name: "g", index: "at" },
  { name: "y", index: "at" },
] as const;
const EXPONENTIALS = [
  { name: "largest", ...MAX, value: "x" },
  { name: "total", ...SUM, value: "exp(x - largest)" },
] as const;
const result = (value: string) => [{ name: "result", index: "at", value, each: "element" as const }];

const softmax = lineKernel({
  name: "softmax",
  inputs: SELF,
  reductions: EXPONENTIALS,
  outputs: result("exp(x - largest) / total"),
});
const logSoftmax = lineKernel({
  name: "log_softmax",
  inputs: SELF,
  reductions: EXPONENTIALS,
  derived: [["logTotal", "log(total)"]],
  outputs: result("x - largest - logTotal"),
});
const softmaxBackward = lineKernel({
  name: "softmax backward",
  inputs: GRAD_AND_OUTPUT,
  reductions: [{ name: "total", ...SUM, value: "g * y" }],
  outputs: result("y * (g - total)"),
});
const logSoftmaxBackward = lineKernel({
  name: "log_softmax backward",
  inputs: GRAD_AND_OUTPUT,
  reductions: [{ name: "total", ...SUM, value: "g" }],
  outputs: result("g - exp(y) * total"),
});

export const gpuSoftmax = (gpu: GpuEncoder, self: GpuTensor, lines: Lines, out: GpuTensor): void =>
  softmax(gpu, lines, [self], [out]);
export const gpuLogSoftmax = (gpu: GpuEncoder, self: GpuTensor, lines: Lines, out: GpuTensor): void =>
  logSoftmax(gpu, lines, [self], [out]);

export function gpuSoftmaxBackward(
  gpu: GpuEncoder,
  grad: GpuTensor,
  output: GpuTensor,
  lines: Lines,
  out: GpuTensor,
): void {
  softmaxBackward(gpu, lines, [grad, output], [out]);
}

export function gpuLogSoftmaxBackward(
  gpu: GpuEncoder,
  grad: GpuTensor,
  output: GpuTensor,
  lines: Lines,
  out: GpuTensor,
): void {
  logSoftmaxBackward(gpu, lines, [grad, output], [out]);
}
