/** Functions of one element. */
import type { Tensor } from "../tensor.ts";
import { pointwise } from "./pointwise.ts";

export const neg = pointwise({
  schema: "neg(Tensor self) -> Tensor",
  doc: "`-self`.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self"],
  expression: { cpu: (a) => -a, wgsl: "-a" },
  node: "NegBackward0",
  derivatives: (d) => [d("self", [], (c) => c.grad.neg())],
});

export const abs = pointwise({
  schema: "abs(Tensor self) -> Tensor",
  doc: "The absolute value of each element.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self"],
  expression: { cpu: Math.abs, wgsl: "abs(a)" },
  node: "AbsBackward0",
  derivatives: (d) => [d("self", ["self"], (c) => c.grad.mul(sign({ self: c.self })))],
});

export const sign = pointwise({
  schema: "sign(Tensor self) -> Tensor",
  doc: "-1, 0 or 1, by the sign of each element.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self"],
  expression: {
    cpu: (a) => (a > 0 ? 1 : a < 0 ? -1 : 0),
    wgsl: "select(T(0), T(1), a > T(0)) - select(T(0), T(1), a < T(0))",
  },
  node: "SignBackward0",
  derivatives: (d) => [d("self", [], (c) => c.grad.mul(0))],
});

export const exp = pointwise({
  schema: "exp(Tensor self) -> Tensor",
  doc: "e to the power of each element.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self"],
  promotes: "float",
  expression: { cpu: Math.exp, wgsl: "exp(a)" },
  node: "ExpBackward0",
  derivatives: (d) => [d("self", ["result"], (c) => c.grad.mul(c.result))],
});

export const log = pointwise({
  schema: "log(Tensor self) -> Tensor",
  doc: "The natural logarithm of each element.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self"],
  promotes: "float",
  expression: { cpu: Math.log, wgsl: "select(log(a), nan(), a < 0)" },
  node: "LogBackward0",
  derivatives: (d) => [d("self", ["self"], (c) => c.grad.div(c.self))],
});

export const sqrt = pointwise({
  schema: "sqrt(Tensor self) -> Tensor",
  doc: "The square root of each element.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self"],
  promotes: "float",
  expression: { cpu: Math.sqrt, wgsl: "sqrt(a)" },
  node: "SqrtBackward0",
  derivatives: (d) => [d("self", ["result"], (c) => c.grad.div(c.result.mul(2)))],
});

export const relu = pointwise({
  schema: "relu(Tensor self) -> Tensor",
  doc: "`max(0, x)` of each element.",
  on: ["method", "torch", "F"],
  inplace: true,
  inplaceOption: true,
  operands: ["self"],
  // NaN stays NaN, as in PyTorch: WGSL's `max` would drop it on some GPUs.
  expression: { cpu: (a) => Math.max(a, 0), wgsl: "select(a, T(0), a <= T(0))" },
  node: "ReluBackward0",
  derivatives: (d) => [
    d("self", ["result"], (c) => thresholdBackward({ gradOutput: c.grad, self: c.result, threshold: 0 })),
  ],
});

export const thresholdBackward = pointwise({
  schema: "threshold_backward(Tensor grad_output, Tensor self, Scalar threshold) -> Tensor",
  doc: "The gradient where `self` is above the threshold, else 0.",
  operands: ["gradOutput", "self"],
  scalars: ["threshold"],
  expression: { cpu: (g, x, threshold) => (x <= threshold ? 0 : g), wgsl: "select(a, T(0), b <= threshold)" },
  node: "ThresholdBackwardBackward0",
  derivatives: (d) => [
    d(
      "gradOutput",
      ["self", "threshold"],
      (c): Tensor => thresholdBackward({ gradOutput: c.grad, self: c.self, threshold: c.threshold }),
    ),
    d("self", [], (c) => c.grad.mul(0)),
  ],
});

export const sigmoid = pointwise({
  schema: "sigmoid(Tensor self) -> Tensor",
  doc: "`1 / (1 + exp(-x))` of each element.",
  on: ["method", "torch", "F"],
  inplace: true,
  operands: ["self"],
  promotes: "float",
  expression: { cpu: (a) => 1 / (1 + Math.exp(-a)), wgsl: "1 / (1 + exp(-a))" },
  node: "SigmoidBackward0",
  derivatives: (d) => [
    d("self", ["result"], (c) => sigmoidBackward({ gradOutput: c.grad, output: c.result })),
  ],
  cost: 4,
});

export const sigmoidBackward = pointwise({
  schema: "sigmoid_backward(Tensor grad_output, Tensor output) -> Tensor",
  doc: "`grad * (1 - output) * output`.",
  operands: ["gradOutput", "output"],
  expression: { cpu: (g, y) => g * (1 - y) * y, wgsl: "a * (1 - b) * b" },
  node: "SigmoidBackwardBackward0",
  derivatives: (d) => [
    d("gradOutput", ["output"], (c): Tensor => sigmoidBackward({ gradOutput: c.grad, output: c.output })),
    d("output", ["gradOutput", "output"], (c) => c.grad.mul(c.gradOutput).mul(c.output.mul(-2).add(1))),
  ],
  cost: 3,
});

export const tanh = pointwise({
  schema: "tanh(Tensor self) -> Tensor",
  doc: "The hyperbolic tangent of each element.",
  on: ["method", "torch", "F"],
  inplace: true,
  operands: ["self"],
  promotes: "float",
  // Beyond ±15 float32 tanh is ±1; the clamp keeps exp() of some GPU drivers from overflowing to NaN.
  expression: { cpu: Math.tanh, wgsl: "tanh(clamp(a, -15.0, 15.0))" },
  node: "TanhBackward0",
  derivatives: (d) => [d("self", ["result"], (c) => tanhBackward({ gradOutput: c.grad, output: c.result }))],
  cost: 4,
});

export const tanhBackward = pointwise({
  schema: "tanh_backward(Tensor grad_output, Tensor output) -> Tensor",
  doc: "`grad * (1 - output²)`.",
  operands: ["gradOutput", "output"],
  expression: { cpu: (g, y) => g * (1 - y * y), wgsl: "a * (1 - b * b)" },
  node: "TanhBackwardBackward0",
  derivatives: (d) => [
    d("gradOutput", ["output"], (c): Tensor => tanhBackward({ gradOutput: c.grad, output: c.output })),
    d("output", ["gradOutput", "output"], (c) => c.grad.mul(c.gradOutput).mul(c.output).mul(-2)),
  ],
  cost: 3,
});
