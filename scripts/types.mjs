// `npm run types`: type-checks every part of the project with its own libraries and prints one line for each.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const projects = ["engine", "extension", "webview", "test", "test/examples", "scripts"];

let failed = 0;
for (const project of projects) {
  if (!existsSync(join(root, project, "tsconfig.json"))) continue;
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, "node_modules/typescript/bin/tsc"),
      "--pretty",
      String(!!process.stdout.isTTY),
      "-p",
      project,
    ],
    { cwd: root, encoding: "utf8" },
  );
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${status === 0 ? "✓" : "✗"} types ${project} (${seconds} s)`);
  if (status !== 0) {
    failed++;
    process.stdout.write(stdout + stderr);
  }
}
process.exitCode = failed === 0 ? 0 : 1;
