// The VS Code window as a user meets it: its parts, the command palette, settings, pictures of it.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ConsoleMessage, expect, type Page } from "@playwright/test";
import { Editor } from "./editor.ts";
import { Panel } from "./panel.ts";
import { Problems } from "./problems.ts";

export const themes = {
  dark: { id: "Dark 2026", bodyClass: "vs-dark" },
  light: { id: "Light 2026", bodyClass: "vs" },
  "high contrast": { id: "Default High Contrast", bodyClass: "hc-black" },
  "high contrast light": { id: "Default High Contrast Light", bodyClass: "hc-light" },
} as const;

export type Theme = keyof typeof themes;

interface Places {
  /** The workspace folder on disk. */
  readonly folder: string;
  readonly settingsFile: string;
  /** The folder for named screenshots. */
  readonly screenshots: string;
}

export class Workbench {
  readonly page: Page;
  readonly folder: string;
  readonly editor: Editor;
  readonly problems: Problems;
  /** Tensorglass's own panel, a webview. */
  readonly panel: Panel;
  readonly #places: Places;
  readonly #console: ConsoleMessage[] = [];
  #highContrast = false;

  constructor(page: Page, places: Places) {
    this.page = page;
    this.folder = places.folder;
    this.#places = places;
    this.editor = new Editor(this);
    this.problems = new Problems(this);
    this.panel = new Panel(page);
    page.on("console", (message) => this.#console.push(message));
  }

  /** Goes to the address and waits until the window can be used. */
  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.page
      .locator(".monaco-workbench .explorer-folders-view .monaco-list-row")
      .first()
      .waitFor({ timeout: 120_000 });
  }

  /** Closes the window and opens it again, as after a crash or an update. */
  async reload(): Promise<void> {
    await this.open(this.page.url());
  }

  /** What the window and its webviews wrote to the browser's console. */
  consoleText(): string {
    return this.#console.map((message) => `${message.type()}: ${message.text()}`).join("\n");
  }

  /** Refusals of the Content Security Policy, in the window or in any webview. */
  policyViolations(): string[] {
    return this.#console
      .map((message) => message.text())
      .filter((text) => /Content Security Policy/i.test(text));
  }

  /** Opens a file of the workspace, given its path inside the folder, and waits for its text. */
  async openFile(path: string): Promise<void> {
    await this.page.keyboard.press("ControlOrMeta+P");
    const input = this.#quickInput();
    await input.fill(path);
    const row = this.page
      .locator(".quick-input-list .monaco-list-row")
      .filter({ hasText: path.split("/").at(-1) ?? path });
    await row.first().waitFor();
    await this.page.keyboard.press("Enter");
    await input.waitFor({ state: "hidden" });
    await expect(this.page.locator(".tab.active")).toContainText(path.split("/").at(-1) ?? path);
    await this.page.locator(".editor-instance .view-line").first().waitFor();
  }

