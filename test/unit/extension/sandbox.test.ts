// What user code can reach. Each row is a way out that worked, somewhere, once.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleFakeWorker, createHarness, type Harness, printed } from "./runnerHarness.ts";

let harness: Harness;
beforeAll(async () => {
  harness = createHarness(await bundleFakeWorker());
});
afterAll(() => harness.runner.dispose());

const run = async (text: string) => printed(await harness.run(text));

/** Finds Node through whatever `value` is: gives "process" on success. */
const reach = `const reach = (value) => {
  const seen = [];
  for (const get of [(v) => v.constructor.constructor, (v) => v.constructor, (v) => Object.getPrototypeOf(v.constructor).constructor]) {
    try { const found = get(value)("return typeof process")(); seen.push(found); } catch (error) { seen.push("no"); }
  }
  return seen.includes("object") ? "ESCAPED" : "contained";
};`;

describe("is absent", () => {
  const names = [
    "process",
    "require",
    "module",
    "Buffer",
    "global",
    "fetch",
    "XMLHttpRequest",
    "WebSocket",
    "setInterval",
    "setImmediate",
    "Atomics",
    "SharedArrayBuffer",
    "navigator",
    "self",
    "postMessage",
    "crypto",
  ];
  test.each(names)("%s", async (name) => {
    expect(await run(`torch.log(typeof ${name})`)).toMatch(/^undefined$|^function$/);
    if (name !== "require")
      expect(await run(`torch.log(typeof globalThis[${JSON.stringify(name)}])`)).toBe("undefined");
  });
});

describe("is contained", () => {
  const ways: Record<string, string> = {
    "the global object": "torch.log(reach(globalThis))",
    eval: "try { eval('1'); torch.log('ESCAPED') } catch { torch.log('contained') }",
    "new Function": "try { new Function('1'); torch.log('ESCAPED') } catch { torch.log('contained') }",
    "a console function": "torch.log(reach(console.log))",
    "performance.now": "torch.log(reach(performance.now))",
    "a file's bytes": `torch.log(reach(torch.read("x").buffer))`,
    "encoded bytes": "torch.log(reach(new TextEncoder().encode('x')))",
    "an exception of the outer side": `
      let verdict = "contained";
      const deep = () => { try { deep(); } catch (error) { if (!(error instanceof Error)) verdict = reach(error) === "ESCAPED" ? "ESCAPED" : verdict + ", foreign"; else if (reach(error) === "ESCAPED") verdict = "ESCAPED"; } console.log("x"); performance.now(); };
      try { deep(); } catch {}
      torch.log(verdict)`,
    "a number that throws when converted": `
      let verdict = "contained";
      try { setTimeout(() => {}, { valueOf() { throw new Error("mine"); } }); } catch (error) { verdict = error instanceof Error ? "contained" : "ESCAPED"; }
      torch.log(verdict)`,
    "the callback of a timer": `
      torch.log(await new Promise((done) => setTimeout(function () { done(this === undefined || reach(this) === "contained" ? "contained" : "ESCAPED"); }, 1)))`,
    "a stack trace's frames": `
      let verdict = "contained";
      Error.prepareStackTrace = (error, frames) => {
        for (const frame of frames) for (const get of ["getThis", "getFunction"]) {
          const value = frame[get]();
          if (value !== undefined && value !== null && value !== globalThis && reach(value) === "ESCAPED") verdict = "ESCAPED";
        }
        return "";
      };
      void new Error().stack;
      torch.log(verdict)`,
    "the rejection of a dynamic import": `
      const error = await import("node:fs").then(() => "ESCAPED", (error) => error);
      torch.log(error === "ESCAPED" ? error : reach(error))`,
  };
  test.each(Object.entries(ways))("%s", async (_, text) => {
    const outcome = await harness.run(reach + text, {
      readFile: async () => ({ bytes: new Uint8Array([1, 2, 3]) }),
    });
    expect(printed(outcome)).toBe("contained");
  });

  test("a replaced Promise.prototype.then never sees the outer side", async () => {
    const text = `${reach}
      const then = Promise.prototype.then;
      Promise.prototype.then = function (...args) {
        for (const each of args) if (each && reach(each) === "ESCAPED") torch.log("ESCAPED");
        return Reflect.apply(then, this, args);
      };
      Object.prototype.then = undefined;
      torch.log("done")`;
    expect(await run(text)).toBe("done");
  });

  test("what the engine's result says is only data", async () => {
    const text = `Object.defineProperty(Object.prototype, "then", { get() { torch.log("asked"); }, configurable: true }); torch.log("data")`;
    expect(await run(text)).not.toContain("ESCAPED");
  });
});

describe("is there", () => {
  test("text encoding, both ways", async () => {
    expect(await run(`torch.log(new TextDecoder().decode(new TextEncoder().encode("añ😀")))`)).toBe("añ😀");
    expect(await run(`torch.log([...new TextEncoder().encode("é")])`)).toBe("195,169");
    expect(await run(`new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array([255]))`)).toMatch(
      /^TypeError: The encoded data/,
    );
  });

  test("base64, both ways", async () => {
    for (const text of ["", "f", "fo", "foo", "foob", "\u00ff\u0000x"]) {
      const base64 = Buffer.from(text, "latin1").toString("base64");
      expect(await run(`torch.log(btoa(${JSON.stringify(text)}))`)).toBe(base64);
      expect(await run(`torch.log(atob("${base64}") === ${JSON.stringify(text)})`)).toBe("true");
    }
  });

  test("structuredClone of plain data", async () => {
    const text = `
      const bytes = new Float32Array([1, 2]);
      const original = { a: [1, , { b: null }], m: new Map([["k", new Set([1])]]), bytes, d: new Date(5) };
      original.self = original;
      const copy = structuredClone(original);
      bytes[0] = 9;
      torch.log([copy.self === copy, copy !== original, copy.a.length, 1 in copy.a, copy.a[2].b, copy.m.get("k").has(1), copy.bytes[0], copy.d.getTime()]);
      try { structuredClone(() => {}) } catch (error) { torch.log(error.message) }`;
    expect(await run(text)).toBe("true,true,3,false,,true,1,5\nFunctions and symbols cannot be cloned.");
  });

  test("microtasks, in order", async () => {
    expect(await run(`queueMicrotask(() => torch.log(2)); torch.log(1); await null;`)).toBe("1\n2");
  });

  test("WebAssembly", async () => {
    const empty = "new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])";
    expect(await run(`torch.log(new WebAssembly.Module(${empty}) instanceof WebAssembly.Module)`)).toBe(
      "true",
    );
  });

  test("console, which goes to the log", async () => {
    await run(`console.warn("w", 1, { toString: () => "o" })`);
    expect(harness.log.at(-1)).toBe("w 1 o");
  });
});
