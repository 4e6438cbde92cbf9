/**
 * Records a run as a `Trace` while it happens. The engine asks `recorder` (null when nobody looks, which costs one
 * comparison per op) and hands over live tensors; only numbers and texts are kept, never the tensors, so recording
 * pins no memory. Modules are kept until the end, when their paths and names are known.
 */
import { type AccumulateGrad, type Node, OpNode, type SavedValue } from "../autograd/node.ts";
import { SavedTensor } from "../autograd/savedTensor.ts";
import type { AnyArgs, AnyOp } from "../ops/op.ts";
import { numel } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { argumentText } from "./argumentText.ts";
import { moduleTree, type TraceableModule } from "./moduleTree.ts";
import { Observations } from "./observations.ts";
import { SiteStack } from "./siteStack.ts";
import {
  type NodeId,
  type OpId,
  type Phase,
  type ScopeId,
  type SiteId,
  type TensorId,
  TRACE_VERSION,
  type Trace,
  type TraceDevice,
  type TraceError,
  type TraceEvent,
  type TraceNode,
  type TraceOp,
  type TraceScope,
  type TraceTensor,
  type TraceTotals,
} from "./trace.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The recorder of the current run; null when nothing is recorded. */
export let recorder: Recorder | null = null;

export function setRecorder(next: Recorder | null): void {
  recorder = next;
}

/** Runs `body` unseen: what layers do to fill their parameters is no step of the model. */
export function unrecorded<R>(body: () => R): R {
  const before = recorder;
  recorder = null;
  try {
    return body();
  } finally {
    recorder = before;
  }
}

export class Recorder {
  readonly sites = new SiteStack();
  readonly #tensors: Mutable<TraceTensor>[] = [];
  readonly #ops: TraceOp[] = [];
  readonly #scopes: Mutable<TraceScope>[] = [];
  readonly #nodes: Mutable<TraceNode>[] = [];
  readonly #events: TraceEvent[] = [];
  readonly #observations = new Observations(this);
  readonly #modules: TraceableModule[] = [];
  readonly #moduleIndex = new Map<TraceableModule, number>();
  readonly #calls = new Map<TraceableModule, number>();
  #scope: ScopeId;
  #phase: Phase = "forward";
  #node: Node | null = null;
  /** The op that failed last, with its error: the run's error, unless the program catches it. */
  #failed: { op: OpId; error: unknown } | null = null;

  constructor() {
    this.#scope = this.#enter("root", "", null, []);
  }

  // --- ops

