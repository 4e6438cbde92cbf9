/**
 * Backpropagation: visits the nodes that the roots depend on, each after all nodes that send it gradients, later made
 * ones first (PyTorch's order, so that sums add up in the same order), and frees what a node kept once it ran.
 */
import { RuntimeError } from "../errors.ts";
import { sameShape, shapeText } from "../shape.ts";
import type { Storage } from "../storage.ts";
import { Temporaries } from "../temporaries.ts";
import type { Tensor } from "../tensor.ts";
import { recorder } from "../trace/recorder.ts";
import { gradientEdge, markShared } from "./edges.ts";
import { afterHooks, hasHooks } from "./hooks.ts";
import { withGradMode } from "./mode.ts";
import { AccumulateGrad, type Edge, type GradientSpec, type Node } from "./node.ts";

export interface BackwardOptions {
  /** Gradient of each root; may be left out for roots of one element. */
  readonly gradients?: readonly (Tensor | null)[] | undefined;
  /** Keep what nodes saved, so that backward can run again. */
  readonly retainGraph?: boolean | undefined;
  /** Build a graph of the backward pass itself. */
  readonly createGraph?: boolean | undefined;
  /** Give back the gradients of these instead of accumulating into leaves. */
  readonly inputs?: readonly Tensor[] | undefined;
}

/** Runs backward from `roots`; gives the gradients of `options.inputs`, if asked for. */
export function backward(roots: readonly Tensor[], options: BackwardOptions = {}): (Tensor | null)[] {
  const createGraph = options.createGraph ?? false;
  const retainGraph = options.retainGraph ?? createGraph;
  const edges: Edge[] = [];
  const seeds: Tensor[] = [];
  roots.forEach((root, i) => {
    const edge = gradientEdge(root);
    if (!edge) {
      throw new RuntimeError(`element ${i} of tensors does not require grad and does not have a grad_fn`);
    }
    edges.push(edge);
    seeds.push(seedGradient(root, options.gradients?.[i] ?? null));
  });
  const wanted = options.inputs?.map((input) => {
    const edge = gradientEdge(input);
    if (!edge) throw new RuntimeError("One of the differentiated Tensors does not require grad");
    return edge;
  });
  // With a graph of its own, backward's intermediate results are saved for the next one.
  const temporaries = createGraph ? null : new Temporaries();
  const run = () => {
    const go = () => evaluate(edges, seeds, retainGraph, wanted ?? null, temporaries);
    return withGradMode(createGraph, () => (temporaries ? temporaries.run(go) : go()));
  };
  return recorder ? recorder.backward(roots[0] as Tensor, run) : run();
}

function seedGradient(root: Tensor, given: Tensor | null): Tensor {
  if (given) {
    if (!sameShape(given.shape, root.shape)) {
      throw new RuntimeError(
        `Mismatch in shape: grad_output[0] has a shape of ${given.shape} and output[0] has a shape of ${root.shape}.`,
      );
    }
    return given;
  }
  if (root.numel() !== 1) throw new RuntimeError("grad can be implicitly created only for scalar outputs");
  return root.newOnes(root.shape);
}

