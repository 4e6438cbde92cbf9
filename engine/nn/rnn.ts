/**
 * Recurrent layers: `RNN`, `LSTM`, `GRU`. Parameters have PyTorch's names and order (`weight_ih_l0`, `weight_hh_l0`,
 * `bias_ih_l0`, …, `_reverse`), so that states and random draws are the same; the fields are also called
 * `weightIhL0`. What runs over time is in `recurrentLayers.ts`.
 */
import { float32 } from "../dtype.ts";
import { RuntimeError, ValueError } from "../errors.ts";
import { exactly } from "../exactly.ts";
import { floatRepr } from "../format/floatRepr.ts";
import { stack } from "../ops/join.ts";
import { shapeText } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { uniform_ } from "./init.ts";
import { bool, type FactoryOptions, parameter } from "./linear.ts";
import { Module } from "./module.ts";
import { camelAlias } from "./moduleFields.ts";
import type { Parameter } from "./parameter.ts";
import { positional } from "./positional.ts";
import { oneDnn, packed, padded, type RunLayer, stacked } from "./recurrentLayers.ts";
import { STEPS, type State, type Step, type Weights } from "./recurrentSteps.ts";
import { requireArguments } from "./required.ts";
import { PackedSequence } from "./utils/packedSequence.ts";

export interface RecurrentOptions extends FactoryOptions {
  numLayers?: number;
  bias?: boolean;
  /** Inputs are `[N, L, …]` instead of `[L, N, …]`. */
  batchFirst?: boolean;
  /** Between layers, in training mode. */
  dropout?: number;
  bidirectional?: boolean;
}

type Tail<O> =
  | [options?: O]
  | [bias: boolean, options?: O]
  | [bias: boolean, batchFirst: boolean, options?: O]
  | [bias: boolean, batchFirst: boolean, dropout: number, options?: O]
  | [bias: boolean, batchFirst: boolean, dropout: number, bidirectional: boolean, options?: O];
type RecurrentArguments<O> = [options?: O] | [numLayers: number, ...rest: Tail<O>];

const DEFAULTS = {
  ...{ numLayers: 1, bias: true, batchFirst: false, dropout: 0, bidirectional: false, projSize: 0 },
};
const ORDER = ["numLayers", "bias", "batchFirst", "dropout", "bidirectional", "projSize"] as const;

abstract class Recurrent extends Module {
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly numLayers: number;
  readonly bias: boolean;
  readonly batchFirst: boolean;
  readonly dropout: number;
  readonly bidirectional: boolean;
  readonly projSize: number;
  /** By layer, and of the reverse direction: `gru.weightHhL0`, `gru.biasIhL1Reverse`. */
  readonly [weight: `weight${"Ih" | "Hh" | "Hr"}L${number}` | `bias${"Ih" | "Hh"}L${number}`]: Parameter;
  readonly [weight:
    | `weight${"Ih" | "Hh" | "Hr"}L${number}Reverse`
    | `bias${"Ih" | "Hh"}L${number}Reverse`]: Parameter;

  constructor(gates: number, inputSize: number, hiddenSize: number, rest: readonly unknown[]) {
    super();
    requireArguments(this, { inputSize, hiddenSize });
    const o = positional(rest, DEFAULTS, ORDER);
    check(inputSize, hiddenSize, o);
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.numLayers = o.numLayers;
    this.bias = o.bias;
    this.batchFirst = o.batchFirst;
    this.dropout = o.dropout;
    this.bidirectional = o.bidirectional;
    this.projSize = o.projSize;
    const outputSize = o.projSize || hiddenSize;
    for (const { layer, suffix } of this.directions()) {
      const size = layer === 0 ? inputSize : outputSize * (o.bidirectional ? 2 : 1);
      const add = (name: string, shape: readonly number[]) => {
        const field = `${name}_l${suffix}`;
        this.registerParameter(field, parameter(shape, o));
        camelAlias(this, field);
      };
      add("weight_ih", [gates * hiddenSize, size]);
      add("weight_hh", [gates * hiddenSize, outputSize]);
      if (o.bias) {
        add("bias_ih", [gates * hiddenSize]);
        add("bias_hh", [gates * hiddenSize]);
      }
      if (o.projSize) add("weight_hr", [o.projSize, hiddenSize]);
    }
    this.resetParameters();
  }

