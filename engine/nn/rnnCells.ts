/** Single steps of recurrent networks as layers: `RNNCell`, `LSTMCell`, `GRUCell`. */
import { RuntimeError, ValueError } from "../errors.ts";
import { exactly } from "../exactly.ts";
import type { Tensor } from "../tensor.ts";
import { uniform_ } from "./init.ts";
import { type FactoryOptions, parameter } from "./linear.ts";
import { Module } from "./module.ts";
import { camelAlias } from "./moduleFields.ts";
import type { Parameter } from "./parameter.ts";
import { positional } from "./positional.ts";
import { fromInput, STEPS, type State, type Step } from "./recurrentSteps.ts";
import { requireArguments } from "./required.ts";

type BiasArguments =
  | [options?: { bias?: boolean } & FactoryOptions]
  | [bias: boolean, options?: FactoryOptions];

abstract class Cell extends Module {
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly bias: boolean;
  declare weightIh: Parameter;
  declare weightHh: Parameter;
  declare biasIh: Parameter | null;
  declare biasHh: Parameter | null;

  constructor(gates: number, inputSize: number, hiddenSize: number, given: readonly unknown[]) {
    super();
    requireArguments(this, { inputSize, hiddenSize });
    const o = positional(given, { bias: true }, ["bias"]);
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.bias = o.bias;
    const add = (name: string, shape: readonly number[] | null) => {
      this.registerParameter(name, shape && parameter(shape, o));
      camelAlias(this, name);
    };
    add("weight_ih", [gates * hiddenSize, inputSize]);
    add("weight_hh", [gates * hiddenSize, hiddenSize]);
    add("bias_ih", o.bias ? [gates * hiddenSize] : null);
    add("bias_hh", o.bias ? [gates * hiddenSize] : null);
    this.resetParameters();
  }

  /** PyTorch's default: all evenly from ±1/√hiddenSize, in order. */
  resetParameters(): void {
    const bound = this.hiddenSize > 0 ? 1 / Math.sqrt(this.hiddenSize) : 0;
    for (const weight of this.parameters()) uniform_(weight, -bound, bound);
  }

  /** One step from `[N, inputSize]`, or `[inputSize]` for a single sample. */
  protected step(input: Tensor, given: State | null, states: number, step: Step): State {
    const name = this.traceName();
    if (input.ndim !== 1 && input.ndim !== 2) {
      throw new ValueError(`${name}: Expected input to be 1D or 2D, got ${input.ndim}D instead`);
    }
    given?.forEach((s, i) => {
      if (s.ndim === 1 || s.ndim === 2) return;
      const which = given.length > 1 ? `hx[${i}]` : "hidden";
      throw new ValueError(`${name}: Expected ${which} to be 1D or 2D, got ${s.ndim}D instead`);
    });
    const batched = input.ndim === 2;
    const x = batched ? input : input.unsqueeze(0);
    const zeros = () => x.newZeros([x.shape[0] as number, this.hiddenSize]);
    const fresh = given ? null : zeros();
    const state =
      given?.map((s) => (batched ? s : s.unsqueeze(0))) ??
      Array.from({ length: states }, () => fresh as Tensor);
    if (x.shape[1] !== this.inputSize) {
      throw new RuntimeError(
        `input has inconsistent input_size: got ${x.shape[1]} expected ${this.inputSize}`,
      );
    }
    state.forEach((s, i) => {
      if (s.shape[0] !== x.shape[0]) {
        throw new RuntimeError(
          `Input batch size ${x.shape[0]} doesn't match hidden${i} batch size ${s.shape[0]}`,
        );
      }
      if (s.shape[1] !== this.hiddenSize) {
        throw new RuntimeError(
          `hidden${i} has inconsistent hidden_size: got ${s.shape[1]}, expected ${this.hiddenSize}`,
        );
      }
    });
    const w = {
      ...{ ih: this.weightIh, hh: this.weightHh, biasIh: this.biasIh, biasHh: this.biasHh, hr: null },
    };
    const after = step(fromInput(x, w), state, w);
    return batched ? after : after.map((s) => s.squeeze(0));
  }

  override extraRepr(): string {
    return `${this.inputSize}, ${this.hiddenSize}${this.bias ? "" : ", bias=False"}`;
  }
}

/** `h' = tanh(W_ih x + b_ih + W_hh h + b_hh)`: `[N, inputSize]` and `[N, hiddenSize]` to `[N, hiddenSize]`. */
export class RNNCell extends Cell {
  readonly nonlinearity: "tanh" | "relu";

  constructor(
    inputSize: number,
    hiddenSize: number,
    ...given:
      | [options?: { bias?: boolean; nonlinearity?: "tanh" | "relu" } & FactoryOptions]
      | [bias: boolean, options?: { nonlinearity?: "tanh" | "relu" } & FactoryOptions]
      | [bias: boolean, nonlinearity: "tanh" | "relu", options?: FactoryOptions]
  ) {
    const defaults = { bias: true, nonlinearity: "tanh" as "tanh" | "relu" };
    const { nonlinearity, ...rest } = positional(given, defaults, ["bias", "nonlinearity"]);
    super(1, inputSize, hiddenSize, [rest]);
    this.nonlinearity = nonlinearity;
  }

  forward(input: Tensor, hx: Tensor | null = null): Tensor {
    const step: Step | undefined = STEPS[this.nonlinearity];
    if (!step) throw new RuntimeError(`Unknown nonlinearity: ${String(this.nonlinearity)}`);
    return this.step(input, hx && [hx], 1, step)[0] as Tensor;
  }

  override extraRepr(): string {
    const also = this.nonlinearity === "tanh" ? "" : `, nonlinearity=${this.nonlinearity}`;
    return super.extraRepr() + also;
  }
}

/** A step of an LSTM: `[N, inputSize]` and `[h, c]` to `[h, c]`, each `[N, hiddenSize]`. */
export class LSTMCell extends Cell {
  constructor(inputSize: number, hiddenSize: number, ...given: BiasArguments) {
    super(4, inputSize, hiddenSize, given);
  }

  forward(input: Tensor, hx: readonly [Tensor, Tensor] | null = null): [Tensor, Tensor] {
    const [h, c] = exactly(2, this.step(input, hx, 2, STEPS.lstm));
    return [h, c];
  }
}

/** A step of a gated recurrent unit: `[N, inputSize]` and `[N, hiddenSize]` to `[N, hiddenSize]`. */
export class GRUCell extends Cell {
  constructor(inputSize: number, hiddenSize: number, ...given: BiasArguments) {
    super(3, inputSize, hiddenSize, given);
  }

  forward(input: Tensor, hx: Tensor | null = null): Tensor {
    return this.step(input, hx && [hx], 1, STEPS.gru)[0] as Tensor;
  }
}
