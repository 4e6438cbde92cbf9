/** A workspace in memory, for tests of what reads files and folders. */
import { FileNotFoundError, type FileProvider } from "../../../engine/host/files.ts";
import type { FolderEntry } from "../../../engine/trace/program.ts";

/** Gives the files, and the folders that they lie in, or that are named. */
export function providerOf(
  files: ReadonlyMap<string, Uint8Array>,
  emptyFolders: readonly string[] = [],
): FileProvider {
  return (path) => {
    if (!path.endsWith("/")) {
      const bytes = files.get(path);
      if (!bytes) throw new FileNotFoundError(path);
      return { bytes };
    }
    const entries = new Map<string, FolderEntry>();
    for (const each of [...files.keys(), ...emptyFolders.map((folder) => `${folder}/`)]) {
      if (!each.startsWith(path) || each === path) continue;
      const [name = "", ...below] = each.slice(path.length).split("/");
      entries.set(name, { name, isFolder: below.length > 0 });
    }
    if (entries.size === 0 && !emptyFolders.includes(path.slice(0, -1))) throw new FileNotFoundError(path);
    // In an order of the file system's own.
    return { entries: [...entries.values()].reverse() };
  };
}
