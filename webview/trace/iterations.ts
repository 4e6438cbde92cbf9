/**
 * Training repeats itself: forward, backward, optimizer, and again. One such round is an iteration. The forward graph
 * shows one of them, and keys are counted within one, so that going from iteration to iteration moves nothing.
 */
import type { SiteId, Trace } from "../../engine/trace/trace.ts";

export interface Iterations {
  readonly count: number;
  /** The one to look at first: the last that trained, as what follows training is mostly an evaluation. */
  readonly latest: number;
  /** By op id. */
  readonly ofOp: readonly number[];
  /** By scope id; the root belongs to 0. */
  readonly ofScope: readonly number[];
  /** By event index. */
  readonly ofEvent: readonly number[];
}

/**
 * A new iteration begins where the program comes back, after a backward pass, to an expression that it has already
 * evaluated in this one. What merely follows the optimizer's step (`await loss.item()`) still belongs to the round
 * before. A script without `backward()` has one iteration.
 */
export function splitIterations(trace: Trace): Iterations {
  let current = 0;
  let trained = -1;
  let sawBackward = false;
  let sites = new Set<SiteId>();
  const ofOp = trace.ops.map(({ phase, site }) => {
    if (phase === "backward") {
      sawBackward = true;
      trained = current;
    } else if (phase === "forward" && site !== null) {
      if (sawBackward && sites.has(site)) {
        current++;
        sawBackward = false;
        sites = new Set();
      }
      sites.add(site);
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
  return { count: current + 1, latest: trained < 0 ? current : trained, ofOp, ofScope, ofEvent };
}
