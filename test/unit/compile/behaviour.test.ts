import { transformSync } from "esbuild";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { globals } from "./forms.ts";
import { compileText, run } from "./harness.ts";

/**
 * Small programs over `x`, `y`, `z`. Statements are joined with and without semicolons, so that lines also run into
 * each other where the language lets them.
 */
const programs = fc.letrec<{ expression: string; statement: string; block: string }>((tie) => {
  const e = tie("expression");
  const s = tie("statement");
  const b = tie("block");
  const name = fc.constantFrom("x", "y", "z");
  const text = (parts: readonly string[], ...holes: fc.Arbitrary<string>[]) =>
    fc.tuple(...holes).map((values) => parts.map((part, i) => part + (values[i] ?? "")).join(""));
  const t = (strings: TemplateStringsArray, ...holes: fc.Arbitrary<string>[]) => text(strings, ...holes);
  return {
    expression: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constantFrom(
        "0",
        "1",
        "2",
        '"s"',
        "null",
        "x",
        "y",
        "z",
        "box",
        "obj.n",
        "obj.self.n",
        "box.twice.value",
      ),
      t`f(${e})`,
      t`f(...[${e}, ${e}])`,
      t`f<number>(${e}, ${e},)`,
      t`obj.m(${e})`,
      t`obj["m"](${e})`,
      t`obj?.m(${e})`,
      t`obj.none?.(${e})`,
      t`(obj.none as any)?.a.b(${e}).c`,
      t`(obj.m)(${e})`,
      t`obj!.m!(${e})`,
      t`new Box(${e} as number)`,
      t`box.add(1)\n.add(${e} as any).value`,
      t`(${e}, ${e})`,
      t`(${e} ? ${e} : ${e})`,
      t`[${e}, , ...[${e}]]`,
      t`({ p: ${e}, x, [\`k\${${e}}\`]: ${e}, ...{ y } })`,
      t`\`<\${${e}}>\``,
      t`(${name} = ${e})`,
      t`(${name} += ${e})`,
      t`(${name} ??= ${e})`,
      t`([${name}, ${name} = ${e}] = [${e}])`,
      t`(${name}++)`,
      t`(() => ${e})()`,
      t`(async (p: any) => await ${e})(${e}).catch(() => log("rejected"))`,
      t`((p: any, q = ${e}, { r = p }: any = {}) => [p, q, r])(${e})`,
      t`(function (this: any, p: any) { return ${e} })(${e})`,
      t`(-${e})`,
      t`(typeof ${e})`,
      t`(${e} as any)`,
      t`(<any>${e})`,
      t`(${e})!`,
      t`(${e} + ${e})`,
      t`(${e} && ${e})`,
      t`(${e} ?? ${e})`,
      t`(await later(${e}))`,
      t`new (class { v = ${e}; static s = ${e}; #p = ${e}; get() { return [this.v, this.#p, this.#m(${e})]; } #m(q: any) { return q; } })().get()`,
      t`new (class extends Box { add(n: any) { return super.add(${e} as any); } })().add(${e})`,
      t`[1, 2].map((i, j) => ${e})`,
    ),
    statement: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      t`log(${e})`,
      t`${e}`,
      t`${name} = ${e}`,
      t`${name} -= ${e} as any`,
      t`[${name}, ${name}] = [${e}, ${e}]`,
      t`({ p: ${name}, ...${name} } = { p: ${e}, q: ${e} } as any)`,
      t`{ const q = ${e}, { r, t = ${e} } = { r: ${e} } as any\nlog(q, r, t) }`,
      t`if (${e}) ${b} else ${s}`,
      t`if (${e}) ${b}`,
      t`for (const q of [${e}, ${e}]) ${s}`,
      t`for (const [q, r] of [[${e}]]) { log(q, r)\n ${s} }`,
      t`for (let i = 0, j = ${e}; i < 2; i++) ${s}`,
      t`for (const k in { p: ${e} }) ${s}`,
      t`for await (const q of [${e}, later(1)]) ${s}`,
      t`switch (${e}) { case ${e}: ${s}\n case 1: const [q] = [${e}]; log(q)\n break; default: ${s} }`,
      t`try { ${s} } catch { log("caught") } finally { ${s} }`,
      t`out: for (const q of [1, 2]) { ${s}; continue out }`,
      t`{ async function g(p: any, [q = p]: any = []) { ${s}
return ${e} } log(await g(${e})) }`,
      t`{ const g = async (p: any) => { ${s}\nreturn <any>${e} }; log(await g(${e})) }`,
      b,
    ),
    block: t`{ ${s}\n${s} }`,
  };
});

const program = fc
  .array(fc.tuple(programs.statement, fc.constantFrom(";\n", "\n", "\n\n;")), { minLength: 1, maxLength: 5 })
  .map(
    (parts) =>
      `let x: any = 1, y: any = box, z: any\n${parts.map((part) => part.join("")).join("")}log(x, y, z)\n`,
  );

const show = (value: unknown): string => {
  try {
    return typeof value === "function" ? `function ${value.name}` : (JSON.stringify(value) ?? String(value));
  } catch {
    return "(cyclic)";
  }
};

async function outcome(start: (scope: Record<string, unknown>) => Promise<unknown>): Promise<string[]> {
  const lines: string[] = [];
  try {
    await start(globals((...values) => lines.push(values.map(show).join(" "))));
  } catch (error) {
    lines.push(`threw ${error instanceof Error ? error.name : show(error)}`);
  }
  return lines;
}

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as FunctionConstructor;

describe("a compiled program", () => {
  it("does what the source does", async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(program, async (source) => {
        const { program: compiled } = await compileText(source);
        // Lines that run into each other need not make sense; both compilers then say so.
        let code: string | null = null;
        try {
          code = transformSync(source, { loader: "ts", target: "esnext", logLevel: "silent" }).code;
        } catch {}
        if (!compiled || code === null) return;
        const plain = await outcome((scope) =>
          new AsyncFunction(...Object.keys(scope), `"use strict";${code}`)(...Object.values(scope)),
        );
        // V8 does not take all that is JavaScript.
        if (plain.includes("threw SyntaxError")) return;
        expect(await outcome((scope) => run(compiled, scope))).toEqual(plain);
        compared++;
      }),
      { numRuns: 400 },
    );
    expect(compared).toBeGreaterThan(200);
  }, 60_000);
});
