// The two guards of the build: what may be in the package, and that the engine's classes keep their names.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { renamedClasses } from "../../../scripts/classNames.mjs";
import { packagesIn } from "../../../scripts/notices.mjs";
import { allowedContents, wrongContents } from "../../../scripts/packageContents.mjs";

/** One small file for each row of the table. */
const complete = [
  ...["package.json", "readme.md", "changelog.md", "LICENSE.txt", "ThirdPartyNotices.txt"],
  ...["dist/extension.cjs", "dist/web/extension.js", "dist/shapeWorker.cjs", "dist/web/shapeWorker.js"],
  ...["dist/engine.js", "dist/webview.js", "dist/codicon.ttf", "dist/types/index.d.ts", "media/icon.png"],
  "node_modules/tensorglass-typescript-plugin/index.js",
].map((path) => ({ path, bytes: 1024 }));

test("a complete package has nothing wrong with it", () => {
  expect(wrongContents(complete)).toEqual([]);
});

test("a stray file, a missing one and one that grew too large are named", () => {
  const files = complete
    .filter(({ path }) => path !== "dist/engine.js")
    .map((file) => (file.path === "dist/webview.js" ? { ...file, bytes: 1e8 } : file));
  expect(wrongContents([...files, { path: "engine/index.ts", bytes: 1 }])).toEqual([
    expect.stringContaining("engine/index.ts is in the package"),
    expect.stringContaining("the engine, for both workers"),
    expect.stringContaining("(the panel) takes 97656 kB"),
  ]);
});

test("no file is allowed by two rows, whose budgets would then both count it", () => {
  for (const { path } of complete) {
    expect([path, allowedContents.filter(({ files }) => files.test(path)).length]).toEqual([path, 1]);
  }
});

test("a bundler that renames a printed class is noticed", () => {
  const folder = mkdtempSync(join(tmpdir(), "tensorglass-classes-"));
  const source = join(folder, "layers.ts");
  writeFileSync(source, "export class Linear<T> extends Module {}\nclass Helper {}\n");
  expect(renamedClasses("class Linear extends Module {} class Helper2 {}", [source])).toEqual([]);
  expect(renamedClasses("class Linear2 extends Module {}", [source])).toEqual(["Linear2"]);
  rmSync(folder, { recursive: true });
});

test("packages are found by the files that a bundle took from them, scoped and nested ones too", () => {
  const inputs = [
    "engine/a.ts",
    "node_modules/fflate/x.js",
    "node_modules/@a/b/c.js",
    "node_modules/d/node_modules/e/f.js",
  ];
  expect(packagesIn(inputs)).toEqual([
    "node_modules/@a/b",
    "node_modules/d/node_modules/e",
    "node_modules/fflate",
  ]);
});
