// `npm run package`: makes tensorglass-<version>.vsix, the file that a user installs; with `--if-stale`, only if its
// sources changed since the last one.
//
// vsce packs a staged folder, not the checkout: the TypeScript plugin has to lie in the extension's own node_modules,
// where the checkout has its tools, and the manifest loses what only developers need. `.vscodeignore` decides
// what goes in; scripts/packageContents.mjs checks what came out.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ifStale } from "./freshness.mjs";
import { installPackages } from "./install.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const stage = join(root, "artifacts/stage");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Where the packaged extension lies. */
export const vsix = join(root, `${manifest.name}-${manifest.version}.vsix`);

const plugin = "node_modules/tensorglass-typescript-plugin";
const copied = [
  "dist",
  "media",
  "README.md",
  "CHANGELOG.md",
  "LICENSE",
  "package.nls.json",
  ".vscodeignore",
  plugin,
];

/** The manifest as users get it: no scripts, no tools, and the plugin as the one dependency that vsce must keep. */
function stagedManifest() {
  const { scripts, devDependencies, private: _, engines, ...rest } = manifest;
  const dependencies = { [basename(plugin)]: "*" };
  return { ...rest, engines: { vscode: engines.vscode }, dependencies };
}

/** vsce lists hundreds of type files, so its output is shown only when it fails. */
function packStage() {
  const flags = ["--allow-missing-repository", "--no-rewrite-relative-links", "--out", vsix];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "node_modules/@vscode/vsce/vsce"), "package", ...flags],
    { cwd: stage, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
  );
  if (status !== 0) throw new Error(`vsce failed:\n${stdout}${stderr}`);
}

async function makePackage() {
  const { build } = await import("./build.mjs");
  const { thirdPartyNotices } = await import("./notices.mjs");
  const { wrongContents } = await import("./packageContents.mjs");
  const { listFiles } = await import("@vscode/vsce");

  rmSync(join(root, "dist"), { recursive: true, force: true });
  const metafiles = await build({ minify: true });

  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  for (const path of copied) {
    if (existsSync(join(root, path))) cpSync(join(root, path), join(stage, path), { recursive: true });
  }
  writeFileSync(join(stage, "package.json"), `${JSON.stringify(stagedManifest(), null, 2)}\n`);
  const inputs = [...metafiles.values()].flatMap(({ inputs }) => Object.keys(inputs));
  writeFileSync(join(stage, "ThirdPartyNotices.txt"), thirdPartyNotices(inputs));

  const paths = await listFiles({ cwd: stage });
  const problems = wrongContents(paths.map((path) => ({ path, bytes: statSync(join(stage, path)).size })));
  if (problems.length > 0) throw new Error(`The package is not as it should be:\n  ${problems.join("\n  ")}`);

  packStage();
  rmSync(stage, { recursive: true });
  console.log(`✓ ${basename(vsix)}: ${paths.length} files, ${Math.round(statSync(vsix).size / 1024)} kB`);
}

/**
 * Makes the package if its sources changed since the last one.
 * @returns {Promise<string>} its path
 */
export async function ensurePackage() {
  const done = await ifStale(vsix, makePackage);
  if (!done) console.log(`✓ ${basename(vsix)} is up to date`);
  return vsix;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    installPackages();
    if (!process.argv.includes("--if-stale")) rmSync(vsix, { force: true });
    await ensurePackage();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
