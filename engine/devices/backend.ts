/**
 * A device: where elements live and which kernels run. It is not where shapes, dtypes or gradients are decided: those
 * are the same everywhere and happen before a backend is asked.
 */
import type { DType, TypedArray } from "../dtype.ts";
import type { AnyArgs, AnyOp } from "../ops/op.ts";
import type { Storage } from "../storage.ts";
import type { Tensor } from "../tensor.ts";
import type { DeviceName } from "../trace/trace.ts";

export interface Backend {
  readonly name: DeviceName;
  /** Room for `length` elements, not initialised. Throws `OutOfMemoryError` beyond the run's budget. */
  allocate(device: DeviceName, dtype: DType, length: number): Storage;
  /** Runs the op's kernel for this device, in the order of calls. Operands are as the op's `layout` asks. */
  run(op: AnyOp, args: AnyArgs, out: readonly Tensor[]): void;
  /** Copies `values`, row-major, to the start of a storage; ordered with the calls of `run`. */
  write(storage: Storage, values: TypedArray): void;
  /** The whole storage as it is after all earlier calls. */
  read(storage: Storage): Promise<TypedArray>;
  /** The same at once, where the device can. */
  readSync?(storage: Storage): TypedArray;
  /** Frees the elements now rather than when the storage is collected: nobody will use it again. */
  release?(storage: Storage): void;
  /** Waits until all earlier calls are done, and raises what went wrong in them. */
  settle?(): Promise<void>;
}
