// A TypeScript server plugin: gives a file that imports "tensorglass" the engine's types although nothing was
// installed. It answers only where the normal resolution finds nothing, so an installed package always wins.
//
// The answer is a real file that ships with the extension: tsserver crashes on one that exists only in memory.
// TypeScript 7 loads no plugins at all; there the types have to be written into the workspace.
import type ts from "typescript-6/lib/tsserverlibrary.js";
import { resolveTensorglass } from "./resolveTensorglass.ts";

/** What tsserver calls with its own copy of TypeScript; the build makes it the module's only export. */
export function init(modules: { readonly typescript: typeof ts }): ts.server.PluginModule {
  return {
    create(info) {
      if (supports(modules.typescript.versionMajorMinor)) {
        // From <extension>/node_modules/tensorglass-typescript-plugin/ to the extension's own folder.
        const declarations = `${__dirname.replaceAll("\\", "/")}/../../dist/types/index.d.ts`;
        resolveTensorglass(info.languageServiceHost, modules.typescript, declarations);
      } else {
        info.project.projectService.logger.info("tensorglass: this TypeScript is too old to be given types.");
      }
      return info.languageService;
    },
  };
}

/** `resolveModuleNameLiterals` came with TypeScript 5.0. A workspace may bring any version of its own. */
function supports(versionMajorMinor: string): boolean {
  return Number.parseInt(versionMajorMinor, 10) >= 5;
}
