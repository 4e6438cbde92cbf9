// The one build script: WebAssembly kernels, every bundle of scripts/targets.mjs, the engine's declarations.
//
//   node scripts/build.mjs             once
//   node scripts/build.mjs --watch     again on every change
//   node scripts/build.mjs --minify    for packaging, without source maps
import { existsSync, mkdirSync, watch as watchFiles, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { context } from "esbuild";
import { renamedClasses } from "./classNames.mjs";
import { emitDeclarations } from "./declarations.mjs";
import { hostFiles } from "./hostFiles.mjs";
import { targets } from "./targets.mjs";
import { buildKernels } from "./wasm.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** @param {number} start */
const since = (start) => `${Math.round(performance.now() - start)} ms`;

/**
 * Prints one line per finished bundle and refuses an engine whose classes lost their names.
 * @param {import("./targets.mjs").Target} target
 * @param {Progress} progress
 * @returns {import("esbuild").Plugin}
 */
function report(target, progress) {
  return {
    name: "report",
    setup({ onStart, onEnd }) {
      let start = 0;
      onStart(() => {
        start = performance.now();
        progress.started();
      });
      onEnd(({ errors, metafile, outputFiles }) => {
        const text = outputFiles?.find(({ path }) => path.endsWith("js"))?.text ?? "";
        const sources = Object.keys(metafile?.inputs ?? {}).filter((path) => path.endsWith(".ts"));
        const renamed = target.engine
          ? renamedClasses(
              text,
              sources.map((path) => join(root, path)),
            )
          : [];
        const failed = errors.length + renamed.length > 0;
        if (!failed) {
          for (const file of outputFiles ?? []) {
            mkdirSync(dirname(file.path), { recursive: true });
            writeFileSync(file.path, file.contents);
          }
        }
        const kilobytes = Math.round(
          (outputFiles?.find(({ path }) => !path.endsWith(".map"))?.contents.length ?? 0) / 1024,
        );
        console.log(
          failed
            ? `✗ ${target.name}`
            : `✓ ${target.name}: ${target.outfile}, ${kilobytes} kB, ${since(start)}`,
        );
        progress.ended(failed, target);
        return {
          errors: renamed.map((name) => ({
            text: `The bundle has a class "${name}" that no source declares: do two classes share a name?`,
          })),
        };
      });
    },
  };
}

/** Lines that a problem matcher can hold on to: a build begins with the first bundle and ends with the last. */
class Progress {
  #running = 0;
  #failed = false;
  #watching;
  /** @param {boolean} watching @param {(target: import("./targets.mjs").Target) => void} onBuilt */
  constructor(watching, onBuilt) {
    this.#watching = watching;
    this.onBuilt = onBuilt;
  }
  started() {
    if (this.#running++ > 0) return;
    this.#failed = false;
    if (this.#watching) console.log("[watch] build started");
  }
  /** @param {boolean} failed @param {import("./targets.mjs").Target} target */
  ended(failed, target) {
    this.#failed ||= failed;
    if (!failed) this.onBuilt(target);
    if (--this.#running === 0 && this.#watching)
      console.log(`[watch] build finished${this.#failed ? " with errors" : ""}`);
  }
}

/**
 * @param {import("./targets.mjs").Target} target
 * @param {boolean} minify
 * @returns {import("esbuild").BuildOptions}
 */
function esbuildOptions(target, minify) {
  return {
    ...target.options,
    absWorkingDir: root,
    entryPoints: [target.entry],
    outfile: target.outfile,
    bundle: true,
    write: false,
    metafile: true,
    minifyWhitespace: minify,
    minifySyntax: minify,
    ...(minify ? { sourcemap: false } : {}),
    legalComments: "none",
    logLevel: "warning",
    define: { "process.env.NODE_ENV": '"production"' },
  };
}

/** The plugin's folder is a package of its own, as tsserver looks for it in the extension's node_modules. */
function writePluginManifest() {
  const folder = join(root, "node_modules/tensorglass-typescript-plugin");
  mkdirSync(folder, { recursive: true });
  const manifest = {
    name: "tensorglass-typescript-plugin",
    version: "0.1.0",
    license: "MIT",
    main: "./index.js",
  };
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * @param {{ watch?: boolean, minify?: boolean }} [mode]
 * @returns {Promise<Map<string, import("esbuild").Metafile>>} what each shipped bundle is made of, by target name
 */
export async function build({ watch = false, minify = false } = {}) {
  const start = performance.now();
  const kernels = await buildKernels();
  if (kernels !== "absent") console.log(`✓ WebAssembly kernels: ${kernels}, ${since(start)}`);
  writePluginManifest();

  const declarations = async () => {
    const start = performance.now();
    await emitDeclarations();
    console.log(`✓ declarations: dist/types, ${since(start)}`);
  };

  const progress = new Progress(watch, (target) => {
    if (watch && target.outfile === "engine/dist/index.js")
      declarations().catch(({ message }) => console.error(message));
  });
  /** @type {Map<string, import("esbuild").Metafile>} */
  const metafiles = new Map();
  for (const target of targets) {
    if (!existsSync(join(root, target.entry))) {
      console.log(`· ${target.name}: ${target.entry} is not there`);
      continue;
    }
    const options = esbuildOptions(target, minify);
    const plugins = [
      ...(options.plugins ?? []),
      hostFiles(target.options.platform),
      report(target, progress),
    ];
    const bundle = await context({ ...options, plugins });
    if (watch) {
      await bundle.watch();
      continue;
    }
    const { metafile } = await bundle.rebuild().finally(() => bundle.dispose());
    if (target.shipped && metafile) metafiles.set(target.name, metafile);
  }

  if (watch) {
    const folder = join(root, "engine/devices/cpu/wasm");
    if (kernels !== "absent") {
      watchFiles(folder, { recursive: true }, (_, name) => {
        if (name && !name.includes("generated"))
          buildKernels().catch(({ message }) => console.error(message));
      });
    }
  } else if (existsSync(join(root, "engine/index.ts"))) {
    await declarations();
  }
  return metafiles;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const flags = new Set(process.argv.slice(2));
  try {
    await build({ watch: flags.has("--watch"), minify: flags.has("--minify") });
  } catch (error) {
    // esbuild has printed its own errors with their places; anything else is ours to say.
    if (!(error instanceof Error && "errors" in error)) console.error(error);
    process.exitCode = 1;
  }
}
