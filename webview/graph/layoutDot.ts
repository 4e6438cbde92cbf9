/**
 * A sketch as DOT for Graphviz: every size is given, no text is left to it, since its fonts are not ours. Room for
 * headers of groups and labels of edges is held by empty tables of the right size.
 */
import type { Sketch } from "./layout.ts";
import { GROUP_PADDING, type Size } from "./nodeText.ts";

/** Graphviz counts sizes in inches of 72 points; a point is a pixel here. */
const inches = (pixels: number) => (pixels / 72).toFixed(3);

const placeholder = ({ width, height }: Size) =>
  `<<table border="0" cellborder="0" cellpadding="0" cellspacing="0" fixedsize="true" width="${width}" height="${height}"><tr><td></td></tr></table>>`;

/** Data is drawn straight if it can be; parameters and saved tensors make way. */
const edgeAttrs: Readonly<Record<Sketch["edges"][number]["style"], string>> = {
  flow: "weight=4",
  parameter: "weight=1",
  saved: "weight=1 dir=none",
  view: "weight=1",
};

export function layoutDot({ nodes, groups, edges }: Sketch): string {
  const lines: string[] = [];
  const inside = new Map<number | null, { nodes: number[]; groups: number[] }>();
  const list = (group: number | null) => {
    const found = inside.get(group) ?? { nodes: [], groups: [] };
    inside.set(group, found);
    return found;
  };
  nodes.forEach((node, index) => {
    list(node.group).nodes.push(index);
  });
  groups.forEach((group, index) => {
    list(group.group).groups.push(index);
  });

  const write = (group: number | null, indent: string) => {
    const { nodes: own, groups: nested } = list(group);
    for (const index of own) {
      const node = nodes[index];
      if (node) lines.push(`${indent}n${index} [width=${inches(node.width)} height=${inches(node.height)}]`);
    }
    for (const index of nested) {
      const header = groups[index]?.header;
      if (!header) continue;
      lines.push(`${indent}subgraph cluster_${index} {`);
      lines.push(`${indent}  graph [label=${placeholder(header)} labeljust=l margin=${GROUP_PADDING}]`);
      write(index, `${indent}  `);
      lines.push(`${indent}}`);
    }
  };

  lines.push("digraph {");
  lines.push("  graph [nodesep=0.3 ranksep=0.34 pad=0 splines=true]");
  lines.push('  node [shape=box fixedsize=true label=""]');
  lines.push("  edge [arrowsize=0.6]");
  write(null, "  ");
  edges.forEach(({ from, to, label, style }, index) => {
    const room = label === null ? "" : ` label=${placeholder(label)}`;
    lines.push(`  n${from} -> n${to} [id=e${index} ${edgeAttrs[style]}${room}]`);
  });
  lines.push("}");
  return lines.join("\n");
}
