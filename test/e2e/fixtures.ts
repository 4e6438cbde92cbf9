// What an end-to-end test is given: `workbench`, a fresh VS Code with the packaged extension and a fresh copy of a
// workspace. Each test has its own server and user folder, so no test sees another's settings or windows; a server
// starts in half a second, and the extension is installed once for all.
//
//   test.use({ workspace: "smoke", settings: { "editor.fontSize": 20 } });
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

interface Options {
  /** A folder of test/e2e/workspaces, or `"examples"` for the project's examples. Each test gets its own copy. */
  workspace: string;
  /** User settings beside the quiet ones. */
  settings: Readonly<Record<string, unknown>>;
  /** On, VS Code opens the folder in Restricted Mode, as it does with a folder that nobody has trusted yet. */
  workspaceTrust: boolean;
}

interface WorkerOptions {
  /** Whether the browser has a (software) GPU adapter. */
  webgpu: boolean;
}

/** So that a test can switch between light and dark without a dialog: see `Workbench.setTheme`. */
const followSystem = { "window.autoDetectColorScheme": true };

function workspaceSource(name: string): string {
  const folder = name === "examples" ? examples : join(workspaces, name);
  if (!existsSync(folder)) throw new Error(`There is no workspace "${name}": ${folder}`);
  return folder;
}

export const test = base.extend<Options & { workbench: Workbench }, WorkerOptions>({
  workspace: ["smoke", { option: true }],
  settings: [{}, { option: true }],
  workspaceTrust: [false, { option: true }],
  webgpu: [true, { option: true, scope: "worker" }],

  launchOptions: [async ({ webgpu }, use) => use(launchOptions(webgpu)), { scope: "worker" }],

  workbench: async ({ page, context, workspace, settings, workspaceTrust }, use, testInfo) => {
    const home = mkdtempSync(join(tmpdir(), "tensorglass-e2e-"));
    const folder = join(home, workspace);
    cpSync(workspaceSource(workspace), folder, { recursive: true });
    const userData = join(home, "user-data");
    const settingsFile = join(userData, "User/settings.json");
    mkdirSync(dirname(settingsFile), { recursive: true });
    writeFileSync(settingsFile, JSON.stringify({ ...quietSettings, ...followSystem, ...settings }, null, 2));

    const server = await startCodeServer(provisionCodeServer(console.log), {
      extensions: extensionsFolder,
      userData,
      workspaceTrust,
    });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const workbench = new Workbench(page, { folder, settingsFile, screenshots });
    try {
      await workbench.open(workbenchUrl(server.port, folder));
      await use(workbench);
    } finally {
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach("server log", { body: server.output(), contentType: "text/plain" });
        await testInfo.attach("page console", { body: workbench.consoleText(), contentType: "text/plain" });
      }
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    }
  },
});
