/**
 * The forward graph: the ops that were executed, inside of the calls that made them.
 *
 * Nodes are ops, closed calls, and tensors that came from outside (inputs, parameters) or were left at the end
 * (outputs). Edges are tensors, labelled with their shape. What a closed call hides, its parameters included, is
 * drawn when it is opened.
 */
import type { OpId, TensorId, Trace, TraceScope } from "../../engine/trace/trace.ts";
import { ellipsis, formatPlural, formatTensor } from "../trace/format.ts";
import { moduleOf, opOf, scopeOf, tensorOf } from "../trace/lookup.ts";
import type { TraceNames } from "../trace/names.ts";
import { shortArguments } from "../trace/shortArguments.ts";
import { type CallNode, type OpNode, opsWithin } from "./callTree.ts";
import type { Key, TraceKeys } from "./keys.ts";
import type { GraphEdge, GraphGroup, GraphModel, GraphNode } from "./model.ts";

/** Hyper-parameters are cut here; the inspector has them whole. */
const DETAIL_LENGTH = 34;

export interface ForwardSource {
  readonly trace: Trace;
  readonly keys: TraceKeys;
  readonly names: TraceNames;
}

export function forwardModel(source: ForwardSource, root: CallNode, open: ReadonlySet<Key>): GraphModel {
  return new ForwardBuilder(source).build(root, open);
}

class ForwardBuilder {
  readonly #source: ForwardSource;
  readonly #nodes: GraphNode[] = [];
  readonly #groups: GraphGroup[] = [];
  readonly #edges = new Map<Key, GraphEdge>();
  /** The node that stands for an op: the op's own, or that of the closed call around it. */
  readonly #shownAs = new Map<OpId, Key>();
  /** Calls without ops hand their input on: from then on the tensor comes from them. */
  readonly #passedOnBy = new Map<TensorId, Key>();
  /** Tensors that no op in the picture made, by key: versions of one parameter are one node. */
  readonly #outside = new Set<Key>();
  readonly #used = new Set<Key>();

  constructor(source: ForwardSource) {
    this.#source = source;
  }

