// The panel's graph as a user sees it: nodes, the badge of the device, the line at the bottom, the banner above.
import { expect, type Locator } from "@playwright/test";
import type { Workbench } from "./workbench.ts";

export class Graph {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  get frame() {
    return this.#workbench.panel.frame;
  }

  /** Runs the command and waits until there are nodes. */
  async open(): Promise<void> {
    await this.#workbench.run("Tensorglass: Visualize Graph");
    await expect(this.nodes().first()).toBeVisible({ timeout: 120_000 });
  }

  /** Waits until values have been computed, or could not be. */
  async settled(): Promise<void> {
    await expect(this.status()).not.toContainText("Running", { timeout: 120_000 });
  }

  nodes(): Locator {
    return this.frame.locator(".graph-surface .node");
  }

  node(text: string | RegExp): Locator {
    return this.nodes().filter({ hasText: text }).first();
  }

  status(): Locator {
    return this.frame.getByRole("status").first();
  }

  banner(): Locator {
    return this.frame.getByRole("alert");
  }

  device(): Locator {
    return this.frame.getByRole("button", { name: /^Device: / });
  }

  /** What the badge says when asked why. */
  async deviceReason(): Promise<Locator> {
    await this.device().click();
    return this.frame.getByRole("dialog", { name: "Device" });
  }

  async show(kind: "Forward" | "Autograd"): Promise<void> {
    await this.frame.getByRole("radio", { name: kind }).click();
  }

  /** Titles of the graphs that the script drew with `makeDot`. */
  async dotTitles(): Promise<string[]> {
    const options = this.frame.locator(".picture-choice vscode-option");
    return (await options.allTextContents()).map((text) => text.trim());
  }

  /** Shows one of them. */
  async chooseDot(index: number): Promise<void> {
    await this.frame.locator(".picture-choice vscode-single-select").evaluate((select, index) => {
      const option = select.querySelectorAll("vscode-option")[index];
      Object.assign(select, { value: option?.getAttribute("value") ?? Reflect.get(option ?? {}, "value") });
      select.dispatchEvent(new Event("change"));
    }, index);
  }
}
