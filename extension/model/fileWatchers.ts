/**
 * Watches the files that one model has opened. A data set has thousands of them, so there is one watcher for each
 * folder, not for each file.
 */
import * as vscode from "vscode";

export class FileWatchers implements vscode.Disposable {
  readonly #changed: (paths: readonly string[]) => void;
  readonly #watchers = new Map<string, vscode.Disposable>();
  /** What the model calls a file or a folder, by where it lies. */
  readonly #names = new Map<string, Set<string>>();

  /** @param changed told how the model calls what has changed, appeared or gone */
  constructor(changed: (paths: readonly string[]) => void) {
    this.#changed = changed;
  }

  /** @param path as the model wrote it; with a `/` at its end it names a folder, whose entries matter */
  add(path: string, file: vscode.Uri): void {
    const key = keyOf(file);
    const names = this.#names.get(key) ?? new Set();
    this.#names.set(key, names.add(path));
    this.#watchFolder(vscode.Uri.joinPath(file, ".."));
    if (/[\\/]$/.test(path)) this.#watchFolder(file);
  }

  /** How the model calls all that it has opened. */
  paths(): string[] {
    return [...this.#names.values()].flatMap((names) => [...names]);
  }

  dispose(): void {
    for (const watcher of this.#watchers.values()) watcher.dispose();
  }

  #watchFolder(folder: vscode.Uri): void {
    const key = keyOf(folder);
    if (this.#watchers.has(key)) return;
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, "*"));
    const listed = (file: vscode.Uri) => this.#tell(file, vscode.Uri.joinPath(file, ".."));
    this.#watchers.set(
      key,
      vscode.Disposable.from(
        watcher,
        watcher.onDidChange((file) => this.#tell(file)),
        watcher.onDidCreate(listed),
        watcher.onDidDelete(listed),
      ),
    );
  }

  #tell(...places: readonly vscode.Uri[]): void {
    const paths = places.flatMap((place) => [...(this.#names.get(keyOf(place)) ?? [])]);
    if (paths.length > 0) this.#changed(paths);
  }
}

/** Without the slash at a folder's end. */
const keyOf = (place: vscode.Uri): string => place.toString().replace(/\/+$/, "");
