/** Which buffers are handed out again, and which are given back. */
import { beforeEach, describe, expect, test } from "vitest";
import { BufferPool } from "../../../engine/devices/webgpu/bufferPool.ts";
import { dawn } from "../../webgpuDevice.ts";

const MIB = 1 << 20;
let pool: BufferPool;

beforeEach(async () => {
  const adapter = await dawn().requestAdapter();
  const device = await (adapter as GPUAdapter).requestDevice();
  pool = new BufferPool(device, 128 * MIB, (error) => {
    throw error;
  });
});

describe("the pool", () => {
  test("reuses a freed buffer of the same size class, the oldest first", () => {
    const [a, b, c] = [1000, 1001, 1002].map((bytes) => pool.acquire(bytes));
    for (const buffer of [b, a, c]) pool.release(buffer as NonNullable<typeof a>);
    expect([pool.acquire(900), pool.acquire(1024), pool.acquire(1000)]).toEqual([a, b, c]);
    expect(pool.memory).toEqual({ used: 3072, free: 0, buffers: 3 });
  });

  test("keeps sizes apart", () => {
    pool.release(pool.acquire(1000));
    pool.acquire(2000);
    expect(pool.memory).toEqual({ used: 2048, free: 1024, buffers: 2 });
  });

  test("gives a buffer that waits to be submitted to commands, but not to a write from outside", () => {
    const waiting = pool.acquire(256);
    waiting.lastBatch = 1;
    pool.release(waiting);
    const idle = pool.acquire(256, true);
    expect(idle).not.toBe(waiting);
    expect(pool.acquire(256)).toBe(waiting);
    pool.release(waiting);
    pool.advance(1, 2);
    expect(pool.acquire(256, true)).toBe(waiting);
  });

  test("trims those longest unused, never one that waits to be submitted", () => {
    const [old, young, waiting] = [MIB, 2 * MIB, 4 * MIB].map((bytes) => pool.acquire(bytes));
    for (const [i, buffer] of [old, young, waiting].entries()) {
      pool.advance(i, i + 1);
      pool.release(buffer as NonNullable<typeof old>);
    }
    (waiting as NonNullable<typeof old>).lastBatch = 3;
    pool.trim(1);
    expect(pool.memory).toEqual({ used: 0, free: 6 * MIB, buffers: 2 });
    pool.trim();
    expect(pool.memory).toEqual({ used: 0, free: 4 * MIB, buffers: 1 });
    expect(pool.destroyed).toBe(2);
  });

  test("keeps what the program needed of late, then lets it go", () => {
    const buffers = Array.from({ length: 10 }, () => pool.acquire(64 * MIB));
    for (const buffer of buffers) pool.release(buffer);
    pool.advance(1, 2);
    expect(pool.memory.free).toBe(640 * MIB);
    for (let i = 2; i < 200; i++) pool.advance(i, i + 1);
    expect(pool.memory.free).toBe(128 * MIB);
  });

  test("refuses more than a shader can bind", () => {
    expect(() => pool.check(128 * MIB + 4)).toThrow(
      "A tensor of 128 MiB is larger than what this GPU lets a shader see at once, 128 MiB.",
    );
    expect(pool.acquire(128 * MIB).size).toBe(128 * MIB);
  });
});
