/**
 * The forward half of one iteration as a tree: calls of modules and composite functions, and the ops inside of them,
 * in the order in which they happened. Calls that would only add a box around a single op are dissolved.
 */
import type { OpId, ScopeId, Trace } from "../../engine/trace/trace.ts";
import { opOf, scopeOf } from "../trace/lookup.ts";
import type { TidyTrace } from "../trace/tidy.ts";
import type { Key, TraceKeys } from "./keys.ts";

export interface CallNode {
  readonly kind: "call";
  readonly scope: ScopeId;
  readonly key: Key;
  readonly children: readonly (CallNode | OpNode)[];
  /** Something inside of it failed, or the call itself did. */
  readonly failed: boolean;
}

export interface OpNode {
  readonly kind: "op";
  readonly op: OpId;
  readonly key: Key;
  /** The composite function it was the only op of: `max_pool2d` for `max_pool2d_with_indices`. */
  readonly alias: ScopeId | null;
}

interface Building {
  children: (Building | OpNode)[];
  readonly scope: ScopeId;
  /** The first op inside of it: its place among its siblings. */
  order: number;
}

/** The root call; its children are what the script itself did. */
export function callTree(
  { trace, setup, plumbing }: TidyTrace,
  keys: TraceKeys,
  iteration: number,
): CallNode {
  const calls: Building[] = trace.scopes.map((_, scope) => ({ scope, children: [], order: Number.NaN }));
  const root: Building = calls[0] ?? { scope: 0, children: [], order: 0 };

  trace.ops.forEach((op, id) => {
    if (op.phase !== "forward" || keys.iterations.ofOp[id] !== iteration) return;
    if (setup.has(id) || plumbing.has(id)) return;
    calls[op.scope]?.children.push({ kind: "op", op: id, key: keys.op(id), alias: null });
    for (let scope: ScopeId | null = op.scope; scope !== null; scope = scopeOf(trace, scope).parent) {
      const call = calls[scope];
      if (!call || !Number.isNaN(call.order)) break;
      call.order = id;
    }
  });

  // A call without ops (an Identity) has no order of its own: it came after what made its inputs and after the call
  // entered before it.
  let previous = -1;
  for (let id = 1; id < calls.length; id++) {
    const call = calls[id];
    if (!call) continue;
    if (Number.isNaN(call.order)) {
      const producers = scopeOf(trace, id).inputs.map((tensor) => trace.tensors[tensor]?.op ?? -1);
      call.order = Math.max(previous, ...producers) + 0.5;
    }
    previous = Math.floor(call.order);
  }

  for (let id = 1; id < calls.length; id++) {
    const { parent, phase } = scopeOf(trace, id);
    const call = calls[id];
    const mine = phase === "forward" && keys.iterations.ofScope[id] === iteration;
    if (call && mine && parent !== null) calls[parent]?.children.push(call);
  }
  return finish(trace, keys, root);
}

function finish(trace: Trace, keys: TraceKeys, building: Building): CallNode {
  const order = (child: Building | OpNode) => ("op" in child ? child.op : child.order);
  // Ops were pushed first, then calls: a stable sort keeps equals in order of entry.
  const children = building.children
    .toSorted((a, b) => order(a) - order(b))
    .map((child) => ("op" in child ? child : dissolve(trace, finish(trace, keys, child))))
    .filter((child) => child.kind === "op" || !isNothing(trace, child));
  const { scope } = building;
  return {
    kind: "call",
    scope,
    key: keys.scope(scope),
    children,
    failed:
      scopeOf(trace, scope).failed ||
      children.some((child) => (child.kind === "op" ? opOf(trace, child.op).failed !== null : child.failed)),
  };
}

/** `relu` around one op `relu` is that op; a function around several stays a call. */
function dissolve(trace: Trace, call: CallNode): CallNode | OpNode {
  const [only] = call.children;
  if (scopeOf(trace, call.scope).kind !== "function" || call.children.length !== 1 || !only) return call;
  return only.kind === "op" ? { ...only, alias: call.scope } : only;
}

/** `torch.empty()`, or a function whose ops were all left out: there is nothing to see in it. */
function isNothing(trace: Trace, { scope, children }: CallNode): boolean {
  return children.length === 0 && scopeOf(trace, scope).kind === "function";
}

/** All ops inside, in order. */
export function opsWithin(node: CallNode | OpNode): readonly OpId[] {
  return node.kind === "op" ? [node.op] : node.children.flatMap(opsWithin);
}
