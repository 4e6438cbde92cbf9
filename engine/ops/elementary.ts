/** Elementary functions of one element: trigonometric, exponential and logarithmic ones, the error function. */
import { erf as erfOf } from "../devices/cpu/erf.ts";
import { mathRow } from "./mathRow.ts";
import { pointwise } from "./pointwise.ts";

export const sin = pointwise({
  ...mathRow,
  schema: "sin(Tensor self) -> Tensor",
  doc: "The sine of each element, in radians.",
  expression: { cpu: Math.sin, wgsl: "sine(a, 0)" },
  node: "SinBackward0",
  derivatives: (d) => [d("self", ["self"], (c) => c.grad.mul(c.self.cos()))],
});

export const cos = pointwise({
  ...mathRow,
  schema: "cos(Tensor self) -> Tensor",
  doc: "The cosine of each element, in radians.",
  expression: { cpu: Math.cos, wgsl: "sine(a, 1)" },
  node: "CosBackward0",
  derivatives: (d) => [d("self", ["self"], (c) => c.grad.mul(c.self.sin().neg()))],
});

export const erf = pointwise({
  ...mathRow,
  schema: "erf(Tensor self) -> Tensor",
  doc: "The error function of each element: `2/√π ∫₀ˣ exp(-t²) dt`.",
  expression: { cpu: erfOf, wgsl: "errorFunction(a)" },
  node: "ErfBackward0",
  derivatives: (d) => [
    d("self", ["self"], (c) =>
      c.self
        .pow(2)
        .neg()
        .exp()
        .mul(2 / Math.sqrt(Math.PI))
        .mul(c.grad),
    ),
  ],
  cost: 10,
});

export const log1p = pointwise({
  ...mathRow,
  schema: "log1p(Tensor self) -> Tensor",
  doc: "`log(1 + x)` of each element, exact for small x.",
  expression: {
    cpu: Math.log1p,
    // Near 0 the sum loses digits: a Taylor series instead.
    wgsl: "select(select(log(1 + a), nan(), a < -1), a * (1 - a * (0.5 - a * (0.33333333 - a * (0.25 - a * 0.2)))), abs(a) < 0.03)",
  },
  node: "Log1PBackward0",
  derivatives: (d) => [d("self", ["self"], (c) => c.grad.div(c.self.add(1)))],
});

export const log2 = pointwise({
  ...mathRow,
  schema: "log2(Tensor self) -> Tensor",
  doc: "The logarithm of each element to the base 2.",
  expression: { cpu: Math.log2, wgsl: "select(log2(a), nan(), a < 0)" },
  node: "Log2Backward0",
  derivatives: (d) => [d("self", ["self"], (c) => c.grad.div(c.self.mul(Math.LN2)))],
});

export const expm1 = pointwise({
  ...mathRow,
  schema: "expm1(Tensor self) -> Tensor",
  doc: "`exp(x) - 1` of each element, exact for small x.",
  expression: {
    cpu: Math.expm1,
    wgsl: "select(exp(a) - 1, a * (1 + a / 2 * (1 + a / 3 * (1 + a / 4 * (1 + a / 5 * (1 + a / 6 * (1 + a / 7)))))), abs(a) < 0.4)",
  },
  node: "Expm1Backward0",
  derivatives: (d) => [d("self", ["result"], (c) => c.grad.mul(c.result.add(1)))],
});

export const rsqrt = pointwise({
  ...mathRow,
  schema: "rsqrt(Tensor self) -> Tensor",
  doc: "`1 / √x` of each element.",
  expression: { cpu: (a) => 1 / Math.sqrt(a), wgsl: "1 / sqrt(a)" },
  node: "RsqrtBackward0",
  derivatives: (d) => [d("self", ["result"], (c) => c.grad.mul(-0.5).mul(c.result.pow(3)))],
  cost: 2,
});

export const reciprocal = pointwise({
  ...mathRow,
  schema: "reciprocal(Tensor self) -> Tensor",
  doc: "`1 / x` of each element.",
  expression: { cpu: (a) => 1 / a, wgsl: "1 / a" },
  node: "ReciprocalBackward0",
  derivatives: (d) => [d("self", ["result"], (c) => c.grad.neg().mul(c.result.mul(c.result)))],
  cost: 1,
});
