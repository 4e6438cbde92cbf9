/** The one thing a `Target` of a picture may stand for, and safe access to a trace by id. */
import type { NodeId, OpId, ScopeId, TensorId, Trace } from "../../engine/trace/trace.ts";

/** What a node, a step or a card stands for in the trace. Ids are only meaningful beside that trace. */
export type Target =
  | { readonly kind: "op"; readonly op: OpId }
  | { readonly kind: "scope"; readonly scope: ScopeId }
  | { readonly kind: "tensor"; readonly tensor: TensorId }
  | { readonly kind: "node"; readonly node: NodeId }
  | { readonly kind: "event"; readonly event: number };

/** Ids come from the same trace, so a miss is a bug of whoever made it: say which one instead of failing later. */
function at<T>(items: readonly T[], id: number, what: string): T {
  const item = items[id];
  if (item === undefined) throw new RangeError(`The trace has ${items.length} ${what}, and no number ${id}.`);
  return item;
}

export const opOf = (trace: Trace, id: OpId) => at(trace.ops, id, "ops");
export const scopeOf = (trace: Trace, id: ScopeId) => at(trace.scopes, id, "scopes");
export const tensorOf = (trace: Trace, id: TensorId) => at(trace.tensors, id, "tensors");
export const moduleOf = (trace: Trace, id: number) => at(trace.modules, id, "modules");
export const nodeOf = (trace: Trace, id: NodeId) => at(trace.nodes, id, "autograd nodes");
