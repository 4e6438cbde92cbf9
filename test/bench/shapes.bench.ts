/**
 * From a keystroke to new shapes, as the extension host waits for them: the text goes to the shape worker, is compiled,
 * runs in a fresh sandbox, and the trace comes back. Drawing the lens is VS Code's, which waits a quarter of a second
 * before it asks (test/e2e/timing.spec.ts has what a user sees).
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { ShapeRunner } from "../../extension/run/shapeRunner.ts";
import { sharedMemory, startWorker } from "../../extension/run/startWorker.node.ts";

const root = process.cwd();
const scratch = mkdtempSync(join(tmpdir(), "tensorglass-bench-"));
const common = { bundle: true, minifyWhitespace: true, minifySyntax: true, logLevel: "warning" } as const;
const worker = join(scratch, "shapeWorker.cjs");
const engine = join(scratch, "engine.js");
await build({
  ...common,
  entryPoints: [join(root, "extension/run/shapeWorker.ts")],
  outfile: worker,
  platform: "node",
});
await build({
  ...common,
  entryPoints: [join(root, "engine/host/worker.ts")],
  outfile: engine,
  platform: "neutral",
  format: "iife",
  target: "es2023",
});
const engineText = readFileSync(engine, "utf8");

const quantile = (times: readonly number[], q: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(q * times.length))] ?? Number.NaN;

const RUNS = 60;
const rows: Record<string, Record<string, string>> = {};
for (const name of ["examples/walkthrough.ts", "test/e2e/workspaces/models/net.ts"]) {
  const text = readFileSync(join(root, name), "utf8");
  const folder = join(root, name, "..");
  const runner = new ShapeRunner({
    startWorker: (events) => startWorker({ fsPath: worker }, events),
    engineText: () => Promise.resolve(engineText),
    log: (_level, line) => console.error(line),
    sharedMemory,
  });
  const run = async (typed: string): Promise<number> => {
    const start = performance.now();
    const outcome = await runner.run({
      entry: "file:///w/model.ts",
      text: text.replace("nn.Conv2d(3, 16, 3)", `nn.Conv2d(3, 16, 3)${typed}`),
      folders: ["file:///w"],
      options: { device: "auto", memoryBudget: 2e9 },
      timeout: 0,
      readSource: () => Promise.resolve(null),
      readFile: async (path) => ({ bytes: new Uint8Array(readFileSync(join(folder, path))) }),
    });
    if (outcome.kind !== "ran" || outcome.trace.error)
      throw new Error(`${name}: ${JSON.stringify(outcome).slice(0, 500)}`);
    return performance.now() - start;
  };
  const first = await run("");
  const times: number[] = [];
  for (let index = 0; index < RUNS; index++) {
    times.push(await run(" ".repeat(index + 1)));
    // Nobody types faster; the worker makes its next sandbox meanwhile.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  runner.dispose();
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  rows[name] = { first: ms(first), p50: ms(quantile(times, 0.5)), p95: ms(quantile(times, 0.95)) };
}
console.table(rows);
rmSync(scratch, { recursive: true });
