/**
 * The lenses above layers. Answered at once from what is known, never with nothing while the code is broken, so that
 * the text below does not jump.
 */
import * as vscode from "vscode";
import type { Documents } from "../model/documents.ts";
import { lensRows } from "../model/lensRows.ts";
import type { Models } from "../model/models.ts";
import { staticLenses } from "../model/staticLenses.ts";
import { isModelText, modelLanguages } from "../modelFile.ts";
import { onDidChangeSettings, setting } from "../settings.ts";
import { AskAgain } from "./askAgain.ts";
import type { CommandId, ShowInGraphTarget } from "./commandTable.ts";

const showInGraph: CommandId = "tensorglass.showInGraph";

export function registerCodeLens(models: Models, documents: Documents): vscode.Disposable {
  const changed = new AskAgain();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document) => (setting("codeLens") ? lensesOf(document) : []),
  };

  /** What the lenses on the screen said last; the editor is asked to look again only if that changed. */
  let said = "";
  function modelsChanged(): void {
    const saying = vscode.window.visibleTextEditors
      .map(({ document }) => document.uri)
      .flatMap((uri) =>
        lensRows(models.madeOf(uri), uri.toString()).map(({ title, target }) => title + target.key),
      )
      .join("\n");
    if (saying === said && saying !== "") return;
    said = saying;
    changed.fire();
  }

  function lensesOf(document: vscode.TextDocument): vscode.CodeLens[] {
    const rows = lensRows(models.madeOf(document.uri), document.uri.toString());
    if (rows.length === 0) return withoutShapes(document);
    // Layers that one line declares stand in one row, and equal ones would only repeat each other.
    const lenses = new Map<
      string,
      { place: vscode.Range; title: string; target: ShowInGraphTarget; count: number }
    >();
    for (const { range, versions, title, target } of rows) {
      const place = documents.toRange(document, range, versions);
      if (!place) continue;
      const key = `${place.start.line} ${title}`;
      const equal = lenses.get(key);
      if (equal) equal.count++;
      else lenses.set(key, { place, title, target, count: 1 });
    }
    return [...lenses.values()].flatMap(({ place, title, target, count }) => [
      // No command: text that nobody can click.
      new vscode.CodeLens(place, { title: count > 1 ? `${count} × ${title}` : title, command: "" }),
      new vscode.CodeLens(place, { title: "Show in graph", command: showInGraph, arguments: [target] }),
    ]);
  }

  function withoutShapes(document: vscode.TextDocument): vscode.CodeLens[] {
    const { isTrusted } = vscode.workspace;
    const text = document.getText();
    if (!isModelText(text)) return [];
    return staticLenses(text, isTrusted, models.get(document.uri)?.state ?? null).map(({ range, title }) => {
      const place = new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
      return new vscode.CodeLens(place, { title, command: isTrusted ? "" : "workbench.trust.manage" });
    });
  }

  return vscode.Disposable.from(
    changed,
    models.onDidChange(modelsChanged),
    models.onDidRemove(modelsChanged),
    onDidChangeSettings(["codeLens"], () => changed.fire()),
    vscode.languages.registerCodeLensProvider(
      modelLanguages.map((language) => ({ language })),
      provider,
    ),
  );
}
