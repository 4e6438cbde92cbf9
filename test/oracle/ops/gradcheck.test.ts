/**
 * Every derivative of the op table beside finite differences, in float64, and the derivatives of the derivatives.
 * Inputs come from the recorded cases, so a new op with a case is checked by itself; `gradcheckSamples.ts` has the rest.
 */
import { describe, expect, test } from "vitest";
import { type Node, NotImplementedNode, OpNode } from "../../../engine/autograd/node.ts";
import type { AnyOp } from "../../../engine/ops/op.ts";
import { OPS } from "../../../engine/ops/table.ts";
import { type Tensor, torch } from "../subject.ts";
import { prepare } from "./call.ts";
import { NOT_TWICE, UNCHECKED } from "./gradcheckExceptions.ts";
import { SAMPLES, type Sample } from "./gradcheckSamples.ts";
import { type RecordedCase, recordedCases, textOf } from "./recorded.ts";

interface Checked {
  readonly text: string;
  readonly leaves: readonly Tensor[];
  readonly run: () => Promise<Tensor[]>;
  /** Whose derivatives run, in backward and in the backward of backward. */
  readonly first: ReadonlySet<string>;
  readonly second: ReadonlySet<string> | null;
  /** Calls of the function that finite differences take, times the elements that come out. */
  readonly cost: number;
  readonly coarse: boolean;
}

/** Of each function so many cases, the smallest that have some elements, and more where they reach other ops. */
const CASES = 1;
const LEAST = 4;
const LARGEST = 20_000;
/** Second derivatives take the square of the time. */
const LARGEST_TWICE = 600;

const nameOf = ({ schema: { name, overload } }: AnyOp) => (overload ? `${name}.${overload}` : name);

function behind(t: Tensor): Node[] {
  const seen = new Set<Node>();
  const stack = t.gradFn ? [t.gradFn] : [];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    for (const edge of node.next) if (edge) stack.push(edge.node);
  }
  return [...seen];
}

const opsBehind = (outputs: readonly (Tensor | null)[]): Set<string> =>
  new Set(
    outputs
      .flatMap((t) => (t ? behind(t) : []))
      .flatMap((node) => (node instanceof OpNode ? nameOf(node.op) : [])),
  );

/** Null where one of them has no derivative. */
function opsBehindGradients(outputs: readonly Tensor[], leaves: readonly Tensor[]): Set<string> | null {
  const seeds = outputs.map((t) => torch.ones(t.shape, { dtype: t.dtype, requiresGrad: true }));
  const gradients = torch.autograd.grad(outputs, leaves, seeds, { createGraph: true, allowUnused: true });
  if (gradients.some((g) => g && behind(g).some((node) => node instanceof NotImplementedNode))) return null;
  return opsBehind(gradients);
}

type Call = Pick<Checked, "leaves"> & { readonly run: () => Tensor[] | Promise<Tensor[]> };

async function checked(text: string, { leaves, run: raw }: Call, coarse = false): Promise<Checked> {
  const run = async () => {
    torch.manualSeed(1);
    return raw();
  };
  const outputs = (await run()).filter((t) => t.requiresGrad);
  const first = opsBehind(outputs);
  const second = opsBehindGradients(outputs, leaves);
  const inputs = leaves.reduce((sum, t) => sum + t.numel(), 0);
  const cost = inputs * outputs.reduce((sum, t) => sum + t.numel(), 1);
  return { text, leaves, run, first, second, cost, coarse };
}

