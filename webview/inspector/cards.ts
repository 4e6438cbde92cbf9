/** The card of whatever is selected: one small function for each kind of thing a trace holds. */
import type { Program } from "../../engine/trace/program.ts";
import type { OpId, ScopeId, TensorId, Trace, TraceEvent } from "../../engine/trace/trace.ts";
import type { TraceKeys } from "../graph/keys.ts";
import { formatBytes, formatCount, formatFlops, formatShape, formatTensor } from "../trace/format.ts";
import { moduleOf, nodeOf, opOf, scopeOf, type Target, tensorOf } from "../trace/lookup.ts";
import type { TraceNames } from "../trace/names.ts";
import type { Card, CardSection, Fact } from "./card.ts";

export interface CardSource {
  readonly trace: Trace;
  readonly program: Program;
  readonly keys: TraceKeys;
  readonly names: TraceNames;
}

/** Lists of calls, consumers and the like stop here and say how many more there are. */
const LONGEST_LIST = 12;

export function cardOf(source: CardSource, target: Target): Card {
  switch (target.kind) {
    case "op":
      return opCard(source, target.op);
    case "scope":
      return scopeCard(source, target.scope);
    case "tensor":
      return tensorCard(source, target.tensor);
    case "node":
      return nodeCard(source, target.node);
    case "event":
      return eventCard(source, target.event);
  }
}

const text = (label: string, value: string, link: Target | null = null): Fact => ({
  label,
  value,
  mono: false,
  link,
});
const mono = (label: string, value: string, link: Target | null = null): Fact => ({
  label,
  value,
  mono: true,
  link,
});

/** Sections without facts are left out, so a card has no empty headings. */
function card(
  title: string,
  kind: string,
  sections: readonly CardSection[],
  more: Partial<Pick<Card, "error" | "text">> = {},
): Card {
  return {
    title,
    kind,
    error: null,
    text: null,
    ...more,
    sections: sections.filter(({ facts }) => facts.length > 0),
  };
}

function tensorFact({ trace, names }: CardSource, id: TensorId, fallback: string): Fact {
  return mono(names.tensor(id) ?? fallback, formatTensor(tensorOf(trace, id)), {
    kind: "tensor",
    tensor: id,
  });
}

function tensorFacts(source: CardSource, ids: readonly TensorId[], fallback: string): readonly Fact[] {
  return ids.map((id, index) =>
    tensorFact(source, id, ids.length === 1 ? fallback : `${fallback} ${index + 1}`),
  );
}

function opCard(source: CardSource, id: OpId): Card {
  const { trace, names } = source;
  const op = opOf(trace, id);
  const scope = scopeOf(trace, op.scope);
  const bytes = op.bytes > 0 ? [text("Memory traffic", formatBytes(op.bytes))] : [];
  const flops = op.flops > 0 ? [text("Work", formatFlops(op.flops))] : [];
  const within =
    scope.parent === null ? [] : [text("Inside", names.scope(op.scope), { kind: "scope", scope: op.scope })];
  const node = op.node === null ? null : nodeOf(trace, op.node);
  const autograd: Fact[] =
    node === null || op.node === null ? [] : [mono("Function", node.name, { kind: "node", node: op.node })];
  if (node !== null && op.phase === "forward") {
    autograd.push(...node.saved.map(([name, tensor]) => savedFact(source, name, tensor)));
  }
  const kind = [op.phase === "forward" ? "operation" : `${op.phase} operation`, op.inplace ? "in place" : ""];
  return card(
    op.name,
    kind.filter(Boolean).join(", "),
    [
      { title: "Inputs", facts: tensorFacts(source, op.inputs, "input") },
      { title: "Outputs", facts: tensorFacts(source, op.outputs, "output") },
      { title: "Arguments", facts: op.attrs.map(([name, value]) => mono(name, value)) },
      { title: "Cost", facts: [...flops, ...bytes] },
      { title: op.phase === "backward" ? "Runs for" : "Autograd", facts: autograd },
      { title: "Where", facts: [...within, ...passFacts(source, id)] },
    ],
    { error: op.failed },
  );
}

