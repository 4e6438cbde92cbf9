/** `x.at(…)` and `x.set([…], value)` beside Python's indexing, as `generate.py` recorded it. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { newaxis } from "../../../engine/index.ts";
import { slice, type Tensor, torch } from "../subject.ts";

const DTYPES = {
  float64: torch.float64,
  float32: torch.float32,
  int64: torch.int64,
  int32: torch.int32,
  int16: torch.int16,
};
type DTypeName = keyof typeof DTYPES;

type IndexText =
  | number
  | null
  | "..."
  | "newaxis"
  | { slice: [number | null, number | null, number | null] }
  | { tensor: number[]; dtype: DTypeName }
  | { mask: boolean[] };

interface Given {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

interface Wanted {
  readonly result: Given;
  readonly strides?: readonly number[];
  readonly view?: boolean;
  readonly nodes: readonly string[];
  readonly version?: number;
  readonly grad?: Given;
  readonly valueGrad?: Given | null;
  readonly error?: readonly [type: string, message: string];
}

interface AtCase extends Wanted {
  readonly at: readonly IndexText[];
  readonly shape: readonly number[];
  readonly transposed: boolean;
}

interface PutCase extends Wanted {
  readonly put: readonly IndexText[];
  readonly shape: readonly number[];
  readonly value: number | readonly number[];
  readonly dtype: DTypeName;
  readonly valueDtype: DTypeName;
  readonly leaf: boolean;
  readonly transposed: boolean;
}

const cases = JSON.parse(readFileSync(new URL("expected.json", import.meta.url), "utf8")) as (
  | AtCase
  | PutCase
)[];

type Index = Parameters<Tensor["at"]>[number];

function decoded(index: IndexText): Index {
  if (index === "newaxis") return newaxis;
  if (index === null || typeof index !== "object") return index;
  if ("slice" in index) return slice(index.slice[0], index.slice[1], index.slice[2] ?? 1);
  if ("mask" in index) return torch.tensor(index.mask, { dtype: torch.bool });
  return torch.tensor(index.tensor, { dtype: DTYPES[index.dtype] });
}

const counted = (shape: readonly number[], dtype: DTypeName = "float64"): Tensor =>
  torch
    .arange(shape.reduce((n, s) => n * s, 1))
    .to(DTYPES[dtype])
    .reshape([...shape]);

type GraphNode = NonNullable<Tensor["gradFn"]>;

function nodes(node: GraphNode | null): string[] {
  if (!node) return [];
  return [node.name, ...node.next.flatMap((edge) => nodes(edge?.node ?? null))];
}

async function given(t: Tensor | null): Promise<Given | null> {
  if (!t) return null;
  return { shape: [...t.shape], values: [...(await t.reshape([-1]).data())].map(Number) };
}

async function reading(c: AtCase): Promise<Omit<Wanted, "error">> {
  const leaf = counted(c.shape).requiresGrad_();
  const y = (c.transposed ? leaf.t() : leaf).at(...c.at.map(decoded));
  const found = { strides: [...y.stride()], view: y.base !== null, nodes: nodes(y.gradFn) };
  const result = (await given(y.detach())) as Given;
  y.backward(counted(y.shape).add(1));
  return { result, ...found, grad: (await given(leaf.grad)) as Given };
}

async function writing(c: PutCase): Promise<Omit<Wanted, "error">> {
  const start = counted(c.shape, c.dtype);
  if (start.dtype.isFloatingPoint) start.requiresGrad_();
  let value: number | Tensor;
  if (typeof c.value === "number") value = c.value;
  else {
    value = counted(c.value, c.valueDtype).neg().sub(1);
    if (value.dtype.isFloatingPoint && start.dtype.isFloatingPoint) value = value.detach().requiresGrad_();
  }
  const x = c.leaf ? start : start.clone();
  (c.transposed ? x.t() : x).set(c.put.map(decoded), value);
  const result = (await given(x.detach())) as Given;
  const found = { result, nodes: nodes(x.gradFn), version: x.version };
  if (!x.requiresGrad) return found;
  x.backward(counted(x.shape, c.dtype).add(1));
  return {
    ...found,
    grad: (await given(start.grad)) as Given,
    valueGrad: typeof value === "number" ? null : await given(value.grad),
  };
}

async function outcome(c: AtCase | PutCase): Promise<unknown> {
  try {
    return await ("at" in c ? reading(c) : writing(c));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { error: [error.name, error.message] };
  }
}

function wanted(c: AtCase | PutCase): unknown {
  if (c.error) return { error: c.error };
  const { result, strides, view, nodes, version, grad, valueGrad } = c;
  const all = { result, strides, view, nodes, version, grad, valueGrad };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

const nameOf = (c: AtCase | PutCase): string =>
  "at" in c
    ? `x${JSON.stringify(c.shape)}.at${JSON.stringify(c.at)}${c.transposed ? " of x.t()" : ""}`
    : `x${JSON.stringify(c.shape)}.set(${JSON.stringify(c.put)}, ${JSON.stringify(c.value)}) ${c.dtype} ${c.valueDtype}${c.transposed ? " of x.t()" : ""}${c.leaf ? " of a leaf" : ""}`;

describe("indexing", () => {
  test.each(cases.map((c) => [nameOf(c), c] as const))("%s", async (_, c) => {
    expect(await outcome(c)).toEqual(wanted(c));
  });
});
