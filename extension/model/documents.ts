/**
 * Follows the edits of open documents, so that places in a program that was compiled a moment ago can be found in the
 * text of now, and the other way round.
 */
import * as vscode from "vscode";
import { modelLanguages } from "../modelFile.ts";
import type { Versions } from "./modelState.ts";
import { type DocumentRange, EditLog, type ProgramOffset, type ProgramRange } from "./positions.ts";

export class Documents implements vscode.Disposable {
  readonly #logs = new Map<string, EditLog>();
  readonly #subscriptions: vscode.Disposable[];

  constructor() {
    this.#subscriptions = [
      vscode.workspace.onDidOpenTextDocument((document) => this.#open(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#logs.delete(uri.toString())),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) =>
        this.#logs.get(document.uri.toString())?.push(
          document.version,
          contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
            offset: rangeOffset,
            removed: rangeLength,
            inserted: text.length,
          })),
        ),
      ),
    ];
    for (const document of vscode.workspace.textDocuments) this.#open(document);
  }

  /** Where a range of a program is in the document now, or null if it was deleted. */
  toDocument(uri: string, range: ProgramRange, versions: Versions): DocumentRange | null {
    const version = versions.get(uri);
    const log = this.#logs.get(uri);
    // A file that was read from disk, or is closed again, has not been edited since.
    if (version === undefined || !log) return { start: Number(range.start), end: Number(range.end) };
    return log.toDocument(range, version);
  }

  toRange(document: vscode.TextDocument, range: ProgramRange, versions: Versions): vscode.Range | null {
    const now = this.toDocument(document.uri.toString(), range, versions);
    return now && new vscode.Range(document.positionAt(now.start), document.positionAt(now.end));
  }

  /** Where a position of the document was in the text that was compiled; see `EditLog.toProgram`. */
  toProgram(
    document: vscode.TextDocument,
    position: vscode.Position,
    versions: Versions,
    nearest = false,
  ): ProgramOffset | null {
    const uri = document.uri.toString();
    const offset = document.offsetAt(position);
    const version = versions.get(uri);
    const log = this.#logs.get(uri);
    return version === undefined || !log ? offset : log.toProgram(offset, version, nearest);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #open({ uri, languageId, version }: vscode.TextDocument): void {
    if (modelLanguages.includes(languageId)) this.#logs.set(uri.toString(), new EditLog(version));
  }
}