  op(op: AnyOp, args: AnyArgs, outputs: readonly Tensor[], inplace: boolean): void {
    const inputs = this.#inputs(args);
    const id = this.#ops.length;
    if (inplace) for (const t of outputs) t.traceId = null;
    const node = outputs.find((t) => t.gradFn instanceof OpNode && t.gradFn.op === op)?.gradFn ?? null;
    this.#pushOp(op, args, inputs, id, {
      outputs: outputs.map((t, i) => this.tensor(t, id, i)),
      node: this.#node ? this.node(this.#node) : node ? this.node(node, id) : null,
      inplace,
      failed: null,
      flops: op.definition.flops?.(args, outputs) ?? 0,
      bytes: op.definition.view ? 0 : bytesOf(op, args, outputs),
    });
  }

  failed(op: AnyOp, args: AnyArgs, error: unknown): void {
    if (this.#failed?.error === error) return;
    const id = this.#ops.length;
    const failed = error instanceof Error ? error.message : String(error);
    this.#pushOp(op, args, this.#inputs(args), id, {
      outputs: [],
      node: null,
      inplace: false,
      failed,
      flops: 0,
      bytes: 0,
    });
    this.#failed = { op: id, error };
  }

  #pushOp(
    op: AnyOp,
    args: AnyArgs,
    inputs: readonly TensorId[],
    id: OpId,
    rest: Pick<TraceOp, "outputs" | "node" | "inplace" | "failed" | "flops" | "bytes">,
  ): void {
    this.#ops.push({
      name: op.schema.name + (rest.inplace ? "_" : ""),
      phase: this.#phase,
      scope: this.#scope,
      site: this.sites.current,
      inputs,
      attrs: op.schema.args.flatMap((a) => {
        const text = argumentText(args[a.name]);
        return text === null ? [] : [[a.pyName, text] as const];
      }),
      ...rest,
    });
    this.#events.push({ kind: "op", op: id });
  }

  #inputs(args: AnyArgs): TensorId[] {
    const ids: TensorId[] = [];
    const take = (value: unknown) => {
      if (value instanceof Tensor && !value.isWrappedNumber) ids.push(this.tensor(value));
    };
    for (const key in args) {
      const value = args[key];
      if (Array.isArray(value)) value.forEach(take);
      else take(value);
    }
    return ids;
  }

  // --- tensors and nodes

  /** The id of a tensor; the first time it is seen, it is described. */
  tensor(t: Tensor, op: OpId | null = null, output = 0): TensorId {
    if (t.traceId !== null) return t.traceId;
    const id = this.#tensors.length;
    t.traceId = id;
    this.#tensors.push({
      uid: t.id,
      shape: [...t.shape],
      strides: [...t.strides],
      dtype: t.dtype.name,
      device: t.storage.device,
      requiresGrad: t.requiresGrad,
      isLeaf: t.isLeaf,
      name: null,
      role: op === null ? "input" : "value",
      op,
      output,
      viewOf: t.base ? this.tensor(t.base) : null,
      bytes: t.numel() * t.dtype.itemsize,
    });
    return id;
  }

  node(node: Node, op: OpId | null = null): NodeId {
    if (node.traceId !== null) return node.traceId;
    // Deep chains of nodes are recorded as they are made, so this recursion only reaches leaves.
    const next = node.next.map((edge) => (edge ? this.node(edge.node) : null));
    const id = this.#nodes.length;
    node.traceId = id;
    const values = node instanceof OpNode && node.isReleased ? [] : node.savedValues();
    this.#nodes.push({
      uid: node.id,
      name: node.name,
      next,
      attrs: values.map(([name, value]) => [name, savedText(value)] as const),
      saved: values.flatMap(([name, value]) =>
        value instanceof SavedTensor && value.traceId !== null ? [[name, value.traceId] as const] : [],
      ),
      variable: isLeafNode(node) ? this.tensor(node.variable) : null,
      op,
    });
    return id;
  }

  // --- scopes

  /** Runs a composite function inside of a scope of its own. */
  inFunction<R>(name: string, args: AnyArgs, run: () => R): R {
    return this.#within("function", name, null, this.#inputs(args), run);
  }

  /** Runs a module's `forward` inside of a scope of its own; async ones are left when their promise settles. */
  inModule<R>(module: TraceableModule, inputs: readonly Tensor[], run: () => R): R {
    const ids = inputs.map((t) => this.tensor(t));
    return this.#within("module", module.traceName(), module, ids, run);
  }

  #within<R>(
    kind: "module" | "function",
    name: string,
    module: TraceableModule | null,
    inputs: TensorId[],
    run: () => R,
  ): R {
    const outer = this.#scope;
    const id = this.#enter(kind, name, module, inputs);
    const scope = this.#scopes[id] as Mutable<TraceScope>;
    this.#scope = id;
    const leave = (result: unknown) => {
      scope.outputs = this.#tensorsIn(result).map((t) => this.tensor(t));
      this.#scope = outer;
    };
    const fail = (error: unknown): never => {
      scope.failed = true;
      this.#scope = outer;
      throw error;
    };
    let result: R;
    try {
      result = run();
    } catch (error) {
      return fail(error);
    }
    if (result instanceof Promise) {
      return result.then((value: unknown) => {
        leave(value);
        return value;
      }, fail) as R;
    }
    leave(result);
    return result;
  }

  #enter(
    kind: TraceScope["kind"],
    name: string,
    module: TraceableModule | null,
    inputs: readonly TensorId[],
  ): ScopeId {
    const id = this.#scopes.length;
    const call = module ? (this.#calls.get(module) ?? 0) : 0;
    if (module) this.#calls.set(module, call + 1);
    this.#scopes.push({
      kind,
      name,
      parent: kind === "root" ? null : this.#scope,
      module: module ? this.moduleSeen(module) : null,
      call,
      site: this.sites.current,
      phase: this.#phase,
      inputs,
      outputs: [],
      failed: false,
    });
    return id;
  }

  #tensorsIn(value: unknown, depth = 0): Tensor[] {
    if (value instanceof Tensor) return [value];
    if (depth > 4 || typeof value !== "object" || value === null) return [];
    return Object.values(value).flatMap((v) => this.#tensorsIn(v, depth + 1));
  }

  /** A module exists; gives the number it has in the trace. */
  moduleSeen(module: TraceableModule): number {
    let id = this.#moduleIndex.get(module);
    if (id === undefined) {
      id = this.#modules.push(module) - 1;
      this.#moduleIndex.set(module, id);
    }
    return id;
  }

  /** Classes of which some instance was called. */
  calledClasses(): Set<unknown> {
    return new Set([...this.#calls.keys()].map((m) => m.constructor));
  }

  // --- phases and events

  /** A whole backward pass. */
  backward<R>(root: Tensor, run: () => R): R {
    const { site, firstOp } = { site: this.sites.current, firstOp: this.#ops.length };
    const id = this.tensor(root);
    const result = this.#inPhase("backward", run);
    this.#events.push({ kind: "backward", site, root: id, firstOp, endOp: this.#ops.length });
    return result;
  }

  /** The evaluation of one node during backward. */
  duringNode<R>(node: Node, run: () => R): R {
    const before = this.#node;
    this.#node = node;
    try {
      return run();
    } finally {
      this.#node = before;
    }
  }

  /** One `step()` of an optimizer. */
  optimizer<R>(name: string, run: () => R): R {
    const { site, firstOp } = { site: this.sites.current, firstOp: this.#ops.length };
    const result = this.#inPhase("optimizer", run);
    this.#events.push({ kind: "optimizer", site, name, firstOp, endOp: this.#ops.length });
    return result;
  }

  #inPhase<R>(phase: Phase, run: () => R): R {
    const before = this.#phase;
    this.#phase = phase;
    try {
      return run();
    } finally {
      this.#phase = before;
    }
  }

  dot(dot: string, outputs: readonly Tensor[]): void {
    const ids = outputs.map((t) => this.tensor(t));
    this.#events.push({ kind: "dot", site: this.sites.current, dot, outputs: ids });
  }

  /** Text may arrive late (a tensor on the GPU): the line keeps its place. */
  print(level: "log" | "warn" | "error", text: string | Promise<string>): void {
    const event = {
      kind: "print" as const,
      site: this.sites.current,
      level,
      text: typeof text === "string" ? text : "…",
    };
    this.#events.push(event);
    if (typeof text !== "string") {
      this.#pending.push(
        text.then((t) => {
          event.text = t;
        }),
      );
    }
  }
  readonly #pending: Promise<void>[] = [];

  /** A value was read back; `site` is where it was asked for. */
  valueRead(t: Tensor, text: string, site: SiteId | null): void {
    this.#events.push({ kind: "value", site, tensor: this.tensor(t), text });
  }

  observe(site: number, value: unknown): void {
    this.#observations.add(site, value);
  }

  // --- the end

  /** The op that an error came from, if it was the last to fail. */
  failedOp(error: unknown): OpId | null {
    return this.#failed && this.#failed.error === error ? this.#failed.op : null;
  }

  /** Waits for late texts, then gives the trace. The recorder is not used afterwards. */
  async finish(
    mode: Trace["mode"],
    device: TraceDevice,
    error: TraceError | null,
    totals: Pick<TraceTotals, "ms" | "peakBytes" | "liveBytes">,
  ): Promise<Trace> {
    await Promise.all(this.#pending);
    const modules = moduleTree(this.#modules, this);
    for (const { tensor, name, role } of modules.named) {
      Object.assign(this.#tensors[tensor] as Mutable<TraceTensor>, { name, role });
    }
    return {
      version: TRACE_VERSION,
      mode,
      device,
      tensors: this.#tensors,
      ops: this.#ops,
      scopes: this.#scopes,
      modules: modules.modules,
      nodes: this.#nodes,
      events: this.#events,
      observations: this.#observations.list(),
      error,
      totals: {
        parameters: modules.parameters,
        flops: this.#ops.reduce((sum, op) => sum + op.flops, 0),
        ...totals,
      },
    };
  }
}

function isLeafNode(node: Node): node is AccumulateGrad {
  return "variable" in node;
}

function bytesOf(op: AnyOp, args: AnyArgs, outputs: readonly Tensor[]): number {
  const tensors = [...outputs];
  for (const a of op.schema.args) {
    const value = args[a.name];
    if (value instanceof Tensor) tensors.push(value);
    else if (Array.isArray(value)) tensors.push(...value.filter((v) => v instanceof Tensor));
  }
  return tensors.reduce((sum, t) => sum + numel(t.shape) * t.dtype.itemsize, 0);
}

/** A saved value in one line, as torchviz shows it. */
export function savedText(value: SavedValue): string {
  if (value instanceof SavedTensor) return "[saved tensor]";
  if (Array.isArray(value) && value[0] instanceof SavedTensor) return "[saved tensors]";
  return argumentText(value) ?? "None";
}
