/** Comparisons and logic, elementwise: bool results, no gradients. */
import { pointwise } from "./pointwise.ts";

/** The rest of a row that tells where a relation of `a` and `b` holds. */
const relation = <const S extends string>(
  schema: S,
  doc: string,
  cpu: (a: number, b: number) => boolean,
  wgsl: string,
) => ({
  schema,
  doc,
  on: ["method", "torch"] as const,
  operands: ["self", "other"] as const,
  promotes: "compare" as const,
  expression: { cpu: (a: number, b: number) => Number(cpu(a, b)), wgsl: `select(0, 1, ${wgsl})` },
});

export const eq = pointwise(
  relation(
    "eq.Tensor(Tensor self, Tensor|Scalar other) -> Tensor",
    "Where both are equal.",
    (a, b) => a === b,
    "a == b",
  ),
);
export const ne = pointwise(
  relation(
    "ne.Tensor(Tensor self, Tensor|Scalar other) -> Tensor",
    "Where both differ.",
    (a, b) => a !== b,
    "a != b || isNan(f32(a)) || isNan(f32(b))",
  ),
);
export const lt = pointwise(
  relation(
    "lt.Tensor(Tensor self, Tensor|Scalar other) -> Tensor",
    "Where `self` is smaller.",
    (a, b) => a < b,
    "a < b",
  ),
);
export const le = pointwise(
  relation(
    "le.Tensor(Tensor self, Tensor|Scalar other) -> Tensor",
    "Where `self` is smaller or equal.",
    (a, b) => a <= b,
    "a <= b",
  ),
);
export const gt = pointwise(
  relation(
    "gt.Tensor(Tensor self, Tensor|Scalar other) -> Tensor",
    "Where `self` is larger.",
    (a, b) => a > b,
    "a > b",
  ),
);
export const ge = pointwise(
  relation(
    "ge.Tensor(Tensor self, Tensor|Scalar other) -> Tensor",
    "Where `self` is larger or equal.",
    (a, b) => a >= b,
    "a >= b",
  ),
);
export const logicalAnd = pointwise(
  relation(
    "logical_and(Tensor self, Tensor other) -> Tensor",
    "Where both are not 0.",
    (a, b) => a !== 0 && b !== 0,
    "a != T(0) && b != T(0)",
  ),
);
export const logicalOr = pointwise(
  relation(
    "logical_or(Tensor self, Tensor other) -> Tensor",
    "Where one is not 0.",
    (a, b) => a !== 0 || b !== 0,
    "a != T(0) || b != T(0)",
  ),
);
export const logicalXor = pointwise(
  relation(
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

export const logicalNot = pointwise(
  property("logical_not(Tensor self) -> Tensor", "Where it is 0.", (a) => a === 0, "a == T(0)"),
);
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
