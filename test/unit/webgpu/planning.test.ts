/** What follows from capabilities and sizes alone: adapters that count, limits, grids, plans, packing. */
import { describe, expect, test } from "vitest";
import { sizeClass } from "../../../engine/devices/webgpu/bufferPool.ts";
import {
  deviceDescriptor,
  isSoftware,
  MINIMUM_CAPABILITIES,
  MINIMUM_LIMITS,
} from "../../../engine/devices/webgpu/capabilities.ts";
import { checkedGrid, linearGrid } from "../../../engine/devices/webgpu/grid.ts";
import { chunksOf, planProduct } from "../../../engine/devices/webgpu/kernels/productPlan.ts";
import { planReduction } from "../../../engine/devices/webgpu/kernels/reducePlan.ts";
import { openGpuDevice } from "../../../engine/devices/webgpu/openDevice.ts";
import { coalesced, memoryOrder } from "../../../engine/devices/webgpu/stridedLoop.ts";
import { UniformLayout, UniformWords } from "../../../engine/devices/webgpu/uniformLayout.ts";
import { dawn } from "../../webgpuDevice.ts";

describe("opening a GPU", () => {
  /** `navigator.gpu` of a host with such an adapter. */
  const host = (adapter: GPUAdapter | null | Error): GPU => {
    const requestAdapter = (): Promise<GPUAdapter | null> =>
      adapter instanceof Error ? Promise.reject(adapter) : Promise.resolve(adapter);
    return new Proxy(dawn(), {
      get: (gpu, name) => (name === "requestAdapter" ? requestAdapter : Reflect.get(gpu, name, gpu)),
    });
  };
  const adapterWith = async (changes: Record<string, unknown>): Promise<GPUAdapter> => {
    const adapter = (await dawn().requestAdapter()) as GPUAdapter;
    return new Proxy(adapter, {
      get: (a, name) =>
        typeof name === "string" && name in changes ? changes[name] : Reflect.get(a, name, a),
    });
  };

  test.each([
    ["no API", undefined, {}, "api", "This host has no WebGPU."],
    ["an insecure page", undefined, { secureContext: false }, "insecure", /secure page/],
    ["no adapter", null, {}, "adapter", /no usable GPU\.$/],
    ["no adapter on Linux", null, { linux: true }, "adapter", /--enable-features=Vulkan/],
    ["an adapter that throws", new Error("blocked."), {}, "adapter", "WebGPU found no usable GPU: blocked."],
  ] as const)("%s is said in a sentence", async (_, adapter, options, why, reason) => {
    const opened = await openGpuDevice(adapter === undefined ? undefined : host(adapter), options);
    expect(opened).toEqual({ device: null, why, reason: expect.stringMatching(reason) });
  });

  test("a software adapter is refused unless asked for", async () => {
    const opened = await openGpuDevice(dawn());
    expect(opened).toMatchObject({
      device: null,
      why: "software",
      reason: expect.stringContaining("slower than the CPU"),
    });
    expect((await openGpuDevice(dawn(), { software: true })).device?.capabilities.software).toBe(true);
  });

  test("a device that cannot be had", async () => {
    const adapter = await adapterWith({ requestDevice: () => Promise.reject(new Error("blocklisted")) });
    expect(await openGpuDevice(host(adapter), { software: true })).toMatchObject({
      why: "device",
      reason: "The GPU could not be opened: blocklisted.",
    });
  });

  test("asks for all that the adapter offers", async () => {
    const adapter = await adapterWith({});
    const { requiredLimits } = deviceDescriptor(adapter);
    expect(requiredLimits?.maxBufferSize).toBe(adapter.limits.maxBufferSize);
    expect(Object.keys(requiredLimits ?? {})).toEqual(Object.keys(MINIMUM_LIMITS));
  });

  test.each([
    [{ architecture: "ampere", description: "NVIDIA RTX", device: "", isFallbackAdapter: false }, false],
    [{ architecture: "swiftshader", description: "", device: "", isFallbackAdapter: true }, true],
    [{ architecture: "", description: "llvmpipe (LLVM 15)", device: "", isFallbackAdapter: false }, true],
    [
      {
        architecture: "",
        description: "Microsoft Basic Render Driver",
        device: "",
        isFallbackAdapter: false,
      },
      true,
    ],
  ])("%o is software: %s", (info, software) => expect(isSoftware(info)).toBe(software));
});

describe("grids", () => {
  const { limits } = MINIMUM_CAPABILITIES;

  test.each([1, 65_535, 65_536, 1_000_003, 4_000_000_000])(
    "%d workgroups fit, with few to spare",
    (groups) => {
      const [x, y, z] = linearGrid(groups, limits);
      expect([x <= 65_535, y <= 65_535, z]).toEqual([true, true, 1]);
      expect(x * y).toBeGreaterThanOrEqual(groups);
      expect(x * y - groups).toBeLessThan(y);
    },
  );

  test("what no grid can hold is refused in words", () => {
    expect(() => checkedGrid([1, 1, 65_536], limits)).toThrow(/at most 65,535 workgroups along a dimension/);
  });
});

