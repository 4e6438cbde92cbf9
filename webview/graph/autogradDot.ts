/**
 * torchviz's graph of one output, as DOT, from a trace: for scripts that never call `makeDot` themselves.
 *
 * Same walk and same order as torchviz: depth first from the output's function, each function and leaf once, every
 * edge of `next_functions` drawn, the output last but declared first. Saved tensors are left out, as by its default.
 */
import type { NodeId, TensorId, Trace } from "../../engine/trace/trace.ts";
import { nodeOf, opOf, tensorOf } from "../trace/lookup.ts";
import { dotLabel } from "./dotText.ts";

/** The function that made a tensor, or null for a leaf. */
function gradFn(trace: Trace, tensor: TensorId): NodeId | null {
  const { op, requiresGrad } = tensorOf(trace, tensor);
  return op === null || !requiresGrad ? null : opOf(trace, op).node;
}

/** What to draw when nothing else is said: what `backward()` started from last, else the last output with a graph. */
export function defaultAutogradOutput(trace: Trace): TensorId | null {
  const backward = trace.events.findLast((event) => event.kind === "backward");
  if (backward) return backward.root;
  const op = trace.ops.findLast(
    ({ phase, node, outputs }) => phase === "forward" && node !== null && outputs.length > 0,
  );
  return op?.outputs[0] ?? null;
}

export function autogradDot(trace: Trace, output: TensorId): string {
  const statements: string[] = [];
  const seen = new Set<NodeId>();
  const node = (id: string, lines: readonly string[], fill: string | null) =>
    statements.push(`\t${id} [label=${dotLabel(lines)}${fill === null ? "" : ` fillcolor=${fill}`}]`);
  const edge = (from: string, to: string, attrs = "") => statements.push(`\t${from} -> ${to}${attrs}`);
  const tensorLines = (id: TensorId) => {
    const { name, shape } = tensorOf(trace, id);
    return [name ?? "", ` (${shape.join(", ")})`];
  };
  const tensorName = (id: TensorId) => `t${tensorOf(trace, id).uid}`;
  const fnName = (id: NodeId) => `n${nodeOf(trace, id).uid}`;

  // A stack of its own: a chain of a thousand ops must not exhaust ours, as it does Python's.
  const walk = (root: NodeId) => {
    const stack: { readonly id: NodeId; next: number }[] = [];
    const enter = (id: NodeId) => {
      if (seen.has(id)) return;
      seen.add(id);
      const { name, variable } = nodeOf(trace, id);
      if (variable !== null) {
        node(tensorName(variable), tensorLines(variable), "lightblue");
        edge(tensorName(variable), fnName(id));
      }
      node(fnName(id), [name], null);
      stack.push({ id, next: 0 });
    };
    enter(root);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const { next } = nodeOf(trace, top.id);
      const parent = next[top.next++];
      if (top.next > next.length) stack.pop();
      else if (parent !== null && parent !== undefined) {
        edge(fnName(parent), fnName(top.id));
        enter(parent);
      }
    }
  };

  const drawTensor = (id: TensorId, fill: string) => {
    node(tensorName(id), tensorLines(id), fill);
    const fn = gradFn(trace, id);
    if (fn !== null) {
      walk(fn);
      edge(fnName(fn), tensorName(id));
    }
    const { viewOf } = tensorOf(trace, id);
    if (viewOf === null) return;
    const base = tensorOf(trace, viewOf);
    if (base.isLeaf) {
      if (!base.requiresGrad) return;
    } else drawTensor(viewOf, "darkolivegreen3");
    edge(tensorName(viewOf), tensorName(id), " [style=dotted]");
  };
  drawTensor(output, "darkolivegreen1");

  const size = Math.max(12, 0.15 * statements.length);
  return [
    "digraph {",
    `\tgraph [size="${size},${size}"]`,
    "\tnode [align=left fontname=monospace fontsize=10 height=0.2 ranksep=0.1 shape=box style=filled]",
    ...statements,
    "}",
    "",
  ].join("\n");
}
