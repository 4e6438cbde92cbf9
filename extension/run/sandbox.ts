/** What a place to run a program in looks like to the executor: a `vm` context in Node, a worker's own scope on the web. */
import type { FileContent, Program, RunResult } from "../../engine/trace/program.ts";
import type { ShapeRunOptions } from "./messages.ts";

export interface Sandbox {
  /**
   * Runs a program, once: a sandbox is used for one run. Rejects only for faults that are not the program's. The result
   * comes in a box, because it may be an object of another realm: a promise resolved with it would ask it for a `then`.
   */
  run(
    program: Program,
    options: ShapeRunOptions,
    files: ReadonlyMap<string, FileContent>,
  ): Promise<{ readonly result: RunResult }>;
  dispose(): void;
}

export interface SandboxFactory {
  create(): Sandbox;
  /** V8's code cache of the engine, worth keeping for the next worker. */
  cachedData(): Uint8Array | null;
}

export type SandboxLog = (level: "info" | "warn" | "error", text: string) => void;
