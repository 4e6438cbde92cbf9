/** Reads buffers back through mapped ones, which are kept for the next read. */
import { type GpuBuffer, sizeClass } from "./bufferPool.ts";
import type { CommandQueue } from "./commandQueue.ts";
import { BufferUsage, MAP_READ } from "./gpuConstants.ts";

/** Kept for the next reads; a larger one is given back at once. */
const MOST_KEPT = 64 << 20;

/** Of offsets into mapped memory. */
const ALIGNMENT = 8;

interface Source {
  readonly buffer: GpuBuffer;
  readonly bytes: number;
}

export class Readback {
  readonly #device: GPUDevice;
  readonly #queue: CommandQueue;
  readonly #spare = new Map<number, GPUBuffer[]>();
  #spareBytes = 0;

  constructor(device: GPUDevice, queue: CommandQueue) {
    this.#device = device;
    this.#queue = queue;
  }

  /**
   * The beginnings of buffers as they are after all commands recorded so far. Rejects where the device or a shader
   * failed.
   */
  async read(sources: readonly Source[]): Promise<ArrayBuffer[]> {
    const offsets: number[] = [];
    let total = 0;
    for (const { bytes } of sources) {
      offsets.push(total);
      total += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    }
    const staging = this.#take(sizeClass(total));
    for (const [i, { buffer, bytes }] of sources.entries()) {
      const targetOffset = offsets[i] as number;
      this.#queue.copy({ source: buffer, sourceOffset: 0, target: staging, targetOffset, bytes });
    }
    try {
      await this.#queue.flushSoon();
      await staging.mapAsync(MAP_READ, 0, total);
      const contents = sources.map(({ bytes }, i) => staging.getMappedRange(offsets[i], bytes).slice(0));
      staging.unmap();
      this.#give(staging);
      return contents;
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
