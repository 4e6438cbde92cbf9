/** What the user calls things: the variable that holds a tensor, the field that holds a layer. */
import type { Program } from "../../engine/trace/program.ts";
import type { ModuleId, ScopeId, TensorId, Trace } from "../../engine/trace/trace.ts";
import { moduleOf, scopeOf } from "./lookup.ts";

export interface TraceNames {
  /** `prediction`, `conv1.weight`; null when no name in the source ever held it. */
  readonly tensor: (id: TensorId) => string | null;
  /** The field or variable: `conv1`, `net`; the class name where there is neither. */
  readonly module: (id: ModuleId) => string;
  /** As seen from the module around it: `conv1`, `0`, `features.0`; for a function its name. */
  readonly scope: (id: ScopeId) => string;
}

export function traceNames(trace: Trace, program: Program): TraceNames {
  const tensors = new Map<TensorId, string>();
  const modules = new Map<ModuleId, string>();
  for (const { site, value } of trace.observations) {
    const source = program.sites[site];
    if (!source) continue;
    const isName = source.kind === "variable" || source.kind === "parameter";
    const name = source.declares?.name ?? (isName ? source.name : null);
    if (name === null) continue;
    if (value.kind === "tensor" && isName) {
      // A variable at the top of the script says more than the parameter `x` that every forward has.
      if (!tensors.has(value.tensor) || source.kind === "variable") tensors.set(value.tensor, name);
    } else if (value.kind === "module" && !modules.has(value.module)) modules.set(value.module, name);
  }

  const moduleName = (id: ModuleId): string => {
    const { path, className } = moduleOf(trace, id);
    return path.slice(path.lastIndexOf(".") + 1) || (modules.get(id) ?? className);
  };

  return {
    tensor: (id) => trace.tensors[id]?.name ?? tensors.get(id) ?? null,
    module: moduleName,
    scope: (id) => {
      const scope = scopeOf(trace, id);
      if (scope.module === null) return scope.name;
      const { path } = moduleOf(trace, scope.module);
      const around = enclosingModulePath(trace, id);
      if (around !== null && around !== "" && path.startsWith(`${around}.`))
        return path.slice(around.length + 1);
      return around === "" && path !== "" ? path : moduleName(scope.module);
    },
  };
}

function enclosingModulePath(trace: Trace, id: ScopeId): string | null {
  for (let at = scopeOf(trace, id).parent; at !== null; at = scopeOf(trace, at).parent) {
    const { module } = scopeOf(trace, at);
    if (module !== null) return moduleOf(trace, module).path;
  }
  return null;
}
