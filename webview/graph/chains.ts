/**
 * Which nodes should stand one below the other. Graphviz finds a slanted chain as good as an upright one; the eye does
 * not, so the main flow is told to it as chains (the attribute `group`, whose edges it keeps straight).
 */
import type { Sketch } from "./layout.ts";

type Edges = Sketch["edges"];

export interface Chains {
  /** By node, a number that the nodes of one chain share; undefined for a node in none. */
  readonly of: readonly (number | undefined)[];
  /** The node that follows in the chain. */
  readonly next: ReadonlyMap<number, number>;
}

/**
 * A node is in one chain only; where several edges want it, the one on the longest way through the graph gets it: the
 * layers rather than the shortcut, the data rather than a bias.
 */
export function straightChains(count: number, edges: Edges): Chains {
  const flow = edges.filter(({ style, from, to }) => style === "flow" && from !== to);
  const above = longestWays(
    count,
    flow.map(({ from, to }) => [from, to]),
  );
  const below = longestWays(
    count,
    flow.map(({ from, to }) => [to, from]),
  );
  const length = ({ from, to }: Edges[number]) => (above[from] ?? 0) + (below[to] ?? 0);
  const before = new Map<number, number>();
  const after = new Map<number, number>();
  for (const edge of flow.toSorted((a, b) => length(b) - length(a))) {
    if (after.has(edge.from) || before.has(edge.to)) continue;
    after.set(edge.from, edge.to);
    before.set(edge.to, edge.from);
  }
  const chains: (number | undefined)[] = new Array(count).fill(undefined);
  for (const start of after.keys()) {
    if (before.has(start)) continue;
    for (let at: number | undefined = start; at !== undefined; at = after.get(at)) chains[at] = start;
  }
  return { of: chains, next: after };
}

/** By node, how many edges the longest way to it has. Nodes on a cycle count as if nothing led to them. */
function longestWays(
  count: number,
  edges: readonly (readonly [from: number, to: number])[],
): readonly number[] {
  const next: number[][] = Array.from({ length: count }, () => []);
  const waiting: number[] = new Array(count).fill(0);
  for (const [from, to] of edges) {
    next[from]?.push(to);
    waiting[to] = (waiting[to] ?? 0) + 1;
  }
  const ways: number[] = new Array(count).fill(0);
  const ready = waiting.flatMap((left, node) => (left === 0 ? [node] : []));
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    for (const to of next[node] ?? []) {
      ways[to] = Math.max(ways[to] ?? 0, (ways[node] ?? 0) + 1);
      waiting[to] = (waiting[to] ?? 0) - 1;
      if (waiting[to] === 0) ready.push(to);
    }
  }
  return ways;
}
