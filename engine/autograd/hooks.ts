/** What users hang on tensors to see gradients pass: `registerHook` and `retainGrad`. */
import { RuntimeError } from "../errors.ts";
import { runUserCode } from "../temporaries.ts";
import { Tensor } from "../tensor.ts";
import { addPostHook, gradientEdge, markShared } from "./edges.ts";
import type { Node } from "./node.ts";

/** Sees the gradient; a tensor that it returns takes the gradient's place. */
export type GradientHook = (grad: Tensor) => unknown;

/** A hook that was hung up; `remove()` takes it down. */
export interface HookHandle {
  remove(): void;
}

const hooksOf = new WeakMap<Node, Map<number, GradientHook[]>>();

function add(t: Tensor, hook: GradientHook): HookHandle {
  const edge = gradientEdge(t);
  if (!edge) {
    throw new RuntimeError("cannot register a hook on a tensor that doesn't require gradient");
  }
  const byOutput = hooksOf.get(edge.node) ?? new Map<number, GradientHook[]>();
  hooksOf.set(edge.node, byOutput);
  const hooks = byOutput.get(edge.index) ?? [];
  byOutput.set(edge.index, hooks);
  hooks.push(hook);
  return {
    remove: () => {
      const at = hooks.indexOf(hook);
      if (at >= 0) hooks.splice(at, 1);
    },
  };
}

export const registerHook = add;

/** Where tensors that keep their gradient hang: behind all hooks, at the node that made them last. */
const keepersOf = new WeakMap<Node, Map<number, Tensor>>();
const retained = new WeakSet<Tensor>();

function hangKeeper(t: Tensor): void {
  const node = t.gradFn as Node;
  keepersOf.set(node, (keepersOf.get(node) ?? new Map<number, Tensor>()).set(t.outputIndex, t));
}

/** A result, too, keeps its gradient in `grad`. */
export function retainGrad(t: Tensor): void {
  if (!t.requiresGrad) {
    throw new RuntimeError("can't retain_grad on Tensor that has requires_grad=False");
  }
  if (t.isLeaf || retained.has(t)) return;
  retained.add(t);
  hangKeeper(t);
}

export const retainsGrad = (t: Tensor): boolean => retained.has(t);

/** An op wrote into `t`: what it keeps from now on is the gradient of what it holds now. */
export function followInPlace(t: Tensor): void {
  if (!retained.has(t)) return;
  const [before] = t.gradFn?.next ?? [];
  if (before) keepersOf.get(before.node)?.delete(before.index);
  hangKeeper(t);
}

function keepGradient(t: Tensor, grad: Tensor): void {
  t.grad = t.grad ? t.grad.add(grad) : grad;
}

export const hasHooks = (node: Node): boolean => hooksOf.has(node) || keepersOf.has(node);

/** The gradients that arrived at a node after its hooks saw them; `keep` is told what they may have taken. */
export function afterHooks(
  node: Node,
  grads: readonly (Tensor | null)[],
  keep: (grad: Tensor) => void,
): readonly (Tensor | null)[] {
  if (!hasHooks(node)) return grads;
  const byOutput = hooksOf.get(node);
  const keepers = keepersOf.get(node);
  return grads.map((grad, i) => {
    let out = grad;
    for (const hook of byOutput?.get(i) ?? []) {
      if (!out) break;
      const seen: Tensor = out;
      const changed = runUserCode([seen], () => hook(seen));
      if (changed instanceof Tensor) out = changed;
      keep(out);
      markShared(out);
    }
    const keeper = keepers?.get(i);
    if (out && keeper) {
      keepGradient(keeper, out);
      keep(out);
      markShared(out);
    }
    return out;
  });
}

/** Sees a leaf after a gradient was added to its `grad`. */
export type PostAccumulateGradHook = (leaf: Tensor) => unknown;

export function registerPostAccumulateGradHook(t: Tensor, hook: PostAccumulateGradHook): HookHandle {
  if (!t.requiresGrad) {
    throw new RuntimeError("cannot register a hook on a tensor that doesn't require gradient");
  }
  if (!t.isLeaf) {
    throw new RuntimeError("post accumulate grad hooks cannot be registered on non-leaf tensors");
  }
  return addPostHook(t, (leaf) => runUserCode(leaf.grad ? [leaf.grad] : [], () => hook(leaf)));
}
