/**
 * The first code inside of a fresh `vm` context: gives it the few globals that the engine and models may use, and is
 * the only thing there that ever holds a function of the worker's own realm.
 *
 * Why so careful: whoever gets hold of one object of the outer realm has `object.constructor.constructor`, which is the
 * outer `Function`, and with it Node. So outer functions stay in this closure; only numbers, strings and bytes cross;
 * an exception of an outer function (a stack overflow will do) is never let through; and what user code may have
 * replaced (`Promise.prototype.then`, `Function.prototype.call`) is not used after it has started.
 *
 * `prepareRealm` runs from its own source text (`Function.prototype.toString`), so it must refer to nothing outside of
 * itself.
 */
import type { EngineHost, ProgramModules, RunResult, SiteRecorder } from "../../engine/trace/program.ts";

/** The worker's side. Only primitives in and out, but for byte arrays, which are filled or read and never kept. */
export interface Bridge {
  readonly now: () => number;
  readonly startTimer: (id: number, milliseconds: number) => void;
  readonly stopTimer: (id: number) => void;
  readonly log: (level: "info" | "warn" | "error", text: string) => void;
  readonly utf8Length: (text: string) => number;
  readonly utf8Write: (text: string, into: Uint8Array) => void;
  /** Null for malformed input. */
  readonly utf8Read: (bytes: Uint8Array, fatal: boolean) => string | null;
  /** Fills the array with a file's bytes. */
  readonly readFile: (path: string, into: Uint8Array) => void;
  readonly ended: (result: RunResult | null, error: string) => void;
}

/** What the worker may call inside of the context. */
export interface Realm {
  /** Takes the engine, once its text has run, and the program, which is a function of the engine. */
  readonly load: (program: (engine: Pick<EngineHost, "program">) => void) => void;
  /** A file of so many bytes, which are copied when the program first looks at them. */
  readonly addFile: (path: string, size: number) => void;
  readonly addFailedFile: (path: string, error: string) => void;
  /** A folder's entries, one for each call; without a name the folder alone. */
  readonly addFolder: (path: string, name: string | null, isFolder: boolean) => void;
  /** Runs the program given last; the result goes to `Bridge.ended`. */
  readonly run: (device: "auto" | "webgpu" | "cpu", memoryBudget: number) => void;
  readonly fireTimer: (id: number) => void;
}

