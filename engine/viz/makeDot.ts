/**
 * `makeDot`: the autograd graph of an output as DOT, statement by statement what torchviz's `make_dot` gives: same
 * nodes, labels, colours, edges, attributes, order and size. Only ids differ: `n…` for functions, `t…` for tensors,
 * `s…` for saved tensors. Recursion is replaced by a stack of generators: torchviz fails on long chains.
 */
import { FunctionNode } from "../autograd/function.ts";
import { AccumulateGrad, type Node } from "../autograd/node.ts";
import { SavedTensor } from "../autograd/savedTensor.ts";
import { ValueError } from "../errors.ts";
import { Tensor } from "../tensor.ts";
import { recorder, savedText } from "../trace/recorder.ts";

export interface MakeDotOptions {
  /** Names for leaves: a record, or `net.namedParameters()`. */
  params?: Readonly<Record<string, Tensor>> | Iterable<readonly [string, Tensor]> | null;
  /** List the non-tensor attributes of each function. */
  showAttrs?: boolean;
  /** Draw the tensors that functions keep for backward. */
  showSaved?: boolean;
  /** Longer attributes are cut. */
  maxAttrChars?: number;
}

/** A DOT text; prints as it is. */
export interface Dot {
  readonly source: string;
  toString(): string;
}

const FILL = {
  leaf: "lightblue",
  output: "darkolivegreen1",
  base: "darkolivegreen3",
  saved: "orange",
} as const;
const SIZE_PER_STATEMENT = 0.15;
const MIN_SIZE = 12;

/**
 * The autograd graph of `output`.
 * @param output a tensor, or several that share one picture
 */
export function makeDot(output: Tensor | readonly Tensor[], options: MakeDotOptions = {}): Dot {
  const outputs = output instanceof Tensor ? [output] : [...output];
  if (!outputs.every((t) => t instanceof Tensor))
    throw new TypeError("makeDot() takes a tensor or an array of tensors");
  const drawing = new Drawing(options);
  for (const t of outputs) drawing.output(t);
  const source = drawing.toString();
  recorder?.dot(source, outputs);
  return { source, toString: () => source };
}

class Drawing {
  readonly #body: string[] = [];
  readonly #seen = new Set<Node | Tensor>();
  readonly #names = new Map<Tensor, string>();
  readonly #options: MakeDotOptions;
  #saved = 0;

  constructor(options: MakeDotOptions) {
    this.#options = options;
    const { params } = options;
    const entries = params ? (Symbol.iterator in params ? params : Object.entries(params)) : [];
    for (const [name, tensor] of entries as Iterable<readonly [string, Tensor]>) {
      if (!(tensor instanceof Tensor)) throw new ValueError(`makeDot() params: '${name}' is not a tensor`);
      this.#names.set(tensor, name);
    }
  }

