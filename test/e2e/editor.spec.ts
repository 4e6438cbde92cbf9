// What a user sees in the editor while a model is on the screen: lenses, hovers, problems, the status bar.
import { expect, test } from "./fixtures.ts";

test.use({ workspace: "models" });

test("each layer has its shapes above it", async ({ workbench }) => {
  await workbench.openFile("net.ts");
  const { editor } = workbench;
  await expect.poll(() => editor.lenses()).toEqual([
    { line: 4, titles: ["Conv2d  [1, 3, 720, 480] → [1, 16, 718, 478] · 448 parameters", "Show in graph"] },
    { line: 5, titles: ["MaxPool2d  [1, 16, 718, 478] → [1, 16, 358, 238]", "Show in graph"] },
    { line: 6, titles: ["Linear  [5728, 238] → [5728, 120] · 28,680 parameters", "Show in graph"] },
    { line: 7, titles: ["Linear  [5728, 120] → [5728, 1] · 121 parameters", "Show in graph"] },
    { line: 8, titles: ["Sigmoid  [5728, 1] → [5728, 1]", "Show in graph"] },
    { line: 19, titles: ["Net  [1, 3, 720, 480] → [5728, 1] · 29,249 parameters", "Show in graph"] },
  ]);
  await workbench.screenshot("lenses");
});
