// Emits the engine's type declarations, for two readers: `dist/types/`, which the TypeScript plugin shows to a model
// file that imports "tensorglass" without having installed it, and `engine/dist/`, the npm package's own.
//
// Only what the package's entry reaches is kept: kernels and devices are nobody's business there.
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const engine = join(root, "engine");

/** The relative module in `from "./x.ts"`, `import("./x.ts")` and `import "./x.ts"`. */
const relativeImport = /(\b(?:from|import)\s*\(?\s*")(\.{1,2}\/[^"]*)\.ts(")/g;

/**
 * The declaration files that `entry` reaches, with their imports as `.js`, which every module resolution understands.
 * @param {string} entry
 * @returns {Map<string, string>} texts by path
 */
function reachable(entry) {
  const texts = new Map();
  const queue = [entry];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (texts.has(path)) continue;
    const folder = dirname(path);
    const text = readFileSync(path, "utf8").replace(relativeImport, (_, before, module, after) => {
      queue.push(join(folder, `${module}.d.ts`));
      return `${before}${module}.js${after}`;
    });
    texts.set(path, text);
  }
  return texts;
}

/** @param {string} output @returns {Promise<string>} what the compiler said */
async function compile(output) {
  const compiler = [join(root, "node_modules/typescript/bin/tsc"), "-p", engine];
  const emit = ["--noEmit", "false", "--declaration", "--emitDeclarationOnly"];
  const places = ["--outDir", output, "--rootDir", engine];
  const child = spawn(process.execPath, [...compiler, ...emit, ...places], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk) => {
    text += chunk;
  });
  await new Promise((done) => child.on("close", done));
  return text;
}

/** Type errors do not stop the declarations from being written: `npm run types` reports those. */
export async function emitDeclarations() {
  const emitted = mkdtempSync(join(tmpdir(), "tensorglass-types-"));
  try {
    const said = await compile(emitted);
    const entry = join(emitted, "index.d.ts");
    if (!existsSync(entry)) throw new Error(`tsc wrote no declarations:\n${said}`);
    const output = join(root, "dist/types");
    rmSync(output, { recursive: true, force: true });
    for (const [path, text] of reachable(entry)) {
      const target = join(output, relative(emitted, path));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
    cpSync(output, join(engine, "dist"), { recursive: true });
  } finally {
    rmSync(emitted, { recursive: true });
  }
}
