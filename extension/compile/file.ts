/** One file of a program, compiled on its own: nothing in it depends on other files, so it can be kept by its text. */

import { Edits } from "./edits.ts";
import { eraseTypes } from "./erase.ts";
import type { Complaint } from "./errors.ts";
import { globalNames } from "./globals.ts";
import { type Idents, identsFor } from "./idents.ts";
import { offerModels } from "./models.ts";
import { Imports, linkModule, type ModuleLinks } from "./modules.ts";
import { parseModule } from "./parse.ts";
import { resolveNames } from "./scopes.ts";
import { type FileSite, SiteList } from "./sites.ts";
import { wrap } from "./wrap.ts";

export interface CompiledFile {
  /** The body of the module's function, without its head. Empty if there are complaints. */
  readonly code: string;
  readonly idents: Idents;
  readonly links: ModuleLinks;
  readonly sites: readonly FileSite[];
  readonly callees: ReadonlyMap<number, string>;
  readonly complaints: readonly Complaint[];
}

const noLinks: ModuleLinks = { requests: [], exports: [], stars: [] };

/** `isEntry`: its classes with example inputs are models to show. */
export function compileFile(text: string, isEntry: boolean): CompiledFile {
  const idents = identsFor(text);
  const sites = new SiteList();
  const { parsed, errors } = parseModule(text);
  const complaints: Complaint[] = [...errors];
  const result = (code: string, links: ModuleLinks): CompiledFile => ({
    code,
    idents,
    links,
    sites: sites.sites,
    callees: sites.callees,
    complaints,
  });
  if (!parsed || errors.length > 0) return result("", noLinks);

  const { program, comments } = parsed;
  const imports = new Imports(program, idents);
  const names = resolveNames(program, new Set([...globalNames, "require", "eval", ...imports.names()]));
  const edits = new Edits(text);
  const links = linkModule(program, imports, names, edits, idents, (complaint) => complaints.push(complaint));
  // Before the sites: statements are closed where they end, and loops' bodies behind them.
  eraseTypes(program, edits);
  const context = wrap(program, { text, edits, sites, idents, imports, names, complaints });
  if (isEntry) offerModels(program, comments, context);
  if (complaints.length > 0) return result("", links);
  return result(edits.toString(), links);
}

/** A JSON file is a module whose default export is its value. */
export function compileJson(text: string): CompiledFile {
  const idents = identsFor("");
  const complaints: Complaint[] = [];
  try {
    JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    complaints.push({ message: `This is no JSON: ${message}`, start: 0, end: 0 });
  }
  const code = `const ${idents.default}=JSON.parse(${JSON.stringify(text)});`;
  const links: ModuleLinks = { ...noLinks, exports: [["default", idents.default]] };
  return { code, idents, links, sites: [], callees: new Map(), complaints };
}
