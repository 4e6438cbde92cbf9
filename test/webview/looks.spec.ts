// Pictures of the panel in each theme and size, to be looked at: artifacts/panel/pictures.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { loadExtensionSide, PanelPage } from "./panelPage.ts";
import { pictures, root } from "./places.ts";

const sizes = [
  { width: 1200, height: 800 },
  { width: 600, height: 900 },
  { width: 320, height: 700 },
] as const;

const walkthrough = readFileSync(join(root, "examples/walkthrough.ts"), "utf8");
const photo = readFileSync(join(root, "examples/data/rocket.jpg"));
const files = new Map([["data/rocket.jpg", { bytes: new Uint8Array(photo) }]]);

for (const theme of ["dark", "light"] as const) {
  for (const { width, height } of sizes) {
    test(`walk-through, ${theme}, ${width} × ${height}`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      const panel = new PanelPage(page);
      panel.addFile("data/rocket.jpg", photo);
      await panel.open(theme);
      const { modelSnapshot } = await loadExtensionSide();
      await panel.show(await modelSnapshot(walkthrough, {}, files));
      const name = `${theme}-${width}`;
      await page.screenshot({ path: join(pictures, `${name}-forward.png`) });
      await page.getByRole("radio", { name: "Autograd" }).click();
      await page.waitForTimeout(400);
      await page.screenshot({ path: join(pictures, `${name}-autograd.png`) });
      expect(panel.errors).toEqual([]);
    });
  }
}
