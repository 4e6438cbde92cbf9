// What the panel does, in Chromium under the extension's policy, with real programs on the real engine.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import type { Snapshot } from "../../webview/protocol.ts";
import { CLASSIFIER, dense, ENDLESS, LONGER, long, SCRIPT, SMALL } from "./models.ts";
import { loadExtensionSide, PanelPage } from "./panelPage.ts";
import { root } from "./places.ts";

const snapshotOf = async (text: string, changes: Partial<Snapshot> = {}, files = new Map()) =>
  (await loadExtensionSide()).modelSnapshot(text, changes, files);

let panel: PanelPage;

test.beforeEach(async ({ page }) => {
  panel = new PanelPage(page);
});

test.afterEach(() => {
  // No policy was violated, nothing was thrown.
  expect(panel.errors).toEqual([]);
});

test("draws the shapes first, then computes the values; nothing moves", async ({ page }) => {
  await panel.open();
  const snapshot = await snapshotOf(SMALL);
  await panel.show(snapshot, { values: false });
  const before = await places(panel);
  expect(Object.keys(before).sort()).toEqual(["fc1", "fc2", "out", "rand", "relu"]);
  await panel.waitFor(({ type }) => type === "ran");
  await expect(page.getByRole("status")).toContainText("Ran 6 ops");
  await expect(page.getByRole("button", { name: /^Device: CPU/ })).toBeVisible();
  expect(await places(panel)).toEqual(before);
  const order = (await panel.sent()).map(({ type }) => type).filter((type) => type !== "log");
  expect(order).toEqual(["ready", "painted", "ran"]);
});

test("keeps its elements and what one looks at when a layer is put in", async ({ page }) => {
  await panel.open();
  await panel.show(await snapshotOf(SMALL));
  await page.locator(".node").evaluateAll((nodes) => {
    for (const node of nodes) Reflect.set(node, "stayed", true);
  });
  await panel.show(await snapshotOf(LONGER, { generation: 2 }));
  const stayed = await page
    .locator(".node")
    .evaluateAll((nodes) =>
      nodes.map(
        (node) => `${node.querySelector("text")?.textContent} ${Reflect.get(node, "stayed") === true}`,
      ),
    );
  expect(stayed.sort()).toEqual(["fc1 true", "fc2 true", "norm false", "out true", "rand true", "relu true"]);
});

test("shows in the editor what is clicked, and marks what the caret stands on", async ({ page }) => {
  await panel.open();
  const snapshot = await snapshotOf(SMALL);
  await panel.show(snapshot);
  await page.locator(".node", { hasText: "fc2" }).click();
  const reveal = await panel.waitFor(({ type }) => type === "reveal");
  const text = reveal.type === "reveal" ? SMALL.slice(reveal.range.start, reveal.range.end) : "";
  expect(text).toBe("this.fc2(torch.relu(this.fc1(x)))");
  await expect(page.locator(".step.selected")).toContainText("fc2");
  await expect(page.getByRole("heading", { name: "fc2" })).toBeVisible();

  await panel.send({ type: "caret", uri: snapshot.uri, offset: SMALL.indexOf("fc1(x)") + 1 });
  await expect(page.locator(".node.highlighted")).toHaveText(/fc1/);
  await panel.send({ type: "caret", uri: snapshot.uri, offset: SMALL.indexOf("fc1 = new") });
  await expect(page.locator(".node.highlighted")).toHaveText(/fc1/);

  const at = SMALL.indexOf("torch.relu");
  await panel.send({ type: "select", uri: snapshot.uri, start: at, end: at + 5 });
  await expect(page.locator(".node.selected")).toHaveText("relu");
});

test("turns to the iteration whose row is clicked, and shows where a layer of a Sequential was made", async ({
  page,
}) => {
  await panel.open();
  const snapshot = await snapshotOf(CLASSIFIER);
  await panel.show(snapshot);
  const label = page.locator(".iteration-label");
  await expect(label).toHaveText("Iteration 3 of 3");
  const second = page.getByRole("treeitem", { name: /^iteration, Iteration 2/ });
  await expect(second).toContainText(/1 \d/);
  await second.click();
  await expect(label).toHaveText("Iteration 2 of 3");
  await expect(second).toHaveAttribute("aria-expanded", "true");

  await page
    .getByRole("treeitem", { name: /^layer, 1, Block/ })
    .first()
    .click();
  const reveal = await panel.waitFor(({ type }) => type === "reveal");
  const at = reveal.type === "reveal" ? [reveal.range.start, reveal.range.end] : [];
  expect(at).toEqual([CLASSIFIER.lastIndexOf("new Block()"), CLASSIFIER.lastIndexOf("new Block()") + 11]);
});

test("goes along the edges with the arrow keys, opens with Space, clears with Escape", async ({ page }) => {
  await panel.open();
  await panel.show(await snapshotOf(SMALL));
  await page.locator(".node", { hasText: "fc1" }).focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.locator(".node:focus")).toHaveText("relu");
  await page.keyboard.press("ArrowDown");
  await expect(page.locator(".node:focus")).toHaveText(/fc2/);
  await page.keyboard.press("Space");
  await expect(page.locator(".node", { hasText: "weight" })).toBeVisible();
  await page.locator(".group", { hasText: "fc2" }).focus();
  await page.keyboard.press("Space");
  await expect(page.locator(".node", { hasText: "weight" })).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(page.locator(".selected")).toHaveCount(0);
  // One stop for Tab in the graph.
  await expect(page.locator(".graph-surface [tabindex='0']")).toHaveCount(1);
});

