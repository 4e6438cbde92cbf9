/** What `generate.py` wrote, and how its Python names become ours. */
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { type Tensor, torch } from "../subject.ts";

export type Options = Readonly<Record<string, unknown>>;
/** The rate and the momentum of each group, at each epoch. */
export type Rates = readonly (readonly (readonly [lr: number, momentum: number])[])[];

export interface Expected {
  readonly steps: number;
  readonly optimizers: readonly {
    readonly name: string;
    readonly options: Options;
    readonly weights: number[];
    readonly state: Readonly<Record<string, number | number[]>>;
    readonly text: string;
  }[];
  readonly groups: {
    readonly weights: number[][];
    readonly text: string;
    readonly params: number[][];
    readonly named: string;
    readonly scheduled: string;
  };
  readonly lbfgs: readonly {
    readonly options: Options;
    readonly losses: number[];
    readonly calls: number;
    readonly iterations: number;
    readonly evaluations: number;
    readonly weights: number[];
    readonly text: string;
  }[];
  readonly refused: Readonly<Record<string, readonly [name: string, message: string]>>;
  readonly schedulers: readonly {
    readonly name: string;
    readonly args: unknown[];
    readonly options: Options;
    readonly rates: Rates;
  }[];
  readonly functions: Readonly<Record<string, Rates>>;
  readonly plateaus: readonly { readonly options: Options; readonly rates: Rates }[];
  readonly averaged: Readonly<
    Record<string, Readonly<Record<"state" | "renewed", Readonly<Record<string, number | number[]>>>>>
  >;
  readonly plateauValues: number[];
  readonly fractional: { readonly epochs: number[]; readonly once: number[]; readonly doubled: number[] };
  readonly closed: Readonly<Record<string, number[]>>;
}

const file = new URL("expected.json", import.meta.url);
export const expected = JSON.parse(readFileSync(file, "utf8")) as Expected;

export const camelCase = (options: Options): Options =>
  Object.fromEntries(
    Object.entries(options).map(([key, value]) => [
      key.replace(/_([a-z])/g, (_, c: string) => c.toUpperCase()),
      value,
    ]),
  );

/** A class of a namespace by its name. */
export function make<T>(from: object, name: string, ...args: unknown[]): T {
  const found: unknown = Reflect.get(from, name);
  if (typeof found !== "function") throw new Error(`there is no ${name}`);
  return Reflect.construct(found, args) as T;
}

/** To `relative` parts of the largest number, which weighs what the sums behind all of them do. */
export function expectClose(got: readonly number[], wanted: readonly number[], relative: number): void {
  expect(got.length).toBe(wanted.length);
  const size = Math.max(1e-3, ...wanted.map(Math.abs));
  const off = wanted.map((w, i) => Math.abs((got[i] ?? Number.NaN) - w) / size);
  expect(Math.max(...off), `${got.join(", ")} for ${wanted.join(", ")}`).toBeLessThanOrEqual(relative);
}

export const numbers = async (t: Tensor): Promise<number[]> => Array.from(await t.detach().data());

/** The problem that the optimizers are run on. */
export function problem() {
  torch.manualSeed(0);
  const w = torch.randn(2, 3, { requiresGrad: true });
  const x = torch.randn(3, 2);
  return { w, gradient: () => w.matmul(x).pow(2).mean().backward() };
}
