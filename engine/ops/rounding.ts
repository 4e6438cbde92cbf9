/** Rounding, and divisions that round: results are whole multiples, so gradients are zero or pass by the remainder. */
import { float64 } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import * as integers from "./integers.ts";
import { pointwise } from "./pointwise.ts";

/** Halves go to the even neighbour, as IEEE and PyTorch have it. */
export function roundHalfToEven(a: number): number {
  const low = Math.floor(a);
  const rest = a - low;
  if (rest !== 0.5) return Math.round(a);
  return low % 2 === 0 ? low : low + 1;
}

const rounding = { on: ["method", "torch"] as const, inplace: true, operands: ["self"] as const };
const zeros = (grad: Tensor): Tensor => grad.newZeros(grad.shape);

export const floor = pointwise({
  ...rounding,
  schema: "floor(Tensor self) -> Tensor",
  doc: "The largest whole number that is not above each element.",
  expression: { cpu: Math.floor, wgsl: "T(floor(f32(a)))" },
  node: "FloorBackward0",
  derivatives: (d) => [d("self", [], (c) => zeros(c.grad))],
});

export const ceil = pointwise({
  ...rounding,
  schema: "ceil(Tensor self) -> Tensor",
  doc: "The smallest whole number that is not below each element.",
  expression: { cpu: Math.ceil, wgsl: "T(ceil(f32(a)))" },
  node: "CeilBackward0",
  derivatives: (d) => [d("self", [], (c) => zeros(c.grad))],
});

export const round = pointwise({
  ...rounding,
  schema: "round(Tensor self) -> Tensor",
  doc: "The nearest whole number to each element; halves go to the even one.",
  expression: { cpu: roundHalfToEven, wgsl: "T(round(f32(a)))" },
  node: "RoundBackward0",
  derivatives: (d) => [d("self", [], (c) => zeros(c.grad))],
});

export const trunc = pointwise({
  ...rounding,
  schema: "trunc(Tensor self) -> Tensor",
  doc: "Each element without its fraction.",
  expression: { cpu: Math.trunc, wgsl: "T(trunc(f32(a)))" },
  node: "TruncBackward0",
  derivatives: (d) => [d("self", [], (c) => zeros(c.grad))],
});

/** `floor(a / b)`, corrected by the remainder as Python's `//` is: the quotient itself may round up to a whole number. */
function floorQuotient(a: number, b: number): number {
  if (b === 0) return a / b;
  const rest = a % b;
  let quotient = (a - rest) / b;
  if (rest !== 0 && rest < 0 !== b < 0) quotient -= 1;
  const low = Math.floor(quotient);
  return quotient - low > 0.5 ? low + 1 : low;
}

/** Python's `%`: the sign of the divisor. */
function modulo(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

/** Integers have an expression of their own. */
const byKind = ({ self }: { readonly self: Tensor }): "int" | "float" =>
  self.dtype.isFloatingPoint ? "float" : "int";

const FLOOR_QUOTIENT = {
  float: { cpu: floorQuotient, wgsl: "T(floatFloorQuotient(f32(a), f32(b)))" },
  int: { cpu: integers.floorQuotient, wgsl: "floorQuotient(a, b)", divisor: "other" },
};

export const divMode = pointwise({
  schema: "div.Tensor_mode(Tensor self, Tensor|Scalar other, *, str rounding_mode) -> Tensor",
  doc: '`self / other`, rounded toward zero (`"trunc"`) or down (`"floor"`); integers stay integers.',
  on: ["method", "torch"],
  inplace: true,
  operands: ["self", "other"],
  exactNumbers: true,
  check: ({ roundingMode }) => {
    if (roundingMode !== "trunc" && roundingMode !== "floor") {
      throw new RuntimeError(
        `div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '${roundingMode}'`,
      );
    }
  },
  expression: {
    of: {
      floorfloat: FLOOR_QUOTIENT.float,
      floorint: FLOOR_QUOTIENT.int,
      // The quotient is rounded before it is cut: 1 / 0.1 is 10 in float32, and 9.99… before that.
      truncfloat: { cpu: (a, b) => Math.trunc(Math.fround(a / b)), wgsl: "T(trunc(f32(a) / f32(b)))" },
      truncdouble: { cpu: (a, b) => Math.trunc(a / b), wgsl: "T(trunc(f32(a) / f32(b)))" },
      truncint: { cpu: integers.quotient, wgsl: "a / b", divisor: "other" },
    },
    choose: ({ roundingMode, self }) =>
      roundingMode + (roundingMode === "trunc" && self.dtype === float64 ? "double" : byKind({ self })),
  },
  node: "DivBackward2",
  derivatives: (d) => [
    d("self", ["other", "roundingMode"], (c) => zeros(c.grad)),
    d("other", ["other", "roundingMode", "self"], (c) => zeros(c.grad)),
  ],
});

export const floorDivide = pointwise({
  schema: "floor_divide(Tensor self, Tensor|Scalar other) -> Tensor",
  doc: "Python's `self // other`: the quotient rounded down. Gradients do not pass.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self", "other"],
  exactNumbers: true,
  expression: { of: FLOOR_QUOTIENT, choose: byKind },
});

