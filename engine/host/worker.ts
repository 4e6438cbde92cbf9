/**
 * The engine as a worker or a `vm` context loads it: puts an `EngineHost` on the global object as `__tensorglass`.
 * One realm serves one run; the next run gets a fresh one.
 */
import "../api/install.ts";
import { deviceFrom } from "../api/device.ts";
import * as api from "../index.ts";
import type { Module } from "../nn/module.ts";
import { memory, runtime } from "../runtime.ts";
import { isTraceableModule } from "../trace/moduleTree.ts";
import type { EngineHost, ProgramModules, RunOptions, RunResult } from "../trace/program.ts";
import { Recorder, setRecorder } from "../trace/recorder.ts";
import type { TraceDevice } from "../trace/trace.ts";
import { exampleTensor } from "./exampleInput.ts";
import { filesFrom } from "./fileContent.ts";
import { neededFiles, setFileProvider } from "./files.ts";
import { chooseDevice } from "./gpu.ts";
import { programConsole } from "./print.ts";
import { type DeclaredModel, siteRecorder } from "./siteRecorder.ts";
import { traceError } from "./traceError.ts";

let given: ProgramModules | null = null;

const host: EngineHost = {
  program(modules) {
    given = modules;
  },

  async run(options: RunOptions): Promise<RunResult> {
    if (!given) throw new Error("no program was given");
    const first = await attempt(given, options, options.mode === "shapes");
    // Shapes that depend on values: the same again with values, on the CPU.
    const again = first.kind === "trace" && options.mode === "shapes" && needsValues(first);
    return again ? attempt(given, { ...options, device: "cpu" }, false) : first;
  },
};

function needsValues(result: RunResult): boolean {
  return result.kind === "trace" && result.trace.error !== null && (needed || runtime.valuesWereRead);
}

/** The program asked for a shape that only values can tell. */
let needed = false;

async function attempt(
  program: ProgramModules,
  options: RunOptions,
  shapesOnly: boolean,
): Promise<RunResult> {
  const device = await prepare(options, shapesOnly);
  const recorder = new Recorder();
  setRecorder(recorder);
  setFileProvider(filesFrom(options.files));
  api.torch.manualSeed(api.torch.initialSeed());
  const start = performance.now();
  let failure: { error: unknown } | null = null;
  try {
    const models: DeclaredModel[] = [];
    await execute(program, recorder, models);
    await runDeclared(models, recorder);
    if (!shapesOnly) await settle();
  } catch (error) {
    failure = { error };
    needed ||= error instanceof api.NeedsValue;
  }
  const ms = performance.now() - start;
  const paths = neededFiles();
  if (paths.length > 0) return { kind: "needsFiles", paths };
  const error = failure ? traceError(failure.error, recorder) : null;
  const totals = { ms, peakBytes: memory.peak, liveBytes: memory.live };
  const trace = await recorder.finish(options.mode, device, error, totals);
  setRecorder(null);
  return { kind: "trace", trace };
}

/** Sets up the run's devices; says where `auto` goes and why. */
async function prepare(options: RunOptions, shapesOnly: boolean): Promise<TraceDevice> {
  runtime.shapesOnly = shapesOnly;
  runtime.valuesWereRead = false;
  memory.reset(shapesOnly ? Number.POSITIVE_INFINITY : options.memoryBudget);
  if (shapesOnly) {
    runtime.autoDevice = options.device === "webgpu" ? "webgpu" : "cpu";
    return { name: "meta", reason: "Shapes only: no values are computed.", adapter: null };
  }
  const device = await chooseDevice(options.device);
  runtime.autoDevice = device.name;
  return device;
}

/** Waits for the GPU, so that its errors belong to this run. */
async function settle(): Promise<void> {
  const backend = runtime.backends.get(runtime.autoDevice);
  if (backend?.settle) await backend.settle();
}

/** Runs the modules in the order of the record, the entry last, each once. */
async function execute(program: ProgramModules, recorder: Recorder, models: DeclaredModel[]): Promise<void> {
  const $ = siteRecorder(recorder, program.callees, models);
  Object.assign(globalThis, { console: programConsole });
  const loaded = new Map<string, Record<string, unknown>>();
  const require = (name: string): unknown => {
    if (name === "tensorglass") return api;
    const exports = loaded.get(name);
    if (!exports) throw new Error(`module '${name}' was not bundled`);
    return exports;
  };
  for (const name of Object.keys(program.modules)) loaded.set(name, {});
  for (const [name, run] of Object.entries(program.modules)) {
    await run(require, loaded.get(name) as Record<string, unknown>, $);
  }
}

/** Calls the models that the program declared with example inputs but did not call itself. */
async function runDeclared(models: readonly DeclaredModel[], recorder: Recorder): Promise<void> {
  for (const { site, declared, inputs } of models) {
    const Class = declared as new () => Module;
    if (recorder.calledClasses().has(Class)) continue;
    const before = recorder.sites.enter(site);
    try {
      const model = new Class();
      if (!isTraceableModule(model)) continue;
      const device = deviceFrom("auto");
      model.to(device);
      await Reflect.apply(
        model,
        undefined,
        inputs.map((input) => exampleTensor(input, device)),
      );
    } catch (error) {
      recorder.sites.passed(error, site);
      throw error;
    } finally {
      recorder.sites.leave(before);
    }
  }
}

Object.defineProperty(globalThis, "__tensorglass", { value: host });
