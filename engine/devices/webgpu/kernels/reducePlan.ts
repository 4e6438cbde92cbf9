/** How a reduction is spread over a GPU: a pure function of its sizes. */

export interface ReductionSize {
  /** Results. */
  readonly kept: number;
  /** Elements of each. */
  readonly reduced: number;
  /** Neighbouring results read neighbouring elements (a sum over rows), rather than one result its own (over columns). */
  readonly across: boolean;
}

export interface ReductionPlan {
  /** `group`: a workgroup reduces one result's elements together. `single`: an invocation does it alone. */
  readonly schedule: "group" | "single";
  /** The elements are cut into this many parts, whose results a second pass reduces. */
  readonly parts: number;
}

/** One invocation adds up at most this many in a row: it bounds the rounding error as well as the wait. */
const LONGEST_RUN = 1024;
const SHORTEST_RUN = 64;
/** Invocations that keep a large GPU busy. */
const ENOUGH = 16_384;
export const GROUP = 64;

export function planReduction({ kept, reduced, across }: ReductionSize): ReductionPlan {
  if (across || reduced <= SHORTEST_RUN) return { schedule: "single", parts: partsFor(reduced, kept) };
  return { schedule: "group", parts: partsFor(Math.ceil(reduced / GROUP), kept * GROUP) };
}

/** `run`: what each invocation would reduce if the elements stayed whole. */
function partsFor(run: number, invocations: number): number {
  const atLeast = Math.ceil(run / LONGEST_RUN);
  const atMost = Math.max(1, Math.floor(run / SHORTEST_RUN));
  return Math.max(atLeast, Math.min(atMost, Math.ceil(ENOUGH / invocations)));
}
