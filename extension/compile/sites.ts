/** The list of a file's sites while the compiler walks through it: gives out numbers and keys. */
import type { Site } from "../../engine/trace/program.ts";
import type { Range } from "./errors.ts";

/** A site as one file knows it: its number within the file, which the linker makes the program's. */
export type FileSite = Omit<Site, "file">;

/** The name to which an expression is bound: `conv1` in `conv1 = new nn.Conv2d(…)`. */
export interface Target extends Range {
  readonly name: string;
}

export class SiteList {
  readonly sites: FileSite[] = [];
  /** Source text of the callee, by call site. */
  readonly callees = new Map<number, string>();
  readonly #path: string[] = [];
  readonly #counts = new Map<string, number>();

  /** Adds a site and returns its number. */
  add(kind: Site["kind"], { start, end }: Range, name: string, declares: Target | null = null): number {
    const id = this.sites.length;
    const label = `${this.#path.join(".")}${this.#path.length > 0 ? "/" : ""}${labels[kind](name)}`;
    const count = this.#counts.get(label) ?? 0;
    this.#counts.set(label, count + 1);
    const site = { id, start, end, kind, name, key: `${label}#${count}` };
    this.sites.push(declares ? { ...site, declares } : site);
    return id;
  }

  /** Adds a site that calls or constructs, whose callee the engine may have to name. */
  addCall(kind: "call" | "new", range: Range, callee: string, declares: Target | null = null): number {
    const id = this.add(kind, range, callee, declares);
    this.callees.set(id, callee);
    return id;
  }

  /** Runs `body` inside of a named declaration, which becomes part of the keys. */
  within(name: string | null, body: () => void): void {
    if (name !== null) this.#path.push(name);
    body();
    if (name !== null) this.#path.pop();
  }
}

/** What tells the kinds apart in a key. */
const labels: { readonly [Kind in Site["kind"]]: (name: string) => string } = {
  call: (name) => `${name}()`,
  new: (name) => `new ${name}()`,
  read: (name) => name,
  variable: (name) => `${name}=`,
  parameter: (name) => `(${name})`,
  return: () => "return",
};
