/** Signs and fractions of elements, what kind of number they are, and whether two are close. */

import { bool, scalarTypeName } from "../dtype.ts";
import { NotImplementedError, RuntimeError } from "../errors.ts";
import { defineOp } from "./op.ts";
import { pointwise } from "./pointwise.ts";

const common = { on: ["method", "torch"] as const, operands: ["self"] as const };

export const sgn = pointwise({
  ...common,
  inplace: true,
  schema: "sgn(Tensor self) -> Tensor",
  doc: "-1, 0 or 1, by the sign of each element.",
  expression: {
    cpu: (a) => (a > 0 ? 1 : a < 0 ? -1 : 0),
    wgsl: "select(T(0), T(1), a > T(0)) - select(T(0), T(1), a < T(0))",
  },
  node: "SgnBackward0",
  derivatives: (d) => [d("self", ["result", "self"], (c) => c.grad.newZeros(c.grad.shape))],
});

export const frac = pointwise({
  ...common,
  inplace: true,
  schema: "frac(Tensor self) -> Tensor",
  doc: "The fraction of each element, with its sign.",
  check: ({ self }) => {
    if (!self.dtype.isFloatingPoint) {
      throw new NotImplementedError(`"frac_cpu" not implemented for '${scalarTypeName(self.dtype)}'`);
    }
  },
  expression: { cpu: (a) => a - Math.trunc(a), wgsl: "a - trunc(a)" },
  node: "FracBackward0",
  derivatives: (d) => [d("self", [], (c) => c.grad)],
});

export const positive = defineOp({
  schema: "positive(Tensor self) -> Tensor",
  doc: "The tensor itself: Python's `+x`.",
  on: ["method", "torch"],
  composite: ({ self }) => {
    if (self.dtype.name === "bool") {
      throw new RuntimeError("The `+` operator, on a bool tensor is not supported.");
    }
    return self;
  },
});

const property = { ...common, promotes: "compare" as const };

export const signbit = pointwise({
  ...property,
  schema: "signbit(Tensor self) -> Tensor",
  doc: "Where the sign is minus, that of -0 included.",
  expression: {
    of: {
      float: { cpu: (a) => Number(a < 0 || Object.is(a, -0)), wgsl: "select(0, 1, bitcast<i32>(a) < 0)" },
      whole: { cpu: (a) => Number(a < 0), wgsl: "select(0, 1, a < 0)" },
    },
    choose: ({ self }) => (self.dtype.isFloatingPoint ? "float" : "whole"),
  },
});

export const isposinf = pointwise({
  ...property,
  schema: "isposinf(Tensor self) -> Tensor",
  doc: "Where it is plus infinity.",
  expression: {
    cpu: (a) => Number(a === Number.POSITIVE_INFINITY),
    wgsl: "select(0, 1, isInf(f32(a)) && a > T(0))",
  },
});

export const isneginf = pointwise({
  ...property,
  schema: "isneginf(Tensor self) -> Tensor",
  doc: "Where it is minus infinity.",
  expression: {
    cpu: (a) => Number(a === Number.NEGATIVE_INFINITY),
    wgsl: "select(0, 1, isInf(f32(a)) && a < T(0))",
  },
});

export const isreal = defineOp({
  schema: "isreal(Tensor self) -> Tensor",
  doc: "True everywhere: no element has an imaginary part.",
  on: ["method", "torch"],
  composite: ({ self }) => self.newOnes(self.shape, { dtype: bool }),
});

export const isclose = defineOp({
  schema:
    "isclose(Tensor self, Tensor other, float rtol=1e-05, float atol=1e-08, bool equal_nan=False) -> Tensor",
  doc: "Where `|self - other| ≤ atol + rtol * |other|`, or both are equal; with `equalNan` also where both are NaN.",
  on: ["method", "torch"],
  composite: ({ self, other, rtol, atol, equalNan }) => {
    if (self.dtype !== other.dtype) {
      throw new RuntimeError(`${scalarTypeName(self.dtype)} did not match ${scalarTypeName(other.dtype)}`);
    }
    if (rtol < 0) throw new RuntimeError(`rtol must be greater than or equal to zero, but got ${rtol}`);
    if (atol < 0) throw new RuntimeError(`atol must be greater than or equal to zero, but got ${atol}`);
    const equal = self.eq(other);
    const close = equalNan ? equal.logicalOr(self.isnan().logicalAnd(other.isnan())) : equal;
    if (rtol === 0 && atol === 0) return close;
    const real = (t: typeof self) => (t.dtype.isFloatingPoint ? t : t.float());
    const allowed = real(other).mul(rtol).abs().add(atol);
    const actual = real(self).sub(real(other)).abs();
    return close.logicalOr(actual.isfinite().logicalAnd(actual.le(allowed)));
  },
});
