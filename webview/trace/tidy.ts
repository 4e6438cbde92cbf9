/**
 * A trace says what was dispatched; a reader asks what the model does. Between the two, this puts a few things right
 * that only the whole trace tells: which tensors are versions of a parameter, which ops merely set parameters up, and
 * which belong to a backward pass although they ran just before it. Ids stay as they are.
 */
import type { OpId, SiteId, Trace, TraceEvent, TraceOp, TraceTensor } from "../../engine/trace/trace.ts";

export interface TidyTrace {
  readonly trace: Trace;
  /** Ops that gave parameters and buffers their first values: in the list of steps, but in no graph. */
  readonly setup: ReadonlySet<OpId>;
  /** Ops that only served to read a value back: neither here nor there. */
  readonly plumbing: ReadonlySet<OpId>;
}

export function tidyTrace(raw: Trace): TidyTrace {
  const events = raw.events.map((event) => (event.kind === "backward" ? withSeed(raw, event) : event));
  const ops = withPhases(raw.ops, events);
  const tensors = withRoles(raw);
  const trace = { ...raw, events, ops, tensors };
  return { trace, setup: setupOps(trace), plumbing: plumbingOps(trace) };
}

type BackwardEvent = Extract<TraceEvent, { kind: "backward" }>;

/** `loss.backward()` makes its seed of ones before the pass begins; the same expression made both. */
function withSeed({ ops }: Trace, event: BackwardEvent): BackwardEvent {
  let { firstOp } = event;
  const belongs = (op: TraceOp | undefined) =>
    op !== undefined && op.phase === "forward" && op.site === event.site;
  while (event.site !== null && belongs(ops[firstOp - 1])) firstOp--;
  return { ...event, firstOp };
}

function withPhases(ops: readonly TraceOp[], events: readonly TraceEvent[]): readonly TraceOp[] {
  const backward = events.filter((event) => event.kind === "backward");
  const seeds = new Set<OpId>();
  for (const { firstOp, endOp } of backward) {
    for (let id = firstOp; id < endOp && ops[id]?.phase === "forward"; id++) seeds.add(id);
  }
  return ops.map((op, id) => (seeds.has(id) ? { ...op, phase: "backward" } : op));
}

/**
 * An in-place op makes a new version of a tensor, and an optimizer's step one of every parameter. All versions go by
 * the name of the parameter, as the layer that reads them does not care which it is.
 */
function withRoles({ tensors }: Trace): readonly TraceTensor[] {
  const known = new Map<number, Pick<TraceTensor, "name" | "role">>();
  for (const { uid, name, role } of tensors) {
    if (role === "parameter" || role === "buffer") known.set(uid, { name, role });
  }
  return tensors.map((tensor) => {
    const identity = known.get(tensor.uid);
    return identity ? { ...tensor, ...identity } : tensor;
  });
}

function setupOps({ ops, modules, tensors }: Trace): ReadonlySet<OpId> {
  const constructors = new Set<SiteId | null>(modules.map(({ site }) => site));
  constructors.delete(null);
  const isParameter = (id: number) => tensors[id]?.role === "parameter" || tensors[id]?.role === "buffer";
  const found = new Set<OpId>();
  ops.forEach(({ phase, site, node, outputs }, id) => {
    if (phase !== "forward" || node !== null) return;
    if (constructors.has(site) || (outputs.length > 0 && outputs.every(isParameter))) found.add(id);
  });
  return found;
}

/** `await loss.item()` detaches first. */
function plumbingOps({ ops, events }: Trace): ReadonlySet<OpId> {
  const readers = new Set<SiteId>();
  for (const event of events) if (event.kind === "value" && event.site !== null) readers.add(event.site);
  return new Set(
    ops.flatMap(({ name, phase, site }, id) =>
      phase === "forward" && name === "detach" && site !== null && readers.has(site) ? [id] : [],
    ),
  );
}
