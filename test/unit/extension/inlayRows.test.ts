import { expect, test } from "vitest";
import type { ObservedValue, Trace, TraceObservation } from "../../../engine/trace/trace.ts";
import { type InlayRow, inlayRows, lineText } from "../../../extension/model/inlayRows.ts";
import { program, siteNumber, textOf, trace } from "./traceFixture.ts";

const tensor = (id: number): ObservedValue => ({ kind: "tensor", tensor: id });
const observing = (...observations: TraceObservation[]): Trace => ({ ...trace, observations });
const at = (name: string, value: ObservedValue, count = 1): TraceObservation => ({
  site: siteNumber(name),
  value,
  count,
});
const texts = (rows: readonly InlayRow[]) => rows.map(({ site, text }) => `${textOf(site)}: ${text}`);

test("variables and returns have their shapes; parts of an expression have none", () => {
  const seen = observing(at("y", tensor(1)), at("this.fc", tensor(2)), at("", tensor(2)));
  expect(texts(inlayRows(program, seen, 0))).toEqual([
    "y: [1, 16, 8, 8]",
    "[this.fc(y), y.shape]: [1, 16, 8, 4]",
  ]);
  expect(inlayRows(program, seen, 1)).toEqual([]);
});

test("several shapes are counted, several of one shape are not", () => {
  const two = observing(at("y", tensor(1), 3), at("y", tensor(5)));
  expect(texts(inlayRows(program, two, 0))).toEqual(["y: [1, 16, 8, 8] ×2 shapes"]);
});

test("a dtype is named where it is unusual", () => {
  const tensors = trace.tensors.map((one) => ({ ...one, dtype: "int64" as const }));
  const rows = inlayRows(program, { ...observing(at("y", tensor(5))), tensors }, 0);
  expect(texts(rows)).toEqual(["y: [2, 8] int64"]);
});

test("a short list of tensors is written out, one with other things in it is not", () => {
  const pair: ObservedValue = { kind: "list", items: [tensor(5), tensor(6)] };
  const mixed: ObservedValue = { kind: "list", items: [tensor(5), { kind: "size", size: [2] }] };
  expect(texts(inlayRows(program, observing(at("y", pair)), 0))).toEqual(["y: ([2, 8], [2, 4])"]);
  expect(inlayRows(program, observing(at("y", mixed)), 0)).toEqual([]);
});

test("where several stand in one line, each has its name", () => {
  const rows = inlayRows(program, observing(at("y", tensor(5)), at("", tensor(6))), 0);
  expect(lineText(rows.slice(0, 1))).toBe("[2, 8]");
  expect(lineText(rows)).toBe("y [2, 8] · → [2, 4]");
});
