/**
 * The steps of a run, from its trace: forward ops inside of the calls that made them; `makeDot`, prints and values
 * read where they happened; each backward pass and optimizer step as one row that opens. With several iterations, each
 * is a row around its own.
 */
import type { Program } from "../../engine/trace/program.ts";
import type { OpId, SiteId, TensorId, TraceEvent } from "../../engine/trace/trace.ts";
import { type CallNode, callTree, type OpNode, opsWithin } from "../graph/callTree.ts";
import type { TraceKeys } from "../graph/keys.ts";
import { ellipsis, formatPlural, formatTensor } from "../trace/format.ts";
import { moduleOf, opOf, scopeOf, type Target } from "../trace/lookup.ts";
import type { TraceNames } from "../trace/names.ts";
import type { TidyTrace } from "../trace/tidy.ts";
import type { Step, StepKind } from "./step.ts";

export interface StepsSource extends TidyTrace {
  readonly program: Program;
  readonly keys: TraceKeys;
  readonly names: TraceNames;
}

/** A printed tensor can be pages long; the row has its beginning, the inspector all of it. */
const TEXT_LENGTH = 80;

export function stepsModel(source: StepsSource): readonly Step[] {
  return new StepsBuilder(source).build();
}

type Row = { -readonly [Field in keyof Step]: Step[Field] };

class StepsBuilder {
  readonly #source: StepsSource;
  readonly #rows: Row[] = [];
  /** Events that are no ops, in order, with the number of the op that they came after. */
  #pending: { readonly event: number; readonly after: OpId }[] = [];

  constructor(source: StepsSource) {
    this.#source = source;
  }

  build(): readonly Step[] {
    const { trace, keys } = this.#source;
    const { count } = keys.iterations;
    const all = this.#placedEvents();
    for (let iteration = 0; iteration < count; iteration++) {
      this.#pending = all.filter(({ event }) => keys.iterations.ofEvent[event] === iteration);
      const level = count > 1 ? 2 : 1;
      const inside = () => this.#iteration(iteration, level);
      if (count === 1) inside();
      else {
        const heading = this.#heading("iteration", `Iteration ${iteration + 1}`, `iteration ${iteration}`, 1);
        const startsFolded = iteration < count - 1;
        this.#nest({ ...heading, iteration, detail: this.#lastPrinted(), startsFolded }, inside);
      }
    }
    if (trace.error !== null) this.#markFailedHeadings();
    return this.#rows;
  }

