/** The context key by which menus know a model file: `tensorglass.isModel`, about the active editor. */
import * as vscode from "vscode";
import { isModelText, modelLanguages } from "../modelFile.ts";

const key = "tensorglass.isModel";

export function registerModelContext(): vscode.Disposable {
  let current: boolean | null = null;

  function update(): void {
    const document = vscode.window.activeTextEditor?.document;
    // A panel in front has no editor; the menus beside it still belong to the model.
    if (!document) return;
    const value = modelLanguages.includes(document.languageId) && isModelText(document.getText());
    if (value === current) return;
    current = value;
    void vscode.commands.executeCommand("setContext", key, value);
  }

  update();
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document === vscode.window.activeTextEditor?.document) update();
    }),
  );
}
