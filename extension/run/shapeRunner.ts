/**
 * Runs models for their shapes, one at a time, in a worker that can be killed.
 *
 * The latest text wins: a request waits only for the run in progress, and replaces an older one of the same file that
 * still waits. There is no debounce, because a run is shorter than one; only a run that turns out to be slow is killed
 * for a newer text, once a second worker stands ready. A run beyond its time limit is always killed. Nothing of VS
 * Code here, so that all of it is tested without.
 */
import type { FileContent, Program } from "../../engine/trace/program.ts";
import type { SiteId, Trace } from "../../engine/trace/trace.ts";
import type { CompileError } from "../compile/errors.ts";
import type { FromWorker, RunId, ShapeRunOptions } from "./messages.ts";
import { Watchdog } from "./watchdog.ts";
import type { ShapeWorker, StartWorker } from "./worker.ts";

export interface ShapeRequest {
  /** URI of the model file. */
  readonly entry: string;
  readonly text: string;
  /** URIs of the workspace's folders: what lies in them may be imported. */
  readonly folders: readonly string[];
  readonly options: ShapeRunOptions;
  /** Milliseconds; 0 for no limit. */
  readonly timeout: number;
  /** Told which files the model is made of, or would be if they were there. */
  compiled?(dependencies: readonly string[]): void;
  /** Text of a workspace file that the model imports, or null if there is none. */
  readSource(uri: string): Promise<string | null>;
  /** Bytes of a file that the model opens, by the path it used. */
  readFile(path: string): Promise<FileContent>;
}

export type RunOutcome =
  | { readonly kind: "compileErrors"; readonly errors: readonly CompileError[] }
  | { readonly kind: "ran"; readonly program: Program; readonly trace: Trace }
  | {
      readonly kind: "ended";
      readonly reason: EndReason;
      readonly detail: string;
      readonly program: Program | null;
      /** Where the program was last seen. */
      readonly site: SiteId | null;
    }
  /** A newer text of the same file took its place. */
  | { readonly kind: "superseded" };

export type EndReason = "timeout" | "memory" | "stopped" | "crashed";

export interface ShapeRunnerParts {
  readonly startWorker: StartWorker;
  readonly engineText: () => Promise<string>;
  readonly log: (level: "info" | "warn" | "error", text: string) => void;
  /** Whether memory can be shared with the worker; a browser's extension host cannot. */
  readonly sharedMemory: boolean;
}

/** After so many milliseconds a run is slow: a spare worker is started, and a newer text may kill the run. */
const SLOW = 250;

interface Job {
  readonly request: ShapeRequest;
  readonly resolve: (outcome: RunOutcome) => void;
}

interface RunningJob extends Job {
  readonly run: RunId;
  readonly worker: Crew;
  readonly watchdog: Watchdog;
  readonly slowTimer: ReturnType<typeof setTimeout>;
  slow: boolean;
  program: Program | null;
}

/** A worker with what we know of it. */
interface Crew {
  readonly worker: ShapeWorker;
  readonly progress: Int32Array<SharedArrayBuffer> | null;
  ready: boolean;
}

export class ShapeRunner {
  readonly #parts: ShapeRunnerParts;
  readonly #waiting = new Map<string, Job>();
  #running: RunningJob | null = null;
  #worker: Crew | null = null;
  #spare: Crew | null = null;
  #cachedData: Uint8Array | null = null;
  #engineText: Promise<string> | null = null;
  #nextRun = 1;
  #disposed = false;

  constructor(parts: ShapeRunnerParts) {
    this.#parts = parts;
  }

  /** Starts a worker ahead of the first run. */
  warmUp(): void {
    this.#worker ??= this.#startWorker();
  }

