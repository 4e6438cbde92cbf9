/**
 * Which calls are open. The user's own choices win; for the rest, calls are opened level by level while the picture
 * stays readable. A layer (a module that calls no other) and a composite function start closed; what failed starts
 * open all the way down, because that is where one looks.
 */
import type { Trace } from "../../engine/trace/trace.ts";
import { scopeOf } from "../trace/lookup.ts";
import type { CallNode } from "./callTree.ts";
import type { Key } from "./keys.ts";

/** The most nodes a graph shows before anybody has opened anything. */
const READABLE_NODES = 40;

export function openCalls(
  trace: Trace,
  root: CallNode,
  chosen: ReadonlyMap<Key, boolean>,
  readable = READABLE_NODES,
): ReadonlySet<Key> {
  const open = new Set<Key>([root.key]);
  let shown = root.children.length;
  for (let level = calls(root); level.length > 0; ) {
    const opened: CallNode[] = [];
    for (const call of level) {
      const choice = chosen.get(call.key);
      const grows = shown + call.children.length - 1;
      if (choice ?? (call.failed || (startsOpen(trace, call) && grows <= readable))) {
        open.add(call.key);
        opened.push(call);
        shown = grows;
      }
    }
    level = opened.flatMap(calls);
  }
  return open;
}

function calls(call: CallNode): readonly CallNode[] {
  return call.children.filter((child) => child.kind === "call");
}

/** Modules that are made of modules. */
function startsOpen(trace: Trace, call: CallNode): boolean {
  if (scopeOf(trace, call.scope).kind !== "module") return false;
  return call.children.some(
    (child) => child.kind === "call" && scopeOf(trace, child.scope).kind === "module",
  );
}

/** Every call that can be opened, for "expand all". */
export function everyCall(call: CallNode): readonly Key[] {
  return calls(call).flatMap((child) => [child.key, ...everyCall(child)]);
}
