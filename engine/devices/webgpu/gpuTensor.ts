/** What a WebGPU kernel sees of a tensor. */
import type { DType } from "../../dtype.ts";
import type { ElementType } from "./gpuProgram.ts";
import type { GpuStorage } from "./gpuStorage.ts";

export interface GpuTensor {
  /** Null for a plain number (`scalar`), which has no elements on the GPU. */
  readonly storage: GpuStorage | null;
  /** First element, counted in elements from the storage's start. */
  readonly offset: number;
  readonly shape: readonly number[];
  /** In elements. Row-major unless the op is declared strided. */
  readonly strides: readonly number[];
  readonly dtype: DType;
  /** As what WGSL sees the elements. */
  readonly type: ElementType;
  /** Number of elements. */
  readonly size: number;
  /** The value of a plain number of the user's program (`x.mul(2)`) or of a tensor without dimensions on the CPU. */
  readonly scalar: number | null;
}
