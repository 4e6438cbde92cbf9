/**
 * Records a whole step's commands and submits them together: one encoder, one compute pass, bind groups from a cache,
 * all uniforms in one upload. That is 0.8 µs of host time for a dispatch in Chromium, where a submit for each costs
 * 143 µs. It also means that nothing runs before `flush`: on a read, when asked, or when a batch is full.
 *
 * Batches whose shaders still compile wait, and later ones behind them, so the order is that of recording, always.
 */
import { BindGroupCache } from "./bindGroupCache.ts";
import { type BufferPool, GpuBuffer } from "./bufferPool.ts";
import {
  BATCH_DISPATCHES,
  BATCH_UNIFORM_BYTES,
  CommandBatch,
  type CopyCommand,
  type DispatchCommand,
} from "./commandBatch.ts";
import { BufferUsage } from "./gpuConstants.ts";
import type { GpuProgram } from "./gpuProgram.ts";
import type { Grid } from "./grid.ts";
import { PipelineCache } from "./pipelineCache.ts";
import { UNIFORM_BYTES, type UniformFields, type UniformValues, UniformWords } from "./uniformLayout.ts";

/** A batch that would keep a slow GPU (0.1 T multiply-adds a second) busy for half a second: Windows resets at two. */
const MOST_WORK = 5e10;
/** A batch this old is submitted even if it is small, so that the GPU does not wait for the host. */
const MOST_MILLISECONDS = 8;
/** Looking at the clock costs a tenth of a dispatch. */
const CLOCK_EVERY = 16;

export class CommandQueue {
  readonly pipelines: PipelineCache;
  readonly bindGroups: BindGroupCache;
  readonly #device: GPUDevice;
  readonly #pool: BufferPool;
  readonly #uniformBuffer: GPUBuffer;
  readonly #uniformGroup: GPUBindGroup;
  readonly #offset = new Uint32Array(1);
  readonly #spareUniforms: UniformWords[] = [];
  /** Closed batches that wait for shaders or buffers, oldest first. */
  readonly #waiting: CommandBatch[] = [];
  #batch: CommandBatch;
  #serial = 1;
  #submitted = 0;
  #openedAt = 0;
  #pumping = false;
  #flushPlanned = false;
  /** Dispatches and submits so far, for benches and the status panel. */
  dispatches = 0;
  submits = 0;

