// The webview beside the editor. Its page is a frame within a frame.
import type { FrameLocator, Page } from "@playwright/test";

export class Panel {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The panel's own document. */
  get frame(): FrameLocator {
    return this.#page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
  }

  /** How many webviews the window shows. */
  async count(): Promise<number> {
    return this.#page.locator("iframe.webview.ready").count();
  }
}
