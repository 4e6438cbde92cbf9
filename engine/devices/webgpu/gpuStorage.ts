/**
 * Elements in GPU memory. Nobody frees one by hand: its buffer returns to the pool when the last tensor that shares it
 * was collected, or at once where the engine itself knows that nobody else has it (`release`).
 */
import type { DType } from "../../dtype.ts";
import { memory } from "../../runtime.ts";
import { Storage } from "../../storage.ts";
import type { DeviceName } from "../../trace/trace.ts";
import type { GpuBuffer } from "./bufferPool.ts";
import { ELEMENT_BYTES, elementType } from "./elements.ts";
import type { GpuDevice } from "./gpuDevice.ts";

/** What outlives the storage: the buffer it holds, and what it was counted with. */
class Lease {
  readonly #device: GpuDevice;
  readonly bytes: number;
  #buffer: GpuBuffer | null = null;
  #ended = false;

  constructor(device: GpuDevice, bytes: number) {
    this.#device = device;
    this.bytes = bytes;
    device.collector.took(bytes);
  }

  /** The buffer, got when it is first needed. */
  buffer(idle: boolean): GpuBuffer {
    if (this.#ended) throw new Error("a WebGPU storage was used after it was released");
    this.#buffer ??= this.#device.pool.acquire(this.bytes, idle);
    return this.#buffer;
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    memory.give(this.bytes);
    this.#device.collector.gave(this.bytes);
    if (this.#buffer) this.#device.pool.release(this.#buffer);
    this.#buffer = null;
  }
}

const collected = new FinalizationRegistry<Lease>((lease) => lease.end());

export class GpuStorage extends Storage {
  readonly backend = "webgpu";
  readonly gpu: GpuDevice;
  readonly #lease: Lease;

  constructor(gpu: GpuDevice, device: DeviceName, dtype: DType, length: number) {
    super(device, dtype, length);
    elementType(dtype);
    const bytes = length * ELEMENT_BYTES;
    gpu.pool.check(bytes);
    memory.take(bytes, `A tensor of ${length.toLocaleString("en")} elements`);
    this.gpu = gpu;
    this.#lease = new Lease(gpu, bytes);
    collected.register(this, this.#lease);
  }

  /** In GPU memory; `Storage.bytes` is what the dtype's own size gives. */
  get gpuBytes(): number {
    return this.#lease.bytes;
  }

  /** For commands. */
  get buffer(): GpuBuffer {
    return this.#lease.buffer(false);
  }

  /** For writes from outside, which do not wait for recorded commands: a new storage gets a buffer that has none. */
  get bufferToWrite(): GpuBuffer {
    return this.#lease.buffer(true);
  }

  /** Frees the elements now. The storage must not be used any more. */
  release(): void {
    this.#lease.end();
  }
}
