/**
 * Arithmetic with a plain number as PyTorch's own C++ writes it inside composed functions. The results are those of
 * `add`, `sub`, `mul` and `div`; the autograd nodes have names of their own, which graphs of losses show.
 */
import type { Tensor } from "../tensor.ts";
import { pointwise } from "./pointwise.ts";

export const addScalar = pointwise({
  schema: "add.Scalar(Tensor self, Scalar other) -> Tensor",
  doc: "`self + other`.",
  operands: ["self"],
  scalars: ["other"],
  expression: { cpu: (a, other) => a + other, wgsl: "a + other" },
  node: "AddBackward1",
  derivatives: (d) => [d("self", [], (c) => c.grad)],
});

export const subScalar = pointwise({
  schema: "sub.Scalar(Tensor self, Scalar other) -> Tensor",
  doc: "`self - other`.",
  operands: ["self"],
  scalars: ["other"],
  expression: { cpu: (a, other) => a - other, wgsl: "a - other" },
  node: "SubBackward1",
  derivatives: (d) => [d("self", [], (c) => c.grad)],
});

export const mulScalar = pointwise({
  schema: "mul.Scalar(Tensor self, Scalar other) -> Tensor",
  doc: "`self * other`.",
  operands: ["self"],
  scalars: ["other"],
  expression: { cpu: (a, other) => a * other, wgsl: "a * other" },
  node: "MulBackward1",
  derivatives: (d) => [d("self", ["other"], (c): Tensor => mulScalar({ self: c.grad, other: c.other }))],
});

export const divScalar = pointwise({
  schema: "div.Scalar(Tensor self, Scalar other) -> Tensor",
  doc: "`self / other`.",
  promotes: "float",
  operands: ["self"],
  scalars: ["other"],
  expression: { cpu: (a, other) => a / other, wgsl: "a / other" },
  node: "DivBackward1",
  derivatives: (d) => [d("self", ["other"], (c): Tensor => divScalar({ self: c.grad, other: c.other }))],
});
