/** A browser's file systems have no symbolic links to follow. */
export const realPath = (path: string): Promise<string | null> => Promise.resolve(path);
