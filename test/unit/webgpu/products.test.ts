/** Products of matrices and convolutions on WebGPU against the CPU, under every schedule. */
import fc from "fast-check";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { GpuDevice } from "../../../engine/devices/webgpu/gpuDevice.ts";
import { RecordingEncoder } from "../../../engine/devices/webgpu/gpuEncoder.ts";
import { gpuMatmul } from "../../../engine/devices/webgpu/kernels/matmul.ts";
import { planProduct, TILE } from "../../../engine/devices/webgpu/kernels/productPlan.ts";
import { float32, int64 } from "../../../engine/dtype.ts";
import {
  convolution,
  convolutionBackwardBias,
  convolutionBackwardInput,
  convolutionBackwardWeight,
} from "../../../engine/ops/convolution.ts";
import { addmm, bmm, dot, mm, mv } from "../../../engine/ops/matmul.ts";
import { numel } from "../../../engine/shape.ts";
import type { Tensor } from "../../../engine/tensor.ts";
import {
  EXACT,
  elementsOf,
  expectClose,
  expectSame,
  gpuView,
  layouts,
  placed,
  rowMajor,
  type Tolerance,
  useTestDevice,
  valuesFor,
} from "./bothDevices.ts";

// The software GPU compiles a tiled shader in half a second, on a busy machine in several.
vi.setConfig({ testTimeout: 120_000 });

let gpu: GpuDevice;
beforeAll(async () => {
  gpu = await useTestDevice();
});

/** Of a sum of `n` products of numbers up to 3: float32 rounds each step. */
const sumOf = (n: number): Tolerance => ({ relative: 1e-5, absolute: 1e-6 * 9 * Math.sqrt(n) + 1e-6 });

/** Around the tile's size, where partial tiles begin, and tiny. */
const extent = fc.oneof(
  fc.integer({ min: 1, max: 9 }),
  fc.constantFrom(TILE - 1, TILE, TILE + 1, 2 * TILE + 3),
);

const matrices = fc
  .tuple(extent, extent, extent)
  .chain(([m, n, k]) => fc.tuple(layouts([m, k]), layouts([k, n]), layouts([n]), fc.constant(k)));

