// The one thing that the TypeScript plugin changes: where the module name "tensorglass" leads.
import type ts from "typescript-6/lib/tsserverlibrary.js";

/** The part of tsserver's host that is asked for modules. */
type Host = Pick<ts.LanguageServiceHost, "resolveModuleNameLiterals">;

export function resolveTensorglass(host: Host, typescript: typeof ts, declarations: string): void {
  const resolve = host.resolveModuleNameLiterals?.bind(host);
  if (!resolve) return;
  const resolvedModule: ts.ResolvedModuleFull = {
    resolvedFileName: declarations,
    extension: typescript.Extension.Dts,
    // As if it came from node_modules: no errors are reported inside it, and a rename stays out of it.
    isExternalLibraryImport: true,
  };
  host.resolveModuleNameLiterals = (literals, ...rest) =>
    resolve(literals, ...rest).map((resolution, index) =>
      literals[index]?.text === "tensorglass" && !resolution.resolvedModule
        ? { ...resolution, resolvedModule }
        : resolution,
    );
}
