/** Compiled files by their text: while one file is edited, the others cost nothing. */
import { type CompiledFile, compileFile, compileJson, refused } from "./file.ts";

interface Entry {
  readonly text: string;
  readonly file: CompiledFile;
}

/** Far more files than a model has; what was not used for longest goes first. */
const capacity = 200;

export class CompileCache {
  readonly #entries = new Map<string, Entry>();

  get(uri: string, text: string, isEntry: boolean): CompiledFile {
    // A file gives other code as the entry, and people look at a model and at what imports it in turn.
    const key = `${isEntry ? "entry" : "import"} ${uri}`;
    const known = this.#entries.get(key);
    this.#entries.delete(key);
    const file = known?.text === text ? known.file : compileText(uri, text, isEntry);
    this.#entries.set(key, { text, file });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= capacity) break;
      this.#entries.delete(oldest);
    }
    return file;
  }
}

function compileText(uri: string, text: string, isEntry: boolean): CompiledFile {
  try {
    return /\.json(?:[?#]|$)/.test(uri) ? compileJson(text) : compileFile(text, isEntry);
  } catch (error) {
    // Expressions nested so deeply that a walk runs out of stack, or a bug of ours: an error of this file, no crash.
    return refused([{ message: `This file cannot be compiled: ${String(error)}`, start: 0, end: 0 }]);
  }
}
