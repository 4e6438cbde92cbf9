/** Activations of straight pieces: clamps, and what is made of them. */
import type { Tensor } from "../tensor.ts";
import { defineOp } from "./op.ts";
import { pointwise } from "./pointwise.ts";

export const hardtanh = pointwise({
  schema: "hardtanh(Tensor self, Scalar min_val=-1, Scalar max_val=1) -> Tensor",
  doc: "x, but at least `minVal` and at most `maxVal`.",
  on: ["F"],
  inplace: true,
  inplaceOption: true,
  operands: ["self"],
  scalars: ["minVal", "maxVal"],
  expression: {
    cpu: (a, low, high) => Math.min(Math.max(a, low), high),
    wgsl: "select(select(a, minVal, a < minVal), maxVal, a > maxVal)",
  },
  node: "HardtanhBackward0",
  derivatives: (d) => [
    d("self", ["maxVal", "minVal", "self"], (c) =>
      hardtanhBackward({ gradOutput: c.grad, self: c.self, minVal: c.minVal, maxVal: c.maxVal }),
    ),
  ],
});

const hardtanhBackward = pointwise({
  schema: "hardtanh_backward(Tensor grad_output, Tensor self, Scalar min_val, Scalar max_val) -> Tensor",
  doc: "The gradient where `self` is between the bounds, else 0.",
  operands: ["gradOutput", "self"],
  scalars: ["minVal", "maxVal"],
  expression: {
    cpu: (g, x, low, high) => (x > low && x < high ? g : 0),
    wgsl: "select(T(0), a, b > minVal && b < maxVal)",
  },
  node: "HardtanhBackwardBackward0",
  derivatives: (d) => [
    d(
      "gradOutput",
      ["maxVal", "minVal", "self"],
      (c): Tensor =>
        hardtanhBackward({ gradOutput: c.grad, self: c.self, minVal: c.minVal, maxVal: c.maxVal }),
    ),
  ],
});

export const relu6 = defineOp({
  schema: "relu6(Tensor self, bool inplace=False) -> Tensor",
  doc: "x, but at least 0 and at most 6.",
  on: ["F"],
  composite: ({ self, inplace }) => (inplace ? hardtanh.inplace : hardtanh)({ self, minVal: 0, maxVal: 6 }),
});

export const hardswish = pointwise({
  schema: "hardswish(Tensor self) -> Tensor",
  doc: "`x · relu6(x + 3) / 6`.",
  on: ["F"],
  inplace: true,
  inplaceOption: true,
  operands: ["self"],
  expression: {
    cpu: (a) => (a * Math.min(Math.max(a + 3, 0), 6)) / 6,
    wgsl: "a * clamp(a + 3, 0.0, 6.0) / 6",
  },
  node: "HardswishBackward0",
  derivatives: (d) => [
    d("self", ["self"], (c) => {
      const slope = c.self.div(3).add(0.5);
      return c.grad.mul(slope.maskedFill(c.self.le(-3), 0).maskedFill(c.self.ge(3), 1));
    }),
  ],
  cost: 4,
});

export const hardsigmoid = pointwise({
  schema: "hardsigmoid(Tensor self) -> Tensor",
  doc: "`relu6(x + 3) / 6`.",
  on: ["F"],
  inplace: true,
  inplaceOption: true,
  operands: ["self"],
  expression: { cpu: (a) => Math.min(Math.max(a + 3, 0), 6) / 6, wgsl: "clamp(a + 3, 0.0, 6.0) / 6" },
  node: "HardsigmoidBackward0",
  derivatives: (d) => [
    d("self", ["self"], (c) => c.grad.div(6).maskedFill(c.self.le(-3).logicalOr(c.self.ge(3)), 0)),
  ],
  cost: 3,
});
