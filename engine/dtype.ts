/**
 * Element types and PyTorch's promotion rules between them.
 *
 * How values are held: float32 and float64 as themselves; int32 and uint8 as themselves; bool as one byte;
 * int64 as a double on the CPU (exact up to 2^53) and as a 32-bit integer on WebGPU, which has no wider one.
 */
import type { DTypeName } from "./trace/trace.ts";

export type TypedArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/** Promotion goes up along this order before it looks at width. */
type Category = "bool" | "int" | "float";

export class DType {
  readonly name: DTypeName;
  /** Bytes of one element as PyTorch counts them. */
  readonly itemsize: number;
  readonly category: Category;
  /** As PyTorch's messages call a CPU tensor of this type: `torch.FloatTensor`. */
  readonly tensorType: string;

  constructor(name: DTypeName, itemsize: number, category: Category, tensorType: string) {
    this.name = name;
    this.itemsize = itemsize;
    this.category = category;
    this.tensorType = tensorType;
  }

  get isFloatingPoint(): boolean {
    return this.category === "float";
  }

  toString(): string {
    return `torch.${this.name}`;
  }
}

export const float32 = new DType("float32", 4, "float", "FloatTensor");
export const float64 = new DType("float64", 8, "float", "DoubleTensor");
export const int64 = new DType("int64", 8, "int", "LongTensor");
export const int32 = new DType("int32", 4, "int", "IntTensor");
export const uint8 = new DType("uint8", 1, "int", "ByteTensor");
export const bool = new DType("bool", 1, "bool", "BoolTensor");

export const DTYPES: readonly DType[] = [float32, float64, int64, int32, uint8, bool];

/** How PyTorch names a dtype in messages about mismatches: `Float`, `Long`. */
export function scalarTypeName(dtype: DType): string {
  return dtype.tensorType.replace("Tensor", "");
}

/** A zeroed array that holds `length` elements of a dtype on the CPU. */
export function newArray(dtype: DType, length: number): TypedArray {
  switch (dtype.name) {
    case "float32":
      return new Float32Array(length);
    case "float64":
    case "int64":
      return new Float64Array(length);
    case "int32":
      return new Int32Array(length);
    default:
      return new Uint8Array(length);
  }
}

const PRIORITY: readonly DType[] = [bool, uint8, int32, int64, float32, float64];

/** PyTorch's lattice: the smallest dtype that both convert to. */
export function promoteTypes(a: DType, b: DType): DType {
  return PRIORITY.indexOf(a) >= PRIORITY.indexOf(b) ? a : b;
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
 */
export function resultType(operands: readonly Promotable[]): DType {
  const tiers: (DType | null)[] = [null, null, null];
  for (const o of operands) {
    const tier = o.isWrappedNumber ? 2 : o.ndim === 0 ? 1 : 0;
    tiers[tier] = tiers[tier] ? promoteTypes(tiers[tier], o.dtype) : o.dtype;
  }
  const rank = (d: DType) => (d.category === "float" ? 2 : d.category === "int" ? 1 : 0);
  return (
    tiers.reduce<DType | null>((high, next) => {
      if (!high || !next) return high ?? next;
      return rank(next) > rank(high) ? next : high;
    }, null) ?? float32
  );
}
