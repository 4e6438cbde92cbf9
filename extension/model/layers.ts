/**
 * The layers of a model as its source declares them, each with the shapes that went through it: what the lenses show.
 * Pure: from a program and a trace to plain rows.
 */
import type { Program, Site } from "../../engine/trace/program.ts";
import type { Trace, TraceModule } from "../../engine/trace/trace.ts";
import { callText, parametersText } from "./text.ts";
import { type CountedCall, distinctCalls, indexTrace, isOutermost } from "./traceIndex.ts";

/** A layer declaration: `conv1 = new nn.Conv2d(3, 16, 3)`. */
export interface Layer {
  /** The site's key, which stays the same while the code around the layer changes. */
  readonly key: string;
  readonly site: Site;
  /** Where the lens stands: the declared name, or the `new` expression where it is not bound to a name. */
  readonly start: number;
  readonly end: number;
  readonly className: string;
  readonly repr: string;
  readonly parameterCount: number;
  /** How many modules this one declaration made (a block that is built five times makes five). */
  readonly instances: number;
  /** Distinct shapes in order of first appearance; empty if it was never called. */
  readonly calls: readonly CountedCall[];
  /** The calls are those of an earlier run. */
  readonly remembered: boolean;
}

/** The layers that the program's file number `file` declares, in source order. */
export function layersOf(program: Program, trace: Trace, file: number): Layer[] {
  const index = indexTrace(trace);
  const layers: Layer[] = [];
  for (const site of program.sites) {
    if (site.file !== file || site.kind !== "new") continue;
    const modules = index.modulesOfSite.get(site.id);
    const [first] = modules ?? [];
    if (!modules || !first) continue;
    layers.push({
      key: site.key,
      site,
      start: site.declares?.start ?? site.start,
      end: site.declares?.end ?? site.end,
      className: first.className,
      repr: first.repr,
      parameterCount: first.parameterCount,
      instances: modules.length,
      calls: distinctCalls(trace, callsOf(trace, modules)),
      remembered: false,
    });
  }
  return layers.sort((a, b) => a.start - b.start);
}

/** The calls of modules from outside, in the order they were made. */
export function callsOf(trace: Trace, modules: readonly TraceModule[]) {
  const index = indexTrace(trace);
  return modules
    .flatMap((module) => index.scopesOfModule.get(index.moduleIds.get(module) ?? -1) ?? [])
    .filter((scope) => scope.phase === "forward" && isOutermost(trace, scope));
}

/** Modules that only hold others: they have no `forward`, so that nobody calls them says nothing. */
const containers = new Set(["ModuleList", "ModuleDict", "ParameterList", "ParameterDict"]);

/** `Conv2d  [1, 3, 720, 480] → [1, 16, 718, 478] · 448 parameters`. */
export function layerTitle(layer: Pick<Layer, "className" | "calls" | "parameterCount">): string {
  const [first, ...others] = layer.calls;
  const shapes = first ? `  ${callText(first)}` : containers.has(layer.className) ? "" : "  not called";
  const more = others.length > 0 ? ` ×${others.length + 1} shapes` : "";
  const parameters = layer.parameterCount > 0 ? ` · ${parametersText(layer.parameterCount)}` : "";
  return `${layer.className}${shapes}${more}${parameters}`;
}

/**
 * The layers of a run that broke off, completed by what an earlier run had seen of them: a shape error in the middle
 * must not take the shapes of everything behind it out of the editor. What is from before is so as a whole: new counts
 * beside old shapes would describe a layer that never was.
 */
export function completeLayers(layers: readonly Layer[], seen: ReadonlyMap<string, Layer>): Layer[] {
  return layers.map((layer) => {
    const before = layer.calls.length === 0 ? seen.get(layer.key) : undefined;
    return before && before.className === layer.className
      ? { ...layer, calls: before.calls, parameterCount: before.parameterCount, remembered: true }
      : layer;
  });
}
