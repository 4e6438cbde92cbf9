/**
 * ES modules to functions: what a file imports and exports, and the edits that take `import` and `export` out of its
 * text. Both sides stay live: an imported name is read from its module at each use, an export is a getter.
 */
import type { ExportNamedDeclaration, Identifier, ImportDeclaration, Node, Program } from "@babel/types";
import type { Edits } from "./edits.ts";
import type { Complaint, Range } from "./errors.ts";
import type { Idents } from "./idents.ts";
import type { Names } from "./scopes.ts";
import type { Target } from "./sites.ts";
import { endOf, namesIn, rangeOf, startOf } from "./syntax.ts";

/** The module that is the engine. */
export const engineModule = "tensorglass";

/** `from "./net"`, with the range of the specifier. */
export interface ImportRequest extends Range {
  readonly specifier: string;
  /** The exports that the code uses as values. */
  readonly names: readonly Target[];
}

export interface ModuleLinks {
  /** The modules that the file needs when it runs, in the order of its text. */
  readonly requests: readonly ImportRequest[];
  /** Exported name, and the expression that gives its value. */
  readonly exports: readonly (readonly [name: string, expression: string])[];
  /** The requests of `export * from`. */
  readonly stars: readonly number[];
}

/** What an imported name stands for. */
interface Binding {
  readonly declaration: ImportDeclaration;
  /** The exporting module's name for it; null for the module itself (`* as name`). */
  readonly imported: string | null;
}

/** The names that a file imports as values. */
export class Imports {
  readonly #bindings = new Map<string, Binding>();
  readonly #requestOf = new Map<ImportDeclaration, number>();
  readonly #idents: Idents;

  constructor(program: Program, idents: Idents) {
    this.#idents = idents;
    for (const declaration of program.body) {
      if (declaration.type !== "ImportDeclaration" || isTypeOnly(declaration.importKind)) continue;
      for (const specifier of declaration.specifiers) {
        if (specifier.type === "ImportSpecifier" && isTypeOnly(specifier.importKind)) continue;
        const imported = importedName(specifier)[0]?.name ?? null;
        this.#bindings.set(specifier.local.name, { declaration, imported });
      }
    }
  }

  names(): Iterable<string> {
    return this.#bindings.keys();
  }

  has(name: string): boolean {
    return this.#bindings.has(name);
  }

  isFromEngine(name: string): boolean {
    return this.#bindings.get(name)?.declaration.source.value === engineModule;
  }

  /** The expression that reads an imported name: `$i0.torch`. Null for any other name. */
  reference(name: string): string | null {
    const binding = this.#bindings.get(name);
    const request = binding && this.#requestOf.get(binding.declaration);
    if (request === undefined) return null;
    const module = this.#idents.module(request);
    return binding?.imported == null ? module : `${module}${property(binding.imported)}`;
  }

  /** Says that the declaration is needed at run time, as request number `index`. */
  keep(declaration: ImportDeclaration, index: number): void {
    this.#requestOf.set(declaration, index);
  }
}

