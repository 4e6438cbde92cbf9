/** Result dtypes over all pairs of dtypes, as `promotion.py` recorded them. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { DTYPES, DType } from "../../../engine/dtype.ts";
import { type Tensor, torch } from "../subject.ts";

type Operand = Tensor | number | boolean;
/** By the left operand, then the right one: the result's dtype, or "! " and the error. */
type Table = Readonly<Record<string, Readonly<Record<string, string>>>>;

const tables = JSON.parse(readFileSync(new URL("promotion.json", import.meta.url), "utf8")) as Readonly<
  Record<string, Table>
>;

const NUMBERS: Readonly<Record<string, number | boolean>> = { True: true, 1: 1, 1.5: 1.5 };

function operand(name: string): Operand {
  const number = NUMBERS[name];
  if (number !== undefined) return number;
  const [dtypeName, scalar] = name.split(" ");
  const dtype = DTYPES.find((d) => d.name === dtypeName) as DType;
  return torch.ones(scalar ? [] : [2], { dtype });
}

const mask = torch.tensor([true, false]);

/** What is no method of the left operand called by the op's name. */
const CALLS: Readonly<Record<string, (a: Tensor, b: Tensor) => Tensor | DType>> = {
  resultType: torch.resultType,
  where: (a, b) => torch.where(mask, a, b),
  cat: (a, b) => torch.cat([a.reshape(-1), b.reshape(-1)]),
  stack: (a, b) => torch.stack([a, b]),
  lerp: (a, b) => torch.lerp(a, b, 0.5),
  addcmul: (a, b) => torch.addcmul(a, b, b),
  clamp: (a, b) => a.clamp(b, b),
  maskedFill: (a, b) => a.maskedFill(mask, b),
  pow: (a, b) => torch.pow(a, b),
};

function call(op: string, a: Operand, b: Operand): string {
  try {
    const named = CALLS[op];
    const copy = op.endsWith("_") ? (a as Tensor).clone() : a;
    // The casts let numbers stand where the declarations say tensor: the table has both.
    const result = named
      ? named(copy as Tensor, b as Tensor)
      : (Reflect.apply(Reflect.get(Object(copy) as object, op) as () => Tensor, copy, [b]) as Tensor);
    return result instanceof DType ? result.name : result.dtype.name;
  } catch (error) {
    return `! ${(error as Error).message.split("\n")[0]}`;
  }
}

describe.each(Object.entries(tables))("%s", (op, table) => {
  test.each(Object.entries(table))("of %s", (left, row) => {
    const found = Object.fromEntries(
      Object.keys(row).map((right) => [right, call(op, operand(left), operand(right))]),
    );
    expect(found).toEqual(row);
  });
});
