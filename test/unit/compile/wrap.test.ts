import { transformSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { type Form, forms, globals } from "./forms.ts";
import { compiled, run, siteLines } from "./harness.ts";

/** What a program logged, and how it ended. */
async function outcome(start: (scope: Record<string, unknown>) => Promise<unknown>): Promise<string[]> {
  const lines: string[] = [];
  const scope = globals((...values) => lines.push(values.map(show).join(" ")));
  try {
    await start(scope);
  } catch (error) {
    lines.push(`threw ${String(error)}`);
  }
  return lines;
}

const show = (value: unknown): string =>
  typeof value === "function" ? `function ${value.name}` : (JSON.stringify(value) ?? String(value));

/** The program as another compiler understands it. */
async function runPlain({ source }: Form): Promise<string[]> {
  const { code } = transformSync(source, {
    loader: "ts",
    target: "esnext",
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: true } },
  });
  return outcome((scope) =>
    new AsyncFunction(...Object.keys(scope), `"use strict";${code}`)(...Object.values(scope)),
  );
}

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as FunctionConstructor;

describe("each form of syntax", () => {
  it.each(forms.filter((form) => !form.unrunnable))("does the same with a recorder: $title", async (form) => {
    const program = await compiled(form.source);
    const wrapped = await outcome((scope) => run(program, scope));
    const plain = await runPlain(form);
    expect(wrapped).toEqual(plain);
    expect(plain.filter((line) => line.startsWith("threw"))).toEqual([]);
  });

  it.each(forms)("keeps its lines: $title", async ({ source }) => {
    const { code } = await compiled(source);
    // The script's own first and last lines hold the module; a last line break ends the module's text.
    expect(code.split("\n").length).toBe(source.split("\n").length + 3);
  });

  it("has these sites", async () => {
    const blocks: string[] = [];
    for (const { title, source } of forms) {
      const lines = siteLines(await compiled(source), source);
      blocks.push(
        [
          `== ${title}`,
          ...source
            .trimEnd()
            .split("\n")
            .map((line) => `> ${line}`),
          ...lines,
        ].join("\n"),
      );
    }
    await expect(`${blocks.join("\n\n")}\n`).toMatchFileSnapshot("forms.golden.txt");
  });
});
