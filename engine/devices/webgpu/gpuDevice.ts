/**
 * An open GPU: its capabilities, memory and command queue, and what became of it. A GPU can be lost at any moment
 * (driver reset, laptop asleep, too long a shader); everything then throws `DeviceLostError`, upon which a host opens
 * a new device once and runs the program again, and after that goes to the CPU.
 */
import { int32 } from "../../dtype.ts";
import { DeviceLostError, OutOfMemoryError, RuntimeError } from "../../errors.ts";
import { BufferPool, type GpuBuffer, type PoolMemory } from "./bufferPool.ts";
import type { GpuCapabilities } from "./capabilities.ts";
import { Collector } from "./collector.ts";
import { CommandQueue } from "./commandQueue.ts";
import { FAULT_WORDS, Faults } from "./faults.ts";
import { BufferUsage } from "./gpuConstants.ts";
import { GpuStorage } from "./gpuStorage.ts";
import { Readback } from "./readback.ts";

export interface GpuReport extends PoolMemory {
  /** Shaders compiled so far. */
  readonly pipelines: number;
  readonly dispatches: number;
  readonly submits: number;
  /** How often a dispatch found its buffers bound together before. */
  readonly bindGroupHits: number;
  readonly bindGroupMisses: number;
}

export class GpuDevice {
  readonly capabilities: GpuCapabilities;
  readonly pool: BufferPool;
  readonly queue: CommandQueue;
  readonly collector = new Collector();
  /** Resolves with the reason when the device is lost. */
  readonly lost: Promise<DeviceLostError>;
  readonly #device: GPUDevice;
  readonly #readback: Readback;
  /** Once a kernel that can raise was used. */
  #faults: Faults | null = null;
  #loss: DeviceLostError | null = null;
  /** What WebGPU reported since the last read; the first is the cause of the others. */
  #error: Error | null = null;

  constructor(device: GPUDevice, capabilities: GpuCapabilities) {
    this.#device = device;
    this.capabilities = capabilities;
    const { maxBufferSize, maxStorageBufferBindingSize } = capabilities.limits;
    this.pool = new BufferPool(device, Math.min(maxBufferSize, maxStorageBufferBindingSize), (error) => {
      this.#error ??= error;
      this.queue.fail(error);
    });
    this.queue = new CommandQueue(device, this.pool);
    this.#readback = new Readback(device, this.queue);
    device.addEventListener("uncapturederror", (event) => {
      this.#error ??= reported((event as GPUUncapturedErrorEvent).error);
    });
    this.lost = device.lost.then((info) => {
      this.#loss = new DeviceLostError(lossText(info));
      this.queue.fail(this.#loss);
      return this.#loss;
    });
  }

  /** What kernels raise their errors with. */
  get faults(): Faults {
    if (!this.#faults) {
      const storage = new GpuStorage(this, "webgpu", int32, FAULT_WORDS);
      this.write(storage.bufferToWrite, 0, new Int32Array(FAULT_WORDS));
      this.#faults = new Faults(storage);
    }
    return this.#faults;
  }

  /** Throws where the device is gone. */
  checkAlive(): void {
    if (this.#loss) throw this.#loss;
  }

  /** Writes to `buffer` from element `at` on, in order with the commands recorded so far. */
  write(buffer: GpuBuffer, at: number, elements: Float32Array | Int32Array): void {
    this.checkAlive();
    if (elements.byteLength === 0) return;
    const source = elements as Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
    if (!this.queue.isPending(buffer)) {
      this.#device.queue.writeBuffer(buffer.handle, at * 4, source);
      return;
    }
    // Commands that still wait read or write the buffer: the new values must not overtake them.
    const staging = this.#device.createBuffer({
      size: elements.byteLength,
      usage: BufferUsage.copySource,
      mappedAtCreation: true,
    });
    new Uint8Array(staging.getMappedRange()).set(
      new Uint8Array(source.buffer, source.byteOffset, source.byteLength),
    );
    staging.unmap();
    this.queue.copy({
      source: staging,
      sourceOffset: 0,
      target: buffer,
      targetOffset: at * 4,
      bytes: elements.byteLength,
    });
  }

  /** The first `bytes` of a buffer after all commands so far. Rejects with whatever went wrong on the way. */
  async read(buffer: GpuBuffer, bytes: number): Promise<ArrayBuffer> {
    this.checkAlive();
    const asked = this.#faults?.pending ?? 0;
    const sources = [{ buffer, bytes }];
    if (asked && this.#faults) sources.push({ buffer: this.#faults.storage.buffer, bytes: 4 * FAULT_WORDS });
    try {
      const [content, noted] = await this.#readback.read(sources);
      this.#throwReported();
      if (noted) this.#throwFault(new Int32Array(noted), asked);
      return content as ArrayBuffer;
    } catch (error) {
      this.checkAlive();
      this.#throwReported();
      throw error;
    }
  }

  /** Settles when the GPU has run all commands so far. */
  async finish(): Promise<void> {
    this.checkAlive();
    if (this.#faults?.pending) await this.read(this.#faults.storage.buffer, 4 * FAULT_WORDS);
    await this.queue.flushSoon();
    await this.#device.queue.onSubmittedWorkDone();
    this.checkAlive();
    this.#throwReported();
  }

  report(): GpuReport {
    const { queue, pool } = this;
    return {
      ...pool.memory,
      pipelines: queue.pipelines.count,
      dispatches: queue.dispatches,
      submits: queue.submits,
      bindGroupHits: queue.bindGroups.hits,
      bindGroupMisses: queue.bindGroups.misses,
    };
  }

  /** Gives everything back. Tensors on the device become unusable. */
  destroy(): void {
    this.#device.destroy();
  }

  #throwFault(words: Int32Array, asked: number): void {
    const error = this.faults.found(words, asked);
    if (!error) return;
    this.write(this.faults.storage.buffer, 0, new Int32Array(FAULT_WORDS));
    throw error;
  }

  #throwReported(): void {
    const error = this.#error;
    this.#error = null;
    if (error) throw error;
  }
}

function reported(error: GPUError): Error {
  const isMemory = /out of ?memory/i.test(`${error.constructor.name} ${error.message}`);
  return isMemory
    ? new OutOfMemoryError(
        `The GPU has run out of memory (${error.message}). Make the batch or the model smaller, or compute on the CPU.`,
      )
    : new RuntimeError(`WebGPU reported an error: ${error.message}`);
}

function lossText({ reason, message }: GPUDeviceLostInfo): string {
  if (reason === "destroyed") return "The WebGPU device was closed; tensors on it are gone.";
  return `The GPU was lost${message ? ` (${message})` : ""}; tensors on it are gone. This happens when the driver restarts, the computer slept, or one kernel ran too long.`;
}
