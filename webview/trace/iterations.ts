/**
 * Training repeats itself: forward, backward, optimizer, and again. One such round is an iteration. The forward graph
 * shows one of them, and keys are counted within one, so that going from iteration to iteration moves nothing.
 */
import type { Trace } from "../../engine/trace/trace.ts";

export interface Iterations {
  readonly count: number;
  /** By op id. */
  readonly ofOp: readonly number[];
  /** By scope id; the root belongs to 0. */
  readonly ofScope: readonly number[];
  /** By event index. */
  readonly ofEvent: readonly number[];
}

/** An iteration ends where a forward op follows a backward pass. A script without `backward()` has one. */
export function splitIterations(trace: Trace): Iterations {
  let current = 0;
  let sawBackward = false;
  const ofOp = trace.ops.map((op) => {
    if (op.phase === "backward") sawBackward = true;
    else if (op.phase === "forward" && sawBackward) {
      current++;
      sawBackward = false;
    }
    return current;
  });

  // A scope belongs where its first op does. One without ops (an Identity) goes with the scope entered next.
  const first: (number | undefined)[] = trace.scopes.map(() => undefined);
  trace.ops.forEach((op, id) => {
    for (let scope: number | null = op.scope; scope !== null && first[scope] === undefined; ) {
      first[scope] = ofOp[id];
      scope = trace.scopes[scope]?.parent ?? null;
    }
  });
  const ofScope: number[] = new Array<number>(trace.scopes.length).fill(0);
  let next = current;
  for (let id = trace.scopes.length - 1; id > 0; id--) {
    next = first[id] ?? next;
    ofScope[id] = next;
  }

  let at = 0;
  const ofEvent = trace.events.map((event) => {
    if (event.kind === "op") at = ofOp[event.op] ?? at;
    else if (event.kind === "backward" || event.kind === "optimizer") at = ofOp[event.firstOp] ?? at;
    return at;
  });
  return { count: current + 1, ofOp, ofScope, ofEvent };
}
