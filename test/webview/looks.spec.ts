// Pictures of the panel in each theme and size, to be looked at: artifacts/panel/pictures.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { BROKEN, CLASSIFIER, SMALL } from "./models.ts";
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

test.describe("states", () => {
  for (const theme of ["dark", "light", "hc-dark", "hc-light"] as const) {
    test(`a training loop with a block open and a layer selected, ${theme}`, async ({ page }) => {
      const panel = new PanelPage(page);
      await panel.open(theme);
      const { modelSnapshot } = await loadExtensionSide();
      await panel.show(await modelSnapshot(CLASSIFIER));
      await page.locator(".node", { hasText: "conv2" }).first().dblclick();
      await page.waitForTimeout(500);
      await page.locator(".node", { hasText: "conv1" }).first().click();
      await page.waitForTimeout(300);
      await page.screenshot({ path: join(pictures, `loop-${theme}.png`) });
      await page.getByRole("radio", { name: "Autograd" }).click();
      await page.waitForTimeout(600);
      await page.screenshot({ path: join(pictures, `loop-autograd-${theme}.png`) });
      expect(panel.errors).toEqual([]);
    });

    test(`a failed model, ${theme}`, async ({ page }) => {
      const panel = new PanelPage(page);
      await panel.open(theme);
      const { modelSnapshot } = await loadExtensionSide();
      await panel.show(await modelSnapshot(BROKEN));
      await page.locator(".node.failed").click();
      await page.waitForTimeout(300);
      await page.screenshot({ path: join(pictures, `failed-${theme}.png`) });
      expect(panel.errors).toEqual([]);
    });
  }

  test("stale, help and menu", async ({ page }) => {
    const panel = new PanelPage(page);
    await panel.open("dark");
    const { modelSnapshot } = await loadExtensionSide();
    const snapshot = await modelSnapshot(SMALL);
    await panel.show(snapshot);
    await page.getByRole("button", { name: "Legend and keys" }).click();
    await page.waitForTimeout(200);
    await page.screenshot({ path: join(pictures, "help.png") });
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "More actions" }).click();
    await page.waitForTimeout(200);
    await page.screenshot({ path: join(pictures, "menu.png") });
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /^Device/ }).click();
    await page.waitForTimeout(200);
    await page.screenshot({ path: join(pictures, "device.png") });
    await page.keyboard.press("Escape");
    const problem = {
      title: "Unexpected token",
      message: "The file does not compile: ',' expected.",
      range: { uri: snapshot.uri, start: 5, end: 9 },
    };
    await panel.show({ ...snapshot, generation: 2, stale: true, problem }, { values: false });
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(pictures, "stale.png") });
  });
});
