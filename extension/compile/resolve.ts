/** Which file an import means. Only files of the workspace and the engine itself can be imported. */
import { engineModule } from "./modules.ts";
import { nodeModules } from "./nodeModules.ts";

/** Gives the text of a file, or null if there is none. */
export type ReadFile = (uri: string) => Promise<string | null>;

export type Resolved =
  | { readonly kind: "engine" }
  | { readonly kind: "file"; readonly uri: string; readonly text: string }
  | { readonly kind: "error"; readonly message: string };

/** Finds what `specifier` means in the file `importer`. */
export async function resolveImport(
  specifier: string,
  importer: string,
  readFile: ReadFile,
  inWorkspace: (uri: string) => boolean,
): Promise<Resolved> {
  if (specifier === engineModule) return { kind: "engine" };
  if (!/^\.\.?(\/|$)/.test(specifier)) return { kind: "error", message: refusal(specifier) };
  const base = joinUri(importer, specifier);
  if (base === null) {
    const message = `'${specifier}' cannot be found from a file that is not saved yet.`;
    return { kind: "error", message };
  }
  if (!inWorkspace(base)) {
    const message = `'${specifier}' is outside of the workspace. A model may import only files of its workspace.`;
    return { kind: "error", message };
  }
  for (const uri of candidates(base)) {
    const text = await readFile(uri);
    if (text !== null) return { kind: "file", uri, text };
  }
  const message = `Cannot find '${specifier}': there is no file ${pathOf(candidates(base)[0] ?? base)}.`;
  return { kind: "error", message };
}

/** Why something that is neither the engine nor a relative path cannot be imported. */
function refusal(specifier: string): string {
  const name = specifier.replace(/^node:/, "");
  const [root = ""] = name.split("/");
  if (specifier.startsWith("node:") || nodeModules.has(root))
    return `'${name}' is a Node module; models run in a sandbox without it. Files are read with Image.open, images and datasets with 'tensorglass'.`;
  if (root === engineModule)
    return `Cannot find module '${specifier}'. Everything is in '${engineModule}' itself.`;
  if (pythonModules.has(root.toLowerCase()))
    return `Cannot find module '${specifier}'. What it has in Python is in 'tensorglass' here: import { torch, nn } from "tensorglass".`;
  if (/^(?:[a-z]+:)?\//i.test(specifier))
    return `Cannot find module '${specifier}'. Import a file by its path from this one: './net'.`;
  return `Cannot find module '${specifier}'. A model can import 'tensorglass' and files of the workspace ('./net'); npm packages do not run in the sandbox.`;
}

const pythonModules: ReadonlySet<string> = new Set(["torch", "torchvision", "torchviz", "numpy", "pil"]);

/** The files that a path may mean, the likeliest first. */
function candidates(base: string): string[] {
  const extension = /\.(?:[cm]?[jt]s|json)$/.exec(base)?.[0];
  switch (extension) {
    case ".js":
    case ".mjs":
    case ".cjs": {
      // TypeScript writes the name of the output: './net.js' is net.ts.
      const stem = base.slice(0, -extension.length);
      return [`${stem}${extension.replace("js", "ts")}`, base];
    }
    case undefined:
      return base.endsWith("/")
        ? [`${base}index.ts`, `${base}index.js`]
        : [`${base}.ts`, `${base}/index.ts`, `${base}.js`, `${base}.mts`, `${base}.mjs`, `${base}/index.js`];
    default:
      return [base];
  }
}

/** `file:///w/a/net.ts` and `../b/x` → `file:///w/b/x`. Null where the importer is in no folder (`untitled:Untitled-1`). */
function joinUri(importer: string, specifier: string): string | null {
  const match = /^([a-z][\w+.-]*:\/\/[^/?#]*)(\/[^?#]*)(.*)$/i.exec(importer);
  if (!match) return null;
  const [, authority = "", path = "", query = ""] = match;
  const segments = path.split("/").slice(1, -1);
  const steps = specifier.split("/");
  for (const step of steps) {
    if (step === "..") segments.pop();
    else if (step !== "." && step !== "") segments.push(encodeSegment(step));
  }
  // '.', '..' and './net/' name folders.
  const folder = ["", ".", ".."].includes(steps.at(-1) ?? "") ? "/" : "";
  return `${authority}/${segments.join("/")}${segments.length > 0 ? folder : ""}${query}`;
}

/** As VS Code writes URIs, so that one file has one name. */
const encodeSegment = (segment: string): string =>
  encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const pathOf = (uri: string): string => {
  const path = uri.replace(/^[a-z][\w+.-]*:\/\/[^/]*/i, "");
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};
