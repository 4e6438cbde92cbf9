/** What a CPU kernel sees of a tensor: the elements from its first one on, and how to walk them. */
import type { DType, TypedArray } from "../../dtype.ts";

export interface CpuTensor {
  /** Starts at the tensor's first element. Row-major and exactly `size` long unless the op is declared strided. */
  readonly data: TypedArray;
  readonly shape: readonly number[];
  /** In elements. */
  readonly strides: readonly number[];
  readonly dtype: DType;
  /** Number of elements. */
  readonly size: number;
}
