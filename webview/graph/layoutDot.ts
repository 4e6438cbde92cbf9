/**
 * A sketch as DOT for Graphviz: every size is given, no text is left to it, since its fonts are not ours. Room for the
 * header of a group is held by an empty table of its size; labels of edges are placed afterwards (edgeLabels.ts).
 */
import { straightChains } from "./chains.ts";
import { inputsBeforeParameters } from "./groupRanks.ts";
import type { Sketch } from "./layout.ts";
import { GROUP_PADDING, type Size } from "./nodeText.ts";

/** Graphviz counts sizes in inches of 72 points; a point is a pixel here. */
const inches = (pixels: number) => (pixels / 72).toFixed(3);

const placeholder = ({ width, height }: Size) =>
  `<<table border="0" cellborder="0" cellpadding="0" cellspacing="0" fixedsize="true" width="${width}" height="${height}"><tr><td></td></tr></table>>`;

/**
 * Between ranks and between neighbours in a rank, in inches; between a group and its nodes, in points. With labels on
 * the edges there has to be room for one.
 */
const DISTANCES = {
  labelled: { ranksep: 0.55, nodesep: 0.4, margin: 18 },
  plain: { ranksep: 0.34, nodesep: 0.3, margin: GROUP_PADDING },
} as const;

export function layoutDot(sketch: Sketch): string {
  const { nodes, groups, edges } = sketch;
  const labelled = edges.some(({ label }) => label !== null);
  const { ranksep, nodesep, margin } = labelled ? DISTANCES.labelled : DISTANCES.plain;
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
  const chains = straightChains(nodes.length, edges);
  /** A chain is kept straight; a shortcut past a part of it has no say, or it would pull it askew. */
  const weight = ({ from, to, style }: Sketch["edges"][number]) => {
    if (style !== "flow") return 1;
    if (chains.next.get(from) === to) return 8;
    return chains.of[from] !== undefined && chains.of[from] === chains.of[to] ? 0 : 1;
  };
  groups.forEach((group, index) => {
    list(group.group).groups.push(index);
  });

  const write = (group: number | null, indent: string) => {
    const { nodes: own, groups: nested } = list(group);
    for (const index of own) {
      const node = nodes[index];
      if (!node) continue;
      const chain = chains.of[index] === undefined ? "" : ` group=${chains.of[index]}`;
      lines.push(`${indent}n${index} [width=${inches(node.width)} height=${inches(node.height)}${chain}]`);
    }
    for (const index of nested) {
      const header = groups[index]?.header;
      if (!header) continue;
      lines.push(`${indent}subgraph cluster_${index} {`);
      lines.push(`${indent}  graph [label=${placeholder(header)} labeljust=l margin=${margin}]`);
      write(index, `${indent}  `);
      lines.push(`${indent}}`);
    }
  };

  lines.push("digraph {");
  lines.push(`  graph [newrank=true nodesep=${nodesep} ranksep=${ranksep} pad=0 splines=true]`);
  lines.push('  node [shape=box fixedsize=true label=""]');
  lines.push("  edge [arrowsize=0.6]");
  write(null, "  ");
  edges.forEach((edge, index) => {
    const arrow = edge.style === "saved" ? " dir=none" : "";
    lines.push(`  n${edge.from} -> n${edge.to} [id=e${index} weight=${weight(edge)}${arrow}]`);
  });
  for (const [before, after] of inputsBeforeParameters(sketch)) {
    lines.push(`  n${before} -> n${after} [style=invis weight=0]`);
  }
  lines.push("}");
  return lines.join("\n");
}
