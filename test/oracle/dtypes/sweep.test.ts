/** Every op with operands of every dtype, as `sweep.py` recorded it in PyTorch: values, or the error's text. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { call, numberOf, type OpCase } from "../ops/call.ts";
import type { Tensor } from "../subject.ts";
import { weighted } from "../weighted.ts";

type Numbers = readonly (number | string)[];
type Result = string | readonly (readonly [dtype: string, values: Numbers])[];

interface Row extends OpCase {
  readonly results: Readonly<Record<string, Result>> & {
    readonly "float16 gradients"?: readonly (Numbers | null)[];
  };
}

const rows = JSON.parse(readFileSync(new URL("sweep.json", import.meta.url), "utf8")) as readonly Row[];

/** PyTorch's `assert_close`; of the 16-bit floats a little more than one unit of the last place. */
const TOLERANCE: Readonly<Record<string, readonly [rtol: number, atol: number]>> = {
  float32: [1.3e-6, 1e-5],
  float64: [1e-7, 1e-7],
  float16: [1e-3, 1e-5],
  bfloat16: [1.6e-2, 1e-5],
};

/** 16-bit floats: PyTorch rounds inside of some kernels, or does not, by a unit of the largest number's last place. */
const UNIT: Readonly<Record<string, number>> = { float16: 2 ** -10, bfloat16: 2 ** -7 };

async function wrong(t: Tensor, wanted: Numbers, dtype: string, units = 1): Promise<string[]> {
  const [rtol, absolute] = TOLERANCE[dtype] ?? [0, 0];
  const largest = Math.max(0, ...wanted.map(numberOf).map(Math.abs).filter(Number.isFinite));
  const atol = absolute + units * (UNIT[dtype] ?? 0) * largest;
  const data = await t.detach().data();
  return wanted.flatMap((w, i) => {
    const [a, b] = [data[i] as number, numberOf(w)];
    // What is recorded has nine digits.
    const near = Object.is(a, b) || a === b || Math.abs(a - b) <= atol + (rtol + 5e-9) * Math.abs(b);
    return near ? [] : [`[${i}] is ${a}, not ${b}`];
  });
}

function withDtype(arg: unknown, dtype: string): unknown {
  if (Array.isArray(arg)) return arg.map((a) => withDtype(a, dtype));
  if (typeof arg !== "object" || arg === null) return arg === "$" ? dtype : arg;
  const out = Object.fromEntries(Object.entries(arg).map(([k, a]) => [k, withDtype(a, dtype)]));
  return out.dtype === "bool" && "t" in out ? { ...out, low: 0, high: 2 } : out;
}

/** What differs from PyTorch; nothing, it is hoped. */
async function differences(row: Row, dtype: string): Promise<string[]> {
  const wanted = row.results[dtype] as Result;
  const made = withDtype([row.args, row.kwargs], dtype) as [unknown[], Record<string, unknown>];
  let result: ReturnType<typeof call>;
  try {
    result = call({ fn: row.fn, args: made[0], kwargs: made[1] });
  } catch (error) {
    const message = `! ${(error as Error).message.split("\n")[0]}`;
    return message === wanted ? [] : [`raises ${message}\n  not ${JSON.stringify(wanted)}`];
  }
  if (typeof wanted === "string") return [`gives ${result.outputs}\n  not ${wanted}`];
  const found: string[] = [];
  for (const [i, out] of result.outputs.entries()) {
    const [name, values] = wanted[i] ?? ["none", []];
    if (out.dtype.name !== name) found.push(`has dtype ${out.dtype.name}, not ${name}`);
    else found.push(...(await wrong(out, values, name)));
  }
  const gradients = dtype === "float16" ? row.results["float16 gradients"] : undefined;
  if (gradients) {
    weighted(result.outputs).backward();
    for (const [i, values] of gradients.entries()) {
      const grad = result.leaves[i]?.grad;
      if (values && !grad) found.push(`leaf ${i} has no gradient`);
      if (values && grad) {
        const off = await wrong(grad, values, "float16", 4);
        found.push(...off.map((text) => `the gradient of leaf ${i}: ${text}`));
      }
    }
  }
  return found;
}

const text = ({ fn, args, kwargs }: Row) =>
  `${fn}(${JSON.stringify(args).slice(1, -1)}, ${JSON.stringify(kwargs)})`;

describe.each(rows.map((row) => [text(row), row] as const))("%s", (_, row) => {
  test("is PyTorch's for every dtype", async () => {
    const found: Record<string, string[]> = {};
    for (const dtype of Object.keys(row.results)) {
      if (dtype.includes(" ")) continue;
      const off = await differences(row, dtype);
      if (off.length) found[dtype] = off;
    }
    expect(found).toEqual({});
  });
});
