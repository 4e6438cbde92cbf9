/** Weight files, summaries and LBFGS inside of a run: for shapes and for values. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import "../../../engine/host/worker.ts";
import * as api from "../../../engine/index.ts";
import type { EngineHost, FileContent, RunOptions, RunResult } from "../../../engine/trace/program.ts";
import type { Trace } from "../../../engine/trace/trace.ts";

const host = (globalThis as unknown as { __tensorglass: EngineHost }).__tensorglass;

type Body = (t: typeof api) => void | Promise<void>;

function run(body: Body, o: Partial<RunOptions> = {}): Promise<RunResult> {
  const main = async (require: (name: string) => unknown) => body(require("tensorglass") as typeof api);
  host.program({ entry: "file:///model.ts", modules: { "file:///model.ts": main }, callees: {} });
  const files = new Map<string, FileContent>();
  return host.run({ mode: "shapes", device: "cpu", files, memoryBudget: 1e9, ...o });
}

async function traced(body: Body, o: Partial<RunOptions> = {}): Promise<Trace> {
  const result = await run(body, o);
  if (result.kind !== "trace") throw new Error(`asks for ${result.paths}`);
  return result.trace;
}

const printed = (trace: Trace) => trace.events.flatMap((e) => (e.kind === "print" ? [e.text] : []));

const outer = globalThis.console;
beforeEach(() => {
  return () => {
    globalThis.console = outer;
  };
});

describe("a weight file", () => {
  const model: Body = async ({ nn, print, safetensors, torch }) => {
    const net = new nn.Linear(2, 1);
    print(net.loadStateDict(safetensors.loadFile("net.safetensors")));
    print(await net(torch.ones(1, 2)).item());
  };
  let files = new Map<string, FileContent>();
  // Before any run: in this realm, too, a run for shapes leaves the engine without values.
  beforeAll(async () => {
    const weight = api.torch.tensor([[0.5, 0.25]]);
    const bytes = await api.safetensors.save({
      weight,
      bias: api.torch.tensor([1], { dtype: weight.dtype }),
    });
    files = new Map<string, FileContent>([["net.safetensors", { bytes }]]);
  });

  test("is asked for", async () => {
    expect(await run(model)).toMatchObject({ kind: "needsFiles", paths: ["net.safetensors"] });
  });

  test("gives its values, and in a run for shapes its shapes", async () => {
    const values = await traced(model, { files, mode: "values" });
    expect([values.error, printed(values)]).toEqual([null, ["<All keys matched successfully>", "1.75"]]);
    const shapes = await traced(model, { files });
    expect([shapes.error, printed(shapes)[0]]).toEqual([null, "<All keys matched successfully>"]);
  });

  test("counts against the run's memory", async () => {
    const bytes = await api.npy.save(api.torch.zeros(1000, 1000));
    const files = new Map<string, FileContent>([["big.npy", { bytes }]]);
    const { error } = await traced(({ npy }) => void npy.load("big.npy"), {
      files,
      mode: "values",
      memoryBudget: 1e6,
    });
    expect(error).toMatchObject({ kind: "budget" });
  });

  test("that is none is the program's error, by name", async () => {
    const files = new Map<string, FileContent>([["net.safetensors", { bytes: new Uint8Array(3) }]]);
    const { error } = await traced(model, { files });
    expect(error?.name).toBe("SafetensorError");
    expect(error?.message).toContain("Error while deserializing net.safetensors: header too small");
  });
});

const lbfgs: Body = async ({ optim, print, torch }) => {
  const w = torch.ones(3, { requiresGrad: true });
  const optimizer = new optim.LBFGS([w], { lineSearchFn: "strong_wolfe" });
  let calls = 0;
  const loss = await optimizer.step(() => {
    calls++;
    optimizer.zeroGrad();
    const loss = w.pow(2).sum();
    loss.backward();
    return loss;
  });
  print(calls, loss.shape);
};

test("LBFGS in a run for shapes goes one way down and ends", async () => {
  const trace = await traced(lbfgs);
  expect(trace.error).toBeNull();
  expect(Number(printed(trace)[0]?.split(" ")[0])).toBeLessThan(30);
  expect(new Set(trace.ops.map((op) => op.phase))).toEqual(new Set(["forward", "backward", "optimizer"]));
});

test("LBFGS shows the closure's work as forward and backward, its own as the optimizer's", async () => {
  const trace = await traced(lbfgs, { mode: "values" });
  expect(trace.error).toBeNull();
  const phaseOf = (name: string) => new Set(trace.ops.filter((op) => op.name === name).map((op) => op.phase));
  expect(phaseOf("pow")).toContain("forward");
  expect(phaseOf("add_")).toEqual(new Set(["optimizer"]));
  expect(trace.events.filter((e) => e.kind === "optimizer").map((e) => e.name)).toContain("LBFGS");
});

test("a summary in a run for values computes nothing, and the run goes on", async () => {
  const trace = await traced(
    async ({ nn, print, summary, torch }) => {
      const net = new nn.Linear(2, 1, { bias: false });
      summary(net, [5, 2]);
      print(await net(torch.zeros(1, 2)).item());
    },
    { mode: "values" },
  );
  expect(trace.error).toBeNull();
  expect(printed(trace)[0]).toContain("Total mult-adds: 10");
  expect(printed(trace)[1]).toBe("0");
});
