// Whatever can go wrong leaves a clear message at the right line, and the last good picture.
import { expect, test } from "./fixtures.ts";
import { Graph } from "./workbench/graph.ts";

const shown = { timeout: 120_000 };

/** Problems that come from this extension, without the TypeScript server's own. */
const ours = (problems: readonly string[]) => problems.filter((text) => / tensorglass \S+ \[Ln /.test(text));

test("a syntax error: underlined, while lenses and graph stay as they were, marked", async ({
  workbench,
}) => {
  const { editor, problems } = workbench;
  const graph = new Graph(workbench);
  await workbench.openFile("net.ts");
  await expect.poll(async () => (await editor.lenses()).length, shown).toBe(6);
  await graph.open();
  await graph.settled();
  const nodes = await graph.nodes().count();

  await editor.replace("new nn.MaxPool2d(3, 2)", "new nn.MaxPool2d(3, 2");
  await expect.poll(async () => ours(await problems.all()), shown).not.toEqual([]);
  await expect
    .poll(() => editor.lensTitles(), shown)
    .toContain("Conv2d  [1, 3, 720, 480] → [1, 16, 718, 478] · 448 parameters · from the last good run");
  await expect(graph.banner()).toContainText("last good run", shown);
  await expect(graph.nodes()).toHaveCount(nodes);
  await workbench.screenshot("failure-syntax-error");

  await editor.replace("new nn.MaxPool2d(3, 2", "new nn.MaxPool2d(3, 2)");
  await expect.poll(async () => ours(await problems.all()), shown).toEqual([]);
  await expect(graph.banner()).toBeHidden(shown);
  await expect
    .poll(() => editor.lensTitles(), shown)
    .toContain("Conv2d  [1, 3, 720, 480] → [1, 16, 718, 478] · 448 parameters");
});

test("wrong features: PyTorch's message on the very call, and the failing node in the partial graph", async ({
  workbench,
}) => {
  const { editor, problems } = workbench;
  await workbench.openFile("linear.ts");
  await expect
    .poll(async () => ours(await problems.all()), shown)
    .toEqual([
      expect.stringContaining(
        "RuntimeError: mat1 and mat2 shapes cannot be multiplied (5728x240 and 238x120)",
      ),
    ]);
  await expect.poll(async () => ours(await problems.all())[0], shown).toContain("[Ln 8, Col 32]");
  await expect.poll(() => editor.squiggles(), shown).toContainEqual({ line: 8, severity: "error" });
  const graph = new Graph(workbench);
  await graph.open();
  await expect(graph.frame.locator(".graph-surface .failed").first()).toBeVisible(shown);
  await expect(graph.banner()).toContainText("mat1 and mat2 shapes cannot be multiplied");
  await workbench.screenshot("failure-shapes");
});

test("an endless loop is ended at the limit, and the next run works", async ({ workbench }) => {
  const { editor, problems } = workbench;
  await workbench.changeSettings({ "tensorglass.shapeRun.timeout": 2 });
  await workbench.openFile("endless.ts");
  await expect
    .poll(async () => ours(await problems.all()), shown)
    .toEqual([expect.stringContaining("The model ran for longer than 2 s and was ended")]);
  await expect.poll(() => editor.squiggles(), shown).toContainEqual({ line: 7, severity: "error" });
  await workbench.screenshot("failure-endless-loop");
  await editor.replace("while (true)", "for (let i = 0; i < 3; i++)");
  await expect.poll(async () => ours(await problems.all()), shown).toEqual([]);
  await expect.poll(() => editor.lensTitles(), shown).toEqual(["Linear  [3, 4] → [3, 2] · 10 parameters"]);
});

test("more memory than the budget: the message is on the line that asked for it", async ({ workbench }) => {
  const { editor, problems } = workbench;
  const graph = new Graph(workbench);
  await workbench.openFile("budget.ts");
  await expect.poll(() => editor.lensTitles(), shown).toEqual(["Linear  [3, 4] → [3, 2] · 10 parameters"]);
  await graph.open();
  await graph.settled();
  await expect.poll(async () => ours(await problems.all()), shown).toHaveLength(1);
  await expect.poll(() => editor.squiggles(), shown).toContainEqual({ line: 5, severity: "error" });
  await expect(graph.banner()).toContainText("37.3 GiB");
  await workbench.screenshot("failure-memory-budget");

  // With the text and then the panel closed nobody sees the model any more, and its problem would be one of nothing.
  await workbench.run("View: Revert and Close Editor");
  await expect(workbench.page.locator(".tab").filter({ hasText: /^budget\.ts/ })).toHaveCount(0);
  await workbench.run("View: Revert and Close Editor");
  await expect.poll(async () => ours(await problems.all()), shown).toEqual([]);
});

test("files that are missing, no picture, or none of the workspace's", async ({ workbench }) => {
  const { editor, problems } = workbench;
  await workbench.openFile("files.ts");
  await expect
    .poll(async () => ours(await problems.all()), shown)
    .toEqual([expect.stringContaining("No such file or directory: 'missing.jpg'")]);
  await workbench.screenshot("failure-file-missing");

  await editor.replace("missing.jpg", "notes.jpg");
  await expect
    .poll(async () => ours(await problems.all()), shown)
    .toEqual([expect.stringContaining("cannot identify image file 'notes.jpg'")]);
  await workbench.screenshot("failure-file-no-picture");

  await editor.replace("notes.jpg", "../../secret.jpg");
  await expect
    .poll(async () => ours(await problems.all()), shown)
    .toEqual([expect.stringContaining("'../../secret.jpg' lies outside of the workspace")]);
  await expect.poll(() => editor.squiggles(), shown).toContainEqual({ line: 3, severity: "error" });
  await workbench.screenshot("failure-file-outside");
});

test("modules that a model cannot import", async ({ workbench }) => {
  const { problems } = workbench;
  await workbench.openFile("modules.ts");
  await expect
    .poll(async () => ours(await problems.all()), shown)
    .toEqual([
      expect.stringContaining("'fs' is a Node module; models run in a sandbox without it."),
      expect.stringContaining("Cannot find module 'left-pad'."),
    ]);
  await workbench.screenshot("failure-modules");
});
