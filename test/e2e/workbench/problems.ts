// The Problems panel: what the editor says is wrong, as the user reads it.
import type { Workbench } from "./workbench.ts";

export class Problems {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  /** Opens the panel and gives its rows, each as `message source [Ln 1, Col 2]`; files' own rows are left out. */
  async all(): Promise<string[]> {
    const { page } = this.#workbench;
    const list = page.locator(".markers-panel");
    if (!(await list.isVisible())) await this.#workbench.run("Problems: Focus on Problems View");
    await list.waitFor();
    const rows = await list
      .locator(".monaco-list-row")
      .filter({ has: page.locator(".marker-icon") })
      .allInnerTexts();
    return rows.map((row) => row.replace(/\s+/g, " ").trim()).filter((row) => row !== "");
  }
}
