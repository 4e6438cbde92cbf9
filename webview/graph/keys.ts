/**
 * Names for ops, scopes and tensors that stay the same from run to run and from edit to edit.
 *
 * A key is made of where a thing is (the keys of the calls around it), what it is (module path or op name), which
 * expression of the source made it, and its number among equals; never of who consumes it. Two `relu` calls that
 * feed the same pool are two nodes, and a layer put in between leaves the keys of all others alone.
 */
import type { Program } from "../../engine/trace/program.ts";
import type { NodeId, OpId, ScopeId, SiteId, TensorId, Trace } from "../../engine/trace/trace.ts";
import { type Iterations, splitIterations } from "../trace/iterations.ts";
import { moduleOf, nodeOf, type Target, tensorOf } from "../trace/lookup.ts";

/** Identifies a node, group or step within one iteration of any run of the same program. */
export type Key = string & { readonly __key?: "key" };

const ROOT_KEY: Key = "";

export interface TraceKeys {
  readonly iterations: Iterations;
  readonly op: (id: OpId) => Key;
  readonly scope: (id: ScopeId) => Key;
  readonly tensor: (id: TensorId) => Key;
  readonly node: (id: NodeId) => Key;
  /** The how-manieth call of its module in its iteration, from 1. */
  readonly callNumber: (id: ScopeId) => number;
  /** A name for anything a trace holds, iteration included: what is remembered of a selection. */
  readonly id: (target: Target) => TargetId;
  /** What has that name in this trace, if anything has. */
  readonly resolve: (id: TargetId) => Target | null;
  /** Which iteration it belongs to. */
  readonly iterationOf: (target: Target) => number;
}

/** Identifies what a selection stood on, across runs of the same program. */
export type TargetId = string & { readonly __targetId?: "targetId" };

