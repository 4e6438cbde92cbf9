/** Elements brought into a range, and numbers put in place of those that are none. */
import { RuntimeError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { defineOp } from "./op.ts";
import { pointwise } from "./pointwise.ts";

const bounds = ({ min, max }: { min: number | null; max: number | null }): string =>
  min === null ? "max" : max === null ? "min" : "both";

// NaN stays NaN: no comparison holds for it. If the bounds cross, the upper one wins.
const CLAMP = {
  min: { cpu: (a: number, min: number) => Math.max(a, min), wgsl: "select(a, min, a < min)" },
  max: { cpu: (a: number, _: number, max: number) => Math.min(a, max), wgsl: "select(a, max, a > max)" },
  both: {
    cpu: (a: number, min: number, max: number) => Math.min(Math.max(a, min), max),
    wgsl: "select(select(a, min, a < min), max, select(a, min, a < min) > max)",
  },
};

export const clamp = pointwise({
  schema: "clamp(Tensor self, Scalar? min=None, Scalar? max=None) -> Tensor",
  doc: "Each element, but at least `min` and at most `max`; either may be left out.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self"],
  scalars: ["min", "max"],
  check: ({ min, max }) => {
    if (min === null && max === null) {
      throw new RuntimeError("torch.clamp: At least one of 'min' or 'max' must not be None");
    }
  },
  expression: { of: CLAMP, choose: bounds },
  node: "ClampBackward1",
  derivatives: (d) => [
    d("self", ["max", "min", "self"], (c) =>
      clampBackward({ grad: c.grad, self: c.self, min: c.min, max: c.max }),
    ),
  ],
});

export const clampBackward = pointwise({
  schema: "clamp_backward(Tensor grad, Tensor self, Scalar? min, Scalar? max) -> Tensor",
  doc: "The gradient where `self` is inside of the bounds, else 0.",
  operands: ["grad", "self"],
  scalars: ["min", "max"],
  expression: {
    of: {
      min: { cpu: (g, x, min) => (x >= min ? g : 0), wgsl: "select(T(0), a, b >= min)" },
      max: { cpu: (g, x, _, max) => (x <= max ? g : 0), wgsl: "select(T(0), a, b <= max)" },
      both: {
        cpu: (g, x, min, max) => (x >= min && x <= max ? g : 0),
        wgsl: "select(T(0), a, b >= min && b <= max)",
      },
    },
    choose: bounds,
  },
  node: "ClampBackwardBackward0",
  derivatives: (d) => [
    d(
      "grad",
      ["max", "min", "self"],
      (c): Tensor => clampBackward({ grad: c.grad, self: c.self, min: c.min, max: c.max }),
    ),
  ],
});

const given = ({ min, max }: { min: unknown; max: unknown }): string =>
  min === null ? "max" : max === null ? "min" : "both";

export const clampTensor = pointwise({
  schema: "clamp.Tensor(Tensor self, Tensor? min=None, Tensor? max=None) -> Tensor",
  doc: "Each element, but at least that of `min` and at most that of `max`, with broadcasting; either may be left out.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self", "min", "max"],
  check: ({ min, max }) => {
    if (min === null && max === null) {
      throw new RuntimeError("torch.clamp: At least one of 'min' or 'max' must not be None");
    }
  },
  expression: {
    of: {
      min: { cpu: (a, min) => Math.max(a, min), wgsl: "select(a, b, a < b)" },
      max: { cpu: (a, max) => Math.min(a, max), wgsl: "select(a, b, a > b)" },
      both: {
        cpu: (a, min, max) => Math.min(Math.max(a, min), max),
        wgsl: "select(select(a, b, a < b), c, select(a, b, a < b) > c)",
      },
    },
    choose: given,
  },
  node: "ClampBackward0",
  derivatives: (d) => [
    d("self", ["max", "min", "self"], (c) => {
      const { min, max, self } = c;
      const inside = min ? c.grad.maskedFill(self.lt(min), 0) : c.grad;
      return max ? inside.maskedFill(self.gt(max), 0) : inside;
    }),
    d("min", ["max", "min", "self"], ({ grad, min, max, self }) => {
      if (!min) return null;
      const taken = self.ge(min);
      return grad.maskedFill(max ? min.ge(max).logicalOr(taken) : taken, 0);
    }),
    d("max", ["max", "min", "self"], ({ grad, min, max, self }) => {
      if (!max) return null;
      const taken = self.le(max);
      return grad.maskedFill(min ? taken.logicalAnd(max.ge(min)) : taken, 0);
    }),
  ],
});

