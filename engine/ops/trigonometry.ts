/** Circular and hyperbolic functions of one element, with their inverses, in radians. */
import { nan } from "../devices/cpu/special.ts";
import type { Tensor } from "../tensor.ts";
import { mathRow } from "./mathRow.ts";
import { pointwise } from "./pointwise.ts";

const squared = (t: Tensor): Tensor => t.mul(t);

export const tan = pointwise({
  ...mathRow,
  schema: "tan(Tensor self) -> Tensor",
  doc: "The tangent of each element, in radians.",
  expression: { cpu: Math.tan, wgsl: "sine(a, 0) / sine(a, 1)" },
  node: "TanBackward0",
  derivatives: (d) => [d("self", ["result"], (c) => c.grad.mul(squared(c.result).add(1)))],
});

export const asin = pointwise({
  ...mathRow,
  schema: "asin(Tensor self) -> Tensor",
  doc: "The angle in [-π/2, π/2] whose sine each element is; NaN beyond ±1.",
  expression: { cpu: Math.asin, wgsl: "arcsine(a)" },
  node: "AsinBackward0",
  derivatives: (d) => [d("self", ["self"], (c) => c.grad.mul(squared(c.self).neg().add(1).rsqrt()))],
});

export const acos = pointwise({
  ...mathRow,
  schema: "acos(Tensor self) -> Tensor",
  doc: "The angle in [0, π] whose cosine each element is; NaN beyond ±1.",
  expression: { cpu: Math.acos, wgsl: "arccosine(a)" },
  node: "AcosBackward0",
  derivatives: (d) => [d("self", ["self"], (c) => c.grad.mul(squared(c.self).neg().add(1).rsqrt().neg()))],
});

export const atan = pointwise({
  ...mathRow,
  schema: "atan(Tensor self) -> Tensor",
  doc: "The angle in (-π/2, π/2) whose tangent each element is.",
  expression: { cpu: Math.atan, wgsl: "arctangent(a)" },
  node: "AtanBackward0",
  derivatives: (d) => [d("self", ["self"], (c) => c.grad.div(squared(c.self).add(1)))],
});

export const sinh = pointwise({
  ...mathRow,
  schema: "sinh(Tensor self) -> Tensor",
  doc: "The hyperbolic sine of each element.",
  expression: { cpu: Math.sinh, wgsl: "hyperbolicSine(a)" },
  node: "SinhBackward0",
  derivatives: (d) => [d("self", ["self"], (c) => c.grad.mul(c.self.cosh()))],
});

export const cosh = pointwise({
  ...mathRow,
  schema: "cosh(Tensor self) -> Tensor",
  doc: "The hyperbolic cosine of each element.",
  expression: { cpu: Math.cosh, wgsl: "hyperbolicCosine(a)" },
  node: "CoshBackward0",
  derivatives: (d) => [d("self", ["self"], (c) => c.grad.mul(c.self.sinh()))],
});

export const asinh = pointwise({
  ...mathRow,
  schema: "asinh(Tensor self) -> Tensor",
  doc: "The inverse of the hyperbolic sine of each element.",
  expression: { cpu: Math.asinh, wgsl: "areaSine(a)" },
  node: "AsinhBackward0",
  inplaceNode: "AsinhBackward1",
  derivatives: (d) => [d("self", ["self"], (c) => c.grad.mul(squared(c.self).add(1).rsqrt()))],
});

export const acosh = pointwise({
  ...mathRow,
  schema: "acosh(Tensor self) -> Tensor",
  doc: "The inverse of the hyperbolic cosine of each element; NaN below 1.",
  expression: { cpu: (a) => (a < 1 ? nan : Math.acosh(a)), wgsl: "areaCosine(a)" },
  node: "AcoshBackward0",
  inplaceNode: "AcoshBackward1",
  derivatives: (d) => [d("self", ["self"], (c) => c.grad.mul(squared(c.self).sub(1).rsqrt()))],
});

export const atanh = pointwise({
  ...mathRow,
  schema: "atanh(Tensor self) -> Tensor",
  doc: "The inverse of the hyperbolic tangent of each element; NaN beyond ±1.",
  expression: { cpu: Math.atanh, wgsl: "areaTangent(a)" },
  node: "AtanhBackward0",
  inplaceNode: "AtanhBackward1",
  derivatives: (d) => [d("self", ["self"], (c) => c.grad.div(squared(c.self).neg().add(1)))],
});

export const atan2 = pointwise({
  schema: "atan2(Tensor self, Tensor other) -> Tensor",
  doc: "The angle in [-π, π] of the point with the ordinate `self` and the abscissa `other`.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self", "other"],
  promotes: "float",
  expression: { cpu: (a, b) => Math.atan2(a, b), wgsl: "arctangent2(a, b)" },
  node: "Atan2Backward0",
  derivatives: (d) => [
    d(["self", "other"], ["other", "self"], (c) => {
      const size = squared(c.self).add(squared(c.other));
      const scaled = c.grad.mul(size.reciprocal().maskedFill(size.eq(0), 0));
      return [scaled.mul(c.other), scaled.mul(c.self.neg())];
    }),
  ],
  cost: 6,
});

const RADIANS = Math.PI / 180;

export const deg2rad = pointwise({
  ...mathRow,
  schema: "deg2rad(Tensor self) -> Tensor",
  doc: "Angles in degrees as radians.",
  expression: { cpu: (a) => a * RADIANS, wgsl: `a * ${RADIANS}` },
  node: "Deg2RadBackward0",
  derivatives: (d) => [d("self", [], (c) => c.grad.mul(RADIANS))],
  cost: 1,
});

export const rad2deg = pointwise({
  ...mathRow,
  schema: "rad2deg(Tensor self) -> Tensor",
  doc: "Angles in radians as degrees.",
  expression: { cpu: (a) => a * (180 / Math.PI), wgsl: `a * ${180 / Math.PI}` },
  node: "Rad2DegBackward0",
  derivatives: (d) => [d("self", [], (c) => c.grad.mul(180 / Math.PI))],
  cost: 1,
});

export const sinc = pointwise({
  ...mathRow,
  schema: "sinc(Tensor self) -> Tensor",
  doc: "`sin(πx) / (πx)` of each element; 1 at 0.",
  expression: {
    cpu: (a) => (a === 0 ? 1 : Math.sin(Math.PI * a) / (Math.PI * a)),
    wgsl: "select(sine(a * 3.14159265, 0) / (a * 3.14159265), 1.0, a == 0)",
  },
  node: "SincBackward0",
  derivatives: (d) => [
    d("self", ["self"], (c) => {
      const angle = c.self.mul(Math.PI);
      const slope = angle.cos().mul(angle).sub(angle.sin()).div(angle.mul(c.self));
      return c.grad.mul(slope.maskedFill(c.self.eq(0), 0));
    }),
  ],
  cost: 6,
});