export function traceKeys(trace: Trace, program: Program): TraceKeys {
  const iterations = splitIterations(trace);
  const siteKey = (site: SiteId | null) => (site === null ? "" : (program.sites[site]?.key ?? ""));
  const counts = new Map<string, number>();

  /** Appends `name@site#n`; the site is left out where it is that of the call around it, as inside of a layer. */
  const child = (parent: Key, name: string, site: string, parentSite: string, iteration: number): Key => {
    const base = `${parent}/${name}${site === parentSite || site === "" ? "" : `@${site}`}`;
    const counter = `${iteration} ${base}`;
    const n = counts.get(counter) ?? 0;
    counts.set(counter, n + 1);
    return n === 0 ? base : `${base}#${n}`;
  };

  const scopes: Key[] = [];
  trace.scopes.forEach((scope, id) => {
    const iteration = iterations.ofScope[id] ?? 0;
    if (scope.parent === null) scopes.push(ROOT_KEY);
    else {
      const name = scope.module === null ? scope.name : moduleOf(trace, scope.module).path || scope.name;
      const parentSite = siteKey(trace.scopes[scope.parent]?.site ?? null);
      scopes.push(child(scopes[scope.parent] ?? ROOT_KEY, name, siteKey(scope.site), parentSite, iteration));
    }
  });

  const callNumbers = numberCalls(trace, iterations);

  const ops = trace.ops.map((op, id): Key => {
    const iteration = iterations.ofOp[id] ?? 0;
    // Backward ops have no place in the forward tree; they are counted apart so that they never shift a forward key.
    const parent = op.phase === "forward" ? (scopes[op.scope] ?? ROOT_KEY) : `(${op.phase})`;
    const parentSite = siteKey(trace.scopes[op.scope]?.site ?? null);
    return child(parent, `${op.name}()`, siteKey(op.site), parentSite, iteration);
  });

  // A parameter goes by its name, whichever op wrote it last; any other tensor by the op that made it; and what came
  // from outside by the first expression that held it, numbered in the order in which an iteration reads them.
  const tensors = trace.tensors.map(({ name, op, output, role }): Key | null => {
    if (name !== null && (role === "parameter" || role === "buffer")) return `=${name}`;
    return op === null ? null : `${ops[op] ?? ""}:${output}`;
  });
  const observed = firstObservations(trace, siteKey);
  const outside = (id: TensorId, iteration: number) => {
    tensors[id] ??= child("=", observed.get(id) ?? "tensor", "", "", iteration);
  };
  trace.ops.forEach(({ inputs }, id) => {
    for (const input of inputs) outside(input, iterations.ofOp[id] ?? 0);
  });
  const tensor = (id: TensorId): Key => tensors[id] ?? `=tensor ${id}`;

  const events = trace.events.map((event, index) => {
    if (event.kind === "op") return "";
    return child("", event.kind, siteKey(event.site), "", iterations.ofEvent[index] ?? 0);
  });

  const iterationOf = (target: Target): number => {
    switch (target.kind) {
      case "op":
        return iterations.ofOp[target.op] ?? 0;
      case "scope":
        return iterations.ofScope[target.scope] ?? 0;
      case "tensor": {
        const { op } = tensorOf(trace, target.tensor);
        return op === null ? 0 : (iterations.ofOp[op] ?? 0);
      }
      case "node": {
        const { op } = nodeOf(trace, target.node);
        return op === null ? 0 : (iterations.ofOp[op] ?? 0);
      }
      case "event":
        return iterations.ofEvent[target.event] ?? 0;
    }
  };
  const id = (target: Target): TargetId => `${target.kind} ${iterationOf(target)} ${keyOf(target)}`;
  const keyOf = (target: Target): Key => {
    switch (target.kind) {
      case "op":
        return ops[target.op] ?? ROOT_KEY;
      case "scope":
        return scopes[target.scope] ?? ROOT_KEY;
      case "tensor":
        return tensor(target.tensor);
      case "node":
        return functionKey(target.node);
      case "event":
        return events[target.event] ?? ROOT_KEY;
    }
  };
  /** A backward function is named after the op that made it; the one of a leaf, after the leaf. */
  const functionKey = (node: NodeId): Key => {
    const { name, op, variable } = nodeOf(trace, node);
    if (variable !== null) return `${name} ${tensor(variable)}`;
    return op === null ? `${name} ${node}` : `${name} ${ops[op] ?? ""}`;
  };

  let byId: Map<TargetId, Target> | undefined;
  const resolve = (wanted: TargetId): Target | null => {
    byId ??= new Map(everything(trace).map((target) => [id(target), target]));
    return byId.get(wanted) ?? null;
  };

  return {
    iterations,
    op: (op) => ops[op] ?? ROOT_KEY,
    scope: (scope) => scopes[scope] ?? ROOT_KEY,
    tensor,
    node: functionKey,
    callNumber: (scope) => callNumbers[scope] ?? 1,
    id,
    resolve,
    iterationOf,
  };
}

function numberCalls(trace: Trace, iterations: Iterations): readonly number[] {
  const counts = new Map<string, number>();
  return trace.scopes.map(({ module }, id) => {
    if (module === null) return 1;
    const counter = `${iterations.ofScope[id]} ${module}`;
    const call = (counts.get(counter) ?? 0) + 1;
    counts.set(counter, call);
    return call;
  });
}

function everything(trace: Trace): readonly Target[] {
  return [
    ...trace.tensors.map((_, tensor): Target => ({ kind: "tensor", tensor })),
    ...trace.nodes.map((_, node): Target => ({ kind: "node", node })),
    ...trace.events.map((_, event): Target => ({ kind: "event", event })),
    ...trace.scopes.map((_, scope): Target => ({ kind: "scope", scope })),
    ...trace.ops.map((_, op): Target => ({ kind: "op", op })),
  ];
}

/** For a tensor that no recorded op made, the first expression that held it is its name. */
function firstObservations(trace: Trace, siteKey: (site: SiteId) => string): ReadonlyMap<TensorId, string> {
  const names = new Map<TensorId, string>();
  for (const { site, value } of trace.observations) {
    if (value.kind === "tensor" && !names.has(value.tensor)) names.set(value.tensor, siteKey(site));
  }
  return names;
}