test("gives the program its file, and shows the graph that each makeDot drew", async ({ page }) => {
  const png = readFileSync(join(root, "examples/data/chelsea.png"));
  panel.addFile("data/small.png", png);
  await panel.open();
  await panel.show(
    await snapshotOf(SCRIPT, {}, new Map([["data/small.png", { bytes: new Uint8Array(png) }]])),
  );
  await page.getByRole("treeitem", { name: /^graph, makeDot, y/ }).click();
  await expect(page.getByRole("radio", { name: "Autograd" })).toBeChecked();
  const functions = (await panel.nodes()).filter((name) => name.includes("backward function"));
  expect(functions).toEqual([
    "AddmmBackward0, backward function",
    "AccumulateGrad, backward function",
    "TBackward0, backward function",
    "AccumulateGrad, backward function",
  ]);
  await page.getByRole("treeitem", { name: /^print, half way/ }).click();
  await expect(page.locator(".card-text")).toHaveText("half way");
});

test("says which file is missing, at its line", async ({ page }) => {
  const png = readFileSync(join(root, "examples/data/chelsea.png"));
  await panel.open();
  await panel.show(
    await snapshotOf(SCRIPT, {}, new Map([["data/small.png", { bytes: new Uint8Array(png) }]])),
  );
  await expect(page.getByRole("alert")).toContainText("data/small.png");
});

test("ends a run that takes too long and names the line; another program runs after it", async ({ page }) => {
  await panel.open();
  const settings = { device: "cpu", memoryBudget: 2 ** 30, runTimeout: 1500 } as const;
  await panel.show(await snapshotOf(ENDLESS, { settings }));
  const failed = await panel.waitFor(({ type }) => type === "runFailed");
  expect(failed.type === "runFailed" && failed.problem.title).toBe("The run took too long");
  const range = failed.type === "runFailed" ? failed.problem.range : null;
  expect(ENDLESS.slice(range?.start, range?.end)).toBe("out.relu()");
  await expect(page.getByRole("alert")).toContainText("endless loop");
  // The shapes are still there to be looked at.
  expect(await panel.nodes()).not.toEqual([]);
  await panel.show(await snapshotOf(SMALL, { generation: 2 }));
  await expect(page.getByRole("status")).toContainText("Ran 6 ops");
});

test("stops on request", async ({ page }) => {
  await panel.open();
  await panel.show(await snapshotOf(ENDLESS), { values: false });
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("status")).toContainText("Stopped");
  await expect(page.getByRole("button", { name: "Run" })).toBeVisible();
});

test("saves the graph as SVG and as DOT", async ({ page }) => {
  await panel.open();
  await panel.show(await snapshotOf(SMALL));
  const save = async (item: string) => {
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: item }).click();
    const sent = await panel.waitFor(
      (message) => message.type === "request" && message.request.kind === "save",
    );
    return sent.type === "request" && sent.request.kind === "save" ? sent.request : { name: "", text: "" };
  };
  const svg = await save("Save as SVG…");
  expect(svg.name).toBe("model.forward.svg");
  expect(svg.text).toContain("<svg");
  expect(svg.text).not.toContain("var(--");
  const dot = await save("Save as DOT…");
  expect(dot.name).toBe("model.forward.dot");
  expect(dot.text).toContain('label="net  Net"');
});

test("comes back as it was left", async ({ page }) => {
  await panel.open();
  await panel.show(await snapshotOf(SMALL));
  await page.locator(".node", { hasText: "fc2" }).dblclick();
  await expect(page.locator(".node", { hasText: "weight" })).toBeVisible();
  await page.mouse.move(300, 400);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -120);
  await page.keyboard.up("Control");
  await page.waitForTimeout(500);
  const before = await places(panel);
  const state = await page.evaluate(() => window.panelState);

  const again = new PanelPage(await page.context().newPage());
  await again.open("dark", state);
  await again.show(await snapshotOf(SMALL));
  expect(await places(again)).toEqual(before);
});

test("draws what Graphviz would take minutes for, and stays usable", async ({ page }) => {
  test.slow();
  await panel.open();
  await panel.show(await snapshotOf(dense(40)));
  const painted = await panel.waitFor(({ type }) => type === "painted");
  // A second and a half for Graphviz, and then our own; on a busy machine too.
  expect(painted.type === "painted" && painted.ms).toBeLessThan(12_000);
  await expect(page.getByRole("status")).toContainText("Ran");
  await page.getByRole("button", { name: "Show all of the graph" }).click();
  expect(await page.locator(".graph-surface .node").count()).toBeGreaterThan(800);
});

test("has only what is in sight of five thousand steps", async ({ page }) => {
  test.slow();
  await panel.open();
  await panel.show(await snapshotOf(long(5000)));
  expect(await page.locator(".step").count()).toBeLessThan(90);
  expect(await page.locator(".graph-surface .node").count()).toBeLessThan(90);
  await page.getByRole("tree").focus();
  await page.keyboard.press("End");
  await expect(page.locator(".step.selected")).toBeInViewport();
  await expect(page.locator(".node.selected")).toBeInViewport();
  await page.getByPlaceholder("Filter steps").fill("rand");
  await expect(page.locator(".step")).toHaveCount(2);
});

/** Where each node is on the screen, by its title. */
async function places({ page }: PanelPage): Promise<Record<string, string>> {
  await page.waitForTimeout(200);
  return page.locator(".graph-surface .node").evaluateAll((nodes) =>
    Object.fromEntries(
      nodes.map((node) => {
        const { x, y } = node.getBoundingClientRect();
        return [node.querySelector("text")?.textContent ?? "", `${Math.round(x)},${Math.round(y)}`];
      }),
    ),
  );
}
