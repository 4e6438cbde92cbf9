/** Layers and initializers against PyTorch: what they print, hold and give (`generate.py`). */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { nn, Tensor, torch } from "../subject.ts";

type Input = readonly number[] | readonly [shape: readonly number[], high: number] | "eval";
type Options = Readonly<Record<string, unknown>>;

interface Values {
  readonly shape: readonly number[];
  readonly sum: number;
  readonly abs: number;
  readonly head: readonly number[];
}

interface Recorded {
  readonly layer?: readonly [name: string, args: unknown[], options: Options, inputs: readonly Input[]];
  readonly init?: readonly [name: string, shape: readonly number[], args: unknown[], options: Options];
  readonly error?: string;
  readonly repr?: string;
  readonly state?: readonly string[];
  readonly out?: readonly Values[];
  readonly node?: readonly (string | null)[];
}

const file = new URL("layers.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(file, "utf8")) as { cases: Recorded[] };

const camelCase = (name: string): string => name.replace(/_([a-z0-9])/g, (_, c: string) => c.toUpperCase());
const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

/** The arguments, then the options in an object, if there are any. */
function given(args: readonly unknown[], options: Options): unknown[] {
  const named = Object.entries(options).map(([name, value]) => [camelCase(name), value] as const);
  return named.length ? [...args, Object.fromEntries(named)] : [...args];
}

function input(x: Exclude<Input, "eval">): Tensor {
  const [shape, high] = x as readonly [readonly number[] | number, number];
  if (typeof shape !== "number" && high === 0) return torch.rand([...shape]).add(0.1);
  return typeof shape === "number" ? torch.randn(x as readonly number[]) : torch.randint(0, high, [...shape]);
}

async function expectValues(t: Tensor, wanted: Values): Promise<void> {
  expect([...t.shape]).toEqual(wanted.shape);
  const data = Array.from(await t.detach().data(), Number);
  const is = [
    data.reduce((s, x) => s + x, 0),
    data.reduce((s, x) => s + Math.abs(x), 0),
    ...data.slice(0, wanted.head.length),
  ];
  const expected = [wanted.sum, wanted.abs, ...wanted.head];
  const wrong = expected
    .map((w, i) => ({
      i,
      is: is[i] ?? Number.NaN,
      wanted: w,
      bound: 1e-5 * (i < 2 ? 1 + wanted.abs : 1 + Math.abs(w)),
    }))
    .filter((e) => !(Math.abs(e.is - e.wanted) <= e.bound));
  expect(wrong).toEqual([]);
}

function constructed(name: string, args: readonly unknown[], options: Options): nn.Module {
  const Class: unknown = Reflect.get(nn, name);
  if (typeof Class !== "function") throw new Error(`there is no nn.${name}`);
  return Reflect.construct(Class, given(args, options)) as nn.Module;
}

const layers = cases.filter((c) => c.layer);

describe.each(layers.map((c) => [JSON.stringify(c.layer), c] as const))("nn %s", (_, wanted) => {
  test("is PyTorch's", async () => {
    const [name, args, options, inputs] = wanted.layer as NonNullable<Recorded["layer"]>;
    torch.manualSeed(0);
    const run = () => {
      const module = constructed(name, args, options);
      if (inputs.includes("eval")) module.eval();
      const made = inputs.filter((x) => x !== "eval").map(input);
      return { module, out: Reflect.apply(module, undefined, made) as unknown };
    };
    if (wanted.error !== undefined) {
      expect(run).toThrow(wanted.error);
      return;
    }
    const { module, out } = run();
    expect(String(module)).toBe(wanted.repr);
    expect(
      Object.entries(module.stateDict()).map(([key, t]) => `${snakeCase(key)} [${t.shape.join(", ")}]`),
    ).toEqual(wanted.state);
    const outputs = (out instanceof Tensor ? [out] : out) as Tensor[];
    expect(outputs.length).toBe(wanted.out?.length);
    expect(outputs.map((t) => t.gradFn?.name ?? null)).toEqual(wanted.node);
    for (const [i, t] of outputs.entries()) await expectValues(t, wanted.out?.[i] as Values);
  });
});

const initializers = cases.filter((c) => c.init);

describe.each(initializers.map((c) => [JSON.stringify(c.init), c] as const))("nn.init %s", (_, wanted) => {
  test("writes PyTorch's numbers, and draws as many", async () => {
    const [name, shape, args, options] = wanted.init as NonNullable<Recorded["init"]>;
    torch.manualSeed(0);
    const t = torch.empty([...shape]);
    const fill: unknown = Reflect.get(nn.init, camelCase(name));
    if (typeof fill !== "function") throw new Error(`there is no nn.init.${name}`);
    // Here the arguments come by position, in PyTorch's order.
    const defaults = { trunc_normal_: ["mean", "std", "a", "b"], sparse_: ["sparsity", "std"] }[name] ?? [];
    const values = [...args];
    for (const [i, key] of defaults.entries()) if (key in options) values[i] = options[key];
    const run = (): unknown => Reflect.apply(fill, undefined, [t, ...values]);
    if (wanted.error !== undefined) {
      expect(run).toThrow(wanted.error);
      return;
    }
    expect(run()).toBe(t);
    await expectValues(t, wanted.out?.[0] as Values);
    await expectValues(torch.rand(2), wanted.out?.[1] as Values);
  });
});
