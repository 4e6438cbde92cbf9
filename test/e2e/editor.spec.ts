// What a user sees in the editor while a model is on the screen.
import { expect, test } from "./fixtures.ts";

const shown = { timeout: 120_000 };
const lenses = [
  { line: 4, titles: ["Conv2d  [1, 3, 720, 480] → [1, 16, 718, 478] · 448 parameters", "Show in graph"] },
  { line: 5, titles: ["MaxPool2d  [1, 16, 718, 478] → [1, 16, 358, 238]", "Show in graph"] },
  { line: 6, titles: ["Linear  [5728, 238] → [5728, 120] · 28,680 parameters", "Show in graph"] },
  { line: 7, titles: ["Linear  [5728, 120] → [5728, 1] · 121 parameters", "Show in graph"] },
  { line: 8, titles: ["Sigmoid  [5728, 1] → [5728, 1]", "Show in graph"] },
  { line: 19, titles: ["Net  [1, 3, 720, 480] → [5728, 1] · 29,249 parameters", "Show in graph"] },
];

test("each layer has its shapes above it, and the status bar the model's size", async ({ workbench }) => {
  await workbench.openFile("net.ts");
  await expect.poll(() => workbench.editor.lenses(), shown).toEqual(lenses);
  await expect.poll(() => workbench.statusBar(), shown).toContain("29,249 parameters");
  await workbench.screenshots("lenses");
});

test("lenses move with the text, and can be switched off", async ({ workbench }) => {
  const { editor } = workbench;
  await workbench.openFile("net.ts");
  await expect.poll(() => editor.lenses(), shown).toEqual(lenses);
  await editor.type({ line: 2, column: 1 }, "// One more line.\n");
  await expect
    .poll(() => editor.lenses(), shown)
    .toEqual(lenses.map(({ line, titles }) => ({ line: line + 1, titles })));
  await workbench.changeSettings({ "tensorglass.codeLens.enabled": false });
  await expect.poll(() => editor.lenses(), shown).toEqual([]);
});

test("hovers can be switched off", async ({ workbench }) => {
  const { editor } = workbench;
  await workbench.openFile("net.ts");
  await expect.poll(async () => (await editor.lenses()).length, shown).toBe(lenses.length);
  const x = await editor.find("x.view");
  expect(await editor.hover(x, "Tensor [1, 16, 358, 238]")).toContain("Show in graph");
  await editor.closeHover();
  await workbench.changeSettings({ "tensorglass.hover.enabled": false });
  // The extension hears of a setting a moment after the window does.
  await expect(async () => {
    const hover = await editor.hover(x);
    await editor.closeHover();
    expect(hover).not.toContain("[1, 16, 358, 238]");
  }).toPass(shown);
});

test("a block gets its shapes from the model that imports it", async ({ workbench }) => {
  const { editor } = workbench;
  await workbench.openFile("stack.ts");
  await expect
    .poll(() => editor.lenses(), shown)
    .toEqual([
      {
        line: 5,
        titles: [
          "ModuleList · 216 parameters",
          "Show in graph",
          "3 × Block  [2, 8] → [2, 8] · 72 parameters",
          "Show in graph",
        ],
      },
      { line: 12, titles: ["Stack  [2, 8] → [2, 8] · 216 parameters", "Show in graph"] },
    ]);
  await workbench.openFile("block.ts");
  await expect.poll(() => editor.lensTitles(), shown).toEqual(["Linear  [2, 8] → [2, 8] · 72 parameters"]);
  await editor.replace("nn.Linear(8, 8)", "nn.Linear(8, 8, { bias: false })");
  await expect.poll(() => editor.lensTitles(), shown).toEqual(["Linear  [2, 8] → [2, 8] · 64 parameters"]);
});

test("lines end with the shapes of what they name, which follow the text and can be switched off", async ({
  workbench,
}) => {
  const { editor } = workbench;
  await workbench.openFile("net.ts");
  const line = async (number: number) => (await editor.drawnLine(number)).trim();
  await expect.poll(() => line(10), shown).toBe("forward(x: Tensor) {[1, 3, 720, 480]");
  await expect.poll(() => line(11), shown).toBe("x = this.pool(torch.relu(this.conv1(x)));[1, 16, 358, 238]");
  await expect.poll(() => line(15), shown).toBe("return torch.relu(this.fc3(x));[5728, 1]");
  await editor.replace("view(-1, 238)", "view(-1, 119)");
  await expect.poll(() => line(12), shown).toBe("x = x.view(-1, 119);[11456, 119]");
  await workbench.screenshots("shapes-at-lines");
  await workbench.changeSettings({ "tensorglass.inlayHints.enabled": false });
  await expect.poll(() => line(12), shown).toBe("x = x.view(-1, 119);");
});
