/** The example that trains on real digits, compiled and run for shapes as the editor does it. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import "../../../engine/host/worker.ts";
import type { EngineHost, FileContent } from "../../../engine/trace/program.ts";
import { CompileCache } from "../../../extension/compile/cache.ts";
import { compile } from "../../../extension/compile/compile.ts";

const host = (globalThis as unknown as { __tensorglass: EngineHost }).__tensorglass;
const examples = new URL("../../../examples/", import.meta.url);

function contentOf(path: string): FileContent {
  const place = new URL(path, examples);
  if (!statSync(place, { throwIfNoEntry: false })) return { error: `[Errno 2] No such file: '${path}'` };
  if (!path.endsWith("/")) return { bytes: new Uint8Array(readFileSync(place)) };
  const entries = readdirSync(place, { withFileTypes: true });
  return { entries: entries.map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() })) };
}

test("examples/digits.ts asks for its files in three rounds, then has shapes of full and of last batches", async () => {
  const read = async (uri: string) => readFileSync(new URL(uri), "utf8");
  const entry = new URL("digits.ts", examples).href;
  const { program, errors } = await compile(entry, read, new CompileCache(), { inWorkspace: () => true });
  expect(errors).toEqual([]);
  const files = new Map<string, FileContent>();
  const rounds: (readonly string[])[] = [];
  for (;;) {
    new Function("__tensorglass", program?.code ?? "")(host);
    const console = globalThis.console;
    const result = await host.run({ mode: "shapes", device: "cpu", files, memoryBudget: 2 ** 30 });
    globalThis.console = console;
    if (result.kind === "needsFiles") {
      rounds.push(result.paths);
      for (const path of result.paths) files.set(path, contentOf(path));
      continue;
    }
    expect(rounds).toEqual([
      ["data/digits/MNIST/raw/", "data/digits/"],
      ["data/digits/train-images-idx3-ubyte.gz", "data/digits/train-labels-idx1-ubyte.gz"],
      ["data/digits/t10k-images-idx3-ubyte.gz", "data/digits/t10k-labels-idx1-ubyte.gz"],
    ]);
    const { error, ops, tensors } = result.trace;
    expect(error).toBeNull();
    const convolved = ops.filter(({ name, phase }) => name.includes("conv") && phase === "forward");
    const batches = new Set(convolved.map(({ outputs: [id] }) => tensors[id ?? -1]?.shape[0]));
    // 1,437 digits for training make 22 batches of 64 and one of 29, 360 for tests 5 and one of 40.
    expect([...batches]).toEqual([64, 29, 40]);
    return;
  }
});
