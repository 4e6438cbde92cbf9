/** Integers as rows of bits; booleans as one bit. */
import { NotImplementedError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { pointwise } from "./pointwise.ts";

function integersOnly(name: string, tensors: readonly Tensor[]): void {
  const float = tensors.find((t) => t.dtype.isFloatingPoint);
  if (!float) return;
  throw new NotImplementedError(
    `"${name}_cpu" not implemented for '${float.dtype.tensorType.replace("Tensor", "")}'`,
  );
}

/** JavaScript's operators know 32 bits; int64 has more. */
const wide =
  (narrow: (a: number, b: number) => number, big: (a: bigint, b: bigint) => bigint) =>
  (a: number, b: number): number =>
    (a | 0) === a && (b | 0) === b ? narrow(a, b) : Number(BigInt.asIntN(64, big(BigInt(a), BigInt(b))));

const operation = <const S extends string>(
  schema: S,
  doc: string,
  cpu: (a: number, b: number) => number,
  wgsl: string,
) => ({
  schema,
  doc,
  on: ["method", "torch"] as const,
  inplace: true,
  operands: ["self", "other"] as const,
  check: ({ self, other }: { self: Tensor; other: Tensor }) =>
    integersOnly(schema.slice(0, schema.indexOf(".")), [self, other]),
  expression: { cpu, wgsl },
});

export const bitwiseAnd = pointwise(
  operation(
    "bitwise_and.Tensor(Tensor self, Tensor|Scalar other) -> Tensor",
    "The bits that both have.",
    wide(
      (a, b) => a & b,
      (a, b) => a & b,
    ),
    "a & b",
  ),
);
export const bitwiseOr = pointwise(
  operation(
    "bitwise_or.Tensor(Tensor self, Tensor|Scalar other) -> Tensor",
    "The bits that one has.",
    wide(
      (a, b) => a | b,
      (a, b) => a | b,
    ),
    "a | b",
  ),
);
export const bitwiseXor = pointwise(
  operation(
    "bitwise_xor.Tensor(Tensor self, Tensor|Scalar other) -> Tensor",
    "The bits that just one has.",
    wide(
      (a, b) => a ^ b,
      (a, b) => a ^ b,
    ),
    "a ^ b",
  ),
);

export const bitwiseNot = pointwise({
  schema: "bitwise_not(Tensor self) -> Tensor",
  doc: "All bits flipped; true becomes false.",
  on: ["method", "torch"],
  inplace: true,
  operands: ["self"],
  check: ({ self }) => integersOnly("bitwise_not", [self]),
  expression: {
    of: {
      int: { cpu: (a) => -a - 1, wgsl: "-a - 1" },
      bool: { cpu: (a) => 1 - a, wgsl: "1 - a" },
    },
    choose: ({ self }) => self.dtype.category,
  },
});
