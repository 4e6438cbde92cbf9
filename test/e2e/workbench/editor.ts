// The active text editor: its text, caret, lenses, hovers and squiggles, read from what is on the screen.
//
// Positions are found in the document's own text, which is taken through the clipboard: the lines on the screen are
// only the visible ones, and inlay hints are part of them.
import { expect, type Locator } from "@playwright/test";
import type { Workbench } from "./workbench.ts";

/** 1-based, as the editor shows them. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Lens {
  /** The 1-based line that the lens stands above. */
  readonly line: number;
  /** Its commands, left to right. */
  readonly titles: readonly string[];
}

export interface Squiggle {
  readonly line: number;
  readonly severity: "error" | "warning" | "info" | "hint";
}

export class Editor {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  get #page() {
    return this.#workbench.page;
  }

  /** The editor itself: a page can hold others, such as a peek view's. */
  get #element(): Locator {
    return this.#page.locator(".editor-group-container.active .editor-instance > .monaco-editor").first();
  }

  async focus(): Promise<void> {
    await this.#page.keyboard.press("ControlOrMeta+1");
    await expect(this.#element).toHaveClass(/\bfocused\b/);
  }

  /** The whole text, unsaved changes included. The caret moves to the end. */
  async text(): Promise<string> {
    await this.focus();
    await this.#page.evaluate(() => navigator.clipboard.writeText(""));
    await this.#page.keyboard.press("ControlOrMeta+A");
    await this.#page.keyboard.press("ControlOrMeta+C");
    const read = () => this.#page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(read).not.toBe("");
    const text = await read();
    await this.#page.keyboard.press("ArrowRight");
    return text;
  }

  /** Where `text` begins for the `occurrence`th time (1 is the first). */
  async find(text: string, occurrence = 1): Promise<Position> {
    const document = await this.text();
    let offset = -1;
    for (let found = 0; found < occurrence; found++) {
      offset = document.indexOf(text, offset + 1);
      if (offset < 0)
        throw new Error(`The document has no occurrence ${occurrence} of "${text}":\n${document}`);
    }
    const before = document.slice(0, offset).split(/\r?\n/);
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  }

  /** Puts the caret at a position and brings it into view. */
  async goTo({ line, column }: Position): Promise<void> {
    await this.focus();
    await this.#page.keyboard.press("Control+G");
    const input = this.#page.locator(".quick-input-widget:visible input");
    await input.fill(`:${line}:${column}`);
    await this.#page.keyboard.press("Enter");
    await input.waitFor({ state: "hidden" });
    await expect(
      this.#page.locator(".statusbar-item").filter({ hasText: `Ln ${line}, Col ${column}` }),
    ).toBeVisible();
  }

  /** Types at a position, as a user would, so that suggestions and brackets behave as they do for them. */
  async type(at: Position, text: string): Promise<void> {
    await this.goTo(at);
    await this.#page.keyboard.type(text);
  }

  /** Pastes over the selection. Typed or inserted text would have brackets closed and lines indented by the editor. */
  async paste(text: string): Promise<void> {
    await this.#page.evaluate((text) => navigator.clipboard.writeText(text), text);
    await this.#page.keyboard.press("ControlOrMeta+V");
  }

  /** Replaces an occurrence of `from` by pasting `to` over it. */
  async replace(from: string, to: string, occurrence = 1): Promise<void> {
    await this.goTo(await this.find(from, occurrence));
    for (let index = 0; index < from.length; index++) await this.#page.keyboard.press("Shift+ArrowRight");
    await this.paste(to);
  }

  async save(): Promise<void> {
    await this.focus();
    await this.#page.keyboard.press("ControlOrMeta+S");
    await expect(this.#page.locator(".tab.active.dirty")).toHaveCount(0);
  }

  /** The hover at a position, as its visible text; waits for one that holds `expected`, if given. */
  async hover(at: Position, expected?: string | RegExp): Promise<string> {
    await this.goTo(at);
    const content = this.hoverWidget().locator(".monaco-hover-content");
    await this.#page.keyboard.press("ControlOrMeta+K");
    await this.#page.keyboard.press("ControlOrMeta+I");
    await expect(content).toBeVisible();
    await expect(content).not.toHaveText(/^\s*Loading/);
    if (expected) await expect(content).toContainText(expected);
    return (await content.allInnerTexts()).join("\n");
  }

  /** The hover opened by `hover`, to click its links. Tooltips of the window are `.monaco-hover` too. */
  hoverWidget(): Locator {
    return this.#page.locator(".monaco-resizable-hover:visible");
  }

  async closeHover(): Promise<void> {
    await this.#page.keyboard.press("Escape");
    await expect(this.hoverWidget()).toHaveCount(0);
  }

  /** The lenses on the screen, top to bottom. */
  async lenses(): Promise<Lens[]> {
    return this.#element.evaluate((editor) => {
      const top = (element: Element) => element.getBoundingClientRect().top;
      const numbers = [...editor.querySelectorAll(".margin .line-numbers")].map((element) => ({
        line: Number(element.textContent),
        top: top(element),
      }));
      const lenses = [...editor.querySelectorAll(".codelens-decoration")].map((element) => {
        const below = numbers.filter((number) => number.top > top(element)).sort((a, b) => a.top - b.top)[0];
        const parts = (element.textContent ?? "")
          .split("|")
          .map((title) => title.replaceAll("\u00a0", " ").trim());
        return { line: below?.line ?? 0, titles: parts.filter((title) => title !== "") };
      });
      return lenses.filter((lens) => lens.titles.length > 0).sort((a, b) => a.line - b.line);
    });
  }

  /** What the lenses on the screen say, top to bottom: the first title of each. */
  async lensTitles(): Promise<string[]> {
    return (await this.lenses()).map(({ titles }) => titles[0] ?? "");
  }

  /** A command of a lens, to click. */
  lens(title: string | RegExp): Locator {
    return this.#element.locator(".codelens-decoration a").filter({ hasText: title }).first();
  }

  /** A line as it is drawn, inlay hints included. The line must be on the screen. */
  async drawnLine(line: number): Promise<string> {
    return this.#element.evaluate((editor, line) => {
      const top = (element: Element) => Math.round(element.getBoundingClientRect().top);
      const numbers = [...editor.querySelectorAll(".margin .line-numbers")];
      const number = numbers.find((element) => Number(element.textContent) === line);
      if (!number) throw new Error(`Line ${line} is not on the screen.`);
      const drawn = [...editor.querySelectorAll(".view-line")].find(
        (element) => top(element) === top(number),
      );
      return (drawn?.textContent ?? "").replaceAll("\u00a0", " ");
    }, line);
  }

  /** Underlines of problems on the screen. */
  async squiggles(): Promise<Squiggle[]> {
    return this.#element.evaluate((editor) => {
      const middle = (element: Element) => {
        const { top, bottom } = element.getBoundingClientRect();
        return (top + bottom) / 2;
      };
      const numbers = [...editor.querySelectorAll(".margin .line-numbers")];
      const lineAt = (y: number) => {
        const row = numbers.find((element) => {
          const { top, bottom } = element.getBoundingClientRect();
          return y >= top && y <= bottom;
        });
        return Number(row?.textContent ?? 0);
      };
      return (["error", "warning", "info", "hint"] as const).flatMap((severity) =>
        [...editor.querySelectorAll(`.squiggly-${severity}`)].map((element) => ({
          line: lineAt(middle(element)),
          severity,
        })),
      );
    });
  }

  /** Opens the list of fixes at a position and gives their titles. */
  async quickFixes(at: Position): Promise<string[]> {
    await this.goTo(at);
    await this.#page.keyboard.press("ControlOrMeta+.");
    const rows = this.#page.locator(".action-widget .monaco-list-row.action");
    await rows.first().waitFor();
    return (await rows.allInnerTexts()).map((text) => text.trim());
  }

  /** Applies a fix from the list that `quickFixes` opened. */
  async applyQuickFix(title: string | RegExp): Promise<void> {
    await this.#page
      .locator(".action-widget .monaco-list-row.action")
      .filter({ hasText: title })
      .first()
      .click();
  }
}
