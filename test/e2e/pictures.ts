// What the README shows: the walk-through with its graph, in dark and in light.
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./fixtures.ts";
import { root, screenshots } from "./places.ts";

test.use({
  workspace: "examples",
  windowSize: { width: 1440, height: 900, scale: 1.5 },
  settings: { "editor.minimap.enabled": false, "breadcrumbs.enabled": false, "editor.fontSize": 13 },
});

test("pictures of the README", async ({ workbench }) => {
  await workbench.openFile("walkthrough.ts");
  await expect.poll(() => workbench.editor.lenses(), { timeout: 120_000 }).not.toEqual([]);
  await workbench.run("View: Toggle Primary Side Bar Visibility");
  await workbench.run("Tensorglass: Visualize Graph");
  await expect(workbench.panel.frame.getByText("Running…")).toBeVisible();
  await expect(workbench.panel.frame.getByText("Running…")).toBeHidden({ timeout: 200_000 });
  await expect(workbench.panel.frame.getByText("Ended with")).toHaveCount(0);
  await workbench.editor.goTo({ line: 18, column: 5 });
  await workbench.screenshots("editor");
  for (const theme of ["dark", "light"]) {
    copyFileSync(join(screenshots, `editor-${theme}.png`), join(root, `media/editor-${theme}.png`));
  }
});
