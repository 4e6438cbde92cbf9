/**
 * How recurrent layers run over time: padded (`[L, N, F]`) or packed (`[sum of lengths, F]`), forward or in reverse,
 * stacked. After PyTorch's RNN.cpp, whose order of ops the graphs show.
 */
import { RuntimeError } from "../errors.ts";
import { zeros } from "../ops/creation.ts";
import { dropout } from "../ops/dropout.ts";
import { cat, stack } from "../ops/join.ts";
import { mkldnnRnnLayer } from "../ops/recurrent.ts";
import type { Tensor } from "../tensor.ts";
import { fromInput, type State, type Step, type Weights } from "./recurrentSteps.ts";

/** A sequence: outputs over time, and the state at the end. */
interface Ran {
  readonly outputs: Tensor;
  readonly state: State;
}

export type RunLayer = (input: Tensor, state: State, w: Weights, reverse: boolean) => Ran;

/** Over `[L, N, F]`. */
export const padded =
  (step: Step): RunLayer =>
  (input, initial, w, reverse) => {
    const gates = fromInput(input, w).unbind(0);
    if (gates.length === 0) throw new RuntimeError("Expected sequence length to be larger than 0 in RNN");
    let state = initial;
    const outputs = (reverse ? gates.reverse() : gates).map((x) => {
      state = step(x, state, w);
      return state[0] as Tensor;
    });
    return { outputs: stack({ tensors: reverse ? outputs.reverse() : outputs }), state };
  };

const sliced = (state: State, start: number, end: number): State =>
  state.map((s) => s.narrow(0, start, end - start));
const joined = (parts: readonly State[]): State =>
  (parts[0] as State).map((_, k) => cat({ tensors: parts.map((p) => p[k] as Tensor) }));

/** Over packed steps of `sizes` samples each. Forward, samples drop out as they end; in reverse they come in. */
export const packed =
  (step: Step, sizes: readonly number[]): RunLayer =>
  (input, initial, w, reverse) =>
    reverse ? packedReverse(step, sizes, input, initial, w) : packedForward(step, sizes, input, initial, w);

function packedForward(step: Step, sizes: readonly number[], input: Tensor, initial: State, w: Weights): Ran {
  const gates = fromInput(input, w);
  const outputs: Tensor[] = [];
  const ended: State[] = [];
  let state = initial;
  let at = 0;
  let before = sizes[0] as number;
  for (const size of sizes) {
    const x = gates.narrow(0, at, size);
    at += size;
    if (size < before) {
      ended.push(sliced(state, size, before));
      state = sliced(state, 0, size);
    }
    before = size;
    state = step(x, state, w);
    outputs.push(state[0] as Tensor);
  }
  ended.push(state);
  return { outputs: cat({ tensors: outputs }), state: joined(ended.reverse()) };
}

function packedReverse(step: Step, sizes: readonly number[], input: Tensor, initial: State, w: Weights): Ran {
  const gates = fromInput(input, w);
  const outputs: Tensor[] = [];
  let before = sizes.at(-1) as number;
  let state = sliced(initial, 0, before);
  let at = input.shape[0] as number;
  for (const size of [...sizes].reverse()) {
    if (size > before) state = joined([state, sliced(initial, before, size)]);
    at -= size;
    const x = gates.narrow(0, at, size);
    before = size;
    state = step(x, state, w);
    outputs.push(state[0] as Tensor);
  }
  return { outputs: cat({ tensors: outputs.reverse() }), state };
}

interface Shape {
  readonly numLayers: number;
  readonly bidirectional: boolean;
  readonly batchFirst: boolean;
  readonly hiddenSize: number;
  readonly training: boolean;
}

/** A float32 LSTM without projections, as oneDNN runs it: an op for each layer and direction. */
export const oneDnn =
  (net: Shape): RunLayer =>
  (input, [hx, cx], w, reverse) => {
    if (input.shape[0] === 0) throw new RuntimeError("Expected sequence length to be larger than 0 in RNN");
    const none = () => zeros({ size: [w.ih.shape[0] as number], dtype: w.ih.dtype, device: w.ih.device });
    const [outputs, hy, cy] = mkldnnRnnLayer({
      ...{ input, weight0: w.ih, weight1: w.hh, weight2: w.biasIh ?? none(), weight3: w.biasHh ?? none() },
      ...{ hx_: hx as Tensor, cx_: cx as Tensor, reverse, batchSizes: [], mode: 2 },
      ...{ hiddenSize: net.hiddenSize, numLayers: net.numLayers, hasBiases: w.biasIh !== null },
      ...{ bidirectional: net.bidirectional, batchFirst: net.batchFirst, train: net.training },
    });
    return { outputs, state: [hy, cy] };
  };

/**
 * All layers, each over the outputs of the one before; the states at the end by layer and direction.
 * @param joinDim how PyTorch names the dimension along which the outputs of two directions are joined
 */
export function stacked(
  input: Tensor,
  initial: readonly State[],
  weights: readonly Weights[],
  run: RunLayer,
  net: Shape & { readonly dropout: number },
  joinDim: number,
): { outputs: Tensor; states: readonly State[] } {
  const directions = net.bidirectional ? 2 : 1;
  const states: State[] = [];
  let values = input;
  for (let layer = 0; layer < net.numLayers; layer++) {
    const ran = Array.from({ length: directions }, (_, d) => {
      const at = layer * directions + d;
      return run(values, initial[at] as State, weights[at] as Weights, d === 1);
    });
    states.push(...ran.map((r) => r.state));
    const outputs = ran.map((r) => r.outputs);
    values = directions === 1 ? (outputs[0] as Tensor) : cat({ tensors: outputs, dim: joinDim });
    if (net.dropout !== 0 && net.training && layer < net.numLayers - 1) {
      values = dropout({ input: values, p: net.dropout });
    }
  }
  return { outputs: values, states };
}
