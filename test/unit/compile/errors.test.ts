import { describe, expect, it } from "vitest";
import { compileText, entry } from "./harness.ts";

/** Takes the marks out of `a «b» c`, and gives the places of what they hold. */
function marked(text: string): { source: string; ranges: string[] } {
  const ranges: string[] = [];
  let source = "";
  let start = 0;
  for (const part of text.split(/([«»])/)) {
    if (part === "«") start = source.length;
    else if (part === "»") ranges.push(`${start}-${source.length}`);
    else source += part;
  }
  return { source, ranges };
}

const syntaxErrors: [source: string, message: string][] = [
  ["const a = «;»", "Unexpected ';'."],
  ["class Net {\n  forward(x «{»\n  }\n}", "Expected ',' but found '{'."],
  ["f«(»", "Unexpected end of the file."],
  ["f(1 «2»)", "Expected ',' but found '2'."],
  ["let a;\nlet «a»;", "Identifier 'a' has already been declared."],
  ["const «x»\nf(x)", "Missing initializer in const declaration."],
  ["a «bcd»", "Missing semicolon."],
  ['const s = «"»abc', "Unterminated string constant."],
  ["«return» 1", "'return' outside of function."],
  [
    "function f() { «await» g(); }",
    "'await' is only allowed within async functions and at the top levels of modules.",
  ],
  ["class A { x: «}»", "Unexpected '}'."],
  ["if (1 «=>» 1) {}", "Expected ')' but found '=>'."],
  ["class A { m(«@»inject x: number) {} }", "Decorators cannot be used to decorate parameters."],
  ["export { «nope» };", "Export 'nope' is not defined."],
];

describe("syntax errors", () => {
  it.each(syntaxErrors)("%s", async (text, message) => {
    const { source, ranges } = marked(text);
    const { program, errors } = await compileText(source);
    expect(program).toBeNull();
    expect(errors.map((error) => error.message)).toEqual([message]);
    expect(errors.map(({ start, end }) => `${start}-${end}`)).toEqual(ranges);
    expect(errors[0]?.file).toBe(entry);
  });

  it("come all at once where the rest can be read", async () => {
    const { errors } = await compileText("let a; let a; return 1;");
    expect(errors).toHaveLength(2);
  });

  it("are reported in the imported file that has them", async () => {
    const { program, errors } = await compileText('import "./net";', { "./net.ts": "const a = ;" });
    expect(program).toBeNull();
    expect(errors).toEqual([{ message: "Unexpected ';'.", file: "file:///work/net.ts", start: 10, end: 11 }]);
  });
});

const notHere: [source: string, message: string][] = [
  [
    'const m = await «import("./net")»;',
    "import() does not work in a model. Import at the top of the file instead.",
  ],
  ['const fs = «require("fs")»;', "require() does not work in a model. Write 'import … from' instead."],
  ['«import fs = require("fs");»', "'import … =' is of CommonJS. Write 'import … from' instead."],
  ["const a = 1;\n«export = a;»", "'export =' is of CommonJS. Write 'export default' instead."],
  [
    "namespace «N» { export const x = 1; }",
    "A namespace with values does not run here. Give the code a file of its own.",
  ],
  [
    "class A { «accessor x = 1;» }",
    "'accessor' fields do not run here. Write a field, or a getter and a setter.",
  ],
  ["«@sealed» class A { «@log» m() {} }", "Decorators do not run here: no JavaScript engine has them yet."],
];

describe("what cannot run here", () => {
  it.each(notHere)("%s", async (text, message) => {
    const { source, ranges } = marked(text);
    const { program, errors } = await compileText(source);
    expect(program).toBeNull();
    expect(new Set(errors.map((error) => error.message))).toEqual(new Set([message]));
    expect(errors.map(({ start, end }) => `${start}-${end}`)).toEqual(ranges);
  });
});

const unknownImports: [source: string, message: RegExp][] = [
  [
    'import x from «"lodash"»; x;',
    /^Cannot find module 'lodash'\. A model can import 'tensorglass' and files/,
  ],
  ['import x from «"@scope/pkg"»; x;', /^Cannot find module '@scope\/pkg'\./],
  [
    'import { torch } from «"torch"»; torch;',
    /^Cannot find module 'torch'\. .* import \{ torch, nn \} from "tensorglass"/,
  ],
  [
    'import { nn } from «"tensorglass/nn"»; nn;',
    /^Cannot find module 'tensorglass\/nn'\. Everything is in 'tensorglass'/,
  ],
  ['import fs from «"fs"»; fs;', /^'fs' is a Node module; models run in a sandbox without it\./],
  ['import fs from «"node:fs/promises"»; fs;', /^'fs\/promises' is a Node module/],
  [
    "import { a } from «'./missing'»; a;",
    /^Cannot find '\.\/missing': there is no file \/work\/missing\.ts\.$/,
  ],
  [
    "export * from «'./missing.js'»;",
    /^Cannot find '\.\/missing\.js': there is no file \/work\/missing\.ts\.$/,
  ],
  ["export { a } from «'./a b'»;", /there is no file \/work\/a b\.ts\.$/],
  ["import «'../../secret'»;", /^'\.\.\/\.\.\/secret' is outside of the workspace\./],
  [
    "import «'/etc/passwd'»;",
    /^Cannot find module '\/etc\/passwd'\. Import a file by its path from this one/,
  ],
  ["import «'https://x.org/y.js'»;", /^Cannot find module 'https:\/\/x\.org\/y\.js'\./],
];

