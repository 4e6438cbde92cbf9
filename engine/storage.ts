/**
 * Storage: the elements behind one or more tensors. Views share it; its version counts in-place writes, which
 * backward checks. It says nothing of shape. What holds the elements is the device's own subclass.
 */
import { isInferenceModeEnabled } from "./autograd/mode.ts";
import type { DType } from "./dtype.ts";
import type { DeviceName } from "./trace/trace.ts";

export abstract class Storage {
  /** Grows with each in-place write. */
  version = 0;
  /** Which backend's kernels can work on it. */
  abstract readonly backend: DeviceName;
  /** What the user is told. Differs from `backend` in a run without values, where `meta` stands in for all. */
  readonly device: DeviceName;
  readonly dtype: DType;
  /** Elements. */
  readonly length: number;
  /** Made in inference mode: its tensors never take part in a graph, and no version is kept. */
  readonly isInference = isInferenceModeEnabled();

  constructor(device: DeviceName, dtype: DType, length: number) {
    this.device = device;
    this.dtype = dtype;
    this.length = length;
  }

  get bytes(): number {
    return this.length * this.dtype.itemsize;
  }
}
