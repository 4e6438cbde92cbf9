/**
 * Bind groups by the buffers in them. Making one costs 7.5 µs in Chromium and 19 µs in Dawn's Node binding, ten times
 * what the dispatch itself costs; a training loop meets the same buffers over and over.
 */
import type { GpuBuffer } from "./bufferPool.ts";
import type { Pipeline } from "./pipelineCache.ts";

interface Entry {
  group: GPUBindGroup | null;
  next: Map<number, Entry> | null;
}

/** Enough for the largest models' steps; a program whose buffers never repeat only pays for starting over. */
const MOST = 16_384;

export class BindGroupCache {
  readonly #device: GPUDevice;
  /** Trees over the buffers' ids, one for each kind of layout: no key has to be put together. */
  readonly #roots = new Map<string, Entry>();
  #count = 0;
  #destroyed = 0;
  hits = 0;
  misses = 0;

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** `destroyed`: how many buffers were destroyed so far. When some were, no group may keep them alive. */
  forget(destroyed: number): void {
    if (this.#destroyed === destroyed && this.#count < MOST) return;
    this.#destroyed = destroyed;
    this.#roots.clear();
    this.#count = 0;
  }

  get({ access, groupLayout }: Pipeline, buffers: readonly GpuBuffer[]): GPUBindGroup {
    let entry = child(this.#roots, access);
    for (const { id } of buffers) {
      entry.next ??= new Map();
      entry = child(entry.next, id);
    }
    if (entry.group) {
      this.hits++;
      return entry.group;
    }
    this.misses++;
    this.#count++;
    entry.group = this.#device.createBindGroup({
      layout: groupLayout,
      entries: buffers.map(({ handle }, binding) => ({ binding, resource: { buffer: handle } })),
    });
    return entry.group;
  }
}

function child<K>(entries: Map<K, Entry>, key: K): Entry {
  const known = entries.get(key);
  if (known) return known;
  const made: Entry = { group: null, next: null };
  entries.set(key, made);
  return made;
}
