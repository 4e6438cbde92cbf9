/** What dtypes say about themselves and each other: `torch.finfo`, `torch.promoteTypes`, `torch.resultType`. */
import { defaultDtype } from "../defaults.ts";
import { canCast, type DType, promoteTypes, resultType } from "../dtype.ts";
import { shortest } from "../format/pythonFloat.ts";
import { Tensor } from "../tensor.ts";
import { wrapNumber } from "./bind.ts";

/** The limits of a floating-point dtype. */
class FloatInfo {
  readonly dtype: string;
  readonly bits: number;
  readonly max: number;
  readonly min: number;
  /** The distance of 1 to the next larger number. */
  readonly eps: number;
  /** The smallest positive number with a full significand. */
  readonly smallestNormal: number;
  readonly tiny: number;
  /** One unit of the last decimal digit that can be relied on, near 1. */
  readonly resolution: number;

  constructor(dtype: DType) {
    this.dtype = dtype.name;
    this.bits = 8 * dtype.itemsize;
    this.max = dtype.max;
    this.min = dtype.min;
    this.eps = dtype.eps;
    this.smallestNormal = this.tiny = 2 ** (1 - dtype.maxExponent);
    this.resolution = Number(`1e-${Math.floor((dtype.digits - 1) * Math.log10(2))}`);
  }

  toString(): string {
    const limits = ["resolution", "min", "max", "eps", "smallestNormal", "tiny"] as const;
    const parts = limits.map(
      (name) => `${name === "smallestNormal" ? "smallest_normal" : name}=${shortest(this[name], 6)}`,
    );
    return `finfo(${parts.join(", ")}, dtype=${this.dtype})`;
  }
}

/** The limits of an integer dtype. `max` of int64 is 2^63, one more than PyTorch's: a number has no nearer value. */
class IntInfo {
  readonly dtype: string;
  readonly bits: number;
  readonly max: number;
  readonly min: number;

  constructor(dtype: DType) {
    this.dtype = dtype.name;
    this.bits = 8 * dtype.itemsize;
    this.max = dtype.max;
    this.min = dtype.min;
  }

  toString(): string {
    return `iinfo(min=${shortest(this.min, 6)}, max=${shortest(this.max, 6)}, dtype=${this.dtype})`;
  }
}

const asOperand = (x: Tensor | number | boolean): Tensor => (x instanceof Tensor ? x : wrapNumber(x));

export const typeFunctions = {
  /** Largest and smallest numbers and the precision of a floating-point dtype. */
  finfo(dtype: DType = defaultDtype()): FloatInfo {
    if (!dtype.isFloatingPoint) {
      throw new TypeError(
        "torch.finfo() requires a floating point input type. Use torch.iinfo to handle 'torch.finfo'",
      );
    }
    return new FloatInfo(dtype);
  },
  /** Largest and smallest numbers of an integer dtype. */
  iinfo(dtype: DType): IntInfo {
    if (dtype.category === "bool") throw new TypeError("torch.bool is not supported by torch.iinfo");
    if (dtype.isFloatingPoint) {
      throw new TypeError(
        "torch.iinfo() requires an integer input type. Use torch.finfo to handle 'torch.iinfo'",
      );
    }
    return new IntInfo(dtype);
  },
  /** The smallest dtype that both convert to. */
  promoteTypes,
  /** Whether values may be converted so: not from floats to integers, nor from those to bool. */
  canCast,
  /** The dtype that an op of these tensors or numbers would compute in. */
  resultType: (a: Tensor | number | boolean, b: Tensor | number | boolean): DType =>
    resultType([asOperand(a), asOperand(b)], defaultDtype()),
  isFloatingPoint: (t: Tensor): boolean => t.dtype.isFloatingPoint,
  /** Always false: there are no complex dtypes. */
  isComplex: (t: Tensor): boolean => t.isComplex(),
};
