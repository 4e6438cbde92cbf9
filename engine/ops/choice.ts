/** Elements chosen by a mask, and mixtures of two or three tensors. */
import { RuntimeError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { elementOf } from "./elementOf.ts";
import { defineOp } from "./op.ts";
import { pointwise } from "./pointwise.ts";

function checkMask(mask: Tensor): void {
  if (mask.dtype.name === "bool") return;
  throw new RuntimeError(
    `masked_fill_ only supports boolean masks, but got mask with dtype ${mask.dtype.cName}`,
  );
}

export const where = pointwise({
  schema: "where.self(Tensor condition, Tensor|Scalar self, Tensor|Scalar other) -> Tensor",
  doc: "The elements of `self` where `condition` holds, else those of `other`; all three are broadcast.",
  on: ["torch"],
  operands: ["condition", "self", "other"],
  unpromoted: ["condition"],
  check: ({ condition }) => {
    if (condition.dtype.name !== "bool" && condition.dtype.name !== "uint8") {
      throw new RuntimeError(
        `where expected condition to be a boolean tensor, but got a tensor with dtype ${condition.dtype.tensorType.replace("Tensor", "")}`,
      );
    }
  },
  expression: { cpu: (mask, a, b) => (mask !== 0 ? a : b), wgsl: "select(c, b, a != 0)" },
  node: "WhereBackward0",
  derivatives: (d) => [
    d("self", ["condition"], (c) => c.grad.maskedFill(c.condition.logicalNot(), 0)),
    d("other", ["condition"], (c) => c.grad.maskedFill(c.condition.ne(0), 0)),
  ],
});

export const whereMethod = defineOp({
  schema: "where.method(Tensor self, Tensor condition, Tensor|Scalar other) -> Tensor",
  doc: "The tensor's own elements where `condition` holds, else those of `other`; all three are broadcast.",
  on: ["method"],
  composite: ({ self, condition, other }) => where({ condition, self, other }),
});

export const maskedFill = pointwise({
  schema: "masked_fill.Scalar(Tensor self, Tensor mask, Scalar value) -> Tensor",
  doc: "`value` where `mask` holds, else the element; `mask` is broadcast.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self", "mask"],
  scalars: ["value"],
  promotes: null,
  check: ({ self, mask, value }) => {
    checkMask(mask);
    elementOf(value, self.dtype);
  },
  expression: { cpu: (a, mask, value) => (mask !== 0 ? value : a), wgsl: "select(T(a), value, b != 0)" },
  node: "MaskedFillBackward0",
  derivatives: (d) => [d("self", ["mask"], (c) => c.grad.maskedFill(c.mask, 0))],
});

export const maskedFillTensor = pointwise({
  schema: "masked_fill.Tensor(Tensor self, Tensor mask, Tensor value) -> Tensor",
  doc: "The only element of `value` where `mask` holds, else the element; `mask` is broadcast.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self", "mask", "value"],
  promotes: null,
  check: ({ mask, value }) => {
    checkMask(mask);
    if (value.ndim !== 0) {
      throw new RuntimeError(
        `masked_fill_ only supports a 0-dimensional value tensor, but got tensor with ${value.ndim} dimension(s).`,
      );
    }
  },
  expression: { cpu: (a, mask, value) => (mask !== 0 ? value : a), wgsl: "select(T(a), T(c), b != 0)" },
  node: "MaskedFillBackward1",
  derivatives: (d) => [
    d("self", ["mask"], (c) => c.grad.maskedFill(c.mask, 0)),
    d("value", ["mask"], (c) => c.grad.maskedFill(c.mask.logicalNot(), 0).sum()),
  ],
});

// From the nearer end, as PyTorch does: exact at both.
const lerp = (a: number, b: number, w: number): number =>
  Math.abs(w) < 0.5 ? a + w * (b - a) : b - (b - a) * (1 - w);
const lerpText = (w: string) => `select(b - (b - a) * (1 - ${w}), a + ${w} * (b - a), abs(${w}) < 0.5)`;

export const lerpScalar = pointwise({
  schema: "lerp.Scalar(Tensor self, Tensor end, Scalar weight) -> Tensor",
  doc: "`self + weight * (end - self)`: on the line from `self` to `end`.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self", "end"],
  scalars: ["weight"],
  expression: { cpu: lerp, wgsl: lerpText("weight") },
  node: "LerpBackward0",
  derivatives: (d) => [
    d("self", ["weight"], (c) => c.grad.mul(1 - c.weight)),
    d("end", ["weight"], (c) => c.grad.mul(c.weight)),
  ],
  cost: 3,
});

export const lerpTensor = pointwise({
  schema: "lerp.Tensor(Tensor self, Tensor end, Tensor weight) -> Tensor",
  doc: "`self + weight * (end - self)`, elementwise with broadcasting.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self", "end", "weight"],
  expression: { cpu: lerp, wgsl: lerpText("c") },
  node: "LerpBackward1",
  derivatives: (d) => [
    d("self", ["weight"], (c) => c.grad.mul(c.weight.neg().add(1))),
    d("end", ["weight"], (c) => c.grad.mul(c.weight)),
    d("weight", ["end", "self"], (c) => c.grad.mul(c.end.sub(c.self))),
  ],
  cost: 3,
});

export const addcmul = pointwise({
  schema: "addcmul(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor",
  doc: "`self + value * tensor1 * tensor2`, elementwise with broadcasting.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self", "tensor1", "tensor2"],
  scalars: ["value"],
  expression: { cpu: (a, b, c, value) => a + value * b * c, wgsl: "a + value * b * c" },
  node: "AddcmulBackward0",
  derivatives: (d) => [
    d("self", [], (c) => c.grad),
    d("tensor1", ["tensor2", "value"], (c) => c.grad.mul(c.tensor2.mul(c.value))),
    d("tensor2", ["tensor1", "value"], (c) => c.grad.mul(c.tensor1.mul(c.value))),
  ],
  cost: 3,
});

export const addcdiv = pointwise({
  schema: "addcdiv(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor",
  doc: "`self + value * tensor1 / tensor2`, elementwise with broadcasting.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self", "tensor1", "tensor2"],
  scalars: ["value"],
  expression: { cpu: (a, b, c, value) => a + (value * b) / c, wgsl: "a + value * b / c" },
  node: "AddcdivBackward0",
  derivatives: (d) => [
    d("self", [], (c) => c.grad),
    d("tensor1", ["tensor2", "value"], (c) => c.grad.mul(c.tensor2.reciprocal().mul(c.value))),
    d("tensor2", ["tensor1", "tensor2", "value"], (c) =>
      c.grad.neg().mul(c.tensor1.mul(c.value).div(c.tensor2.mul(c.tensor2))),
    ),
  ],
  cost: 3,
});
