// `npm start`: from a fresh clone to VS Code in the browser with the extension installed and the examples open.
// Installs, builds and packages only what is missing or changed, so a second start takes seconds.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  cacheFolder,
  installExtension,
  provisionCodeServer,
  startCodeServer,
  workbenchUrl,
} from "./codeServer.mjs";
import { installPackages } from "./install.mjs";
import { quietSettings } from "./userSettings.mjs";

/** Tried first, so that the browser finds its window state again; taken, any other port will do. */
const usualPort = 8710;

const root = fileURLToPath(new URL("..", import.meta.url));
const home = join(cacheFolder, "start");
const folders = { extensions: join(home, "extensions"), userData: join(home, "user-data") };

/** Installs the package unless this very one is installed. */
/** @param {import("./codeServer.mjs").Installation} installation @param {string} vsix */
function installOnce(installation, vsix) {
  const note = join(home, "installed");
  const { size, mtimeMs } = statSync(vsix);
  const identity = `${vsix} ${size} ${mtimeMs}`;
  if (existsSync(note) && readFileSync(note, "utf8") === identity) return;
  installExtension(installation, vsix, folders);
  writeFileSync(note, identity);
}

/** Settings are written once: whoever changes them keeps the change. */
function writeSettings() {
  const settings = join(folders.userData, "User/settings.json");
  if (existsSync(settings)) return;
  mkdirSync(dirname(settings), { recursive: true });
  writeFileSync(settings, `${JSON.stringify(quietSettings, null, 2)}\n`);
}

/** @param {import("./codeServer.mjs").Installation} installation */
async function listen(installation) {
  const options = { ...folders, workspaceTrust: false };
  try {
    return await startCodeServer(installation, { ...options, port: usualPort });
  } catch (error) {
    if (!String(error).includes("EADDRINUSE")) throw error;
    return startCodeServer(installation, options);
  }
}

try {
  installPackages();
  const { ensurePackage } = await import("./package.mjs");
  const vsix = await ensurePackage();
  const installation = provisionCodeServer(console.log);
  installOnce(installation, vsix);
  writeSettings();
  const server = await listen(installation);

  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.once(signal, () => server.stop().then(() => process.exit(0)));
  }
  const examples = join(root, "examples");
  const walkthrough = existsSync(join(examples, "walkthrough.ts")) ? "walkthrough.ts" : undefined;
  console.log("\nVS Code runs with Tensorglass installed. Ctrl-C ends it. Open:");
  console.log(workbenchUrl(server.port, examples, walkthrough));

  await server.exited;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
