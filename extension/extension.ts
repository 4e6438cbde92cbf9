// Wires the extension together. Placeholder until the features register themselves here.
import * as vscode from "vscode";

export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    vscode.commands.registerCommand("tensorglass.visualizeGraph", () =>
      vscode.window.showInformationMessage("Tensorglass is here."),
    ),
  );
}
