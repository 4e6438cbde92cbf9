/** Hovers: the shapes of the innermost expression under the pointer, from the last run. */
import * as vscode from "vscode";
import type { Documents } from "../model/documents.ts";
import { hoverAt } from "../model/hoverContent.ts";
import type { Model } from "../model/model.ts";
import type { Models } from "../model/models.ts";
import { modelLanguages } from "../modelFile.ts";
import { setting } from "../settings.ts";
import type { CommandId, ShowInGraphTarget } from "./commandTable.ts";

const showInGraph: CommandId = "tensorglass.showInGraph";

export function registerHover(models: Models, documents: Documents): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    modelLanguages.map((language) => ({ language })),
    {
      provideHover(document, position, token) {
        if (token.isCancellationRequested || !setting("hover")) return null;
        for (const model of models.madeOf(document.uri)) {
          const hover = hoverOf(model, documents, document, position);
          if (hover) return hover;
        }
        return null;
      },
    },
  );
}

function hoverOf(
  { uri, live: { picture, stale } }: Model,
  documents: Documents,
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.Hover | null {
  if (!picture) return null;
  const { program, trace, versions } = picture;
  const offset = documents.toProgram(document, position, versions);
  const content =
    offset === null ? null : hoverAt(program, trace, program.files.indexOf(document.uri.toString()), offset);
  const range = content && documents.toRange(document, content.range, versions);
  if (!content || !range) return null;
  const target: ShowInGraphTarget = { model: uri, key: content.site.key };
  const link = `[Show in graph](command:${showInGraph}?${encodeURIComponent(JSON.stringify([target]))})`;
  const age = stale ? "\n\n_From the last good run: the code has changed since._" : "";
  const markdown = new vscode.MarkdownString(`${content.markdown}${age}\n\n${link}`);
  markdown.isTrusted = { enabledCommands: [showInGraph] };
  return new vscode.Hover(markdown, range);
}
