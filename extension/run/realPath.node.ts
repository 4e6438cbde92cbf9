/** Follows symbolic links, for files of this machine's disk. On the web `realPath.web.ts` takes this file's place. */
import { realpath } from "node:fs/promises";

/** @returns null where there is no such file */
export const realPath = (path: string): Promise<string | null> => realpath(path).catch(() => null);
