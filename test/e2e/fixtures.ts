// What an end-to-end test is given: `workbench`, a real VS Code with the packaged extension and a copy of a workspace.
//
// A VS Code takes longer to start than most tests take to run, so tests with the same options share one window. Before
// each further test it is brought back to how it was opened: no editors, the workspace's own files, the first settings.
// After a failure Playwright starts anew, so no test inherits what another one broke.
//
//   test.use({ workspace: "examples" });
//   test("…", async ({ workbench }) => { … });
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test as base } from "@playwright/test";
import { provisionCodeServer, startCodeServer, workbenchUrl } from "../../scripts/codeServer.mjs";
import { quietSettings } from "../../scripts/userSettings.mjs";
import { launchOptions } from "./browser.ts";
import { examples, extensionsFolder, screenshots, workspaces } from "./places.ts";
import { Workbench } from "./workbench/workbench.ts";

export { expect } from "@playwright/test";

/** Options for all tests of a file: another value is another window. */
interface WindowOptions {
  /** A folder of test/e2e/workspaces, or `"examples"` for the project's examples. */
  workspace: string;
  /** User settings beside the quiet ones. One that a single test needs is changed there: see `changeSettings`. */
  settings: Readonly<Record<string, unknown>>;
  /** On, VS Code opens the folder in Restricted Mode, as it does with a folder that nobody has trusted yet. */
  workspaceTrust: boolean;
  /** Whether the browser has a (software) GPU adapter. */
  webgpu: boolean;
  /** The size of the window in CSS pixels, and how many dots a pixel has. */
  windowSize: { readonly width: number; readonly height: number; readonly scale: number };
}

interface OpenWindow {
  readonly workbench: Workbench;
  /** What the server wrote. */
  readonly serverLog: () => string;
  /** Whether a test has run in it. */
  used: boolean;
}

const windowSettings = {
  ...quietSettings,
  // So that a test can switch between light and dark without a dialog: see `Workbench.setTheme`.
  "window.autoDetectColorScheme": true,
  // The browser saves by itself; most tests are about unsaved text.
  "files.autoSave": "off",
};

function workspaceSource(name: string): string {
  const folder = name === "examples" ? examples : join(workspaces, name);
  if (!existsSync(folder)) throw new Error(`There is no workspace "${name}": ${folder}`);
  return folder;
}

export const test = base.extend<{ workbench: Workbench }, WindowOptions & { openWindow: OpenWindow }>({
  workspace: ["models", { option: true, scope: "worker" }],
  settings: [{}, { option: true, scope: "worker" }],
  workspaceTrust: [false, { option: true, scope: "worker" }],
  webgpu: [true, { option: true, scope: "worker" }],
  windowSize: [
    { width: 1440, height: 1000, scale: 1 },
    { option: true, scope: "worker" },
  ],

  launchOptions: [async ({ webgpu }, use) => use(launchOptions(webgpu)), { scope: "worker" }],

  openWindow: [
    async ({ browser, workspace, settings, workspaceTrust, windowSize: { width, height, scale } }, use) => {
      const home = mkdtempSync(join(tmpdir(), "tensorglass-e2e-"));
      const source = workspaceSource(workspace);
      const folder = join(home, workspace);
      cpSync(source, folder, { recursive: true });
      const userData = join(home, "user-data");
      const settingsFile = join(userData, "User/settings.json");
      mkdirSync(dirname(settingsFile), { recursive: true });
      writeFileSync(settingsFile, JSON.stringify({ ...windowSettings, ...settings }));

      const server = await startCodeServer(provisionCodeServer(console.log), {
        extensions: extensionsFolder,
        userData,
        workspaceTrust,
      });
      try {
        const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: scale });
        await context.grantPermissions(["clipboard-read", "clipboard-write"]);
        const places = { folder, source, settingsFile, screenshots };
        const workbench = new Workbench(await context.newPage(), places);
        await workbench.open(workbenchUrl(server.port, folder));
        await use({ workbench, serverLog: server.output, used: false });
        await context.close();
      } finally {
        // Nobody will read what it might still write.
        await server.stop(0);
        rmSync(home, { recursive: true, force: true });
      }
    },
    { scope: "worker", timeout: 180_000 },
  ],

  workbench: async ({ openWindow }, use, testInfo) => {
    const { workbench } = openWindow;
    if (openWindow.used) await workbench.reset();
    openWindow.used = true;
    await use(workbench);
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach("server log", { body: openWindow.serverLog(), contentType: "text/plain" });
      await testInfo.attach("page console", { body: workbench.consoleText(), contentType: "text/plain" });
    }
  },
});
