/**
 * What the extension host and the shape worker say to each other. Types only; the same for a Node worker thread and
 * for a browser's worker.
 */
import type { FileContent, Program, RunOptions } from "../../engine/trace/program.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import type { CompileError } from "../compile/errors.ts";

/** Says which run a message belongs to: what comes late from an earlier one is dropped. */
export type RunId = number & { readonly __id?: "run" };

export type ShapeRunOptions = Pick<RunOptions, "device" | "memoryBudget">;

export type ToWorker =
  /** The first message. `progress[0]` is where the worker notes the site it is at, so that a kill knows the place. */
  | {
      readonly type: "engine";
      readonly text: string;
      readonly cachedData: Uint8Array | null;
      readonly progress: SharedArrayBuffer | null;
    }
  | {
      readonly type: "run";
      readonly run: RunId;
      readonly entry: string;
      readonly text: string;
      /** URIs of the workspace's folders: what lies in them may be imported. */
      readonly folders: readonly string[];
      readonly options: ShapeRunOptions;
    }
  | { readonly type: "source"; readonly request: number; readonly text: string | null }
  | { readonly type: "file"; readonly request: number; readonly content: FileContent }
  /** A file that earlier runs of `entry` had read has changed. */
  | { readonly type: "forget"; readonly entry: string; readonly path: string };

export type FromWorker =
  /** The engine is loaded; with V8's code cache for the next worker, where there is one. */
  | { readonly type: "ready"; readonly cachedData: Uint8Array | null }
  | { readonly type: "readSource"; readonly run: RunId; readonly request: number; readonly uri: string }
  | { readonly type: "readFile"; readonly run: RunId; readonly request: number; readonly path: string }
  /** Sent before the program runs, so that its sites are known should the run be killed. Null if it does not compile. */
  | {
      readonly type: "compiled";
      readonly run: RunId;
      readonly program: Program | null;
      /** URIs of the files that were read, or looked for in vain: when one changes, the result may. */
      readonly dependencies: readonly string[];
    }
  | { readonly type: "ended"; readonly run: RunId; readonly outcome: WorkerOutcome }
  | { readonly type: "log"; readonly level: "info" | "warn" | "error"; readonly text: string };

export type WorkerOutcome =
  | { readonly kind: "compileErrors"; readonly errors: readonly CompileError[] }
  /** Of the program that `compiled` brought. */
  | { readonly kind: "trace"; readonly trace: Trace }
  | { readonly kind: "crashed"; readonly message: string };