describe("matrix products", () => {
  test("of any sizes and layouts", () =>
    fc.assert(
      fc.asyncProperty(matrices, ([a, b, , k]) =>
        expectSame([a, b], ([x, y]) => mm({ self: x as Tensor, mat2: y as Tensor }), sumOf(k)),
      ),
      { numRuns: 40 },
    ));

  test("of integers are exact", () =>
    fc.assert(
      fc.asyncProperty(
        fc.tuple(extent, extent).chain(([m, k]) => fc.tuple(layouts([m, k], int64), layouts([k, 9], int64))),
        (pair) => expectSame(pair, ([x, y]) => mm({ self: x as Tensor, mat2: y as Tensor }), EXACT),
      ),
      { numRuns: 10 },
    ));

  test("addmm adds a broadcast, scaled matrix", () =>
    fc.assert(
      fc.asyncProperty(matrices, fc.constantFrom(0, 1, -0.5), ([a, b, bias, k], beta) =>
        expectSame(
          [a, b, bias],
          ([x, y, z]) => addmm({ self: z as Tensor, mat1: x as Tensor, mat2: y as Tensor, beta, alpha: 2 }),
          sumOf(4 * k),
        ),
      ),
      { numRuns: 20 },
    ));

  test("addmm does not look at a matrix whose factor is 0", async () => {
    const nan = rowMajor([2], Float32Array.of(Number.NaN, Number.NaN));
    const a = rowMajor([2, 2], Float32Array.of(1, 2, 3, 4));
    await expectSame([nan, a], ([z, x]) =>
      addmm({ self: z as Tensor, mat1: x as Tensor, mat2: x as Tensor, beta: 0 }),
    );
  });

  test("batches", () =>
    fc.assert(
      fc.asyncProperty(
        fc
          .tuple(fc.integer({ min: 1, max: 5 }), extent, extent, extent)
          .chain(([b, m, n, k]) => fc.tuple(layouts([b, m, k]), layouts([b, k, n]), fc.constant(k))),
        ([a, b, k]) =>
          expectSame([a, b], ([x, y]) => bmm({ self: x as Tensor, mat2: y as Tensor }), sumOf(k)),
      ),
      { numRuns: 15 },
    ));

  test("with vectors", () =>
    fc.assert(
      fc.asyncProperty(
        fc
          .tuple(extent, fc.constantFrom(1, 63, 300))
          .chain(([m, k]) => fc.tuple(layouts([m, k]), layouts([k]), layouts([k]), fc.constant(k))),
        ([a, v, w, k]) =>
          expectSame(
            [a, v, w],
            ([x, y, z]) => [
              mv({ self: x as Tensor, vec: y as Tensor }),
              dot({ self: y as Tensor, tensor: z as Tensor }),
            ],
            sumOf(k),
          ),
      ),
      { numRuns: 15 },
    ));

  test("with an empty inner dimension are zero", () =>
    expectSame([rowMajor([3, 0], new Float32Array(0)), rowMajor([0, 2], new Float32Array(0))], ([x, y]) =>
      mm({ self: x as Tensor, mat2: y as Tensor }),
    ));

  test("split a long inner dimension", async () => {
    for (const [m, n, k] of [
      [16, 24, 4096],
      [1, 1, 5000],
      [2, 3, 1037],
    ] as const) {
      expect(planProduct({ rows: m, columns: n, inner: k, batch: 1 }).splits).toBeGreaterThan(1);
      const of = (shape: readonly number[], seed: number) =>
        rowMajor(shape, valuesFor(float32, seed, numel(shape)));
      await expectSame(
        [of([m, k], 1), of([k, n], 2), of([n], 3)],
        ([x, y, z]) => [
          mm({ self: x as Tensor, mat2: y as Tensor }),
          addmm({ self: z as Tensor, mat1: x as Tensor, mat2: y as Tensor, beta: 3 }),
        ],
        sumOf(k),
      );
    }
  });

  test("come out alike under every schedule, split or cut into many dispatches", async () => {
    const [m, n, k] = [70, 45, 600];
    const of = (shape: readonly number[], seed: number) =>
      placed(rowMajor(shape, valuesFor(float32, seed, numel(shape))), "webgpu");
    const [a, b] = [of([2, m, k], 1), of([2, k, n], 2)];
    const expected = await elementsOf(bmm({ self: a, mat2: b }));
    for (const schedule of ["tiled", "direct", "long"] as const) {
      for (const splits of [1, 3]) {
        const out = of([2, m, n], 3);
        const before = gpu.report().dispatches;
        const encoder = new RecordingEncoder(gpu);
        const plan = { schedule, splits, mostWork: (m * n * k) / 5 };
        gpuMatmul(encoder, gpuView(a), gpuView(b), gpuView(out), null, plan);
        encoder.end();
        expect(gpu.report().dispatches - before).toBeGreaterThan(4);
        expectClose(await elementsOf(out), expected, sumOf(k));
      }
    }
  });

  test("NaN and Infinity come through", () =>
    expectSame(
      [
        rowMajor([2, 3], Float32Array.of(1, NaN, 2, Infinity, 1, 1)),
        rowMajor([3, 2], Float32Array.of(1, 2, 3, 4, 5, -Infinity)),
      ],
      ([x, y]) => mm({ self: x as Tensor, mat2: y as Tensor }),
    ));
});

