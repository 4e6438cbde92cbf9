/**
 * Element types and PyTorch's promotion rules between them. `DTYPES` is the one table: what a dtype is called, how wide
 * it is, and how each device holds it.
 *
 * On the CPU int64 is a double (exact up to 2^53), and the two 16-bit floats are float32 numbers that have been rounded
 * to values the dtype has (`engine/rounding.ts`): no typed array holds them, and kernels compute in float or double and
 * round once, as PyTorch's do. On WebGPU every element is 32 bits wide (`devices/webgpu/elements.ts`).
 */
import type { DTypeName } from "./trace/trace.ts";

export type TypedArray = Float32Array | Float64Array | Int32Array | Int16Array | Int8Array | Uint8Array;

/** Promotion goes up along this order before it looks at width. */
type Category = "bool" | "int" | "float";

interface DTypeRow {
  readonly name: DTypeName;
  /** Bytes of one element as PyTorch counts them. */
  readonly itemsize: number;
  readonly category: Category;
  /** As PyTorch's messages about mismatches call it: `Float`, `Long`. */
  readonly scalarType: string;
  /** As messages that come from C++ call it: `float`, `long int`. */
  readonly cName: string;
  /** A zeroed array that holds `length` elements on the CPU. */
  readonly array: (length: number) => TypedArray;
  /** Bits of the significand, the implied one counted; of integers all bits but the sign. */
  readonly digits: number;
  /** Floats: the largest power of two. */
  readonly maxExponent?: number;
}

export class DType implements DTypeRow {
  readonly name: DTypeName;
  readonly itemsize: number;
  readonly category: Category;
  readonly scalarType: string;
  readonly cName: string;
  readonly array: (length: number) => TypedArray;
  readonly digits: number;
  readonly maxExponent: number;

  constructor(row: DTypeRow) {
    this.name = row.name;
    this.itemsize = row.itemsize;
    this.category = row.category;
    this.scalarType = row.scalarType;
    this.cName = row.cName;
    this.array = row.array;
    this.digits = row.digits;
    this.maxExponent = row.maxExponent ?? 0;
  }

  get isFloatingPoint(): boolean {
    return this.category === "float";
  }

  /** Whether it has negative numbers. */
  get isSigned(): boolean {
    return this.category === "float" || (this.category === "int" && this.digits < 8 * this.itemsize);
  }

  /** As PyTorch calls a CPU tensor of this type: `FloatTensor`. */
  get tensorType(): string {
    return `${this.scalarType}Tensor`;
  }

  /** The largest number. That of int64 is 2^63 here, one more than it should be: a double has no nearer one. */
  get max(): number {
    return this.isFloatingPoint ? (2 - this.eps) * 2 ** this.maxExponent : 2 ** this.digits - 1;
  }

  /** The smallest number. */
  get min(): number {
    if (this.isFloatingPoint) return -this.max;
    return this.isSigned ? -(2 ** this.digits) : 0;
  }

  /** Floats: the distance of 1 to the next larger number. */
  get eps(): number {
    return 2 ** (1 - this.digits);
  }

  toString(): string {
    return `torch.${this.name}`;
  }
}

