/** Methods of tensors about dtypes: `x.half()`, `x.type()`, `x.nbytes`. */
import {
  bfloat16,
  bool,
  DTYPES,
  DType,
  float16,
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  uint8,
} from "../dtype.ts";
import { ValueError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";

const CONVERSIONS = {
  float: float32,
  double: float64,
  half: float16,
  bfloat16,
  long: int64,
  int: int32,
  short: int16,
  char: int8,
  byte: uint8,
  bool,
} as const;

export interface DTypeMethods extends Readonly<Record<keyof typeof CONVERSIONS, () => Tensor>> {
  /** The type's name: `torch.FloatTensor`, `torch.webgpu.FloatTensor`. */
  type(): string;
  /** The same values in another dtype. */
  type(dtype: DType | string): Tensor;
  /** The same values in the dtype of `other`. */
  typeAs(other: Tensor): Tensor;
  /** Whether the dtype has negative numbers. */
  isSigned(): boolean;
  /** Always false: there are no complex dtypes. */
  isComplex(): boolean;
  /** Bytes of all elements, as PyTorch counts them. */
  readonly nbytes: number;
  /** Bytes of one element. */
  readonly itemsize: number;
}

function named(dtype: DType | string): DType {
  if (dtype instanceof DType) return dtype;
  const found = DTYPES.find((d) => dtype === `torch.${d.tensorType}` || dtype === String(d));
  if (!found) throw new ValueError(`invalid type: '${dtype}'`);
  return found;
}

function type(this: Tensor, dtype?: DType | string): string | Tensor {
  if (dtype !== undefined) return this.to(named(dtype));
  const device = this.storage.device;
  return `torch.${device === "cpu" ? "" : `${device}.`}${this.dtype.tensorType}`;
}

const conversions = Object.fromEntries(
  Object.entries(CONVERSIONS).map(([name, dtype]) => [
    name,
    function (this: Tensor) {
      return this.to(dtype);
    },
  ]),
) as Record<keyof typeof CONVERSIONS, () => Tensor>;

export const dtypeMethods: DTypeMethods & ThisType<Tensor> = {
  ...conversions,
  type: type as DTypeMethods["type"],
  typeAs(other) {
    return this.to(other.dtype);
  },
  isSigned() {
    return this.dtype.isSigned;
  },
  isComplex() {
    return false;
  },
  get nbytes() {
    return this.numel() * this.dtype.itemsize;
  },
  get itemsize() {
    return this.dtype.itemsize;
  },
};
