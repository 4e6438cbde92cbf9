/** Sums, differences, products, quotients and powers, elementwise with broadcasting. */
import { int32 } from "../dtype.ts";
import type { Tensor } from "../tensor.ts";
import { pointwise } from "./pointwise.ts";

export const add = pointwise({
  schema: "add.Tensor(Tensor self, Tensor|Scalar other, *, Scalar alpha=1) -> Tensor",
  doc: "`self + alpha * other`, elementwise with broadcasting.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self", "other"],
  exactNumbers: true,
  scalars: ["alpha"],
  expression: { cpu: (a, b, alpha) => a + alpha * b, wgsl: "a + alpha * b" },
  node: "AddBackward0",
  derivatives: (d) => [d("self", [], (c) => c.grad), d("other", ["alpha"], (c) => scaled(c.grad, c.alpha))],
});

export const sub = pointwise({
  schema: "sub.Tensor(Tensor self, Tensor|Scalar other, *, Scalar alpha=1) -> Tensor",
  doc: "`self - alpha * other`, elementwise with broadcasting.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self", "other"],
  exactNumbers: true,
  scalars: ["alpha"],
  expression: { cpu: (a, b, alpha) => a - alpha * b, wgsl: "a - alpha * b" },
  node: "SubBackward0",
  derivatives: (d) => [
    d("self", [], (c) => c.grad),
    d("other", ["alpha"], (c) => scaled(c.grad.neg(), c.alpha)),
  ],
});

export const mul = pointwise({
  schema: "mul.Tensor(Tensor self, Tensor|Scalar other) -> Tensor",
  doc: "`self * other`, elementwise with broadcasting.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self", "other"],
  exactNumbers: true,
  expression: {
    of: {
      "": { cpu: (a, b) => a * b, wgsl: "a * b" },
      // A double has not all the bits of such a product; the low ones are those that stay.
      int32: { cpu: Math.imul, wgsl: "a * b" },
    },
    choose: ({ self }) => (self.dtype === int32 ? "int32" : ""),
  },
  node: "MulBackward0",
  derivatives: (d) => [
    d("self", ["other"], (c) => c.grad.mul(c.other)),
    d("other", ["self"], (c) => c.grad.mul(c.self)),
  ],
});

export const div = pointwise({
  schema: "div.Tensor(Tensor self, Tensor|Scalar other) -> Tensor",
  doc: "`self / other`, elementwise with broadcasting; integers give float32.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self", "other"],
  exactNumbers: true,
  promotes: "float",
  expression: { cpu: (a, b) => a / b, wgsl: "a / b" },
  node: "DivBackward0",
  derivatives: (d) => [
    d("self", ["other"], (c) => c.grad.div(c.other)),
    d("other", ["other", "self"], (c) => c.grad.neg().mul(c.self.div(c.other).div(c.other))),
  ],
});

export const rsubScalar = pointwise({
  schema: "rsub.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor",
  doc: "`other - alpha * self`: the subtraction turned around.",
  on: ["torch"],
  operands: ["self"],
  scalars: ["other", "alpha"],
  expression: { cpu: (a, other, alpha) => other - alpha * a, wgsl: "other - alpha * a" },
  node: "RsubBackward1",
  derivatives: (d) => [d("self", ["alpha"], (c) => scaled(c.grad.neg(), c.alpha))],
});

export const rsub = pointwise({
  schema: "rsub.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor",
  doc: "`other - alpha * self`: the subtraction turned around.",
  on: ["torch"],
  operands: ["self", "other"],
  scalars: ["alpha"],
  expression: { cpu: (a, b, alpha) => b - alpha * a, wgsl: "b - alpha * a" },
  node: "RsubBackward0",
  derivatives: (d) => [
    d("self", ["alpha"], (c) => scaled(c.grad.neg(), c.alpha)),
    d("other", [], (c) => c.grad),
  ],
});

function scaled(t: Tensor, factor: number): Tensor {
  return factor === 1 ? t : t.mul(factor);
}