/** Values by hand stand where a function has a corner, and nothing can be checked where there is no number. */
function isSmooth({ args, kwargs, error, grads, out }: RecordedCase): boolean {
  if (error || !grads?.some((g) => g !== null)) return false;
  const given = JSON.stringify([args, kwargs]);
  const corner = /"v":/.test(given.replace(/\{"v":[^}]*("grad":false|"dtype":"(int|bool|uint))[^}]*\}/g, ""));
  return !corner && !/"nan"|inf"/.test(given + JSON.stringify(out));
}

function sampled({ shapes, run, coarse }: Sample, name: string): Promise<Checked> {
  torch.manualSeed(0);
  const leaves = shapes.map((shape) => torch.randn(shape, { dtype: torch.float64 }).requiresGrad_());
  return checked(name, { leaves, run: async () => [await run(...leaves)] }, coarse);
}

const byFunction = new Map<string, Checked[]>();
for (const wanted of recordedCases) {
  if (!isSmooth(wanted) || UNCHECKED.calls.some((pattern) => pattern.test(textOf(wanted)))) continue;
  const one = await checked(textOf(wanted), prepare(wanted, { float: torch.float64 }));
  if (one.cost < LEAST || one.cost > LARGEST) continue;
  byFunction.set(wanted.fn, [...(byFunction.get(wanted.fn) ?? []), one]);
}

const reached = { first: new Set<string>(), second: new Set<string>() };
const groups: { name: string; once: Checked[]; twice: Checked[] }[] = [];

/** Takes the first cases, and those after them that reach what none before did. */
function choose(cases: readonly Checked[], order: "first" | "second", least: number): Checked[] {
  return cases.filter((one, i) => {
    const ops = order === "first" ? one.first : new Set([...one.first, ...(one.second ?? [])]);
    const fresh = [...ops].some((op) => !reached[order].has(op));
    if (i >= least && !fresh) return false;
    for (const op of ops) reached[order].add(op);
    return true;
  });
}

function group(name: string, cases: readonly Checked[]): void {
  const sorted = [...cases].sort((a, b) => a.cost - b.cost);
  const small = sorted.filter(
    (c) =>
      c.second &&
      c.cost <= LARGEST_TWICE &&
      !c.coarse &&
      ![...c.first, ...c.second].some((op) => op in NOT_TWICE),
  );
  groups.push({ name, once: choose(sorted, "first", CASES), twice: choose(small, "second", 1) });
}

for (const [name, sample] of Object.entries(SAMPLES)) group(name, [await sampled(sample, name)]);
for (const [name, cases] of byFunction) group(name, cases);

describe.each(groups)("$name", ({ once, twice }) => {
  test("backward is the derivative", async () => {
    for (const { run, leaves, coarse, text } of once) {
      const options = coarse ? { eps: 1e-2, atol: 1e-2 } : {};
      await expect(torch.autograd.gradcheck(run, leaves, options), text).resolves.toBe(true);
    }
  });

  test.skipIf(twice.length === 0)("and so is backward of backward", async () => {
    for (const { run, leaves, text } of twice) {
      await expect(torch.autograd.gradgradcheck(run, leaves), text).resolves.toBe(true);
    }
  });
});

const differentiable = OPS.filter((op) => op.derivatives.length > 0).map(nameOf);
const ADD =
  'add a call with a smooth float input to its family in test/oracle/ops (docs/adding-an-op.md, "Test it"), or a sample to test/oracle/ops/gradcheckSamples.ts';

test("every op with a derivative is checked", () => {
  const missing = differentiable.filter((op) => !reached.first.has(op) && !reached.second.has(op));
  expect(
    missing.filter((op) => !(op in UNCHECKED.ops)),
    ADD,
  ).toEqual([]);
});

test("and twice, unless it says why not", () => {
  const missing = differentiable.filter((op) => !reached.second.has(op));
  const excused = (op: string) => op in NOT_TWICE || op in UNCHECKED.ops;
  expect(
    missing.filter((op) => !excused(op)),
    `${ADD}; or a reason to gradcheckExceptions.ts`,
  ).toEqual([]);
});

test("nothing is excused without need", () => {
  const known = new Set(differentiable);
  expect(Object.keys({ ...NOT_TWICE, ...UNCHECKED.ops }).filter((op) => !known.has(op))).toEqual([]);
});
