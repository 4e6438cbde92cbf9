// The first user story, from the open file to the last graph, and what happens when one changes a layer.
import { expectedDot, walkthroughDots } from "./expectedDots.ts";
import { expect, test } from "./fixtures.ts";
import { Graph } from "./workbench/graph.ts";

test.use({ workspace: "examples" });

const shown = { timeout: 120_000 };
const conv = "Conv2d  [1, 3, 720, 480] → [1, 16, 718, 478] · 448 parameters";

test("the walk-through: lenses, hovers, and the five graphs", async ({ workbench }) => {
  test.setTimeout(480_000);
  const { editor } = workbench;
  await workbench.openFile("walkthrough.ts");
  await expect
    .poll(() => editor.lensTitles(), shown)
    .toEqual([
      conv,
      "MaxPool2d  [1, 16, 718, 478] → [1, 16, 358, 238]",
      "Linear  [1, 16, 358, 238] → [1, 16, 358, 120] ×2 shapes · 28,680 parameters",
      "Linear  [1, 16, 358, 120] → [1, 16, 358, 1] ×2 shapes · 121 parameters",
      "Sigmoid  [5728, 1] → [5728, 1]",
      "Net  [1, 3, 720, 480] → [5728, 1] · 29,249 parameters",
    ]);
  await workbench.screenshot("walkthrough-1-lenses");

  const over = async (text: string, within: string) => {
    const { line, column } = await editor.find(text);
    return { line, column: column + text.indexOf(within) };
  };
  const layer = await editor.hover(await over("conv1 = new", "new"), "kernel_size=(3, 3)");
  expect(layer).toContain("Conv2d(3, 16, kernel_size=(3, 3), stride=(1, 1))");
  expect(layer).toContain("448 parameters");
  await workbench.screenshot("walkthrough-2-hover-layer");
  await editor.closeHover();

  await editor.hover(await over("const image = transform", "image"), "[1, 3, 720, 480]");
  await workbench.screenshot("walkthrough-2-hover-variable");
  await editor.closeHover();

  await editor.hover(
    await over("this.fc1(x)", "fc1"),
    "Linear(in_features=238, out_features=120, bias=True)",
  );
  await workbench.screenshot("walkthrough-2-hover-call");
  await editor.closeHover();

  await editor.hover(await over("torch.relu(this.conv1(x))", "conv1(x)"), "[1, 16, 718, 478]");
  await workbench.screenshot("walkthrough-2-hover-subexpression");
  await editor.closeHover();

  const graph = new Graph(workbench);
  await graph.open();
  await expect(graph.node("conv1")).toBeVisible();
  await graph.settled();
  await workbench.screenshot("walkthrough-3-graph");

  await graph.show("Autograd");
  expect(await graph.dotTitles()).toHaveLength(walkthroughDots.length);
  for (const [index, name] of walkthroughDots.entries()) {
    await graph.chooseDot(index);
    const { nodes, edges } = expectedDot(name);
    await expect(graph.nodes(), name).toHaveCount(nodes);
    await expect(graph.frame.locator(".graph-surface .edge"), name).toHaveCount(edges);
    await workbench.screenshot(`walkthrough-4-${name}`);
  }
  expect(workbench.policyViolations()).toEqual([]);
});

test("a layer changed, not saved: lens, hover and graph follow", async ({ workbench }) => {
  test.setTimeout(360_000);
  const { editor } = workbench;
  await workbench.openFile("walkthrough.ts");
  await expect.poll(() => editor.lensTitles(), shown).toContain(conv);
  const graph = new Graph(workbench);
  await graph.open();
  await editor.replace("nn.Conv2d(3, 16, 3)", "nn.Conv2d(3, 32, 5)");
  await expect
    .poll(() => editor.lensTitles(), shown)
    .toContain("Conv2d  [1, 3, 720, 480] → [1, 32, 716, 476] · 2,432 parameters");
  await editor.hover(await editor.find("conv1 = "), "Conv2d(3, 32, kernel_size=(5, 5), stride=(1, 1))");
  await editor.closeHover();
  await expect(
    graph.frame.locator(".graph-surface .edge-label").filter({ hasText: "[1, 32, 716, 476]" }).first(),
  ).toBeVisible(shown);
  await expect(workbench.page.locator(".tab.active.dirty")).toBeVisible();
  await workbench.screenshot("walkthrough-5-edited");
});
