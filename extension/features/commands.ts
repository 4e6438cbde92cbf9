/** What each command does: a row per id, so that none can be declared and forgotten. */
import * as vscode from "vscode";
import type { Documents } from "../model/documents.ts";
import { placeOf } from "../model/findings.ts";
import type { Model } from "../model/model.ts";
import type { Models } from "../model/models.ts";
import { sitesAt } from "../model/traceIndex.ts";
import { isModelText } from "../modelFile.ts";
import type { GraphPanels } from "../panel/graphPanels.ts";
import { rangeOf } from "../panel/snapshot.ts";
import { type CommandId, commandIds, isShowInGraphTarget } from "./commandTable.ts";
import { newModel } from "./newModel.ts";

export interface CommandParts {
  readonly models: Models;
  readonly documents: Documents;
  readonly panels: GraphPanels;
  readonly log: vscode.LogOutputChannel;
}

export function registerCommands(parts: CommandParts): vscode.Disposable {
  const { models, panels, log } = parts;

  const handlers: Readonly<Record<CommandId, (argument: unknown) => unknown>> = {
    "tensorglass.visualizeGraph": async (argument) => {
      const uri = await modelUri(panels, argument);
      if (uri) panels.open(uri);
    },
    "tensorglass.showInGraph": (argument) =>
      isShowInGraphTarget(argument)
        ? showSite(parts, vscode.Uri.parse(argument.model), argument.key)
        : showCaret(parts),
    "tensorglass.newModel": () => newModel(),
    "tensorglass.runAgain": async (argument) => {
      const uri = await modelUri(panels, argument);
      if (!uri) return;
      await models.runAgain(uri);
      panels.command(uri, "run");
    },
    "tensorglass.stop": async (argument) => {
      const uri = await modelUri(panels, argument);
      if (!uri) return;
      models.stop(uri);
      panels.command(uri, "stop");
    },
    "tensorglass.fitGraph": () => {
      const uri = panels.activeUri();
      if (uri) panels.command(uri, "fit");
    },
    "tensorglass.showLog": () => log.show(true),
  };

  return vscode.Disposable.from(...commandIds.map((id) => vscode.commands.registerCommand(id, handlers[id])));
}

/** The model that a command is about: its argument (from a menu), the panel in front, or the active editor. */
async function modelUri(panels: GraphPanels, argument: unknown): Promise<vscode.Uri | null> {
  const document = vscode.window.activeTextEditor?.document;
  const uri = argument instanceof vscode.Uri ? argument : (panels.activeUri() ?? document?.uri);
  if (!uri) {
    void vscode.window.showInformationMessage(
      'Open a TypeScript file that imports from "tensorglass" to see its graph.',
    );
    return null;
  }
  const text = (await vscode.workspace.openTextDocument(uri)).getText();
  if (isModelText(text)) return uri;
  void vscode.window.showInformationMessage(
    `${vscode.workspace.asRelativePath(uri)} is not a model: it does not import from "tensorglass".`,
  );
  return null;
}

function showSite({ models, panels }: CommandParts, uri: vscode.Uri, key: string): void {
  const panel = panels.open(uri);
  const program = models.get(uri)?.state.picture?.program;
  const site = program?.sites.find((site) => site.key === key);
  if (program && site) panel.select(rangeOf(placeOf(program, site)));
}

/** Shows what the innermost expression at the caret made. */
function showCaret({ models, documents, panels }: CommandParts): void {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  const { document, selection } = editor;
  const model: Model | undefined = models.madeOf(document.uri)[0];
  const picture = model?.state.picture;
  if (!model || !picture) return;
  const panel = panels.open(vscode.Uri.parse(model.uri));
  const { program, versions } = picture;
  const offset = documents.toProgram(document, selection.active, versions, true);
  if (offset === null) return;
  const [site] = sitesAt(program.sites, program.files.indexOf(document.uri.toString()), offset);
  if (site) panel.select(rangeOf(placeOf(program, site)));
}