/** A convolution's sizes and parameters in one to three dimensions, such that its output is not empty. */
const convolutions = fc
  .record({
    dims: fc.constantFrom(1, 2, 2, 2, 3),
    transposed: fc.boolean(),
    batch: fc.integer({ min: 1, max: 3 }),
    groups: fc.constantFrom(1, 1, 2, 3),
    inPerGroup: fc.constantFrom(1, 2, 3, 9),
    outPerGroup: fc.constantFrom(1, 2, 3, 10),
    seed: fc.nat(),
  })
  .chain((c) =>
    fc.record({
      c: fc.constant(c),
      axes: fc.array(
        fc.record({
          kernel: fc.integer({ min: 1, max: 3 }),
          stride: fc.integer({ min: 1, max: 3 }),
          padding: fc.integer({ min: 0, max: 2 }),
          dilation: fc.integer({ min: 1, max: 2 }),
          extra: fc.integer({ min: 0, max: c.dims === 3 ? 2 : 5 }),
        }),
        { minLength: c.dims, maxLength: c.dims },
      ),
    }),
  )
  .map(({ c, axes }) => {
    const channels = c.groups * c.inPerGroup;
    const spatial = axes.map(
      (a) => Math.max(a.dilation * (a.kernel - 1) + 1 - 2 * a.padding, 1) + a.extra + (c.transposed ? 2 : 0),
    );
    const kernel = axes.map((a) => a.kernel);
    return {
      input: [c.batch, channels, ...spatial],
      weight: c.transposed
        ? [channels, c.outPerGroup, ...kernel]
        : [c.groups * c.outPerGroup, c.inPerGroup, ...kernel],
      bias: [c.groups * c.outPerGroup],
      seed: c.seed,
      p: {
        stride: axes.map((a) => a.stride),
        padding: axes.map((a) => (c.transposed ? Math.min(a.padding, a.kernel - 1) : a.padding)),
        dilation: axes.map((a) => a.dilation),
        transposed: c.transposed,
        outputPadding: axes.map((a) => (c.transposed ? a.stride - 1 : 0)),
        groups: c.groups,
      },
    };
  });

describe("convolution", () => {
  test("forward and all gradients, for any stride, padding, dilation and groups", () =>
    fc.assert(
      fc.asyncProperty(convolutions, ({ input, weight, bias, seed, p }) => {
        const of = (shape: readonly number[], i: number) =>
          rowMajor(shape, valuesFor(float32, seed + i, numel(shape)));
        return expectSame(
          [of(input, 0), of(weight, 1), of(bias, 2)],
          ([x, w, b]) => {
            const [i, k] = [x as Tensor, w as Tensor];
            const out = convolution({ input: i, weight: k, bias: b as Tensor, ...p });
            const plain = convolution({ input: i, weight: k, bias: null, ...p });
            const gradOutput = out.mul(0.5);
            return [
              out,
              plain,
              convolutionBackwardInput({ gradOutput, weight: k, inputSize: input, ...p }),
              convolutionBackwardWeight({ gradOutput, input: i, weightSize: weight, ...p }),
              convolutionBackwardBias({ gradOutput }),
            ];
          },
          { relative: 1e-4, absolute: 1e-3 },
        );
      }),
      { numRuns: 40 },
    ));

  test("operands that are views", () =>
    fc.assert(
      fc.asyncProperty(fc.tuple(layouts([2, 3, 7, 6]), layouts([4, 3, 3, 2])), (pair) =>
        expectSame(
          pair,
          ([x, w]) =>
            convolution({
              input: x as Tensor,
              weight: w as Tensor,
              bias: null,
              stride: [1, 2],
              padding: [1, 0],
              dilation: [1, 1],
              transposed: false,
              outputPadding: [0, 0],
              groups: 1,
            }),
          sumOf(18),
        ),
      ),
      { numRuns: 10 },
    ));

  test("the gradient of a weight over many windows is split", async () => {
    const shape = [2, 3, 40, 40];
    const layout = rowMajor(shape, valuesFor(float32, 5, numel(shape)));
    const p = {
      stride: [1, 1],
      padding: [1, 1],
      dilation: [1, 1],
      transposed: false,
      outputPadding: [0, 0],
      groups: 1,
    };
    expect(planProduct({ rows: 8, columns: 27, inner: 3200, batch: 1 }).splits).toBeGreaterThan(1);
    const grad = rowMajor([2, 8, 40, 40], valuesFor(float32, 6, 2 * 8 * 1600));
    await expectSame(
      [grad, layout],
      ([g, x]) =>
        convolutionBackwardWeight({
          gradOutput: g as Tensor,
          input: x as Tensor,
          weightSize: [8, 3, 3, 3],
          ...p,
        }),
      sumOf(3200),
    );
  });
});

test("a second read sees the same values", async () => {
  const x = placed(rowMajor([2, 2], Float32Array.of(1, 2, 3, 4)), "webgpu");
  const y = mm({ self: x, mat2: x });
  expect(await y.tolist()).toEqual(await y.tolist());
});
