/**
 * The modules of a run as the trace shows them: which is whose child, under which name. Worked out once at the end,
 * when every module has its children.
 */
import type { Tensor } from "../tensor.ts";
import type { Recorder } from "./recorder.ts";
import type { ModuleId, SiteId, TensorId, TraceModule, TraceTensor } from "./trace.ts";

/** What the recorder needs of an `nn.Module`; so that the trace does not depend on `nn`. */
export interface TraceableModule {
  /** Marks modules for `isTraceableModule`. */
  readonly traceUid: number;
  /** The `new` expression that made it. */
  traceSite: SiteId | null;
  traceName(): string;
  /** Its own line, without children. */
  traceRepr(): string;
  namedChildren(): Iterable<[string, TraceableModule]>;
  ownTensors(): Iterable<[name: string, tensor: Tensor, role: "parameter" | "buffer"]>;
}

export function isTraceableModule(value: unknown): value is TraceableModule {
  return (typeof value === "function" || typeof value === "object") && value !== null && "traceUid" in value;
}

interface ModuleTree {
  readonly modules: readonly TraceModule[];
  readonly named: readonly {
    readonly tensor: TensorId;
    readonly name: string;
    readonly role: TraceTensor["role"];
  }[];
  /** Numbers in all parameters, shared ones counted once. */
  readonly parameters: number;
}

export function moduleTree(seen: readonly TraceableModule[], recorder: Recorder): ModuleTree {
  const parents = new Map<TraceableModule, { parent: TraceableModule; name: string }>();
  // Children appear in `seen` as well, and new ones may be found on the way (a field filled in late).
  for (let i = 0; i < seen.length; i++) {
    const parent = seen[i] as TraceableModule;
    for (const [name, child] of parent.namedChildren()) {
      recorder.moduleSeen(child);
      if (!parents.has(child) && child !== parent) parents.set(child, { parent, name });
    }
  }
  const path = (m: TraceableModule): string => {
    const names: string[] = [];
    const visited = new Set<TraceableModule>();
    for (let link = parents.get(m); link && !visited.has(link.parent); link = parents.get(link.parent)) {
      visited.add(link.parent);
      names.unshift(link.name);
    }
    return names.join(".");
  };
  const named: { tensor: TensorId; name: string; role: TraceTensor["role"] }[] = [];
  const counted = new Map<Tensor, number>();
  const modules = seen.map((m): TraceModule => {
    const own = path(m);
    const parameters: { name: string; tensor: TensorId }[] = [];
    for (const [name, tensor, role] of m.ownTensors()) {
      const id = recorder.tensor(tensor);
      named.push({ tensor: id, name: own ? `${own}.${name}` : name, role });
      if (role === "parameter") {
        parameters.push({ name, tensor: id });
        counted.set(tensor, tensor.numel());
      }
    }
    const parent = parents.get(m)?.parent;
    return {
      path: own,
      className: m.traceName(),
      repr: m.traceRepr(),
      site: m.traceSite,
      parent: parent ? (recorder.moduleSeen(parent) as ModuleId) : null,
      parameters,
      parameterCount: countParameters(m),
    };
  });
  return { modules, named, parameters: [...counted.values()].reduce((a, b) => a + b, 0) };
}

function countParameters(root: TraceableModule): number {
  const tensors = new Set<Tensor>();
  const visited = new Set<TraceableModule>();
  const visit = (m: TraceableModule) => {
    if (visited.has(m)) return;
    visited.add(m);
    for (const [, tensor, role] of m.ownTensors()) if (role === "parameter") tensors.add(tensor);
    for (const [, child] of m.namedChildren()) visit(child);
  };
  visit(root);
  return [...tensors].reduce((sum, t) => sum + t.numel(), 0);
}
