import { describe, expect, it } from "vitest";
import { CompileCache } from "../../../extension/compile/cache.ts";
import { compiled, compileText, entry, type Files, run } from "./harness.ts";

/** What the entry exports after a run, with what the modules said to `log`. */
async function exportsOf(source: string, files: Files = {}, engine: unknown = {}) {
  const log: unknown[] = [];
  const { exports } = await run(await compiled(source, files), { log: (x: unknown) => log.push(x) }, engine);
  return { ...exports[entry], log };
}

describe("imports", () => {
  it("find names, defaults and whole modules", async () => {
    const result = await exportsOf(
      `import d, { a, b as c } from "./net";
       import * as all from "./net";
       import e, * as too from "./net";
       export const sum = [a, c, d, all.a, all.default, e, too.b];`,
      { "./net.ts": "export const a = 1, b = 2; export default 3;" },
    );
    expect(result).toMatchObject({ sum: [1, 2, 3, 1, 3, 3, 2] });
  });

  it.each([
    ["./net", "./net.ts"],
    ["./net.ts", "./net.ts"],
    ["./net.js", "./net.ts"],
    ["./net.js", "./net.js"],
    ["./net", "./net.js"],
    ["./net", "./net/index.ts"],
    ["./net/", "./net/index.ts"],
    ["./net/index.ts", "./net/index.ts"],
    ["../x/y/../net.ts", "../x/net.ts"],
    ["..", "../index.ts"],
    [".", "./index.ts"],
    ["./net.mjs", "./net.mts"],
    ["./a b(c)", "./a%20b%28c%29.ts"],
  ])("find %s as %s", async (specifier, path) => {
    const source = `import { a } from "${specifier}"; export const b = a;`;
    expect(await exportsOf(source, { [path]: "export const a = 1;" })).toMatchObject({ b: 1 });
  });

  it("prefer TypeScript, and a file to a folder", async () => {
    const files = { "./net.ts": "export const a = 1;", "./net.js": "", "./net/index.ts": "" };
    expect(await exportsOf('export { a } from "./net";', files)).toMatchObject({ a: 1 });
  });

  it("read JSON", async () => {
    const files = { "./config.json": '{ "sizes": [1, 2], "__proto__": 1 }' };
    const source =
      'import config from "./config.json" with { type: "json" }; export const { sizes } = config;';
    expect(await exportsOf(source, files)).toMatchObject({ sizes: [1, 2] });
    const named = 'import { sizes as s } from "./config.json"; export const first = s[0];';
    expect(await exportsOf(named, files)).toMatchObject({ first: 1 });
  });

  it("find the engine, hidden names apart", async () => {
    const engine = { torch: { relu: (x: number) => Math.max(x, 0) }, nn: 1 };
    const source = `
      import { torch, nn as layers } from "tensorglass";
      import * as all from "tensorglass";
      export const a = torch.relu(-1), b = layers, c = all.nn, d = { torch, layers };
      export const hidden = ((torch: number) => { { const layers = 2; return torch + layers; } })(1);
      export function later() { return torch; var torch = 5; }
      export const e = later();
      class Box { torch() { return torch.relu(3); } }
      export const f = new Box().torch();`;
    const result = await exportsOf(source, {}, engine);
    expect(result).toMatchObject({
      a: 0,
      b: 1,
      c: 1,
      d: { torch: engine.torch, layers: 1 },
      hidden: 3,
      f: 3,
    });
    expect(result).toMatchObject({ e: undefined });
  });

  it("are live", async () => {
    const files = { "./count.ts": "export let n = 0; export function up() { n++; } export { n as m };" };
    const source =
      'import { n, m, up } from "./count"; const before = n; up(); export const r = [before, n, m];';
    expect(await exportsOf(source, files)).toMatchObject({ r: [0, 1, 1] });
  });

  it("are done before the module's own code", async () => {
    const files = { "./a.ts": 'log("a");', "./b.ts": 'log("b"); export const b = 1;' };
    const source = 'log("entry"); import "./a"; log(b); import { b } from "./b";';
    expect((await exportsOf(source, files)).log).toEqual(["a", "b", "entry", 1]);
  });

  it("of types alone run nothing", async () => {
    const files = { "./t.ts": 'log("ran"); export interface T {}; export class C {}' };
    const source = 'import { T, C } from "./t"; const x: T | C = 1; export { x };';
    expect((await exportsOf(source, files)).log).toEqual([]);
  });

  it("in a circle work as far as they are there", async () => {
    const files = {
      "./a.ts":
        'import { b, name } from "./b"; export const a = "a" + b; export function hello() { return name() + a; }',
      // "./b" runs first: what it asks of "./a" at once is not there yet, what it asks later is.
      "./b.ts":
        'import { a, hello } from "./a"; export const b = "b"; export const name = () => a; export const early = typeof hello;',
    };
    const source =
      'import { hello } from "./a"; import { early } from "./b"; export const r = [hello(), early];';
    expect(await exportsOf(source, files)).toMatchObject({ r: ["abab", "undefined"] });
  });

  it("may lead back to the entry", async () => {
    const files = {
      "./part.ts": 'import { double } from "./model.ts"; export const four = () => double(2);',
    };
    const source =
      'import { four } from "./part"; export function double(x: number) { return 2 * x; } export const r = four();';
    expect(await exportsOf(source, files)).toMatchObject({ r: 4 });
  });

  it("call functions without a receiver", async () => {
    const files = { "./f.ts": "export function f(this: unknown) { return this; } export const o = { f };" };
    const source =
      'import { f } from "./f"; import * as all from "./f"; export const r = [f(), all.o.f() === all.o];';
    expect(await exportsOf(source, files)).toMatchObject({ r: [undefined, true] });
  });
});

