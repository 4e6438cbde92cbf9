/**
 * A fresh `node:vm` context per run, with the engine in it and nothing of Node. See realm.ts for what keeps the two
 * apart; `lockRealm` is the second wall, in case something leaks all the same.
 */
import { compileFunction, constants, createContext, Script } from "node:vm";
import type { FileContent, Program, RunResult } from "../../engine/trace/program.ts";
import type { ShapeRunOptions } from "./messages.ts";
import { type Bridge, prepareRealm, type Realm } from "./realm.ts";
import type { Sandbox, SandboxFactory, SandboxLog } from "./sandbox.ts";

/**
 * Takes away this realm's ways to make code from text, so that an outer object in the wrong hands leads nowhere: its
 * `constructor.constructor` is undefined. Process-wide flags would do the same, to VS Code as well. For workers only.
 */
export function lockRealm(): void {
  const functions = [() => {}, async () => {}, function* () {}, async function* () {}];
  for (const each of functions)
    Object.defineProperty(Object.getPrototypeOf(each), "constructor", { value: undefined });
}

/**
 * An ordinary context. `createContext({})` would put an interceptor before each global look-up, which makes
 * `Math.floor` thirty times slower.
 */
const plainContext = () =>
  createContext(constants.DONT_CONTEXTIFY, {
    name: "tensorglass",
    codeGeneration: { strings: false },
  });

export class VmSandboxes implements SandboxFactory {
  readonly #engine: Script;
  readonly #realm: Script;
  readonly #progress: SharedArrayBuffer | null;
  readonly #log: SandboxLog;

  constructor(
    engineText: string,
    cachedData: Uint8Array | null,
    progress: SharedArrayBuffer | null,
    log: SandboxLog,
  ) {
    this.#engine = new Script(engineText, {
      filename: "tensorglass:engine.js",
      ...(cachedData ? { cachedData } : {}),
    });
    this.#realm = new Script(`"use strict";\n(${prepareRealm.toString()})`, {
      filename: "tensorglass:realm.js",
    });
    this.#progress = progress;
    this.#log = log;
  }

  create(): Sandbox {
    return new VmSandbox(this.#engine, this.#realm, this.#progress, this.#log);
  }

  cachedData(): Uint8Array | null {
    // A cache that was refused (another V8) must be made anew; one that was taken needs no second copy.
    return this.#engine.cachedDataRejected === false ? null : this.#engine.createCachedData();
  }
}

type End = (result: RunResult | null, error: string) => void;

/** Fills an array of the context by this realm's own `set`, whatever the context has made of its. */
const fill = (into: Uint8Array, bytes: Uint8Array): void => Uint8Array.prototype.set.call(into, bytes);

class VmSandbox implements Sandbox {
  readonly #context = plainContext();
  readonly #realm: Realm;
  #files: ReadonlyMap<string, FileContent> = new Map();
  readonly #timers = new Map<number, NodeJS.Timeout>();
  #end: End | null = null;
  #disposed = false;

  constructor(engine: Script, realm: Script, progress: SharedArrayBuffer | null, log: SandboxLog) {
    const prepare = realm.runInContext(this.#context) as typeof prepareRealm;
    this.#realm = prepare(this.#bridge(log), progress);
    engine.runInContext(this.#context);
  }

  run(
    program: Program,
    { device, memoryBudget }: ShapeRunOptions,
    files: ReadonlyMap<string, FileContent>,
  ): Promise<{ readonly result: RunResult }> {
    return new Promise((resolve, reject) => {
      this.#end = (result, error) => (result ? resolve({ result }) : reject(new Error(error)));
      this.#files = files;
      for (const [path, content] of files) this.#give(path, content);
      const load = compileFunction(program.code, ["__tensorglass"], {
        parsingContext: this.#context,
        filename: "tensorglass:program.js",
      });
      this.#realm.load(load as Parameters<Realm["load"]>[0]);
      this.#realm.run(device, memoryBudget);
    });
  }

  #give(path: string, content: FileContent): void {
    const realm = this.#realm;
    if ("error" in content) realm.addFailedFile(path, content.error);
    else if ("bytes" in content) realm.addFile(path, content.bytes.length);
    else {
      realm.addFolder(path, null, true);
      for (const { name, isFolder } of content.entries) realm.addFolder(path, name, isFolder);
    }
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#end = null;
    this.#disposed = true;
  }

  #bridge(log: SandboxLog): Bridge {
    return {
      now: () => performance.now(),
      startTimer: (id, milliseconds) => {
        if (this.#disposed) return;
        const fire = () => {
          this.#timers.delete(id);
          this.#realm.fireTimer(id);
        };
        this.#timers.set(id, setTimeout(fire, milliseconds));
      },
      stopTimer: (id) => {
        clearTimeout(this.#timers.get(id));
        this.#timers.delete(id);
      },
      log,
      utf8Length: (text) => Buffer.byteLength(text, "utf8"),
      utf8Write: (text, into) => fill(into, Buffer.from(text, "utf8")),
      utf8Read: (bytes, fatal) => {
        try {
          return new TextDecoder("utf-8", { fatal }).decode(bytes);
        } catch {
          return null;
        }
      },
      readFile: (path, into) => {
        const content = this.#files.get(path);
        if (content && "bytes" in content) fill(into, content.bytes);
      },
      ended: (result, error) => this.#end?.(result, error),
    };
  }
}
