/** The panels, at most one for each model file: opening, revealing, restoring after a reload, and keeping them current. */
import * as vscode from "vscode";
import type { PanelCommand, PanelSettings, Problem, SourceRange } from "../../webview/protocol.ts";
import type { Documents } from "../model/documents.ts";
import type { Model } from "../model/model.ts";
import { initialState, type ModelState } from "../model/modelState.ts";
import type { Models } from "../model/models.ts";
import { readModelFile } from "../run/workspaceFiles.ts";
import { onDidChangeSettings, setting } from "../settings.ts";
import { GraphPanel } from "./graphPanel.ts";
import { revealSource } from "./revealSource.ts";
import { snapshotOf } from "./snapshot.ts";

const panelViewType = "tensorglass.graph";

export class GraphPanels implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #models: Models;
  readonly #documents: Documents;
  readonly #log: vscode.LogOutputChannel;
  readonly #panels = new Map<string, GraphPanel>();
  /** The state of each model that its panel was told last. */
  readonly #shown = new Map<string, ModelState>();
  readonly #subscriptions: vscode.Disposable[];

  constructor(
    context: vscode.ExtensionContext,
    models: Models,
    documents: Documents,
    log: vscode.LogOutputChannel,
  ) {
    this.#context = context;
    this.#models = models;
    this.#documents = documents;
    this.#log = log;
    this.#subscriptions = [
      models.onDidChange((model) => this.#modelChanged(model)),
      models.onDidRemove((model) => {
        this.#shown.delete(model.uri);
        this.#panels.get(model.uri)?.update();
      }),
      onDidChangeSettings(["device", "memoryBudget", "valueRunTimeout"], () => this.#updateAll()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#updateAll()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#caretMoved(textEditor)),
      vscode.window.registerWebviewPanelSerializer(panelViewType, {
        deserializeWebviewPanel: async (panel, state: unknown) => this.#restore(panel, state),
      }),
    ];
  }

  /** Opens the model's panel beside the editor, or brings it to the front. The focus stays where it is. */
  open(uri: vscode.Uri): GraphPanel {
    const open = this.#panels.get(uri.toString());
    if (open) {
      open.reveal();
      return open;
    }
    const panel = vscode.window.createWebviewPanel(
      panelViewType,
      titleOf(uri),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableFindWidget: false, retainContextWhenHidden: false },
    );
    return this.#adopt(panel, uri);
  }

  /** The file whose panel is in front, if one is. */
  activeUri(): vscode.Uri | undefined {
    for (const [uri, panel] of this.#panels) if (panel.active) return vscode.Uri.parse(uri);
    return undefined;
  }

  command(uri: vscode.Uri, command: PanelCommand): void {
    this.#panels.get(uri.toString())?.command(command);
  }

  dispose(): void {
    for (const panel of this.#panels.values()) panel.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #restore(panel: vscode.WebviewPanel, state: unknown): void {
    const uri = typeof state === "object" && state !== null && "uri" in state ? state.uri : null;
    if (typeof uri === "string" && !this.#panels.has(uri)) this.#adopt(panel, vscode.Uri.parse(uri));
    else panel.dispose();
  }

  #adopt(webview: vscode.WebviewPanel, uri: vscode.Uri): GraphPanel {
    const key = uri.toString();
    const panel = new GraphPanel(webview, this.#context.extensionUri, {
      log: this.#log,
      snapshot: () =>
        snapshotOf(
          key,
          vscode.workspace.asRelativePath(uri),
          this.#models.get(uri)?.state ?? initialState,
          panelSettings(),
          this.#blocked(uri),
        ),
      reveal: (range, beside) => void this.#reveal(uri, range, beside),
      ran: ({ generation, trace }) => this.#models.get(uri)?.valuesRan(generation, trace),
      runFailed: (generation, { message, range }) => {
        this.#log.warn(`${titleOf(uri)}: ${message}`);
        const place = range ?? { uri: key, start: 0, end: 0 };
        this.#models.get(uri)?.valuesFailed(generation, {
          ...place,
          message,
          severity: "error",
          code: "run",
          related: [],
        });
      },
      readFile: (path) =>
        vscode.workspace.isTrusted
          ? readModelFile(uri, path)
          : Promise.resolve({ error: `'${path}' cannot be read: the workspace is not trusted.` }),
    });
    this.#panels.set(key, panel);
    const held = this.#models.hold(uri);
    held.catch(() => panel.update());
    webview.onDidDispose(() => {
      panel.dispose();
      this.#panels.delete(key);
      held.then(
        (hold) => hold.dispose(),
        () => {},
      );
    });
    return panel;
  }

  /** Shapes are live in the editor at once; the graph follows when there is something to tell. */
  #modelChanged(model: Model): void {
    if (this.#shown.get(model.uri) === model.state) return;
    this.#shown.set(model.uri, model.state);
    this.#panels.get(model.uri)?.update();
  }

  #updateAll(): void {
    for (const panel of this.#panels.values()) panel.update();
  }

  /** Why there is nothing to show, when it is not the model's fault. */
  #blocked(uri: vscode.Uri): Problem | null {
    if (!vscode.workspace.isTrusted) {
      return {
        title: "Restricted Mode",
        message:
          "Seeing a model means running its code, so models run only in a workspace you trust. " +
          "Trust this workspace to see the graph.",
        range: null,
      };
    }
    if (this.#models.get(uri)) return null;
    return {
      title: "Not a model",
      message: `${titleOf(uri)} does not import from "tensorglass", or cannot be read.`,
      range: null,
    };
  }

  #caretMoved({ document, selection }: vscode.TextEditor): void {
    for (const model of this.#models.madeOf(document.uri)) {
      const { picture } = model.state;
      const panel = this.#panels.get(model.uri);
      if (!panel || !picture) continue;
      const offset = this.#documents.toProgram(document, selection.active, picture.versions, true);
      if (offset !== null) panel.caret(document.uri.toString(), offset);
    }
  }

  async #reveal(uri: vscode.Uri, range: SourceRange, beside: boolean): Promise<void> {
    const model: Model | undefined = this.#models.get(uri);
    const picture = model?.state.picture;
    // The panel may open files of its own model and no others.
    if (!picture?.program.files.includes(range.uri)) return;
    await revealSource(this.#documents, range, picture.versions, beside);
  }
}

const titleOf = (uri: vscode.Uri): string => `Graph of ${uri.path.slice(uri.path.lastIndexOf("/") + 1)}`;

const panelSettings = (): PanelSettings => ({
  device: setting("device"),
  memoryBudget: setting("memoryBudget") * 2 ** 20,
  runTimeout: setting("valueRunTimeout") * 1000,
});
