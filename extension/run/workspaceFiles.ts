/**
 * Reads files for models: through `vscode.workspace.fs`, so that it works remotely too, and inside the workspace's
 * folders only.
 */
import * as vscode from "vscode";
import type { FileContent, FolderEntry } from "../../engine/trace/program.ts";
import { isInside, isInsideOrEqual, outsideMessage, resolveFilePath } from "./filePath.ts";
import { realPath } from "./realPath.node.ts";

/** Larger files would have to be copied whole, several times: not what a picture of a model is for. */
const LARGEST = 256 * 1024 * 1024;

/** A folder of more entries is no data set that a model could read whole. */
const MOST_ENTRIES = 100_000;

/**
 * What the model at `modelUri` calls `path`: a file or, where it ends in `/`, the entries of a folder; or why it cannot
 * have it.
 * @param located told where the file lies, or would lie if it existed, unless it is refused
 */
export async function readModelFile(
  modelUri: vscode.Uri,
  path: string,
  located?: (file: vscode.Uri) => void,
): Promise<FileContent> {
  const found = await locate(modelUri, path);
  if ("error" in found) return found;
  located?.(found.uri);
  try {
    if (isFolderPath(path)) return await entriesOf(found.uri, path);
    const { size, type } = await vscode.workspace.fs.stat(found.uri);
    if (type & vscode.FileType.Directory) return { error: `'${path}' is a folder, not a file.` };
    if (size > LARGEST) return { error: `'${path}' is larger than ${LARGEST / 1024 / 1024} MB.` };
    // A copy, because Node's Buffer is a kind of Uint8Array that messages to a webview do not carry as bytes.
    return { bytes: new Uint8Array(await vscode.workspace.fs.readFile(found.uri)) };
  } catch (error) {
    // The engine gives a missing file Python's message, so it has to know that this is what happened.
    const missing = error instanceof vscode.FileSystemError && error.code === "FileNotFound";
    return {
      error: missing
        ? `[Errno 2] No such file or directory: '${path}'`
        : `'${path}' cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

const isFolderPath = (path: string): boolean => /[\\/]$/.test(path);

async function entriesOf(folder: vscode.Uri, path: string): Promise<FileContent> {
  const { type } = await vscode.workspace.fs.stat(folder);
  if (!(type & vscode.FileType.Directory)) return { error: `[Errno 20] Not a directory: '${path}'` };
  const found = await vscode.workspace.fs.readDirectory(folder);
  if (found.length > MOST_ENTRIES) return { error: `'${path}' holds more than ${MOST_ENTRIES} entries.` };
  const entries = found.map(
    ([name, type]): FolderEntry => ({ name, isFolder: (type & vscode.FileType.Directory) !== 0 }),
  );
  return { entries };
}

/** Where the model's file lies, judged by its name and, on a disk, by where links lead. */
async function locate(
  modelUri: vscode.Uri,
  path: string,
): Promise<{ readonly uri: vscode.Uri } | { readonly error: string }> {
  const folders = workspaceFoldersOf(modelUri);
  const modelFolder = vscode.Uri.joinPath(modelUri, "..").path;
  const resolved = resolveFilePath(
    path,
    modelFolder,
    folders.map(({ path }) => path),
  );
  if (resolved.kind === "refused") return { error: resolved.message };
  const uri = modelUri.with({ path: resolved.path });
  const fits = isFolderPath(path) ? isInsideOrEqual : isInside;
  return (await staysInside(uri, folders, fits)) ? { uri } : { error: outsideMessage(path) };
}

/** The text of a source file that a model imports, or null if there is none inside the workspace. */
export async function readSourceFile(modelUri: vscode.Uri, uri: vscode.Uri): Promise<string | null> {
  const folders = workspaceFoldersOf(modelUri);
  if (uri.scheme !== modelUri.scheme || uri.authority !== modelUri.authority) return null;
  if (!folders.some((folder) => isInside(uri.path, folder.path)) || !(await staysInside(uri, folders)))
    return null;
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return null;
  }
}

/** Folders on the same file system as the model. */
function workspaceFoldersOf({ scheme, authority }: vscode.Uri): vscode.Uri[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .map(({ uri }) => uri)
    .filter((uri) => uri.scheme === scheme && uri.authority === authority);
}

/** Whether links lead out. What does not exist leads nowhere; reading it says so. */
async function staysInside(
  uri: vscode.Uri,
  folders: readonly vscode.Uri[],
  fits: typeof isInside = isInside,
): Promise<boolean> {
  if (uri.scheme !== "file") return true;
  const real = await realPath(uri.fsPath);
  if (real === null) return true;
  for (const folder of folders) {
    const realFolder = await realPath(folder.fsPath);
    if (realFolder !== null && fits(vscode.Uri.file(real).path, vscode.Uri.file(realFolder).path))
      return true;
  }
  return false;
}
