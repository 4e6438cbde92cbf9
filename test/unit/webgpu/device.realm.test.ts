/** The path from ops to the GPU: order, batches, uploads, cold start, and what is said when something goes wrong. */
import { beforeEach, describe, expect, test } from "vitest";
import { WebGpuBackend } from "../../../engine/devices/webgpu/backend.ts";
import { capabilitiesOf, deviceDescriptor } from "../../../engine/devices/webgpu/capabilities.ts";
import { RAISE } from "../../../engine/devices/webgpu/faults.ts";
import { GpuDevice } from "../../../engine/devices/webgpu/gpuDevice.ts";
import { RecordingEncoder } from "../../../engine/devices/webgpu/gpuEncoder.ts";
import { GpuProgram } from "../../../engine/devices/webgpu/gpuProgram.ts";
import type { GpuStorage } from "../../../engine/devices/webgpu/gpuStorage.ts";
import { float32, float64, int64 } from "../../../engine/dtype.ts";
import {
  DeviceLostError,
  IndexError,
  NotImplementedError,
  OutOfMemoryError,
} from "../../../engine/errors.ts";
import { torch } from "../../../engine/index.ts";
import { defineOp } from "../../../engine/ops/op.ts";
import { backendFor, runtime } from "../../../engine/runtime.ts";
import type { Tensor } from "../../../engine/tensor.ts";
import { dawn } from "../../webgpuDevice.ts";
import { elementsOf, placed, rowMajor, useTestDevice } from "./bothDevices.ts";

let gpu: GpuDevice;
beforeEach(async () => {
  gpu = await useTestDevice();
});

const vector = (...values: number[]): Tensor =>
  placed(rowMajor([values.length], Float32Array.from(values)), "webgpu");

describe("order", () => {
  test("a chain longer than a batch, every dispatch with uniforms of its own", async () => {
    let x = vector(0);
    for (let i = 1; i <= 3000; i++) x = x.add(i);
    expect(await elementsOf(x)).toEqual([4_501_500]);
    expect(gpu.report().submits).toBeGreaterThanOrEqual(3);
  });

  test("a step of ops is one submit", async () => {
    const x = vector(1, 2);
    await x
      .mul(2)
      .relu()
      .add(1)
      .item()
      .catch(() => {});
    const before = gpu.report().submits;
    await elementsOf(x.mul(3).relu().add(2));
    expect(gpu.report().submits).toBe(before + 1);
  });

  test("reads of one turn share a submit, and later ops do not show in them", async () => {
    const x = vector(1);
    await elementsOf(x.add(1));
    const before = gpu.report().submits;
    const reads = [1, 2, 3].map((n) => {
      x.add_(n);
      return elementsOf(x);
    });
    expect(await Promise.all(reads)).toEqual([[2], [4], [7]]);
    expect(gpu.report().submits).toBe(before + 1);
  });

  test("an upload waits for the ops recorded before it", async () => {
    const backend = backendFor("webgpu");
    const x = vector(1, 2, 3);
    const before = x.mul(10);
    backend.write(x.storage, Float32Array.of(4, 5, 6));
    const after = x.mul(10);
    expect([await elementsOf(before), await elementsOf(after)]).toEqual([
      [10, 20, 30],
      [40, 50, 60],
    ]);
  });

  test("ops whose shaders still compile hold back those after them", async () => {
    const x = vector(1, 4);
    await elementsOf(x.mul(2));
    const fresh = x.sqrt().neg().abs();
    const known = fresh.mul(2);
    expect(await elementsOf(known)).toEqual([2, 4]);
  });
});

describe("elements", () => {
  test("all dtypes come back as they went", async () => {
    for (const values of [
      [1.5, -2],
      [0, 2_147_483_647, -2_147_483_648],
      [0, 255],
      [true, false],
    ]) {
      const t = torch.tensor(values as number[]);
      expect(await t.to("webgpu").tolist()).toEqual(values);
    }
  });

  test("float64 is refused, with what to do instead, by the name of the op if there is one", () => {
    expect(() => torch.ones(2, { dtype: float64 }).to("webgpu")).toThrow(
      'A float64 tensor cannot be on webgpu: WebGPU has no 64-bit floats. Use float32 there (x.float(), { dtype: torch.float32 }), or compute on the CPU (x.to("cpu")).',
    );
    expect(() => torch.ones(2).to("webgpu").double()).toThrow(
      "'_to_copy' gives a float64 tensor, which cannot be on webgpu: ",
    );
  });

  test("int64 values beyond 32 bits are refused", () => {
    expect(() => torch.tensor([3_000_000_000]).to("webgpu")).toThrow("3000000000 does not fit");
  });

  test("random numbers are drawn on the CPU's generator", async () => {
    torch.manualSeed(3);
    const onCpu = await torch.randn(20).tolist();
    torch.manualSeed(3);
    expect(await torch.randn(20, { device: torch.device("webgpu") }).tolist()).toEqual(onCpu);
  });
});

