/** The recorded cases of `generate.py`, and how they are run on a device. */
import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { expect } from "vitest";
import { nn, Tensor, torch } from "../subject.ts";

export interface Values {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

export interface Row {
  readonly layer: "RNN" | "LSTM" | "GRU" | "RNNCell" | "LSTMCell" | "GRUCell";
  readonly args: readonly [number, number];
  readonly shape: readonly number[];
  readonly options?: Readonly<Record<string, unknown>>;
  readonly input?: "float64";
  readonly lengths?: readonly number[];
  readonly state?: true;
  readonly states?: readonly number[];
  readonly grad?: true;
  readonly eval?: true;
  readonly repr?: string;
  readonly outputs?: readonly Values[];
  readonly strides?: readonly number[];
  readonly grads?: Readonly<Record<string, Values>>;
  readonly dot?: string;
  readonly attrs?: string;
  readonly error?: readonly [name: string, message: string];
}

const file = new URL("expected.json", import.meta.url);
export const rows = JSON.parse(readFileSync(file, "utf8")) as Row[];

const camelCase = (name: string): string => name.replace(/_([a-z])/g, (_, c: string) => c.toUpperCase());
export const inflated = (text: string | undefined): unknown =>
  JSON.parse(inflateSync(Buffer.from(text ?? "", "base64")).toString());

type Call = (x: unknown, state: unknown) => unknown;

export function run(row: Row, device: "cpu" | "webgpu" = "cpu") {
  torch.manualSeed(0);
  const float64 = row.options?.dtype === "float64";
  const options: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row.options ?? {})) options[camelCase(name)] = value;
  if (float64) options.dtype = torch.float64;
  const net: nn.Module = Reflect.construct(nn[row.layer], [...row.args, options]) as nn.Module;
  if (row.eval) net.eval();
  net.to(device);
  const dtype = float64 || row.input === "float64" ? torch.float64 : torch.float32;
  const batchFirst = options.batchFirst === true;
  const draw = (shape: readonly number[]) =>
    torch
      .randn(shape, { dtype })
      .to(device)
      .requiresGrad_(row.grad === true);
  const leaf = draw(row.shape);
  const x = row.grad ? leaf.mul(1) : leaf;
  const { rnn } = nn.utils;
  const sorted = row.lengths?.every((l, i) => i === 0 || l <= (row.lengths?.[i - 1] ?? 0));
  const input = row.lengths
    ? rnn.packPaddedSequence(x, row.lengths, { batchFirst, enforceSorted: sorted === true })
    : x;
  const lstm = row.layer.startsWith("LSTM");
  const shapes = row.states ? [row.states, row.states] : stateShapes(row, options);
  const states = row.state || row.states ? shapes.slice(0, lstm ? 2 : 1).map(draw) : [];
  const state = states.length === 0 ? null : lstm ? states : states[0];
  const out = (net as unknown as Call)(input, state);
  const outputs = tensorsIn(out).map((o) =>
    o instanceof Tensor ? o : rnn.padPackedSequence(o, { batchFirst, paddingValue: 0.5 })[0],
  );
  const params: Record<string, Tensor> = Object.fromEntries(net.namedParameters());
  if (row.grad) {
    params.x = leaf;
    for (const [i, s] of states.entries()) params[`s${i}`] = s;
  }
  return { net, outputs, params };
}

function tensorsIn(value: unknown): (Tensor | nn.utils.rnn.PackedSequence)[] {
  if (value instanceof Tensor || value instanceof nn.utils.rnn.PackedSequence) return [value];
  return (value as unknown[]).flatMap(tensorsIn);
}

function stateShapes(row: Row, options: Readonly<Record<string, unknown>>): number[][] {
  const [, hidden] = row.args;
  const out = Number(options.projSize ?? 0) || hidden;
  if (row.layer.endsWith("Cell")) return [0, 1].map(() => [...row.shape.slice(0, -1), hidden]);
  const depth = Number(options.numLayers ?? 1) * (options.bidirectional ? 2 : 1);
  const batch = row.shape.length === 2 ? [] : [row.shape[options.batchFirst ? 0 : 1] as number];
  return [
    [depth, ...batch, out],
    [depth, ...batch, hidden],
  ];
}

async function expectClose(t: Tensor, wanted: Values): Promise<void> {
  expect([...t.shape]).toEqual(wanted.shape);
  const data = await t.detach().data();
  const largest = Math.max(...wanted.values.map(Math.abs), 0);
  const wrong = wanted.values
    .map((value, i) => ({ i, is: data[i] as number, wanted: value }))
    .filter((e) => !(Math.abs(e.is - e.wanted) <= 1e-5 * (1 + largest)));
  expect(wrong).toEqual([]);
}

export const title = ({ layer, args, shape, options, lengths, state, states, input }: Row) =>
  `${layer}(${args}, ${JSON.stringify(options ?? {})}) of ${JSON.stringify({ shape, lengths, state, states, input })}`;

/** Each output has a weight of its own, so that no two elements are alike. */
export async function expectValuesAndGradients(row: Row, device: "cpu" | "webgpu"): Promise<void> {
  const { net, outputs, params } = run(row, device);
  expect(String(net)).toBe(row.repr);
  expect(outputs.length).toBe(row.outputs?.length);
  for (const [i, o] of outputs.entries()) await expectClose(o, row.outputs?.[i] as Values);
  expect([...(outputs[0] as Tensor).stride()]).toEqual(row.strides);
  const weights = (o: Tensor) => torch.arange(o.numel()).reshape(o.shape).to(o.device);
  outputs
    .map((o, i) =>
      o
        .mul(weights(o))
        .sum()
        .mul(i + 1),
    )
    .reduce((a, b) => a.add(b))
    .backward();
  for (const [name, wanted] of Object.entries(row.grads ?? {})) {
    await expectClose(params[name]?.grad as Tensor, wanted);
  }
}
