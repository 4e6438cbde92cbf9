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
import { rangeOf } from "./syntax.ts";
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

/** `isEntry`: its classes with example inputs are models to show. */
export function compileFile(text: string, isEntry: boolean): CompiledFile {
  const list = new SiteList();
  const { parsed, errors } = parseModule(text);
  if (!parsed || errors.length > 0) return refused(errors);

  const { program, comments } = parsed;
  const complaints: Complaint[] = [];
  const idents = identsFor(text);
  const imports = new Imports(program, idents);
  const names = resolveNames(program, new Set([...globalNames, "require", "eval", ...imports.names()]));
  const edits = new Edits(text);
  const links = linkModule(program, imports, names, edits, idents, (complaint) => complaints.push(complaint));
  // Before the sites: statements are closed where they end, and loops' bodies behind them.
  eraseTypes(program, edits);
  const context = wrap(program, { text, edits, sites: list, idents, imports, names, complaints });
  if (isEntry) offerModels(program, comments, context);
  if (program.interpreter) edits.remove(rangeOf(program.interpreter));
  const { sites, callees } = list;
  const code = complaints.length === 0 ? edits.toString() : "";
  return { code, idents, links, sites, callees, complaints };
}

/** A JSON file is a module: its value by default, and the value's own properties by their names. */
export function compileJson(text: string): CompiledFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return refused([{ message: `This is no JSON: ${message}`, start: 0, end: 0 }]);
  }
  const idents = identsFor("");
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  const exports = (isRecord ? Object.keys(value ?? {}) : []).map(
    (key) => [key, `${idents.default}[${JSON.stringify(key)}]`] as const,
  );
  return {
    ...refused([]),
    code: `const ${idents.default}=JSON.parse(${JSON.stringify(text)});`,
    links: { requests: [], exports: [...exports, ["default", idents.default]], stars: [] },
  };
}

/** A file without code: there is only what is wrong with it. */
export const refused = (complaints: readonly Complaint[]): CompiledFile => ({
  code: "",
  idents: identsFor(""),
  links: { requests: [], exports: [], stars: [] },
  sites: [],
  callees: new Map(),
  complaints,
});
