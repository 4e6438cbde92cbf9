/** Comparisons and logic, elementwise: bool results, no gradients. */
import { pointwise } from "./pointwise.ts";

/** `cpu` and `wgsl` tell whether the relation holds for `a` and `b`. */
function comparison<const N extends string>(
  name: N,
  doc: string,
  cpu: (a: number, b: number) => boolean,
  wgsl: string,
) {
  return pointwise({
    schema: `${name}.Tensor(Tensor self, Tensor|Scalar other) -> Tensor`,
    doc,
    on: ["method", "torch"],
    operands: ["self", "other"],
    promotes: "compare",
    expression: { cpu: (a, b) => Number(cpu(a, b)), wgsl: `select(0, 1, ${wgsl})` },
  });
}

export const eq = comparison("eq", "Where both are equal.", (a, b) => a === b, "a == b");
export const ne = comparison("ne", "Where both differ.", (a, b) => a !== b, "a != b");
export const lt = comparison("lt", "Where `self` is smaller.", (a, b) => a < b, "a < b");
export const le = comparison("le", "Where `self` is smaller or equal.", (a, b) => a <= b, "a <= b");
export const gt = comparison("gt", "Where `self` is larger.", (a, b) => a > b, "a > b");
export const ge = comparison("ge", "Where `self` is larger or equal.", (a, b) => a >= b, "a >= b");

export const logicalAnd = comparison(
  "logical_and",
  "Where both are not 0.",
  (a, b) => a !== 0 && b !== 0,
  "a != T(0) && b != T(0)",
);
export const logicalOr = comparison(
  "logical_or",
  "Where one is not 0.",
  (a, b) => a !== 0 || b !== 0,
  "a != T(0) || b != T(0)",
);
export const logicalXor = comparison(
  "logical_xor",
  "Where just one is not 0.",
  (a, b) => (a !== 0) !== (b !== 0),
  "(a != T(0)) != (b != T(0))",
);

function predicate<const N extends string>(name: N, doc: string, cpu: (a: number) => boolean, wgsl: string) {
  return pointwise({
    schema: `${name}(Tensor self) -> Tensor`,
    doc,
    on: ["method", "torch"],
    operands: ["self"],
    promotes: "compare",
    expression: { cpu: (a) => Number(cpu(a)), wgsl: `select(0, 1, ${wgsl})` },
  });
}

export const logicalNot = predicate("logical_not", "Where it is 0.", (a) => a === 0, "a == T(0)");
// WGSL lets implementations assume that NaN and infinities do not occur, so these look at the bits (kernels/wgsl.ts).
export const isnan = predicate("isnan", "Where it is NaN.", Number.isNaN, "isNan(f32(a))");
export const isinf = predicate(
  "isinf",
  "Where it is infinite.",
  (a) => a === Infinity || a === -Infinity,
  "isInf(f32(a))",
);
export const isfinite = predicate(
  "isfinite",
  "Where it is neither infinite nor NaN.",
  Number.isFinite,
  "!isNan(f32(a)) && !isInf(f32(a))",
);