  /** PyTorch's default: all evenly from ±1/√hiddenSize, in order. */
  resetParameters(): void {
    const bound = this.hiddenSize > 0 ? 1 / Math.sqrt(this.hiddenSize) : 0;
    for (const weight of this.parameters()) uniform_(weight, -bound, bound);
  }

  /** Nothing: weights are laid out for one kernel on other devices only. */
  flattenParameters(): void {}

  private directions(): { layer: number; suffix: string }[] {
    return Array.from({ length: this.numLayers }, (_, layer) => layer).flatMap((layer) =>
      (this.bidirectional ? ["", "_reverse"] : [""]).map((suffix) => ({
        layer,
        suffix: `${layer}${suffix}`,
      })),
    );
  }

  /** By layer and direction. */
  private weights(): Weights[] {
    return this.directions().map(({ suffix }) => {
      const own = (name: string) => Reflect.get(this, `${name}_l${suffix}`) as Parameter;
      return {
        ih: own("weight_ih"),
        hh: own("weight_hh"),
        biasIh: this.bias ? own("bias_ih") : null,
        biasHh: this.bias ? own("bias_hh") : null,
        hr: this.projSize ? own("weight_hr") : null,
      };
    });
  }

  /**
   * The outputs of the last layer, and the last states of every layer and direction, stacked.
   * @param given states at the start, each `[D · numLayers, N, size]`
   * @param sizes of the states: the hidden one, of an LSTM the cell state's as well
   */
  protected run<I extends Tensor | PackedSequence>(
    input: I,
    given: readonly Tensor[] | null,
    sizes: readonly number[],
    step: Step,
  ): [I, Tensor[]] {
    const sequence = input instanceof PackedSequence ? input : null;
    const tensor = sequence ? sequence.data : (input as Tensor);
    if (!sequence) checkRank(this.traceName(), tensor, given);
    const batched = sequence !== null || tensor.ndim === 3;
    const values = batched ? tensor : tensor.unsqueeze(this.batchFirst ? 0 : 1);
    const batch = sequence ? (sequence.sizes[0] as number) : values.size(this.batchFirst ? 0 : 1);
    const shapes = sizes.map((size) => [this.directions().length, batch, size]);
    const order = sequence?.sortedIndices;
    const start =
      given?.map((s) => (order ? s.indexSelect(1, order) : batched ? s : s.unsqueeze(1))) ??
      shapes.map((shape) => tensor.newZeros(shape));
    checkInput(this, values, this.weights()[0] as Weights, sequence ? 2 : 3);
    checkStates(start, shapes);
    const fused = step === STEPS.lstm && !sequence && !this.projSize && tensor.dtype === float32;
    const run: RunLayer = sequence ? packed(step, sequence.sizes) : fused ? oneDnn(this) : padded(step);
    const swap = this.batchFirst && !sequence;
    let inner = swap ? values.transpose(0, 1) : values;
    if (fused) inner = inner.contiguous();
    const { outputs, states } = stacked(
      ...([inner, initialStates(start, fused), this.weights(), run, this] as const),
      fused || sequence ? -1 : 2,
    );
    const final = sizes.map((_, k) => stack({ tensors: states.map((s) => s[k] as Tensor) }));
    if (sequence) {
      const back = sequence.unsortedIndices;
      return [sequence.with(outputs) as I, back ? final.map((s) => s.indexSelect(1, back)) : final];
    }
    const output = swap
      ? step === STEPS.lstm
        ? outputs.transpose(0, 1)
        : outputs.transpose_(0, 1)
      : outputs;
    if (batched) return [output as I, final];
    return [output.squeeze(this.batchFirst ? 0 : 1) as I, final.map((s) => s.squeeze(1))];
  }

  override extraRepr(): string {
    const parts = [`${this.inputSize}, ${this.hiddenSize}`];
    if (this.projSize) parts.push(`proj_size=${this.projSize}`);
    if (this.numLayers !== 1) parts.push(`num_layers=${this.numLayers}`);
    if (!this.bias) parts.push(`bias=${bool(this.bias)}`);
    if (this.batchFirst) parts.push(`batch_first=${bool(this.batchFirst)}`);
    if (this.dropout !== 0) parts.push(`dropout=${floatRepr(this.dropout)}`);
    if (this.bidirectional) parts.push(`bidirectional=${bool(this.bidirectional)}`);
    return parts.join(", ");
  }
}

