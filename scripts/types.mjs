// `npm run types`: type-checks every part of the project with its own libraries and prints one line for each.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const projects = [
  "engine",
  "extension",
  "extension/tsconfig.web.json",
  "webview",
  "test",
  "test/examples",
  "scripts",
];

let failed = 0;
for (const project of projects) {
  const config = project.endsWith(".json") ? project : join(project, "tsconfig.json");
  if (!existsSync(join(root, config))) continue;
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "node_modules/typescript/bin/tsc"), "--pretty", String(!!process.stdout.isTTY), "-p", config],
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
