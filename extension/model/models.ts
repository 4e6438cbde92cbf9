/**
 * The model files that are on the screen, each run anew whenever its text, a file it is made of, or a setting changes.
 * Features ask here for what is known of a document and listen for changes; they never run anything themselves.
 */
import * as vscode from "vscode";
import { isModelText, modelLanguages } from "../modelFile.ts";
import type { RunOutcome, ShapeRunner } from "../run/shapeRunner.ts";
import { readModelFile, readSourceFile } from "../run/workspaceFiles.ts";
import { onDidChangeSettings, setting } from "../settings.ts";
import { FileWatchers } from "./fileWatchers.ts";
import { Model } from "./model.ts";

export class Models implements vscode.Disposable {
  readonly #runner: () => ShapeRunner;
  readonly #log: vscode.LogOutputChannel;
  readonly #models = new Map<string, Model>();
  /** Watches what models have opened (a photograph, a table, a folder of them), by model. */
  readonly #watchers = new Map<string, FileWatchers>();
  /** Model files that have a panel, which live on when their editor is hidden. */
  readonly #held = new Set<string>();
  readonly #changed = new vscode.EventEmitter<Model>();
  readonly #removed = new vscode.EventEmitter<Model>();
  readonly #subscriptions: vscode.Disposable[];

  readonly onDidChange = this.#changed.event;
  readonly onDidRemove = this.#removed.event;