function check(inputSize: number, hiddenSize: number, o: typeof DEFAULTS): void {
  if (!(o.dropout >= 0 && o.dropout <= 1)) {
    throw new ValueError(
      "dropout should be a number in range [0, 1] representing the probability of an element being zeroed",
    );
  }
  if (inputSize <= 0) throw new ValueError("input_size must be greater than zero");
  if (hiddenSize <= 0) throw new ValueError("hidden_size must be greater than zero");
  if (o.numLayers <= 0) throw new ValueError("num_layers must be greater than zero");
  if (o.projSize < 0) {
    throw new ValueError("proj_size should be a positive integer or zero to disable projections");
  }
  if (o.projSize >= hiddenSize) throw new ValueError("proj_size has to be smaller than hidden_size");
}

function checkRank(name: string, input: Tensor, given: readonly Tensor[] | null): void {
  if (input.ndim !== 2 && input.ndim !== 3) {
    const what = name === "RNN" ? "D tensor instead" : "D instead";
    throw new ValueError(`${name}: Expected input to be 2D or 3D, got ${input.ndim}${what}`);
  }
  if (!given || given.every((s) => s.ndim === input.ndim)) return;
  const kind = input.ndim === 3 ? "batched 3-D" : "unbatched 2-D";
  if (given.length === 1) {
    throw new RuntimeError(
      `For ${kind} input, hx should also be ${input.ndim}-D but got ${given[0]?.ndim}-D tensor`,
    );
  }
  const ranks = given.map((s) => `${s.ndim}-D`).join(", ");
  throw new RuntimeError(
    `For ${kind} input, hx and cx should also be ${input.ndim}-D but got (${ranks}) tensors`,
  );
}

function checkInput(net: Recurrent, input: Tensor, w: Weights, rank: number): void {
  if (input.dtype !== w.ih.dtype) {
    throw new ValueError(
      `RNN input dtype (${input.dtype}) does not match weight dtype (${w.ih.dtype}). Convert input: input.to(${w.ih.dtype}), or convert model: model.to(${input.dtype})`,
    );
  }
  if (input.ndim !== rank) {
    throw new RuntimeError(`input must have ${rank} dimensions, got ${input.ndim}`);
  }
  if (input.shape.at(-1) !== net.inputSize) {
    throw new RuntimeError(
      `input.size(-1) must be equal to input_size. Expected ${net.inputSize}, got ${input.shape.at(-1)}`,
    );
  }
}

function checkStates(states: readonly Tensor[], shapes: readonly (readonly number[])[]): void {
  for (const [i, state] of states.entries()) {
    const shape = shapes[i] as readonly number[];
    if (state.shape.join() === shape.join()) continue;
    const which = states.length > 1 ? `hidden[${i}]` : "hidden";
    throw new RuntimeError(`Expected ${which} size (${shape.join(", ")}), got ${shapeText(state.shape)}`);
  }
}

/** The states at the start by layer and direction. */
function initialStates(start: readonly Tensor[], fused: boolean): State[] {
  const count = start[0]?.shape[0] as number;
  const parts = start.map((s) =>
    fused ? Array.from({ length: count }, (_, i) => s.select(0, i)) : s.unbind(0),
  );
  return Array.from({ length: count }, (_, i) => parts.map((p) => p[i] as Tensor));
}

type RNNOptions = RecurrentOptions & { nonlinearity?: "tanh" | "relu" };

/** Calls with a packed sequence, of layers whose state is an `S`; those with a tensor are the Module's own. */
type TakesPacked<S> = (input: PackedSequence, state?: Readonly<S> | null) => [PackedSequence, S];

