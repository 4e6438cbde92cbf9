/** What may be written in place while a graph is built, and in PyTorch's words what may not. */
import { RuntimeError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { buildsGraph, isInferenceModeEnabled } from "./mode.ts";

/** Refuses a write into `self`. `graph`: the write gets a node. */
export function requireWritable(self: Tensor, graph: boolean): void {
  const { base } = self;
  if (buildsGraph() && (graph || self.requiresGrad || base?.requiresGrad)) {
    if (base) {
      requireUntouched(self, "is being");
      if (self.requiresGrad && base.isLeaf) {
        throw new RuntimeError(
          "a view of a leaf Variable that requires grad is being used in an in-place operation.",
        );
      }
    }
    if (self.requiresGrad && self.isLeaf) {
      throw new RuntimeError("a leaf Variable that requires grad is being used in an in-place operation.");
    }
  }
  if (self.shape.some((size, d) => size > 1 && self.strides[d] === 0)) {
    throw new RuntimeError(
      "unsupported operation: more than one element of the written-to tensor refers to a single memory location. Please clone() the tensor before performing the operation.",
    );
  }
  if (self.isInference() && !isInferenceModeEnabled()) {
    throw new RuntimeError(
      "Inplace update to inference tensor outside InferenceMode is not allowed.You can make a clone to get a normal tensor before doing inplace update.See https://github.com/pytorch/rfcs/pull/17 for more details.",
    );
  }
}

/** Refuses to give a view a new history after its storage was written. */
export function requireFollowed(view: Tensor): void {
  requireUntouched(view, "its base or another view of its base has been");
}

/** PyTorch's `handle_view_on_rebase`. */
function requireUntouched(view: Tensor, what: string): void {
  const node = view.currentNode;
  if (node?.guardsViews) {
    throw new RuntimeError(`${outputOf(view)} is a view and ${what} modified inplace. ${ADVICE.function}`);
  }
  const { creation } = view;
  if (creation === null) return;
  const byMode = creation !== "several views" || !node;
  const made = node ? `${outputOf(view)} is a view of a view which was created in` : "A view was created in";
  const mode = creation === "inference mode" ? "inference mode" : "no_grad mode";
  const now = creation === "inference mode" ? "normal mode" : "grad mode enabled";
  const fact = byMode
    ? `${made} ${mode} and ${what} modified inplace ${creation === "inference mode" ? "in " : "with "}${now}.`
    : `${outputOf(view)} is a view and ${what} modified inplace.`;
  throw new RuntimeError(`${fact} ${ADVICE[creation]}`);
}

const outputOf = (view: Tensor): string => `Output ${view.outputIndex} of ${view.currentNode?.opName}`;

const ambiguous = (block: string): string =>
  `Given that this use case is ambiguous and error-prone, it is forbidden. You can clarify your code by moving both the view and the inplace either both inside the ${block} block (if you don't want the inplace to be tracked) or both outside (if you want the inplace to be tracked).`;

const ADVICE = {
  "no_grad mode": ambiguous("no_grad"),
  "inference mode": ambiguous("inference_mode"),
  "several views":
    "This view is the output of a function that returns multiple views. Such functions do not allow the output views to be modified inplace. You should replace the inplace operation by an out-of-place one.",
  function:
    "This view was created inside a custom Function (or because an input was returned as-is) and the autograd logic to handle view+inplace would override the custom backward associated with the custom Function, leading to incorrect gradients. This behavior is forbidden. You can fix this by cloning the output of the custom Function.",
} as const;
