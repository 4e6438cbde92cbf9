/** Commands recorded for one submit, in order, with the uniforms of all of them. Nothing of it has reached the GPU yet. */
import type { GpuBuffer } from "./bufferPool.ts";
import type { Grid } from "./grid.ts";
import type { Pipeline } from "./pipelineCache.ts";
import { UNIFORM_BYTES, UNIFORM_WORDS, type UniformWords } from "./uniformLayout.ts";

/** Dispatches in a batch at most: a quarter MiB of uniforms. */
export const BATCH_DISPATCHES = 1024;
export const BATCH_UNIFORM_BYTES = BATCH_DISPATCHES * UNIFORM_BYTES;

export interface DispatchCommand {
  readonly pipeline: Pipeline;
  readonly buffers: readonly GpuBuffer[];
  readonly grid: Grid;
}

/** Copies bytes between buffers. `target` may be the caller's own, to map it. */
export interface CopyCommand {
  readonly source: GpuBuffer | GPUBuffer;
  readonly sourceOffset: number;
  readonly target: GpuBuffer | GPUBuffer;
  readonly targetOffset: number;
  readonly bytes: number;
}

export class CommandBatch {
  /** Counts up; batches are submitted in this order. */
  readonly serial: number;
  readonly commands: (DispatchCommand | CopyCommand)[] = [];
  /** Word `UNIFORM_WORDS * i` on: the uniforms of dispatch i. */
  readonly uniforms: UniformWords;
  dispatches = 0;
  /** Multiply-adds or element visits recorded so far: how long the GPU may be busy. */
  work = 0;
  /** Pipelines that were not compiled when they were recorded. */
  readonly waitsFor = new Set<Pipeline>();
  /** Settles when the batch was submitted, or could not be. */
  readonly submitted: Promise<void>;
  readonly settle: { resolve: () => void; reject: (error: unknown) => void };

  constructor(serial: number, uniforms: UniformWords) {
    this.serial = serial;
    this.uniforms = uniforms;
    let settle: CommandBatch["settle"] | undefined;
    this.submitted = new Promise((resolve, reject) => {
      settle = { resolve, reject };
    });
    this.settle = settle as CommandBatch["settle"];
    this.submitted.catch(() => {});
  }

  get isEmpty(): boolean {
    return this.commands.length === 0;
  }

  /** Where the next dispatch's uniforms go. */
  get nextWord(): number {
    return this.dispatches * UNIFORM_WORDS;
  }
}
