/** Weight and spectral normalization against PyTorch: printed form, state, graph, numbers, gradients (`generate.py`). */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { noGrad } from "../../../engine/autograd/mode.ts";
import type { Node } from "../../../engine/autograd/node.ts";
import { deepcopy } from "../../../engine/copy.ts";
import { nn, Tensor, torch } from "../subject.ts";

interface Values {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}
type State = Readonly<Record<string, Values>>;
type Chain = null | readonly unknown[];

interface Recorded {
  readonly case: readonly [
    form: string,
    layer: string,
    args: readonly number[],
    options: Readonly<Record<string, unknown>>,
    shape: readonly number[],
  ];
  readonly error?: string;
  readonly repr: string;
  readonly state: State;
  readonly out: Values;
  readonly graph: Chain;
  readonly grads: State;
  readonly eval: Values;
  readonly removed: { readonly repr: string; readonly state: State };
}

const file = new URL("parametrize.json", import.meta.url);
const cases = JSON.parse(readFileSync(file, "utf8")) as Recorded[];

const { parametrizations, parametrize, weightNorm, spectralNorm, removeWeightNorm, removeSpectralNorm } =
  nn.utils;
const FORMS = new Map<string, (module: nn.Module, options: object) => nn.Module>([
  ["parametrizations.weightNorm", parametrizations.weightNorm],
  ["parametrizations.spectralNorm", parametrizations.spectralNorm],
  ["weightNorm", weightNorm],
  ["spectralNorm", spectralNorm],
]);
const REMOVE = new Map<string, (module: nn.Module, name: string) => nn.Module>([
  ["weightNorm", removeWeightNorm],
  ["spectralNorm", removeSpectralNorm],
]);

const camelCase = (name: string): string => name.replace(/_([a-z0-9])/g, (_, c: string) => c.toUpperCase());

function chain(node: Node | null | undefined): Chain {
  return node ? [node.name, ...node.next.map((edge) => chain(edge?.node))] : null;
}

async function expectValues(t: Tensor | null, wanted: Values): Promise<void> {
  expect([...(t?.shape ?? [])]).toEqual(wanted.shape);
  const data = Array.from((await t?.detach().data()) ?? [], Number).slice(0, 24);
  const largest = Math.max(...wanted.values.map(Math.abs));
  wanted.values.forEach((value, i) => {
    expect(Math.abs((data[i] as number) - value)).toBeLessThan(5e-5 * (1 + largest));
  });
}

async function expectState(is: Readonly<Record<string, Tensor>>, wanted: State): Promise<void> {
  expect(Object.keys(is)).toEqual(Object.keys(wanted));
  for (const [name, values] of Object.entries(wanted)) await expectValues(is[name] ?? null, values);
}

function outputOf(module: nn.Module, x: Tensor): Tensor {
  const out: unknown = Reflect.apply(module, undefined, [x]);
  const first: unknown = Array.isArray(out) ? out[0] : out;
  if (first instanceof Tensor) return first;
  throw new Error("a layer gives a tensor");
}

describe.each(cases.map((c) => [JSON.stringify(c.case), c] as const))("%s", (_, wanted) => {
  test("is PyTorch's", async () => {
    const [form, layer, args, options, shape] = wanted.case;
    torch.manualSeed(0);
    const made = Reflect.construct(Reflect.get(nn, layer) as new () => nn.Module, args) as nn.Module;
    const named = Object.fromEntries(Object.entries(options).map(([n, v]) => [camelCase(n), v]));
    const apply = () => FORMS.get(form)?.(made, named);
    if (wanted.error !== undefined) {
      expect(apply).toThrow(wanted.error);
      return;
    }
    const module = apply() as nn.Module;
    const name = typeof options.name === "string" ? options.name : "weight";
    expect(String(module)).toBe(wanted.repr);
    await expectState(module.stateDict(), wanted.state);
    const x = torch.randn([...shape]);
    outputOf(module, x);
    const out = outputOf(module, x);
    out.sum().backward();
    await expectValues(out, wanted.out);
    const weight: unknown = Reflect.get(module, name);
    expect(chain(weight instanceof Tensor ? weight.gradFn : null)).toEqual(wanted.graph);
    for (const [path, grad] of Object.entries(wanted.grads)) {
      await expectValues(module.getParameter(path).grad, grad);
    }
    module.eval();
    await expectValues(outputOf(module, x), wanted.eval);
    const remove = REMOVE.get(form);
    if (remove) remove(module, name);
    else parametrize.removeParametrizations(module, name);
    expect(String(module)).toBe(wanted.removed.repr);
    await expectState(module.stateDict(), wanted.removed.state);
  });
});

describe("parametrize", () => {
  class Symmetric extends nn.Module {
    forward(...[x]: Tensor[]): Tensor {
      return (x as Tensor).triu().add((x as Tensor).triu(1).T);
    }
    rightInverse(x: Tensor): Tensor {
      return x.triu();
    }
  }

  test("a parametrization of one's own computes the weight, and an assigned value goes back through it", async () => {
    const net = parametrize.registerParametrization(new nn.Linear(2, 2), "weight", new Symmetric());
    expect(parametrize.isParametrized(net)).toBe(true);
    expect(parametrize.isParametrized(net, "bias")).toBe(false);
    expect(Object.keys(net.stateDict())).toEqual(["bias", "parametrizations.weight.original"]);
    Reflect.set(net, "weight", torch.tensor([1.5, 2, 2, 3]).view(2, 2));
    expect(await net.weight.tolist()).toEqual([
      [1.5, 2],
      [2, 3],
    ]);
    expect(await net.parametrizations.weight?.original.tolist()).toEqual([
      [1.5, 2],
      [0, 3],
    ]);
  });

  test("within `cached` a tensor is computed once", () => {
    const net = parametrizations.weightNorm(new nn.Linear(2, 2));
    const same = () => Object.is(net.weight, net.weight);
    expect(parametrize.cached(same)).toBe(true);
    expect(same()).toBe(false);
  });

  test("a copy has parametrizations of its own", async () => {
    const net = parametrizations.weightNorm(new nn.Linear(2, 2));
    const copy = deepcopy(net);
    noGrad(() => net.parametrizations.weight?.original0?.mul_(2));
    expect(String(copy)).toBe(String(net));
    expect(await copy.weight.mul(2).tolist()).toEqual(await net.weight.tolist());
  });

  test("weights of the older form are loaded into the newer one", async () => {
    const old = weightNorm(new nn.Linear(3, 2));
    const net = parametrizations.weightNorm(new nn.Linear(3, 2));
    expect(String(net.loadStateDict(old.stateDict()))).toBe("<All keys matched successfully>");
    expect(await net.weight.tolist()).toEqual(await old.weight.tolist());
  });
});
