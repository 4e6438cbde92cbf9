/** Compiles and runs small programs with a recorder that only takes notes. */
import type { Program, ProgramModules, Site, SiteRecorder } from "../../../engine/trace/program.ts";
import { CompileCache } from "../../../extension/compile/cache.ts";
import { type CompileOptions, type CompileResult, compile } from "../../../extension/compile/compile.ts";

export const entry = "file:///work/model.ts";

export type Files = Readonly<Record<string, string>>;

/** `files`: by path in the workspace (`./net.ts`); the source is `./model.ts`. */
export async function compileText(
  source: string,
  files: Files = {},
  options: CompileOptions = {},
  cache = new CompileCache(),
): Promise<CompileResult> {
  const texts = new Map([[entry, source]]);
  for (const [path, text] of Object.entries(files)) texts.set(new URL(path, entry).href, text);
  return compile(entry, async (uri) => texts.get(uri) ?? null, cache, options);
}

export async function compiled(source: string, files: Files = {}): Promise<Program> {
  const { program, errors } = await compileText(source, files);
  if (!program) throw new Error(`Does not compile:\n${source}\n${JSON.stringify(errors, null, 2)}`);
  return program;
}

/** One thing that the recorder was told. */
export interface Note {
  readonly site: number;
  readonly method: keyof SiteRecorder;
  readonly value: unknown;
}

export interface Run {
  readonly exports: Readonly<Record<string, Record<string, unknown>>>;
  readonly notes: readonly Note[];
  readonly modules: ProgramModules;
}

function recorder(notes: Note[]): SiteRecorder {
  const note = <T>(site: number, method: keyof SiteRecorder, value: T): T => {
    notes.push({ site, method, value });
    return value;
  };
  return {
    call: (site, fn, ...args) => {
      if (typeof fn !== "function") throw new TypeError(`site ${site} is not a function`);
      return note(site, "call", Reflect.apply(fn, undefined, args));
    },
    method: (site, object, key, ...args) => {
      const fn = (object as Record<PropertyKey, unknown>)[key];
      if (typeof fn !== "function") throw new TypeError(`site ${site} is not a function`);
      return note(site, "method", Reflect.apply(fn, object, args));
    },
    // A pause lets other flows of the program go first: the order of those is nobody's promise.
    due: () => false,
    pause: () => Promise.resolve(),
    construct: (site, type, ...args) =>
      note(site, "construct", Reflect.construct(type as new () => unknown, args)),
    read: (site, object, key) => note(site, "read", (object as Record<PropertyKey, unknown>)[key]),
    value: (site, value) => note(site, "value", value),
    model: (site, name, type, inputs) => {
      note(site, "model", { name, type, inputs });
    },
  };
}

/** Runs a program as the engine's host does: the modules one after the other, in the order of the record. */
export async function run(
  program: Program,
  globals: Readonly<Record<string, unknown>> = {},
  engine: unknown = {},
): Promise<Run> {
  let given: ProgramModules | undefined;
  const __tensorglass = { program: (modules: ProgramModules) => (given = modules) };
  const scope = { __tensorglass, ...globals };
  new Function(...Object.keys(scope), program.code)(...Object.values(scope));
  if (!given) throw new Error("The code did not hand in a program.");
  const exports: Record<string, Record<string, unknown>> = {};
  for (const uri of Object.keys(given.modules)) exports[uri] = {};
  const notes: Note[] = [];
  const $ = recorder(notes);
  for (const [uri, module] of Object.entries(given.modules))
    await module((name) => (name === "tensorglass" ? engine : exports[name]), exports[uri] ?? {}, $);
  return { exports, notes, modules: given };
}

/** The text of a site. */
export const textOf = (site: Site, source: string): string => source.slice(site.start, site.end);

/** A program's sites in source order, a line each: the kind, and what it covers. */
export function siteLines(program: Program, source: string): string[] {
  return program.sites
    .filter((site) => site.file === 0)
    .toSorted((a, b) => a.start - b.start || b.end - a.end || a.id - b.id)
    .map((site) => `${site.kind.padEnd(9)} ${textOf(site, source).replace(/\s+/g, " ")}`);
}
