/** Sums, means and max pooling on WebGPU against the CPU. */
import fc from "fast-check";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { planReduction } from "../../../engine/devices/webgpu/kernels/reducePlan.ts";
import { float32, int32 } from "../../../engine/dtype.ts";
import { maxPool2dWithIndices, maxPool2dWithIndicesBackward } from "../../../engine/ops/pool.ts";
import { mean, meanDim, sum, sumDim } from "../../../engine/ops/reduce.ts";
import { numel } from "../../../engine/shape.ts";
import type { Tensor } from "../../../engine/tensor.ts";
import {
  EXACT,
  elementsOf,
  expectSame,
  GPU_DTYPES,
  layouts,
  placed,
  rowMajor,
  shapes,
  useTestDevice,
  valuesFor,
} from "./bothDevices.ts";

// The software GPU compiles a tiled shader in half a second, on a busy machine in several.
vi.setConfig({ testTimeout: 120_000 });

beforeAll(async () => {
  await useTestDevice();
});

const CLOSE = { relative: 1e-5, absolute: 1e-5 };

const reductions = shapes().chain((shape) =>
  fc.record({ layout: layouts(shape), dim: fc.subarray([...shape.keys()]), keepdim: fc.boolean() }),
);

describe("sums", () => {
  test("over any dimensions of any layout", () =>
    fc.assert(
      fc.asyncProperty(reductions, ({ layout, dim, keepdim }) =>
        expectSame(
          [layout],
          ([x]) => [
            sumDim({ self: x as Tensor, dim, keepdim }),
            meanDim({ self: x as Tensor, dim, keepdim }),
            sum({ self: x as Tensor }),
            mean({ self: x as Tensor }),
          ],
          CLOSE,
        ),
      ),
      { numRuns: 50 },
    ));

  for (const dtype of GPU_DTYPES.filter((d) => !d.isFloatingPoint)) {
    test(`of ${dtype.name} are exact`, () =>
      fc.assert(
        fc.asyncProperty(layouts([3, 70], dtype), (layout) =>
          expectSame(
            [layout],
            ([x]) => [
              sum({ self: x as Tensor }),
              sumDim({ self: x as Tensor, dim: [0] }),
              sumDim({ self: x as Tensor, dim: [1], dtype: float32 }),
            ],
            EXACT,
          ),
        ),
        { numRuns: 5 },
      ));
  }

  test("of many elements take two passes, under either schedule", async () => {
    for (const [shape, dim, across] of [
      [[100_003], [0], false],
      [[3, 20_001], [1], false],
      [[20_001, 3], [0], true],
    ] as const) {
      const size = {
        kept: numel(shape) / (shape[dim[0]] as number),
        reduced: shape[dim[0]] as number,
        across,
      };
      expect(planReduction(size).parts).toBeGreaterThan(1);
      await expectSame(
        [rowMajor(shape, valuesFor(float32, 9, numel(shape)))],
        ([x]) => [sumDim({ self: x as Tensor, dim }), meanDim({ self: x as Tensor, dim })],
        { relative: 1e-5, absolute: 2e-3 },
      );
    }
  });

  test("are accurate: 0.1 a million times", async () => {
    const x = placed(rowMajor([1_000_000], new Float32Array(1_000_000).fill(0.1)), "webgpu");
    expect((await elementsOf(sum({ self: x })))[0]).toBeCloseTo(100_000, 0);
  });

  test("of nothing are zero, its mean is NaN", () =>
    expectSame([rowMajor([0, 3], new Float32Array(0))], ([x]) => [
      sumDim({ self: x as Tensor, dim: [0] }),
      sum({ self: x as Tensor }),
      mean({ self: x as Tensor }),
    ]));

  test("NaN and Infinity come through", () =>
    expectSame([rowMajor([3, 2], Float32Array.of(NaN, 1, Infinity, 2, 1, Infinity))], ([x]) => [
      sumDim({ self: x as Tensor, dim: [1] }),
      sumDim({ self: x as Tensor, dim: [0] }),
    ]));
});

const pools = fc
  .record({
    planes: fc.constantFrom([1], [3], [2, 3]),
    axes: fc.array(
      fc.record({
        kernel: fc.integer({ min: 1, max: 4 }),
        stride: fc.integer({ min: 1, max: 4 }),
        dilation: fc.integer({ min: 1, max: 2 }),
        extra: fc.integer({ min: 0, max: 6 }),
      }),
      { minLength: 2, maxLength: 2 },
    ),
    padded: fc.boolean(),
    ceilMode: fc.boolean(),
    seed: fc.nat(),
  })
  .map(({ planes, axes, padded, ceilMode, seed }) => ({
    shape: [...planes, ...axes.map((a) => a.dilation * (a.kernel - 1) + 1 + a.extra)],
    seed,
    p: {
      kernelSize: axes.map((a) => a.kernel),
      stride: axes.map((a) => a.stride),
      padding: axes.map((a) => (padded ? Math.floor(a.kernel / 2) : 0)),
      dilation: axes.map((a) => a.dilation),
      ceilMode,
    },
  }));

describe("max pooling", () => {
  test("values, indices and gradient, for any window", () =>
    fc.assert(
      fc.asyncProperty(pools, ({ shape, seed, p }) =>
        expectSame(
          // Whole numbers: equal maxima occur, and sums of gradients are exact.
          [rowMajor(shape, Float32Array.from(valuesFor(int32, seed, numel(shape))))],
          ([x]) => {
            const self = x as Tensor;
            const [values, indices] = maxPool2dWithIndices({ self, ...p });
            return [
              values,
              indices,
              maxPool2dWithIndicesBackward({ gradOutput: values, self, indices, ...p }),
            ];
          },
        ),
      ),
      { numRuns: 40 },
    ));

  test("a NaN is the largest; of equal ones the first counts", () =>
    expectSame(
      [rowMajor([1, 2, 4], Float32Array.of(1, NaN, -Infinity, -Infinity, 5, 2, -Infinity, -Infinity))],
      ([x]) => maxPool2dWithIndices({ self: x as Tensor, kernelSize: [2, 2] }),
    ));
});
