import { describe, expect, test } from "vitest";
import { moduleListText, moduleText } from "../../../engine/format/moduleText.ts";
import { printModule, readPrintCases } from "./printCases.ts";

const linear = moduleText({
  name: "Linear",
  extraRepr: "in_features=3, out_features=4, bias=True",
  children: [],
});

describe("a module prints as in PyTorch", () => {
  const { modules } = readPrintCases(new URL("../../oracle/print/cases.json", import.meta.url));

  test.each(modules.map((m, i) => [i, m.name, m] as const))("%i %s", (_, __, recorded) => {
    expect(printModule(recorded)).toBe(recorded.text);
  });
});

test("a module without children takes one line", () => {
  expect(linear).toBe("Linear(in_features=3, out_features=4, bias=True)");
});

test("Sequential names each child, ModuleList folds equal neighbours", () => {
  const children = [
    ["0", linear],
    ["1", linear],
  ] as const;
  expect(moduleText({ name: "Sequential", extraRepr: "", children })).toBe(`Sequential(
  (0): ${linear}
  (1): ${linear}
)`);
  expect(moduleListText({ name: "ModuleList", children })).toBe(`ModuleList(
  (0-1): 2 x ${linear}
)`);
});