  /** What the round said last, which is mostly its loss: seen without opening it. */
  #lastPrinted(): string {
    const texts = this.#pending.flatMap(({ event: index }) => {
      const event = this.#source.trace.events[index];
      return event?.kind === "print" ? [oneLine(event.text)] : [];
    });
    return texts.at(-1) ?? "";
  }

  #placedEvents(): { readonly event: number; readonly after: OpId }[] {
    const placed: { readonly event: number; readonly after: OpId }[] = [];
    let after = -1;
    this.#source.trace.events.forEach((event, index) => {
      if (event.kind === "op") after = event.op;
      // A pass is placed where its ops are, whether it was recorded before or after them.
      else if (event.kind === "backward" || event.kind === "optimizer")
        placed.push({ event: index, after: event.firstOp - 1 });
      else placed.push({ event: index, after });
    });
    return placed.toSorted((a, b) => a.after - b.after);
  }

  #iteration(iteration: number, level: number) {
    const { keys } = this.#source;
    const tree = callTree(this.#source, keys, iteration);
    this.#setup(iteration, level);
    if (tree.children.length > 0) {
      const ops = opsWithin(tree);
      const heading = this.#heading("phase", "Forward", `forward ${iteration}`, level);
      heading.result = formatPlural(ops.length, "op");
      this.#nest(heading, () => {
        for (const child of tree.children) this.#forward(child, level + 1);
        // What the script printed or drew after its last forward op still belongs to forward, up to the backward pass.
        this.#events(this.#nextPass(), level + 1);
      });
    }
    this.#events(Infinity, level);
  }

  #setup(iteration: number, level: number) {
    const { keys, setup } = this.#source;
    const ops = [...setup].filter((op) => keys.iterations.ofOp[op] === iteration);
    if (ops.length === 0) return;
    const heading = this.#heading("phase", "Initialization", `setup ${iteration}`, level);
    this.#nest({ ...heading, result: formatPlural(ops.length, "op"), startsFolded: true }, () => {
      for (const op of ops) this.#op(op, level + 1);
    });
  }

  /** The first op of the next backward pass or optimizer step that has yet to be shown. */
  #nextPass(): number {
    const pass = this.#pending.find(({ event }) => {
      const kind = this.#source.trace.events[event]?.kind;
      return kind === "backward" || kind === "optimizer";
    });
    return pass === undefined ? Infinity : pass.after;
  }

  #forward(node: CallNode | OpNode, level: number) {
    const first = firstOp(node);
    if (first !== null) this.#events(first, level);
    if (node.kind === "op") {
      this.#op(node.op, level, node.alias === null ? null : this.#source.names.scope(node.alias));
      return;
    }
    const { trace, names, keys } = this.#source;
    const scope = scopeOf(trace, node.scope);
    const isLayer = !node.children.some(
      (child) => child.kind === "call" && scopeOf(trace, child.scope).kind === "module",
    );
    const className = scope.module === null ? "" : moduleOf(trace, scope.module).className;
    const title = names.scope(node.scope);
    const call = keys.callNumber(node.scope);
    const pass = call > 1 ? `call ${call}` : "";
    this.#nest(
      {
        ...this.#row("module", { kind: "scope", scope: node.scope }, level),
        kind: scope.kind === "module" ? "module" : "function",
        title,
        detail: [className === title ? "" : className, pass].filter(Boolean).join(" · "),
        result: this.#shapes(scope.outputs),
        failed: node.failed,
        startsFolded: isLayer && !node.failed,
      },
      () => {
        for (const child of node.children) this.#forward(child, level + 1);
      },
    );
  }

  #op(id: OpId, level: number, alias: string | null = null) {
    const { trace, names } = this.#source;
    const op = opOf(trace, id);
    const [output] = op.outputs;
    const node = op.node === null ? undefined : trace.nodes[op.node];
    // A backward op is known by the function that ran it; a forward one by the variable that its result went to.
    const detail =
      op.phase === "backward" ? (node?.name ?? "") : output === undefined ? "" : (names.tensor(output) ?? "");
    this.#rows.push({
      ...this.#row("op", { kind: "op", op: id }, level),
      title: alias ?? op.name,
      detail: op.failed ?? detail,
      result: this.#shapes(op.outputs),
      failed: op.failed !== null,
    });
  }

  /** Shows the events that came before op `before`. */
  #events(before: number, level: number) {
    for (let next = this.#pending[0]; next && next.after < before; next = this.#pending[0]) {
      this.#pending.shift();
      const event = this.#source.trace.events[next.event];
      if (event && event.kind !== "op") this.#event(event, next.event, level);
    }
  }

  #event(event: Exclude<TraceEvent, { kind: "op" }>, index: number, level: number) {
    const row = (kind: StepKind) => this.#row(kind, { kind: "event", event: index }, level);
    switch (event.kind) {
      case "print": {
        const title = oneLine(event.text);
        this.#rows.push({ ...row("print"), title: title || "(empty line)", failed: event.level === "error" });
        break;
      }
      case "dot":
        this.#rows.push({
          ...row("dot"),
          title: "makeDot",
          detail: this.#tensorNames(event.outputs),
          result: this.#shapes(event.outputs),
        });
        break;
      case "value":
        this.#rows.push({
          ...row("value"),
          title: this.#callee(event.site) || "value",
          detail: this.#tensorNames([event.tensor]),
          result: ellipsis(event.text.replace(/\s+/g, " "), TEXT_LENGTH),
        });
        break;
      case "backward":
        this.#pass(
          { ...row("backward"), title: "Backward", detail: this.#tensorNames([event.root]) },
          event,
          level,
        );
        break;
      case "optimizer":
        this.#pass({ ...row("optimizer"), title: "Optimizer", detail: event.name }, event, level);
        break;
      default:
        event satisfies never;
    }
  }

  #pass(row: Row, { firstOp, endOp }: { readonly firstOp: OpId; readonly endOp: OpId }, level: number) {
    const ops = Math.max(0, endOp - firstOp);
    const failed = this.#source.trace.ops.slice(firstOp, endOp).some((op) => op.failed !== null);
    this.#nest({ ...row, result: formatPlural(ops, "op"), failed, startsFolded: !failed }, () => {
      for (let op = firstOp; op < endOp; op++) this.#op(op, level + 1);
    });
  }

  #nest(row: Row, inside: () => void) {
    this.#rows.push(row);
    inside();
    row.end = this.#rows.length;
  }

  #row(kind: StepKind, target: Target, level: number): Row {
    return this.#made(kind, this.#source.keys.id(target), level, target);
  }

  #heading(kind: StepKind, title: string, id: string, level: number): Row {
    return { ...this.#made(kind, id, level, null), title };
  }

  #made(kind: StepKind, id: string, level: number, target: Target | null): Row {
    return {
      id,
      kind,
      level,
      end: this.#rows.length + 1,
      title: "",
      detail: "",
      result: "",
      failed: false,
      target,
      startsFolded: false,
      iteration: null,
    };
  }

  /** A folded heading must not hide that something failed inside of it. */
  #markFailedHeadings() {
    this.#rows.forEach((row, index) => {
      if (row.target !== null) return;
      row.failed = this.#rows.slice(index + 1, row.end).some(({ failed }) => failed);
      if (row.failed) row.startsFolded = false;
    });
  }

  #shapes(tensors: readonly TensorId[]): string {
    const { trace } = this.#source;
    const [first, ...rest] = tensors.flatMap((id) => trace.tensors[id] ?? []);
    if (!first) return "";
    return rest.length === 0 ? formatTensor(first) : `${formatTensor(first)} +${rest.length}`;
  }

  #tensorNames(tensors: readonly TensorId[]): string {
    return tensors.flatMap((id) => this.#source.names.tensor(id) ?? []).join(", ");
  }

  #callee(site: SiteId | null): string {
    return site === null ? "" : (this.#source.program.sites[site]?.name ?? "");
  }
}

const oneLine = (text: string): string => ellipsis(text.trim().replace(/\s+/g, " "), TEXT_LENGTH);

function firstOp(node: CallNode | OpNode): OpId | null {
  if (node.kind === "op") return node.op;
  for (const child of node.children) {
    const first = firstOp(child);
    if (first !== null) return first;
  }
  return null;
}
