// The plugin inside a real language service of TypeScript 6, the version that VS Code carries.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript-6";
import { afterEach, beforeEach, expect, test } from "vitest";
import { resolveTensorglass } from "../../../extension/tsPlugin/resolveTensorglass.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tensorglass-plugin-"));
  write("extension/dist/types/index.d.ts", "export declare class Tensor { readonly shape: number[]; }");
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** What the editor would say about `source` in a file of the workspace, and the type of its `x`. */
function open(source: string): { errors: string[]; typeOfX: string } {
  const file = join(folder, "workspace/model.ts");
  write("workspace/model.ts", source);
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    noEmit: true,
  };
  const host: ts.LanguageServiceHost = {
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: () => "1",
    getScriptSnapshot: (name) => {
      const text = ts.sys.readFile(name);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => join(folder, "workspace"),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    resolveModuleNameLiterals: (literals, containingFile) =>
      literals.map(({ text }) => ts.resolveModuleName(text, containingFile, options, ts.sys)),
  };
  resolveTensorglass(host, ts, join(folder, "extension/dist/types/index.d.ts"));
  const service = ts.createLanguageService(host);
  const errors = service
    .getSemanticDiagnostics(file)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  const info = service.getQuickInfoAtPosition(file, source.search(/\bx\b/));
  return { errors, typeOfX: ts.displayPartsToString(info?.displayParts) };
}

test("an uninstalled tensorglass has the extension's types", () => {
  expect(open('export let x: Tensor;\nimport { Tensor } from "tensorglass";')).toEqual({
    errors: [],
    typeOfX: "let x: Tensor",
  });
  expect(open('import { Tensor } from "tensorglass";\nnew Tensor().shape = [1];').errors).toEqual([
    "Cannot assign to 'shape' because it is a read-only property.",
  ]);
});

test("an installed tensorglass wins", () => {
  write(
    "workspace/node_modules/tensorglass/package.json",
    '{ "name": "tensorglass", "types": "index.d.ts" }',
  );
  write("workspace/node_modules/tensorglass/index.d.ts", "export declare const Tensor: 'installed';");
  expect(open('const x = Tensor;\nimport { Tensor } from "tensorglass";\nexport { x };')).toEqual({
    errors: [],
    typeOfX: 'const x: "installed"',
  });
});

test("other modules are resolved as ever", () => {
  expect(
    open('import * as nn from "tensorglass/nn";\nimport { a } from "elsewhere";\nexport { a, nn as x };')
      .errors,
  ).toEqual([
    "Cannot find module 'tensorglass/nn' or its corresponding type declarations.",
    "Cannot find module 'elsewhere' or its corresponding type declarations.",
  ]);
});
