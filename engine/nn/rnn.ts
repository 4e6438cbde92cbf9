/**
 * Recurrent layers: `RNN`, `LSTM`, `GRU`. Parameters have PyTorch's names and order (`weight_ih_l0`, `weight_hh_l0`,
 * `bias_ih_l0`, …, `_reverse`), so that states and random draws are the same; the steps are made of ordinary ops.
 */
import { RuntimeError, ValueError } from "../errors.ts";
import { dropout } from "../ops/dropout.ts";
import { cat, stack } from "../ops/join.ts";
import { linear } from "../ops/matmul.ts";
import { shapeText } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { uniform_ } from "./init.ts";
import { bool, type FactoryOptions, parameter } from "./linear.ts";
import { Module } from "./module.ts";
import type { Parameter } from "./parameter.ts";
import { positional } from "./positional.ts";

export interface RecurrentOptions extends FactoryOptions {
  numLayers?: number;
  bias?: boolean;
  /** Inputs are `[N, L, …]` instead of `[L, N, …]`. */
  batchFirst?: boolean;
  /** Between layers, in training mode. */
  dropout?: number;
  bidirectional?: boolean;
}

const DEFAULTS = { numLayers: 1, bias: true, batchFirst: false, dropout: 0, bidirectional: false };
const ORDER = ["numLayers", "bias", "batchFirst", "dropout", "bidirectional"] as const;

/** The parameters of one direction of one layer. */
interface Weights {
  readonly ih: Tensor;
  readonly hh: Tensor;
  readonly biasIh: Tensor | null;
  readonly biasHh: Tensor | null;
}

/** One step: the state, whose first tensor is the output, from the input's share of the gates. */
type Step = (gates: Tensor, state: readonly Tensor[], w: Weights) => readonly Tensor[];

const tanhStep: Step = (x, [h], w) => [x.add(fromHidden(h as Tensor, w)).tanh()];
const reluStep: Step = (x, [h], w) => [x.add(fromHidden(h as Tensor, w)).relu()];

const lstmStep: Step = (x, [h, c], w) => {
  const [i, f, g, o] = x.add(fromHidden(h as Tensor, w)).chunk(4, 1) as [Tensor, Tensor, Tensor, Tensor];
  const cell = f
    .sigmoid()
    .mul(c as Tensor)
    .add(i.sigmoid().mul(g.tanh()));
  return [o.sigmoid().mul(cell.tanh()), cell];
};

const gruStep: Step = (x, [h], w) => {
  const [xr, xz, xn] = x.chunk(3, 1) as [Tensor, Tensor, Tensor];
  const [hr, hz, hn] = fromHidden(h as Tensor, w).chunk(3, 1) as [Tensor, Tensor, Tensor];
  const update = xz.add(hz).sigmoid();
  const fresh = xn.add(xr.add(hr).sigmoid().mul(hn)).tanh();
  return [(h as Tensor).sub(fresh).mul(update).add(fresh)];
};

const fromHidden = (h: Tensor, w: Weights): Tensor => linear({ input: h, weight: w.hh, bias: w.biasHh });

abstract class Recurrent extends Module {
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly numLayers: number;
  readonly bias: boolean;
  readonly batchFirst: boolean;
  readonly dropout: number;
  readonly bidirectional: boolean;

  constructor(gates: number, inputSize: number, hiddenSize: number, rest: readonly unknown[]) {
    super();
    const o = positional(rest, DEFAULTS, ORDER);
    if (o.dropout < 0 || o.dropout > 1) {
      throw new ValueError(
        "dropout should be a number in range [0, 1] representing the probability of an element being zeroed",
      );
    }
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.numLayers = o.numLayers;
    this.bias = o.bias;
    this.batchFirst = o.batchFirst;
    this.dropout = o.dropout;
    this.bidirectional = o.bidirectional;
    for (const { layer, suffix } of this.directions()) {
      const size = layer === 0 ? inputSize : hiddenSize * (o.bidirectional ? 2 : 1);
      const add = (name: string, shape: readonly number[]) =>
        this.registerParameter(`${name}_l${suffix}`, parameter(shape, o));
      add("weight_ih", [gates * hiddenSize, size]);
      add("weight_hh", [gates * hiddenSize, hiddenSize]);
      if (!o.bias) continue;
      add("bias_ih", [gates * hiddenSize]);
      add("bias_hh", [gates * hiddenSize]);
    }
    this.resetParameters();
  }

  /** PyTorch's default: all evenly from ±1/√hiddenSize, in order. */
  resetParameters(): void {
    const bound = this.hiddenSize > 0 ? 1 / Math.sqrt(this.hiddenSize) : 0;
    for (const weight of this.parameters()) uniform_(weight, -bound, bound);
  }

  private directions(): { layer: number; reverse: boolean; suffix: string }[] {
    return Array.from({ length: this.numLayers }, (_, layer) => layer).flatMap((layer) =>
      (this.bidirectional ? [false, true] : [false]).map((reverse) => ({
        layer,
        reverse,
        suffix: `${layer}${reverse ? "_reverse" : ""}`,
      })),
    );
  }

  private weights(suffix: string): Weights {
    const own = (name: string) => Reflect.get(this, `${name}_l${suffix}`) as Parameter;
    return {
      ih: own("weight_ih"),
      hh: own("weight_hh"),
      biasIh: this.bias ? own("bias_ih") : null,
      biasHh: this.bias ? own("bias_hh") : null,
    };
  }

