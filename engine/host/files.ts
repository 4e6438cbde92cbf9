/**
 * Where a program's files come from. The engine reads none itself: the host (a worker's message loop, the command
 * line, a test) sets a provider that gives bytes at once, or throws `FileNeeded` when it has yet to fetch them;
 * the run then ends, the host fetches the file and runs the program again.
 */

/** What Python raises when the operating system refuses. */
export class OSError extends Error {
  override name = "OSError";
}

export class FileNotFoundError extends OSError {
  override name = "FileNotFoundError";

  constructor(path: string) {
    super(`[Errno 2] No such file or directory: '${path}'`);
  }
}

/** Not an error of the program: the host has not delivered this file yet. */
export class FileNeeded extends Error {
  override name = "FileNeeded";
  readonly path: string;

  constructor(path: string) {
    super(`The file '${path}' has to be read first.`);
    this.path = path;
  }
}

/** Gives a file's bytes, which the caller does not change. Throws `FileNeeded`, `FileNotFoundError` or `OSError`. */
export type FileProvider = (path: string) => Uint8Array;

let provider: FileProvider | null = null;
let needed: string | null = null;

/** Sets where files come from for the runs to follow; `null` takes it away. */
export function setFileProvider(next: FileProvider | null): void {
  provider = next;
  needed = null;
}

/** The bytes of the file that the program calls `path`. */
export function readFile(path: string): Uint8Array {
  if (!provider) throw new OSError(`Files cannot be read here, so '${path}' cannot be opened.`);
  try {
    return provider(path);
  } catch (error) {
    if (error instanceof FileNeeded) needed ??= error.path;
    throw error;
  }
}

/** The first file that was asked for in vain since the provider was set, even if the program caught the signal. */
export function neededFile(): string | null {
  return needed;
}
