// Tells whether anything that the packaged extension is made of has changed, so that a second `npm start` or test
// run does not build again. A fingerprint of paths, sizes and times is enough and takes a few milliseconds.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

const inputs = [
  ...["engine", "extension", "webview", "media", "scripts"],
  ...["package.json", "package.nls.json", "package-lock.json", "tsconfig.base.json", ".vscodeignore"],
  ...["README.md", "CHANGELOG.md", "LICENSE"],
];

/** Outputs that lie among the inputs. */
const ignored = /^engine\/dist(\/|$)|\.generated\.ts$/;

/** @param {string} path @returns {string[]} */
function filesUnder(path) {
  if (ignored.test(relative(root, path).replaceAll("\\", "/")) || !existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesUnder(join(path, name)));
}

function sourceFingerprint() {
  const hash = createHash("sha256");
  for (const path of inputs.flatMap((input) => filesUnder(join(root, input))).sort()) {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${relative(root, path)}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest("hex");
}

/**
 * Does `work` unless `output` is already the work of these sources.
 * @param {string} output a file that `work` writes
 * @param {() => Promise<void>} work
 * @returns {Promise<boolean>} whether it was done
 */
export async function ifStale(output, work) {
  const note = `${output}.sources`;
  const fingerprint = sourceFingerprint();
  if (existsSync(output) && existsSync(note) && readFileSync(note, "utf8") === fingerprint) return false;
  await work();
  writeFileSync(note, fingerprint);
  return true;
}
