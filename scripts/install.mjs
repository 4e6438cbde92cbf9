// Makes sure that what package-lock.json names is installed. Scripts call it before they import any package,
// so this file may use Node alone.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * npm notes what it installed in node_modules/.package-lock.json. Packages for other platforms are missing there,
 * so the check is: everything noted has the version that the lockfile asks for, and every non-optional one is noted.
 */
function isStale() {
  const noted = join(root, "node_modules/.package-lock.json");
  if (!existsSync(noted)) return true;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const installed = JSON.parse(readFileSync(noted, "utf8")).packages;
  return Object.entries(wanted).some(([path, { version, optional }]) => {
    if (path === "") return false;
    return installed[path] ? installed[path].version !== version : !optional;
  });
}

export function installPackages() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(`Tensorglass is built with Node 20.19 or newer; this is Node ${process.versions.node}.`);
  }
  if (!isStale()) return;
  console.log("Installing packages (npm ci) …");
  // `shell` because npm is a batch file on Windows.
  const { status } = spawnSync("npm ci --no-audit --no-fund --loglevel=error", {
    cwd: root,
    shell: true,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0) throw new Error("npm ci failed: the messages above say why.");
}
