/** Functions of two elements, with broadcasting: logarithmic sums, signs put on, factors in common. */
import { float64, scalarTypeName } from "../dtype.ts";
import { NotImplementedError, RuntimeError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { defineOp } from "./op.ts";
import { pointwise } from "./pointwise.ts";

const common = {
  on: ["method", "torch"] as const,
  inplace: true,
  operands: ["self", "other"] as const,
};

function floatsOnly(name: string, tensors: readonly Tensor[]): void {
  if (tensors.some((t) => t.dtype.isFloatingPoint)) return;
  throw new NotImplementedError(
    `"${name}_cpu" not implemented for '${scalarTypeName((tensors[0] as Tensor).dtype)}'`,
  );
}

const zeros = (grad: Tensor): Tensor => grad.newZeros(grad.shape);

export const hypot = pointwise({
  ...common,
  schema: "hypot(Tensor self, Tensor other) -> Tensor",
  doc: "`√(self² + other²)`: the long side of a right triangle.",
  check: ({ self, other }) => floatsOnly("hypot", [self, other]),
  expression: {
    cpu: (a, b) => Math.hypot(a, b),
    wgsl: "hypotenuse(a, b)",
  },
  node: "HypotBackward0",
  derivatives: (d) => [
    d("self", ["other", "result", "self"], (c) => c.grad.mul(c.self.div(c.result))),
    d("other", ["other", "result", "self"], (c) => c.grad.mul(c.other.div(c.result))),
  ],
  cost: 4,
});

/** Infinities that are equal need no logarithm, and would give NaN. */
const logSum = (log: (x: number) => number, exp: (x: number) => number) => (a: number, b: number) =>
  a === b && !Number.isFinite(a) ? a : Math.max(a, b) + log(1 + exp(-Math.abs(a - b)));

export const logaddexp = pointwise({
  ...common,
  inplace: false,
  schema: "logaddexp(Tensor self, Tensor other) -> Tensor",
  doc: "`log(exp(self) + exp(other))`, without overflow.",
  check: ({ self, other }) => floatsOnly("logaddexp", [self, other]),
  expression: {
    cpu: logSum((x) => Math.log1p(x - 1), Math.exp),
    wgsl: "logSum(a, b)",
  },
  node: "LogaddexpBackward0",
  derivatives: (d) => [
    d("self", ["other", "self"], (c) => c.grad.div(c.other.sub(c.self).exp().add(1))),
    d("other", ["other", "self"], (c) => c.grad.div(c.self.sub(c.other).exp().add(1))),
  ],
  cost: 6,
});

export const logaddexp2 = pointwise({
  ...common,
  inplace: false,
  schema: "logaddexp2(Tensor self, Tensor other) -> Tensor",
  doc: "`log₂(2^self + 2^other)`, without overflow.",
  check: ({ self, other }) => floatsOnly("logaddexp2", [self, other]),
  expression: {
    cpu: logSum(Math.log2, (x) => 2 ** x),
    wgsl: "logSum2(a, b)",
  },
  node: "Logaddexp2Backward0",
  derivatives: (d) => [
    d("self", ["other", "self"], (c) => c.grad.div(c.other.sub(c.self).exp2().add(1))),
    d("other", ["other", "self"], (c) => c.grad.div(c.self.sub(c.other).exp2().add(1))),
  ],
  cost: 6,
});

const withSign = (a: number, b: number): number => (b < 0 || Object.is(b, -0) ? -Math.abs(a) : Math.abs(a));

/** The gradient of the size passes with the sign that was put on; a zero has none. */
const copysignGradient = (grad: Tensor, self: Tensor, result: Tensor): Tensor =>
  grad.mul(result.div(self).maskedFill(self.eq(0), 0));

export const copysignScalar = pointwise({
  schema: "copysign.Scalar(Tensor self, Scalar other) -> Tensor",
  doc: "The size of each element with the sign of `other`.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self"],
  scalars: ["other"],
  promotes: "float",
  expression: { cpu: withSign, wgsl: "select(abs(a), -abs(a), bitcast<i32>(other) < 0)" },
  node: "CopysignBackward1",
  derivatives: (d) => [d("self", ["result", "self"], (c) => copysignGradient(c.grad, c.self, c.result))],
});

export const copysign = pointwise({
  ...common,
  schema: "copysign.Tensor(Tensor self, Tensor other) -> Tensor",
  doc: "The size of each element with the sign of that of `other`.",
  promotes: "float",
  expression: { cpu: withSign, wgsl: "select(abs(a), -abs(a), bitcast<i32>(b) < 0)" },
  node: "CopysignBackward0",
  derivatives: (d) => [
    d("self", ["result", "self"], (c) => copysignGradient(c.grad, c.self, c.result)),
    d("other", [], (c) => zeros(c.grad)),
  ],
});

