/** The problems of each model's latest run, underlined where they are, and gone as soon as they are fixed or closed. */
import * as vscode from "vscode";
import type { Documents } from "../model/documents.ts";
import type { Finding, Place } from "../model/findings.ts";
import type { Model } from "../model/model.ts";
import type { Versions } from "../model/modelState.ts";
import type { Models } from "../model/models.ts";

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
} as const;

export function registerDiagnostics(models: Models, documents: Documents): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection("tensorglass");
  /** The files that each model has problems in; a file may be part of several models. */
  const filesOf = new Map<Model, ReadonlySet<string>>();

  /** Places in files that no editor shows need the file's text to be turned into lines. */
  async function update(model: Model): Promise<void> {
    const before = filesOf.get(model) ?? new Set();
    const now = new Set(model.findings.map(({ finding }) => finding.uri));
    filesOf.set(model, now);
    for (const uri of new Set([...before, ...now])) await updateFile(uri);
  }

  async function updateFile(file: string): Promise<void> {
    const uri = vscode.Uri.parse(file);
    const all = [...filesOf.keys()].flatMap((model) => model.findings);
    const diagnostics: vscode.Diagnostic[] = [];
    for (const { finding, versions } of all) {
      if (finding.uri !== file) continue;
      const diagnostic = await toDiagnostic(finding, versions);
      const text = diagnostic && `${diagnostic.range.start.line} ${diagnostic.message}`;
      // The run for shapes and the run for values find the same mistakes.
      if (diagnostic && !diagnostics.some(({ range, message }) => `${range.start.line} ${message}` === text))
        diagnostics.push(diagnostic);
    }
    collection.set(uri, diagnostics);
  }

  async function toDiagnostic(finding: Finding, versions: Versions): Promise<vscode.Diagnostic | null> {
    const location = await locationOf(finding, versions);
    if (!location) return null;
    const diagnostic = new vscode.Diagnostic(location.range, finding.message, severities[finding.severity]);
    diagnostic.source = "tensorglass";
    diagnostic.code = finding.code;
    const related: vscode.DiagnosticRelatedInformation[] = [];
    for (const place of finding.related) {
      const at = await locationOf(place, versions);
      if (at) related.push(new vscode.DiagnosticRelatedInformation(at, place.message));
    }
    diagnostic.relatedInformation = related;
    return diagnostic;
  }

  async function locationOf(place: Place, versions: Versions): Promise<vscode.Location | null> {
    try {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(place.uri));
      const range = documents.toRange(document, place, versions);
      return range && new vscode.Location(document.uri, range);
    } catch {
      return null;
    }
  }

  return vscode.Disposable.from(
    collection,
    models.onDidChange((model) => void update(model)),
    models.onDidRemove((model) => {
      const files = filesOf.get(model) ?? [];
      filesOf.delete(model);
      for (const file of files) void updateFile(file);
    }),
  );
}
