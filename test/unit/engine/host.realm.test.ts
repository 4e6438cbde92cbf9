/** A run of a compiled program: the trace it leaves, and every way in which it can end. */
import { beforeEach, describe, expect, test } from "vitest";
import "../../../engine/host/worker.ts";
import type * as api from "../../../engine/index.ts";
import type {
  EngineHost,
  FileContent,
  ProgramModules,
  RunOptions,
  SiteRecorder,
} from "../../../engine/trace/program.ts";
import type { Trace } from "../../../engine/trace/trace.ts";

const host = (globalThis as unknown as { __tensorglass: EngineHost }).__tensorglass;

type Body = (t: typeof api, $: SiteRecorder) => void | Promise<void>;

function given(body: Body): void {
  const modules: ProgramModules["modules"] = {
    "file:///model.ts": async (require, _exports, $) => body(require("tensorglass") as typeof api, $),
  };
  host.program({ entry: "file:///model.ts", modules, callees: { 1: "net.conv" } });
}

const options = (o: Partial<RunOptions> = {}): RunOptions => ({
  mode: "shapes",
  device: "cpu",
  files: new Map<string, FileContent>(),
  memoryBudget: 1e9,
  ...o,
});

async function traced(body: Body, o: Partial<RunOptions> = {}): Promise<Trace> {
  given(body);
  const result = await host.run(options(o));
  if (result.kind !== "trace") throw new Error(`asks for ${result.paths}`);
  return result.trace;
}

const outer = globalThis.console;
beforeEach(() => {
  // A program gets a console of its own; the tests share one realm.
  return () => {
    globalThis.console = outer;
  };
});

describe("a run for shapes", () => {
  test("records ops, scopes, modules and observations, and no values", async () => {
    const trace = await traced(({ nn, torch }, $) => {
      const net = $.construct(1, nn.Linear, 4, 2);
      const y = $.call(2, net, torch.randn(3, 4));
      $.value(3, y);
    });
    expect(trace.error).toBeNull();
    expect(trace.ops.filter((op) => op.phase === "forward" && op.site === 2).map((op) => op.name)).toEqual([
      "t",
      "addmm",
    ]);
    expect(trace.scopes.map((s) => `${s.kind} ${s.name}`)).toContain("module Linear");
    expect(trace.modules).toMatchObject([{ className: "Linear", site: 1, parameterCount: 10 }]);
    const seen = trace.observations.find((o) => o.site === 3);
    expect(seen?.value.kind === "tensor" && trace.tensors[seen.value.tensor]).toMatchObject({
      shape: [3, 2],
      requiresGrad: true,
    });
    expect(JSON.parse(JSON.stringify(trace))).toEqual(trace);
  });

  test("counts how often a site held each shape", async () => {
    const trace = await traced(({ torch }, $) => {
      for (const n of [1, 2, 2, 2]) $.value(7, torch.zeros(n));
    });
    expect(trace.observations.map((o) => o.count)).toEqual([1, 3]);
  });

  test("runs again with values where a shape depends on them", async () => {
    const trace = await traced(async ({ torch }, $) => {
      const n = await torch.tensor([3]).item();
      $.value(5, torch.zeros(n + 1).view(2, 2));
    });
    expect(trace.error).toBeNull();
    expect(trace.observations.some((o) => o.site === 5)).toBe(true);
  });

  test("calls declared models with their example inputs", async () => {
    const trace = await traced(({ nn }, $) => {
      class Net extends nn.Module {
        fc = new nn.Linear(8, 3);
        forward(x: api.Tensor): api.Tensor {
          return $.call(4, this.fc, x) as api.Tensor;
        }
      }
      $.model(9, "Net", Net, [{ name: "x", shape: [2, 8], sizeNames: ["B", null], dtype: "float32" }]);
    });
    expect(trace.scopes.filter((s) => s.kind === "module").map((s) => s.name)).toEqual(["Net", "Linear"]);
  });
});

