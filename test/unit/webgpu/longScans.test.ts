/** Running sums and counts over so many elements that they are cut into pieces. */
import fc from "fast-check";
import { beforeAll, expect, test, vi } from "vitest";
import { scanPiece } from "../../../engine/devices/webgpu/kernels/scan.ts";
import { int32 } from "../../../engine/dtype.ts";
import { numel } from "../../../engine/shape.ts";
import type { Tensor } from "../../../engine/tensor.ts";
import { expectSame, layouts, useTestDevice } from "./bothDevices.ts";

vi.setConfig({ testTimeout: 120_000 });

beforeAll(async () => {
  await useTestDevice();
});

test("only few, long lines are cut", () => {
  expect(scanPiece({ count: 1, length: 100_000 })).not.toBeNull();
  expect(scanPiece({ count: 100_000, length: 1000 })).toBeNull();
  expect(scanPiece({ count: 1, length: 100 })).toBeNull();
});

/** Whole numbers, the sums of which are exact in whatever order they are added. */
const long = fc
  .constantFrom([513], [70_001], [3, 1025], [1025, 3], [2, 600, 2])
  .chain((shape) => fc.record({ layout: layouts(shape, int32), dim: fc.constantFrom(...shape.keys()) }))
  .filter(({ layout }) => numel(layout.shape) > 0);

test("running sums, those of their gradients from the end, and elements put where a mask holds", () =>
  fc.assert(
    fc.asyncProperty(long, ({ layout, dim }) =>
      expectSame([layout], ([given]) => {
        const whole = given as Tensor;
        const x = whole.float().requiresGrad_();
        const sums = x.cumsum(dim);
        sums.mul(whole).sum().backward();
        const list = whole.flatten().mul(10);
        return [
          sums,
          whole.cumsum(dim),
          x.grad as Tensor,
          whole.maskedScatter(whole.gt(0), list),
          x.detach().cumsum_(dim),
        ];
      }),
    ),
    { numRuns: 6 },
  ));

test("counts of many elements in bins", () =>
  fc.assert(
    fc.asyncProperty(layouts([90, 700]), fc.integer({ min: 1, max: 300 }), (layout, bins) =>
      expectSame([layout], ([given]) => {
        const x = (given as Tensor).mul(4).round();
        // The edges of the bins lie between the elements.
        return [x.histc(bins, -0.5 - 12, bins - 0.5 - 12), x.histc(2, -100.25, 100.5)];
      }),
    ),
    { numRuns: 4 },
  ));
