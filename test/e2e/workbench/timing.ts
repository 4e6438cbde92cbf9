// Times that a user feels, taken in the page itself, so that the test's own round trips are not part of them.
import { expect } from "@playwright/test";
import type { Workbench } from "./workbench.ts";

/** Milliseconds since 1970, the one clock that all frames of the page share. */
const now = () => performance.timeOrigin + performance.now();

/** From the next key press to the first frame in which the lenses' text differs from what it is now. */
export async function fromKeyToChangedLens({ page }: Workbench, press: () => Promise<void>): Promise<number> {
  const measured = await page.evaluateHandle(() => {
    const lenses = () =>
      [...document.querySelectorAll(".codelens-decoration")].map((element) => element.textContent).join("\n");
    const before = lenses();
    return {
      done: new Promise<number>((resolve) => {
        addEventListener(
          "keydown",
          () => {
            const start = performance.now();
            const look = () => {
              const text = lenses();
              if (text !== before && text !== "") resolve(performance.now() - start);
              else requestAnimationFrame(look);
            };
            requestAnimationFrame(look);
          },
          { capture: true, once: true },
        );
      }),
    };
  });
  await press();
  return measured.evaluate(({ done }) => done);
}

/** From running a palette command to the first frame in which `selector` is visible in the panel. */
export async function fromCommandToPanel(
  workbench: Workbench,
  title: string,
  selector: string,
): Promise<number> {
  await workbench.findCommand(title);
  const start = await workbench.page.evaluate(now);
  await workbench.page.keyboard.press("Enter");
  const element = workbench.panel.frame.locator(selector).first();
  await expect(element).toBeVisible({ timeout: 60_000 });
  const end = await element.evaluate(
    () =>
      new Promise<number>((resolve) => {
        requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
      }),
  );
  return end - start;
}
