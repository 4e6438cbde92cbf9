/** A shape runner as the extension has it, on a bundled worker with the fake engine and compiler. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type RunOutcome, type ShapeRequest, ShapeRunner } from "../../../extension/run/shapeRunner.ts";
import { sharedMemory, startWorker } from "../../../extension/run/startWorker.node.ts";
import { fakeEngine } from "./fakeEngine.ts";

export async function bundleFakeWorker(): Promise<string> {
  const outfile = join(mkdtempSync(join(tmpdir(), "tensorglass-worker-")), "worker.cjs");
  await build({
    entryPoints: [fileURLToPath(new URL("fakeWorker.ts", import.meta.url))],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    // As the packaged worker is: the realm's function has to survive it.
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: "silent",
  });
  return outfile;
}

export interface Harness {
  readonly runner: ShapeRunner;
  readonly log: string[];
  readonly workersStarted: () => number;
  run(text: string, changes?: Partial<ShapeRequest>): Promise<RunOutcome>;
}

export function createHarness(worker: string): Harness {
  const log: string[] = [];
  let started = 0;
  const runner = new ShapeRunner({
    startWorker: (events) => {
      started++;
      return startWorker({ fsPath: worker }, events, 64);
    },
    engineText: () => Promise.resolve(fakeEngine),
    log: (_level, text) => log.push(text),
    sharedMemory,
  });
  return {
    runner,
    log,
    workersStarted: () => started,
    run: (text, changes = {}) =>
      runner.run({
        entry: "file:///model.ts",
        text,
        folders: ["file:///"],
        options: { device: "auto", memoryBudget: 1e9 },
        timeout: 5000,
        readSource: () => Promise.resolve(null),
        readFile: (path) => Promise.resolve({ error: `No file ${path}.` }),
        ...changes,
      }),
  };
}

/** What the model printed, or why there is nothing. */
export function printed(outcome: RunOutcome): string {
  if (outcome.kind !== "ran") return JSON.stringify(outcome);
  const { events, error } = outcome.trace;
  const lines = events.flatMap((event) => (event.kind === "print" ? [event.text] : []));
  return [...lines, ...(error ? [`${error.name}: ${error.message}`] : [])].join("\n");
}
