// Runs once before all end-to-end tests: whatever they need and do not find is made or installed here,
// so that `npx playwright test` works by itself.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureChromium } from "../../scripts/chromium.mjs";
import { installExtension, provisionCodeServer } from "../../scripts/codeServer.mjs";
import { ensurePackage } from "../../scripts/package.mjs";
import { extensionsFolder } from "./places.ts";

export default async function prepare(): Promise<void> {
  ensureChromium();
  const installation = provisionCodeServer(console.log);
  const vsix = await ensurePackage();
  rmSync(extensionsFolder, { recursive: true, force: true });
  const userData = mkdtempSync(join(tmpdir(), "tensorglass-install-"));
  installExtension(installation, vsix, { extensions: extensionsFolder, userData });
  rmSync(userData, { recursive: true });
}
