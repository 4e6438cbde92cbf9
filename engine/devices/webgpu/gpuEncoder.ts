/**
 * What a WebGPU kernel may do: look at the device's capabilities, get scratch memory, upload, and encode dispatches.
 * It hands on recorded work only: nothing here waits for the GPU.
 */

import type { DType, TypedArray } from "../../dtype.ts";
import { contiguousStrides, numel } from "../../shape.ts";
import type { GpuBuffer } from "./bufferPool.ts";
import type { GpuCapabilities } from "./capabilities.ts";
import { ELEMENT_BYTES, elementType, toGpuElements } from "./elements.ts";
import type { FaultError } from "./faults.ts";
import type { GpuDevice } from "./gpuDevice.ts";
import type { GpuProgram } from "./gpuProgram.ts";
import { GpuStorage } from "./gpuStorage.ts";
import type { GpuTensor } from "./gpuTensor.ts";
import { checkedGrid, type Grid, linearGrid } from "./grid.ts";
import type { UniformFields, UniformValues } from "./uniformLayout.ts";

export interface GpuEncoder {
  readonly capabilities: GpuCapabilities;

  /**
   * Runs `program` on a row of invocations, at least `invocations` of them, for kernels that use `index`. `tensors`
   * are bound in the order of the program's bindings, whole buffers: offsets and strides go into the uniforms. A
   * tensor that is read and shares its buffer with one that is written is copied first.
   */
  dispatch<F extends UniformFields>(
    program: GpuProgram<F>,
    tensors: readonly GpuTensor[],
    uniforms: UniformValues<F>,
    invocations: number,
  ): void;

  /** The same for a grid of workgroups. `work`: multiply-adds or element visits, from which batches are cut. */
  dispatchGrid<F extends UniformFields>(
    program: GpuProgram<F>,
    tensors: readonly GpuTensor[],
    uniforms: UniformValues<F>,
    grid: Grid,
    work: number,
  ): void;

  /** A row-major tensor for intermediate results, not initialised; freed when the kernel returns. */
  scratch(dtype: DType, shape: readonly number[]): GpuTensor;

  /**
   * For a kernel that meets a value it must refuse. The code goes to it as a uniform, and from there with the value to
   * `raise` of `RAISE`; the tensor is bound as `faults`. The next read that comes back throws the error.
   */
  fault(error: FaultError): { readonly code: number; readonly faults: GpuTensor };

  /** Sets the elements of a row-major tensor, in order with the dispatches. */
  upload(tensor: GpuTensor, values: TypedArray): void;

  /** Says that a result's elements are what its dtype can hold; of others the backend makes sure (`gpuSettle`). */
  settled(tensor: GpuTensor): void;
}

export class RecordingEncoder implements GpuEncoder {
  readonly #gpu: GpuDevice;
  readonly #scratch: GpuStorage[] = [];
  readonly #settled = new Set<GpuTensor>();

  constructor(gpu: GpuDevice) {
    this.#gpu = gpu;
  }

  get capabilities(): GpuCapabilities {
    return this.#gpu.capabilities;
  }

  dispatch<F extends UniformFields>(
    program: GpuProgram<F>,
    tensors: readonly GpuTensor[],
    uniforms: UniformValues<F>,
    invocations: number,
  ): void {
    if (invocations === 0) return;
    const groups = Math.ceil(invocations / program.threads);
    this.#record(program, tensors, uniforms, linearGrid(groups, this.capabilities.limits), invocations);
  }

  dispatchGrid<F extends UniformFields>(
    program: GpuProgram<F>,
    tensors: readonly GpuTensor[],
    uniforms: UniformValues<F>,
    grid: Grid,
    work: number,
  ): void {
    if (grid.includes(0)) return;
    this.#record(program, tensors, uniforms, checkedGrid(grid, this.capabilities.limits), work);
  }

  scratch(dtype: DType, shape: readonly number[]): GpuTensor {
    const storage = new GpuStorage(this.#gpu, "webgpu", dtype, numel(shape));
    this.#scratch.push(storage);
    return whole(storage, shape);
  }

  fault(error: FaultError): { readonly code: number; readonly faults: GpuTensor } {
    const { faults } = this.#gpu;
    const { storage } = faults;
    return { code: faults.expect(error), faults: whole(storage, [storage.length]) };
  }

  upload(tensor: GpuTensor, values: TypedArray): void {
    const storage = storageOf(tensor);
    this.#gpu.write(storage.bufferToWrite, tensor.offset, toGpuElements(tensor.dtype, values));
    this.settled(tensor);
  }

  settled(tensor: GpuTensor): void {
    this.#settled.add(tensor);
  }

  isSettled(tensor: GpuTensor): boolean {
    return this.#settled.has(tensor);
  }

  /** Frees the scratch tensors. What was recorded still finds their buffers: later commands run later. */
  end(): void {
    for (const storage of this.#scratch) storage.release();
    this.#scratch.length = 0;
    this.#settled.clear();
  }

  #record<F extends UniformFields>(
    program: GpuProgram<F>,
    tensors: readonly GpuTensor[],
    uniforms: UniformValues<F>,
    grid: Grid,
    work: number,
  ): void {
    this.#gpu.checkAlive();
    const { bindings } = program;
    if (tensors.length !== bindings.length) {
      throw new Error(
        `program '${program.key}' binds ${bindings.length} tensors, but was given ${tensors.length}`,
      );
    }
    const buffers: GpuBuffer[] = new Array(tensors.length);
    for (let i = 0; i < tensors.length; i++) buffers[i] = storageOf(tensors[i] as GpuTensor).buffer;
    for (let i = 0; i < buffers.length; i++) {
      if (bindings[i]?.access === "read" && this.#isWritten(program, buffers, i)) {
        buffers[i] = this.#copyOf(tensors[i] as GpuTensor);
      }
    }
    this.#gpu.queue.dispatch(program, buffers, uniforms, grid, work);
  }

  #isWritten<F extends UniformFields>(
    { bindings }: GpuProgram<F>,
    buffers: readonly GpuBuffer[],
    read: number,
  ): boolean {
    for (let i = 0; i < buffers.length; i++) {
      if (bindings[i]?.access === "write" && buffers[i] === buffers[read]) return true;
    }
    return false;
  }

  /** The tensor's whole storage once more, so that its offset and strides still hold. */
  #copyOf(tensor: GpuTensor): GpuBuffer {
    const storage = storageOf(tensor);
    const target = storageOf(this.scratch(tensor.dtype, [storage.length])).buffer;
    const bytes = storage.length * ELEMENT_BYTES;
    this.#gpu.queue.copy({ source: storage.buffer, sourceOffset: 0, target, targetOffset: 0, bytes });
    return target;
  }
}

/** All of a storage, row-major. */
function whole(storage: GpuStorage, shape: readonly number[]): GpuTensor {
  const { dtype, length: size } = storage;
  const strides = contiguousStrides(shape);
  return { storage, offset: 0, shape, strides, dtype, type: elementType(dtype), size, scalar: null };
}

function storageOf(tensor: GpuTensor): GpuStorage {
  if (tensor.storage) return tensor.storage;
  throw new Error("a plain number has no elements on the GPU; kernels take it from `scalar`");
}
