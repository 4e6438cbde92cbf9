// What docs/measurements.md tells: keystroke to new lens, command to graph, activation, and the package's size.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./fixtures.ts";
import { root } from "./places.ts";
import { Graph } from "./workbench/graph.ts";
import { fromCommandToPanel, fromKeyToChangedLens } from "./workbench/timing.ts";

test.use({ workspace: "examples" });

const KEYSTROKES = 40;

function quantile(times: readonly number[], q: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(Math.floor(q * sorted.length), sorted.length - 1)] as number;
}

const ms = (value: number): string => `${value.toFixed(0)} ms`;

test("measurements", async ({ workbench }) => {
  const { editor, page } = workbench;
  const graph = new Graph(workbench);
  await workbench.openFile("walkthrough.ts");
  await expect
    .poll(() => editor.lensTitles(), { timeout: 60_000 })
    .toContain("Conv2d  [1, 3, 720, 480] → [1, 16, 718, 478] · 448 parameters");

  // The last digit of `Linear(238, 120)`: each key gives fc1 another shape, and every later one too.
  const line = 13;
  const text = (await editor.text()).split("\n")[line - 1] ?? "";
  await editor.goTo({ line, column: text.indexOf("120") + 4 });
  const times: number[] = [];
  for (let i = 0; i < KEYSTROKES; i++) {
    const key = i % 2 === 0 ? "Backspace" : "0";
    times.push(await fromKeyToChangedLens(workbench, () => page.keyboard.press(key)));
    await page.waitForTimeout(250);
  }

  const painted = ".graph-surface .node";
  const cold = await fromCommandToPanel(workbench, "Tensorglass: Visualize Graph", painted);
  await graph.settled();
  await workbench.run("View: Close Editor");
  const warm = await fromCommandToPanel(workbench, "Tensorglass: Visualize Graph", painted);

  const logs = join(workbench.folder, "../user-data/logs");
  const activation = readdirSync(logs, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".log"))
    .flatMap((name) => /activated in ([\d.]+) ms/i.exec(readFileSync(join(logs, name), "utf8"))?.[1] ?? []);
  const vsix = readdirSync(root).find((name) => name.endsWith(".vsix"));
  console.table({
    "keystroke to new lens, p50": ms(quantile(times, 0.5)),
    "keystroke to new lens, p95": ms(quantile(times, 0.95)),
    "command to graph painted, cold": ms(cold),
    "command to graph painted, warm": ms(warm),
    activation: activation[0] ? `${activation[0]} ms` : "not logged",
    ".vsix": vsix ? `${(statSync(join(root, vsix)).size / 1e6).toFixed(2)} MB` : "not packaged",
  });
});
