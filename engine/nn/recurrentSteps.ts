/** One step of a recurrent network, composed of the ops that PyTorch composes it of, so that the graphs are the same. */
import { exactly } from "../exactly.ts";
import { linear } from "../ops/matmul.ts";
import { unsafeChunk } from "../ops/recurrent.ts";
import type { Tensor } from "../tensor.ts";

/** The parameters of one direction of one layer, or of a cell. */
export interface Weights {
  readonly ih: Tensor;
  readonly hh: Tensor;
  readonly biasIh: Tensor | null;
  readonly biasHh: Tensor | null;
  /** Of an LSTM with projections. */
  readonly hr: Tensor | null;
}

/** What passes from step to step: one tensor, of an LSTM the hidden and the cell state. The first is the output. */
export type State = readonly Tensor[];

/** One step: the state after it, from the input's share of the gates and the state before. */
export type Step = (gates: Tensor, state: State, w: Weights) => State;

export const fromInput = (input: Tensor, w: Weights): Tensor =>
  linear({ input, weight: w.ih, bias: w.biasIh });
const fromHidden = (input: Tensor, w: Weights): Tensor => linear({ input, weight: w.hh, bias: w.biasHh });

const tanhStep: Step = (x, [h], w) => [
  fromHidden(h as Tensor, w)
    .add(x)
    .tanh(),
];
const reluStep: Step = (x, [h], w) => [
  fromHidden(h as Tensor, w)
    .add(x)
    .relu(),
];

const lstmStep: Step = (x, [h, c], w) => {
  const gates = fromHidden(h as Tensor, w).add(x);
  const [i, f, g, o] = exactly(4, unsafeChunk({ self: gates, chunks: 4, dim: 1 }));
  const [input, forget, cell, output] = [i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()];
  const cy = forget.mul(c as Tensor).add(input.mul(cell));
  const hy = output.mul(cy.tanh());
  return [w.hr ? hy.matmul(w.hr.t()) : hy, cy];
};

const gruStep: Step = (x, [h], w) => {
  const chunks = (self: Tensor) => exactly(3, unsafeChunk({ self, chunks: 3, dim: 1 }));
  const [xr, xz, xn] = chunks(x);
  const [hr, hz, hn] = chunks(fromHidden(h as Tensor, w));
  const reset = hr.add(xr).sigmoid();
  const update = hz.add(xz).sigmoid();
  const fresh = xn.add(hn.mul(reset)).tanh();
  return [(h as Tensor).sub(fresh).mul(update).add(fresh)];
};

export const STEPS = { tanh: tanhStep, relu: reluStep, lstm: lstmStep, gru: gruStep } as const;
