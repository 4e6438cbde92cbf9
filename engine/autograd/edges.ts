/** Where a tensor is tied into the autograd graph. Ops are reached as methods, so that the dispatcher can use this file. */
import type { Storage } from "../storage.ts";
import type { Tensor } from "../tensor.ts";
import { buildsGraph } from "./mode.ts";
import { AccumulateGrad, type Edge } from "./node.ts";

/** The edge into the graph at a tensor: its node, or the accumulator of a leaf; null where no gradient flows. */
export function gradientEdge(t: Tensor): Edge | null {
  if (t.gradFn) return { node: t.gradFn, index: t.outputIndex };
  if (!t.leafRequiresGrad) return null;
  t.accumulator ??= new AccumulateGrad(t, accumulate);
  return { node: t.accumulator, index: 0 };
}

/** Storages of gradients that somebody else holds as well: another leaf, the caller, a view. */
const shared = new WeakSet<Storage>();

/** Whoever gets this gradient must not write into it. */
export function markShared(grad: Tensor): void {
  shared.add(grad.storage);
}

const postHooks = new WeakMap<Tensor, ((leaf: Tensor) => void)[]>();

/** Calls `hook` after each gradient that `leaf` gets. */
export function addPostHook(leaf: Tensor, hook: (leaf: Tensor) => void): { remove(): void } {
  const hooks = postHooks.get(leaf) ?? [];
  postHooks.set(leaf, hooks);
  hooks.push(hook);
  return {
    remove: () => {
      const at = hooks.indexOf(hook);
      if (at >= 0) hooks.splice(at, 1);
    },
  };
}

/** Adds to `variable.grad`, then tells who wants to know. */
export function accumulate(variable: Tensor, grad: Tensor): void {
  addGradient(variable, grad);
  for (const hook of [...(postHooks.get(variable) ?? [])]) hook(variable);
}

/** Adds to `variable.grad`: in place, unless the gradients have a graph of their own. */
function addGradient(variable: Tensor, grad: Tensor): void {
  const before = variable.grad;
  if (buildsGraph()) variable.grad = before ? before.add(grad) : grad;
  else if (before) before.add_(grad);
  // The next backward writes into it, so it must be the leaf's own.
  else variable.grad = shared.has(grad.storage) ? grad.clone() : grad.detach();
}
