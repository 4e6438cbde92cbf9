/** What a WebGPU kernel sees of a tensor. */
import type { DType } from "../../dtype.ts";

export interface GpuTensor {
  readonly buffer: GPUBuffer;
  /** First element, counted in elements from the buffer's start. */
  readonly offset: number;
  readonly shape: readonly number[];
  /** In elements. Row-major unless the op is declared strided. */
  readonly strides: readonly number[];
  readonly dtype: DType;
  readonly size: number;
  /** The value, where the tensor is a plain number of the user's program (`x.mul(2)`); its buffer must not be bound. */
  readonly scalar: number | null;
}
