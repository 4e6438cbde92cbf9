// What docs/measurements.md tells: keystroke to new shapes, command to graph, activation, and the package's size.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./fixtures.ts";
import { root } from "./places.ts";
import { Graph } from "./workbench/graph.ts";
import { type Echo, fromCommandToPainted, fromKeyToEcho } from "./workbench/timing.ts";

test.use({ workspace: "examples" });

const KEYSTROKES = 30;
const OPENINGS = 5;

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
    .poll(() => editor.lensTitles(), { timeout: 120_000 })
    .toContain("Conv2d  [1, 3, 720, 480] → [1, 16, 718, 478] · 448 parameters");

  // `Linear(120, 1)` becomes `Linear(120, 12)` and back: each key gives fc2, and all behind it, another shape.
  const at = await editor.find("nn.Linear(120, 1)");
  await editor.goTo({ line: at.line, column: at.column + "nn.Linear(120, 1".length });
  const echoes: Echo[] = [];
  for (let i = 0; i < KEYSTROKES; i++) {
    const key = i % 2 === 0 ? "2" : "Backspace";
    echoes.push(await fromKeyToEcho(workbench, () => page.keyboard.press(key)));
    await page.waitForTimeout(250);
  }

  const visualize = "Tensorglass: Visualize Graph";
  const cold = await fromCommandToPainted(workbench, visualize);
  await graph.settled();
  const warm: number[] = [];
  for (let i = 0; i < OPENINGS; i++) {
    const tab = page.locator(".tab").filter({ hasText: "Graph of walkthrough.ts" });
    await tab.hover();
    await tab.locator(".tab-actions .action-label").click();
    await expect(tab).toHaveCount(0);
    await page.waitForTimeout(500);
    warm.push(await fromCommandToPainted(workbench, visualize));
    await graph.settled();
  }

  await workbench.run("Developer: Show Running Extensions");
  const list = page.locator(".runtime-extensions-editor");
  const row = list.locator(".monaco-list-row").filter({ hasText: "Tensorglass" });
  await list.hover();
  // The list holds only the rows on the screen, the slowest extensions first.
  await expect(async () => {
    await page.mouse.wheel(0, 300);
    await expect(row).toContainText(/Activation: \d+ms/, { timeout: 500 });
  }).toPass();
  const activation = /Activation: (\d+)ms/.exec((await row.textContent()) ?? "")?.[1];

  const of = (part: keyof Echo, q: number) =>
    ms(
      quantile(
        echoes.map((echo) => echo[part]),
        q,
      ),
    );
  const vsix = readdirSync(root).find((name) => name.endsWith(".vsix"));
  console.table({
    "keystroke to new shapes at the lines, p50": of("hints", 0.5),
    "keystroke to new shapes at the lines, p95": of("hints", 0.95),
    "keystroke to new lens, p50": of("lenses", 0.5),
    "keystroke to new lens, p95": of("lenses", 0.95),
    "keystroke to a lens that costs nothing, p50": of("bareLens", 0.5),
    "keystroke to a lens that costs nothing, p95": of("bareLens", 0.95),
    "command to graph painted, cold": ms(cold),
    "command to graph painted, warm, p50": ms(quantile(warm, 0.5)),
    activation: `${activation} ms`,
    ".vsix": vsix ? `${(statSync(join(root, vsix)).size / 1e6).toFixed(2)} MB` : "not packaged",
  });
});