function evaluate(
  roots: readonly Edge[],
  seeds: readonly Tensor[],
  retainGraph: boolean,
  wanted: readonly Edge[] | null,
  temporaries: Temporaries | null,
): (Tensor | null)[] {
  const waiting = countDependencies(roots.map((r) => r.node));
  const captured = new Map<Node, Map<number, Tensor | null>>();
  for (const { node, index } of wanted ?? []) {
    captured.set(node, (captured.get(node) ?? new Map()).set(index, null));
  }
  const buffers = new Map<Node, (Tensor | null)[]>();
  const receive = ({ node, index }: Edge, grad: Tensor | null, from: Node, at: number) => {
    const buffer = buffers.get(node) ?? new Array<Tensor | null>(node.outputs.length).fill(null);
    buffers.set(node, buffer);
    if (!grad) return;
    const fitted = fit(grad, node.outputs[index], from, at);
    const before = buffer[index];
    buffer[index] = before ? before.add(fitted) : fitted;
  };
  roots.forEach((root, i) => {
    markShared(seeds[i] as Tensor);
    receive(root, seeds[i] as Tensor, root.node, i);
  });
  const ready = new ReadyQueue();
  for (const node of new Set(roots.map((r) => r.node))) if (!waiting.get(node)) ready.push(node);
  for (let node = ready.pop(); node; node = ready.pop()) {
    const arrived = buffers.get(node) ?? [];
    buffers.delete(node);
    for (const grad of arrived) if (grad && hasHooks(node)) temporaries?.keep(grad.storage);
    const grads = afterHooks(node, arrived, (grad) => temporaries?.keep(grad.storage));
    for (const [index] of captured.get(node) ?? []) {
      captured.get(node)?.set(index, grads[index] ?? null);
      if (grads[index]) temporaries?.keep(grads[index].storage);
    }
    const isLeafOfGrad = wanted !== null && node instanceof AccumulateGrad;
    const skip = isLeafOfGrad || grads.every((g) => g === null);
    const results = skip
      ? []
      : recorder
        ? recorder.duringNode(node, () => node.apply(grads))
        : node.apply(grads);
    if (!retainGraph) node.release();
    noteShared(grads, results);
    node.next.forEach((edge, i) => {
      if (!edge) return;
      receive(edge, results[i] ?? null, node, i);
      const left = (waiting.get(edge.node) as number) - 1;
      waiting.set(edge.node, left);
      if (left === 0) ready.push(edge.node);
    });
    if (node instanceof AccumulateGrad && node.variable.grad) temporaries?.keep(node.variable.grad.storage);
    temporaries?.freeAllBut(storagesIn(buffers));
  }
  return (wanted ?? []).map(({ node, index }) => captured.get(node)?.get(index) ?? null);
}

/** Where gradients wait for their nodes. */
function storagesIn(buffers: ReadonlyMap<Node, readonly (Tensor | null)[]>): Set<Storage> {
  const storages = new Set<Storage>();
  for (const grads of buffers.values()) for (const grad of grads) if (grad) storages.add(grad.storage);
  return storages;
}

/** A formula may pass a gradient through, give it to two inputs, or give a view of it. */
function noteShared(grads: readonly (Tensor | null)[], results: readonly (Tensor | null)[]): void {
  results.forEach((result, i) => {
    if (!result) return;
    const again = results.some((other, k) => k !== i && other?.storage === result.storage);
    if (again || result.base || grads.some((g) => g?.storage === result.storage)) markShared(result);
  });
}

/** How many edges lead to each node from the nodes that will run. */
function countDependencies(roots: readonly Node[]): Map<Node, number> {
  const waiting = new Map<Node, number>();
  const seen = new Set<Node>(roots);
  const stack = [...seen];
  for (let node = stack.pop(); node; node = stack.pop()) {
    for (const edge of node.next) {
      if (!edge) continue;
      waiting.set(edge.node, (waiting.get(edge.node) ?? 0) + 1);
      if (!seen.has(edge.node)) {
        seen.add(edge.node);
        stack.push(edge.node);
      }
    }
  }
  return waiting;
}

/** Sums a gradient over the dimensions that broadcasting added, and casts it to the output's dtype. */
function fit(grad: Tensor, spec: GradientSpec | undefined, from: Node, index: number): Tensor {
  if (!spec) return grad;
  let out = grad;
  if (!sameShape(out.shape, spec.shape)) {
    if (!expandsTo(spec.shape, out.shape)) {
      throw new RuntimeError(
        `Function ${from.name} returned an invalid gradient at index ${index} - got ${shapeText(out.shape)} but expected shape compatible with ${shapeText(spec.shape)}`,
      );
    }
    out = out.sumToSize(spec.shape);
  }
  return out.dtype === spec.dtype ? out : out.to(spec.dtype);
}

/** Nodes that have all their gradients; the one made last comes first. A binary heap. */
class ReadyQueue {
  readonly #heap: Node[] = [];

  push(node: Node): void {
    const heap = this.#heap;
    let i = heap.push(node) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if ((heap[parent] as Node).order >= node.order) break;
      heap[i] = heap[parent] as Node;
      i = parent;
    }
    heap[i] = node;
  }

  pop(): Node | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (!last || heap.length === 0) return top;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && (heap[child + 1] as Node).order > (heap[child] as Node).order) child++;
      if ((heap[child] as Node).order <= last.order) break;
      heap[i] = heap[child] as Node;
      i = child;
    }
    heap[i] = last;
    return top;
  }
}

/** Whether a tensor of shape `from` can be broadcast to `to`. */
function expandsTo(from: readonly number[], to: readonly number[]): boolean {
  const lead = to.length - from.length;
  return lead >= 0 && from.every((size, d) => size === 1 || size === to[lead + d]);
}
