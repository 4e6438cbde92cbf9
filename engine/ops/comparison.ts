/** Comparisons and logic, elementwise: bool results, no gradients. */
import type { Tensor } from "../tensor.ts";
import { pointwise } from "./pointwise.ts";

const zeros = (grad: Tensor): Tensor => grad.newZeros(grad.shape);

/** Where a relation of `a` and `b` holds. In place it writes 1 and 0, and no gradient passes. */
const relation = (name: string, doc: string, cpu: (a: number, b: number) => boolean, wgsl: string) =>
  pointwise({
    schema:
      `${name}.Tensor(Tensor self, Tensor|Scalar other) -> Tensor` as "eq.Tensor(Tensor self, Tensor|Scalar other) -> Tensor",
    doc,
    on: ["method", "torch"],
    inplace: true,
    operands: ["self", "other"],
    promotes: "compare",
    expression: { cpu: (a, b) => Number(cpu(a, b)), wgsl: `select(0, 1, ${wgsl})` },
    inplaceNode: ({ other }) =>
      `${name.charAt(0).toUpperCase()}${name.slice(1)}Backward${other.isWrappedNumber ? 0 : 1}`,
    derivatives: (d) => [d("self", [], (c) => zeros(c.grad)), d("other", [], (c) => zeros(c.grad))],
  });

export const eq = relation("eq", "Where both are equal.", (a, b) => a === b, "a == b");
export const ne = relation(
  "ne",
  "Where both differ.",
  (a, b) => a !== b,
  "a != b || isNan(f32(a)) || isNan(f32(b))",
);
export const lt = relation("lt", "Where `self` is smaller.", (a, b) => a < b, "a < b");
export const le = relation("le", "Where `self` is smaller or equal.", (a, b) => a <= b, "a <= b");
export const gt = relation("gt", "Where `self` is larger.", (a, b) => a > b, "a > b");
export const ge = relation("ge", "Where `self` is larger or equal.", (a, b) => a >= b, "a >= b");

/** The rest of a row of logic: in place it writes 1 and 0, and autograd takes no note, as in PyTorch. */
const logic = <const S extends string>(
  schema: S,
  doc: string,
  cpu: (a: number, b: number) => boolean,
  wgsl: string,
) => ({
  schema,
  doc,
  on: ["method", "torch"] as const,
  inplace: true,
  operands: ["self", "other"] as const,
  promotes: "compare" as const,
  expression: { cpu: (a: number, b: number) => Number(cpu(a, b)), wgsl: `select(0, 1, ${wgsl})` },
});

export const logicalAnd = pointwise(
  logic(
    "logical_and(Tensor self, Tensor other) -> Tensor",
    "Where both are not 0.",
    (a, b) => a !== 0 && b !== 0,
    "a != T(0) && b != T(0)",
  ),
);
export const logicalOr = pointwise(
  logic(
    "logical_or(Tensor self, Tensor other) -> Tensor",
    "Where one is not 0.",
    (a, b) => a !== 0 || b !== 0,
    "a != T(0) || b != T(0)",
  ),
);
export const logicalXor = pointwise(
  logic(
    "logical_xor(Tensor self, Tensor other) -> Tensor",
    "Where just one is not 0.",
    (a, b) => (a !== 0) !== (b !== 0),
    "(a != T(0)) != (b != T(0))",
  ),
);

/** The rest of a row that tells where a property of `a` holds. */
const property = <const S extends string>(
  schema: S,
  doc: string,
  cpu: (a: number) => boolean,
  wgsl: string,
) => ({
  schema,
  doc,
  on: ["method", "torch"] as const,
  operands: ["self"] as const,
  promotes: "compare" as const,
  expression: { cpu: (a: number) => Number(cpu(a)), wgsl: `select(0, 1, ${wgsl})` },
});

export const logicalNot = pointwise({
  ...property("logical_not(Tensor self) -> Tensor", "Where it is 0.", (a) => a === 0, "a == T(0)"),
  inplace: true,
});
// WGSL lets implementations assume that NaN and infinities do not occur, so these look at the bits (kernels/wgsl.ts).
export const isnan = pointwise(
  property("isnan(Tensor self) -> Tensor", "Where it is NaN.", Number.isNaN, "isNan(f32(a))"),
);
export const isinf = pointwise(
  property(
    "isinf(Tensor self) -> Tensor",
    "Where it is infinite.",
    (a) => a === Number.POSITIVE_INFINITY || a === Number.NEGATIVE_INFINITY,
    "isInf(f32(a))",
  ),
);
export const isfinite = pointwise(
  property(
    "isfinite(Tensor self) -> Tensor",
    "Where it is neither infinite nor NaN.",
    Number.isFinite,
    "!isNan(f32(a)) && !isInf(f32(a))",
  ),
);
