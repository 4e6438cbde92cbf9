/** Where a tensor is tied into the autograd graph. Ops are reached as methods, so that the dispatcher can use this file. */
import { isDense } from "../memoryFormat.ts";
import { backendFor } from "../runtime.ts";
import type { Storage } from "../storage.ts";
import { Tensor } from "../tensor.ts";
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
  if (before) {
    if (buildsGraph()) variable.grad = before.add(grad);
    else before.add_(grad);
    return;
  }
  // The next backward writes into it, so it must be the leaf's own.
  const free = !buildsGraph() && !shared.has(grad.storage) && liesAsLeaf(grad, variable);
  variable.grad = free ? grad.detach() : clonedForLeaf(grad, variable);
}

/** PyTorch's layout contract: where the leaf is dense, its gradient has its strides, else it is row-major. */
function liesAsLeaf(grad: Tensor, leaf: Tensor): boolean {
  if (!isDense(leaf)) return grad.isContiguous();
  return leaf.shape.every((size, d) => size === 1 || grad.strides[d] === leaf.strides[d]);
}

/** A copy that keeps the contract, in the graph if there is one (`CopyBackwards`). */
function clonedForLeaf(grad: Tensor, leaf: Tensor): Tensor {
  if (!isDense(leaf)) return grad.clone({ memoryFormat: "contiguous" });
  const { device } = grad.storage;
  const storage = backendFor(device).allocate(device, grad.dtype, leaf.numel());
  return new Tensor(storage, leaf.shape, leaf.strides).copy_(grad);
}