  run(request: ShapeRequest): Promise<RunOutcome> {
    if (this.#disposed) return Promise.resolve({ kind: "superseded" });
    return new Promise((resolve) => {
      this.#waiting.get(request.entry)?.resolve({ kind: "superseded" });
      this.#waiting.set(request.entry, { request, resolve });
      this.#supersedeSlowRun();
      this.#runNext();
    });
  }

  /** Ends the run of a file, and forgets the one that waits. */
  stop(entry: string): void {
    this.#waiting.get(entry)?.resolve({ kind: "superseded" });
    this.#waiting.delete(entry);
    if (this.#running?.request.entry === entry) this.#kill("stopped", "");
  }

  /** A file that `entry` had read has changed. */
  forget(entry: string, path: string): void {
    for (const crew of [this.#worker, this.#spare]) crew?.worker.post({ type: "forget", entry, path });
  }

  dispose(): void {
    this.#disposed = true;
    for (const { resolve } of this.#waiting.values()) resolve({ kind: "superseded" });
    this.#waiting.clear();
    if (this.#running) this.#finish(this.#running, { kind: "superseded" });
    this.#worker?.worker.terminate();
    this.#spare?.worker.terminate();
    this.#worker = null;
    this.#spare = null;
  }

  #runNext(): void {
    const [next] = this.#waiting.values();
    if (this.#running || this.#disposed || !next) return;
    this.#worker ??= this.#startWorker();
    const worker = this.#worker;
    if (!worker.ready) return; // `ready` comes back here.
    const { entry, text, folders, options, timeout } = next.request;
    this.#waiting.delete(entry);
    const run: RunId = this.#nextRun++;
    if (worker.progress) worker.progress[0] = -1;
    this.#running = {
      ...next,
      run,
      worker,
      watchdog: new Watchdog(timeout, () => this.#kill("timeout", "")),
      slowTimer: setTimeout(() => this.#becomeSlow(), SLOW),
      slow: false,
      program: null,
    };
    worker.worker.post({ type: "run", run, entry, text, folders, options });
  }

  #becomeSlow(): void {
    if (!this.#running) return;
    this.#running.slow = true;
    this.#spare ??= this.#startWorker();
    this.#supersedeSlowRun();
  }

  #supersedeSlowRun(): void {
    const running = this.#running;
    if (!running?.slow || !this.#spare?.ready || !this.#waiting.has(running.request.entry)) return;
    this.#replaceWorker();
    this.#finish(running, { kind: "superseded" });
    this.#runNext();
  }

  #kill(reason: EndReason, detail: string): void {
    const running = this.#running;
    if (!running) return;
    const at = running.worker.progress?.[0] ?? -1;
    const site = at >= 0 ? at : null;
    this.#replaceWorker();
    this.#finish(running, { kind: "ended", reason, detail, program: running.program, site });
    this.#runNext();
  }

  #replaceWorker(): void {
    this.#worker?.worker.terminate();
    this.#worker = this.#spare;
    this.#spare = null;
    this.warmUp();
  }

  #finish(running: RunningJob, outcome: RunOutcome): void {
    running.watchdog.stop();
    clearTimeout(running.slowTimer);
    if (this.#running === running) this.#running = null;
    running.resolve(outcome);
  }

  #startWorker(): Crew {
    const progress = this.#parts.sharedMemory ? new Int32Array(new SharedArrayBuffer(4)) : null;
    const crew: Crew = {
      progress,
      ready: false,
      worker: this.#parts.startWorker({
        message: (message) => this.#receive(crew, message),
        died: (reason, detail) => this.#workerDied(crew, reason, detail),
      }),
    };
    this.#engineText ??= this.#parts.engineText();
    this.#engineText.then(
      (text) =>
        crew.worker.post({
          type: "engine",
          text,
          cachedData: this.#cachedData,
          progress: progress?.buffer ?? null,
        }),
      (error: unknown) => {
        this.#engineText = null;
        this.#workerDied(crew, "crashed", error instanceof Error ? error.message : String(error));
      },
    );
    return crew;
  }

  #workerDied(crew: Crew, reason: "memory" | "crashed", detail: string): void {
    if (crew === this.#spare) {
      this.#spare = null;
      return;
    }
    if (crew !== this.#worker) return;
    this.#parts.log("error", `The shape worker ended (${reason}): ${detail}`);
    if (this.#running) {
      this.#kill(reason, detail);
      return;
    }
    // It died before it could take a run. To start another for the same request would go on for ever.
    crew.worker.terminate();
    this.#worker = null;
    for (const [entry, { resolve }] of [...this.#waiting]) {
      this.#waiting.delete(entry);
      resolve({ kind: "ended", reason, detail, program: null, site: null });
    }
  }

  #receive(crew: Crew, message: FromWorker): void {
    if (message.type === "ready") {
      crew.ready = true;
      this.#cachedData ??= message.cachedData;
      this.#supersedeSlowRun();
      this.#runNext();
      return;
    }
    if (message.type === "log") {
      this.#parts.log(message.level, message.text);
      return;
    }
    const running = this.#running;
    if (!running || running.run !== message.run || running.worker !== crew) return;
    switch (message.type) {
      case "compiled":
        running.program = message.program;
        running.request.compiled?.(message.dependencies);
        return;
      case "readSource":
        void this.#answer(running, async () => {
          const text = await running.request.readSource(message.uri).catch(() => null);
          crew.worker.post({ type: "source", request: message.request, text });
        });
        return;
      case "readFile":
        void this.#answer(running, async () => {
          const content = await running.request
            .readFile(message.path)
            .catch((error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }));
          crew.worker.post({ type: "file", request: message.request, content });
        });
        return;
      case "ended":
        this.#ended(running, message.outcome);
        this.#runNext();
        return;
      default:
        message satisfies never;
    }
  }

  async #answer(running: RunningJob, answer: () => Promise<void>): Promise<void> {
    running.watchdog.hold();
    await answer();
    running.watchdog.release();
  }

  #ended(running: RunningJob, outcome: Extract<FromWorker, { type: "ended" }>["outcome"]): void {
    const { program } = running;
    if (outcome.kind === "compileErrors") this.#finish(running, outcome);
    else if (outcome.kind === "trace" && program)
      this.#finish(running, { kind: "ran", program, trace: outcome.trace });
    else {
      const detail = outcome.kind === "crashed" ? outcome.message : "The worker gave a trace of no program.";
      this.#finish(running, { kind: "ended", reason: "crashed", detail, program, site: null });
    }
  }
}
