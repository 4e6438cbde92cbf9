/**
 * The contract between the compiler (extension/compile), which numbers the expressions of the user's source, and the
 * engine's host (engine/host), which runs the numbered program. Plain data and one interface; no behaviour.
 */
import type { DTypeName, SiteId } from "./trace.ts";

/** A user's model, ready to run anywhere. */
export interface Program {
  /**
   * A script that calls `__tensorglass.program({ entry, modules, callees })`. Each module is an async function
   * `(require, exports, $) => …` in CommonJS form, with `$` a `SiteRecorder`. Calls that cannot be taken apart
   * (`super.m()`, `this.#m()`, `o?.m()`) are `$.call(site, () => …)`, and have no callee's text.
   */
  readonly code: string;
  readonly sites: readonly Site[];
  /** URI of the entry file, and of every workspace file that was bundled, the entry first. */
  readonly files: readonly string[];
}

/** An expression (or a name's declaration) of the user's source whose value is observed. */
export interface Site {
  readonly id: SiteId;
  /** Index into `Program.files`. */
  readonly file: number;
  /** Offsets in UTF-16 units into that file's text: `[start, end)`. */
  readonly start: number;
  readonly end: number;
  readonly kind: SiteKind;
  /** For variables and parameters the name, for calls the callee's text: `this.conv1`, `nn.Conv2d`. */
  readonly name: string;
  /**
   * Stays the same while the code around it changes: enclosing declarations, name, and number among equals,
   * as in `Net.forward/this.conv1()#0`.
   */
  readonly key: string;
  /** For `new`: the name of the class field, property or variable that it initializes, with its range. */
  readonly declares?: { readonly name: string; readonly start: number; readonly end: number };
}

export type SiteKind = "call" | "new" | "read" | "variable" | "parameter" | "return";

/** An example input from a doc tag on `forward`: `@input x [B=1, 3, H=720, W=480] float32`. */
export interface ExampleInput {
  readonly name: string;
  readonly shape: readonly number[];
  /** The names of sizes, null where unnamed: `["B", null, "H", "W"]`. */
  readonly sizeNames: readonly (string | null)[];
  readonly dtype: DTypeName;
}

/** What the compiled code calls, as `$`. Each gives back the value that the source expression would have had. */
export interface SiteRecorder {
  /** `fn(...args)`. */
  call(site: SiteId, fn: unknown, ...args: unknown[]): unknown;
  /** `object[key](...args)`. */
  method(site: SiteId, object: unknown, key: PropertyKey, ...args: unknown[]): unknown;
  /** `new constructed(...args)`. */
  construct(site: SiteId, constructed: unknown, ...args: unknown[]): unknown;
  /** `object[key]`. */
  read(site: SiteId, object: unknown, key: PropertyKey): unknown;
  /** Any other expression, or a variable or parameter after it was bound. */
  value<T>(site: SiteId, value: T): T;
  /** Whether a loop that can await should `pause` now. Asked at the start of each turn of such a loop. */
  due(): boolean;
  /** Lets messages arrive and dead tensors be told of. */
  pause(): Promise<void>;
  /**
   * A module class of the entry file whose `forward` has `@input` tags. After the program has run, classes of which
   * no instance was called are constructed without arguments and called with these inputs.
   */
  model(site: SiteId, name: string, declared: unknown, inputs: readonly ExampleInput[]): void;
}

/** The argument of `__tensorglass.program`. */
export interface ProgramModules {
  readonly entry: string;
  /** In the order in which they run: what is imported first, the entry last. All `exports` exist from the start. By resolved specifier; `require` is given the keys of this record, or `"tensorglass"`. */
  readonly modules: Readonly<
    Record<
      string,
      (require: (name: string) => unknown, exports: Record<string, unknown>, $: SiteRecorder) => Promise<void>
    >
  >;
  /** Source text of each call site's callee, for `TypeError: net.foo is not a function`. */
  readonly callees: Readonly<Record<number, string>>;
}

/** How the host asks the engine for a run. */
export interface RunOptions {
  readonly mode: "shapes" | "values";
  readonly device: "auto" | "webgpu" | "cpu";
  /**
   * Files already read, by the path as the program names it, and folders, by their path with a `/` at its end. A path
   * that is missing ends the run with `needsFiles`.
   */
  readonly files: ReadonlyMap<string, FileContent>;
  /** Bytes that tensors may hold at once. */
  readonly memoryBudget: number;
}

/** What lies at a path: a file's bytes, a folder's entries, or why there is neither. */
export type FileContent =
  /** `size`, in bytes, where it is known without looking at them: a large file may be copied when it is looked at. */
  | { readonly bytes: Uint8Array; readonly size?: number }
  | { readonly entries: readonly FolderEntry[] }
  | { readonly error: string };

/** A file or a folder inside of a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/**
 * `needsFiles`: the program asked for files, or folders (with a `/` at the end), that were not given: read all of them
 * and run again. Otherwise the trace, whether the program failed or not.
 */
export type RunResult =
  | { readonly kind: "trace"; readonly trace: import("./trace.ts").Trace }
  | { readonly kind: "needsFiles"; readonly paths: readonly string[] };

/** What `dist/engine.js` puts on the global object as `__tensorglass`. */
export interface EngineHost {
  /** Called by the program's own text. */
  program(modules: ProgramModules): void;
  /** Runs the program given last. Never rejects for the user's fault: that is `trace.error`. */
  run(options: RunOptions): Promise<RunResult>;
}
