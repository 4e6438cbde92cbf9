/** Special functions of one element: the error function's relatives, logarithms to other bases, the gamma family. */
import {
  digamma as digammaOf,
  erfc as erfcOf,
  erfinv as erfinvOf,
  lgamma as lgammaOf,
  nan,
  polygamma as polygammaOf,
} from "../devices/cpu/special.ts";
import { RuntimeError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { mathRow } from "./mathRow.ts";
import { defineOp } from "./op.ts";
import { pointwise } from "./pointwise.ts";

/** `exp(-x²)`, the slope of the error function but for a factor. */
const bell = (x: Tensor): Tensor => x.mul(x).neg().exp();

export const log10 = pointwise({
  ...mathRow,
  schema: "log10(Tensor self) -> Tensor",
  doc: "The logarithm of each element to the base 10.",
  expression: { cpu: Math.log10, wgsl: "log(a) * 0.4342944819" },
  node: "Log10Backward0",
  derivatives: (d) => [d("self", ["self"], (c) => c.grad.div(c.self.mul(Math.LN10)))],
});

export const exp2 = pointwise({
  ...mathRow,
  schema: "exp2(Tensor self) -> Tensor",
  doc: "2 to the power of each element.",
  expression: { cpu: (a) => 2 ** a, wgsl: "exp2(a)" },
  node: "Exp2Backward0",
  derivatives: (d) => [d("self", ["result"], (c) => c.grad.mul(c.result).mul(Math.LN2))],
});

export const erfc = pointwise({
  ...mathRow,
  schema: "erfc(Tensor self) -> Tensor",
  doc: "`1 - erf(x)` of each element, exact also where it is near 0.",
  expression: { cpu: erfcOf, wgsl: "complementaryError(a)" },
  node: "ErfcBackward0",
  derivatives: (d) => [
    d("self", ["self"], (c) =>
      bell(c.self)
        .mul(-2 / Math.sqrt(Math.PI))
        .mul(c.grad),
    ),
  ],
  cost: 10,
});

export const erfinv = pointwise({
  ...mathRow,
  schema: "erfinv(Tensor self) -> Tensor",
  doc: "The number whose error function each element is; NaN beyond ±1.",
  expression: { cpu: erfinvOf, wgsl: "inverseError(a)" },
  node: "ErfinvBackward0",
  derivatives: (d) => [
    d("self", ["self"], (c) => {
      const x = c.self.erfinv();
      return x
        .mul(x)
        .exp()
        .mul(0.5 * Math.sqrt(Math.PI))
        .mul(c.grad);
    }),
  ],
  cost: 20,
});

export const logit = pointwise({
  ...mathRow,
  schema: "logit(Tensor self, float? eps=None) -> Tensor",
  doc: "`log(x / (1 - x))` of each element, which is first brought into [eps, 1 - eps] where `eps` is given.",
  scalars: ["eps"],
  expression: {
    of: {
      plain: { cpu: (a) => Math.log(a / (1 - a)), wgsl: "log(a / (1 - a))" },
      bounded: {
        cpu: (a, eps) => {
          const x = a < eps ? eps : a > 1 - eps ? 1 - eps : a;
          return Math.log(x / (1 - x));
        },
        wgsl: "log(clamp(a, eps, 1 - eps) / (1 - clamp(a, eps, 1 - eps)))",
      },
    },
    choose: ({ eps }) => (eps === null ? "plain" : "bounded"),
  },
  node: "LogitBackward0",
  derivatives: (d) => [
    d("self", ["eps", "self"], (c) => {
      const slope = c.grad.div(c.self.mul(c.self.neg().add(1)));
      return c.eps === null
        ? slope.maskedFill(c.self.lt(0).logicalOr(c.self.gt(1)), nan)
        : slope.maskedFill(c.self.lt(c.eps).logicalOr(c.self.gt(1 - c.eps)), 0);
    }),
  ],
});

export const lgamma = pointwise({
  ...mathRow,
  schema: "lgamma(Tensor self) -> Tensor",
  doc: "The logarithm of the absolute value of the gamma function of each element.",
  expression: { cpu: lgammaOf, wgsl: "logGamma(a)" },
  node: "LgammaBackward0",
  derivatives: (d) => [d("self", ["self"], (c) => c.grad.mul(c.self.digamma()))],
  cost: 20,
});

export const digamma = pointwise({
  ...mathRow,
  schema: "digamma(Tensor self) -> Tensor",
  doc: "The derivative of `lgamma` of each element.",
  expression: { cpu: digammaOf, wgsl: "digammaOf(a)" },
  node: "DigammaBackward0",
  derivatives: (d) => [d("self", ["self"], (c) => c.grad.mul(polygammaSelf({ self: c.self, n: 1 })))],
  cost: 20,
});

/** The arguments in the order of the method, which PyTorch's function has the other way round. */
export const polygammaSelf = pointwise({
  schema: "polygamma.self(Tensor self, int n) -> Tensor",
  doc: "The `n`-th derivative of `digamma` of each element.",
  on: ["method"],
  inplace: true,
  operands: ["self"],
  scalars: ["n"],
  promotes: "float",
  check: ({ n }) => {
    if (n < 0) throw new RuntimeError("polygamma(n, x) does not support negative n.");
  },
  expression: { cpu: polygammaOf, wgsl: "polygammaOf(a, i32(n))" },
  node: "PolygammaBackward0",
  inplaceNode: "PolygammaBackward1",
  derivatives: (d) => [
    d("self", ["n", "self"], (c): Tensor => c.grad.mul(polygammaSelf({ self: c.self, n: c.n + 1 }))),
  ],
  cost: 60,
});

export const polygamma = defineOp({
  schema: "polygamma(int n, Tensor self) -> Tensor",
  doc: "The `n`-th derivative of `digamma` of each element.",
  on: ["torch"],
  composite: ({ n, self }) => polygammaSelf({ self, n }),
});