export const clampMin = pointwise({
  schema: "clamp_min(Tensor self, Scalar min) -> Tensor",
  doc: "Each element, but at least `min`.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self"],
  scalars: ["min"],
  expression: CLAMP.min,
  node: "ClampMinBackward0",
  derivatives: (d) => [d("self", ["min", "self"], (c) => c.grad.maskedFill(c.self.lt(c.min), 0))],
});

export const clampMinTensor = pointwise({
  schema: "clamp_min.Tensor(Tensor self, Tensor min) -> Tensor",
  doc: "Each element, but at least that of `min`, with broadcasting.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self", "min"],
  expression: { cpu: (a, min) => Math.max(a, min), wgsl: "select(a, b, a < b)" },
  node: "ClampMinBackward1",
  derivatives: (d) => [
    d("self", ["min", "self"], (c) => c.grad.maskedFill(c.self.lt(c.min), 0)),
    d("min", ["min", "self"], (c) => c.grad.maskedFill(c.self.ge(c.min), 0)),
  ],
});

export const clampMax = pointwise({
  schema: "clamp_max(Tensor self, Scalar max) -> Tensor",
  doc: "Each element, but at most `max`.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self"],
  scalars: ["max"],
  expression: { cpu: (a, max) => Math.min(a, max), wgsl: CLAMP.max.wgsl },
  node: "ClampMaxBackward0",
  derivatives: (d) => [d("self", ["max", "self"], (c) => c.grad.maskedFill(c.self.gt(c.max), 0))],
});

export const clampMaxTensor = pointwise({
  schema: "clamp_max.Tensor(Tensor self, Tensor max) -> Tensor",
  doc: "Each element, but at most that of `max`, with broadcasting.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self", "max"],
  expression: { cpu: (a, max) => Math.min(a, max), wgsl: "select(a, b, a > b)" },
  node: "ClampMaxBackward1",
  derivatives: (d) => [
    d("self", ["max", "self"], (c) => c.grad.maskedFill(c.self.gt(c.max), 0)),
    d("max", ["max", "self"], (c) => c.grad.maskedFill(c.self.le(c.max), 0)),
  ],
});

const replaceNumbers = pointwise({
  schema: "_nan_to_num(Tensor self, float nan, float posinf, float neginf) -> Tensor",
  doc: "`nan_to_num` with all replacements given.",
  operands: ["self"],
  scalars: ["nan", "posinf", "neginf"],
  expression: {
    cpu: (a, nan, high, low) => (Number.isFinite(a) ? a : Number.isNaN(a) ? nan : a > 0 ? high : low),
    wgsl: "select(select(a, select(T(neginf), T(posinf), a > T(0)), isInf(f32(a))), T(nan), isNan(f32(a)))",
  },
  node: "NanToNumBackward0",
  derivatives: (d) => [d("self", ["self"], (c) => c.grad.mul(c.self.isfinite()))],
});

const replacements = (self: Tensor, nan: number | null, posinf: number | null, neginf: number | null) => {
  const largest = self.dtype.max;
  return { self, nan: nan ?? 0, posinf: posinf ?? largest, neginf: neginf ?? -largest };
};

export const nanToNum = defineOp({
  schema: "nan_to_num(Tensor self, float? nan=None, float? posinf=None, float? neginf=None) -> Tensor",
  doc: "Numbers in place of NaN (0 unless given) and infinities (the dtype's largest unless given).",
  on: ["method", "torch"],
  inplace: true,
  composite: ({ self, nan, posinf, neginf }) => replaceNumbers(replacements(self, nan, posinf, neginf)),
  compositeInplace: ({ self, nan, posinf, neginf }) =>
    replaceNumbers.inplace(replacements(self, nan, posinf, neginf)),
});
