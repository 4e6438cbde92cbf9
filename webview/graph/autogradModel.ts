/**
 * The autograd graph: what a DOT text of `makeDot` says, node for node and edge for edge, in its order, with the looks
 * that stand for torchviz's colours. Ids in the text (`n12`, `t3`) lead back into the trace, from which the keys and
 * the links to ops come; a text whose ids the trace does not know is drawn all the same.
 */
import type { NodeId, TensorId, Trace } from "../../engine/trace/trace.ts";
import { formatTensor } from "../trace/format.ts";
import { type Target, tensorOf } from "../trace/lookup.ts";
import { type DotNode, parseDot } from "./dotParser.ts";
import type { Key, TraceKeys } from "./keys.ts";
import type { GraphEdge, GraphModel, GraphNode, NodeLook } from "./model.ts";

/** torchviz's fills, and what they mean. A function has none of its own. */
const looks: Readonly<Record<string, NodeLook>> = {
  lightblue: "leaf",
  darkolivegreen1: "result",
  darkolivegreen3: "base",
  orange: "saved",
};

const spokenLooks: Partial<Record<NodeLook, string>> = {
  gradFn: "backward function",
  leaf: "leaf",
  result: "output",
  base: "base of a view",
  saved: "saved tensor",
};

export function autogradModel(dot: string, trace: Trace, keys: TraceKeys): GraphModel {
  const graph = parseDot(dot);
  const resolve = resolver(trace, keys);
  const keyOf = new Map<string, Key>();
  const counts = new Map<Key, number>();

  const nodes = graph.nodes.map((node): GraphNode => {
    const look = looks[node.attrs.get("fillcolor") ?? ""] ?? "gradFn";
    const { base, target } = resolve(node, look);
    // One op can make several functions, and one function save several tensors of one name: number the equals.
    const n = counts.get(base) ?? 0;
    counts.set(base, n + 1);
    const key = n === 0 ? base : `${base}#${n}`;
    keyOf.set(node.id, key);
    const { title, kind, lines } = texts(node, look);
    const spoken = [title || "unnamed", kind, ...lines.filter((line) => !/^-+$/.test(line))]
      .concat(spokenLooks[look] ?? [])
      .filter(Boolean)
      .join(", ");
    return { key, look, title, kind, lines, group: null, opens: false, failed: false, target, spoken };
  });

  const edges = graph.edges.map(({ from, to, attrs }): GraphEdge => {
    const fromKey = keyOf.get(from) ?? from;
    const toKey = keyOf.get(to) ?? to;
    const base = `${fromKey} → ${toKey}`;
    const n = counts.get(base) ?? 0;
    counts.set(base, n + 1);
    return {
      key: n === 0 ? base : `${base}#${n}`,
      from: fromKey,
      to: toKey,
      label: attrs.get("label") ?? "",
      tensor: null,
      style: edgeStyle(attrs),
    };
  });
  return { kind: "autograd", nodes, groups: [], edges };
}

function edgeStyle(attrs: ReadonlyMap<string, string>): GraphEdge["style"] {
  if (attrs.get("style") === "dotted") return "view";
  return attrs.get("dir") === "none" ? "saved" : "flow";
}

/**
 * A tensor's label is its name and, on the second line, its shape; a function's is its name, then perhaps a line of
 * dashes and its attributes. torchviz writes an empty name for tensors that `params` does not know.
 */
function texts({ id, attrs }: DotNode, look: NodeLook): Pick<GraphNode, "title" | "kind" | "lines"> {
  const [first = "", ...rest] = (attrs.get("label") ?? id).split("\n");
  if (look === "gradFn") return { title: first.trim(), kind: "", lines: rest };
  return { title: first.trim(), kind: rest.join(" ").trim(), lines: [] };
}

interface Resolved {
  readonly base: Key;
  readonly target: Target | null;
}

/** From an id in the text to the trace: `n<uid>` is a function, `t<uid>` a tensor, `s<number>` one that was saved. */
function resolver(trace: Trace, keys: TraceKeys): (node: DotNode, look: NodeLook) => Resolved {
  const functions = new Map<string, NodeId>(trace.nodes.map(({ uid }, id) => [`n${uid}`, id]));
  const tensors = new Map<string, TensorId>();
  // In-place versions share a uid; the first is the leaf or the tensor as it was made.
  trace.tensors.forEach(({ uid }, id) => {
    if (!tensors.has(`t${uid}`)) tensors.set(`t${uid}`, id);
  });
  return ({ id, attrs }, look) => {
    const fn = functions.get(id);
    if (fn !== undefined) return { base: keys.node(fn), target: { kind: "node", node: fn } };
    const tensor = tensors.get(id);
    if (tensor !== undefined) {
      return { base: `${look} ${keys.tensor(tensor)}`, target: { kind: "tensor", tensor } };
    }
    return { base: look === "saved" ? `saved ${attrs.get("label") ?? id}` : id, target: null };
  };
}

/** `prediction [5728, 1]`, to choose among several graphs. */
export function outputsTitle(
  trace: Trace,
  outputs: readonly TensorId[],
  name: (id: TensorId) => string | null,
): string {
  return outputs.map((id) => `${name(id) ?? "output"} ${formatTensor(tensorOf(trace, id))}`).join(", ");
}
