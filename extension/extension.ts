/** Wires the extension together, and nothing else: who knows whom can be read off here. */
import * as vscode from "vscode";
import { registerCodeLens } from "./features/codeLens.ts";
import { registerCommands } from "./features/commands.ts";
import { registerDiagnostics } from "./features/diagnostics.ts";
import { registerHover } from "./features/hover.ts";
import { registerInlayHints } from "./features/inlayHints.ts";
import { registerModelContext } from "./features/modelContext.ts";
import { registerStatusBar } from "./features/statusBar.ts";
import { Documents } from "./model/documents.ts";
import { Models } from "./model/models.ts";
import { GraphPanels } from "./panel/graphPanels.ts";
import { createRunner } from "./run/createRunner.ts";
import type { ShapeRunner } from "./run/shapeRunner.ts";

export function activate(context: vscode.ExtensionContext): void {
  const start = performance.now();
  const log = vscode.window.createOutputChannel("Tensorglass", { log: true });

  let made: ShapeRunner | undefined;
  const runner = () => (made ??= createRunner(context.extensionUri, log));

  // First the documents, so that an edit is in their logs before anybody asks where it moved things.
  const documents = new Documents();
  const models = new Models(runner, log);
  const panels = new GraphPanels(context, models, documents, log);

  context.subscriptions.push(
    log,
    documents,
    models,
    panels,
    registerCommands({ models, documents, panels, log }),
    registerCodeLens(models, documents),
    registerHover(models, documents),
    registerInlayHints(models, documents),
    registerDiagnostics(models, documents),
    registerStatusBar(models),
    registerModelContext(),
    new vscode.Disposable(() => made?.dispose()),
  );
  log.info(`Activated in ${(performance.now() - start).toFixed(1)} ms.`);
}
