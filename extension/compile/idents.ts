/** The names that the compiler brings into a user's module, chosen so that they meet none of the user's own. */
export interface Idents {
  /** The `SiteRecorder`. */
  readonly recorder: string;
  /** The program's number of the file's first site: a file's code then stays as it is when the files before it change. */
  readonly base: string;
  readonly require: string;
  readonly exports: string;
  /** Stands for `import.meta`. */
  readonly meta: string;
  /** Holds the value of `export default`. */
  readonly default: string;
  /** The imported module of that number. */
  readonly module: (index: number) => string;
}

export function identsFor(text: string): Idents {
  let $ = "$";
  // `${` of a template is no name.
  if (/\$(?!\{)/.test(text)) for (let n = 0; text.includes($); n++) $ = `$tensorglass${n}`;
  return {
    recorder: $,
    base: `${$}s`,
    require: `${$}r`,
    exports: `${$}e`,
    meta: `${$}m`,
    default: `${$}d`,
    module: (index) => `${$}i${index}`,
  };
}