  /**
   * Runs a command by its full title in the palette, such as `Tensorglass: Visualize Graph`.
   * One that `opensPicker` leaves the palette's place to a question of its own; see `answer`.
   */
  async run(title: string, { opensPicker = false } = {}): Promise<void> {
    await this.findCommand(title);
    await this.page.keyboard.press("Enter");
    if (opensPicker) await expect(this.#quickInput()).toHaveValue("");
    else await this.#quickInput().waitFor({ state: "hidden" });
  }

  /** Opens the palette with the command selected; Enter would run it. */
  async findCommand(title: string): Promise<void> {
    await this.page.keyboard.press("F1");
    await this.#quickInput().fill(`>${title}`);
    await this.#focusRow(title);
  }

  /** The titles that the palette offers for what is typed. */
  async commands(typed: string): Promise<string[]> {
    await this.page.keyboard.press("F1");
    await this.#quickInput().fill(`>${typed}`);
    const rows = this.page.locator(".quick-input-list .monaco-list-row");
    await rows.first().waitFor();
    const labels = await rows.evaluateAll((all) => all.map((row) => row.getAttribute("aria-label") ?? ""));
    await this.page.keyboard.press("Escape");
    return labels.map((label) => label.replace(/,.*/s, ""));
  }

  /** Answers an input box or a quick pick. */
  async answer(text: string): Promise<void> {
    await this.#quickInput().fill(text);
    await this.page.keyboard.press("Enter");
  }

  /** Messages in the corner of the window. */
  async notifications(): Promise<string[]> {
    return this.page.locator(".notifications-toasts .notification-list-item-message").allInnerTexts();
  }

  /** Entries of the status bar, as their texts. */
  async statusBar(): Promise<string[]> {
    const texts = await this.page.locator(".statusbar-item:visible").allInnerTexts();
    return texts.map((text) => text.trim()).filter(Boolean);
  }

  /**
   * Changes user settings in their own editor, as a user would: this VS Code does not watch its settings file,
   * so one that is written to the disk is read at the next start only.
   */
  async changeSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
    const current: unknown = JSON.parse(readFileSync(this.#places.settingsFile, "utf8"));
    const text = JSON.stringify({ ...(current as object), ...settings });
    await this.run("Preferences: Open User Settings (JSON)");
    // It opens above the window and takes the focus, so the layout stays as it is.
    const editor = this.page.locator('.monaco-editor.focused[data-uri$="settings.json"]');
    await editor.waitFor();
    await this.page.keyboard.press("ControlOrMeta+A");
    await this.editor.paste(text);
    await this.page.keyboard.press("ControlOrMeta+S");
    await expect.poll(() => readFileSync(this.#places.settingsFile, "utf8")).toBe(text);
    // The first Escape may only close a list of suggestions or a hover that came up over the text.
    await expect(async () => {
      await this.page.keyboard.press("Escape");
      await editor.waitFor({ state: "detached", timeout: 1000 });
    }).toPass({ timeout: 60_000 });
  }

  /** Light and dark follow the system, which Chromium plays at once; the high contrast themes are set by name. */
  async setTheme(theme: Theme): Promise<void> {
    const { id, bodyClass } = themes[theme];
    if (theme === "dark" || theme === "light") {
      if (this.#highContrast) await this.changeSettings({ "window.autoDetectColorScheme": true });
      await this.page.emulateMedia({ colorScheme: theme });
    } else {
      await this.changeSettings({ "window.autoDetectColorScheme": false, "workbench.colorTheme": id });
    }
    this.#highContrast = theme !== "dark" && theme !== "light";
    await this.page.locator(`.monaco-workbench.${bodyClass}`).waitFor();
  }

  /** A picture of the window in artifacts/e2e/. */
  async screenshot(name: string): Promise<void> {
    mkdirSync(this.#places.screenshots, { recursive: true });
    await this.page.screenshot({
      path: join(this.#places.screenshots, `${name}.png`),
      animations: "disabled",
    });
  }

  /** The same picture in dark and in light. */
  async screenshots(name: string): Promise<void> {
    for (const theme of ["dark", "light"] as const) {
      await this.setTheme(theme);
      await this.screenshot(`${name}-${theme}`);
    }
  }

  /** Goes down the list to the row of that very name: the best match comes first, but a longer title may beat it. */
  async #focusRow(name: string): Promise<void> {
    const labelled = new RegExp(`^${literally(name)}(,|$)`);
    const focused = this.page.locator(".quick-input-list .monaco-list-row.focused");
    await expect(async () => {
      const label = (await focused.getAttribute("aria-label", { timeout: 1000 })) ?? "";
      if (!labelled.test(label)) await this.page.keyboard.press("ArrowDown");
      await expect(focused).toHaveAttribute("aria-label", labelled, { timeout: 200 });
    }).toPass({ intervals: [100], timeout: 60_000 });
  }

  #quickInput() {
    return this.page.locator(".quick-input-widget:visible input");
  }
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
