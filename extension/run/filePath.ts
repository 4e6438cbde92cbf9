/**
 * Which file a model means by a path, and whether it may have it: only what lies inside a folder of the workspace. A
 * path that ends in `/` means a folder, which may be one of the workspace's own.
 * Pure text; symbolic links are followed, and judged again, by whoever reads the file.
 */
export type ResolvedPath =
  | { readonly kind: "inside"; readonly path: string }
  | { readonly kind: "refused"; readonly message: string };

/**
 * @param path as the model wrote it, with `/` or `\`
 * @param modelFolder path of the model file's folder, as URIs write paths: `/home/ann/models`, `/c:/models`
 * @param workspaceFolders the same of the workspace's folders
 */
export function resolveFilePath(
  path: string,
  modelFolder: string,
  workspaceFolders: readonly string[],
): ResolvedPath {
  const slashed = path.replaceAll("\\", "/");
  if (slashed.trim() === "" || slashed.includes("\0"))
    return { kind: "refused", message: `'${path}' is not the path of a file.` };
  if (/^(?:\/|[a-z][\w+.-]*:)/i.test(slashed)) {
    return {
      kind: "refused",
      message: `'${path}' is an absolute path. A model can read files of the workspace only, by a path relative to its own folder.`,
    };
  }
  if (workspaceFolders.length === 0) {
    return {
      kind: "refused",
      message: `'${path}' cannot be read, because no folder is open. A model can read files of the workspace only: open the model's folder first.`,
    };
  }
  const resolved = normalize(`${modelFolder}/${slashed}`);
  const fits = slashed.endsWith("/") ? isInsideOrEqual : isInside;
  return resolved !== null && workspaceFolders.some((folder) => fits(resolved, folder))
    ? { kind: "inside", path: resolved }
    : { kind: "refused", message: outsideMessage(path) };
}

export const outsideMessage = (path: string): string =>
  `'${path}' lies outside of the workspace. A model can read files of the workspace only.`;

/** Whether `path` is in `folder`, at any depth. */
export function isInside(path: string, folder: string): boolean {
  const prefix = folder.endsWith("/") ? folder : `${folder}/`;
  return path.startsWith(prefix) && path.length > prefix.length;
}

export const isInsideOrEqual = (path: string, folder: string): boolean =>
  `${path}/` === `${folder}/`.replace(/\/+$/, "/") || isInside(path, folder);

/** Without `.` and `..`; null where `..` leads above the root. */
function normalize(path: string): string | null {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return `/${parts.join("/")}`;
}
