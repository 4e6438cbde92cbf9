// The ground under all other end-to-end tests: VS Code opens, the packaged extension runs in it, and a model file has
// types without anything installed.
import { expect, test } from "./fixtures.ts";

test("the packaged extension is installed and activates for a TypeScript file", async ({ workbench }) => {
  await workbench.openFile("model.ts");
  await workbench.run("Developer: Show Running Extensions");
  const list = workbench.page.locator(".runtime-extensions-editor");
  await list.hover();
  // The list holds only the rows on the screen, the slowest extensions first.
  await expect(async () => {
    await workbench.page.mouse.wheel(0, 300);
    const row = list.locator(".monaco-list-row").filter({ hasText: "Tensorglass" });
    await expect(row).toContainText(/Activation: \d+ms/, { timeout: 500 });
  }).toPass();
});

test("a model file's import has types although nothing is installed", async ({ workbench }) => {
  await workbench.openFile("model.ts");
  // The mistake on the last line shows that the TypeScript server is awake: without it, silence would prove nothing.
  await expect
    .poll(() => workbench.editor.squiggles(), { timeout: 90_000 })
    .toEqual([{ line: 5, severity: "error" }]);
  await expect
    .poll(() => workbench.problems.all())
    .toEqual([expect.stringContaining("Type 'number' is not assignable")]);
  const hover = await workbench.editor.hover(await workbench.editor.find("nn }"), "nn");
  expect(hover).not.toContain("any");
});
