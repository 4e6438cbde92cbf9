/** The shape runner on this host's kind of worker, with the engine and the worker that the extension ships. */
import * as vscode from "vscode";
import { ShapeRunner } from "./shapeRunner.ts";
import { sharedMemory, startWorker, workerFile } from "./startWorker.node.ts";

export function createRunner(extension: vscode.Uri, log: vscode.LogOutputChannel): ShapeRunner {
  const file = (path: string) => vscode.Uri.joinPath(extension, path);
  return new ShapeRunner({
    startWorker: (events) => startWorker(file(workerFile), events),
    engineText: async () =>
      new TextDecoder().decode(await vscode.workspace.fs.readFile(file("dist/engine.js"))),
    log: (level, text) => log[level](text),
    sharedMemory,
  });
}