function savedFact({ trace }: CardSource, name: string, tensor: TensorId): Fact {
  return mono(`saved ${name}`, formatTensor(tensorOf(trace, tensor)), { kind: "tensor", tensor });
}

/** The same expression can run many times: which of them this was. */
function passFacts({ trace }: CardSource, id: OpId): readonly Fact[] {
  const { site, name, phase } = opOf(trace, id);
  if (site === null || phase !== "forward") return [];
  const passes = trace.ops.flatMap((op, other) =>
    op.site === site && op.name === name && op.phase === phase ? [other] : [],
  );
  return passes.length > 1 ? [text("Pass", `${passes.indexOf(id) + 1} of ${passes.length}`)] : [];
}

function scopeCard(source: CardSource, id: ScopeId): Card {
  const { trace, names } = source;
  const scope = scopeOf(trace, id);
  const ops = opsInside(trace, id);
  const flops = ops.reduce((sum, op) => sum + opOf(trace, op).flops, 0);
  const module = scope.module === null ? null : moduleOf(trace, scope.module);
  const calls = scope.module === null ? [] : callsOf(trace, scope.module);
  const failed = ops.map((op) => opOf(trace, op).failed).find((message) => message !== null) ?? null;
  return card(
    names.scope(id),
    module?.className ?? "function",
    [
      { title: "Inputs", facts: tensorFacts(source, scope.inputs, "input") },
      { title: "Outputs", facts: tensorFacts(source, scope.outputs, "output") },
      {
        title: "Parameters",
        facts: module === null ? [] : parameterFacts(trace, module.parameters, module.parameterCount),
      },
      {
        title: "Cost",
        facts: [
          text("Operations", formatCount(ops.length)),
          ...(flops > 0 ? [text("Work", formatFlops(flops))] : []),
        ],
      },
      {
        title: "Calls",
        facts: calls.length < 2 ? [] : limited(calls.map((call, index) => callFact(source, call, index, id))),
      },
      { title: "Where", facts: module?.path ? [mono("Path", module.path)] : [] },
    ],
    { error: failed, text: module?.repr ?? null },
  );
}

function parameterFacts(
  trace: Trace,
  parameters: readonly { readonly name: string; readonly tensor: TensorId }[],
  total: number,
): readonly Fact[] {
  const own = parameters.map(({ name, tensor }) =>
    mono(name, formatTensor(tensorOf(trace, tensor)), { kind: "tensor", tensor }),
  );
  return total === 0 ? own : [...own, text("Total", formatCount(total))];
}

function callFact({ trace, keys }: CardSource, call: ScopeId, index: number, current: ScopeId): Fact {
  const { outputs } = scopeOf(trace, call);
  const shape = outputs.map((id) => formatTensor(tensorOf(trace, id))).join(", ") || "no output";
  const iteration =
    keys.iterations.count > 1 ? `, iteration ${(keys.iterations.ofScope[call] ?? 0) + 1}` : "";
  const label = `${index + 1}${iteration}`;
  return mono(
    call === current ? `${label} (this)` : label,
    shape,
    call === current ? null : { kind: "scope", scope: call },
  );
}

function callsOf(trace: Trace, module: number): readonly ScopeId[] {
  return trace.scopes.flatMap((scope, id) =>
    scope.module === module && scope.phase === "forward" ? [id] : [],
  );
}

function opsInside(trace: Trace, scope: ScopeId): readonly OpId[] {
  return trace.ops.flatMap((op, id) => {
    let at: ScopeId | null = op.scope;
    while (at !== null && at !== scope) at = trace.scopes[at]?.parent ?? null;
    return at === scope && op.phase === "forward" ? [id] : [];
  });
}

