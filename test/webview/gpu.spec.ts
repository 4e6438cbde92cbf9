// The panel on a GPU, played by SwiftShader: a GPU in name only, so it has to be asked for.
import { expect, test } from "@playwright/test";
import { launchOptions } from "../e2e/browser.ts";
import { SMALL } from "./models.ts";
import { loadExtensionSide, PanelPage } from "./panelPage.ts";

test.use({ launchOptions: launchOptions(true) });

test("runs on the GPU that was asked for, and says so", async ({ page }) => {
  const panel = new PanelPage(page);
  await panel.open();
  const { modelSnapshot } = await loadExtensionSide();
  const settings = { device: "webgpu", memoryBudget: 2 ** 30, runTimeout: 60_000 } as const;
  await panel.show(await modelSnapshot(SMALL, { settings }));
  await expect(page.getByRole("status")).toContainText("Ran");
  await page.getByRole("button", { name: /^Device: WebGPU/ }).click();
  await expect(page.getByRole("dialog", { name: "Device" })).toContainText(/swiftshader/i);
});

test("takes the CPU by itself where the GPU is only played, with the reason", async ({ page }) => {
  const panel = new PanelPage(page);
  await panel.open();
  const { modelSnapshot } = await loadExtensionSide();
  await panel.show(await modelSnapshot(SMALL));
  await page.getByRole("button", { name: /^Device: CPU/ }).click();
  await expect(page.getByRole("dialog", { name: "Device" })).toContainText(/software/i);
});
