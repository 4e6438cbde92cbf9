/** The one item in the status bar: what the model in the active editor amounts to, or what is wrong with it. */
import * as vscode from "vscode";
import type { Models } from "../model/models.ts";
import { statusOf } from "../model/status.ts";
import type { CommandId } from "./commandTable.ts";

const visualize: CommandId = "tensorglass.visualizeGraph";

export function registerStatusBar(models: Models): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("tensorglass.status", vscode.StatusBarAlignment.Right, 100);
  item.name = "Tensorglass";
  item.command = visualize;

  function update(): void {
    const document = vscode.window.activeTextEditor?.document;
    const model = document && models.get(document.uri);
    if (!model) {
      item.hide();
      return;
    }
    const { text, tooltip } = statusOf(model.state, vscode.workspace.isTrusted);
    item.text = text;
    item.tooltip = tooltip;
    item.show();
  }

  update();
  return vscode.Disposable.from(
    item,
    vscode.window.onDidChangeActiveTextEditor(update),
    models.onDidChange(update),
    models.onDidRemove(update),
  );
}
