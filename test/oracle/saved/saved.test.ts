/** What nodes of products and attention keep for backward: attributes and saved tensors, as torchviz shows them. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { call, type OpCase } from "../ops/call.ts";
import { parseDot, type Statement } from "../statements.ts";
import { makeDot } from "../subject.ts";

interface SavedCase extends OpCase {
  readonly statements: readonly Statement[];
}

const { cases } = JSON.parse(readFileSync(new URL("expected.json", import.meta.url), "utf8")) as {
  cases: SavedCase[];
};

test.each(cases.map((c) => [`${c.fn} ${JSON.stringify(c.args)} ${JSON.stringify(c.kwargs)}`, c] as const))(
  "%s",
  (_, wanted) => {
    const { outputs, leaves } = call(wanted);
    const params = Object.fromEntries(leaves.map((leaf, i) => [String(i), leaf]));
    const dot = makeDot(outputs, { params, showAttrs: true, showSaved: true });
    expect(parseDot(String(dot)).statements).toEqual(wanted.statements);
  },
);
