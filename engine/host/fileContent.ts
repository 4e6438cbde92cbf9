/** The files of a run as the engine's file provider. */
import type { FileContent } from "../trace/program.ts";
import { FileNeeded, FileNotFoundError, type FileProvider, OSError, sizeOf } from "./files.ts";

/** All files of a run lie in memory at once, and are copied for each repetition. */
const MOST_BYTES = 2 ** 30;
const MOST_FILES = 16_384;

/** A file that is not there yet ends the run; one that the host could not read is the program's error. */
export function filesFrom(files: ReadonlyMap<string, FileContent>): FileProvider {
  let bytes = 0;
  for (const content of files.values())
    bytes += "error" in content || "entries" in content ? 0 : sizeOf(content);
  return (path) => {
    const content = files.get(path);
    if (content && !("error" in content)) return content;
    if (content)
      throw content.error.startsWith("[Errno 2] ") ? new FileNotFoundError(path) : new OSError(content.error);
    if (bytes > MOST_BYTES || files.size >= MOST_FILES) {
      const held = `${files.size} files of ${Math.round(bytes / 2 ** 20)} MB`;
      throw new OSError(
        `'${path}' cannot be read: this run has read ${held} already, and may hold ${MOST_FILES} files of ${MOST_BYTES / 2 ** 20} MB in all. Take fewer samples, as with new data.Subset(…).`,
      );
    }
    throw new FileNeeded(path);
  };
}
