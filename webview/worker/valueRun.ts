/**
 * One run of values, from a program to its end, whatever that is: a trace, a reason, or silence because nobody wants
 * it any more. It may take several attempts: a file that the program asked for is fetched and the program run again; a
 * GPU that failed gets a second chance on a new device, then the CPU takes over.
 */
import type { FileContent, Program } from "../../engine/trace/program.ts";
import type { SiteId, Trace } from "../../engine/trace/trace.ts";
import type { DevicePreference, PanelSettings } from "../protocol.ts";
import { formatDuration } from "../trace/format.ts";
import { parseFromRun, type ToRun } from "./runMessages.ts";

/** The part of a `Worker` that is used here, so that tests can be one. */
export interface RunWorker {
  postMessage(message: ToRun): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
  onmessageerror: ((event: MessageEvent<unknown>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

export interface RunSurroundings {
  /** A fresh worker that holds the engine and this program. */
  readonly start: (program: Program) => RunWorker;
  /** A file or, where the path ends in `/`, a folder. */
  readonly readFile: (path: string) => Promise<FileContent>;
  /** Files already read, by path; a run adds those it had to ask for. */
  readonly files: Map<string, FileContent>;
}

export type RunOutcome =
  | {
      readonly kind: "trace";
      readonly trace: Trace;
      /** Why it ran on the CPU although a GPU was tried, or null. */
      readonly gpuFailure: string | null;
    }
  /** Ended from outside; `site` is the last known place. */
  | {
      readonly kind: "failed";
      readonly title: string;
      readonly message: string;
      readonly site: SiteId | null;
    }
  | { readonly kind: "stopped" };

type Finished = { readonly kind: "trace"; readonly trace: Trace } | Exclude<RunOutcome, { kind: "trace" }>;
type Attempt = Finished | { readonly kind: "needsFiles"; readonly paths: readonly string[] };

/** So many files are read at the same time. */
const FILES_AT_ONCE = 64;

export class ValueRun {
  readonly outcome: Promise<RunOutcome>;
  readonly #program: Program;
  readonly #settings: PanelSettings;
  readonly #around: RunSurroundings;
  #stopped = false;
  #endAttempt: ((attempt: Attempt) => void) | null = null;

  constructor(program: Program, settings: PanelSettings, around: RunSurroundings) {
    this.#program = program;
    this.#settings = settings;
    this.#around = around;
    this.outcome = this.#run();
  }

  stop() {
    this.#stopped = true;
    this.#endAttempt?.({ kind: "stopped" });
  }

  async #run(): Promise<RunOutcome> {
    const { device } = this.#settings;
    const devices: readonly DevicePreference[] = device === "cpu" ? ["cpu"] : [device, device, "cpu"];
    let gpuFailure: string | null = null;
    let result: Finished = { kind: "stopped" };
    for (const [index, choice] of devices.entries()) {
      result = await this.#runWithFiles(choice);
      if (result.kind !== "trace") return result;
      if (result.trace.error?.kind !== "device") break;
      if (index < devices.length - 1) gpuFailure = result.trace.error.message;
    }
    if (result.kind !== "trace") return result;
    // The second try on a new device can have gone well: then the GPU has nothing to answer for.
    const fellBack = device !== "cpu" && result.trace.device.name === "cpu";
    return { ...result, gpuFailure: fellBack ? gpuFailure : null };
  }

  /** As often as the program asks for more files; each time from the start, in a worker without a past. */
  async #runWithFiles(device: DevicePreference): Promise<Finished> {
    const { files } = this.#around;
    for (;;) {
      if (this.#stopped) return { kind: "stopped" };
      const attempt = await this.#attempt(device);
      if (attempt.kind !== "needsFiles") return attempt;
      const given = attempt.paths.find((path) => files.has(path));
      if (given !== undefined) {
        return {
          kind: "failed",
          title: "A file could not be given to the program",
          message: given,
          site: null,
        };
      }
      await this.#readFiles(attempt.paths);
    }
  }

  async #readFiles(paths: readonly string[]): Promise<void> {
    const { files, readFile } = this.#around;
    const read = async (path: string) =>
      files.set(path, await readFile(path).catch((error: unknown) => ({ error: messageOf(error) })));
    for (let from = 0; from < paths.length && !this.#stopped; from += FILES_AT_ONCE)
      await Promise.all(paths.slice(from, from + FILES_AT_ONCE).map(read));
  }

  #attempt(device: DevicePreference): Promise<Attempt> {
    return new Promise((resolve) => {
      const { runTimeout, memoryBudget } = this.#settings;
      const worker = this.#around.start(this.#program);
      let timer: ReturnType<typeof setTimeout> | undefined;
      let site: SiteId | null = null;

      const end = (attempt: Attempt) => {
        clearTimeout(timer);
        worker.onmessage = worker.onerror = worker.onmessageerror = null;
        worker.terminate();
        this.#endAttempt = null;
        resolve(this.#stopped ? { kind: "stopped" } : attempt);
      };
      const fail = (title: string, message: string) => end({ kind: "failed", title, message, site });
      this.#endAttempt = end;

      worker.onmessage = ({ data }) => {
        const message = parseFromRun(data);
        switch (message?.type) {
          case "at":
            site = message.site;
            break;
          case "crashed":
            fail("The engine failed", message.message);
            break;
          case "result":
            end(message.result);
            break;
          default:
            fail("The engine failed", "It sent a result that could not be read.");
        }
      };
      worker.onmessageerror = () =>
        fail("The engine failed", "Its result could not be copied out of the worker.");
      worker.onerror = (event) => {
        event.preventDefault();
        fail(...workerProblem(event.message));
      };
      if (runTimeout > 0) {
        const message = `It was ended after ${formatDuration(runTimeout)}. Is there an endless loop?`;
        timer = setTimeout(() => fail("The run took too long", message), runTimeout);
      }
      const files = new Map(this.#around.files);
      worker.postMessage({ type: "run", options: { mode: "values", device, files, memoryBudget } });
    });
  }
}

/** A worker's error event has a message only when the browser feels like it. */
function workerProblem(message: string): readonly [title: string, message: string] {
  if (/memory|allocation|invalid array length/i.test(message)) {
    return ["Out of memory", "The run needed more memory than there is. Try a smaller input, or the CPU."];
  }
  return ["The run could not be started", message || "The worker ended without a reason."];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
