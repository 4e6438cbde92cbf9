/** Shows a place of the source in an editor, without taking the focus from the panel. */
import * as vscode from "vscode";
import type { SourceRange } from "../../webview/protocol.ts";
import type { Documents } from "../model/documents.ts";
import type { Versions } from "../model/modelState.ts";

export async function revealSource(
  documents: Documents,
  { uri, start, end }: SourceRange,
  versions: Versions,
  beside: boolean,
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  const selection = documents.toRange(document, { start, end }, versions);
  await vscode.window.showTextDocument(document, {
    ...(selection ? { selection } : {}),
    preserveFocus: true,
    preview: true,
    viewColumn: beside ? vscode.ViewColumn.Beside : columnOf(document),
  });
}

/** Where the file is open already; else the first column, as the panel stands beside it. */
function columnOf(document: vscode.TextDocument): vscode.ViewColumn {
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  if (shown?.viewColumn) return shown.viewColumn;
  const uri = document.uri.toString();
  for (const group of vscode.window.tabGroups.all)
    for (const { input } of group.tabs)
      if (input instanceof vscode.TabInputText && input.uri.toString() === uri) return group.viewColumn;
  return vscode.ViewColumn.One;
}
