/**
 * Edges that nobody sees: they keep what a call reads above the box of that call. Without them a parameter inside of
 * the box would stand level with the input, and push it aside.
 */
import type { Sketch } from "./layout.ts";

/** From a node outside of a group to the parameters inside of it. */
export function inputsBeforeParameters({
  nodes,
  groups,
  edges,
}: Sketch): readonly (readonly [number, number])[] {
  const parameters = new Set(edges.flatMap(({ from, style }) => (style === "parameter" ? [from] : [])));
  if (parameters.size === 0) return [];
  const around = (node: number): readonly number[] => {
    const chain: number[] = [];
    for (let at = nodes[node]?.group ?? null; at !== null; at = groups[at]?.group ?? null) chain.push(at);
    return chain;
  };
  /** By group, the nodes outside of it that something inside reads. */
  const sources = new Map<number, Set<number>>();
  for (const { from, to, style } of edges) {
    if (style !== "flow") continue;
    const outside = new Set(around(from));
    for (const group of around(to)) {
      if (outside.has(group)) break;
      const known = sources.get(group) ?? new Set();
      sources.set(group, known.add(from));
    }
  }
  return [...parameters].flatMap((parameter) => {
    const before = new Set(around(parameter).flatMap((group) => [...(sources.get(group) ?? [])]));
    return [...before].map((source) => [source, parameter] as const);
  });
}
