import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { Edits } from "../../../extension/compile/edits.ts";
import { eraseTypes } from "../../../extension/compile/erase.ts";
import { identsFor } from "../../../extension/compile/idents.ts";
import { Imports, linkModule } from "../../../extension/compile/modules.ts";
import { parseModule } from "../../../extension/compile/parse.ts";
import { resolveNames } from "../../../extension/compile/scopes.ts";
import { forms } from "./forms.ts";

function parsed(text: string) {
  const { parsed, errors } = parseModule(text);
  if (!parsed || errors.length > 0) throw new Error(JSON.stringify(errors));
  return parsed.program;
}

/** Without imports and exports, which the linker takes out; types stay. */
function unlinked(text: string): string {
  const program = parsed(text);
  const edits = new Edits(text);
  const idents = identsFor(text);
  const names = resolveNames(program, new Set());
  linkModule(program, new Imports(program, idents), names, edits, idents, () => {});
  return edits.toString();
}

function erased(text: string): string {
  const edits = new Edits(text);
  eraseTypes(parsed(text), edits);
  return edits.toString();
}

/** Printed by another compiler, so that only the meaning is compared; empty statements have none. */
const print = (code: string, loader: "ts" | "js"): string =>
  transformSync(code, {
    loader,
    target: "esnext",
    legalComments: "none",
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: true } },
  }).code.replace(/^\s*;\n/gm, "");

const root = join(import.meta.dirname, "../../..");
const files = ["engine", "extension", "webview", "examples", "test"].flatMap((folder) =>
  list(folder).filter(
    (path) => path.endsWith(".ts") && !path.endsWith(".d.ts") && !path.includes("node_modules"),
  ),
);

function list(folder: string): string[] {
  try {
    return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) =>
      join(folder, path),
    );
  } catch {
    return [];
  }
}

describe("erasing types", () => {
  it("leaves what another compiler leaves of this project's own files", () => {
    expect(files.length).toBeGreaterThan(50);
    for (const file of files) {
      const text = unlinked(readFileSync(join(root, file), "utf8"));
      expect(print(erased(text), "js"), file).toBe(print(text, "ts"));
    }
  }, 60_000);

  it.each(forms.filter(({ title }) => !["enums", "parameter properties"].includes(title)))(
    "leaves what another compiler leaves: $title",
    ({ source }) => {
      expect(print(erased(source), "js")).toBe(print(source, "ts"));
    },
  );

  it.each([
    ["const g = async <\n  T,\n>(x: T): Promise<T> => x;", "const g = async (\n\nx) => x;"],
    ["const g = () => { return <T>(\n  x: T,\n) => x; };", null],
    ["const g = (x: number)\n: number => x;", null],
    ["const g = (x: number): {\n  a: number;\n} => ({ a: x });", null],
    ["const g = () => { return <any>\n  1; };", null],
    ["const g = () => <any>{ a: 1 };", null],
    ["throw <any>\n  1;", null],
    [
      "class C<T> extends B<T> implements D<T>, E {\n  m(this: C<T>, x?: T): void {}\n  n(this: C<T>,): void {}\n}",
      null,
    ],
    [
      "class C implements D {}\nconst e = class implements D {};\nconst f = class extends (B as any) implements D {};",
      null,
    ],
    [
      "class C { readonly; static; async; get; set; declare; abstract; type = 1; readonly readonly = 2; static static = 3; static async *get() {} }",
      null,
    ],
    [
      "class C { private static readonly async = 1; protected abstract = 2; public get get() { return 1; } async async() {} static readonly [key]?: number = 1; }",
      null,
    ],
    ["let x: typeof y[number], u: new () => void, v: (a: number) => a is string;", null],
    [
      "let w: A extends infer B ? B : never, k: unique symbol, m: [a?: number, ...b: string[]], n: { [K in A as `x`]-?: B };",
      null,
    ],
    [
      "function f<const T extends readonly unknown[]>(this: Foo, x: T, [a, b]: T, { c }: { c?: T } = {}, ...d: T[]): x is T {}",
      null,
    ],
    ["try {} catch (e: unknown) {}\nfor (const x of <any>y) {}\nfor (const x of y as any[]) {}", null],
    [
      "type = 1;\nlet type, as, of, declare, satisfies, is, keyof;\nas = type as any;\ndeclare\nlet q = 1;",
      null,
    ],
    ["f<T>(x); new F<T>; new F<T>(x); a?.b<T>(x); a?.<T>(x); t<T>`x`; const g = f<T>; (f<T>)(x);", null],
    ["a!.b!.c![d!]!(e!)!; a! += 1; (a as any)++; [b!, c as any] = d!; ({ b: c! } = d!);", null],
    [
      "abstract class A { abstract get x(): number; abstract m(): void; abstract y: number\n private z\n; constructor(); constructor(x?: number) {} }",
      null,
    ],
    ["export {}\ndeclare module 'x' { const y: number }\ndeclare global { var z: number }", null],
  ])("keeps %s valid", (source, expected) => {
    const text = unlinked(source);
    const code = erased(text);
    if (expected !== null) expect(code).toBe(expected);
    expect(print(code, "js")).toBe(print(text, "ts"));
    expect(code.split("\n")).toHaveLength(source.split("\n").length);
  });
});

describe("what is code in TypeScript alone", () => {
  it.each([
    "enum E { A, B, C = 5, D }",
    'enum E { A = "a", B = `b`, C = "c" + 1, D = A, F = E.B, G = 1, H }',
    'enum E { A = 1 << 2, B = A | 8, C = ~B, D = -1, F, "a-b" = 7, default, class }',
    "enum E { A = [1, 2].length, B = (A + 1) * 2, }",
    "const enum E { A }",
    "enum E {}",
    "enum E { A } enum E { B = 10 }",
    "enum E { A }enum F { B }",
    "enum E // the name\n{ // open\n A, // a\n B /* b */ = /* is */ 3 /* three */ , // b\n C\n}",
  ])("is the same as elsewhere: %s", (source) => {
    const value = (code: string) => new Function(`${code}\nreturn E;`)() as unknown;
    const code = erased(source);
    expect(value(code)).toEqual(value(print(source, "ts")));
    expect(code.split("\n")).toHaveLength(source.split("\n").length);
  });

  it.each([
    "class C { a = 1; constructor(readonly b = 2, private c?: number, d = 3) { this.a = b + d; } }",
    "class B { z = 0 } class C extends B { a = 1; constructor(protected override readonly b = 2) { const t = 1; super(); this.a = t + this.b; } }",
    "class C { constructor(public b: number) { 'use strict' } }",
    "class C { constructor(public b?: number) {} }",
    "class C { constructor(x: number); constructor(public x: any = 4) {} }",
  ])("is the same as elsewhere: %s", (source) => {
    const value = (code: string) => new Function(`${code}\nreturn new C();`)() as object;
    expect({ ...value(erased(source)) }).toEqual({ ...value(print(source, "ts")) });
  });

  it("declares parameter properties before the other fields, as TypeScript does", () => {
    const code = erased("class C { a = 1; constructor(readonly b: number) {} }");
    expect(Object.keys(new Function(`${code}\nreturn new C(2);`)() as object)).toEqual(["b", "a"]);
  });
});
