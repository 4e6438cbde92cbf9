/** Weight normalization: a tensor as a direction, scaled to a norm for each index of one dimension. */
import { isGradEnabled } from "../autograd/mode.ts";
import type { Tensor } from "../tensor.ts";
import { contiguous } from "./copy.ts";
import { defineOp } from "./op.ts";
import { distanceNorm, linalgVectorNorm, normGradient } from "./vectorNorm.ts";
import { transpose, view } from "./views.ts";

/** Of all elements, under the name that PyTorch has for it here. */
const normOfAll = defineOp({
  schema: "_norm(Tensor self, Scalar p=2) -> Tensor",
  doc: "The p-norm of all elements.",
  explicit: ({ self, p }) => linalgVectorNorm({ self, ord: p }),
  node: "NormBackward0",
  derivatives: (d) => [
    d("self", ["p", "result", "self"], (c) =>
      normGradient(c.grad, c.self, c.result, { ord: c.p, dim: null, keepdim: false }),
    ),
  ],
});

export const normExceptDim = defineOp({
  schema: "norm_except_dim(Tensor v, int pow=2, int dim=0) -> Tensor",
  doc: "The norm over all dimensions but `dim`, which keep a size of 1; with `dim` -1 over all.",
  on: ["torch"],
  composite: ({ v, pow, dim }): Tensor => {
    if (dim === -1) return normOfAll({ self: v, p: pow });
    const lasting = (size: readonly number[], over: number) => {
      const lines = view({ self: contiguous({ self: v }), size });
      const shape = v.shape.map((s, i) => (i === dim ? s : 1));
      return view({ self: distanceNorm({ self: lines, p: pow, dim: [over] }), size: shape });
    };
    if (dim === 0) return lasting([v.shape[0] as number, -1], 1);
    if (dim === v.ndim - 1) return lasting([-1, v.shape[dim] as number], 0);
    const turned = normExceptDim({ v: transpose({ self: v, dim0: 0, dim1: dim }), pow, dim: 0 });
    return transpose({ self: turned, dim0: 0, dim1: dim });
  },
});

/** The first or the last dimension: PyTorch has kernels for these. */
const weightNormInterface = defineOp({
  schema: "_weight_norm_interface(Tensor v, Tensor g, int dim=0) -> (Tensor weight, Tensor norms)",
  doc: "`v` with the norms `g`, and the norms it had.",
  explicit: ({ v, g, dim }) => {
    const norms = normExceptDim({ v, pow: 2, dim });
    return [v.mul(g.div(norms)), norms];
  },
  node: "WeightNormInterfaceBackward0",
  derivatives: (d) => [
    d(["v", "g"], ["dim", "g", "result1", "v"], (c) => {
      const others = c.v.shape.map((_, i) => i).filter((i) => i !== c.dim);
      const along = c.grad.mul(c.v).sum(others, { keepdim: true });
      // With a graph of the backward pass itself, from ops that have derivatives.
      const norms = isGradEnabled() ? normExceptDim({ v: c.v, pow: 2, dim: c.dim }) : c.result1;
      const spread = c.g.div(norms).mul(c.grad.sub(c.v.mul(along.div(norms.mul(norms)))));
      return [spread, along.div(norms)];
    }),
  ],
});

export const weightNorm = defineOp({
  schema: "_weight_norm(Tensor v, Tensor g, int dim=0) -> Tensor",
  doc: "`v` scaled so that its norms over all dimensions but `dim` are `g`.",
  composite: ({ v, g, dim }) =>
    dim === 0 || dim === v.ndim - 1
      ? weightNormInterface({ v: contiguous({ self: v }), g: contiguous({ self: g }), dim })[0]
      : v.mul(g.div(normExceptDim({ v, pow: 2, dim }))),
});
