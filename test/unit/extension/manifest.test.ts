// The manifest promises commands and settings; the code has tables of them. Neither may have what the other lacks.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { commandIds } from "../../../extension/features/commandTable.ts";
import { modelLanguages } from "../../../extension/modelFile.ts";
import { readSetting, type SettingName, settingsTable } from "../../../extension/settingsTable.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const text = readFileSync(join(root, "package.json"), "utf8");
const manifest: Manifest = JSON.parse(text);
const nls: Record<string, string> = JSON.parse(readFileSync(join(root, "package.nls.json"), "utf8"));

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; category: string }[];
    readonly menus: Record<string, readonly { command: string; when?: string }[]>;
    readonly configuration: { readonly properties: Record<string, { default: unknown; scope: string }> };
  };
}

const sources = readdirSync(join(root, "extension"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts") && path !== "settingsTable.ts")
  .map((path) => readFileSync(join(root, "extension", path), "utf8"))
  .join("\n");

test("every declared command is registered, and every registered one declared", () => {
  const declared = manifest.contributes.commands.map(({ command }) => command);
  expect(declared.toSorted()).toEqual([...commandIds].sort());
});

test("every command has a category and a title in package.nls.json", () => {
  for (const { category, title } of manifest.contributes.commands) {
    expect(category).toBe("Tensorglass");
    expect(title).toMatch(/^%.*%$/);
  }
});

test("every menu entry is of a command, and says when it shows", () => {
  for (const { command, when } of Object.values(manifest.contributes.menus).flat()) {
    expect(commandIds).toContain(command);
    expect(when).toBeTruthy();
  }
});

test("every declared setting is in the table, with the same default", () => {
  const declared = Object.entries(manifest.contributes.configuration.properties).map(
    ([key, property]) => [key, property.default] as const,
  );
  const table = Object.values(settingsTable).map(
    ({ key, fallback }) => [`tensorglass.${key}`, fallback] as const,
  );
  expect(declared.toSorted()).toEqual(table.toSorted());
});

test.each(Object.keys(settingsTable))("the setting %s is read", (name) => {
  expect(sources).toContain(`setting("${name}")`);
});

test.each([
  ["device", "gpu", "auto"],
  ["device", "cpu", "cpu"],
  ["memoryBudget", "big", 2048],
  ["memoryBudget", 1, 2048],
  ["shapeRunTimeout", 0, 0],
  ["shapeRunTimeout", -1, 10],
  ["codeLens", "yes", true],
  ["hover", false, false],
] as const)("the setting %s written as %j is read as %j", (name: SettingName, written, expected) => {
  expect(readSetting(name, () => written)).toBe(expected);
});

test("every placeholder has its text, and every text is used", () => {
  const used = Array.from(text.matchAll(/%([\w.]+)%/g), ([, key]) => key);
  expect([...new Set(used)].sort()).toEqual(Object.keys(nls).sort());
});

test("the extension starts for model languages only", () => {
  expect(manifest.activationEvents).toEqual(modelLanguages.map((language) => `onLanguage:${language}`));
});
