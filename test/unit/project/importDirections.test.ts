// Imports go one way: extension → (protocol, trace types) ← webview → engine. Biome holds it (biome.json);
// these cases prove that it really does, so that a change of the rules can't quietly let one through.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));

type Import = `${string} <- ${string}`;

const forbidden: Import[] = [
  "engine/tensor.ts <- vscode",
  "engine/tensor.ts <- node:fs",
  "engine/tensor.ts <- fs",
  "engine/tensor.ts <- ../webview/protocol.ts",
  "engine/ops/add.ts <- ../../extension/run/shapeRunner.ts",
  "webview/main.ts <- vscode",
  "webview/main.ts <- node:path",
  "webview/graph/view.ts <- ../../extension/panel/panel.ts",
  "webview/protocol.ts <- ../engine/tensor.ts",
  "webview/protocol.ts <- ./graph/view.ts",
  "extension/features/hover.ts <- ../../engine/tensor.ts",
  "extension/features/hover.ts <- ../../engine/index.ts",
  "extension/panel/panel.ts <- ../../webview/graph/view.ts",
  "extension/panel/panel.ts <- ../../webview/main.ts",
];

const allowed: Import[] = [
  "engine/ops/add.ts <- ../tensor.ts",
  "webview/graph/view.ts <- ../protocol.ts",
  "webview/worker/host.ts <- ../../engine/index.ts",
  "webview/protocol.ts <- ../engine/trace/trace.ts",
  "extension/features/hover.ts <- ../../engine/trace/trace.ts",
  "extension/panel/panel.ts <- ../../webview/protocol.ts",
  "extension/extension.ts <- vscode",
];

/** Lints a scratch project in which each file holds its imports; gives those that broke a rule about imports. */
function rejected(imports: readonly Import[]): Import[] {
  const files = new Map<string, string[]>();
  for (const each of imports) {
    const [file = "", specifier = ""] = each.split(" <- ");
    files.set(file, [...(files.get(file) ?? []), specifier]);
  }
  const scratch = mkdtempSync(join(tmpdir(), "tensorglass-imports-"));
  try {
    const rules = readFileSync(join(root, "biome.json"), "utf8").replace(
      '"enabled": true, "clientKind"',
      '"enabled": false, "clientKind"',
    );
    writeFileSync(join(scratch, "biome.json"), rules);
    for (const [file, specifiers] of files) {
      mkdirSync(dirname(join(scratch, file)), { recursive: true });
      const lines = specifiers.map(
        (specifier, index) => `export { value as value${index} } from "${specifier}";\n`,
      );
      writeFileSync(join(scratch, file), lines.join(""));
    }
    const { stdout } = spawnSync(
      process.execPath,
      [
        join(root, "node_modules/@biomejs/biome/bin/biome"),
        "lint",
        "--reporter=github",
        "--max-diagnostics=none",
        ".",
      ],
      { cwd: scratch, encoding: "utf8" },
    );
    const hits = stdout.matchAll(
      /title=lint\/\w+\/(?:noRestrictedImports|noNodejsModules),file=([^,]+),line=(\d+)/g,
    );
    const found = [...hits].map(([, path = "", line]): Import => {
      const file = relative(realpathSync(scratch), path);
      const specifier = files.get(file)?.[Number(line) - 1];
      return `${file} <- ${specifier}`;
    });
    return [...new Set(found)];
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

test("imports against the direction are errors, those along it are not", () => {
  expect(rejected([...forbidden, ...allowed]).sort()).toEqual([...forbidden].sort());
});