export interface RNN extends TakesPacked<Tensor> {}
/** `h' = tanh(W_ih x + b_ih + W_hh h + b_hh)`: `[L, N, inputSize]` to `[[L, N, D · hiddenSize], h]`. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface adds a call that the Module has
export class RNN extends Recurrent {
  readonly nonlinearity: "tanh" | "relu";

  constructor(
    inputSize: number,
    hiddenSize: number,
    ...given:
      | [options?: RNNOptions]
      | [numLayers: number, options?: RNNOptions]
      | [numLayers: number, nonlinearity: "tanh" | "relu", ...rest: Tail<RecurrentOptions>]
  ) {
    const { nonlinearity, rest } = withoutNonlinearity(given);
    super(1, inputSize, hiddenSize, rest);
    this.nonlinearity = nonlinearity;
  }

  forward(input: PackedSequence, h0?: Tensor | null): [PackedSequence, Tensor];
  forward(input: Tensor, h0?: Tensor | null): [Tensor, Tensor];
  forward<I extends Tensor | PackedSequence>(input: I, h0: Tensor | null = null): [I, Tensor] {
    const [output, [h]] = this.run(input, h0 && [h0], [this.hiddenSize], STEPS[this.nonlinearity]);
    return [output, h as Tensor];
  }
}

/** The nonlinearity stands among the options of an RNN, by name or in the fourth place, and nowhere else. */
function withoutNonlinearity(given: readonly unknown[]): {
  nonlinearity: "tanh" | "relu";
  rest: readonly unknown[];
} {
  const rest = [...given];
  let nonlinearity: unknown = "tanh";
  if (typeof rest[1] === "string") [nonlinearity] = rest.splice(1, 1);
  const last = rest.at(-1);
  if (typeof last === "object" && last !== null && "nonlinearity" in last) {
    const { nonlinearity: named, ...others } = last;
    nonlinearity = named ?? "tanh";
    rest.splice(-1, 1, others);
  }
  refuseProjections(rest);
  if (nonlinearity !== "tanh" && nonlinearity !== "relu") {
    throw new ValueError(`Unknown nonlinearity '${String(nonlinearity)}'. Select from 'tanh' or 'relu'.`);
  }
  return { nonlinearity, rest };
}

function refuseProjections(rest: readonly unknown[]): void {
  const last = rest.at(-1);
  if (typeof last === "object" && last !== null && "projSize" in last) {
    throw new ValueError("proj_size argument is only supported for LSTM, not RNN or GRU");
  }
}

export interface LSTMOptions extends RecurrentOptions {
  /** The hidden state is projected to this size; 0: it is not. */
  projSize?: number;
}

export interface LSTM extends TakesPacked<[Tensor, Tensor]> {}
/** Long short-term memory: `[L, N, inputSize]` to `[[L, N, D · hiddenSize], [h, c]]`. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface adds a call that the Module has
export class LSTM extends Recurrent {
  constructor(inputSize: number, hiddenSize: number, ...rest: RecurrentArguments<LSTMOptions>) {
    super(4, inputSize, hiddenSize, rest);
  }

  forward(
    input: PackedSequence,
    state?: readonly [Tensor, Tensor] | null,
  ): [PackedSequence, [Tensor, Tensor]];
  forward(input: Tensor, state?: readonly [Tensor, Tensor] | null): [Tensor, [Tensor, Tensor]];
  forward<I extends Tensor | PackedSequence>(
    input: I,
    state: readonly [Tensor, Tensor] | null = null,
  ): [I, [Tensor, Tensor]] {
    const sizes = [this.projSize || this.hiddenSize, this.hiddenSize];
    const [output, final] = this.run(input, state, sizes, STEPS.lstm);
    const [h, c] = exactly(2, final);
    return [output, [h, c]];
  }
}

export interface GRU extends TakesPacked<Tensor> {}
/** The gated recurrent unit: `[L, N, inputSize]` to `[[L, N, D · hiddenSize], h]`. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface adds a call that the Module has
export class GRU extends Recurrent {
  constructor(inputSize: number, hiddenSize: number, ...rest: RecurrentArguments<RecurrentOptions>) {
    refuseProjections(rest);
    super(3, inputSize, hiddenSize, rest);
  }

  forward(input: PackedSequence, h0?: Tensor | null): [PackedSequence, Tensor];
  forward(input: Tensor, h0?: Tensor | null): [Tensor, Tensor];
  forward<I extends Tensor | PackedSequence>(input: I, h0: Tensor | null = null): [I, Tensor] {
    const [output, [h]] = this.run(input, h0 && [h0], [this.hiddenSize], STEPS.gru);
    return [output, h as Tensor];
  }
}