describe("exports", () => {
  it("of every form", async () => {
    const result = await exportsOf(`
      export const a = 1, { b, c: [d] } = { b: 2, c: [3] };
      export let e = 4;
      export function f() { return 5; }
      export async function* g() {}
      export class H {}
      export enum I { X = 6 }
      export abstract class J {}
      export interface K {}
      export type L = 1;
      export declare const m: number;
      const n = 7; type O = 8;
      export { n, n as p, n as "q r", type O };
      e = 9;`);
    expect(result).toMatchObject({ a: 1, b: 2, d: 3, e: 9, I: { X: 6 }, n: 7, p: 7, "q r": 7 });
    expect(Object.keys(result).sort().join()).toBe("H,I,J,a,b,d,e,f,g,log,n,p,q r");
  });

  it.each([
    ["export default class Net {}", "Net"],
    ["export default class {}", "default"],
    ["export default abstract class Base {}", "Base"],
    ["export default function make() {}", "make"],
    ["export default function () {}", "default"],
    ["export default async () => {}", "default"],
    ["export default (class Inner {})", "Inner"],
    ["class Net {}\nexport default Net", "Net"],
    ["class Net {}\nexport { Net as default }", "Net"],
    ["export default function f(x: number): void;\nexport default function f(x: unknown) {}", "f"],
  ])("default: %s", async (source, name) => {
    expect((await exportsOf(source)) as object).toHaveProperty("default.name", name);
  });

  it("default of an expression", async () => {
    expect(await exportsOf("const x = [1]\nexport default x as number[]\n;[2].length")).toMatchObject({
      default: [1],
    });
  });

  it("from other modules", async () => {
    const files = {
      "./a.ts": "export const x = 1, y = 2; export default 3;",
      "./b.ts":
        'export * from "./a"; export * as all from "./a"; export { default, x as z } from "./a"; export const y = 4;',
    };
    const source =
      'import d, * as b from "./b"; export const r = [b.x, b.y, b.z, b.all.y, d, Object.keys(b).sort().join()];';
    expect(await exportsOf(source, files)).toMatchObject({ r: [1, 4, 1, 2, 3, "all,default,x,y,z"] });
    const reexport = 'import { x } from "./a"; import d from "./a"; export { x, d as y };';
    expect(await exportsOf(reexport, files)).toMatchObject({ x: 1, y: 3 });
  });
});