  /** The outputs of the last layer, and the last state of every layer and direction, stacked. */
  protected run(
    input: Tensor,
    given: readonly Tensor[] | null,
    states: number,
    step: Step,
  ): [Tensor, Tensor[]] {
    if (input.ndim !== 2 && input.ndim !== 3) {
      throw new ValueError(`${this.traceName()}: Expected input to be 2D or 3D, got ${input.ndim}D instead`);
    }
    if (input.shape.at(-1) !== this.inputSize) {
      throw new RuntimeError(
        `input.size(-1) must be equal to input_size. Expected ${this.inputSize}, got ${input.shape.at(-1)}`,
      );
    }
    const batched = input.ndim === 3;
    const batchDim = batched ? (this.batchFirst ? 0 : 1) : -1;
    const sequence = !batched ? input.unsqueeze(1) : this.batchFirst ? input.transpose(0, 1) : input;
    const batch = sequence.shape[1] as number;
    const directions = this.directions();
    const shape = [directions.length, batch, this.hiddenSize];
    const initial =
      given?.map((s) => (batched ? s : s.unsqueeze(1))) ??
      Array.from({ length: states }, () => input.newZeros(shape));
    const wrong = initial.find((s) => s.shape.join() !== shape.join());
    if (wrong) {
      throw new RuntimeError(`Expected hidden size ${shapeText(shape)}, got ${shapeText(wrong.shape)}`);
    }
    let values = sequence;
    let layer: Tensor[] = [];
    const last: (readonly Tensor[])[] = [];
    directions.forEach(({ reverse, suffix, layer: depth }, d) => {
      const w = this.weights(suffix);
      const gates = linear({ input: values, weight: w.ih, bias: w.biasIh }).unbind(0);
      let state: readonly Tensor[] = initial.map((s) => s.select(0, d));
      const outputs = (reverse ? gates.reverse() : gates).map((x) => {
        state = step(x, state, w);
        return state[0] as Tensor;
      });
      last.push(state);
      layer.push(stack({ tensors: reverse ? outputs.reverse() : outputs }));
      if (this.bidirectional && !reverse) return;
      values = layer.length === 1 ? (layer[0] as Tensor) : cat({ tensors: layer, dim: 2 });
      layer = [];
      if (this.dropout > 0 && this.training && depth < this.numLayers - 1) {
        values = dropout({ input: values, p: this.dropout });
      }
    });
    const output = batchDim === 0 ? values.transpose(0, 1) : batched ? values : values.squeeze(1);
    const final = Array.from({ length: states }, (_, k) => {
      const stacked = stack({ tensors: last.map((s) => s[k] as Tensor) });
      return batched ? stacked : stacked.squeeze(1);
    });
    return [output, final];
  }

  override extraRepr(): string {
    const parts = [`${this.inputSize}, ${this.hiddenSize}`];
    if (this.numLayers !== 1) parts.push(`num_layers=${this.numLayers}`);
    if (!this.bias) parts.push(`bias=${bool(this.bias)}`);
    if (this.batchFirst) parts.push(`batch_first=${bool(this.batchFirst)}`);
    if (this.dropout !== 0) parts.push(`dropout=${this.dropout}`);
    if (this.bidirectional) parts.push(`bidirectional=${bool(this.bidirectional)}`);
    return parts.join(", ");
  }
}

/** `h' = tanh(W_ih x + b_ih + W_hh h + b_hh)`: `[L, N, inputSize]` to `[[L, N, D · hiddenSize], h]`. */
export class RNN extends Recurrent {
  readonly nonlinearity: "tanh" | "relu";

  constructor(
    inputSize: number,
    hiddenSize: number,
    options: RecurrentOptions & { nonlinearity?: "tanh" | "relu" } = {},
  ) {
    const { nonlinearity = "tanh", ...rest } = options;
    super(1, inputSize, hiddenSize, [rest]);
    this.nonlinearity = nonlinearity;
  }

  forward(input: Tensor, h0: Tensor | null = null): [Tensor, Tensor] {
    const step = this.nonlinearity === "relu" ? reluStep : tanhStep;
    const [output, [h]] = this.run(input, h0 && [h0], 1, step);
    return [output, h as Tensor];
  }
}

/** Long short-term memory: `[L, N, inputSize]` to `[[L, N, D · hiddenSize], [h, c]]`. */
export class LSTM extends Recurrent {
  constructor(
    inputSize: number,
    hiddenSize: number,
    ...rest: [options?: RecurrentOptions] | [numLayers: number, options?: RecurrentOptions]
  ) {
    super(4, inputSize, hiddenSize, rest);
  }

  forward(input: Tensor, state: readonly [Tensor, Tensor] | null = null): [Tensor, [Tensor, Tensor]] {
    const [output, final] = this.run(input, state, 2, lstmStep);
    return [output, final as [Tensor, Tensor]];
  }
}

/** The gated recurrent unit: `[L, N, inputSize]` to `[[L, N, D · hiddenSize], h]`. */
export class GRU extends Recurrent {
  constructor(
    inputSize: number,
    hiddenSize: number,
    ...rest: [options?: RecurrentOptions] | [numLayers: number, options?: RecurrentOptions]
  ) {
    super(3, inputSize, hiddenSize, rest);
  }

  forward(input: Tensor, h0: Tensor | null = null): [Tensor, Tensor] {
    const [output, [h]] = this.run(input, h0 && [h0], 1, gruStep);
    return [output, h as Tensor];
  }
}
