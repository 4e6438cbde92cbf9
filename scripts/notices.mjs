// Writes the licenses of everything that ended up in the bundles. esbuild says which files it took, so what is
// listed is exactly what is shipped.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Other people's work inside a package, which its own license file does not mention. */
const inside = /** @type {Record<string, string>} */ ({
  "@hpcc-js/wasm-graphviz":
    "Contains Graphviz, compiled to WebAssembly, under the Eclipse Public License: https://graphviz.org/license/",
});

/**
 * @param {Iterable<string>} inputs paths of all bundled files, relative to the project
 * @returns {string[]} folders of the npm packages among them
 */
export function packagesIn(inputs) {
  const folders = Array.from(inputs, (input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]);
  return [...new Set(folders)].filter((folder) => folder !== undefined).sort();
}

/** @param {Iterable<string>} inputs */
export function thirdPartyNotices(inputs) {
  const notices = packagesIn(inputs).map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    if (typeof license !== "string") throw new Error(`${folder} names no license.`);
    const file = readdirSync(join(root, folder)).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
    const text = file ? readFileSync(join(root, folder, file), "utf8").trim() : `License: ${license}`;
    const parts = [`${name} ${version} (${license})\n${"=".repeat(60)}`, text, inside[name]];
    return `${parts.filter(Boolean).join("\n\n")}\n`;
  });
  return ["Tensorglass contains code from these packages.", ...notices].join("\n\n\n");
}
