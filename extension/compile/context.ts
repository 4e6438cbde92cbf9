/** What the wrapping rules share: the file they work on, and the recorder's calls as text. */
import type { Identifier, Node } from "@babel/types";
import type { Site } from "../../engine/trace/program.ts";
import type { Edits } from "./edits.ts";
import type { Complaint, Range } from "./errors.ts";
import type { Idents } from "./idents.ts";
import type { Imports } from "./modules.ts";
import type { Names } from "./scopes.ts";
import type { SiteList, Target } from "./sites.ts";
import { forEachPart, nameRange, type Role, rangeOf } from "./syntax.ts";

/** Handles one node: adds its sites and edits, and goes on into its parts. */
export type Visit = (node: Node, context: Context, role: Role, target: Target | null) => void;

export interface Source {
  readonly text: string;
  readonly edits: Edits;
  readonly sites: SiteList;
  readonly idents: Idents;
  readonly imports: Imports;
  readonly names: Names;
  readonly complaints: Complaint[];
}

export class Context {
  readonly source: Source;
  /** Whether the code at hand may await: the module's top level, and async functions. */
  #mayAwait = true;
  readonly #visit: Visit;

  constructor(source: Source, visit: Visit) {
    this.source = source;
    this.#visit = visit;
  }

  get mayAwait(): boolean {
    return this.#mayAwait;
  }

  /** Visits what is inside of a function or a static block. */
  inside(mayAwait: boolean, visit: () => void): void {
    const before = this.#mayAwait;
    this.#mayAwait = mayAwait;
    visit();
    this.#mayAwait = before;
  }

  visit(node: Node, role: Role, target: Target | null = null): void {
    this.#visit(node, this, role, target);
  }

  /** An expression whose value is used; `target` is the name that the value is bound to. */
  value(node: Node, target: Target | null = null): void {
    this.#visit(node, this, "value", target);
  }

  values(nodes: readonly (Node | null)[]): void {
    for (const node of nodes) if (node) this.value(node);
  }

  /** An expression that is named, not read. */
  place(node: Node): void {
    this.#visit(node, this, "place", null);
  }

  parts(node: Node, role: Role): void {
    forEachPart(node, role, (part, partRole) => this.#visit(part, this, partRole, null));
  }

  refuse(range: Range, message: string): void {
    this.source.complaints.push({ message, start: range.start, end: range.end });
  }

  /** `$.call($s+12,`: the begin of a recorder's call for a site. */
  open(method: "call" | "method" | "construct" | "read" | "value" | "model", site: number): string {
    const { recorder, base } = this.source.idents;
    return `${recorder}.${method}(${base}+${site},`;
  }

  /** Puts `$.value(site, …)` around an expression; the site itself may be elsewhere, as for a variable's name. */
  observe(kind: Site["kind"], site: Range, name: string, around: Node): void {
    const id = this.source.sites.add(kind, site, name);
    this.source.edits.around(rangeOf(around), this.open("value", id), ")");
  }

  /** `$.value(site, name)` for each name, to be put after the point where they get their values. */
  observations(kind: "variable" | "parameter", names: readonly Identifier[]): string[] {
    return names.map((name) => {
      const id = this.source.sites.add(kind, nameRange(name), name.name);
      return `${this.open("value", id)}${name.name})`;
    });
  }

  /** Whether the node is a reference to a name that the file does not declare: imported or global. */
  isFree(node: Node): node is Identifier {
    return this.source.names.free.has(node);
  }
}
