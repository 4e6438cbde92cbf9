/**
 * Writes traces by hand, in the order in which a run would record them: enough of an engine for the views, with shapes
 * given instead of computed. `const t = new TraceBuilder(); const x = t.input("x", [1, 3]); …; t.build()`.
 */
import type { Program, Site } from "../../../engine/trace/program.ts";
import type {
  ObservedValue,
  OpId,
  ScopeId,
  TensorId,
  Trace,
  TraceError,
  TraceEvent,
  TraceModule,
  TraceNode,
  TraceOp,
  TraceScope,
  TraceTensor,
} from "../../../engine/trace/trace.ts";

type Mutable<T> = { -readonly [Field in keyof T]: T[Field] };
type Shape = readonly number[];

export const FILE = "file:///work/model.ts";

export class TraceBuilder {
  readonly tensors: Mutable<TraceTensor>[] = [];
  readonly ops: Mutable<TraceOp>[] = [];
  readonly scopes: Mutable<TraceScope>[] = [];
  readonly modules: Mutable<TraceModule>[] = [];
  readonly nodes: Mutable<TraceNode>[] = [];
  readonly events: TraceEvent[] = [];
  readonly observations: { site: number; value: ObservedValue; count: number }[] = [];
  readonly sites: Site[] = [];
  error: TraceError | null = null;
  #current: ScopeId = 0;
  #phase: TraceOp["phase"] = "forward";

  constructor() {
    this.scopes.push({
      kind: "root",
      name: "",
      parent: null,
      module: null,
      call: 0,
      site: null,
      phase: "forward",
      inputs: [],
      outputs: [],
      failed: false,
    });
  }

  /** An expression; each takes ten characters of the imaginary source. */
  site(key: string, kind: Site["kind"] = "call", name = key): number {
    const known = this.sites.findIndex((site) => site.key === key);
    if (known >= 0) return known;
    const id = this.sites.length;
    this.sites.push({ id, file: 0, start: id * 10, end: id * 10 + 8, kind, name, key });
    return id;
  }

  tensor(shape: Shape, more: Partial<TraceTensor> = {}): TensorId {
    const id = this.tensors.length;
    const strides = shape.map((_, i) => shape.slice(i + 1).reduce((a, b) => a * b, 1));
    this.tensors.push({
      uid: id + 1,
      shape,
      strides,
      dtype: "float32",
      device: "cpu",
      requiresGrad: false,
      isLeaf: true,
      name: null,
      role: "value",
      op: null,
      output: 0,
      viewOf: null,
      bytes: 4 * shape.reduce((a, b) => a * b, 1),
      ...more,
    });
    return id;
  }

  input(name: string, shape: Shape): TensorId {
    const id = this.tensor(shape, { role: "input" });
    this.name(id, name);
    return id;
  }

  /** Says that a variable holds this tensor. */
  name(tensor: TensorId, variable: string) {
    const site = this.site(`${variable}#0`, "variable", variable);
    this.observations.push({ site, value: { kind: "tensor", tensor }, count: 1 });
  }

  module(
    path: string,
    className: string,
    parameters: Readonly<Record<string, Shape>> = {},
    repr = `${className}()`,
    parent: number | null = null,
  ): number {
    const own = Object.entries(parameters).map(([name, shape]) => ({
      name,
      tensor: this.tensor(shape, {
        name: path ? `${path}.${name}` : name,
        role: name.startsWith("running") ? "buffer" : "parameter",
        requiresGrad: !name.startsWith("running"),
      }),
    }));
    const parameterCount = own.reduce((sum, { tensor }) => sum + (this.tensors[tensor]?.bytes ?? 0) / 4, 0);
    const id = this.modules.length;
    this.modules.push({ path, className, repr, site: null, parent, parameters: own, parameterCount });
    for (let at = parent; at !== null; at = this.modules[at]?.parent ?? null) {
      const outer = this.modules[at];
      if (outer) outer.parameterCount += parameterCount;
    }
    return id;
  }

  parameter(module: number, name: string): TensorId {
    const found = this.modules[module]?.parameters.find((own) => own.name === name);
    if (!found) throw new Error(`No parameter ${name}.`);
    return found.tensor;
  }

  /** Records what `body` does as a call of a module (given by number) or of a composite function (by name). */
  call(what: number | string, inputs: readonly TensorId[], body: () => TensorId, siteKey?: string): TensorId {
    const module = typeof what === "number" ? what : null;
    const outer = this.#current;
    const scope: Mutable<TraceScope> = {
      kind: module === null ? "function" : "module",
      name: typeof what === "string" ? what : (this.modules[what]?.className ?? ""),
      parent: outer,
      module,
      call: module === null ? 0 : this.scopes.filter((other) => other.module === module).length,
      site: siteKey === undefined ? (this.scopes[outer]?.site ?? null) : this.site(siteKey),
      phase: this.#phase,
      inputs,
      outputs: [],
      failed: false,
    };
    this.#current = this.scopes.push(scope) - 1;
    try {
      const output = body();
      scope.outputs = [output];
      return output;
    } catch (error) {
      scope.failed = true;
      throw error;
    } finally {
      this.#current = outer;
    }
  }

