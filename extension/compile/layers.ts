/**
 * The layers that a text declares, found without a parser and without running anything: for lenses where code may not
 * run, and for a file that is in pieces while it is being typed.
 */
import { blankOut } from "./blankOut.ts";
import { engineModule } from "./modules.ts";

/** `conv1 = new nn.Conv2d(3, 16, 3)`. All offsets are in UTF-16 units. */
export interface StaticLayer {
  /** As written: `nn.Conv2d`. */
  readonly className: string;
  /** What follows `=`: the class field, property or variable; null for a layer inside of another's arguments. */
  readonly field: string | null;
  /** The class around the declaration, or null. */
  readonly owner: string | null;
  /** The declaration, from the name (or `this.`, `const`) on. Without a name, the same as `new`. */
  readonly start: number;
  readonly end: number;
  /** The `new` expression. */
  readonly newStart: number;
  readonly newEnd: number;
  /** What stands between its parentheses, as written. */
  readonly args: string;
}

const name = "[\\p{ID_Start}$_][\\p{ID_Continue}$]*";

/** Layers in source order. */
export function scanLayers(text: string): StaticLayer[] {
  if (!text.includes(engineModule)) return [];
  const code = blankOut(text);
  const isLayer = layerClasses(text, code);
  const classes = classRanges(code);
  const layers: StaticLayer[] = [];
  for (const match of code.matchAll(newExpression)) {
    const className = (match[1] ?? "").replace(/\s+/g, "");
    if (!isLayer(className)) continue;
    const newStart = match.index;
    const open = newStart + match[0].length;
    const hasArguments = match[0].endsWith("(");
    const close = hasArguments ? closing(code, open) : open;
    const newEnd = hasArguments ? Math.min(close + 1, text.length) : open;
    const declaration = declarationBefore.exec(code.slice(Math.max(0, newStart - 300), newStart));
    layers.push({
      className,
      field: declaration?.[2] ?? null,
      owner: classes.findLast(({ start, end }) => start < newStart && newStart < end)?.name ?? null,
      start: declaration ? newStart - (declaration[0].length - (declaration[1]?.length ?? 0)) : newStart,
      end: newEnd,
      newStart,
      newEnd,
      args: hasArguments ? text.slice(open, close).trim() : "",
    });
  }
  return layers;
}

const newExpression = new RegExp(
  `(?<![\\w$.#])new\\s+(${name}(?:\\s*\\.\\s*${name})*)(?:\\s*<[^()]*>)?(?:\\s*\\()?`,
  "gu",
);

/** The end of `…; private conv1: nn.Conv2d = `, `this.conv1 = `, `const net = `. */
const declarationBefore = new RegExp(
  `(^|[\\s;{}(,])(?:this\\s*\\.\\s*|(?:const|let|var)\\s+)?(#?${name})\\s*[!?]?(?:\\s*:[^=;{}()]*)?=\\s*$`,
  "u",
);

/** Which class names are layers: those of `nn`, the file's own modules, and what files beside it export. */
function layerClasses(text: string, code: string): (className: string) => boolean {
  const namespaces = new Set<string>();
  const classes = new Set<string>();
  for (const match of code.matchAll(/(?<![\w$.])import\s+(?!type\b)([^;"'()]*?)\s*from\s*["']/g)) {
    const start = match.index + match[0].length;
    const specifier = text.slice(start, start + text.slice(start).search(/["'\n]|$/));
    for (const [imported, local] of importedNames(match[1] ?? "")) {
      if (specifier === engineModule) {
        if (imported === "nn") namespaces.add(local);
        if (imported === "torch") namespaces.add(`${local}.nn`);
        if (imported === "*") namespaces.add(`${local}.nn`).add(`${local}.torch.nn`);
      } else if (specifier.startsWith(".") && /^\p{Lu}/u.test(local)) {
        classes.add(local);
      }
    }
  }
  const isLayer = (className: string): boolean => {
    const dot = className.lastIndexOf(".");
    return dot < 0 ? classes.has(className) : namespaces.has(className.slice(0, dot));
  };
  for (const [, declared = "", parent = ""] of code.matchAll(classHeader))
    if (isLayer(parent.replace(/\s+/g, ""))) classes.add(declared);
  // A tensor-like class of `nn` that is no layer.
  return (className) => isLayer(className) && !/\.Parameter$/.test(className);
}

/** `a, { b, c as d, type E }` and `* as f`, as pairs of what the module calls it and what the file does. */
function importedNames(clause: string): [imported: string, local: string][] {
  const names: [string, string][] = [];
  for (const part of clause.split(/[{},]/)) {
    const match = new RegExp(`^\\s*(?!type\\s+${name})(\\*|${name})(?:\\s+as\\s+(${name}))?\\s*$`, "u").exec(
      part,
    );
    if (match?.[1]) names.push([match[1], match[2] ?? match[1]]);
  }
  return names;
}

const classHeader = new RegExp(
  `(?<![\\w$.])class\\s+(${name})(?:\\s*<[^{]*?>)?\\s+extends\\s+(${name}(?:\\s*\\.\\s*${name})*)`,
  "gu",
);

function classRanges(code: string): { name: string; start: number; end: number }[] {
  const ranges: { name: string; start: number; end: number }[] = [];
  for (const match of code.matchAll(new RegExp(`(?<![\\w$.])class\\s+(${name})[^{]*\\{`, "gu")))
    ranges.push({
      name: match[1] ?? "",
      start: match.index,
      end: closing(code, match.index + match[0].length),
    });
  return ranges;
}

/** Where the bracket that was opened right before `from` closes; without an end, the end of the line it opened in. */
function closing(code: string, from: number): number {
  let depth = 1;
  for (let index = from; index < code.length; index++) {
    const char = code[index];
    if (char === "(" || char === "[" || char === "{") depth++;
    else if ((char === ")" || char === "]" || char === "}") && --depth === 0) return index;
  }
  const lineEnd = code.indexOf("\n", from);
  return lineEnd < 0 ? code.length : lineEnd;
}
