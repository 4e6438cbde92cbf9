/**
 * Finds the files of a data set below its root folder: in one of the folders where they may lie, under one of the names
 * they may have. There is no network in a run, so what is missing has to be put there by the user.
 */
import { RuntimeError } from "../errors.ts";
import { FileNotFoundError, listFolder, together } from "../host/files.ts";
import type { FolderEntry } from "../trace/program.ts";
import { joinPath } from "./visionDataset.ts";

export interface Placement {
  /** The data set's name. */
  readonly name: string;
  /** Folders to look in, in order. */
  readonly folders: readonly string[];
  /** A file's name, or several for the same content, the first preferred. */
  readonly files: readonly (readonly string[])[];
  /** Where to get them. */
  readonly url: string;
  readonly download: boolean;
}

/** The paths of the files, all in the first folder that has them all. */
export function findFiles({ name, folders, files, url, download }: Placement): string[] {
  const listings = together(folders.map((folder) => () => entriesOf(folder)));
  for (const [i, entries] of listings.entries()) {
    const names = new Set(entries.filter(({ isFolder }) => !isFolder).map((entry) => entry.name));
    const found = files.map((choices) => choices.find((choice) => names.has(choice)));
    if (found.every((file) => file !== undefined))
      return found.map((file) => joinPath(folders[i] as string, file));
  }
  const wanted = files.map(([first = ""]) => first).join(", ");
  const packed = files.some((choices) => choices.length > 1) ? " (or the same with .gz)" : "";
  throw new RuntimeError(
    `Dataset not found. ${download ? "There is no network in a run, so download: true cannot fetch it. " : ""}` +
      `Put ${name}'s files into '${folders[0]}': ${wanted}${packed}. They are at ${url}`,
  );
}

function entriesOf(folder: string): readonly FolderEntry[] {
  try {
    return listFolder(folder);
  } catch (error) {
    if (error instanceof FileNotFoundError) return [];
    throw error;
  }
}