describe("the program", () => {
  it("waits for each module before the next", async () => {
    const files = {
      "./slow.ts":
        'log("start"); export const x = await new Promise<number>((done) => setTimeout(done, 5, 1)); log("end");',
      "./next.ts": 'import { x } from "./slow"; for await (const y of [x]) log(y);',
    };
    const { log } = await exportsOf(
      'import "./next"; import { x } from "./slow"; log("entry"); export const y = x;',
      files,
    );
    expect(log).toEqual(["start", "end", 1, "entry"]);
  });

  it("lists its files, the entry first, and says to which a site belongs", async () => {
    const program = await compiled('import { b } from "./b"; b();', {
      "./b.ts": 'import { c } from "./lib/c"; export const b = () => c(1);',
      "./lib/c.ts": "export const c = (x: number) => x;",
    });
    expect(program.files).toEqual([entry, "file:///work/b.ts", "file:///work/lib/c.ts"]);
    expect(program.sites.map((site) => site.id)).toEqual(program.sites.map((_, index) => index));
    const calls = program.sites.filter((site) => site.kind === "call");
    expect(calls.map((site) => [site.file, site.key])).toEqual([
      [0, "b()#0"],
      [1, "b.ts:b/c()#0"],
    ]);
    expect(program.sites.find((site) => site.file === 2)?.key).toBe("lib/c.ts:c/(x)#0");
  });

  it("runs what is imported before what imports it, the entry last", async () => {
    const { modules } = await run(
      await compiled('import "./b"; import "./a";', {
        "./a.ts": "",
        "./b.ts": 'import "./c";',
        "./c.ts": 'import "./b";',
      }),
    );
    expect(modules.entry).toBe(entry);
    expect(Object.keys(modules.modules).map((uri) => uri.split("/").at(-1))).toEqual([
      "c.ts",
      "b.ts",
      "a.ts",
      "model.ts",
    ]);
  });

  it("names the callee of each call", async () => {
    const program = await compiled(
      "const o: any = {};\no.a\n .b(1).c[0](2); new o.D(); o.f(1)(2); o?.g(1); (() => {})();",
    );
    const { modules } = await run(program, {}).catch(() => ({ modules: null }));
    expect(modules).toBeNull();
    const callees = program.sites
      .filter((site) => site.kind === "call" || site.kind === "new")
      .map((site) => site.name);
    expect(callees).toEqual(["o.a.b(...).c[0]", "o.a.b", "o.D", "o.f(...)", "o.f", "o?.g", "(...)"]);
    expect(program.code).toContain('"o.a.b(...).c[0]"');
  });

  it("may start with the line of a shell", async () => {
    expect(await exportsOf("#!/usr/bin/env tensorglass\nexport const a = 1;")).toMatchObject({ a: 1 });
  });

  it("keeps line numbers, and has a name for stack traces", async () => {
    const source = 'import { x } from "./x";\n\n// comment\nthrow new Error(x);\n';
    const single = await compiled('\n\nthrow new Error("here");');
    const error = await run(single).then(
      () => null,
      (thrown: unknown) => thrown as Error,
    );
    expect(single.code.trimEnd().split("\n").at(-1)).toBe(`//# sourceURL=${entry}`);
    // `new Function` puts two lines before its body.
    expect(error?.stack).toContain(`${entry}:5:`);
    const { code } = await compiled(source, { "./x.ts": 'export const x = "a";\n' });
    // x.ts takes the first three lines: its two and the end of its function.
    expect(code.split("\n").slice(3, 7)).toEqual([
      expect.stringContaining("model.ts"),
      "",
      "// comment",
      expect.stringContaining("throw"),
    ]);
  });
});

describe("the cache", () => {
  it("compiles a file again only when its text changes", async () => {
    const cache = new CompileCache();
    const files = { "./net.ts": "export const a = 1;" };
    await compileText('import { a } from "./net"; a;', files, {}, cache);
    const net = cache.get("file:///work/net.ts", files["./net.ts"], false);
    const { program } = await compileText('import { a } from "./net"; log(a);', files, {}, cache);
    expect(cache.get("file:///work/net.ts", files["./net.ts"], false)).toBe(net);
    expect(cache.get("file:///work/net.ts", "export const a = 2;", false)).not.toBe(net);
    expect(program?.sites).toHaveLength(3);
  });

  it("gives the same program as a fresh one", async () => {
    const files = { "./net.ts": "export const a = (x: number) => x;" };
    const source = 'import { a } from "./net"; a(1);';
    const cache = new CompileCache();
    await compileText('import { a } from "./net";\n\nconst b = a(a(1));', files, {}, cache);
    const warm = await compileText(source, files, {}, cache);
    expect(warm).toEqual(await compileText(source, files));
  });

  it("says which files the result depends on", async () => {
    const { files } = await compileText('import { a } from "./net"; import "./gone"; a;', {
      "./net/index.ts": "export const a = 1;",
    });
    expect(files).toContain("file:///work/net/index.ts");
    expect(files).toContain("file:///work/net.ts");
    expect(files).toContain("file:///work/gone.ts");
  });
});
