/**
 * In a browser a sandbox is a worker of its own, made from one text: the engine, and what talks to it. It has no page
 * and no files by nature; its ways to the network and to storage are taken away before any code of the user runs.
 */
import type { FileContent, Program, RunOptions, RunResult } from "../../engine/trace/program.ts";
import type { ShapeRunOptions } from "./messages.ts";
import type { Sandbox, SandboxFactory, SandboxLog } from "./sandbox.ts";

interface Order {
  /** Blob URL of the program's text. */
  readonly program: string;
  readonly options: RunOptions;
}

type Answer =
  | { readonly result: RunResult }
  | { readonly error: string }
  | { readonly log: string; readonly level: "info" | "warn" | "error" };

/** Runs in the inner worker, from its own source text, so it refers to nothing outside of itself. */
function serveEngine(): void {
  interface Scope {
    onmessage: ((event: { data: Order }) => void) | null;
    postMessage(answer: Answer): void;
    importScripts(url: string): void;
    __tensorglass: { run(options: RunOptions): Promise<RunResult> };
  }
  // A worker's globals; the rest of the file runs in another worker, whose types know none of the engine's.
  const scope = globalThis as unknown as Scope;
  const answer = scope.postMessage.bind(scope);
  const load = scope.importScripts.bind(scope);
  const outside = [
    "fetch",
    "XMLHttpRequest",
    "WebSocket",
    "WebSocketStream",
    "WebTransport",
    "EventSource",
    "BroadcastChannel",
    "indexedDB",
    "caches",
    "cookieStore",
    "navigator",
    "Worker",
    "SharedWorker",
    "importScripts",
    "postMessage",
    "Notification",
    "FileReader",
    "FileReaderSync",
    "RTCPeerConnection",
    "setInterval",
  ];
  for (const name of outside) {
    for (let owner: object | null = scope; owner; owner = Object.getPrototypeOf(owner))
      Reflect.deleteProperty(owner, name);
  }
  scope.onmessage = ({ data }) => {
    scope.onmessage = null;
    const fail = (error: unknown) =>
      answer({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    try {
      load(data.program);
      scope.__tensorglass.run(data.options).then((result) => answer({ result }), fail);
    } catch (error) {
      fail(error);
    }
  };
}

export class WebSandboxes implements SandboxFactory {
  readonly #url: string;
  readonly #log: SandboxLog;

  constructor(engineText: string, log: SandboxLog) {
    const text = `(${serveEngine.toString()})();\n${engineText}`;
    this.#url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    this.#log = log;
  }

  create(): Sandbox {
    return new WebSandbox(new Worker(this.#url, { name: "tensorglass-model" }), this.#log);
  }

  cachedData(): null {
    return null;
  }
}

class WebSandbox implements Sandbox {
  readonly #worker: Worker;
  readonly #log: SandboxLog;
  #program = "";

  constructor(worker: Worker, log: SandboxLog) {
    this.#worker = worker;
    this.#log = log;
  }

  run(
    program: Program,
    options: ShapeRunOptions,
    files: ReadonlyMap<string, FileContent>,
  ): Promise<{ readonly result: RunResult }> {
    return new Promise((resolve, reject) => {
      this.#worker.onerror = ({ message }) => reject(new Error(message));
      this.#worker.onmessage = ({ data }: MessageEvent<Answer>) => {
        if ("result" in data) resolve({ result: data.result });
        else if ("error" in data) reject(new Error(data.error));
        else this.#log(data.level, data.log);
      };
      this.#program = URL.createObjectURL(new Blob([program.code], { type: "text/javascript" }));
      const order: Order = { program: this.#program, options: { ...options, mode: "shapes", files } };
      this.#worker.postMessage(order);
    });
  }

  dispose(): void {
    this.#worker.terminate();
    URL.revokeObjectURL(this.#program);
  }
}
