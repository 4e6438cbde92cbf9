/** The body of a DOT text as rows, ids numbered by first appearance: graphs compare up to renaming. */

export type Statement =
  | readonly ["node", id: number, label: string, fill: string]
  | readonly ["edge", from: number, to: number, attributes: string];

const EDGE = /^\t(\w+) -> (\w+)(?: \[([^\]]*)\])?\n/;
const NODE = /^\t(\w+) \[label=("(?:[^"\\]|\\.)*"|\S+?)(?: fillcolor=(\w+))?\]\n/;
const HEADER =
  /^digraph \{\n\tgraph \[size="([^"]*)"\]\n\tnode \[align=left fontname=monospace fontsize=10 height=0\.2 ranksep=0\.1 shape=box style=filled\]\n/;

export interface ParsedDot {
  readonly size: string;
  readonly statements: readonly Statement[];
}

export function parseDot(dot: string): ParsedDot {
  const header = HEADER.exec(dot);
  if (!header) throw new Error(`not torchviz's header: ${dot.slice(0, 120)}`);
  const ids = new Map<string, number>();
  const number = (id: string) => {
    if (!ids.has(id)) ids.set(id, ids.size);
    return ids.get(id) as number;
  };
  const statements: Statement[] = [];
  let text = dot.slice(header[0].length);
  while (text !== "}\n") {
    const edge = EDGE.exec(text);
    const node = edge ? null : NODE.exec(text);
    if (edge) statements.push(["edge", number(edge[1] as string), number(edge[2] as string), edge[3] ?? ""]);
    else if (node) {
      const label = (node[2] as string).replace(/^"|"$/g, "");
      statements.push(["node", number(node[1] as string), label, node[3] ?? ""]);
    } else throw new Error(`not a statement: ${text.slice(0, 120)}`);
    text = text.slice(((edge ?? node) as RegExpExecArray)[0].length);
  }
  return { size: header[1] as string, statements };
}