export const fmax = pointwise({
  ...common,
  inplace: false,
  schema: "fmax(Tensor self, Tensor other) -> Tensor",
  doc: "The larger of two elements, or the one that is not NaN.",
  expression: {
    cpu: (a, b) => (Number.isNaN(b) || a >= b ? a : b),
    wgsl: "select(b, a, a >= b || isNan(f32(b)))",
  },
  node: "FmaxBackward0",
  derivatives: (d) => [
    d("self", ["other", "self"], (c) =>
      c.grad.maskedFill(c.self.ge(c.other).logicalOr(c.other.isnan()).logicalNot(), 0),
    ),
    d("other", ["other", "self"], (c) => c.grad.maskedFill(c.self.ge(c.other).logicalOr(c.other.isnan()), 0)),
  ],
});

export const fmin = pointwise({
  ...common,
  inplace: false,
  schema: "fmin(Tensor self, Tensor other) -> Tensor",
  doc: "The smaller of two elements, or the one that is not NaN.",
  expression: {
    cpu: (a, b) => (Number.isNaN(b) || a <= b ? a : b),
    wgsl: "select(b, a, a <= b || isNan(f32(b)))",
  },
  node: "FminBackward0",
  derivatives: (d) => [
    d("self", ["other", "self"], (c) =>
      c.grad.maskedFill(c.self.le(c.other).logicalOr(c.other.isnan()).logicalNot(), 0),
    ),
    d("other", ["other", "self"], (c) => c.grad.maskedFill(c.self.le(c.other).logicalOr(c.other.isnan()), 0)),
  ],
});

const timesLog = (a: number, b: number): number => (Number.isNaN(b) ? b : a === 0 ? 0 : a * Math.log(b));

export const xlogyScalarOther = pointwise({
  schema: "xlogy.Scalar_Other(Tensor self, Scalar other) -> Tensor",
  doc: "`self * log(other)`; 0 where `self` is 0.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self"],
  scalars: ["other"],
  promotes: "float",
  expression: { cpu: timesLog, wgsl: "select(a * log(other), 0.0, a == 0)" },
  node: "XlogyBackward2",
  derivatives: (d) => [
    d("self", ["other", "self"], (c): Tensor => {
      const slope = xlogyScalarOther({ self: c.grad, other: c.other });
      return c.other > 0 ? slope : slope.maskedFill(c.self.eq(0), 0);
    }),
  ],
  cost: 5,
});

export const xlogyScalarSelf = defineOp({
  schema: "xlogy.Scalar_Self(Scalar self, Tensor other) -> Tensor",
  doc: "`self * log(other)`; 0 where `self` is 0.",
  on: ["torch"],
  composite: ({ self, other }) => xlogyOfNumber({ other, factor: self }),
});

/** `self` is a reserved word of WGSL, so the number goes by another name. */
const xlogyOfNumber = pointwise({
  schema: "_xlogy_of_number(Tensor other, Scalar factor) -> Tensor",
  doc: "`factor * log(other)`; 0 where the factor is 0.",
  operands: ["other"],
  scalars: ["factor"],
  promotes: "float",
  expression: {
    cpu: (b, a) => timesLog(a, b),
    wgsl: "select(select(factor * log(a), 0.0, factor == 0), a, isNan(a))",
  },
  node: "XlogyBackward1",
  derivatives: (d) => [d("other", ["factor", "other"], (c) => c.grad.mul(c.factor).div(c.other))],
  cost: 5,
});

export const xlogy = pointwise({
  ...common,
  schema: "xlogy.Tensor(Tensor self, Tensor other) -> Tensor",
  doc: "`self * log(other)`; 0 where `self` is 0.",
  promotes: "float",
  expression: { cpu: timesLog, wgsl: "select(select(a * log(b), 0.0, a == 0), b, isNan(b))" },
  node: "XlogyBackward0",
  derivatives: (d) => [
    d(
      "self",
      ["other", "self"],
      (c): Tensor =>
        xlogy({ self: c.grad, other: c.other }).maskedFill(c.self.eq(0).logicalAnd(c.other.le(0)), 0),
    ),
    d("other", ["other", "self"], (c) => c.grad.mul(c.self).div(c.other)),
  ],
  cost: 5,
});

