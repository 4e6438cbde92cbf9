/**
 * Where something of the trace is in the picture that is on the screen: a node of its own, the closed call that hides
 * it, or in the autograd graph the function that its op made. Selection and caret are kept in terms of the trace, so
 * they survive a change of graph, of run and of what is open.
 */
import type { OpId, ScopeId, TensorId, Trace } from "../../engine/trace/trace.ts";
import type { Target } from "../trace/lookup.ts";
import type { Key, TraceKeys } from "./keys.ts";
import type { GraphModel } from "./model.ts";

export type Locator = (target: Target) => readonly Key[];

export function locator(model: GraphModel, trace: Trace, keys: TraceKeys): Locator {
  return model.kind === "forward" ? inForward(model, trace, keys) : inAutograd(model, trace);
}

function inForward(model: GraphModel, trace: Trace, keys: TraceKeys): Locator {
  const present = new Set<Key>([...model.nodes, ...model.groups].map(({ key }) => key));
  const tensorNodes = byTensor(model);

  /** The call itself, or the innermost one around it that is drawn. */
  const scope = (id: ScopeId | null): readonly Key[] => {
    for (let at = id; at !== null; at = trace.scopes[at]?.parent ?? null) {
      const key = keys.scope(at);
      if (present.has(key)) return [key];
      // A function around a single op is drawn as that op.
      const inner = trace.ops.findIndex((op) => op.scope === at);
      if (at === id && inner >= 0 && present.has(keys.op(inner))) return [keys.op(inner)];
    }
    return [];
  };
  const op = (id: OpId): readonly Key[] => {
    const found = trace.ops[id];
    if (!found) return [];
    if (found.phase !== "forward") {
      const made = found.node === null ? null : (trace.nodes[found.node]?.op ?? null);
      return made === null ? [] : op(made);
    }
    return present.has(keys.op(id)) ? [keys.op(id)] : scope(found.scope);
  };
  const tensor = (id: TensorId): readonly Key[] => {
    const own = tensorNodes.get(id);
    if (own) return own;
    const found = trace.tensors[id];
    if (found?.op != null) return op(found.op);
    // A parameter inside of a closed layer is where the layer is.
    const user = trace.ops.findIndex(({ phase, inputs }) => phase === "forward" && inputs.includes(id));
    return user < 0 ? [] : op(user);
  };
  return (target) => {
    switch (target.kind) {
      case "op":
        return op(target.op);
      case "scope":
        return scope(target.scope);
      case "tensor":
        return tensor(target.tensor);
      case "node": {
        const node = trace.nodes[target.node];
        if (node?.op != null) return op(node.op);
        return node?.variable == null ? [] : tensor(node.variable);
      }
      case "event": {
        const event = trace.events[target.event];
        if (event?.kind === "dot") return event.outputs.flatMap(tensor);
        if (event?.kind === "backward") return tensor(event.root);
        return event?.kind === "value" ? tensor(event.tensor) : [];
      }
    }
  };
}

function inAutograd(model: GraphModel, trace: Trace): Locator {
  const byOp = new Map<OpId, Key[]>();
  const byNode = new Map<number, Key>();
  for (const { key, target } of model.nodes) {
    if (target?.kind !== "node") continue;
    byNode.set(target.node, key);
    const op = trace.nodes[target.node]?.op ?? null;
    if (op !== null) byOp.set(op, [...(byOp.get(op) ?? []), key]);
  }
  const tensorNodes = byTensor(model);

  const op = (id: OpId): readonly Key[] => {
    const found = trace.ops[id];
    if (found === undefined || found.phase === "forward") return byOp.get(id) ?? [];
    const key = found.node === null ? undefined : byNode.get(found.node);
    return key === undefined ? [] : [key];
  };
  const tensor = (id: TensorId): readonly Key[] => {
    const made = trace.tensors[id]?.op ?? null;
    return tensorNodes.get(id) ?? (made === null ? [] : op(made));
  };
  const within = (id: ScopeId): readonly Key[] =>
    trace.ops.flatMap((_, index) => (isInside(trace, index, id) ? op(index) : []));
  return (target) => {
    switch (target.kind) {
      case "op":
        return op(target.op);
      case "scope":
        return within(target.scope);
      case "tensor":
        return tensor(target.tensor);
      case "node": {
        const key = byNode.get(target.node);
        return key === undefined ? [] : [key];
      }
      case "event": {
        const event = trace.events[target.event];
        if (event?.kind === "dot") return event.outputs.flatMap(tensor);
        return event?.kind === "backward" ? tensor(event.root) : [];
      }
    }
  };
}

/** Nodes that stand for tensors. An end that repeats what an op shows comes after the op's own input node. */
function byTensor(model: GraphModel): ReadonlyMap<TensorId, readonly Key[]> {
  const found = new Map<TensorId, Key[]>();
  for (const { key, target } of model.nodes) {
    if (target?.kind === "tensor") found.set(target.tensor, [...(found.get(target.tensor) ?? []), key]);
  }
  return found;
}

function isInside(trace: Trace, op: OpId, scope: ScopeId): boolean {
  for (
    let at: ScopeId | null = trace.ops[op]?.scope ?? null;
    at !== null;
    at = trace.scopes[at]?.parent ?? null
  ) {
    if (at === scope) return true;
  }
  return false;
}
