/** One step of an LSTM on the CPU, row-major: the gates are read and written once. */
import { exactly } from "../../exactly.ts";
import type { CpuTensor } from "./cpuTensor.ts";

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** `workspace` gets the gates as they act: input, forget, cell and output gate, `[N, 4 · H]`. */
export function lstmCell(
  inputGates: CpuTensor,
  hiddenGates: CpuTensor,
  cx: CpuTensor,
  hy: CpuTensor,
  cy: CpuTensor,
  workspace: CpuTensor,
): void {
  const [batch, size] = exactly(2, cx.shape);
  const { data: x } = inputGates;
  const { data: h } = hiddenGates;
  const { data: gates } = workspace;
  for (let n = 0; n < batch; n++) {
    for (let k = 0; k < size; k++) {
      const at = n * size + k;
      const i = n * 4 * size + k;
      const [f, g, o] = [i + size, i + 2 * size, i + 3 * size];
      const input = sigmoid((x[i] as number) + (h[i] as number));
      const forget = sigmoid((x[f] as number) + (h[f] as number));
      const cell = Math.tanh((x[g] as number) + (h[g] as number));
      const output = sigmoid((x[o] as number) + (h[o] as number));
      const c = forget * (cx.data[at] as number) + input * cell;
      gates[i] = input;
      gates[f] = forget;
      gates[g] = cell;
      gates[o] = output;
      cy.data[at] = c;
      hy.data[at] = output * Math.tanh(c);
    }
  }
}

/** Gradients of the gates' sums, `[N, 4 · H]`, and of the state before. */
export function lstmCellBackward(
  gradHy: CpuTensor,
  gradCy: CpuTensor,
  cx: CpuTensor,
  cy: CpuTensor,
  workspace: CpuTensor,
  gradGates: CpuTensor,
  gradCx: CpuTensor,
): void {
  const [batch, size] = exactly(2, cx.shape);
  const { data: gates } = workspace;
  const { data: out } = gradGates;
  for (let n = 0; n < batch; n++) {
    for (let k = 0; k < size; k++) {
      const at = n * size + k;
      const i = n * 4 * size + k;
      const [f, g, o] = [i + size, i + 2 * size, i + 3 * size];
      const [input, forget] = [gates[i] as number, gates[f] as number];
      const [cell, output] = [gates[g] as number, gates[o] as number];
      const active = Math.tanh(cy.data[at] as number);
      const gh = gradHy.data[at] as number;
      const gc = (gradCy.data[at] as number) + gh * output * (1 - active * active);
      out[i] = gc * cell * input * (1 - input);
      out[f] = gc * (cx.data[at] as number) * forget * (1 - forget);
      out[g] = gc * input * (1 - cell * cell);
      out[o] = gh * active * output * (1 - output);
      gradCx.data[at] = gc * forget;
    }
  }
}
