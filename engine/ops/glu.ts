/** The gated linear unit: one half of a tensor opens and closes the other. */
import { RuntimeError } from "../errors.ts";
import { elementwiseStrides } from "../memoryFormat.ts";
import { wrapDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { cat } from "./join.ts";
import { defineOp } from "./op.ts";
import { pointwise } from "./pointwise.ts";
import { slice } from "./views.ts";

const half = (self: Tensor, dim: number, second: boolean): Tensor => {
  const size = (self.shape[dim] as number) / 2;
  return slice({ self, dim, start: second ? size : 0, end: second ? 2 * size : size });
};

/** Reads its halves as views: no copy is made of them. */
const gate = pointwise({
  schema: "_glu(Tensor self, Tensor other) -> Tensor",
  doc: "`a · sigmoid(b)`.",
  operands: ["self", "other"],
  expression: { cpu: (a, b) => a / (1 + Math.exp(-b)), wgsl: "a / (1 + exp(-b))" },
  cost: 5,
});

/** Half of a tensor along a dimension, and where in the elements the second half starts. */
function halved(t: { shape: readonly number[]; strides: readonly number[]; size: number }, dim: number) {
  const at = wrapDim(dim, t.shape.length);
  const half = (t.shape[at] as number) / 2;
  return {
    shape: t.shape.map((s, i) => (i === at ? half : s)),
    size: t.size / 2,
    second: half * (t.strides[at] as number),
  };
}

export const glu = defineOp({
  schema: "glu(Tensor self, int dim=-1) -> Tensor",
  doc: "The gated linear unit: the first half of a dimension times the sigmoid of the second.",
  on: ["F"],
  layout: "strided",
  meta: ({ self, dim }) => {
    if (self.ndim === 0)
      throw new RuntimeError("glu does not support scalars because halving size must be even");
    const at = wrapDim(dim, self.ndim);
    const size = self.shape[at] as number;
    if (size % 2 !== 0) {
      throw new RuntimeError(`Halving dimension must be even, but dimension ${at} is size ${size}`);
    }
    const shape = self.shape.map((s, i) => (i === at ? size / 2 : s));
    return { shape, strides: elementwiseStrides(shape, [{ shape, strides: self.strides }]) };
  },
  cpu: ({ self, dim }, out) => {
    const { shape, size, second } = halved(self, dim);
    const part = (offset: number) => ({ ...self, shape, size, data: self.data.subarray(offset) });
    gate.definition.cpu?.({ self: part(0), other: part(second) }, out);
  },
  webgpu: ({ self, dim }, out, gpu) => {
    const { shape, size, second } = halved(self, dim);
    const part = (offset: number) => ({ ...self, shape, size, offset: self.offset + offset });
    gate.definition.webgpu?.({ self: part(0), other: part(second) }, out, gpu);
  },
  node: "GluBackward0",
  derivatives: (d) => [
    d("self", ["dim", "self"], (c) => {
      const at = wrapDim(c.dim, c.self.ndim);
      const open = half(c.self, at, true).sigmoid();
      const value = half(c.self, at, false);
      const byValue = c.grad.mul(open);
      return cat({ tensors: [byValue, byValue.mul(open.neg().add(1)).mul(value)], dim: at });
    }),
  ],
  flops: (_, [out]) => 5 * (out?.shape.reduce((n, s) => n * s, 1) ?? 0),
});