  /** @param runner made at the first use, which loads the engine */
  constructor(runner: () => ShapeRunner, log: vscode.LogOutputChannel) {
    this.#runner = runner;
    this.#log = log;
    this.#subscriptions = [
      this.#changed,
      this.#removed,
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#edited(document);
      }),
      ...this.#watchSources(),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#closed(uri.toString())),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#lookAround()),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        if (closed.length > 0) this.#lookAround();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.runAll()),
      onDidChangeSettings(["device", "memoryBudget", "shapeRunTimeout"], () => this.runAll()),
    ];
    this.#lookAround();
  }

  get(uri: vscode.Uri): Model | undefined {
    return this.#models.get(uri.toString());
  }

  /** The models that a file is part of, its own first. */
  madeOf(uri: vscode.Uri): Model[] {
    const file = uri.toString();
    const own = this.#models.get(file);
    const others = [...this.#models.values()].filter((model) => model !== own && model.isMadeOf(file));
    return own ? [own, ...others] : others;
  }

  all(): Model[] {
    return [...this.#models.values()];
  }

  /** Keeps a model alive while its panel is open, even if no editor shows it. */
  async hold(uri: vscode.Uri): Promise<vscode.Disposable> {
    this.#held.add(uri.toString());
    const document = await vscode.workspace.openTextDocument(uri);
    if (this.get(uri)?.version !== document.version) this.#consider(document);
    return new vscode.Disposable(() => {
      this.#held.delete(uri.toString());
      this.#lookAround();
    });
  }

  async runAgain(uri: vscode.Uri): Promise<void> {
    for (const path of this.#watchers.get(uri.toString())?.paths() ?? [])
      this.#runner().forget(uri.toString(), path);
    await this.#run(await vscode.workspace.openTextDocument(uri));
  }

  runAll(): void {
    for (const model of this.#models.values()) {
      const document = findDocument(model.uri);
      if (document) void this.#run(document);
    }
    this.#lookAround();
  }

  stop(uri: vscode.Uri): void {
    this.#runner().stop(uri.toString());
  }

  dispose(): void {
    for (const model of this.#models.values()) model.dispose();
    for (const watchers of this.#watchers.values()) watchers.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #edited(document: vscode.TextDocument): void {
    this.#consider(document);
    this.#sourceChanged(document.uri);
  }

  /** Runs the models that import a file. */
  #sourceChanged(uri: vscode.Uri): void {
    const file = uri.toString();
    for (const model of this.#models.values()) {
      const entry = model.uri !== file && model.isMadeOf(file) ? findDocument(model.uri) : undefined;
      if (entry) void this.#run(entry);
    }
  }

  /** Imported files also change on the disk: by another program, by git, or because they come to be. */
  #watchSources(): vscode.Disposable[] {
    const watcher = vscode.workspace.createFileSystemWatcher("**/*.{ts,mts,js,mjs,json}");
    const changed = (uri: vscode.Uri) => {
      // An open file speaks for itself.
      if (!findDocument(uri.toString())) this.#sourceChanged(uri);
    };
    return [
      watcher,
      watcher.onDidChange(changed),
      watcher.onDidCreate(changed),
      watcher.onDidDelete(changed),
    ];
  }

  #closed(uri: string): void {
    if (!this.#held.has(uri)) this.#remove(uri);
    // Unsaved edits are gone with the editor: what counts for the panel is the file on the disk again.
    else void this.runAgain(vscode.Uri.parse(uri)).catch(() => this.#remove(uri));
  }

  /** Takes up the model files that came on the screen. Those that left keep their state until they are closed. */
  #lookAround(): void {
    for (const { document } of vscode.window.visibleTextEditors)
      if (this.get(document.uri)?.version !== document.version) this.#consider(document);
    for (const uri of [...this.#models.keys()])
      if (!this.#held.has(uri) && !isOpenForUser(uri)) this.#remove(uri);
  }

  /** Runs a document if it is a model on the screen or in a panel; forgets it if it is a model no more. */
  #consider(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    if (!modelLanguages.includes(document.languageId)) return;
    const shown = vscode.window.visibleTextEditors.some((editor) => editor.document === document);
    if (!isModelText(document.getText())) this.#remove(uri);
    else if (shown || this.#held.has(uri)) void this.#run(document);
  }

  async #run(document: vscode.TextDocument): Promise<void> {
    const uri = document.uri.toString();
    let model = this.#models.get(uri);
    if (!model) {
      const created: Model = new Model(uri, () => this.#changed.fire(created));
      model = created;
      this.#models.set(uri, model);
    }
    // Nothing of the user's code runs before the user has trusted the folder it lies in.
    if (!vscode.workspace.isTrusted) {
      this.#changed.fire(model);
      return;
    }
    const versions = new Map([[uri, document.version]]);
    const timeout = setting("shapeRunTimeout");
    const start = performance.now();
    const run = model.begin(document.version);
    const outcome = await this.#runner().run({
      entry: uri,
      text: document.getText(),
      folders: (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString()),
      compiled: (files) => model.dependsOn(files),
      options: { device: setting("device"), memoryBudget: setting("memoryBudget") * 2 ** 20 },
      timeout: timeout * 1000,
      readSource: (file) => this.#readSource(document.uri, file, versions),
      readFile: (path) => readModelFile(document.uri, path, (file) => this.#watch(uri, path, file)),
    });
    if (outcome.kind === "superseded" || this.#models.get(uri) !== model) {
      model.abandon(run);
      return;
    }
    this.#report(document.uri, outcome, performance.now() - start);
    model.end(outcome, versions, { timeout });
  }

  #report(uri: vscode.Uri, outcome: Exclude<RunOutcome, { kind: "superseded" }>, milliseconds: number): void {
    const name = vscode.workspace.asRelativePath(uri);
    const time = `${milliseconds.toFixed(1)} ms`;
    if (outcome.kind === "ended")
      this.#log.warn(`${name}: ${outcome.reason} after ${time}. ${outcome.detail}`);
    else if (outcome.kind === "compileErrors") this.#log.debug(`${name}: does not compile, ${time}`);
    else if (outcome.trace.error?.kind === "internal")
      this.#log.error(`${name}: ${outcome.trace.error.name}: ${outcome.trace.error.message}`);
    else this.#log.debug(`${name}: shapes of ${outcome.trace.ops.length} ops, ${time}`);
  }

  async #readSource(model: vscode.Uri, file: string, versions: Map<string, number>): Promise<string | null> {
    const open = findDocument(file);
    if (open) {
      versions.set(file, open.version);
      return open.getText();
    }
    return readSourceFile(model, vscode.Uri.parse(file, true));
  }

  /** Runs the model again when a file that it opened changes, appears or goes. */
  #watch(uri: string, path: string, file: vscode.Uri): void {
    const known = this.#watchers.get(uri);
    const watchers = known ?? new FileWatchers((changed) => this.#filesChanged(uri, changed));
    if (!known) this.#watchers.set(uri, watchers);
    watchers.add(path, file);
  }

  #filesChanged(uri: string, paths: readonly string[]): void {
    for (const path of paths) this.#runner().forget(uri, path);
    const document = findDocument(uri);
    if (document) void this.#run(document);
  }

  #remove(uri: string): void {
    const model = this.#models.get(uri);
    if (!model) return;
    this.#models.delete(uri);
    model.dispose();
    this.#watchers.get(uri)?.dispose();
    this.#watchers.delete(uri);
    this.#removed.fire(model);
  }
}

const findDocument = (uri: string): vscode.TextDocument | undefined =>
  vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri && !document.isClosed);

/**
 * Whether the user has the file open, in a tab or anywhere else on the screen. That there is a document says less: one
 * that an extension has read stays for minutes, though nobody sees it.
 */
function isOpenForUser(uri: string): boolean {
  if (!findDocument(uri)) return false;
  if (vscode.window.visibleTextEditors.some(({ document }) => document.uri.toString() === uri)) return true;
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .some(({ input }) => {
      if (input instanceof vscode.TabInputText) return input.uri.toString() === uri;
      return input instanceof vscode.TabInputTextDiff && input.modified.toString() === uri;
    });
}