export function prepareRealm(bridge: Bridge, progress: SharedArrayBuffer | null): Realm {
  type Global = Record<string, unknown> & { __tensorglass?: EngineHost };
  // The globals of the run's own context, to which the engine adds itself.
  const realm = globalThis as unknown as Global;
  const { now, startTimer, stopTimer, log, utf8Length, utf8Write, utf8Read, readFile, ended } = bridge;
  const Bytes = Uint8Array;
  const { apply, getOwnPropertyDescriptor, ownKeys } = Reflect;
  const { defineProperty } = Object;
  const then = Promise.prototype.then;
  const settled = Promise.resolve();
  const position = progress ? new Int32Array(progress) : null;
  const timers = new Map<number, () => void>();
  type Entries = { name: string; isFolder: boolean }[];
  type Bytes = Uint8Array;
  const files = new Map<string, { bytes: Bytes; size: number } | { entries: Entries } | { error: string }>();
  const timerSet = timers.set.bind(timers);
  const timerGet = timers.get.bind(timers);
  const timerDelete = timers.delete.bind(timers);

  /** Calls an outer function; its exceptions belong to the outer realm and stay out. */
  function outer<Result>(call: () => Result): Result {
    try {
      return call();
    } catch {
      // Dropped with its realm.
    }
    throw new Error("Not possible here.");
  }

  function textOf(value: unknown): string {
    try {
      return typeof value === "string" ? value : `${value}`;
    } catch {
      return "(no text)";
    }
  }

  function define(name: string, value: unknown): void {
    defineProperty(realm, name, { value, writable: true, configurable: true, enumerable: false });
  }

  // What the language itself brings but no model needs: V8's own console, and threads' means to block.
  for (const name of ["console", "Atomics", "SharedArrayBuffer"]) Reflect.deleteProperty(realm, name);

  const write =
    (level: "info" | "warn" | "error") =>
    (...values: unknown[]): void => {
      let text = "";
      for (let i = 0; i < values.length; i++) text += (i > 0 ? " " : "") + textOf(values[i]);
      outer(() => log(level, text));
    };
  define("console", {
    log: write("info"),
    info: write("info"),
    debug: write("info"),
    warn: write("warn"),
    error: write("error"),
  });
  define("performance", { now: () => outer(now) });

  let nextTimer = 1;
  define("setTimeout", (callback: unknown, milliseconds: unknown, ...args: unknown[]): number => {
    if (typeof callback !== "function") throw new TypeError("setTimeout: the callback is not a function.");
    const id = nextTimer++;
    const delay = Number(milliseconds ?? 0);
    timerSet(id, () => apply(callback, undefined, args));
    outer(() => startTimer(id, delay));
    return id;
  });
  define("clearTimeout", (id: unknown): void => {
    if (typeof id !== "number") return;
    timerDelete(id);
    outer(() => stopTimer(id));
  });
  define("queueMicrotask", (callback: unknown): void => {
    if (typeof callback !== "function")
      throw new TypeError("queueMicrotask: the callback is not a function.");
    apply(then, settled, [() => apply(callback, undefined, [])]);
  });

  class TextEncoder {
    readonly encoding = "utf-8";
    encode(text: unknown = ""): Uint8Array {
      const string = `${text}`;
      const bytes = new Uint8Array(outer(() => utf8Length(string)));
      outer(() => utf8Write(string, bytes));
      return bytes;
    }
  }
  class TextDecoder {
    readonly encoding = "utf-8";
    readonly fatal: boolean;
    constructor(_label?: string, options?: { fatal?: boolean }) {
      this.fatal = !!options?.fatal;
    }
    decode(input?: ArrayBufferView | ArrayBuffer): string {
      if (input === undefined) return "";
      const bytes = ArrayBuffer.isView(input)
        ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
        : new Uint8Array(input);
      const fatal = this.fatal;
      const text = outer(() => utf8Read(bytes, fatal));
      if (text === null) throw new TypeError("The encoded data was not valid.");
      return text;
    }
  }
  define("TextEncoder", TextEncoder);
  define("TextDecoder", TextDecoder);

  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  define("atob", (input: unknown): string => {
    const base64 = `${input}`.replace(/[\t\n\f\r =]/g, "");
    let text = "";
    let bits = 0;
    let held = 0;
    for (let i = 0; i < base64.length; i++) {
      const digit = alphabet.indexOf(base64.charAt(i));
      if (digit < 0) throw new TypeError("The string is not base64.");
      bits = ((bits << 6) | digit) & 0xffff;
      held += 6;
      if (held < 8) continue;
      held -= 8;
      text += String.fromCharCode((bits >> held) & 255);
    }
    return text;
  });
  define("btoa", (input: unknown): string => {
    const binary = `${input}`;
    let base64 = "";
    for (let i = 0; i < binary.length; i += 3) {
      const codes = [binary.charCodeAt(i), binary.charCodeAt(i + 1), binary.charCodeAt(i + 2)];
      if (codes.some((code) => code > 255)) throw new TypeError("The string has characters beyond Latin-1.");
      const [a = 0, b = 0, c = 0] = codes.map((code) => (Number.isNaN(code) ? 0 : code));
      const word = (a << 16) | (b << 8) | c;
      const digits = [word >> 18, (word >> 12) & 63, (word >> 6) & 63, word & 63];
      const used = Math.min(4, binary.length - i + 1);
      base64 += digits.map((digit, place) => (place < used ? alphabet.charAt(digit) : "=")).join("");
    }
    return base64;
  });

  /** Plain data as models have it: records, arrays, maps, sets, dates, bytes. Shared and cyclic parts stay so. */
  define("structuredClone", (root: unknown): unknown => {
    const made = new Map<object, unknown>();
    const remember = <Copy>(original: object, copy: Copy): Copy => {
      made.set(original, copy);
      return copy;
    };
    const clone = (value: unknown): unknown => {
      if (typeof value === "function" || typeof value === "symbol")
        throw new TypeError("Functions and symbols cannot be cloned.");
      if (typeof value !== "object" || value === null) return value;
      if (made.has(value)) return made.get(value);
      if (value instanceof Date) return remember(value, new Date(value.getTime()));
      if (value instanceof ArrayBuffer) return remember(value, value.slice(0));
      if (value instanceof DataView) {
        const buffer = clone(value.buffer) as ArrayBuffer;
        return remember(value, new DataView(buffer, value.byteOffset, value.byteLength));
      }
      if (ArrayBuffer.isView(value)) return remember(value, (value as Uint8Array).slice());
      if (Array.isArray(value)) {
        const copy: unknown[] = remember(value, new Array(value.length));
        for (let i = 0; i < value.length; i++) if (i in value) copy[i] = clone(value[i]);
        return copy;
      }
      if (value instanceof Map) {
        const copy = remember(value, new Map<unknown, unknown>());
        for (const [key, item] of value) copy.set(clone(key), clone(item));
        return copy;
      }
      if (value instanceof Set) {
        const copy = remember(value, new Set<unknown>());
        for (const item of value) copy.add(clone(item));
        return copy;
      }
      const copy: Record<PropertyKey, unknown> = remember(value, {});
      for (const key of ownKeys(value)) {
        if (typeof key === "symbol" || !getOwnPropertyDescriptor(value, key)?.enumerable) continue;
        copy[key] = clone((value as Record<string, unknown>)[key]);
      }
      return copy;
    };
    return clone(root);
  });

  /** Notes where the program is before each step of it: the place to name if the run has to be killed. */
  function tracked($: SiteRecorder, at: Int32Array): SiteRecorder {
    return {
      call(site, fn, ...args) {
        at[0] = site;
        return $.call(site, fn, ...args);
      },
      method(site, object, key, ...args) {
        at[0] = site;
        return $.method(site, object, key, ...args);
      },
      construct(site, maker, ...args) {
        at[0] = site;
        return $.construct(site, maker, ...args);
      },
      read(site, object, key) {
        at[0] = site;
        return $.read(site, object, key);
      },
      value(site, value) {
        at[0] = site;
        return $.value(site, value);
      },
      due: () => $.due(),
      pause: () => $.pause(),
      model(site, name, maker, inputs) {
        at[0] = site;
        $.model(site, name, maker, inputs);
      },
    };
  }

  /** The engine as the program sees it: it can hand itself in, and not run itself. */
  function engineOf(host: EngineHost, at: Int32Array | null): Pick<EngineHost, "program"> {
    return {
      program: (given) => {
        if (!at) {
          host.program(given);
          return;
        }
        const modules: Record<string, ProgramModules["modules"][string]> = {};
        for (const name of Object.keys(given.modules)) {
          const module = given.modules[name];
          if (module) modules[name] = (require, exports, $) => module(require, exports, tracked($, at));
        }
        host.program({ ...given, modules });
      },
    };
  }

  let engine: EngineHost | null = null;

  return {
    load(program) {
      engine = realm.__tensorglass ?? null;
      if (!engine) throw new Error("The engine did not put itself on the global object.");
      program(engineOf(engine, position));
    },

    addFile(path, size) {
      let bytes: Bytes | null = null;
      const file = {
        size,
        get bytes(): Bytes {
          if (bytes) return bytes;
          const fresh = new Bytes(size);
          outer(() => readFile(path, fresh));
          bytes = fresh;
          return fresh;
        },
      };
      files.set(path, file);
    },
    addFailedFile(path, error) {
      files.set(path, { error });
    },
    addFolder(path, name, isFolder) {
      const known = files.get(path);
      const entries = known && "entries" in known ? known.entries : [];
      if (name !== null) entries.push({ name, isFolder });
      files.set(path, { entries });
    },

    run(device, memoryBudget) {
      const fail = (error: unknown): void => {
        let text = textOf(error);
        if (typeof error === "object" && error !== null && "stack" in error)
          text = textOf(error.stack) || text;
        outer(() => ended(null, text));
      };
      try {
        if (!engine) throw new Error("The engine is not loaded.");
        const running = engine.run({ mode: "shapes", device, files, memoryBudget });
        apply(then, running, [(result: RunResult) => outer(() => ended(result, "")), fail]);
      } catch (error) {
        fail(error);
      }
    },

    fireTimer(id) {
      const callback = timerGet(id);
      if (!callback) return;
      timerDelete(id);
      try {
        callback();
      } catch {
        // An exception in a timer has nobody to go to; the run that set it reports its own.
      }
    },
  };
}
