import { describe, expect, it, vi } from "vitest";
import type { FileContent, RunResult } from "../../../engine/trace/program.ts";
import type { ErrorKind, Trace } from "../../../engine/trace/trace.ts";
import type { PanelSettings, Snapshot } from "../../../webview/protocol.ts";
import type { ToRun } from "../../../webview/worker/runMessages.ts";
import { type RunOutcome, type RunWorker, ValueRun } from "../../../webview/worker/valueRun.ts";
import { ValueRuns } from "../../../webview/worker/valueRuns.ts";
import { leNet } from "./sampleModels.ts";

const { program, trace: sample } = leNet().build("values");

function trace(device: "webgpu" | "cpu", error: ErrorKind | null = null): Trace {
  const failure = error && {
    name: "GPUError",
    message: "The GPU was lost.",
    kind: error,
    sites: [],
    op: null,
  };
  return { ...sample, device: { name: device, reason: "", adapter: null }, error: failure };
}

/** A worker that answers each request with the next of its results; null keeps silent. */
class FakeWorker implements RunWorker {
  onmessage: RunWorker["onmessage"] = null;
  onmessageerror: RunWorker["onmessageerror"] = null;
  onerror: RunWorker["onerror"] = null;
  terminated = false;
  request: ToRun | null = null;
  readonly #result: RunResult | null;

  constructor(result: RunResult | null) {
    this.#result = result;
  }
  postMessage(message: ToRun) {
    this.request = message;
    const result = this.#result;
    if (result !== null) queueMicrotask(() => this.send({ type: "result", result }));
  }
  send(data: unknown) {
    this.onmessage?.(new MessageEvent("message", { data }));
  }
  terminate() {
    this.terminated = true;
  }
}

const settings: PanelSettings = { device: "auto", memoryBudget: 1000, runTimeout: 0 };

function around(
  results: readonly (RunResult | null)[],
  readFile = async (_path: string): Promise<FileContent> => ({ bytes: new Uint8Array([1, 2]) }),
) {
  const workers: FakeWorker[] = [];
  const files = new Map<string, FileContent>();
  const start = () => {
    const worker = new FakeWorker(results[workers.length] ?? null);
    workers.push(worker);
    return worker;
  };
  return { workers, surroundings: { start, readFile, files } };
}

const done = (device: "webgpu" | "cpu", error: ErrorKind | null = null): RunResult => ({
  kind: "trace",
  trace: trace(device, error),
});
const summary = (outcome: RunOutcome) =>
  outcome.kind === "trace"
    ? `${outcome.trace.device.name}, error ${outcome.trace.error?.kind ?? "none"}, gpu ${outcome.gpuFailure ?? "fine"}`
    : outcome.kind === "failed"
      ? `${outcome.title}: ${outcome.message} @${outcome.site}`
      : outcome.kind;

