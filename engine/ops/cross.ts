/** The cross product of vectors of three. */

import { scalarTypeName } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import { broadcastShapes, wrapDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { defineOp } from "./op.ts";

const linalgCross = defineOp({
  schema: "linalg_cross(Tensor self, Tensor other, *, int dim=-1) -> Tensor",
  doc: "The cross product of the vectors of three along a dimension.",
  on: ["linalg"],
  explicit: ({ self, other, dim }) => {
    if (self.ndim !== other.ndim) {
      throw new RuntimeError("linalg.cross: inputs must have the same number of dimensions.");
    }
    const at = wrapDim(dim, self.ndim);
    if (self.shape[at] !== 3 || other.shape[at] !== 3) {
      throw new RuntimeError(
        `linalg.cross: inputs dimension ${dim} must have length 3. Got ${self.shape[at]} and ${other.shape[at]}`,
      );
    }
    const shape = broadcastShapes(self.shape, other.shape);
    if (self.dtype !== other.dtype) {
      throw new RuntimeError(
        `expected scalar type ${scalarTypeName(self.dtype)} but found ${scalarTypeName(other.dtype)}`,
      );
    }
    // Component i is a[i+1] b[i+2] - a[i+2] b[i+1]: rolled by two and by one.
    const [a, b] = [self.expand(shape), other.expand(shape)];
    const turned = (t: Tensor, shift: number) => t.roll(shift, at);
    return turned(a, 2)
      .mul(turned(b, 1))
      .sub(turned(a, 1).mul(turned(b, 2)))
      .contiguous();
  },
  node: "LinalgCrossBackward0",
  derivatives: (d) => [
    d("self", ["dim", "other"], (c): Tensor => linalgCross({ self: c.other, other: c.grad, dim: c.dim })),
    d("other", ["dim", "self"], (c): Tensor => linalgCross({ self: c.grad, other: c.self, dim: c.dim })),
  ],
  flops: ({ self }) => 3 * self.numel(),
});

export const cross = defineOp({
  schema: "cross(Tensor self, Tensor other, int? dim=None) -> Tensor",
  doc: "The cross product of the vectors of three along `dim`; without it, along the first dimension of size 3.",
  on: ["method", "torch"],
  composite: ({ self, other, dim }) => {
    const at = dim ?? self.shape.indexOf(3);
    if (dim === null && at < 0) throw new RuntimeError("no dimension of size 3 in input");
    return linalgCross({ self, other, dim: at });
  },
});