/** Takes the file's imports and exports out of the text. */
export function linkModule(
  program: Program,
  imports: Imports,
  names: Names,
  edits: Edits,
  idents: Idents,
  refuse: (complaint: Complaint) => void,
): ModuleLinks {
  const requests: ImportRequest[] = [];
  const exports = new Map<string, string>();
  const stars: number[] = [];
  // `export { a }` may stand above `import { a }`, whose number is not known then.
  const reexports: [exported: string, local: string][] = [];
  const used = usedNames(names);
  const passedOn = passedOnNames(program);

  const request = (source: Range & { readonly value: string }, names: readonly Target[] = []): number =>
    requests.push({ specifier: source.value, start: source.start, end: source.end, names }) - 1;
  const remove = (node: Node): void => edits.replace(startOf(node), endOf(node), ";");

  const exportNamed = (node: ExportNamedDeclaration): void => {
    if (isTypeOnly(node.exportKind)) {
      remove(node);
      return;
    }
    if (node.declaration) {
      edits.replace(startOf(node), startOf(node.declaration), "");
      for (const name of declaredNames(node.declaration)) exports.set(name, name);
      return;
    }
    const module = node.source ? idents.module(request(literal(node.source))) : null;
    for (const specifier of node.specifiers) {
      if (specifier.type === "ExportDefaultSpecifier") continue;
      const exported = nameOf(specifier.exported);
      if (specifier.type === "ExportNamespaceSpecifier") {
        if (module) exports.set(exported, module);
        continue;
      }
      if (isTypeOnly(specifier.exportKind)) continue;
      const local = nameOf(specifier.local);
      if (module) exports.set(exported, `${module}${property(local)}`);
      else if (names.declared.has(local)) exports.set(exported, local);
      else reexports.push([exported, local]);
    }
    remove(node);
  };
  for (const node of program.body) {
    switch (node.type) {
      case "ImportDeclaration": {
        const isNeeded = node.specifiers.some(({ local: { name } }) => used.has(name) || passedOn.has(name));
        if (!isTypeOnly(node.importKind) && (node.specifiers.length === 0 || isNeeded)) {
          const values = node.specifiers.filter(({ local: { name } }) => imports.has(name) && used.has(name));
          imports.keep(node, request(literal(node.source), values.flatMap(importedName)));
        }
        remove(node);
        break;
      }
      case "ExportNamedDeclaration":
        exportNamed(node);
        break;
      case "ExportAllDeclaration":
        if (!isTypeOnly(node.exportKind)) stars.push(request(literal(node.source)));
        remove(node);
        break;
      case "ExportDefaultDeclaration": {
        const { declaration } = node;
        if (
          declaration.type === "TSDeclareFunction" ||
          (declaration.type as string) === "TSInterfaceDeclaration"
        ) {
          remove(node);
        } else if ("id" in declaration && declaration.id && isDeclaration(declaration)) {
          edits.replace(startOf(node), startOf(declaration), "");
          exports.set("default", declaration.id.name);
        } else {
          // A property called "default" gives functions and classes without a name the name that they get in ES.
          edits.replace(startOf(node), startOf(declaration), `const{default:${idents.default}}={default:`);
          edits.after(endOf(declaration), "};");
          exports.set("default", idents.default);
        }
        break;
      }
      case "TSExportAssignment":
      case "TSNamespaceExportDeclaration":
        refuse({ ...rangeOf(node), message: "'export =' is of CommonJS. Write 'export default' instead." });
        break;
      case "TSImportEqualsDeclaration":
        if (!isTypeOnly(node.importKind))
          refuse({
            ...rangeOf(node),
            message: "'import … =' is of CommonJS. Write 'import … from' instead.",
          });
        break;
    }
  }
  for (const [exported, local] of reexports) {
    const reference = imports.reference(local);
    if (reference) exports.set(exported, reference);
  }
  return { requests, exports: [...exports], stars };
}

/** The imported names that code uses; most of the others were imported for their types alone. */
function usedNames(names: Names): Set<string> {
  const used = new Set<string>();
  for (const node of names.free) if (node.type === "Identifier") used.add(node.name);
  return used;
}

/** The names in `export { a }`, which may be types or not. */
function passedOnNames(program: Program): Set<string> {
  const passedOn = new Set<string>();
  for (const node of program.body) {
    if (node.type !== "ExportNamedDeclaration" || node.source || isTypeOnly(node.exportKind)) continue;
    for (const specifier of node.specifiers)
      if (specifier.type === "ExportSpecifier" && !isTypeOnly(specifier.exportKind))
        passedOn.add(nameOf(specifier.local));
  }
  return passedOn;
}

/** What an import asks of its module by name, with its place. */
function importedName(specifier: ImportDeclaration["specifiers"][number]): Target[] {
  switch (specifier.type) {
    case "ImportSpecifier":
      return [{ ...rangeOf(specifier.imported), name: nameOf(specifier.imported) }];
    case "ImportDefaultSpecifier":
      return [{ ...rangeOf(specifier), name: "default" }];
    case "ImportNamespaceSpecifier":
      return [];
  }
}

function declaredNames(declaration: Node): string[] {
  if ("declare" in declaration && declaration.declare) return [];
  switch (declaration.type) {
    case "VariableDeclaration":
      return declaration.declarations.flatMap(({ id }) => namesIn(id)).map(({ name }) => name);
    case "FunctionDeclaration":
    case "ClassDeclaration":
    case "TSEnumDeclaration":
      return declaration.id ? [declaration.id.name] : [];
    default:
      return [];
  }
}

const isDeclaration = (node: Node): boolean =>
  node.type === "FunctionDeclaration" || node.type === "ClassDeclaration";

const isTypeOnly = (kind: string | null | undefined): boolean => kind === "type" || kind === "typeof";

const nameOf = (node: Identifier | { readonly type: "StringLiteral"; readonly value: string }): string =>
  node.type === "Identifier" ? node.name : node.value;

const literal = (node: Node & { readonly value: string }) => ({ ...rangeOf(node), value: node.value });

const property = (name: string): string =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