export const float32 = new DType({
  name: "float32",
  itemsize: 4,
  category: "float",
  scalarType: "Float",
  cName: "float",
  array: (n) => new Float32Array(n),
  digits: 24,
  maxExponent: 127,
});
export const float64 = new DType({
  name: "float64",
  itemsize: 8,
  category: "float",
  scalarType: "Double",
  cName: "double",
  array: (n) => new Float64Array(n),
  digits: 53,
  maxExponent: 1023,
});
export const float16 = new DType({
  name: "float16",
  itemsize: 2,
  category: "float",
  scalarType: "Half",
  cName: "c10::Half",
  array: (n) => new Float32Array(n),
  digits: 11,
  maxExponent: 15,
});
export const bfloat16 = new DType({
  name: "bfloat16",
  itemsize: 2,
  category: "float",
  scalarType: "BFloat16",
  cName: "c10::BFloat16",
  array: (n) => new Float32Array(n),
  digits: 8,
  maxExponent: 127,
});
export const int64 = new DType({
  name: "int64",
  itemsize: 8,
  category: "int",
  scalarType: "Long",
  cName: "long int",
  array: (n) => new Float64Array(n),
  digits: 63,
});
export const int32 = new DType({
  name: "int32",
  itemsize: 4,
  category: "int",
  scalarType: "Int",
  cName: "int",
  array: (n) => new Int32Array(n),
  digits: 31,
});
export const int16 = new DType({
  name: "int16",
  itemsize: 2,
  category: "int",
  scalarType: "Short",
  cName: "short int",
  array: (n) => new Int16Array(n),
  digits: 15,
});
export const int8 = new DType({
  name: "int8",
  itemsize: 1,
  category: "int",
  scalarType: "Char",
  cName: "signed char",
  array: (n) => new Int8Array(n),
  digits: 7,
});
export const uint8 = new DType({
  name: "uint8",
  itemsize: 1,
  category: "int",
  scalarType: "Byte",
  cName: "unsigned char",
  array: (n) => new Uint8Array(n),
  digits: 8,
});
export const bool = new DType({
  name: "bool",
  itemsize: 1,
  category: "bool",
  scalarType: "Bool",
  cName: "bool",
  array: (n) => new Uint8Array(n),
  digits: 1,
});

export const DTYPES: readonly DType[] = [
  float32,
  float64,
  float16,
  bfloat16,
  int64,
  int32,
  int16,
  int8,
  uint8,
  bool,
];

/** How PyTorch names a dtype in messages about mismatches: `Float`, `Long`. */
export function scalarTypeName(dtype: DType): string {
  return dtype.scalarType;
}

/** A zeroed array that holds `length` elements of a dtype on the CPU. */
export function newArray(dtype: DType, length: number): TypedArray {
  return dtype.array(length);
}

const RANK = { bool: 0, int: 1, float: 2 } as const;

/** PyTorch's lattice: the smallest dtype that both convert to. */
export function promoteTypes(a: DType, b: DType): DType {
  if (a === b) return a;
  if (a.category !== b.category) return RANK[a.category] > RANK[b.category] ? a : b;
  if (a.itemsize !== b.itemsize) {
    // Whatever is wider than the only unsigned one is signed, so the wider one holds the other's numbers.
    return a.itemsize > b.itemsize ? a : b;
  }
  // The two of the same width: neither holds the other's numbers.
  return a.isFloatingPoint ? float32 : int16;
}

/** Whether results of `from` may be written into a tensor of `to`: not down to a lower category. */
export function canCast(from: DType, to: DType): boolean {
  return RANK[from.category] <= RANK[to.category];
}

/** How much say an operand has: a tensor with dimensions, one without, or a plain number. */
export interface Promotable {
  readonly dtype: DType;
  readonly ndim: number;
  readonly isWrappedNumber: boolean;
}

/**
 * The dtype of an elementwise result. Tensors with dimensions decide; those without, then plain numbers, count only
 * where they are of a higher category (`int64 tensor * 2.5` is float32, `float32 tensor * float64 0-dim` is float32).
 * Plain floats are of `standard`, the default dtype.
 */
export function resultType(operands: readonly Promotable[], standard: DType): DType {
  const tiers: (DType | null)[] = [null, null, null];
  for (const o of operands) {
    const tier = o.isWrappedNumber ? 2 : o.ndim === 0 ? 1 : 0;
    const dtype = o.isWrappedNumber && o.dtype.isFloatingPoint ? standard : o.dtype;
    tiers[tier] = tiers[tier] ? promoteTypes(tiers[tier], dtype) : dtype;
  }
  return (
    tiers.reduce<DType | null>((high, next) => {
      if (!high || !next) return high ?? next;
      return RANK[next.category] > RANK[high.category] ? next : high;
    }, null) ?? standard
  );
}
