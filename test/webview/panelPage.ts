/**
 * The panel's page in Chromium, under the extension's own policy, with VS Code played by the test: it hands out the
 * API, keeps what the panel posts, sends snapshots, gives files, and sets a captured theme.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "@playwright/test";
import type { FromPanel, Snapshot, ToPanel } from "../../webview/protocol.ts";
import { built, extensionSide } from "./places.ts";

const ORIGIN = "https://panel.test";
const types: Readonly<Record<string, string>> = { js: "text/javascript", css: "text/css", ttf: "font/ttf" };

/** Loaded when it is needed, as it is built just before. */
export function loadExtensionSide(): Promise<typeof import("./extensionSide.ts")> {
  return import(pathToFileURL(extensionSide).href);
}

export type ThemeName = "light" | "dark" | "dark-2026" | "hc-dark" | "hc-light";

interface Theme {
  readonly class: string;
  readonly variables: Readonly<Record<string, string>>;
}

const themes: Readonly<Record<ThemeName, Theme>> = JSON.parse(
  readFileSync(new URL("themes.json", import.meta.url), "utf8"),
);

declare global {
  interface Window {
    fromPanel: FromPanel[];
    panelState: unknown;
  }
}

export class PanelPage {
  readonly page: Page;
  readonly errors: string[] = [];
  readonly #files = new Map<string, Uint8Array>();

  constructor(page: Page) {
    this.page = page;
  }

  async open(theme: ThemeName = "dark", state: unknown = undefined): Promise<void> {
    const { page } = this;
    page.on("pageerror", (error) => this.errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") this.errors.push(message.text());
    });
    await page.exposeFunction("readModelFile", (path: string) => {
      const bytes = this.#files.get(path);
      return bytes ? [...bytes] : null;
    });
    await page.addInitScript(fakeVsCode, state);
    await page.addInitScript(setTheme, themes[theme]);
    await page.route(`${ORIGIN}/**`, async (route) => {
      const name = new URL(route.request().url()).pathname.slice(1);
      if (name === "") return route.fulfill({ contentType: "text/html", body: await html() });
      return route.fulfill({
        contentType: types[name.slice(name.lastIndexOf(".") + 1)] ?? "text/plain",
        body: readFileSync(join(built, name)),
      });
    });
    await page.goto(`${ORIGIN}/`);
    await page.waitForFunction(() => window.fromPanel.some(({ type }) => type === "ready"));
  }

  async setTheme(theme: ThemeName): Promise<void> {
    await this.page.evaluate(setTheme, themes[theme]);
  }

  addFile(path: string, bytes: Uint8Array): void {
    this.#files.set(path, bytes);
  }

  async send(message: ToPanel): Promise<void> {
    await this.page.evaluate((data) => window.postMessage(data, "*"), message);
  }

  /** Sends a snapshot and waits until it is drawn and, unless told otherwise, its values have been computed. */
  async show(snapshot: Snapshot, { values = true } = {}): Promise<void> {
    await this.send({ type: "snapshot", version: 1, snapshot });
    const { generation } = snapshot;
    await this.waitFor((message) => message.type === "painted" && message.generation === generation);
    if (values && snapshot.program) {
      await this.waitFor(
        (message) =>
          (message.type === "ran" || message.type === "runFailed") && message.generation === generation,
      );
      // The picture with the values' own words.
      await this.page.waitForTimeout(120);
    }
  }

  async sent(): Promise<FromPanel[]> {
    return this.page.evaluate(() => window.fromPanel);
  }

  async waitFor(wanted: (message: FromPanel) => boolean): Promise<FromPanel> {
    for (let tries = 0; tries < 900; tries++) {
      const found = (await this.sent()).findLast(wanted);
      if (found) return found;
      await this.page.waitForTimeout(50);
    }
    throw new Error(
      `The panel did not send it. Sent: ${(await this.sent()).map(({ type }) => type).join(", ")}`,
    );
  }

  /** The nodes on the screen, by accessible name. */
  async nodes(): Promise<string[]> {
    return this.page
      .locator(".graph-surface .node")
      .evaluateAll((nodes) => nodes.map((node) => node.getAttribute("aria-label") ?? ""));
  }
}

async function html(): Promise<string> {
  const { panelHtml } = await loadExtensionSide();
  return panelHtml({
    source: ORIGIN,
    nonce: "test",
    script: "/webview.js",
    style: "/webview.css",
    title: "Tensorglass",
  });
}

function fakeVsCode(state: unknown): void {
  window.fromPanel = [];
  window.panelState = state;
  const api = {
    postMessage(message: FromPanel) {
      window.fromPanel.push(structuredClone(message));
      if (message.type !== "request") return;
      const { id, request } = message;
      if (request.kind === "save")
        return window.postMessage({ type: "reply", id, result: { kind: "saved" } }, "*");
      const read = Reflect.get(window, "readModelFile") as (path: string) => Promise<number[] | null>;
      read(request.path).then((bytes) =>
        window.postMessage(
          bytes
            ? { type: "reply", id, result: { kind: "file", bytes: new Uint8Array(bytes) } }
            : { type: "replyError", id, message: `There is no file ${request.path}.` },
          "*",
        ),
      );
    },
    getState: () => window.panelState,
    setState: (next: unknown) => {
      window.panelState = structuredClone(next);
    },
  };
  Reflect.set(window, "acquireVsCodeApi", () => api);
}

function setTheme(theme: Theme): void {
  const apply = () => {
    for (const [name, value] of Object.entries(theme.variables))
      document.documentElement.style.setProperty(name, value);
    document.body.className = theme.class;
  };
  if (document.body) apply();
  else document.addEventListener("DOMContentLoaded", apply);
}
