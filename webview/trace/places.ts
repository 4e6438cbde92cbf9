/**
 * From a place in the source to what it made. A caret stands inside of several expressions at once; the innermost one
 * that made anything is meant.
 */
import type { Program, Site } from "../../engine/trace/program.ts";
import type { ObservedValue, OpId, ScopeId, SiteId, Trace } from "../../engine/trace/trace.ts";
import type { SourceRange } from "../protocol.ts";
import type { Target } from "./lookup.ts";

export interface TracePlaces {
  /** What the innermost expression around this place made, over all its calls. Empty when nothing did. */
  readonly at: (uri: string, start: number, end: number) => readonly Target[];
  readonly range: (site: SiteId | null) => SourceRange | null;
  /** The expression behind a step, a node, a tensor. */
  readonly siteOf: (target: Target) => SiteId | null;
}

export function tracePlaces(trace: Trace, program: Program): TracePlaces {
  const bySite = targetsBySite(trace);
  return {
    at: (uri, start, end) => {
      const file = program.files.indexOf(uri);
      const around = program.sites
        .filter((site) => site.file === file && touches(site, start, end) && bySite.has(site.id))
        .sort((a, b) => extent(a) - extent(b));
      const [innermost] = around;
      return innermost ? (bySite.get(innermost.id) ?? []) : [];
    },
    range: (id) => {
      const site = id === null ? undefined : program.sites[id];
      const uri = site && program.files[site.file];
      return site && uri !== undefined ? { uri, start: site.start, end: site.end } : null;
    },
    siteOf: (target) => siteOf(trace, target),
  };
}

/** Inside of the expression, or on the name that it initializes. */
function touches({ start: from, end: to, declares }: Site, start: number, end: number): boolean {
  const inside = (low: number, high: number) => low <= start && end <= high;
  return inside(from, to) || (declares !== undefined && inside(declares.start, declares.end));
}

const extent = ({ start, end }: Site) => end - start;

function targetsBySite(trace: Trace): ReadonlyMap<SiteId, readonly Target[]> {
  const found = new Map<SiteId, Target[]>();
  const add = (site: SiteId | null, target: Target) => {
    if (site === null) return;
    const targets = found.get(site);
    if (targets) targets.push(target);
    else found.set(site, [target]);
  };
  // A call is what its expression means; ops inside of it carry the same site and add nothing.
  trace.scopes.forEach((scope, id) => {
    if (scope.kind === "root") return;
    const outer = scope.parent === null ? null : (trace.scopes[scope.parent]?.site ?? null);
    if (scope.site !== outer) add(scope.site, { kind: "scope", scope: id });
    // The layer's own `new` expression stands for all its calls.
    if (scope.module !== null) add(trace.modules[scope.module]?.site ?? null, { kind: "scope", scope: id });
  });
  trace.ops.forEach((op, id) => {
    if (op.phase === "forward" && op.site !== trace.scopes[op.scope]?.site)
      add(op.site, { kind: "op", op: id });
  });
  trace.events.forEach((event, id) => {
    if (event.kind !== "op") add(event.site, { kind: "event", event: id });
  });
  // A name that only holds a value stands for what made it.
  for (const { site, value } of trace.observations) {
    if (found.has(site)) continue;
    const targets = observedTensors(value).map((tensor): Target => ({ kind: "tensor", tensor }));
    if (targets.length > 0) found.set(site, targets);
  }
  return found;
}

function observedTensors(value: ObservedValue): readonly number[] {
  switch (value.kind) {
    case "tensor":
      return [value.tensor];
    case "list":
      return value.items.flatMap(observedTensors);
    case "record":
      return value.entries.flatMap(([, entry]) => observedTensors(entry));
    default:
      return [];
  }
}

/**
 * Nobody wrote the calls of a Sequential's children: they carry the site of the Sequential's own call. What the user
 * did write for each of them is its `new`.
 */
function siteOfScope(trace: Trace, id: ScopeId): SiteId | null {
  const scope = trace.scopes[id];
  if (!scope || scope.parent === null) return scope?.site ?? null;
  if (scope.site !== (trace.scopes[scope.parent]?.site ?? null)) return scope.site;
  const written = scope.module === null ? null : (trace.modules[scope.module]?.site ?? null);
  return written ?? siteOfScope(trace, scope.parent);
}

function siteOfOp(trace: Trace, id: OpId): SiteId | null {
  const op = trace.ops[id];
  if (!op) return null;
  return op.site === (trace.scopes[op.scope]?.site ?? null) ? siteOfScope(trace, op.scope) : op.site;
}

function siteOf(trace: Trace, target: Target): SiteId | null {
  switch (target.kind) {
    case "op":
      return siteOfOp(trace, target.op);
    case "scope":
      return siteOfScope(trace, target.scope);
    case "event": {
      const event = trace.events[target.event];
      return event === undefined || event.kind === "op" ? null : event.site;
    }
    case "node": {
      const node = trace.nodes[target.node];
      if (node?.op != null) return siteOfOp(trace, node.op);
      return node?.variable == null ? null : siteOf(trace, { kind: "tensor", tensor: node.variable });
    }
    case "tensor": {
      const tensor = trace.tensors[target.tensor];
      if (tensor?.op != null) return siteOfOp(trace, tensor.op);
      const owner = trace.modules.find(({ parameters }) =>
        parameters.some((own) => own.tensor === target.tensor),
      );
      if (owner) return owner.site;
      const observed = trace.observations.find(
        ({ value }) => value.kind === "tensor" && value.tensor === target.tensor,
      );
      return observed?.site ?? null;
    }
  }
}
