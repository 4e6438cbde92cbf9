// Before `npm run measure`: all that the tests need, and the bare lens beside the extension.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installExtension, provisionCodeServer } from "../../scripts/codeServer.mjs";
import { extensionsFolder, root } from "./places.ts";
import prepare from "./prepare.ts";

export default function prepareMeasure(): void {
  prepare();
  const userData = mkdtempSync(join(tmpdir(), "tensorglass-measure-"));
  const vsix = join(userData, "bare-lens.vsix");
  const vsce = join(root, "node_modules/@vscode/vsce/vsce");
  const flags = ["--allow-missing-repository", "--skip-license", "--no-dependencies", "--out", vsix];
  const { status, stderr } = spawnSync(process.execPath, [vsce, "package", ...flags], {
    cwd: fileURLToPath(new URL("bareLens", import.meta.url)),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`The bare lens could not be packaged: ${stderr}`);
  installExtension(provisionCodeServer(console.log), vsix, { extensions: extensionsFolder, userData });
  rmSync(userData, { recursive: true });
}
