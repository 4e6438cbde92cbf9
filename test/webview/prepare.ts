// Builds the panel and the engine as the extension ships them, into a folder of their own.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { targets } from "../../scripts/targets.mjs";
import { built, extensionSide, root } from "./places.ts";

export default async function prepare(): Promise<void> {
  // A process of its own: Playwright's loader can't load the AssemblyScript compiler.
  // Kernels that are being worked on and do not compile do not keep the panel from being tested with those before.
  const { status, stderr } = spawnSync(process.execPath, [join(root, "scripts/wasm.mjs")], {
    encoding: "utf8",
  });
  const before = existsSync(join(root, "engine/devices/cpu/wasm/kernels.generated.ts"));
  if (status !== 0 && !before) throw new Error(stderr);
  for (const { name, entry, outfile, options } of targets) {
    if (name !== "webview" && name !== "engine worker") continue;
    await build({
      ...options,
      absWorkingDir: root,
      entryPoints: [entry],
      outfile: join(built, outfile.replace("dist/", "")),
      bundle: true,
      sourcemap: false,
      logLevel: "error",
    });
  }
  await build({
    absWorkingDir: root,
    entryPoints: ["test/webview/extensionSide.ts"],
    outfile: extensionSide,
    bundle: true,
    platform: "node",
    format: "esm",
    // The parser is CommonJS and asks for Node's own modules.
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    define: { "import.meta.url": JSON.stringify(new URL("places.ts", import.meta.url).href) },
    logLevel: "error",
  });
}
