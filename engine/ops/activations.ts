/**
 * The functions between the layers of a network, but for those in `unary.ts`, `hardActivations.ts` and `glu.ts`.
 * Formulas: PyTorch's `torch.nn` pages.
 */
import { buildsGraph } from "../autograd/mode.ts";
import { erf } from "../devices/cpu/erf.ts";
import { RuntimeError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { defineOp } from "./op.ts";
import { pointwise } from "./pointwise.ts";

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
/** `log(1 + exp(x))` without overflow. */
const softplusOf = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

const HALF_SQRT_2 = Math.SQRT1_2;
const TANH_SCALE = Math.sqrt(2 / Math.PI);
const TANH_CUBE = 0.044715;

export const gelu = pointwise({
  schema: "gelu(Tensor self, *, str approximate='none') -> Tensor",
  doc: 'The Gaussian error linear unit: `x · Φ(x)`, with `approximate: "tanh"` by a hyperbolic tangent.',
  on: ["F"],
  operands: ["self"],
  check: ({ approximate }) => {
    if (approximate !== "none" && approximate !== "tanh") {
      throw new RuntimeError("approximate argument must be either none or tanh.");
    }
  },
  expression: {
    of: {
      none: {
        cpu: (a) => 0.5 * a * (1 + erf(a * HALF_SQRT_2)),
        wgsl: "0.5 * a * (1 + errorFunction(a * 0.70710678))",
      },
      tanh: {
        cpu: (a) => 0.5 * a * (1 + Math.tanh(TANH_SCALE * (a + TANH_CUBE * a * a * a))),
        wgsl: "0.5 * a * (1 + tanh(clamp(0.7978845608 * (a + 0.044715 * a * a * a), -15.0, 15.0)))",
      },
    },
    choose: ({ approximate }) => approximate,
  },
  node: "GeluBackward0",
  derivatives: (d) => [
    d("self", ["approximate", "self"], (c) =>
      buildsGraph()
        ? c.grad.mul(geluSlope(c.self, c.approximate))
        : geluBackward({ gradOutput: c.grad, self: c.self, approximate: c.approximate }),
    ),
  ],
  cost: 12,
});

/** The derivative of `gelu` in ops that can be differentiated again. */
function geluSlope(x: Tensor, approximate: string): Tensor {
  if (approximate === "none") {
    const density = x
      .pow(2)
      .mul(-0.5)
      .exp()
      .mul(TANH_SCALE / 2);
    return x.mul(HALF_SQRT_2).erf().add(1).mul(0.5).add(x.mul(density));
  }
  const t = x.add(x.pow(3).mul(TANH_CUBE)).mul(TANH_SCALE).tanh();
  const slope = x
    .pow(2)
    .mul(3 * TANH_CUBE)
    .add(1)
    .mul(TANH_SCALE);
  return t
    .add(1)
    .mul(0.5)
    .add(x.mul(0.5).mul(t.pow(2).neg().add(1)).mul(slope));
}

const geluBackward = pointwise({
  schema: "gelu_backward(Tensor grad_output, Tensor self, *, str approximate='none') -> Tensor",
  doc: "The gradient times the derivative of `gelu`.",
  operands: ["gradOutput", "self"],
  expression: {
    of: {
      none: {
        cpu: (g, x) => g * (0.5 * (1 + erf(x * HALF_SQRT_2)) + (x * Math.exp(-0.5 * x * x) * TANH_SCALE) / 2),
        wgsl: "a * (0.5 * (1 + errorFunction(b * 0.70710678)) + b * exp(-0.5 * b * b) * 0.3989422804)",
      },
      tanh: {
        cpu: (g, x) => {
          const t = Math.tanh(TANH_SCALE * (x + TANH_CUBE * x * x * x));
          return g * 0.5 * (1 + t + x * (1 - t * t) * TANH_SCALE * (1 + 3 * TANH_CUBE * x * x));
        },
        wgsl: "a * geluTanhSlope(b)",
      },
    },
    choose: ({ approximate }) => approximate,
  },
  node: "GeluBackwardBackward0",
  cost: 16,
});

export const silu = pointwise({
  schema: "silu(Tensor self) -> Tensor",
  doc: "The sigmoid linear unit (swish): `x · sigmoid(x)`.",
  on: ["F"],
  inplace: true,
  inplaceOption: true,
  operands: ["self"],
  expression: { cpu: (a) => a / (1 + Math.exp(-a)), wgsl: "a / (1 + exp(-a))" },
  node: "SiluBackward0",
  derivatives: (d) => [
    d("self", ["self"], (c) => {
      if (!buildsGraph()) return siluBackward({ gradOutput: c.grad, self: c.self });
      const s = c.self.sigmoid();
      return c.grad.mul(s).mul(c.self.mul(s.neg().add(1)).add(1));
    }),
  ],
  cost: 5,
});

const siluBackward = pointwise({
  schema: "silu_backward(Tensor grad_output, Tensor self) -> Tensor",
  doc: "The gradient times the derivative of `silu`.",
  operands: ["gradOutput", "self"],
  expression: {
    cpu: (g, x) => {
      const s = logistic(x);
      return g * s * (1 + x * (1 - s));
    },
    wgsl: "a / (1 + exp(-b)) * (1 + b * (1 - 1 / (1 + exp(-b))))",
  },
  node: "SiluBackwardBackward0",
  cost: 8,
});

export const mish = pointwise({
  schema: "mish(Tensor self) -> Tensor",
  doc: "`x · tanh(softplus(x))`.",
  on: ["F"],
  inplace: true,
  inplaceOption: true,
  operands: ["self"],
  expression: {
    cpu: (a) => a * Math.tanh(softplusOf(a)),
    wgsl: "a * tanh(min(max(a, 0.0) + log(1 + exp(-abs(a))), 15.0))",
  },
  node: "MishBackward0",
  derivatives: (d) => [
    d("self", ["self"], (c) => {
      const t = softplus({ self: c.self }).tanh();
      return c.grad.mul(t.add(c.self.mul(c.self.sigmoid()).mul(t.mul(t).neg().add(1))));
    }),
  ],
  cost: 12,
});

export const elu = pointwise({
  schema: "elu(Tensor self, Scalar alpha=1, *, Scalar scale=1, Scalar input_scale=1) -> Tensor",
  doc: "The exponential linear unit: x above 0, `alpha · (exp(x) - 1)` below.",
  on: ["F"],
  inplace: true,
  inplaceOption: true,
  operands: ["self"],
  scalars: ["alpha", "scale", "inputScale"],
  expression: {
    cpu: (a, alpha, scale, inputScale) => scale * (a > 0 ? a : alpha * Math.expm1(a * inputScale)),
    wgsl: "scale * select(alpha * (exp(min(a, 0.0) * inputScale) - 1), a, a > 0)",
  },
  node: "EluBackward0",
  inplaceNode: "EluBackward1",
  derivatives: (d) => [
    d("self", ["alpha", "inputScale", "scale", "self"], (c) => {
      const below = c.self
        .mul(c.inputScale)
        .exp()
        .mul(c.alpha * c.scale * c.inputScale);
      return c.grad.mul(below.maskedFill(c.self.gt(0), c.scale));
    }),
  ],
  cost: 5,
});

const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

export const selu = defineOp({
  schema: "selu(Tensor self, bool inplace=False) -> Tensor",
  doc: "The scaled exponential linear unit: keeps mean 0 and variance 1 from layer to layer.",
  on: ["torch", "F"],
  composite: ({ self, inplace }) =>
    (inplace ? elu.inplace : elu)({ self, alpha: SELU_ALPHA, scale: SELU_SCALE }),
});

export const celu = pointwise({
  schema: "celu(Tensor self, Scalar alpha=1.0) -> Tensor",
  doc: "The continuously differentiable exponential linear unit: x above 0, `alpha · (exp(x / alpha) - 1)` below.",
  on: ["torch", "F"],
  inplace: true,
  inplaceOption: true,
  operands: ["self"],
  scalars: ["alpha"],
  expression: {
    cpu: (a, alpha) => (a > 0 ? a : alpha * Math.expm1(a / alpha)),
    wgsl: "select(alpha * (exp(min(a, 0.0) / alpha) - 1), a, a > 0)",
  },
  node: "CeluBackward0",
  inplaceNode: "CeluBackward1",
  derivatives: (d) => [
    d("self", ["alpha", "self"], (c) => c.grad.mul(c.self.div(c.alpha).exp().maskedFill(c.self.gt(0), 1))),
  ],
  cost: 5,
});

export const leakyRelu = pointwise({
  schema: "leaky_relu(Tensor self, Scalar negative_slope=0.01) -> Tensor",
  doc: "x above 0, `negativeSlope · x` below.",
  on: ["F"],
  inplace: true,
  inplaceOption: true,
  operands: ["self"],
  scalars: ["negativeSlope"],
  expression: {
    cpu: (a, slope) => (a > 0 ? a : a * slope),
    wgsl: "select(a * negativeSlope, a, a > 0)",
  },
  node: "LeakyReluBackward0",
  inplaceNode: "LeakyReluBackward1",
  derivatives: (d) => [
    d("self", ["negativeSlope", "self"], (c) =>
      leakyReluBackward({ gradOutput: c.grad, self: c.self, negativeSlope: c.negativeSlope }),
    ),
  ],
});

const leakyReluBackward = pointwise({
  schema: "leaky_relu_backward(Tensor grad_output, Tensor self, Scalar negative_slope) -> Tensor",
  doc: "The gradient where `self` is above 0, else times the slope.",
  operands: ["gradOutput", "self"],
  scalars: ["negativeSlope"],
  expression: {
    cpu: (g, x, slope) => (x > 0 ? g : g * slope),
    wgsl: "select(a * negativeSlope, a, b > 0)",
  },
  node: "LeakyReluBackwardBackward0",
  derivatives: (d) => [
    d(
      "gradOutput",
      ["negativeSlope", "self"],
      (c): Tensor => leakyReluBackward({ gradOutput: c.grad, self: c.self, negativeSlope: c.negativeSlope }),
    ),
  ],
});

export const softplus = pointwise({
  schema: "softplus(Tensor self, Scalar beta=1, Scalar threshold=20) -> Tensor",
  doc: "`log(1 + exp(beta · x)) / beta`, and x itself where `beta · x` is above the threshold.",
  on: ["F"],
  operands: ["self"],
  scalars: ["beta", "threshold"],
  expression: {
    cpu: (a, beta, threshold) => (a * beta > threshold ? a : Math.log1p(Math.exp(a * beta)) / beta),
    wgsl: "select((max(a * beta, 0.0) + log(1 + exp(-abs(a * beta)))) / beta, a, a * beta > threshold)",
  },
  node: "SoftplusBackward0",
  derivatives: (d) => [
    d("self", ["beta", "self", "threshold"], (c) =>
      c.grad.mul(c.self.mul(c.beta).sigmoid().maskedFill(c.self.mul(c.beta).gt(c.threshold), 1)),
    ),
  ],
  cost: 6,
});

export const softsign = defineOp({
  schema: "softsign(Tensor self) -> Tensor",
  doc: "`x / (1 + |x|)`.",
  on: ["F"],
  composite: ({ self }) => self.div(self.abs().add(1)),
});

export const tanhshrink = defineOp({
  schema: "tanhshrink(Tensor self) -> Tensor",
  doc: "`x - tanh(x)`.",
  on: ["F"],
  composite: ({ self }) => self.sub(self.tanh()),
});

const logSigmoidForward = pointwise({
  schema: "log_sigmoid(Tensor self) -> Tensor",
  doc: "The logarithm of the sigmoid.",
  operands: ["self"],
  rowMajor: true,
  expression: {
    cpu: (a) => Math.min(a, 0) - Math.log1p(Math.exp(-Math.abs(a))),
    wgsl: "min(a, 0.0) - log(1 + exp(-abs(a)))",
  },
  node: "LogSigmoidBackward0",
  derivatives: (d) => [d("self", ["self"], (c) => c.grad.mul(c.self.neg().sigmoid()))],
  cost: 6,
});

export const logsigmoid = defineOp({
  schema: "logsigmoid(Tensor self) -> Tensor",
  doc: "The logarithm of the sigmoid, exact where the sigmoid is nearly 0.",
  on: ["F"],
  composite: ({ self }) => logSigmoidForward({ self }),
});

const preluKernel = pointwise({
  schema: "_prelu_kernel(Tensor self, Tensor weight) -> Tensor",
  doc: "x above 0, else times the weight.",
  operands: ["self", "weight"],
  expression: { cpu: (a, w) => (a > 0 ? a : a * w), wgsl: "select(a * b, a, a > T(0))" },
  node: "PreluKernelBackward0",
  derivatives: (d) => [
    d(["self", "weight"], ["self", "weight"], (c) => [
      c.grad.mul(c.weight.expand(c.self.shape).maskedFill(c.self.gt(0), 1)),
      c.grad.mul(c.self.maskedFill(c.self.gt(0), 0)),
    ]),
  ],
});

export const prelu = defineOp({
  schema: "prelu(Tensor self, Tensor weight) -> Tensor",
  doc: "x above 0, `weight · x` below, where the weight is learned: one for all, or one per channel.",
  on: ["torch", "F"],
  composite: ({ self, weight }) => {
    const channels = self.ndim >= 2 ? (self.shape[1] as number) : 1;
    if (weight.numel() !== 1 && weight.numel() !== channels) {
      throw new RuntimeError(
        `Mismatch of parameter numbers and input channel size. Found parameter numbers = ${weight.numel()} and channel size = ${channels}.`,
      );
    }
    if (weight.ndim === 0 || self.ndim === 0) return preluKernel({ self, weight: weight.reshape([]) });
    const shape = self.shape.map((_, i) => (i === (self.ndim >= 2 ? 1 : 0) ? weight.numel() : 1));
    const shaped = self.ndim === 1 || weight.ndim !== self.ndim ? weight.reshape(shape) : weight;
    return preluKernel({ self, weight: shaped });
  },
});