  build(root: CallNode, open: ReadonlySet<Key>): GraphModel {
    for (const child of root.children) this.#add(child, null, open);
    this.#addOutputs();
    return { kind: "forward", nodes: this.#nodes, groups: this.#groups, edges: [...this.#edges.values()] };
  }

  #add(node: CallNode | OpNode, group: Key | null, open: ReadonlySet<Key>) {
    if (node.kind === "call" && node.children.length > 0 && open.has(node.key)) {
      this.#groups.push(this.#group(node, group));
      for (const child of node.children) this.#add(child, node.key, open);
      return;
    }
    const shown = node.kind === "op" ? this.#op(node, group) : this.#closedCall(node, group);
    const ops = opsWithin(node);
    for (const op of ops) this.#shownAs.set(op, node.key);
    const needed = new Set(ops.flatMap((op) => opOf(this.#source.trace, op).inputs));
    if (node.kind === "call" && ops.length === 0) {
      for (const tensor of scopeOf(this.#source.trace, node.scope).inputs) needed.add(tensor);
    }
    // Inputs come first in the text, so that they are laid out and read before what they feed.
    const showsParameters = node.kind === "op" || ownsNothing(node, this.#source);
    const fills = this.#written(ops);
    for (const tensor of needed) this.#connect(tensor, node.key, group, showsParameters, fills);
    this.#nodes.push(shown);
    if (node.kind === "call" && ops.length === 0) {
      for (const tensor of scopeOf(this.#source.trace, node.scope).outputs)
        this.#passedOnBy.set(tensor, node.key);
    }
  }

  #written(ops: readonly OpId[]): ReadonlySet<number> {
    const { trace } = this.#source;
    return new Set(ops.flatMap((op) => opOf(trace, op).outputs.map((id) => tensorOf(trace, id).uid)));
  }

  /** `fills`: the tensor objects that the ops of `to` write to. */
  #connect(
    tensor: TensorId,
    to: Key,
    group: Key | null,
    showsParameters: boolean,
    fills: ReadonlySet<number>,
  ) {
    const { trace } = this.#source;
    const { op, role, shape, uid } = tensorOf(trace, tensor);
    const producer = this.#passedOnBy.get(tensor) ?? (op === null ? undefined : this.#shownAs.get(op));
    if (producer !== undefined) {
      if (producer !== to) this.#edge(producer, to, tensor, "flow");
      return;
    }
    const owned = role === "parameter" || role === "buffer";
    if (owned && !showsParameters) return;
    if (!owned && this.#source.names.tensor(tensor) === null) {
      // A bare number that the op was given (`x * 2` made a tensor of it) is an argument, not an input; and memory
      // that it fills (`torch.rand`) holds nothing before.
      if (shape.length === 0 || fills.has(uid)) return;
    }
    const from = this.#source.keys.tensor(tensor);
    if (!this.#outside.has(from)) {
      this.#outside.add(from);
      this.#nodes.push(this.#outsideNode(tensor, from, owned ? group : null));
    }
    this.#edge(from, to, tensor, owned ? "parameter" : "flow");
  }

  #edge(from: Key, to: Key, tensor: TensorId, style: GraphEdge["style"]) {
    this.#used.add(from);
    const key = `${from} → ${to} ${this.#source.keys.tensor(tensor)}`;
    if (this.#edges.has(key)) return;
    // A parameter wears its shape itself; elsewhere the edge does.
    const label = style === "parameter" ? "" : formatTensor(tensorOf(this.#source.trace, tensor));
    this.#edges.set(key, { key, from, to, label, tensor, style });
  }

  #op(node: OpNode, group: Key | null): GraphNode {
    const { trace, names } = this.#source;
    const op = opOf(trace, node.op);
    const title = node.alias === null ? op.name : names.scope(node.alias);
    return {
      key: node.key,
      look: "op",
      title,
      kind: "",
      lines: op.failed === null ? [] : ["failed here"],
      group,
      opens: false,
      failed: op.failed !== null,
      target: { kind: "op", op: node.op },
      spoken: spoken(title, outputsText(trace, op.outputs), op.failed === null ? "" : "failed"),
    };
  }

  #closedCall(call: CallNode, group: Key | null): GraphNode {
    const { trace } = this.#source;
    const scope = scopeOf(trace, call.scope);
    const opens = call.children.length > 0;
    const { title, kind } = this.#callTitle(call);
    const detail = callDetail(trace, scope, call);
    return {
      key: call.key,
      look: scope.kind === "module" ? "module" : "function",
      title,
      kind,
      lines: [...(detail ? [ellipsis(detail, DETAIL_LENGTH)] : []), ...(call.failed ? ["failed here"] : [])],
      group,
      opens,
      failed: call.failed,
      target: { kind: "scope", scope: call.scope },
      spoken: spoken(
        title,
        kind,
        detail,
        outputsText(trace, scope.outputs),
        call.failed ? "failed" : "",
        opens ? "closed" : "",
      ),
    };
  }

  #group(call: CallNode, group: Key | null): GraphGroup {
    const { title, kind } = this.#callTitle(call);
    const target = { kind: "scope", scope: call.scope } as const;
    return {
      key: call.key,
      title,
      kind,
      group,
      failed: call.failed,
      target,
      spoken: spoken(title, kind, "open"),
    };
  }

  /** `conv1` and `Conv2d`; from the second call on with its number: `relu` and `ReLU #2`. */
  #callTitle({ scope: id }: CallNode): { readonly title: string; readonly kind: string } {
    const { trace, names, keys } = this.#source;
    const scope = scopeOf(trace, id);
    const title = names.scope(id);
    const className = scope.module === null ? "" : moduleOf(trace, scope.module).className;
    const call = keys.callNumber(id);
    const pass = call > 1 ? `call ${call}` : "";
    return { title, kind: [className === title ? "" : className, pass].filter(Boolean).join(" · ") };
  }

  #outsideNode(tensor: TensorId, key: Key, group: Key | null): GraphNode {
    const { trace, names } = this.#source;
    const { role, requiresGrad, isLeaf } = tensorOf(trace, tensor);
    const look =
      role === "parameter" || role === "buffer" ? role : requiresGrad && isLeaf ? "parameter" : "input";
    const name = names.tensor(tensor) ?? "tensor";
    // Inside of its layer `conv1.weight` is just `weight`.
    const title = group === null ? name : name.slice(name.lastIndexOf(".") + 1);
    const shape = formatTensor(tensorOf(trace, tensor));
    return {
      key,
      look,
      title,
      kind: look === "input" ? "" : shape,
      lines: [],
      group,
      opens: false,
      failed: false,
      target: { kind: "tensor", tensor },
      spoken: spoken(name, look, shape),
    };
  }

  /** What nothing consumed is a result of the script: it gets an end of its own, which carries name and shape. */
  #addOutputs() {
    const { trace, names, keys } = this.#source;
    for (const node of [...this.#nodes]) {
      if (this.#used.has(node.key) || node.failed || !node.target) continue;
      const { target } = node;
      const tensors =
        target.kind === "op"
          ? opOf(trace, target.op).outputs
          : target.kind === "scope"
            ? scopeOf(trace, target.scope).outputs
            : [];
      // Of several outputs (values and indices) the first is the result; the rest count when somebody named them.
      tensors.forEach((tensor, index) => {
        const name = names.tensor(tensor);
        if (index > 0 && name === null) return;
        const key = `${keys.tensor(tensor)} (output)`;
        const shape = formatTensor(tensorOf(trace, tensor));
        this.#nodes.push({
          key,
          look: "output",
          title: name ?? "output",
          kind: "",
          lines: [],
          group: null,
          opens: false,
          failed: false,
          target: { kind: "tensor", tensor },
          spoken: spoken(name ?? "output", "output", shape),
        });
        this.#edge(node.key, key, tensor, "flow");
      });
    }
  }
}

/** A closed function inside of an open layer (`linear` in `fc1`) lets the layer's parameters be seen; a module does not. */
function ownsNothing(call: CallNode, { trace }: ForwardSource): boolean {
  const hidesModule = (node: CallNode | OpNode): boolean =>
    node.kind === "call" && (scopeOf(trace, node.scope).kind === "module" || node.children.some(hidesModule));
  return !hidesModule(call);
}

/** A layer's arguments as its repr has them; for a module of modules, how much is inside. */
function callDetail(trace: Trace, scope: TraceScope, call: CallNode): string {
  if (scope.module === null) return "";
  const { repr, parameterCount } = moduleOf(trace, scope.module);
  const isLayer = !call.children.some(
    (child) => child.kind === "call" && scopeOf(trace, child.scope).kind === "module",
  );
  const args = isLayer ? shortArguments(repr) : "";
  if (args) return args;
  return parameterCount > 0 ? formatPlural(parameterCount, "parameter") : "";
}

function outputsText(trace: Trace, tensors: readonly TensorId[]): string {
  const shapes = tensors.map((id) => formatTensor(tensorOf(trace, id)));
  return shapes.length === 0 ? "" : `output ${shapes.join(" and ")}`;
}

function spoken(...parts: readonly string[]): string {
  return parts.filter(Boolean).join(", ");
}