describe("what goes wrong", () => {
  test("an op that refuses is the last of a partial graph, at its site", async () => {
    const trace = await traced(({ nn, torch }, $) => {
      const net = $.construct(1, nn.Linear, 238, 120);
      $.call(3, torch.relu, $.call(2, net, torch.randn(1, 240)));
    });
    expect(trace.error).toMatchObject({
      name: "RuntimeError",
      kind: "model",
      message: "mat1 and mat2 shapes cannot be multiplied (1x240 and 238x120)",
      sites: [2],
    });
    expect(trace.ops.at(-1)).toMatchObject({
      name: "addmm",
      site: 2,
      outputs: [],
      failed: trace.error?.message,
    });
    expect(trace.error?.op).toBe(trace.ops.length - 1);
  });

  test("a call of nothing says what is no function", async () => {
    const trace = await traced((_, $) => void $.call(1, undefined));
    expect(trace.error).toMatchObject({
      name: "TypeError",
      kind: "code",
      message: "net.conv is not a function",
      sites: [1],
    });
  });

  test("an async failure keeps its place", async () => {
    const trace = await traced(async (_, $) => {
      await $.call(2, async () => {
        await Promise.resolve();
        $.call(1, undefined);
      });
    });
    expect(trace.error?.sites).toEqual([1, 2]);
  });

  test("names the read of a member of nothing", async () => {
    const trace = await traced((_, $) => {
      $.read(4, undefined, "bar");
    });
    expect(trace.error).toMatchObject({
      message: "Cannot read properties of undefined (reading 'bar')",
      sites: [4],
    });
  });

  test("a missing file is asked for, then used", async () => {
    const body: Body = ({ Image, print }) => print(Image.open("cat.png").size);
    given(body);
    expect(await host.run(options())).toEqual({ kind: "needsFiles", paths: ["cat.png"] });
    const files = new Map([["cat.png", { error: "[Errno 2] No such file or directory: 'cat.png'" }]]);
    const trace = await traced(body, { files });
    expect(trace.error).toMatchObject({
      kind: "file",
      message: "[Errno 2] No such file or directory: 'cat.png'",
    });
  });

  test("an allocation beyond the budget ends the run with the figures", async () => {
    const trace = await traced(({ torch }) => void torch.zeros(1000, 1000), {
      mode: "values",
      memoryBudget: 1e6,
    });
    expect(trace.error).toMatchObject({ kind: "budget", name: "OutOfMemoryError" });
    expect(trace.error?.message).toMatch(/3\.81 MiB.*977 KiB/);
  });

  test("a caught error is no error of the run", async () => {
    const trace = await traced(({ torch }) => {
      try {
        torch.zeros(2).add(torch.zeros(3));
      } catch {
        // The program's business.
      }
    });
    expect(trace.error).toBeNull();
  });
});

describe("a run with values", () => {
  test("prints in order, tensors as PyTorch does", async () => {
    const trace = await traced(
      ({ print, torch }) => {
        print("a", torch.tensor([1, 2]), torch.zeros(2, 3).shape);
        print([1, 2.5]);
      },
      { mode: "values" },
    );
    const lines = trace.events.flatMap((e) => (e.kind === "print" ? [e.text] : []));
    expect(lines).toEqual(["a tensor([1, 2]) torch.Size([2, 3])", "[1, 2.5]"]);
  });

  test("names phases: forward, backward with its nodes, optimizer", async () => {
    const trace = await traced(
      ({ nn, optim, torch }) => {
        const net = new nn.Linear(2, 1);
        const opt = new optim.SGD(net.parameters(), { lr: 0.1, momentum: 0.9 });
        net(torch.ones(1, 2)).sum().backward();
        opt.step();
      },
      { mode: "values" },
    );
    const phases = new Set(trace.ops.map((op) => op.phase));
    expect([...phases]).toEqual(["forward", "backward", "optimizer"]);
    const backward = trace.ops.filter((op) => op.phase === "backward");
    expect(backward.every((op) => op.node === null || trace.nodes[op.node] !== undefined)).toBe(true);
    expect(trace.events.map((e) => e.kind)).toEqual(expect.arrayContaining(["backward", "optimizer"]));
    expect(trace.tensors.filter((t) => t.name === "weight").length).toBeGreaterThan(0);
  });
});
