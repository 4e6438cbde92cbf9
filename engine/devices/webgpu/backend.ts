/** WebGPU: elements in GPU memory, kernels as recorded dispatches, values back only by `read`. */
import type { DType, TypedArray } from "../../dtype.ts";
import { NotImplementedError, RuntimeError } from "../../errors.ts";
import type { AnyArgs, AnyOp } from "../../ops/op.ts";
import { backendFor } from "../../runtime.ts";
import type { Storage } from "../../storage.ts";
import { isTensorList, Tensor } from "../../tensor.ts";
import type { DeviceName } from "../../trace/trace.ts";
import type { Backend } from "../backend.ts";
import { ELEMENT_BYTES, elementType, fromGpuElements, toGpuElements } from "./elements.ts";
import type { GpuDevice } from "./gpuDevice.ts";
import { RecordingEncoder } from "./gpuEncoder.ts";
import { GpuStorage } from "./gpuStorage.ts";
import type { GpuTensor } from "./gpuTensor.ts";
import { gpuSettle } from "./kernels/pointwise.ts";

export class WebGpuBackend implements Backend {
  readonly name = "webgpu";
  readonly gpu: GpuDevice;
  readonly #encoder: RecordingEncoder;

  constructor(gpu: GpuDevice) {
    this.gpu = gpu;
    this.#encoder = new RecordingEncoder(gpu);
  }

  allocate(device: DeviceName, dtype: DType, length: number): GpuStorage {
    this.gpu.checkAlive();
    return new GpuStorage(this.gpu, device, dtype, length);
  }

  run(op: AnyOp, args: AnyArgs, out: readonly Tensor[]): void {
    const { webgpu } = op.definition;
    if (!webgpu) {
      throw new NotImplementedError(
        `'${op.schema.name}' is not implemented for the webgpu device yet. Run the model on the CPU: torch.device("cpu").`,
      );
    }
    const views: Record<string, unknown> = {};
    for (const key in args) views[key] = this.#view(args[key]);
    try {
      const results = out.map(viewOf);
      webgpu(views, results, this.#encoder);
      for (const result of results) if (!this.#encoder.isSettled(result)) gpuSettle(this.#encoder, result);
    } finally {
      this.#encoder.end();
    }
  }

  write(storage: Storage, values: TypedArray): void {
    const target = own(storage);
    this.gpu.write(target.bufferToWrite, 0, toGpuElements(target.dtype, values));
  }

  async read(storage: Storage): Promise<TypedArray> {
    const source = own(storage);
    if (source.length === 0) return fromGpuElements(source.dtype, new ArrayBuffer(0));
    const words = await this.gpu.read(source.buffer, source.length * ELEMENT_BYTES);
    return fromGpuElements(source.dtype, words);
  }

  release(storage: Storage): void {
    own(storage).release();
  }

  settle(): Promise<void> {
    return this.gpu.finish();
  }

  #view(value: unknown): unknown {
    if (value instanceof Tensor) return operand(value);
    if (isTensorList(value)) return value.map((t) => t && operand(t));
    return value;
  }
}

/** Plain numbers, and tensors without dimensions that are still on the CPU, go along as uniforms. */
function operand(t: Tensor): GpuTensor {
  if (t.storage instanceof GpuStorage) return viewOf(t);
  const value = t.ndim === 0 ? backendFor(t.storage.device).readSync?.(t.storage)[t.offset] : undefined;
  if (value === undefined) {
    throw new RuntimeError(
      `Expected all tensors to be on the same device, but found at least two devices, ${t.storage.device} and webgpu!`,
    );
  }
  const { dtype } = t;
  return {
    storage: null,
    offset: 0,
    shape: [],
    strides: [],
    dtype,
    // Plain floats are float64 until they meet a tensor's dtype.
    type: dtype.isFloatingPoint ? "f32" : "i32",
    size: 1,
    scalar: value,
  };
}

function viewOf(t: Tensor): GpuTensor {
  const { dtype } = t;
  return {
    storage: own(t.storage),
    offset: t.offset,
    shape: t.shape,
    strides: t.strides,
    dtype,
    type: elementType(dtype),
    size: t.numel(),
    scalar: null,
  };
}

function own(storage: Storage): GpuStorage {
  if (storage instanceof GpuStorage) return storage;
  throw new Error(`a ${storage.backend} storage was given to a WebGPU kernel`);
}
