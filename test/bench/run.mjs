// `npm run bench`: bundles and runs every `*.bench.ts` of this folder, one after the other, each in its own process,
// so that none warms up another's code. `npm run bench -- compile` runs those whose name holds "compile".
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { offerSoftwareVulkan } from "../../scripts/vulkan.mjs";
import { buildKernels } from "../../scripts/wasm.mjs";

const folder = fileURLToPath(new URL(".", import.meta.url));
const wanted = process.argv.slice(2);

const benches = readdirSync(folder)
  .filter((name) => /\.bench\.(ts|mjs)$/.test(name))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
  .sort();
if (benches.length === 0) {
  console.error("No benchmark of that name.");
  process.exit(1);
}

offerSoftwareVulkan();
await buildKernels();

// Beside the sources, so that packages are found; Node's own module resolution starts from the file.
const scratch = mkdtempSync(join(folder, ".run-"));
try {
  for (const name of benches) {
    console.log(`\n── ${name}`);
    const outfile = join(scratch, name.replace(/\.(ts|mjs)$/, ".mjs"));
    await build({
      entryPoints: [join(folder, name)],
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
      packages: "external",
      alias: { tensorglass: join(folder, "../../engine/index.ts") },
      logLevel: "warning",
    });
    const { status } = spawnSync(process.execPath, [outfile], { stdio: ["ignore", "inherit", "inherit"] });
    if (status !== 0) process.exitCode = 1;
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
