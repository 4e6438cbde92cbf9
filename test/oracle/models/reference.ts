/**
 * What a reference model is to its tests, and what PyTorch gave for it. `models.test.ts` finds the models by their
 * recorded files: `resnet18.json` is of `resnet18.py` (PyTorch) and `resnet18.ts` (here).
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { expect } from "vitest";
import type { Statement } from "../statements.ts";
import { type nn, optim, Tensor } from "../subject.ts";

export type Device = "cpu" | "webgpu";
export type Outputs = Tensor | readonly Tensor[];

/** As `model()` of the Python module: built after `manualSeed(0)`, with inputs drawn in the same order. */
export interface ReferenceModel {
  readonly net: nn.Module;
  readonly forward: () => Outputs | Promise<Outputs>;
  /** Runs forward anew. */
  readonly loss: () => Tensor | Promise<Tensor>;
  /** Of the three SGD steps with momentum 0.9; 0.01 unless given. */
  readonly lr?: number;
  /** Instead of those: trains once, gives its losses. */
  readonly train?: (step: number) => Outputs | Promise<Outputs>;
}

/** The network at full size, built without values. */
export interface FullModel {
  readonly net: nn.Module;
  readonly forward: () => Outputs;
}

/** What a module of a reference model exports. */
export interface ModelFile {
  model(device: Device): ReferenceModel;
  full?(): FullModel;
}

/** A tensor in short: sums over all elements, the largest of their absolute values, and the first ones. */
interface Values {
  readonly shape: readonly number[];
  readonly sum: number;
  readonly abs: number;
  readonly max: number;
  readonly head: readonly number[];
}

interface State {
  readonly count: number;
  readonly sha256: string;
}

export interface Recorded {
  readonly repr: string;
  readonly parameters: number;
  readonly state: State;
  readonly outputs: readonly Values[];
  readonly dot?: { readonly size: string; readonly statements: number; readonly deflated: string };
  readonly loss: number;
  readonly grads: Readonly<Record<string, Values>>;
  readonly training: readonly (readonly number[])[];
  readonly eval: readonly Values[];
  readonly full?: {
    readonly parameters: number;
    readonly state: State;
    readonly outputs: readonly (readonly number[])[];
  };
}

const folder = new URL(".", import.meta.url);

/** The models that were recorded. */
export const modelNames = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => name.replace(".json", ""));

export function recorded(name: string): Recorded {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8")) as Recorded;
}

export async function modelFile(name: string): Promise<ModelFile> {
  const path = new URL(`${name}.ts`, folder).pathname;
  return (await import(/* @vite-ignore */ path)) as ModelFile;
}

export function dotStatements(dot: NonNullable<Recorded["dot"]>): Statement[] {
  return JSON.parse(inflateSync(Buffer.from(dot.deflated, "base64")).toString()) as Statement[];
}

export const tensors = (out: Outputs): readonly Tensor[] => (out instanceof Tensor ? [out] : out);

export function stateOf(net: nn.Module): State {
  const lines = Object.entries(net.stateDict()).map(([name, t]) => `${name} [${t.shape.join(", ")}]`);
  return { count: lines.length, sha256: createHash("sha256").update(lines.join("\n")).digest("hex") };
}

export const parametersOf = (net: nn.Module): number =>
  [...net.parameters()].reduce((n, p) => n + p.numel(), 0);

/** Whether numbers are the same, but for `tolerance` of the largest. */
export function near(is: readonly number[], wanted: readonly number[], tolerance: number): boolean {
  const scale = Math.max(...wanted.map(Math.abs));
  return (
    is.length === wanted.length &&
    is.every((x, i) => Math.abs(x - (wanted[i] ?? Number.NaN)) <= tolerance * scale)
  );
}

/** What differs by more than `tolerance` times the size of the numbers; empty if nothing does. */
export async function differences(t: Tensor, wanted: Values, tolerance: number): Promise<string[]> {
  expect([...t.shape]).toEqual(wanted.shape);
  const data = Array.from(await t.detach().data());
  const is = {
    sum: data.reduce((s, x) => s + x, 0),
    abs: data.reduce((s, x) => s + Math.abs(x), 0),
    max: data.reduce((m, x) => Math.max(m, Math.abs(x)), 0),
  };
  const bounds = { sum: wanted.abs, abs: wanted.abs, max: wanted.max };
  const wrong = (["sum", "abs", "max"] as const)
    .filter((key) => !(Math.abs(is[key] - wanted[key]) <= tolerance * bounds[key] + 1e-7))
    .map((key) => `${key} ${is[key]} instead of ${wanted[key]}`);
  wanted.head.forEach((w, i) => {
    const value = data[i] ?? Number.NaN;
    if (!(Math.abs(value - w) <= tolerance * wanted.max + 1e-7))
      wrong.push(`[${i}] ${value} instead of ${w}`);
  });
  return wrong;
}

/** Losses of three steps of training, each step's in a row. */
export async function train(model: ReferenceModel): Promise<number[][]> {
  const sgd = new optim.SGD(model.net.parameters(), { lr: model.lr ?? 0.01, momentum: 0.9 });
  const losses: number[][] = [];
  for (let i = 0; i < 3; i++) {
    let out: Outputs;
    if (model.train) out = await model.train(i);
    else {
      sgd.zeroGrad();
      const loss = await model.loss();
      loss.backward();
      sgd.step();
      out = loss;
    }
    losses.push((await Promise.all(tensors(out).map((loss) => loss.item()))).map(Number));
  }
  return losses;
}