describe("what is refused or goes wrong", () => {
  test("a missing kernel names the op and the device", () => {
    const op = defineOp({
      schema: "_nowhere(Tensor self) -> Tensor",
      doc: "An op that no device has a kernel for.",
      meta: ({ self }) => ({ shape: self.shape }),
    });
    expect(() => op({ self: vector(1) })).toThrow(NotImplementedError);
    expect(() => op({ self: vector(1) })).toThrow(/'_nowhere' is not implemented for the webgpu device/);
  });

  test("a tensor larger than a binding", () => {
    const { maxBufferSize, maxStorageBufferBindingSize } = gpu.capabilities.limits;
    const elements = Math.min(maxBufferSize, maxStorageBufferBindingSize) / 4 + 1;
    expect(() => backendFor("webgpu").allocate("webgpu", float32, elements)).toThrow(OutOfMemoryError);
    expect(() => backendFor("webgpu").allocate("webgpu", int64, elements)).toThrow(
      /larger than what this GPU lets a shader see/,
    );
  });

  test("a value that a kernel refuses is raised by the next read, once", async () => {
    const program = new GpuProgram({
      key: "takes only small numbers",
      bindings: [
        { name: "values", type: "f32", access: "read" },
        { name: "faults", type: "atomic<i32>", access: "write" },
      ],
      uniforms: { n: "u32", fault: "i32" },
      workgroup: [64],
      functions: RAISE,
      body: "  if (index < u.n && values[index] > 10) { raise(u.fault, i32(values[index])); }",
    });
    const encoder = new RecordingEncoder(gpu);
    const check = (t: Tensor): void => {
      const { code, faults } = encoder.fault((value) => new IndexError(`${value} is too large`));
      const values = { ...encoder.scratch(float32, [1]), storage: t.storage as GpuStorage };
      encoder.dispatch(program, [values, faults], { n: t.numel(), fault: code }, t.numel());
    };
    const x = vector(1, 2, 30);
    check(vector(4, 5));
    check(x);
    check(vector(99));
    await expect(elementsOf(x)).rejects.toThrow(new IndexError("30 is too large"));
    expect(await elementsOf(x)).toEqual([1, 2, 30]);
    check(vector(11));
    await expect(backendFor("webgpu").settle?.()).rejects.toThrow("11 is too large");
    await backendFor("webgpu").settle?.();
  });

  test("a shader that does not compile fails the read, with its name", async () => {
    const program = new GpuProgram({
      key: "broken",
      bindings: [{ name: "out", type: "f32", access: "write" }],
      uniforms: {},
      workgroup: [1],
      body: "out[0] = nonsense;",
    });
    const encoder = new RecordingEncoder(gpu);
    const out = encoder.scratch(float32, [1]);
    encoder.dispatch(program, [out], {}, 1);
    await expect(gpu.read((out.storage as NonNullable<typeof out.storage>).buffer, 4)).rejects.toThrow(
      /The shader 'broken' does not compile: .*unresolved value 'nonsense'/s,
    );
  });

  test("a lost device fails reads under way and everything after", async () => {
    const x = vector(1, 2);
    const reading = elementsOf(x.add(1));
    gpu.destroy();
    await expect(reading).rejects.toThrow(DeviceLostError);
    expect(await gpu.lost).toBeInstanceOf(DeviceLostError);
    expect(() => x.add(1)).toThrow(DeviceLostError);
    await expect(elementsOf(x)).rejects.toThrow(DeviceLostError);
    await expect(backendFor("webgpu").settle?.()).rejects.toThrow(DeviceLostError);
    await useTestDevice();
    expect(await elementsOf(vector(1, 2).add(1))).toEqual([2, 3]);
  });
});

/** A device that cannot make the next `failures` buffers of at least `bytes`. */
async function fullDevice(
  bytes: number,
): Promise<{ gpu: GpuDevice; fail: (failures: number) => void; made: number[] }> {
  const adapter = await dawn().requestAdapter();
  if (!adapter) throw new Error("no adapter");
  const device = await adapter.requestDevice(deviceDescriptor(adapter));
  let failures = 0;
  const made: number[] = [];
  const createBuffer = (d: GPUBufferDescriptor): GPUBuffer => {
    if (d.size < bytes) return device.createBuffer(d);
    made.push(d.size);
    if (failures === 0) return device.createBuffer(d);
    failures--;
    // Beyond any memory: the driver says no, as a full one would.
    return device.createBuffer({ ...d, size: gpuLimit(device) * 2 });
  };
  const pushErrorScope = (): void => device.pushErrorScope("validation");
  const full = new Proxy(device, {
    get(target, name) {
      if (name === "createBuffer") return createBuffer;
      if (name === "pushErrorScope") return pushErrorScope;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const opened = new GpuDevice(full, capabilitiesOf(dawn(), adapter, device));
  runtime.backends.set("webgpu", new WebGpuBackend(opened));
  return {
    gpu: opened,
    fail: (n) => {
      failures = n;
    },
    made,
  };
}

const gpuLimit = (device: GPUDevice): number => device.limits.maxBufferSize;

describe("out of memory", () => {
  const large = new Float32Array(1 << 19).fill(1);
  const sum = async (t: Tensor) => (await elementsOf(t.sum()))[0];

  test("gives back what the pool keeps, and tries again", async () => {
    const { gpu, fail, made } = await fullDevice(1 << 20);
    const x = placed(rowMajor([large.length], large), "webgpu");
    expect(await sum(x)).toBe(large.length);
    backendFor("webgpu").release?.(x.add(1).storage);
    await gpu.finish();
    const kept = gpu.report().free;
    expect(kept).toBeGreaterThanOrEqual(4 * large.length);
    made.length = 0;
    fail(1);
    const [y, z] = [x.add(1), x.add(2)];
    expect(await sum(y.add(z))).toBe(5 * large.length);
    expect(made.length).toBeGreaterThanOrEqual(2);
  });

  test("is an OutOfMemoryError at the next read, and the device lives on", async () => {
    const { fail } = await fullDevice(1 << 20);
    const x = placed(rowMajor([large.length], large), "webgpu");
    expect(await sum(x)).toBe(large.length);
    fail(2);
    await expect(sum(x.add(1))).rejects.toThrow(OutOfMemoryError);
    expect(await sum(x.add(1))).toBe(2 * large.length);
  });
});