export const heaviside = pointwise({
  ...common,
  schema: "heaviside(Tensor self, Tensor values) -> Tensor",
  operands: ["self", "values"],
  promotes: null,
  doc: "0 below 0, 1 above it, and the element of `values` at 0. Gradients do not pass.",
  check: ({ self, values }) => {
    if (self.dtype !== values.dtype) {
      throw new RuntimeError("heaviside is not yet implemented for tensors with different dtypes.");
    }
  },
  expression: {
    cpu: (a, b) => (a === 0 ? b : Number(a > 0)),
    wgsl: "select(select(T(0), T(1), a > T(0)), b, a == T(0))",
  },
});

export const ldexp = pointwise({
  ...common,
  schema: "ldexp(Tensor self, Tensor other) -> Tensor",
  doc: "`self * 2^other`.",
  promotes: "float",
  expression: { cpu: (a, b) => a * 2 ** b, wgsl: "a * exp2(b)" },
  node: "LdexpBackward0",
  derivatives: (d) => [
    d("self", ["other", "result"], (c) => c.grad.mul(c.other.to(c.grad.dtype).exp2())),
    d("other", ["other", "result"], (c) => c.grad.mul(c.result).mul(Math.LN2)),
  ],
});

const double = (t: Tensor): Tensor => t.to(float64);

function mustBeDouble(self: Tensor): void {
  if (self.dtype === float64) return;
  throw new RuntimeError(
    `the base given to float_power_ has dtype ${scalarTypeName(self.dtype)} but the operation's result requires dtype Double`,
  );
}

export const floatPower = defineOp({
  schema: "float_power.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor",
  doc: "Each element to the power of that of `exponent`, computed in float64.",
  on: ["method", "torch"],
  inplace: true,
  composite: ({ self, exponent }) => double(self).pow(double(exponent)),
  compositeInplace: ({ self, exponent }) => {
    mustBeDouble(self);
    return self.pow_(double(exponent));
  },
});

export const floatPowerScalar = defineOp({
  schema: "float_power.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor",
  doc: "Each element to the power of `exponent`, computed in float64.",
  on: ["method", "torch"],
  inplace: true,
  composite: ({ self, exponent }) => double(self).pow(exponent),
  compositeInplace: ({ self, exponent }) => {
    mustBeDouble(self);
    return self.pow_(exponent);
  },
});

function integersOnly(name: string, tensors: readonly Tensor[]): void {
  const other = tensors.find((t) => t.dtype.category !== "int");
  if (other)
    throw new NotImplementedError(`"${name}_cpu" not implemented for '${scalarTypeName(other.dtype)}'`);
}

function greatestDivisor(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

export const gcd = pointwise({
  ...common,
  schema: "gcd(Tensor self, Tensor other) -> Tensor",
  doc: "The greatest common divisor of two integers; 0 for two zeros.",
  check: ({ self, other }) => integersOnly("gcd", [self, other]),
  expression: { cpu: greatestDivisor, wgsl: "greatestDivisor(a, b)" },
});

export const lcm = pointwise({
  ...common,
  schema: "lcm(Tensor self, Tensor other) -> Tensor",
  doc: "The least common multiple of two integers; 0 if one is 0.",
  check: ({ self, other }) => integersOnly("lcm", [self, other]),
  expression: {
    cpu: (a, b) => (a === 0 || b === 0 ? 0 : Math.abs((a / greatestDivisor(a, b)) * b)),
    wgsl: "select(abs(a / max(greatestDivisor(a, b), 1) * b), 0, a == 0 || b == 0)",
  },
});

/** `narrow` for numbers of 32 bits; shifts beyond the width empty the number, or fill it with its sign. */
const shift =
  (left: boolean) =>
  (a: number, b: number): number => {
    if (b < 0 || b > 63) return left || a >= 0 ? 0 : -1;
    if (!left) return Math.floor(a / 2 ** b);
    const wide = a * 2 ** b;
    return Number.isSafeInteger(wide) ? wide : Number(BigInt.asIntN(64, BigInt(a) << BigInt(b)));
  };

export const bitwiseLeftShift = pointwise({
  ...common,
  schema: "bitwise_left_shift.Tensor(Tensor self, Tensor|Scalar other) -> Tensor",
  doc: "The bits of each integer moved left, zeros moving in.",
  check: ({ self, other }) => integersOnly("lshift", [self, other]),
  expression: { cpu: shift(true), wgsl: "select(a << u32(b), 0, b < 0 || b > 31)" },
});

export const bitwiseRightShift = pointwise({
  ...common,
  schema: "bitwise_right_shift.Tensor(Tensor self, Tensor|Scalar other) -> Tensor",
  doc: "The bits of each integer moved right, its sign moving in.",
  check: ({ self, other }) => integersOnly("rshift", [self, other]),
  expression: { cpu: shift(false), wgsl: "select(a >> u32(b), select(0, -1, a < 0), b < 0 || b > 31)" },
});
