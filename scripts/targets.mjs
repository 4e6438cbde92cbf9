// Everything the build bundles, a row per output. scripts/build.mjs turns the rows into esbuild runs.
//
// Identifiers are never minified: the engine prints class names as PyTorch does, and a stack trace in a bug
// report should be readable. Only white space and syntax shrink for packaging.
import { inlineWorkers } from "./inlineWorker.mjs";

/**
 * @typedef {object} Target
 * @property {string} name what the progress lines call it
 * @property {string} entry
 * @property {string} outfile
 * @property {import("esbuild").BuildOptions} options
 * @property {boolean} [shipped] whether it is part of the extension, so that its licenses are noticed
 * @property {boolean} [engine] whether it holds the engine, whose class names are checked
 */

/** VS Code 1.130 runs extensions on Node 22 and shows webviews in a Chromium newer than this. */
const node = /** @type {const} */ ({ platform: "node", format: "cjs", target: "node22" });
const browser = /** @type {const} */ ({ platform: "browser", format: "iife", target: "chrome132" });

/** @type {readonly Target[]} */
export const targets = [
  {
    name: "extension (Node host)",
    entry: "extension/extension.ts",
    outfile: "dist/extension.cjs",
    options: { ...node, external: ["vscode"], sourcemap: "linked" },
    shipped: true,
  },
  {
    name: "extension (browser host)",
    entry: "extension/extension.ts",
    outfile: "dist/web/extension.js",
    // `x.node.ts` gives way to `x.web.ts` here. What is left of Node is reached only behind a test of the host.
    options: { ...browser, format: "cjs", external: ["vscode", "node:*"], sourcemap: "linked" },
    shipped: true,
  },
  {
    name: "shape worker",
    entry: "extension/run/shapeWorker.ts",
    outfile: "dist/shapeWorker.cjs",
    options: { ...node, sourcemap: "linked" },
    shipped: true,
  },
  {
    name: "shape worker (browser host)",
    entry: "extension/run/shapeWorker.web.ts",
    outfile: "dist/web/shapeWorker.js",
    options: { ...browser, sourcemap: "linked" },
    shipped: true,
  },
  {
    name: "engine worker",
    entry: "engine/host/worker.ts",
    outfile: "dist/engine.js",
    // No platform: this text runs in a `vm` context and in a Blob worker alike. No source map: nobody could fetch it.
    options: { platform: "neutral", format: "iife", target: "es2023", sourcemap: false },
    shipped: true,
    engine: true,
  },
  {
    name: "webview",
    entry: "webview/main.ts",
    outfile: "dist/webview.js",
    options: {
      ...browser,
      sourcemap: "linked",
      loader: { ".ttf": "file", ".svg": "text" },
      assetNames: "[name]",
      plugins: [inlineWorkers()],
    },
    shipped: true,
  },
  {
    name: "TypeScript plugin",
    entry: "extension/tsPlugin/index.ts",
    outfile: "node_modules/tensorglass-typescript-plugin/index.js",
    // tsserver wants the factory function itself as `module.exports`.
    options: {
      ...node,
      target: "node18",
      footer: { js: "module.exports = module.exports.init;" },
      sourcemap: false,
    },
    shipped: true,
  },
  {
    name: "npm package",
    entry: "engine/index.ts",
    outfile: "engine/dist/index.js",
    options: { platform: "neutral", format: "esm", target: "es2023", sourcemap: "linked" },
    engine: true,
  },
];
