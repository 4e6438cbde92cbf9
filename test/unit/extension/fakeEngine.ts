/**
 * Stands in for dist/engine.js behind the same interface: it runs the program, keeps what it printed, and hands out
 * files. Text, because that is what the sandbox takes.
 */
export const fakeEngine = `
"use strict";
(() => {
  let given = null;
  globalThis.__tensorglass = {
    program(modules) { given = modules; },
    async run({ mode, device, files, memoryBudget }) {
      const events = [];
      const needed = new Set();
      const $ = {
        call: (site, fn, ...args) => fn(...args),
        method: (site, object, key, ...args) => object[key](...args),
        due: () => false,
        pause: () => Promise.resolve(),
        construct: (site, constructor, ...args) => new constructor(...args),
        value: (site, value) => value,
        model() {},
      };
      const tensorglass = {
        log: (value) => { events.push({ kind: "print", site: null, text: String(value), level: "log" }); },
        options: { mode, device, memoryBudget },
        read: (path) => {
          const file = files.get(path);
          if (!file) { needed.add(path); throw new Error("needs a file"); }
          if ("error" in file) throw new Error(file.error);
          return "bytes" in file ? file.bytes : file.entries;
        },
        readAll: (...paths) => {
          for (const path of paths) if (!files.has(path)) needed.add(path);
          return paths.map((path) => tensorglass.read(path));
        },
      };
      let error = null;
      try {
        await given.modules[given.entry]((name) => tensorglass, {}, $);
      } catch (thrown) {
        error = { name: thrown?.name ?? "Error", message: String(thrown?.message ?? thrown), kind: "code", sites: [], op: null };
      }
      if (needed.size > 0) return { kind: "needsFiles", paths: [...needed] };
      return { kind: "trace", trace: {
        version: 1, mode, device: { name: "meta", reason: "", adapter: null }, tensors: [], ops: [],
        scopes: [], modules: [], nodes: [], events, observations: [], error,
        totals: { parameters: 0, flops: 0, peakBytes: 0, liveBytes: 0, ms: 0 },
      } };
    },
  };
})();
`;
