/**
 * Where a program's files come from. The engine reads none itself: the host (a worker's message loop, the command
 * line, a test) sets a provider that gives bytes at once, or throws `FileNeeded` when it has yet to fetch them;
 * the run then ends, the host fetches all files that were asked for and runs the program again.
 */

import type { FileContent, FolderEntry } from "../trace/program.ts";

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

export class NotADirectoryError extends OSError {
  override name = "NotADirectoryError";

  constructor(path: string) {
    super(`[Errno 20] Not a directory: '${path}'`);
  }
}

export class IsADirectoryError extends OSError {
  override name = "IsADirectoryError";

  constructor(path: string) {
    super(`[Errno 21] Is a directory: '${path}'`);
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

type File = Extract<FileContent, { readonly bytes: unknown }>;
type Folder = Extract<FileContent, { readonly entries: unknown }>;

/**
 * Gives what lies at a path, which the caller does not change: a file, or a folder's entries where the path ends in
 * `/`. Throws `FileNeeded`, `FileNotFoundError` or `OSError`.
 */
export type FileProvider = (path: string) => File | Folder;

export const sizeOf = (file: File): number => file.size ?? file.bytes.length;

let provider: FileProvider | null = null;
let needed = new Set<string>();
/** Only to see what is asked for: nothing is given. */
let asking = false;
let asked = false;

/** Sets where files come from for the runs to follow; `null` takes it away. */
export function setFileProvider(next: FileProvider | null): void {
  provider = next;
  needed = new Set();
}

/** The bytes of the file that the program calls `path`. */
export function readFile(path: string): Uint8Array {
  return fileAt(path).bytes;
}

/** How many bytes the file has. A run for shapes may know this without a look at them. */
export function fileSize(path: string): number {
  return sizeOf(fileAt(path));
}

function fileAt(path: string): File {
  const content = path.endsWith("/") ? null : provided(path);
  if (!content || !("bytes" in content)) throw new IsADirectoryError(path);
  return content;
}

/** The files and folders in the folder that the program calls `path`, in the order of their names. */
export function listFolder(path: string): readonly FolderEntry[] {
  const content = provided(folderPath(path));
  if (!("entries" in content)) throw new NotADirectoryError(path);
  return [...content.entries].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

const folderPath = (path: string): string => path.replace(/\/*$/, "/");

/** All of these at once: where several files are missing, the run is repeated once for all of them. */
export function together<R>(reads: readonly (() => R)[]): R[] {
  let missing: FileNeeded | null = null;
  const results = reads.flatMap((read) => {
    try {
      return [read()];
    } catch (error) {
      if (!(error instanceof FileNeeded)) throw error;
      missing ??= error;
      return [];
    }
  });
  if (missing) throw missing;
  return results;
}

function provided(path: string): File | Folder {
  if (!provider) throw new OSError(`Files cannot be read here, so '${path}' cannot be opened.`);
  asked = true;
  let content: File | Folder;
  try {
    content = provider(path);
  } catch (error) {
    if (error instanceof FileNeeded) needed.add(error.path);
    throw error;
  }
  if (asking) throw new FileNeeded(path);
  return content;
}

/**
 * The run is to be repeated with more files, and `body` shows which others it will ask for. Meanwhile reading ends with
 * `FileNeeded` for each, also for those that are there, so that nothing is decoded in vain.
 *
 * @returns whether `body` read any file
 */
export function asksForFiles(body: () => void): boolean {
  asked = false;
  asking = true;
  try {
    body();
  } catch (error) {
    if (!(error instanceof FileNeeded)) return false;
  } finally {
    asking = false;
  }
  return asked;
}

/** The files that were asked for in vain since the provider was set, even if the program caught the signal. */
export function neededFiles(): readonly string[] {
  return [...needed];
}
