/** The files of a run as the engine's file provider. */
import type { FileContent } from "../trace/program.ts";
import { FileNeeded, type FileProvider, OSError } from "./files.ts";

/** A file that is not there yet ends the run; one that the host could not read is the program's error. */
export function filesFrom(files: ReadonlyMap<string, FileContent>): FileProvider {
  return (path) => {
    const content = files.get(path);
    if (!content) throw new FileNeeded(path);
    if ("error" in content) throw new OSError(content.error);
    return content.bytes;
  };
}
