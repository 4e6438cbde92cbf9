// An esbuild plugin for code that differs between hosts: import `./x.node.ts`, and a bundle for the browser takes
// `./x.web.ts` beside it instead. Types come from the Node file, so both must export the same.
import { existsSync } from "node:fs";
import { resolve } from "node:path";

/**
 * @param {string | undefined} platform esbuild's `platform`
 * @returns {import("esbuild").Plugin}
 */
export function hostFiles(platform) {
  return {
    name: "host-files",
    setup({ onResolve }) {
      if (platform !== "browser") return;
      onResolve({ filter: /^\..*\.node\.ts$/ }, ({ path, resolveDir }) => {
        const web = resolve(resolveDir, path.replace(/\.node\.ts$/, ".web.ts"));
        return existsSync(web) ? { path: web } : undefined;
      });
    },
  };
}
