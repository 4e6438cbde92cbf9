/** Recurrent layers, cells and packed sequences against PyTorch: values, gradients, graphs, printed forms, errors. */
import { describe, expect, test } from "vitest";
import { runtime } from "../../../engine/runtime.ts";
import { parseDot } from "../statements.ts";
import { makeDot, type Tensor } from "../subject.ts";
import { expectValuesAndGradients, inflated, rows, run, title } from "./rows.ts";

describe.each(rows.map((row) => [title(row), row] as const))("%s", (_, row) => {
  if (row.error) {
    const [name, message] = row.error;
    test("raises PyTorch's error", () => {
      expect(() => run(row)).toThrow(expect.objectContaining({ name, message }));
    });
    return;
  }

  test("values and gradients", () => expectValuesAndGradients(row, "cpu"));

  test("shapes without values", () => {
    runtime.shapesOnly = true;
    try {
      expect(run(row).outputs.map((o) => [...o.shape])).toEqual(row.outputs?.map((o) => o.shape));
    } finally {
      runtime.shapesOnly = false;
    }
  });

  test("torchviz's graph", () => {
    const { outputs, params } = run(row);
    expect(parseDot(makeDot(outputs, { params }).source).statements).toEqual(inflated(row.dot));
    const labels = parseDot(makeDot(outputs[0] as Tensor, { params, showAttrs: true }).source)
      .statements.filter(([kind]) => kind === "node")
      .map(([, , label]) => label);
    expect(labels).toEqual(inflated(row.attrs));
  });
});