describe("plans", () => {
  test.each([
    ["a large product is tiled", [512, 512, 512, 1], { schedule: "tiled", splits: 1 }],
    ["few tiles with a long inner dimension are split", [64, 64, 8192, 1], { schedule: "tiled", splits: 32 }],
    ["many batches fill the GPU by themselves", [64, 64, 8192, 64], { schedule: "tiled", splits: 1 }],
    ["a matrix times a vector", [1000, 1, 4096, 1], { schedule: "long", splits: 1 }],
    ["a dot product", [1, 1, 1_000_000, 1], { schedule: "long", splits: 128 }],
    ["a depthwise convolution", [1, 50_000, 9, 64], { schedule: "direct", splits: 1 }],
  ] as const)("%s", (_, [rows, columns, inner, batch], plan) =>
    expect(planProduct({ rows, columns, inner, batch })).toEqual(plan),
  );

  test("long products are cut into dispatches that cover the grid once", () => {
    expect(chunksOf(100, 3, 1, 65_535, 1000)).toEqual([
      { firstCell: 0, cells: 100, firstLayer: 0, layers: 3 },
    ]);
    expect(
      chunksOf(100, 3, 1000, 65_535, 500).map((c) => [c.firstCell, c.cells, c.firstLayer, c.layers]),
    ).toEqual([
      [0, 50, 0, 1],
      [50, 50, 0, 1],
      [0, 50, 1, 1],
      [50, 50, 1, 1],
      [0, 50, 2, 1],
      [50, 50, 2, 1],
    ]);
    expect(chunksOf(1, 100_000, 1, 65_535).map((c) => [c.firstLayer, c.layers])).toEqual([
      [0, 65_535],
      [65_535, 34_465],
    ]);
  });

  test.each([
    ["many short rows", { kept: 10_000, reduced: 20, across: false }, { schedule: "single", parts: 1 }],
    ["a few long rows", { kept: 10, reduced: 4096, across: false }, { schedule: "group", parts: 1 }],
    [
      "all of a large tensor",
      { kept: 1, reduced: 1 << 24, across: false },
      { schedule: "group", parts: 256 },
    ],
    ["down long columns", { kept: 64, reduced: 100_000, across: true }, { schedule: "single", parts: 256 }],
  ] as const)("reduces %s", (_, size, plan) => expect(planReduction(size)).toEqual(plan));
});

describe("buffer sizes", () => {
  test.each([
    [0, 256],
    [257, 512],
    [4097, 5120],
    [5121, 6144],
    [1 << 20, 1 << 20],
    [(1 << 20) + 4, 1_310_720],
  ])("%d bytes take %d", (bytes, size) => expect(sizeClass(bytes)).toBe(size));

  test("waste at most a quarter", () => {
    for (let bytes = 4096; bytes < 1 << 24; bytes = Math.ceil(bytes * 1.01)) {
      const size = sizeClass(bytes);
      expect(size).toBeGreaterThanOrEqual(bytes);
      expect(size).toBeLessThanOrEqual(1.25 * bytes + 1);
      expect(size % 4).toBe(0);
    }
  });
});

describe("walking tensors together", () => {
  test("rows without gaps are walked as one", () => {
    expect(
      coalesced(
        [2, 3, 4],
        [
          [12, 4, 1],
          [12, 4, 1],
        ],
      ),
    ).toEqual({ size: [24], strides: [[1], [1]] });
  });

  test("tensors that lie transposed alike are walked along memory", () => {
    const strides = [
      [1, 2],
      [1, 2],
    ];
    expect(coalesced([2, 3], strides)).toEqual({
      size: [3, 2],
      strides: [
        [2, 1],
        [2, 1],
      ],
    });
    expect(coalesced([2, 3], strides, memoryOrder([1, 2]))).toEqual({ size: [6], strides: [[1], [1]] });
  });

  test("a broadcast dimension stays apart", () => {
    expect(
      coalesced(
        [2, 3, 4],
        [
          [12, 4, 1],
          [0, 4, 1],
        ],
      ),
    ).toEqual({
      size: [12, 2],
      strides: [
        [1, 12],
        [1, 0],
      ],
    });
  });

  test("more than eight dimensions that do not merge are refused", () => {
    const shape = new Array<number>(9).fill(2);
    const strides = shape.map((_, d) => 3 ** d);
    expect(() => coalesced(shape, [strides])).toThrow(/at most 8 dimensions/);
  });
});

describe("uniforms", () => {
  const layout = new UniformLayout({ n: "u32", size: "dims", alpha: "f32", shift: "i32" });

  test("the struct follows the fields, arrays of vectors first", () => {
    expect(layout.wgsl()).toBe(`struct Uniforms {
  size: array<vec4<u32>, 2>,
  n: u32,
  alpha: f32,
  shift: i32,
}
@group(1) @binding(0) var<uniform> u: Uniforms;
fn size(d: u32) -> u32 { return u.size[d / 4u][d % 4u]; }
`);
  });

  test("values are packed where the struct has them; what WGSL cannot write passes as bits", () => {
    const words = new UniformWords(1);
    layout.pack({ n: 4_000_000_000, size: [7, 8], alpha: Number.NEGATIVE_INFINITY, shift: -1 }, words, 4);
    expect([...words.i32.subarray(4, 15)]).toEqual([7, 8, 0, 0, 0, 0, 0, 0, -294_967_296, -8_388_608, -1]);
  });

  test("too many are refused when the program is written", () => {
    const fields = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`d${i}`, "dims" as const]));
    expect(() => new UniformLayout(fields)).toThrow(/need 72 of 64 words/);
  });
});