function tensorCard(source: CardSource, id: TensorId): Card {
  const { trace, names } = source;
  const tensor = tensorOf(trace, id);
  const consumers = trace.ops.flatMap((op, user) =>
    op.phase === "forward" && op.inputs.includes(id) ? [text("Into", op.name, { kind: "op", op: user })] : [],
  );
  const traits = [
    tensor.requiresGrad ? (tensor.isLeaf ? "leaf that requires grad" : "requires grad") : "no grad",
    ...(tensor.viewOf === null ? [] : ["view"]),
  ];
  return card(names.tensor(id) ?? "tensor", tensor.role === "value" ? "tensor" : tensor.role, [
    {
      title: "Tensor",
      facts: [
        mono("Shape", formatShape(tensor.shape)),
        mono("Dtype", tensor.dtype),
        mono("Strides", formatShape(tensor.strides)),
        text("Device", tensor.device),
        text("Size", formatBytes(tensor.bytes)),
        text("Autograd", traits.join(", ")),
        ...(tensor.viewOf === null ? [] : [tensorFact(source, tensor.viewOf, "Base")]),
      ],
    },
    {
      title: "Flow",
      facts: limited([
        ...(tensor.op === null
          ? []
          : [text("Made by", opOf(trace, tensor.op).name, { kind: "op", op: tensor.op })]),
        ...consumers,
      ]),
    },
  ]);
}

function nodeCard(source: CardSource, id: number): Card {
  const { trace } = source;
  const node = nodeOf(trace, id);
  return card(node.name, "backward function", [
    {
      title: "Belongs to",
      facts: [
        ...(node.op === null
          ? []
          : [text("Operation", opOf(trace, node.op).name, { kind: "op", op: node.op })]),
        ...(node.variable === null ? [] : [tensorFact(source, node.variable, "leaf")]),
      ],
    },
    {
      title: "Saved for backward",
      facts: node.saved.map(([name, tensor]) => savedFact(source, name, tensor)),
    },
    { title: "Attributes", facts: node.attrs.map(([name, value]) => mono(name, value)) },
    {
      title: "Passes gradients to",
      facts: limited(
        node.next.flatMap((next) =>
          next === null ? [] : [mono("next", nodeOf(trace, next).name, { kind: "node", node: next })],
        ),
      ),
    },
  ]);
}

function eventCard(source: CardSource, index: number): Card {
  const event: TraceEvent | undefined = source.trace.events[index];
  switch (event?.kind) {
    case "print":
      return card("print", event.level === "log" ? "output" : event.level, [], { text: event.text });
    case "value":
      return card(
        "value",
        "read back",
        [{ title: "Tensor", facts: [tensorFact(source, event.tensor, "tensor")] }],
        {
          text: event.text,
        },
      );
    case "dot":
      return card("makeDot", "autograd graph", [
        { title: "Outputs", facts: tensorFacts(source, event.outputs, "output") },
      ]);
    case "backward":
      return card("backward", "backward pass", [
        { title: "From", facts: [tensorFact(source, event.root, "output")] },
        { title: "Cost", facts: rangeFacts(source.trace, event.firstOp, event.endOp) },
      ]);
    case "optimizer":
      return card(event.name, "optimizer step", [
        { title: "Cost", facts: rangeFacts(source.trace, event.firstOp, event.endOp) },
      ]);
    default:
      return card("operation", "", []);
  }
}

function rangeFacts(trace: Trace, first: OpId, end: OpId): readonly Fact[] {
  const flops = trace.ops.slice(first, end).reduce((sum, op) => sum + op.flops, 0);
  return [
    text("Operations", formatCount(end - first)),
    ...(flops > 0 ? [text("Work", formatFlops(flops))] : []),
  ];
}

function limited(facts: readonly Fact[]): readonly Fact[] {
  if (facts.length <= LONGEST_LIST) return facts;
  return [...facts.slice(0, LONGEST_LIST), text("", `and ${formatCount(facts.length - LONGEST_LIST)} more`)];
}
