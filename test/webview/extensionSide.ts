/**
 * The extension's side of the panel: its page, and what it would send for a model file, compiled by its compiler with
 * shapes from the real engine. Bundled by prepare.ts, because Playwright loads the extension's files as CommonJS.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import type { EngineHost, FileContent, RunResult } from "../../engine/trace/program.ts";
import { CompileCache } from "../../extension/compile/cache.ts";
import { compile } from "../../extension/compile/compile.ts";
import type { Snapshot } from "../../webview/protocol.ts";
import { built } from "./places.ts";

export { panelHtml } from "../../extension/panel/html.ts";

export const MODEL_URI = "file:///work/model.ts";

export type ModelFiles = ReadonlyMap<string, FileContent>;

export async function modelSnapshot(
  text: string,
  changes: Partial<Snapshot> = {},
  files: ModelFiles = new Map(),
): Promise<Snapshot> {
  const read = async (uri: string) => (uri === MODEL_URI ? text : null);
  const { program, errors } = await compile(MODEL_URI, read, new CompileCache());
  if (!program) throw new Error(`The model does not compile: ${JSON.stringify(errors)}`);

  // Everything of the language, and the few globals that the engine asks of its host.
  const realm = createContext({
    console,
    performance,
    setTimeout,
    clearTimeout,
    queueMicrotask,
    TextEncoder,
    TextDecoder,
    atob,
    btoa,
    structuredClone,
  });
  runInContext(readFileSync(join(built, "engine.js"), "utf8"), realm);
  runInContext(program.code, realm);
  const engine: EngineHost = runInContext("__tensorglass", realm);
  const result: RunResult = await engine.run({
    mode: "shapes",
    device: "auto",
    files,
    memoryBudget: 2 ** 31,
  });
  if (result.kind !== "trace") throw new Error(`The model asks for ${result.paths.join()}.`);
  return {
    generation: 1,
    uri: MODEL_URI,
    fileName: "model.ts",
    program: structuredClone(program),
    shapes: structuredClone(result.trace),
    stale: false,
    problem: null,
    settings: { device: "auto", memoryBudget: 2 ** 31, runTimeout: 20_000 },
    ...changes,
  };
}
