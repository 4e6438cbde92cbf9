// The VS Code window as a user meets it: its parts, the command palette, settings, pictures of it.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ConsoleMessage, expect, type Page } from "@playwright/test";
import { Editor } from "./editor.ts";
import { Panel } from "./panel.ts";
import { Problems } from "./problems.ts";
import { restoreFolder } from "./restoreFolder.ts";

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
  /** What it is a copy of. */
  readonly source: string;
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
  /** The text of the settings that the window was opened with. */
  readonly #firstSettings: string;
  #console: ConsoleMessage[] = [];
  #highContrast = false;

  constructor(page: Page, places: Places) {
    this.page = page;
    this.folder = places.folder;
    this.#places = places;
    this.#firstSettings = readFileSync(places.settingsFile, "utf8");
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

  /**
   * Reloads the window by its command. That waits until VS Code has stored what is open; the browser's own button does
   * not, and on a slow machine the newest editors are then forgotten.
   */
  async reload(): Promise<void> {
    await this.page.evaluate(() => document.body.classList.add("before-reload"));
    await this.findCommand("Developer: Reload Window");
    await this.page.keyboard.press("Enter");
    await this.page
      .locator("body:not(.before-reload) .explorer-folders-view .monaco-list-row")
      .first()
      .waitFor({
        timeout: 120_000,
      });
  }

  /** Brings the window back to how it was opened. */
  async reset(): Promise<void> {
    const { folder, source } = this.#places;
    for (let i = 0; i < 3; i++) await this.page.keyboard.press("Escape");
    await this.#restoreSettings();
    const tabs = this.page.locator(".part.editor .tab");
    await expect(async () => {
      if ((await tabs.count()) > 0) await this.run("View: Revert and Close Editor");
      await expect(tabs).toHaveCount(0, { timeout: 500 });
    }).toPass({ intervals: [0], timeout: 60_000 });
    restoreFolder(folder, source);
    const bottomPanel = this.page.locator(".part.panel.bottom");
    if (await bottomPanel.isVisible()) await this.run("View: Hide Panel");
    await bottomPanel.waitFor({ state: "hidden" });
    if ((await this.notifications()).length > 0) await this.run("Notifications: Clear All Notifications");
    await this.page.emulateMedia({ colorScheme: null });
    this.#console = [];
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
    const input = this.#quickInput();
    await this.#fillQuickInput("ControlOrMeta+P", path);
    await this.#focusRow(path.split("/").at(-1) ?? path);
    await this.page.keyboard.press("Enter");
    await input.waitFor({ state: "hidden" });
    await expect(this.page.locator(".tab.active")).toContainText(path.split("/").at(-1) ?? path);
    await this.page.locator(".editor-instance .view-line").first().waitFor();
    // A file that was open before comes back with its caret.
    await this.page.keyboard.press("ControlOrMeta+Home");
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
    await this.#fillQuickInput("F1", `>${title}`);
    await this.#focusRow(title);
  }

  /** The titles that the palette offers for what is typed. */
  async commands(typed: string): Promise<string[]> {
    await this.#fillQuickInput("F1", `>${typed}`);
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
    await this.#writeSettings(JSON.stringify({ ...(current as object), ...settings }));
  }

  async #restoreSettings(): Promise<void> {
    if (readFileSync(this.#places.settingsFile, "utf8") !== this.#firstSettings) {
      await this.#writeSettings(this.#firstSettings);
    }
    this.#highContrast = false;
  }

  async #writeSettings(text: string): Promise<void> {
    await this.run("Preferences: Open User Settings (JSON)");
    // It opens above the window and takes the focus, so the layout stays as it is.
    const editor = this.page.locator('.monaco-editor[data-uri$="settings.json"]');
    await expect(editor).toHaveClass(/\bfocused\b/);
    await this.page.keyboard.press("ControlOrMeta+A");
    await this.editor.paste(text);
    await this.page.keyboard.press("ControlOrMeta+S");
    await expect.poll(() => readFileSync(this.#places.settingsFile, "utf8")).toBe(text);
    // The first Escape may only close a list of suggestions that came up over the text, or a question whether to save
    // what VS Code does not know to be saved yet.
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

  /**
   * Opens VS Code's one-line input and fills it. A key that comes while the focus moves into or out of a webview is
   * lost, so it is pressed until the input is there.
   */
  async #fillQuickInput(key: string, text: string): Promise<void> {
    const input = this.#quickInput();
    await expect(async () => {
      if (!(await input.isVisible())) await this.page.keyboard.press(key);
      await input.fill(text, { timeout: 3000 });
    }).toPass({ timeout: 60_000 });
  }

  #quickInput() {
    return this.page.locator(".quick-input-widget:visible input");
  }
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
