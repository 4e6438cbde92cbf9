// Emits the engine's type declarations, for two readers: `dist/types/`, which the TypeScript plugin shows to a model
// file that imports "tensorglass" without having installed it, and `engine/dist/`, the npm package's own.
import { spawn } from "node:child_process";
import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Type errors do not stop the declarations from being written: `npm run types` reports those. */
export async function emitDeclarations() {
  const output = join(root, "dist/types");
  rmSync(output, { recursive: true, force: true });
  const compiler = [join(root, "node_modules/typescript/bin/tsc"), "-p", join(root, "engine")];
  const emit = [
    "--noEmit",
    "false",
    "--declaration",
    "--emitDeclarationOnly",
    "--outDir",
    output,
    "--rootDir",
    join(root, "engine"),
  ];
  const child = spawn(process.execPath, [...compiler, ...emit], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk) => {
    text += chunk;
  });
  await new Promise((done) => child.on("close", done));
  if (!existsSync(join(output, "index.d.ts")))
    throw new Error(`tsc wrote no dist/types/index.d.ts:\n${text}`);
  cpSync(output, join(root, "engine/dist"), { recursive: true });
}
