/** Powers. */
import { cpuPointwise } from "../devices/cpu/pointwise.ts";
import { gpuPointwise } from "../devices/webgpu/kernels/pointwise.ts";
import { int64 } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import { elementwiseStrides } from "../memoryFormat.ts";
import { numel } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import * as integers from "./integers.ts";
import { defineOp } from "./op.ts";
import { pointwise } from "./pointwise.ts";

/** IEEE's power: 1 to the NaN is 1, where JavaScript has NaN. The power 0.5 is the square root, as in PyTorch, also of -∞. */
const power = (a: number, b: number): number => (a === 1 ? 1 : b === 0.5 ? Math.sqrt(a) : a ** b);

/** The name of the first is none, so that it has its fast loop (`devices/cpu/hotLoops.ts`). */
const byKind = ({ self: { dtype } }: { readonly self: Tensor }): "" | "int64" | "narrow" =>
  dtype.isFloatingPoint ? "" : dtype === int64 ? "int64" : "narrow";

export const powScalar = pointwise({
  schema: "pow.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor",
  doc: "Each element to the power of `exponent`.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self"],
  scalars: ["exponent"],
  check: ({ self, exponent }) => {
    if (self.dtype.category === "int" && Number.isInteger(exponent) && exponent < 0) {
      throw new RuntimeError("Integers to negative integer powers are not allowed.");
    }
  },
  expression: {
    of: {
      "": { cpu: power, wgsl: "T(power(f32(a), f32(exponent)))" },
      int64: { cpu: integers.power, wgsl: "integerPower(a, exponent)" },
      narrow: { cpu: integers.narrowPower, wgsl: "integerPower(a, exponent)" },
    },
    choose: byKind,
  },
  node: "PowBackward0",
  derivatives: (d) => [
    d("self", ["exponent", "self"], (c) =>
      c.exponent === 0 ? c.grad.mul(0) : c.grad.mul(c.self.pow(c.exponent - 1).mul(c.exponent)),
    ),
  ],
  cost: 4,
});

export const powTensor = pointwise({
  schema: "pow.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor",
  doc: "Each element of `self` to the power of that of `exponent`, with broadcasting.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self", "exponent"],
  expression: {
    of: {
      "": { cpu: power, wgsl: "T(power(f32(a), f32(b)))" },
      int64: { cpu: integers.power, wgsl: "integerPower(a, b)" },
      narrow: { cpu: integers.narrowPower, wgsl: "integerPower(a, b)" },
    },
    choose: byKind,
  },
  node: "PowBackward1",
  derivatives: (d) => [
    d("self", ["exponent", "self"], (c) =>
      c.grad.mul(c.exponent.mul(c.self.pow(c.exponent.sub(1)))).maskedFill(c.exponent.eq(0), 0),
    ),
    d("exponent", ["exponent", "result", "self"], (c) =>
      byExponent(c.grad, c.result, c.self.log(), c.self.eq(0).logicalAnd(c.exponent.ge(0))),
    ),
  ],
  cost: 4,
});

/** `grad * result * log(base)`; where the base is 0 and the power is not infinite, 0 instead of 0 · -∞. */
function byExponent(grad: Tensor, result: Tensor, logBase: Tensor | number, zero: Tensor): Tensor {
  return grad.mul(result.mul(logBase)).maskedFill(zero, 0);
}

const fromNumber = {
  cpu: cpuPointwise((b, a) => power(a, b), ["exponent"], ["base"]),
  webgpu: gpuPointwise("pow.Scalar()", "T(power(f32(base), f32(a)))", ["exponent"], ["base"]),
};

export const powOfScalar = defineOp({
  schema: "pow.Scalar(Scalar self, Tensor exponent) -> Tensor",
  doc: "The number `self` to the power of each element.",
  on: ["torch"],
  promotes: "same",
  layout: "strided",
  meta: ({ exponent }) => ({
    shape: exponent.shape,
    strides: elementwiseStrides(exponent.shape, [exponent]),
  }),
  // `self` is a reserved word of WGSL, so the kernels know the number by another name.
  cpu: ({ self, exponent }, out) => fromNumber.cpu({ exponent, base: self }, out),
  webgpu: ({ self, exponent }, out, gpu) => fromNumber.webgpu({ exponent, base: self }, out, gpu),
  node: "PowBackward2",
  derivatives: (d) => [
    d("exponent", ["exponent", "result", "self"], (c) =>
      c.self === 0
        ? c.grad.mul(0)
        : byExponent(c.grad, c.result, Math.log(c.self), c.exponent.ne(c.exponent)),
    ),
  ],
  flops: (_, [out]) => 4 * numel(out?.shape ?? []),
});

export const square = defineOp({
  schema: "square(Tensor self) -> Tensor",
  doc: "`x * x` of each element.",
  on: ["method", "torch"],
  inplace: true,
  composite: ({ self }) => powScalar({ self, exponent: 2 }),
  compositeInplace: ({ self }) => powScalar.inplace({ self, exponent: 2 }),
});