  op(
    name: string,
    inputs: readonly TensorId[],
    shape: Shape,
    more: {
      site?: string;
      grad?: string;
      attrs?: TraceOp["attrs"];
      flops?: number;
      saved?: TraceNode["saved"];
    } = {},
  ): TensorId {
    const id = this.ops.length;
    const node = more.grad === undefined ? null : this.#node(more.grad, inputs, id, more.saved ?? []);
    const output = this.tensor(shape, { op: id, requiresGrad: node !== null, isLeaf: node === null });
    this.#push(name, inputs, [output], more.site, { node, attrs: more.attrs ?? [], flops: more.flops ?? 0 });
    return output;
  }

  /** An op that refuses: ends the program, as in a real run. */
  fail(name: string, inputs: readonly TensorId[], message: string, site?: string): never {
    const id = this.ops.length;
    this.#push(name, inputs, [], site, { failed: message });
    this.error = { name: "RuntimeError", message, kind: "model", sites: [this.ops[id]?.site ?? 0], op: id };
    throw new Error(message);
  }

  #push(
    name: string,
    inputs: readonly TensorId[],
    outputs: readonly TensorId[],
    site: string | undefined,
    more: Partial<TraceOp>,
  ) {
    const op: OpId = this.ops.length;
    const bytes = [...inputs, ...outputs].reduce((sum, id) => sum + (this.tensors[id]?.bytes ?? 0), 0);
    this.ops.push({
      name,
      phase: this.#phase,
      scope: this.#current,
      site: site === undefined ? (this.scopes[this.#current]?.site ?? null) : this.site(site),
      inputs,
      outputs,
      attrs: [],
      node: null,
      inplace: false,
      flops: 0,
      bytes,
      failed: null,
      ...more,
    });
    this.events.push({ kind: "op", op });
  }

  #node(name: string, inputs: readonly TensorId[], op: OpId, saved: TraceNode["saved"]): number {
    const next = inputs.map((input) => this.#gradientOf(input));
    return (
      this.nodes.push({ uid: this.nodes.length + 1, name, next, attrs: [], saved, variable: null, op }) - 1
    );
  }

  #gradientOf(input: TensorId): number | null {
    const tensor = this.tensors[input];
    if (!tensor?.requiresGrad) return null;
    if (tensor.op !== null) return this.ops[tensor.op]?.node ?? null;
    const known = this.nodes.findIndex(({ variable }) => variable === input);
    if (known >= 0) return known;
    const uid = this.nodes.length + 1;
    return (
      this.nodes.push({
        uid,
        name: "AccumulateGrad",
        next: [],
        attrs: [],
        saved: [],
        variable: input,
        op: null,
      }) - 1
    );
  }

  print(text: string) {
    this.events.push({ kind: "print", site: this.site("print"), text, level: "log" });
  }

  dot(dot: string, outputs: readonly TensorId[]) {
    this.events.push({ kind: "dot", site: this.site("makeDot"), dot, outputs });
  }

  /** Backward ops are given as `[name, node]`. */
  backward(root: TensorId, ops: readonly (readonly [name: string, shape: Shape])[]) {
    this.#range("backward", ops, (firstOp, endOp) => {
      this.events.push({ kind: "backward", site: this.site("loss.backward"), root, firstOp, endOp });
    });
  }

  optimizer(name: string, ops: readonly (readonly [name: string, shape: Shape])[]) {
    this.#range("optimizer", ops, (firstOp, endOp) => {
      this.events.push({ kind: "optimizer", site: this.site("optimizer.step"), name, firstOp, endOp });
    });
  }

  #range(
    phase: "backward" | "optimizer",
    ops: readonly (readonly [string, Shape])[],
    after: (first: OpId, end: OpId) => void,
  ) {
    const first = this.ops.length;
    this.#phase = phase;
    for (const [name, shape] of ops) this.op(name, [], shape);
    this.#phase = "forward";
    after(first, this.ops.length);
  }

  build(mode: Trace["mode"] = "shapes"): { trace: Trace; program: Program } {
    const parameters = this.tensors.reduce(
      (sum, { role, bytes }) => sum + (role === "parameter" ? bytes / 4 : 0),
      0,
    );
    return {
      trace: {
        version: 1,
        mode,
        device: { name: mode === "shapes" ? "meta" : "cpu", reason: "No GPU was found.", adapter: null },
        tensors: this.tensors,
        ops: this.ops,
        scopes: this.scopes,
        modules: this.modules,
        nodes: this.nodes,
        events: this.events,
        observations: this.observations,
        error: this.error,
        totals: {
          parameters,
          flops: this.ops.reduce((sum, { flops }) => sum + flops, 0),
          peakBytes: 0,
          liveBytes: 0,
          ms: 12,
        },
      },
      program: { code: "", sites: this.sites, files: [FILE] },
    };
  }
}