  constructor(device: GPUDevice, pool: BufferPool) {
    this.#device = device;
    this.#pool = pool;
    this.pipelines = new PipelineCache(device);
    this.bindGroups = new BindGroupCache(device);
    this.#uniformBuffer = device.createBuffer({
      size: BATCH_UNIFORM_BYTES,
      usage: BufferUsage.uniform | BufferUsage.copyTarget,
    });
    this.#uniformGroup = device.createBindGroup({
      layout: this.pipelines.uniformLayout,
      entries: [{ binding: 0, resource: { buffer: this.#uniformBuffer, size: UNIFORM_BYTES } }],
    });
    this.#batch = this.#newBatch();
  }

  /** Whether commands that name the buffer still wait to be submitted. */
  isPending(buffer: GpuBuffer): boolean {
    return buffer.lastBatch > this.#submitted;
  }

  /** `work`: multiply-adds or element visits, to keep batches short enough. */
  dispatch<F extends UniformFields>(
    program: GpuProgram<F>,
    buffers: readonly GpuBuffer[],
    uniforms: UniformValues<F>,
    grid: Grid,
    work: number,
  ): void {
    const batch = this.#batch;
    const pipeline = this.pipelines.get(program);
    if (!pipeline.handle) batch.waitsFor.add(pipeline);
    program.layout.pack(uniforms, batch.uniforms, batch.nextWord);
    for (const buffer of buffers) buffer.lastBatch = batch.serial;
    batch.commands.push({ pipeline, buffers, grid });
    batch.dispatches++;
    batch.work += work;
    this.dispatches++;
    if (batch.dispatches % CLOCK_EVERY === 1) {
      const now = performance.now();
      if (batch.dispatches === 1) this.#openedAt = now;
      else if (now - this.#openedAt > MOST_MILLISECONDS) this.flush();
    }
    if (batch.dispatches === BATCH_DISPATCHES || batch.work > MOST_WORK) this.flush();
  }

  copy(command: CopyCommand): void {
    const { source, target } = command;
    if (source instanceof GpuBuffer) source.lastBatch = this.#batch.serial;
    if (target instanceof GpuBuffer) target.lastBatch = this.#batch.serial;
    this.#batch.commands.push(command);
  }

  /** Settles when all that is recorded so far was submitted. Reads of the same turn share one submit. */
  flushSoon(): Promise<void> {
    const { submitted } = this.#batch;
    if (!this.#flushPlanned) {
      this.#flushPlanned = true;
      queueMicrotask(() => {
        this.#flushPlanned = false;
        this.flush();
      });
    }
    return submitted;
  }

  /** Submits all that is recorded so far, or queues it where shaders still compile. */
  flush(): void {
    const { isEmpty, settle } = this.#batch;
    if (isEmpty) (this.#waiting.at(-1)?.submitted ?? Promise.resolve()).then(settle.resolve, settle.reject);
    else {
      this.#waiting.push(this.#batch);
      this.#serial++;
    }
    this.#batch = this.#newBatch();
    this.#pump();
  }

  /** Gives up all that was not submitted. */
  fail(error: unknown): void {
    for (const batch of [...this.#waiting.splice(0), this.#batch]) batch.settle.reject(error);
    this.#advance(this.#serial++);
    this.#batch = this.#newBatch();
  }

  #newBatch(): CommandBatch {
    return new CommandBatch(this.#serial, this.#spareUniforms.pop() ?? new UniformWords(BATCH_DISPATCHES));
  }

  #pump(): void {
    if (this.#pumping) return;
    for (let batch = this.#waiting[0]; batch; batch = this.#waiting[0]) {
      const reasons = this.#reasonsToWait(batch);
      if (reasons.length) {
        this.#pumping = true;
        const again = () => {
          this.#pumping = false;
          this.#pump();
        };
        Promise.all(reasons).then(again, (error: unknown) => {
          this.fail(error);
          again();
        });
        return;
      }
      this.#waiting.shift();
      this.#submit(batch);
    }
  }

  #reasonsToWait(batch: CommandBatch): Promise<unknown>[] {
    const reasons: Promise<unknown>[] = [];
    for (const pipeline of batch.waitsFor) if (!pipeline.handle) reasons.push(pipeline.ready);
    const buffers = this.#pool.checked();
    if (buffers) reasons.push(buffers);
    return reasons;
  }

  #submit(batch: CommandBatch): void {
    const { queue } = this.#device;
    if (batch.dispatches) {
      queue.writeBuffer(this.#uniformBuffer, 0, batch.uniforms.i32, 0, batch.nextWord);
    }
    this.bindGroups.forget(this.#pool.destroyed);
    queue.submit([this.#encode(batch)]);
    this.submits++;
    this.#spareUniforms.push(batch.uniforms);
    this.#advance(batch.serial);
    batch.settle.resolve();
  }

  #advance(serial: number): void {
    this.#submitted = serial;
    this.#pool.advance(serial, this.#serial);
  }

  #encode(batch: CommandBatch): GPUCommandBuffer {
    const encoder = this.#device.createCommandEncoder();
    let pass: GPUComputePassEncoder | null = null;
    let pipeline: GPUComputePipeline | null = null;
    let group: GPUBindGroup | null = null;
    let dispatches = 0;
    for (const command of batch.commands) {
      if (!("pipeline" in command)) {
        pass?.end();
        pass = null;
        encodeCopy(encoder, command);
        continue;
      }
      if (!pass) {
        pass = encoder.beginComputePass();
        pipeline = null;
        group = null;
      }
      const { handle } = command.pipeline;
      if (handle !== pipeline) {
        // Batches are encoded when their pipelines are there.
        pass.setPipeline(handle as GPUComputePipeline);
        pipeline = handle;
      }
      const bound = this.bindGroups.get(command.pipeline, command.buffers);
      if (bound !== group) pass.setBindGroup(0, bound);
      group = bound;
      this.#encodeDispatch(pass, command, dispatches++);
    }
    pass?.end();
    return encoder.finish();
  }

  #encodeDispatch(pass: GPUComputePassEncoder, { grid }: DispatchCommand, n: number): void {
    // The form with a typed array: the one with a sequence would make an array for each dispatch.
    this.#offset[0] = n * UNIFORM_BYTES;
    pass.setBindGroup(1, this.#uniformGroup, this.#offset, 0, 1);
    pass.dispatchWorkgroups(grid[0], grid[1], grid[2]);
  }
}

function encodeCopy(encoder: GPUCommandEncoder, c: CopyCommand): void {
  const source = c.source instanceof GpuBuffer ? c.source.handle : c.source;
  const target = c.target instanceof GpuBuffer ? c.target.handle : c.target;
  encoder.copyBufferToBuffer(source, c.sourceOffset, target, c.targetOffset, c.bytes);
}
