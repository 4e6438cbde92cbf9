// Finds the Chromium that drives the end-to-end tests. Debian's own package will do: nothing else is downloaded.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** @returns {string | undefined} the path of an installed Chromium; `CHROME_PATH` overrides the search */
export function findChromium() {
  return process.env.CHROME_PATH || places.find((path) => existsSync(path));
}

/**
 * Finds Chromium, or installs Debian's package where we may.
 * @returns {string} its path
 */
export function ensureChromium() {
  const found = findChromium();
  if (found) {
    if (!existsSync(found)) throw new Error(`CHROME_PATH names "${found}", but there is no such file.`);
    return found;
  }
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("Installing Chromium with apt-get …");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    for (const command of ["apt-get -qq update", "apt-get -qq install -y --no-install-recommends chromium"]) {
      spawnSync(command, { shell: true, stdio: ["ignore", "ignore", "inherit"], env });
    }
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error(
    "The end-to-end tests need Chromium: install it (Debian, Ubuntu: `sudo apt-get install chromium`), or set CHROME_PATH to a Chrome or Chromium.",
  );
}
