/**
 * The look-ups that the editor's features make into a trace, each built once per trace: what a site held, which calls
 * it made, which modules it created. Positions play no part here.
 */
import type { Site } from "../../engine/trace/program.ts";
import type {
  ModuleId,
  ScopeId,
  SiteId,
  Trace,
  TraceModule,
  TraceObservation,
  TraceScope,
} from "../../engine/trace/trace.ts";

export interface TraceIndex {
  readonly observations: ReadonlyMap<SiteId, readonly TraceObservation[]>;
  readonly scopesOfSite: ReadonlyMap<SiteId, readonly TraceScope[]>;
  readonly scopesOfModule: ReadonlyMap<ModuleId, readonly TraceScope[]>;
  readonly modulesOfSite: ReadonlyMap<SiteId, readonly TraceModule[]>;
  readonly moduleIds: ReadonlyMap<TraceModule, ModuleId>;
}

const indices = new WeakMap<Trace, TraceIndex>();

/** The index of a trace; traces never change, so it is kept as long as the trace is. */
export function indexTrace(trace: Trace): TraceIndex {
  const known = indices.get(trace);
  if (known) return known;
  const index: TraceIndex = {
    observations: group(trace.observations, ({ site }) => site),
    scopesOfSite: group(trace.scopes, ({ site }) => site),
    scopesOfModule: group(trace.scopes, ({ module }) => module),
    modulesOfSite: group(trace.modules, ({ site }) => site),
    moduleIds: new Map(trace.modules.map((module, id) => [module, id])),
  };
  indices.set(trace, index);
  return index;
}

function group<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key | null): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const members = groups.get(key);
    if (members) members.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** The sites of `file` that hold `offset`, innermost first. */
export function sitesAt(sites: readonly Site[], file: number, offset: number): Site[] {
  return sites
    .filter((site) => site.file === file && site.start <= offset && offset < site.end)
    .sort((a, b) => a.end - a.start - (b.end - b.start));
}

/** The shapes that went into and came out of one call of a module or function. */
export interface CallShapes {
  readonly inputs: readonly (readonly number[])[];
  /** Empty for a call that failed. */
  readonly outputs: readonly (readonly number[])[];
  readonly failed: boolean;
}

export interface CountedCall extends CallShapes {
  readonly count: number;
}

/** The distinct shapes among calls, in order of first appearance, each with how often it was seen. */
export function distinctCalls(trace: Trace, scopes: readonly TraceScope[]): CountedCall[] {
  const calls = new Map<string, { call: CallShapes; count: number }>();
  for (const { inputs, outputs, failed } of scopes) {
    const shapesOf = (ids: readonly number[]) => ids.map((id) => trace.tensors[id]?.shape ?? []);
    const call: CallShapes = { inputs: shapesOf(inputs), outputs: shapesOf(outputs), failed };
    const key = JSON.stringify(call);
    const seen = calls.get(key);
    if (seen) seen.count++;
    else calls.set(key, { call, count: 1 });
  }
  return [...calls.values()].map(({ call, count }) => ({ ...call, count }));
}

/** Whether a scope lies inside of another call of the same module: `super.forward(x)` and the like are not calls. */
export function isOutermost(trace: Trace, scope: TraceScope): boolean {
  for (let id: ScopeId | null = scope.parent; id !== null; ) {
    const parent: TraceScope | undefined = trace.scopes[id];
    if (!parent) return true;
    if (parent.module !== null && parent.module === scope.module) return false;
    id = parent.parent;
  }
  return true;
}
