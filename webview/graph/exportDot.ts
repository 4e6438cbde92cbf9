/** The forward graph as DOT that stands on its own: labels, groups, looks; for files, not for our own layout. */
import { dotLabel, dotQuote } from "./dotText.ts";
import type { Key } from "./keys.ts";
import type { GraphModel, GraphNode, NodeLook } from "./model.ts";

const attrsOf: Partial<Record<NodeLook, string>> = {
  module: 'style="rounded,filled" fillcolor=white penwidth=1.5',
  input: 'style="rounded,filled" fillcolor=lightblue',
  parameter: 'style="rounded,filled" fillcolor=lightgrey fontsize=9',
  buffer: 'style="rounded,dashed" fontsize=9',
  output: 'style="rounded,filled" fillcolor=darkolivegreen1',
};

export function exportDot({ nodes, groups, edges }: GraphModel): string {
  const ids = new Map(nodes.map(({ key }, index) => [key, `n${index}`]));
  const lines = [
    "digraph {",
    "  node [shape=box fontname=monospace fontsize=10]",
    "  edge [fontname=monospace fontsize=9]",
  ];
  const label = ({ title, kind, lines: more }: GraphNode) =>
    dotLabel([[title, kind].filter(Boolean).join("  "), ...more]);

  const write = (group: Key | null, indent: string) => {
    for (const node of nodes) {
      if (node.group !== group) continue;
      const attrs = [`label=${label(node)}`, attrsOf[node.look] ?? "", node.failed ? "color=red" : ""];
      lines.push(`${indent}${ids.get(node.key)} [${attrs.filter(Boolean).join(" ")}]`);
    }
    groups.forEach((inner, index) => {
      if (inner.group !== group) return;
      lines.push(`${indent}subgraph cluster_${index} {`);
      lines.push(`${indent}  label=${dotLabel([[inner.title, inner.kind].filter(Boolean).join("  ")])}`);
      write(inner.key, `${indent}  `);
      lines.push(`${indent}}`);
    });
  };
  write(null, "  ");
  for (const { from, to, label: shape } of edges) {
    lines.push(`  ${ids.get(from)} -> ${ids.get(to)}${shape === "" ? "" : ` [label=${dotQuote(shape)}]`}`);
  }
  lines.push("}", "");
  return lines.join("\n");
}