describe("a run of values", () => {
  it("ends with the worker's trace and leaves no worker behind", async () => {
    const { workers, surroundings } = around([done("cpu")]);
    expect(summary(await new ValueRun(program, settings, surroundings).outcome)).toBe(
      "cpu, error none, gpu fine",
    );
    expect(workers.map(({ terminated }) => terminated)).toEqual([true]);
    expect(workers[0]?.request?.options).toMatchObject({
      mode: "values",
      device: "auto",
      memoryBudget: 1000,
    });
  });

  it("fetches a file that the program asks for and runs it again with the file", async () => {
    const { workers, surroundings } = around([{ kind: "needsFiles", paths: ["data/a.png"] }, done("cpu")]);
    await new ValueRun(program, settings, surroundings).outcome;
    expect(workers[1]?.request?.options.files.get("data/a.png")).toEqual({ bytes: new Uint8Array([1, 2]) });
  });

  it("fetches all files that it asks for before it runs it again, and folders too", async () => {
    const readFile = async (path: string): Promise<FileContent> =>
      path.endsWith("/") ? { entries: [{ name: "a.png", isFolder: false }] } : { bytes: new Uint8Array([3]) };
    const { workers, surroundings } = around(
      [{ kind: "needsFiles", paths: ["data/", "b.png"] }, done("cpu")],
      readFile,
    );
    await new ValueRun(program, settings, surroundings).outcome;
    expect(workers).toHaveLength(2);
    expect([...(workers[1]?.request?.options.files ?? [])]).toEqual([
      ["data/", { entries: [{ name: "a.png", isFolder: false }] }],
      ["b.png", { bytes: new Uint8Array([3]) }],
    ]);
  });

  it("hands the program the reason when a file can't be read", async () => {
    const { workers, surroundings } = around(
      [{ kind: "needsFiles", paths: ["x"] }, done("cpu", "file")],
      () => Promise.reject(new Error("outside of the workspace")),
    );
    await new ValueRun(program, settings, surroundings).outcome;
    expect(workers[1]?.request?.options.files.get("x")).toEqual({ error: "outside of the workspace" });
  });

  it("does not go round in circles over a file that is there already", async () => {
    const again: RunResult = { kind: "needsFiles", paths: ["x"] };
    const { surroundings } = around([again, again]);
    expect(summary(await new ValueRun(program, settings, surroundings).outcome)).toBe(
      "A file could not be given to the program: x @null",
    );
  });

  it("gives a failed GPU one more chance on a new device, then takes the CPU and says why", async () => {
    const { workers, surroundings } = around([
      done("webgpu", "device"),
      done("webgpu", "device"),
      done("cpu"),
    ]);
    expect(summary(await new ValueRun(program, settings, surroundings).outcome)).toBe(
      "cpu, error none, gpu The GPU was lost.",
    );
    expect(workers.map(({ request }) => request?.options.device)).toEqual(["auto", "auto", "cpu"]);
  });

  it("has nothing to say of a GPU that did well the second time", async () => {
    const { surroundings } = around([done("webgpu", "device"), done("webgpu")]);
    expect(summary(await new ValueRun(program, settings, surroundings).outcome)).toBe(
      "webgpu, error none, gpu fine",
    );
  });

  it("is ended when it takes too long, at the last place that was heard of", async () => {
    vi.useFakeTimers();
    const { workers, surroundings } = around([null]);
    const run = new ValueRun(program, { ...settings, runTimeout: 5000 }, surroundings);
    workers[0]?.send({ type: "at", site: 7 });
    await vi.advanceTimersByTimeAsync(5000);
    expect(summary(await run.outcome)).toBe(
      "The run took too long: It was ended after 5.00 s. Is there an endless loop? @7",
    );
    expect(workers[0]?.terminated).toBe(true);
    vi.useRealTimers();
  });

  it.each([
    ["RangeError: Array buffer allocation failed", "Out of memory"],
    ["SyntaxError: Unexpected token", "The run could not be started"],
  ])("says what became of a worker that broke: %s", async (message, title) => {
    const { workers, surroundings } = around([null]);
    const run = new ValueRun(program, settings, surroundings);
    workers[0]?.onerror?.(Object.assign(new Event("error"), { message }) as ErrorEvent);
    expect(summary(await run.outcome)).toContain(title);
  });

  it("takes nothing that it can't read for a result", async () => {
    const { workers, surroundings } = around([null]);
    const run = new ValueRun(program, settings, surroundings);
    workers[0]?.send({ type: "result", result: { kind: "trace", trace: { version: 1 } } });
    expect(summary(await run.outcome)).toContain("could not be read");
  });

  it("stops at once, whatever the worker does", async () => {
    const { workers, surroundings } = around([null]);
    const run = new ValueRun(program, settings, surroundings);
    run.stop();
    expect(summary(await run.outcome)).toBe("stopped");
    expect(workers[0]?.terminated).toBe(true);
  });
});

describe("when values are computed", () => {
  const snapshot = (code: string, generation: number): Snapshot => ({
    generation,
    uri: "file:///m.ts",
    fileName: "m.ts",
    program: { ...program, code },
    shapes: null,
    stale: false,
    problem: null,
    settings,
  });
  const start = (results: readonly (RunResult | null)[]) => {
    const { workers, surroundings } = around(results);
    const ended: string[] = [];
    const runs = new ValueRuns(surroundings, {
      changed: () => {},
      ended: ({ generation }, outcome) => ended.push(`${generation} ${outcome.kind}`),
    });
    const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
    return { runs, workers, ended, settled };
  };

  it("runs a program once; a snapshot that differs in other things gets the same result", async () => {
    const { runs, workers, ended, settled } = start([done("cpu")]);
    runs.update(snapshot("a", 1));
    await settled();
    runs.update(snapshot("a", 2));
    expect(ended).toEqual(["1 trace", "2 trace"]);
    expect(workers).toHaveLength(1);
  });

  it("abandons a run when a newer program comes", async () => {
    const { runs, workers, ended, settled } = start([null, done("cpu")]);
    runs.update(snapshot("a", 1));
    runs.update(snapshot("b", 2));
    await settled();
    expect(workers[0]?.terminated).toBe(true);
    expect(ended).toEqual(["2 trace"]);
  });

  it("does nothing while hidden and what it missed afterwards", async () => {
    const { runs, workers, ended, settled } = start([null, done("cpu")]);
    runs.update(snapshot("a", 1));
    runs.setHidden(true);
    expect(workers[0]?.terminated).toBe(true);
    runs.update(snapshot("b", 2));
    expect(workers).toHaveLength(1);
    runs.setHidden(false);
    await settled();
    expect(ended).toEqual(["2 trace"]);
  });

  it("leaves a GPU alone that has failed, until the user runs by hand", async () => {
    const failed = done("webgpu", "device");
    const { runs, workers, settled } = start([failed, failed, done("cpu"), done("cpu"), done("webgpu")]);
    runs.update(snapshot("a", 1));
    await settled();
    runs.update(snapshot("b", 2));
    await settled();
    runs.rerun();
    await settled();
    expect(workers.map(({ request }) => request?.options.device)).toEqual([
      "auto",
      "auto",
      "cpu",
      "cpu",
      "auto",
    ]);
  });
});
