/** The narrow dtypes, which lie in 32 bits on the GPU, hold there what they hold on the CPU. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebGpuBackend } from "../../../engine/devices/webgpu/backend.ts";
import type { DType } from "../../../engine/dtype.ts";
import { F, type Tensor, torch } from "../../../engine/index.ts";
import { runtime } from "../../../engine/runtime.ts";
import { openTestDevice } from "../../webgpuDevice.ts";

beforeAll(async () => {
  runtime.backends.set("webgpu", new WebGpuBackend(await openTestDevice()));
}, 60_000);

afterAll(() => {
  runtime.backends.delete("webgpu");
});

const elements = async (t: Tensor): Promise<number[]> => [...(await t.data())];

/** The same on both devices. */
async function both(make: (device: "cpu" | "webgpu") => Tensor): Promise<[cpu: number[], gpu: number[]]> {
  return [await elements(make("cpu")), await elements(make("webgpu"))];
}

/** Ties, both ends of the range, subnormal numbers, signs, what is no number. */
const EDGES = [
  0,
  -0,
  1,
  1.0009765625,
  1.00048828125,
  1.00146484375,
  65504,
  65519,
  65520,
  1e5,
  -1e5,
  6e-8,
  2.98e-8,
  2.99e-8,
  -5.96e-8,
  6.1e-5,
  6.104e-5,
  0.1,
  -0.1,
  3.4e38,
  Number.POSITIVE_INFINITY,
  Number.NaN,
  1.00390625,
  1.01171875,
];

describe.each([["float16", torch.float16] as const, ["bfloat16", torch.bfloat16] as const])(
  "%s",
  (_, dtype: DType) => {
    test("casts round as on the CPU", async () => {
      const [cpu, gpu] = await both((device) =>
        torch.tensor(EDGES, { dtype: torch.float32 }).to(device).to(dtype),
      );
      expect(gpu).toEqual(cpu);
    });

    test("values that come from outside are rounded", async () => {
      const [cpu, gpu] = await both((device) => torch.tensor(EDGES, { dtype, device }));
      expect(gpu).toEqual(cpu);
    });

    test("elementwise results, sums and products of matrices hold what the dtype can", async () => {
      const x = torch.arange(1, 13, { dtype: torch.float32 }).div(7).reshape(3, 4).to(dtype);
      for (const f of [
        (t: Tensor) => t.mul(t).add(0.1),
        (t: Tensor) => t.sum(),
        (t: Tensor) => t.sum(1),
        (t: Tensor) => t.mm(t.t()),
        (t: Tensor) => t.cumsum(0),
        (t: Tensor) => t.softmax(1),
        (t: Tensor) => F.layerNorm(t, [4]),
      ]) {
        const [cpu, gpu] = await both((device) => f(x.to(device)));
        const held = await elements(torch.tensor(gpu).to(dtype));
        expect(gpu).toEqual(held);
        const unit = dtype === torch.float16 ? 2 ** -10 : 2 ** -7;
        gpu.forEach((g, i) => {
          expect(Math.abs(g - (cpu[i] as number))).toBeLessThanOrEqual(unit * Math.max(1, Math.abs(g)));
        });
      }
    });

    test("in-place results in a part of a tensor are rounded", async () => {
      const [cpu, gpu] = await both((device) => {
        const t = torch.ones(3, 3, { dtype }).to(device);
        t.select(1, 1).mul_(1 / 3);
        return t;
      });
      expect(gpu).toEqual(cpu);
    });
  },
);

test.each([
  ["int8", torch.int8],
  ["uint8", torch.uint8],
  ["int16", torch.int16],
  ["int32", torch.int32],
] as const)("%s wraps around as on the CPU", async (_, dtype) => {
  const values = [100, -100, 127, 7, 3].map((x) => (dtype === torch.uint8 ? Math.abs(x) : x));
  const on = (device: "cpu" | "webgpu") => torch.tensor(values, { dtype, device });
  for (const f of [
    (t: Tensor) => t.add(t),
    (t: Tensor) => t.mul(t).mul(t),
    (t: Tensor) => t.pow(9),
    (t: Tensor) => t.reshape(5, 1).mm(t.reshape(1, 5)),
    (t: Tensor) => t.floorDivide(-3),
    (t: Tensor) => t.remainder(7),
    (t: Tensor) => t.fmod(7),
    (t: Tensor) => t.neg(),
  ]) {
    const [cpu, gpu] = await both((device) => f(on(device)));
    expect(gpu).toEqual(cpu);
  }
});
