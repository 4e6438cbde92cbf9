/** What PyTorch 2.13 and torchviz gave (`generate.py`), and how our results are compared with it. */
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { parseDot, type Statement } from "./statements.ts";
import type { Dot, Tensor } from "./subject.ts";

interface Values {
  readonly shape: readonly number[];
  readonly dtype: string;
  /** The first elements in row-major order. */
  readonly head: readonly (number | boolean)[];
  readonly sum?: number;
  readonly l2?: number;
  readonly min?: number;
  readonly max?: number;
}

export interface Expected {
  readonly outputs?: readonly Values[];
  readonly grads?: Readonly<Record<string, Values>>;
  readonly dot?: {
    readonly options: { readonly show_attrs?: boolean; readonly show_saved?: boolean };
    readonly size: string;
    readonly statements: readonly Statement[];
  };
  readonly repr?: string;
  readonly error?: { readonly type: string; readonly message: string };
}

const file = new URL("expected.json", import.meta.url);
const expected = JSON.parse(readFileSync(file, "utf8")) as { cases: Record<string, Expected> };

export function expectedCase(name: string): Expected {
  const found = expected.cases[name];
  if (!found) throw new Error(`expected.json has no case '${name}'`);
  return found;
}

/** |a - b| ≤ atol + rtol · |b|, NaN equal to NaN. */
function close(actual: number, wanted: number, rtol: number, atol: number): boolean {
  if (Number.isNaN(wanted)) return Number.isNaN(actual);
  return actual === wanted || Math.abs(actual - wanted) <= atol + rtol * Math.abs(wanted);
}

/** Compares elements, and through sum, norm, minimum and maximum those that `head` leaves out. */
export async function expectValues(t: Tensor, wanted: Values, rtol: number, atol = rtol / 10): Promise<void> {
  expect([...t.shape]).toEqual(wanted.shape);
  expect(t.dtype.name).toBe(wanted.dtype);
  const data = await t.detach().data();
  const wrong = wanted.head
    .map((value, i) => ({ i, actual: data[i] as number, wanted: Number(value) }))
    .filter((e) => !close(e.actual, e.wanted, rtol, atol));
  expect(wrong.slice(0, 5)).toEqual([]);
  if (wanted.l2 === undefined) return;
  const all = Array.from(data);
  const l2 = Math.sqrt(all.reduce((s, x) => s + x * x, 0));
  const stats = {
    sum: all.reduce((s, x) => s + x, 0),
    l2,
    min: all.reduce((a, b) => Math.min(a, b), Infinity),
    max: all.reduce((a, b) => Math.max(a, b), -Infinity),
  };
  // A sum of numbers that cancel is as exact as the numbers are large: its tolerance goes by their norm.
  const scale = { sum: l2 * Math.sqrt(all.length), l2: 0, min: 0, max: 0 };
  for (const key of ["sum", "l2", "min", "max"] as const) {
    const bound = atol + rtol * scale[key];
    expect({
      key,
      close: close(stats[key], wanted[key] as number, rtol, bound),
      is: stats[key],
      wanted: wanted[key],
    }).toMatchObject({ close: true });
  }
}

export function expectDot(dot: Dot, wanted: NonNullable<Expected["dot"]>): void {
  const { size, statements } = parseDot(String(dot));
  expect(statements).toEqual(wanted.statements);
  expect(size).toBe(wanted.size);
}