describe("imports that cannot be", () => {
  it.each(unknownImports)("%s", async (text, message) => {
    const { source, ranges } = marked(text);
    const inWorkspace = (uri: string) => uri.startsWith("file:///work/");
    const { program, errors } = await compileText(source, {}, { inWorkspace });
    expect(program).toBeNull();
    expect(errors.map(({ start, end }) => `${start}-${end}`)).toEqual(ranges);
    expect(errors[0]?.message).toMatch(message);
  });

  it("are no matter if only types are imported", async () => {
    const { errors, program } = await compileText(
      `
      import type { A } from "lodash";
      import { type B } from "fs";
      import { C } from "./missing";
      import D, * as E from "react";
      export type { F } from "nowhere";
      export * from "./net";
      const x: A | B | C | D<typeof E> = 1;
      export { type C };
    `,
      { "./net.ts": "" },
    );
    expect(errors).toEqual([]);
    expect(program?.files).toEqual([entry, "file:///work/net.ts"]);
  });

  it("are said of a file that is not saved", async () => {
    const { compile } = await import("../../../extension/compile/compile.ts");
    const { CompileCache } = await import("../../../extension/compile/cache.ts");
    const read = async () => 'import { a } from "./net"; a;';
    const { errors } = await compile("untitled:Untitled-1", read, new CompileCache());
    expect(errors[0]?.message).toBe("'./net' cannot be found from a file that is not saved yet.");
  });

  it("include a JSON file that is none", async () => {
    const { errors } = await compileText('import c from "./c.json"; c;', { "./c.json": "{ no }" });
    expect(errors[0]?.file).toBe("file:///work/c.json");
    expect(errors[0]?.message).toMatch(/^This is no JSON:/);
  });
});

describe("an import of what is not exported", () => {
  const files = {
    "./net.ts":
      "export const a = 1; export interface T {} export * from './more'; export { Gone } from './more';",
    "./more.ts": "export class B {} export * from './net'; export default 1;",
    "./config.json": '{ "size": 1 }',
    "./engine.ts": 'export * from "tensorglass";',
  };
  it.each([
    ['import { a, B, «c», T } from "./net"; log(a, B, c); const t: T = 1;', "'./net' has no export 'c'."],
    ['import «net» from "./net"; net;', "'./net' has no default export."],
    ['import { «c» as d } from "./net"; d;', "'./net' has no export 'c'."],
    ['import { «width» } from "./config.json"; width;', "'./config.json' has no export 'width'."],
  ])("%s", async (text, message) => {
    const { source, ranges } = marked(text);
    const { errors } = await compileText(source, files);
    expect(errors.map(({ start, end }) => `${start}-${end}`)).toEqual(ranges);
    expect(errors.map((error) => error.message)).toEqual([message]);
  });

  it.each([
    'import { T } from "./net"; const t: T = 1;',
    'import { T } from "./net"; export { T };',
    'export { T } from "./net";',
    'import * as net from "./net"; net.nothing;',
    'import { anything } from "tensorglass"; anything;',
    'import { anything } from "./engine"; anything;',
    'import { size } from "./config.json"; import config from "./config.json"; config.width = size;',
    'import more from "./more"; more;',
  ])("is not %s", async (source) => {
    expect((await compileText(source, files)).errors).toEqual([]);
  });
});

describe("errors", () => {
  it("come in the order of the text, the entry's first", async () => {
    const files = { "./b.ts": 'import "nope2"; a b', "./c.ts": 'import "nope1"; require("x");' };
    const source = 'import "./c"; require("y"); import "./b"; import "nope3"; ';
    const { errors } = await compileText(source, files);
    expect(errors.map(({ file, start }) => `${file.split("/").at(-1)} ${start}`)).toEqual([
      "model.ts 14",
      "model.ts 49",
      "c.ts 7",
      "c.ts 16",
      "b.ts 18",
    ]);
  });

  it("are what comes of a file that is too much", async () => {
    const { program, errors } = await compileText(`${"(".repeat(50_000)}1${")".repeat(50_000)}`);
    expect(program).toBeNull();
    expect(errors).toHaveLength(1);
  });
});

describe("an entry that cannot be read", () => {
  it("is an error and no exception", async () => {
    const { compile } = await import("../../../extension/compile/compile.ts");
    const { CompileCache } = await import("../../../extension/compile/cache.ts");
    const result = await compile(entry, async () => null, new CompileCache());
    expect(result).toMatchObject({ program: null, isModelFile: false, layers: [], files: [entry] });
    expect(result.errors).toEqual([{ message: "This file cannot be read.", file: entry, start: 0, end: 0 }]);
  });
});
