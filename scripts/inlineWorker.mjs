// An esbuild plugin for `import text from "inline:./layoutWorker.ts"`: bundles that entry for the browser and
// gives its text, from which the page makes a Blob and a worker.
//
// A worker in a webview cannot come from a URL of the webview (it is of another origin), and a page whose policy
// says `connect-src 'none'` cannot fetch the text either. So it travels inside the page's own script.
import { resolve } from "node:path";
import { build } from "esbuild";

/** @returns {import("esbuild").Plugin} */
export function inlineWorkers() {
  return {
    name: "inline-workers",
    setup({ onResolve, onLoad, onEnd, initialOptions }) {
      /** What the workers are made of, so that the page's metafile names it too: their packages are shipped as well. */
      const inputs = /** @type {import("esbuild").Metafile["inputs"]} */ ({});
      onEnd(({ metafile }) => {
        if (metafile) Object.assign(metafile.inputs, inputs);
      });
      onResolve({ filter: /^inline:/ }, ({ path, resolveDir }) => ({
        path: resolve(resolveDir, path.slice("inline:".length)),
        namespace: "inline-worker",
      }));
      onLoad({ filter: /./, namespace: "inline-worker" }, async ({ path }) => {
        const { absWorkingDir, minifySyntax, minifyWhitespace, target, define } = initialOptions;
        const inherited = { absWorkingDir, minifySyntax, minifyWhitespace, target, define };
        try {
          const { outputFiles, metafile, warnings } = await build({
            ...Object.fromEntries(Object.entries(inherited).filter(([, value]) => value !== undefined)),
            entryPoints: [path],
            bundle: true,
            write: false,
            metafile: true,
            format: "iife",
            platform: "browser",
            legalComments: "none",
            logLevel: "silent",
            plugins: [inlineWorkers()],
          });
          Object.assign(inputs, metafile.inputs);
          return {
            contents: outputFiles[0]?.text ?? "",
            loader: "text",
            warnings,
            // So that a change in any file of the worker rebuilds the page in watch mode.
            watchFiles: Object.keys(metafile.inputs).map((input) => resolve(absWorkingDir ?? ".", input)),
          };
        } catch (error) {
          const { errors = [], warnings = [] } = /** @type {Partial<import("esbuild").BuildFailure>} */ (
            error
          );
          return errors.length > 0 ? { errors, warnings } : Promise.reject(error);
        }
      });
    },
  };
}
