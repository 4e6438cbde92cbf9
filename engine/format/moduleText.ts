/**
 * A module as PyTorch prints it: its class, its own line (`extra_repr`) and, indented by two, its children. After
 * `Module.__repr__` and `ModuleList.__repr__` of PyTorch 2.13; only the latter folds equal neighbours into one.
 */

/** What printing needs to know of a module. */
export interface PrintedModule {
  /** The name of its class. */
  readonly name: string;
  /** PyTorch's `extra_repr()`: `in_features=3, out_features=4, bias=True`, in one line or several, or empty. */
  readonly extraRepr: string;
  /** Field names with the children's own texts. */
  readonly children: readonly (readonly [name: string, text: string])[];
}

/** PyTorch's `repr(module)`, for every module but `ModuleList`. */
export function moduleText({ name, extraRepr, children }: PrintedModule): string {
  const own = extraRepr === "" ? [] : extraRepr.split("\n");
  if (children.length === 0 && own.length <= 1) return `${name}(${extraRepr})`;
  return block(name, [...own, ...children.map(([key, text]) => `(${key}): ${indented(text)}`)]);
}

/**
 * PyTorch's `repr(module_list)`: runs of equal children are one, `(0-3): 4 x Linear(…)`. It numbers its children by
 * their places and has no line of its own.
 */
export function moduleListText({ name, children }: Pick<PrintedModule, "name" | "children">): string {
  if (children.length === 0) return `${name}()`;
  const texts = children.map(([, text]) => text);
  const lines: string[] = [];
  for (let start = 0, end = 0; start < texts.length; start = end) {
    const text = texts[start] as string;
    while (end < texts.length && texts[end] === text) end++;
    const label = end - start === 1 ? `(${start}): ` : `(${start}-${end - 1}): ${end - start} x `;
    // PyTorch's ModuleList, unlike its Module, indents blank lines too.
    lines.push(label + text.replaceAll("\n", "\n  "));
  }
  return block(name, lines);
}

function block(name: string, lines: readonly string[]): string {
  return `${name}(\n  ${lines.join("\n  ")}\n)`;
}

/** All lines but the first moved in by two; blank lines become empty. */
function indented(text: string): string {
  const [first = "", ...rest] = text.split("\n");
  return [first, ...rest.map((line) => (line.trim() === "" ? "" : `  ${line}`))].join("\n");
}
