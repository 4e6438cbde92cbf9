/** Where a tensor is tied into the autograd graph. Ops are reached as methods, so that the dispatcher can use this file. */
import type { Tensor } from "../tensor.ts";
import { isGradEnabled } from "./mode.ts";
import { AccumulateGrad, type Edge } from "./node.ts";

/** The edge into the graph at a tensor: its node, or the accumulator of a leaf; null where no gradient flows. */
export function gradientEdge(t: Tensor): Edge | null {
  if (t.gradFn) return { node: t.gradFn, index: t.outputIndex };
  if (!t.leafRequiresGrad) return null;
  t.accumulator ??= new AccumulateGrad(t, accumulate);
  return { node: t.accumulator, index: 0 };
}

/** Adds to `variable.grad`: in place, unless the gradients have a graph of their own. */
function accumulate(variable: Tensor, grad: Tensor): void {
  const before = variable.grad;
  if (isGradEnabled()) variable.grad = before ? before.add(grad) : grad;
  else if (before) before.add_(grad);
  // A gradient that is a view or is shared with another leaf is copied: it will be written into.
  else variable.grad = grad.base || grad.storage.length !== grad.numel() ? grad.clone() : grad.detach();
}
