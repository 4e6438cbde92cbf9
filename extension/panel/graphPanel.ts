/**
 * One panel: a webview, the model it shows, and what they say to each other. The panel gets whole snapshots, and only
 * while it is there to listen: VS Code throws the page away when it is hidden, and it says `ready` when it is back.
 */
import * as vscode from "vscode";
import type { FileContent } from "../../engine/trace/program.ts";
import {
  type FromPanel,
  type HostReply,
  type PanelCommand,
  type PanelRequest,
  PROTOCOL_VERSION,
  type Problem,
  type Snapshot,
  type SourceRange,
  type ToPanel,
} from "../../webview/protocol.ts";
import { panelHtml } from "./html.ts";
import { createNonce } from "./nonce.ts";
import { isFromPanel } from "./validate.ts";

export interface GraphPanelHost {
  snapshot(): Snapshot;
  reveal(range: SourceRange, beside: boolean): void;
  ran(message: Extract<FromPanel, { type: "ran" }>): void;
  runFailed(generation: number, problem: Problem): void;
  readFile(path: string): Promise<FileContent>;
  readonly log: vscode.LogOutputChannel;
}

export class GraphPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #host: GraphPanelHost;
  readonly #subscriptions: vscode.Disposable[] = [];
  /** The page has said `ready` and has not been thrown away since. */
  #ready = false;
  /** What to select once the page is there. */
  #selection: SourceRange | null = null;

  constructor(panel: vscode.WebviewPanel, extension: vscode.Uri, host: GraphPanelHost) {
    this.#panel = panel;
    this.#host = host;
    const dist = vscode.Uri.joinPath(extension, "dist");
    panel.iconPath = {
      light: vscode.Uri.joinPath(extension, "media/graph-light.svg"),
      dark: vscode.Uri.joinPath(extension, "media/graph-dark.svg"),
    };
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    this.#subscriptions.push(
      webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#ready = false;
      }),
    );
    webview.html = panelHtml({
      source: webview.cspSource,
      nonce: createNonce(),
      script: webview.asWebviewUri(vscode.Uri.joinPath(dist, "webview.js")).toString(),
      style: webview.asWebviewUri(vscode.Uri.joinPath(dist, "webview.css")).toString(),
      title: panel.title,
    });
  }

  get active(): boolean {
    return this.#panel.active;
  }

  reveal(): void {
    this.#panel.reveal(undefined, true);
  }

  /** Something that a snapshot shows has changed. */
  update(): void {
    if (!this.#ready) return;
    this.#post({ type: "snapshot", version: PROTOCOL_VERSION, snapshot: this.#host.snapshot() });
  }

  select(range: SourceRange): void {
    if (this.#ready) this.#post({ type: "select", ...range });
    else this.#selection = range;
  }

  caret(uri: string, offset: number): void {
    if (this.#ready) this.#post({ type: "caret", uri, offset });
  }

  command(command: PanelCommand): void {
    if (this.#ready) this.#post({ type: "command", command });
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #post(message: ToPanel): void {
    void this.#panel.webview.postMessage(message);
  }

  #receive(message: unknown): void {
    const { log } = this.#host;
    if (!isFromPanel(message)) {
      log.warn("The panel sent a message that is none:", JSON.stringify(message)?.slice(0, 200));
      return;
    }
    switch (message.type) {
      case "ready":
        this.#becameReady(message.version);
        return;
      case "reveal":
        this.#host.reveal(message.range, message.beside);
        return;
      case "ran":
        this.#host.ran(message);
        return;
      case "runFailed":
        this.#host.runFailed(message.generation, message.problem);
        return;
      case "painted":
        log.debug(
          `Panel: graph of generation ${message.generation} painted after ${message.ms.toFixed(0)} ms`,
        );
        return;
      case "log":
        log[message.level](`Panel: ${message.text}`);
        return;
      case "request":
        void this.#answer(message.id, message.request);
        return;
      default:
        message satisfies never;
    }
  }

  #becameReady(version: number): void {
    if (version !== PROTOCOL_VERSION)
      this.#host.log.error(`The panel speaks version ${version} of the protocol, not ${PROTOCOL_VERSION}.`);
    this.#ready = true;
    this.update();
    if (this.#selection) this.select(this.#selection);
    this.#selection = null;
  }

  async #answer(id: number, request: PanelRequest): Promise<void> {
    try {
      this.#post({ type: "reply", id, result: await this.#resultOf(request) });
    } catch (error) {
      this.#post({ type: "replyError", id, message: error instanceof Error ? error.message : String(error) });
    }
  }

  async #resultOf(request: PanelRequest): Promise<HostReply> {
    switch (request.kind) {
      case "readFile": {
        const content = await this.#host.readFile(request.path);
        if ("error" in content) throw new Error(content.error);
        return "bytes" in content
          ? { kind: "file", bytes: content.bytes }
          : { kind: "folder", entries: content.entries };
      }
      case "save":
        await saveAs(request.name, request.text);
        return { kind: "saved" };
      default:
        return request satisfies never;
    }
  }
}

async function saveAs(name: string, text: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const baseName = name.replace(/^.*[\\/]/, "");
  const target = await vscode.window.showSaveDialog(
    folder ? { defaultUri: vscode.Uri.joinPath(folder, baseName) } : {},
  );
  if (!target) throw new Error("Not saved.");
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
}
