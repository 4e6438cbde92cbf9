/** The CPU: elements in typed arrays, kernels as plain functions that run at once. */
import { type DType, newArray, type TypedArray } from "../../dtype.ts";
import { NotImplementedError, OutOfMemoryError } from "../../errors.ts";
import type { AnyArgs, AnyOp } from "../../ops/op.ts";
import { pause, pauseIsDue } from "../../pace.ts";
import { isRounded, roundElements } from "../../rounding.ts";
import { formatBytes, memory } from "../../runtime.ts";
import { Storage } from "../../storage.ts";
import { isTensorList, Tensor } from "../../tensor.ts";
import type { DeviceName } from "../../trace/trace.ts";
import type { Backend } from "../backend.ts";
import type { CpuTensor } from "./cpuTensor.ts";
import { settle } from "./settle.ts";

export class CpuStorage extends Storage {
  readonly backend = "cpu";
  /** 16-bit floats take twice the bytes of `Storage.bytes` here: see `dtype.ts`. */
  readonly data: TypedArray;

  constructor(device: DeviceName, dtype: DType, length: number) {
    super(device, dtype, length);
    const bytes = length * (isRounded(dtype) ? Float32Array.BYTES_PER_ELEMENT : dtype.itemsize);
    memory.take(bytes, `A tensor of ${length.toLocaleString("en")} elements`);
    try {
      this.data = newArray(dtype, length);
    } catch (cause) {
      memory.give(bytes);
      throw new OutOfMemoryError(`There is no room for ${formatBytes(bytes)} of elements.`, { cause });
    }
    collected.register(this, bytes);
  }
}

/** JavaScript frees the elements by itself; this keeps the count. */
const collected = new FinalizationRegistry<number>((bytes) => memory.give(bytes));

export const cpuBackend: Backend = {
  name: "cpu",

  allocate: (device, dtype, length) => new CpuStorage(device, dtype, length),

  run(op: AnyOp, args: AnyArgs, out: readonly Tensor[]): void {
    const { cpu } = op.definition;
    if (!cpu) throw new NotImplementedError(`'${op.schema.name}' is not implemented on the CPU.`);
    const views: Record<string, unknown> = {};
    for (const key in args) views[key] = cpuView(args[key]);
    const results = out.map(viewOf);
    cpu(views, results);
    for (const result of results) settle(op, views, result);
  },

  write(storage, values): void {
    const data = dataOf(storage);
    data.set(values);
    roundElements(storage.dtype, data, 0, values.length);
  },

  async read(storage) {
    const values = dataOf(storage).slice();
    if (pauseIsDue()) await pause();
    return values;
  },

  readSync: (storage) => dataOf(storage),
};

function dataOf(storage: Storage): TypedArray {
  if (storage instanceof CpuStorage) return storage.data;
  throw new Error(`a ${storage.backend} storage was given to a CPU kernel`);
}

function cpuView(value: unknown): unknown {
  if (value instanceof Tensor) return viewOf(value);
  if (isTensorList(value)) return value.map((t) => t && viewOf(t));
  return value;
}

function viewOf(t: Tensor): CpuTensor {
  const data = dataOf(t.storage);
  return {
    data: t.offset === 0 ? data : data.subarray(t.offset),
    shape: t.shape,
    strides: t.strides,
    dtype: t.dtype,
    size: t.numel(),
  };
}
