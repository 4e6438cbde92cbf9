// The panel and the editor beside it: one for each model, back after a reload, and leading to each other.
import { expect, test } from "./fixtures.ts";
import { Graph } from "./workbench/graph.ts";

const shown = { timeout: 120_000 };

test("the command opens one panel beside the editor, and the focus stays", async ({ workbench }) => {
  const { editor, page, panel } = workbench;
  const graph = new Graph(workbench);
  await workbench.openFile("net.ts");
  await graph.open();
  expect(await panel.count()).toBe(1);
  await expect(page.locator(".tab").filter({ hasText: "Graph of net.ts" })).toHaveCount(1);
  await page.keyboard.type("//");
  await expect.poll(() => editor.drawnLine(1)).toMatch(/^\/\/import/);
  await workbench.run("Tensorglass: Visualize Graph");
  await expect(page.locator(".tab").filter({ hasText: "Graph of net.ts" })).toHaveCount(1);
  await workbench.screenshot("panel");
});

test("a lens shows its layer in the graph, a node shows its line, and the caret its node", async ({
  workbench,
}) => {
  const { editor, page } = workbench;
  const graph = new Graph(workbench);
  await workbench.openFile("net.ts");
  await expect.poll(async () => (await editor.lenses()).length, shown).toBe(6);
  await page.locator(".codelens-decoration a").nth(2).click();
  await expect(graph.nodes().first()).toBeVisible(shown);
  await expect(graph.frame.locator(".graph-surface .selected").first()).toContainText("fc1", shown);

  await graph.node("pool").click();
  await expect(page.locator(".active-line-number")).toHaveText("11", shown);
  await workbench.screenshot("panel-node-to-line");

  await editor.goTo(await editor.find("this.fc2"));
  await expect(graph.frame.locator(".graph-surface .highlighted").first()).toContainText("fc2", shown);
  await workbench.screenshot("panel-caret-to-node");
});

test("the panel is back after the window was reloaded", async ({ workbench }) => {
  const graph = new Graph(workbench);
  await workbench.openFile("net.ts");
  await graph.open();
  await workbench.reload();
  await expect(graph.nodes().first()).toBeVisible(shown);
  await expect(workbench.page.locator(".tab").filter({ hasText: "Graph of net.ts" })).toHaveCount(1);
});

test("the panel is current after it was hidden", async ({ workbench }) => {
  const { editor, page } = workbench;
  const graph = new Graph(workbench);
  await workbench.openFile("net.ts");
  await graph.open();
  await page.locator(".tab").filter({ hasText: "Graph of net.ts" }).click();
  await expect(page.locator(".editor-group-container.active .tab")).toHaveText(/Graph of net\.ts/);
  // In the panel's own group, in front of it.
  await workbench.run("Tensorglass: New Model");
  await expect(page.locator("iframe.webview.ready:visible")).toHaveCount(0);
  await editor.replace("nn.Conv2d(3, 16, 3)", "nn.Conv2d(3, 8, 3)");
  await page.locator(".tab").filter({ hasText: "Graph of net.ts" }).click();
  await expect(
    graph.frame.locator(".graph-surface .edge-label").filter({ hasText: "[1, 8, 718, 478]" }).first(),
  ).toBeVisible(shown);
});
