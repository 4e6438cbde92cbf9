/**
 * Shapes at the ends of lines. Of all that VS Code shows beside the text these are the quickest: lenses wait twice for
 * a quarter of a second, hints hardly at all. At the end, so that no code moves while it is typed.
 */
import * as vscode from "vscode";
import type { Documents } from "../model/documents.ts";
import { type InlayRow, inlayRows, lineText } from "../model/inlayRows.ts";
import type { Model } from "../model/model.ts";
import type { Models } from "../model/models.ts";
import { modelLanguages } from "../modelFile.ts";
import { onDidChangeSettings, setting } from "../settings.ts";
import { AskAgain } from "./askAgain.ts";
import type { CommandId, ShowInGraphTarget } from "./commandTable.ts";

const showInGraph: CommandId = "tensorglass.showInGraph";

export function registerInlayHints(models: Models, documents: Documents): vscode.Disposable {
  const changed = new AskAgain();
  return vscode.Disposable.from(
    changed,
    models.onDidChange(() => changed.fire()),
    models.onDidRemove(() => changed.fire()),
    onDidChangeSettings(["inlayHints"], () => changed.fire()),
    vscode.languages.registerInlayHintsProvider(
      modelLanguages.map((language) => ({ language })),
      {
        onDidChangeInlayHints: changed.event,
        provideInlayHints(document, within) {
          if (!setting("inlayHints")) return [];
          const lines = linesOf(models.madeOf(document.uri), documents, document);
          return [...lines].flatMap(([line, { model, rows }]) =>
            line < within.start.line || line > within.end.line ? [] : [hintOf(document, line, model, rows)],
          );
        },
      },
    ),
  );
}

interface Line {
  readonly model: string;
  readonly rows: InlayRow[];
}

/** The rows by the line that they stand on now; a file that several models are made of speaks for the first of them. */
function linesOf(
  models: readonly Model[],
  documents: Documents,
  document: vscode.TextDocument,
): Map<number, Line> {
  const lines = new Map<number, Line>();
  for (const { uri, live } of models) {
    const { picture } = live;
    if (!picture) continue;
    const file = picture.program.files.indexOf(document.uri.toString());
    for (const row of inlayRows(picture.program, picture.trace, file)) {
      const place = documents.toRange(document, row.site, picture.versions);
      if (!place) continue;
      const line = lines.get(place.start.line);
      if (!line) lines.set(place.start.line, { model: uri, rows: [row] });
      else if (line.model === uri) line.rows.push(row);
    }
  }
  return lines;
}

function hintOf(
  document: vscode.TextDocument,
  line: number,
  model: string,
  rows: readonly InlayRow[],
): vscode.InlayHint {
  const part = new vscode.InlayHintLabelPart(lineText(rows));
  const [first] = rows;
  if (first) {
    const target: ShowInGraphTarget = { model, key: first.site.key };
    part.command = { title: "Show in graph", command: showInGraph, arguments: [target] };
  }
  const hint = new vscode.InlayHint(document.lineAt(line).range.end, [part]);
  hint.paddingLeft = true;
  return hint;
}