export const fmodScalar = pointwise({
  schema: "fmod.Scalar(Tensor self, Scalar other) -> Tensor",
  doc: "The rest of a division that rounds toward zero: it has the sign of `self`.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self"],
  scalars: ["other"],
  scalarsAsElements: true,
  expression: {
    of: {
      float: { cpu: (a, b) => a % b, wgsl: "floatRest(a, other)" },
      int: { cpu: integers.rest, wgsl: "a % other", divisor: "other" },
    },
    choose: byKind,
  },
  node: "FmodBackward0",
  derivatives: (d) => [d("self", [], (c) => c.grad)],
});

export const fmod = pointwise({
  schema: "fmod.Tensor(Tensor self, Tensor other) -> Tensor",
  doc: "The rest of a division that rounds toward zero: it has the sign of `self`.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self", "other"],
  expression: {
    of: {
      float: { cpu: (a, b) => a % b, wgsl: "floatRest(a, b)" },
      int: { cpu: integers.rest, wgsl: "a % b", divisor: "other" },
    },
    choose: byKind,
  },
  node: "FmodBackward1",
  derivatives: (d) => [
    d("self", [], (c) => c.grad),
    d("other", ["other", "self"], (c) =>
      c.grad.neg().mul(divMode({ self: c.self, other: c.other, roundingMode: "trunc" })),
    ),
  ],
});

export const remainderScalar = pointwise({
  schema: "remainder.Scalar(Tensor self, Scalar other) -> Tensor",
  doc: "Python's `self % other`: it has the sign of `other`.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self"],
  scalars: ["other"],
  scalarsAsElements: true,
  expression: {
    of: {
      float: { cpu: modulo, wgsl: "floatModulo(a, other)" },
      int: { cpu: integers.modulo, wgsl: "a - other * floorQuotient(a, other)", divisor: "other" },
    },
    choose: byKind,
  },
  node: "RemainderBackward0",
  derivatives: (d) => [d("self", [], (c) => c.grad)],
});

export const remainder = pointwise({
  schema: "remainder.Tensor(Tensor self, Tensor other) -> Tensor",
  doc: "Python's `self % other`: it has the sign of `other`.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self", "other"],
  expression: {
    of: {
      float: { cpu: modulo, wgsl: "floatModulo(a, b)" },
      int: { cpu: integers.modulo, wgsl: "a - b * floorQuotient(a, b)", divisor: "other" },
    },
    choose: byKind,
  },
  node: "RemainderBackward1",
  derivatives: (d) => [
    d("self", [], (c) => c.grad),
    d("other", ["other", "self"], (c) =>
      c.grad.neg().mul(divMode({ self: c.self, other: c.other, roundingMode: "floor" })),
    ),
  ],
});
