/**
 * The shape worker's own course: takes a text, compiles it, runs the program in a fresh sandbox, reads what it needs
 * through the host, and answers with a trace. The same code in Node and in a browser; only the sandbox differs.
 */
import type { FileContent, Program } from "../../engine/trace/program.ts";
import type { CompileError } from "../compile/errors.ts";
import type { FromWorker, RunId, ToWorker, WorkerOutcome } from "./messages.ts";
import type { Sandbox, SandboxFactory } from "./sandbox.ts";

/** What a run needs of the compiler. */
export type Compile = (
  entry: string,
  readSource: (uri: string) => Promise<string | null>,
  inWorkspace: (uri: string) => boolean,
) => Promise<{
  readonly program: Program | null;
  readonly errors: readonly CompileError[];
  readonly files: readonly string[];
}>;

export interface ExecutorParts {
  readonly compile: Compile;
  readonly sandboxes: (engine: Extract<ToWorker, { type: "engine" }>) => SandboxFactory;
  readonly send: (message: FromWorker) => void;
}

/** A program may be run again so often, for files that it asks for one after the other, before we call it a mistake. */
const MOST_RUNS = 4096;
/** So many files are read at the same time. */
const AT_ONCE = 64;

export class Executor {
  readonly #parts: ExecutorParts;
  readonly #replies = new Map<number, (reply: Extract<ToWorker, { request: number }>) => void>();
  /** Files read for earlier runs, by entry: most runs need the same again, and reading restarts the program. */
  readonly #files = new Map<string, Map<string, FileContent>>();
  #factory: SandboxFactory | null = null;
  /** Made ahead, so that a run does not wait for the engine's text to be evaluated. */
  #next: Sandbox | null = null;
  #nextRequest = 1;

  constructor(parts: ExecutorParts) {
    this.#parts = parts;
  }

  receive(message: ToWorker): void {
    switch (message.type) {
      case "engine":
        this.#factory = this.#parts.sandboxes(message);
        this.#next = this.#factory.create();
        this.#parts.send({ type: "ready", cachedData: this.#factory.cachedData() });
        return;
      case "run":
        void this.#run(message);
        return;
      case "source":
      case "file":
        this.#replies.get(message.request)?.(message);
        this.#replies.delete(message.request);
        return;
      case "forget":
        this.#files.get(message.entry)?.delete(message.path);
        return;
      default:
        message satisfies never;
    }
  }

  async #run(message: Extract<ToWorker, { type: "run" }>): Promise<void> {
    const { run } = message;
    try {
      await this.#compileAndExecute(message);
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : "The run failed.";
      this.#end(run, { kind: "crashed", message: text });
    }
    this.#next ??= this.#factory?.create() ?? null;
  }

  async #compileAndExecute(message: Extract<ToWorker, { type: "run" }>): Promise<void> {
    const { run, entry, text, folders } = message;
    const { program, errors, files } = await this.#parts.compile(
      entry,
      (uri) => (uri === entry ? Promise.resolve(text) : this.#readSource(run, uri)),
      (uri) => folders.some((folder) => uri.startsWith(folder.endsWith("/") ? folder : `${folder}/`)),
    );
    this.#parts.send({ type: "compiled", run, program, dependencies: files });
    if (program) await this.#execute(message, program);
    else this.#end(run, { kind: "compileErrors", errors });
  }

  /** Runs the program, again from the start as long as it turns out to need more files. */
  async #execute(
    { run, entry, options }: Extract<ToWorker, { type: "run" }>,
    program: Program,
  ): Promise<void> {
    const files = this.#files.get(entry) ?? new Map<string, FileContent>();
    this.#files.set(entry, files);
    for (let runs = 0; runs <= MOST_RUNS; runs++) {
      const sandbox = this.#takeSandbox();
      let needed: readonly string[] | null = null;
      try {
        const { result } = await sandbox.run(program, options, files);
        if (result.kind === "trace") this.#end(run, { kind: "trace", trace: result.trace });
        else needed = texts(result.paths);
      } finally {
        sandbox.dispose();
      }
      if (needed === null) return;
      await this.#readFiles(run, needed, files);
    }
    this.#end(run, { kind: "crashed", message: `The model asked for files more than ${MOST_RUNS} times.` });
  }

  #takeSandbox(): Sandbox {
    const sandbox = this.#next ?? this.#factory?.create();
    this.#next = null;
    if (!sandbox) throw new Error("The engine has not been loaded.");
    return sandbox;
  }

  #end(run: RunId, outcome: WorkerOutcome): void {
    this.#parts.send({ type: "ended", run, outcome });
  }

  #readSource(run: RunId, uri: string): Promise<string | null> {
    const request = this.#nextRequest++;
    return new Promise((resolve) => {
      this.#replies.set(request, (reply) => resolve(reply.type === "source" ? reply.text : null));
      this.#parts.send({ type: "readSource", run, request, uri });
    });
  }

  async #readFiles(run: RunId, paths: readonly string[], into: Map<string, FileContent>): Promise<void> {
    for (let from = 0; from < paths.length; from += AT_ONCE) {
      const read = async (path: string) => into.set(path, await this.#readFile(run, path));
      await Promise.all(paths.slice(from, from + AT_ONCE).map(read));
    }
  }

  #readFile(run: RunId, path: string): Promise<FileContent> {
    const request = this.#nextRequest++;
    return new Promise((resolve) => {
      this.#replies.set(request, (reply) =>
        resolve(reply.type === "file" ? reply.content : { error: "The file could not be read." }),
      );
      this.#parts.send({ type: "readFile", run, request, path });
    });
  }
}

/** The elements of an array of another realm, whatever has become of its methods, as texts of this one. */
function texts(foreign: readonly string[]): string[] {
  const copies: string[] = [];
  for (let i = 0; i < foreign.length; i++) copies.push(String(foreign[i]));
  return copies;
}