  /** An output, its graph, and the tensor that it is a view of, the base with its own graph. */
  output(t: Tensor, fill: string = FILL.output): void {
    if (this.#seen.has(t)) return;
    this.#seen.add(t);
    this.#node(`t${t.id}`, this.#sizeLabel(t), fill);
    if (t.gradFn) {
      this.#graph(t.gradFn);
      this.#edge(`n${t.gradFn.id}`, `t${t.id}`);
    }
    if (t.base) {
      this.output(t.base, FILL.base);
      this.#edge(`t${t.base.id}`, `t${t.id}`, "style=dotted");
    }
  }

  #graph(root: Node): void {
    const stack: Iterator<Node>[] = [this.#visit(root)];
    while (stack.length) {
      const next = stack[stack.length - 1]?.next();
      if (!next || next.done) stack.pop();
      else stack.push(this.#visit(next.value));
    }
  }

  /** Draws a function; yields each function to draw in between. */
  *#visit(fn: Node): Generator<Node> {
    if (this.#seen.has(fn)) return;
    this.#seen.add(fn);
    const id = `n${fn.id}`;
    if (this.#options.showSaved) {
      for (const [name, value] of fn.savedValues()) this.#savedTensors(id, name, value);
    }
    if (fn instanceof AccumulateGrad) {
      const leaf = fn.variable;
      this.#seen.add(leaf);
      this.#node(`t${leaf.id}`, this.#sizeLabel(leaf), FILL.leaf);
      this.#edge(`t${leaf.id}`, id);
    }
    this.#node(id, this.#functionLabel(fn));
    for (const edge of fn.next) {
      if (!edge) continue;
      this.#edge(`n${edge.node.id}`, id);
      yield edge.node;
    }
    if (fn instanceof FunctionNode) this.#savedByUser(id, fn);
  }

  /** What a user's function keeps is always drawn, after all that it depends on. */
  #savedByUser(id: string, fn: FunctionNode): void {
    for (const t of fn.context.savedTensors) {
      this.#seen.add(t);
      const target = t.isLeaf && t.requiresGrad ? `t${t.id}` : `s${this.#saved++}`;
      this.#edge(target, id, "dir=none");
      this.#node(target, this.#sizeLabel(t), FILL.saved);
    }
  }

  #savedTensors(id: string, name: string, value: unknown): void {
    const draw = (label: string, saved: SavedTensor) => {
      const t = saved.unpack();
      // A saved leaf is the leaf itself: its own declaration comes later and wins.
      const target = t.isLeaf && t.requiresGrad ? `t${t.id}` : `s${this.#saved++}`;
      this.#edge(id, target, "dir=none");
      this.#node(target, this.#sizeLabel(t, label), FILL.saved);
    };
    if (value instanceof SavedTensor) draw(name, value);
    else if (Array.isArray(value)) {
      value.forEach((v, i) => {
        if (v instanceof SavedTensor) draw(`${name}[${i}]`, v);
      });
    }
  }

  #sizeLabel(t: Tensor, name = this.#names.get(t) ?? ""): string {
    return `${name}\n (${t.shape.join(", ")})`;
  }

  #functionLabel(fn: Node): string {
    if (!this.#options.showAttrs) return fn.name;
    const attrs = fn.savedValues().map(([name, value]) => [name, savedText(value)] as const);
    if (attrs.length === 0) return fn.name;
    const limit = Math.max(this.#options.maxAttrChars ?? 50, 3);
    const keyWidth = Math.max(...attrs.map(([name]) => name.length));
    const valueWidth = Math.min(Math.max(...attrs.map(([, text]) => text.length)), limit);
    const line = "-".repeat(Math.max(keyWidth + valueWidth + 2, fn.name.length));
    const rows = attrs.map(([name, text]) => {
      const cut = text.length > valueWidth ? `${text.slice(0, valueWidth - 3)}...` : text;
      return `${name.padEnd(keyWidth)}: ${cut.padStart(valueWidth)}`;
    });
    return [fn.name, line, ...rows].join("\n");
  }

  #node(id: string, label: string, fill?: string): void {
    this.#body.push(`\t${id} [label=${quoted(label)}${fill ? ` fillcolor=${fill}` : ""}]\n`);
  }

  #edge(from: string, to: string, attributes = ""): void {
    this.#body.push(`\t${from} -> ${to}${attributes ? ` [${attributes}]` : ""}\n`);
  }

  toString(): string {
    const scaled = this.#body.length * SIZE_PER_STATEMENT;
    const size = scaled > MIN_SIZE ? pythonFloat(scaled) : String(MIN_SIZE);
    return (
      `digraph {\n\tgraph [size="${size},${size}"]\n` +
      "\tnode [align=left fontname=monospace fontsize=10 height=0.2 ranksep=0.1 shape=box style=filled]\n" +
      `${this.#body.join("")}}\n`
    );
  }
}

function pythonFloat(n: number): string {
  return Number.isInteger(n) ? `${n}.0` : String(n);
}

/** Quotes where DOT needs it, as the `graphviz` package does. */
function quoted(label: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(label) ? label : `"${label.replaceAll('"', '\\"')}"`;
}
