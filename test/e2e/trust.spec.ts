// Seeing a model means running its code: in a folder that nobody has trusted, none of it runs.
import { expect, test } from "./fixtures.ts";

test.use({ workspaceTrust: true });

const shown = { timeout: 120_000 };

test("in Restricted Mode lenses say why there are no shapes, and offer to change that", async ({
  workbench,
}) => {
  const { editor, page } = workbench;
  await expect.poll(() => workbench.statusBar(), shown).toContain("Restricted Mode");
  await workbench.openFile("net.ts");
  await expect
    .poll(() => editor.lensTitles(), shown)
    .toEqual(
      ["Conv2d", "MaxPool2d", "Linear", "Linear", "Sigmoid", "Net"].map(
        (name) => `${name}  shapes appear once you trust this workspace`,
      ),
    );
  await expect.poll(() => workbench.statusBar(), shown).toContain("Model not run");
  await workbench.screenshot("restricted-mode");

  await editor.lens(/^Conv2d/).click();
  await page.getByRole("button", { name: "Trust", exact: true }).first().click();
  await workbench.openFile("net.ts");
  await expect
    .poll(() => editor.lensTitles(), shown)
    .toContain("Conv2d  [1, 3, 720, 480] → [1, 16, 718, 478] · 448 parameters");
  await workbench.screenshot("restricted-mode-trusted");
});
