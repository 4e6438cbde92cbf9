// Runs once before all end-to-end tests: whatever they need and do not find is made or installed here,
// so that `npx playwright test` works by itself.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureChromium } from "../../scripts/chromium.mjs";
import { installExtension, provisionCodeServer } from "../../scripts/codeServer.mjs";
import { vsix } from "../../scripts/package.mjs";
import { extensionsFolder, root } from "./places.ts";

export default function prepare(): void {
  ensureChromium();
  const installation = provisionCodeServer(console.log);
  // A process of its own: Playwright's loader cannot load the AssemblyScript compiler.
  const packaging = [join(root, "scripts/package.mjs"), "--if-stale"];
  const { status } = spawnSync(process.execPath, packaging, { stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) throw new Error("The extension could not be packaged; the lines above say why.");
  rmSync(extensionsFolder, { recursive: true, force: true });
  const userData = mkdtempSync(join(tmpdir(), "tensorglass-install-"));
  installExtension(installation, vsix, { extensions: extensionsFolder, userData });
  rmSync(userData, { recursive: true });
}
