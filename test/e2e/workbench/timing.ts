// Times that a user feels, taken in the page itself, so that the test's own round trips are not part of them.
import { expect } from "@playwright/test";
import type { Workbench } from "./workbench.ts";

/** Milliseconds since 1970, the one clock that all frames of the page share. */
const now = () => performance.timeOrigin + performance.now();

/** Milliseconds from a key to the first frame in which each of these says something else than before. */
export interface Echo {
  /** The shapes at the ends of the lines. */
  readonly hints: number;
  readonly lenses: number;
  /** A lens of another extension that costs nothing: what VS Code needs for any. */
  readonly bareLens: number;
}

/** Presses a key that changes the shapes, and waits until all of them have followed. */
export async function fromKeyToEcho({ page }: Workbench, press: () => Promise<void>): Promise<Echo> {
  const measured = await page.evaluateHandle(() => {
    const texts = (selector: string, keep: (text: string) => boolean) =>
      [...document.querySelectorAll(selector)]
        .map((element) => (element.textContent ?? "").replaceAll("\u00a0", " "))
        .filter(keep)
        .join("\n");
    const isBare = (text: string) => text.includes("bare");
    const parts = {
      hints: () =>
        texts(".view-line", () => true)
          .match(/\[[\d, ]+\]/g)
          ?.join() ?? "",
      lenses: () => texts(".codelens-decoration", (text) => !isBare(text)),
      bareLens: () => texts(".codelens-decoration", isBare),
    };
    const before = { hints: parts.hints(), lenses: parts.lenses(), bareLens: parts.bareLens() };
    const start = new Promise<number>((resolve) => {
      addEventListener("keydown", () => resolve(performance.now()), { capture: true, once: true });
    });
    const changed = async (part: keyof typeof parts): Promise<number> => {
      const pressed = await start;
      return new Promise((resolve) => {
        const look = () => {
          const text = parts[part]();
          if (text !== "" && text !== before[part]) resolve(performance.now() - pressed);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
    };
    return {
      done: Promise.all([changed("hints"), changed("lenses"), changed("bareLens")]),
    };
  });
  await press();
  const [hints, lenses, bareLens] = await measured.evaluate(({ done }) => done);
  return { hints, lenses, bareLens };
}

/** From running a palette command to the panel's first painted graph. */
export async function fromCommandToPainted(workbench: Workbench, title: string): Promise<number> {
  await workbench.findCommand(title);
  const start = await workbench.page.evaluate(now);
  await workbench.page.keyboard.press("Enter");
  const node = workbench.panel.frame.locator(".graph-surface .node").first();
  await expect(node).toBeVisible({ timeout: 120_000 });
  // When it was, not when the test came to see it.
  const painted = () =>
    node.evaluate(() => {
      const [first] = performance.getEntriesByName("tensorglass: painted");
      return first === undefined ? null : performance.timeOrigin + first.startTime;
    });
  await expect.poll(painted).not.toBeNull();
  return ((await painted()) ?? Number.NaN) - start;
}
