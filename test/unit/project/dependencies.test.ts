// docs/dependencies.md says of each dependency why it is here. This holds the page to package.json.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const read = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), "utf8");
const json = (path: string): Record<string, unknown> => JSON.parse(read(path));

test("each dependency has its line, with the license that the package names", () => {
  const documented = [...read("docs/dependencies.md").matchAll(/^\| `([^`]+)` \|.*\| ([^|]+) \|$/gm)].map(
    ([, name, license]) => `${name}: ${license}`,
  );
  const installed = Object.keys(json("package.json").devDependencies as object).map(
    (name) => `${name}: ${json(`node_modules/${name}/package.json`).license}`,
  );
  expect(documented.sort()).toEqual(installed.sort());
});

test("nothing is installed with the extension: all of it is bundled", () => {
  expect(json("package.json").dependencies).toBeUndefined();
});
