/** Reads buffers back through mapped ones, which are kept for the next read. */
import { type GpuBuffer, sizeClass } from "./bufferPool.ts";
import type { CommandQueue } from "./commandQueue.ts";
import { BufferUsage, MAP_READ } from "./gpuConstants.ts";

/** Kept for the next reads; a larger one is given back at once. */
const MOST_KEPT = 64 << 20;

export class Readback {
  readonly #device: GPUDevice;
  readonly #queue: CommandQueue;
  readonly #spare = new Map<number, GPUBuffer[]>();
  #spareBytes = 0;

  constructor(device: GPUDevice, queue: CommandQueue) {
    this.#device = device;
    this.#queue = queue;
  }

  /** The first `bytes` as they are after all commands recorded so far. Rejects where the device or a shader failed. */
  async read(buffer: GpuBuffer, bytes: number): Promise<ArrayBuffer> {
    const staging = this.#take(sizeClass(bytes));
    this.#queue.copy({ source: buffer, sourceOffset: 0, target: staging, targetOffset: 0, bytes });
    try {
      await this.#queue.flushSoon();
      await staging.mapAsync(MAP_READ, 0, bytes);
      const content = staging.getMappedRange(0, bytes).slice(0);
      staging.unmap();
      this.#give(staging);
      return content;
    } catch (error) {
      staging.destroy();
      throw error;
    }
  }

  #take(size: number): GPUBuffer {
    const spare = this.#spare.get(size)?.pop();
    if (spare) {
      this.#spareBytes -= size;
      return spare;
    }
    return this.#device.createBuffer({ size, usage: BufferUsage.mapRead | BufferUsage.copyTarget });
  }

  #give(staging: GPUBuffer): void {
    if (this.#spareBytes + staging.size > MOST_KEPT) {
      staging.destroy();
      return;
    }
    this.#spareBytes += staging.size;
    const list = this.#spare.get(staging.size);
    if (list) list.push(staging);
    else this.#spare.set(staging.size, [staging]);
  }
}
