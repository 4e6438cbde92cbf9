/** Reductions beyond sums, arg-reductions, scans and softmax on WebGPU against the CPU. */
import fc from "fast-check";
import { beforeAll, describe, test, vi } from "vitest";
import { int32 } from "../../../engine/dtype.ts";
import { numel } from "../../../engine/shape.ts";
import type { Tensor } from "../../../engine/tensor.ts";
import {
  expectSame,
  type Layout,
  layouts,
  rowMajor,
  shapes,
  useTestDevice,
  valuesFor,
} from "./bothDevices.ts";

// The software GPU compiles a shader with workgroup memory in half a second, on a busy machine in several.
vi.setConfig({ testTimeout: 120_000 });

beforeAll(async () => {
  await useTestDevice();
});

const CLOSE = { relative: 1e-5, absolute: 1e-5 };

/** `exp` of WGSL is good to some units in the last place, and these gradients add up to 129 of them, weighed up to 129. */
const WEIGHED_SUMS = { relative: 1e-4, absolute: 1e-3 };

/** Rounding errors grow along a running product. */
const PRODUCTS = { relative: 1e-3, absolute: 1e-3 };

/** Any layout and one of its dimensions, none of them empty. */
const lines = shapes(3)
  .filter((shape) => shape.length > 0 && numel(shape) > 0)
  .chain((shape) => fc.record({ layout: layouts(shape), dim: fc.nat(shape.length - 1) }));

const overLines = (body: (x: Tensor, dim: number) => readonly Tensor[], tolerance = CLOSE) =>
  fc.assert(
    fc.asyncProperty(lines, ({ layout, dim }) =>
      expectSame([layout], ([x]) => body(x as Tensor, dim), tolerance),
    ),
    { numRuns: 15 },
  );

/** Whole numbers as floats, so that equal ones occur; long enough for a workgroup to share a line. */
const long: Layout = rowMajor([3, 300], Float32Array.from(valuesFor(int32, 5, 900)));

/** The gradient of the results, each weighed by its place. */
function gradient(x: Tensor, result: Tensor): Tensor {
  const weight = result.detach().mul(0).add(1).cumsum(-1);
  result.mul(weight).sum().backward();
  return x.grad as Tensor;
}

describe("reductions", () => {
  test("extremes, with indices and gradients", () =>
    overLines((x, dim) => [
      x.amax(dim),
      x.amin(),
      ...x.max(dim),
      ...x.min(dim),
      x.argmax(),
      x.argmin(dim),
      gradient(x.requiresGrad_(), x.max(dim).values),
    ]));

  test("extremes of integers, of NaN, of long lines", async () => {
    await expectSame([rowMajor([2, 5], valuesFor(int32, 3, 10), int32)], ([x]) => [
      (x as Tensor).max(),
      (x as Tensor).amin(1),
      ...(x as Tensor).max(0),
    ]);
    await expectSame(
      [rowMajor([2, 3], Float32Array.of(1, NaN, NaN, -Infinity, -Infinity, Infinity))],
      ([x]) => [(x as Tensor).max(), ...(x as Tensor).max(1), ...(x as Tensor).min(1)],
    );
    await expectSame([long], ([x]) => [
      ...(x as Tensor).max(1),
      (x as Tensor).argmin(),
      ...(x as Tensor).min(0),
    ]);
  });

  test("variances, norms, logsumexp, products", () =>
    overLines((x, dim) => [
      x.var([dim], false),
      x.std([dim], { correction: 0 }),
      x.norm(2, [dim]),
      x.norm(1),
      x.norm(Number.POSITIVE_INFINITY, [dim]),
      x.norm(3),
      x.logsumexp([dim]),
      x.prod(dim),
    ]));

  test("any and all", () => overLines((x, dim) => [x.gt(1).any(dim), x.gt(-2).all(dim), x.any(), x.all()]));
});

describe("along lines", () => {
  test("running sums and products, and their gradients", () =>
    overLines((x, dim) => {
      x.requiresGrad_();
      return [x.cumsum(dim), x.cumprod(dim), gradient(x, x.cumprod(dim))];
    }, PRODUCTS));

  test("softmax and its logarithm, and their gradients", () =>
    overLines((x, dim) => {
      x.requiresGrad_();
      return [x.softmax(dim), x.logSoftmax(dim), gradient(x, x.softmax(dim)), gradient(x, x.logSoftmax(dim))];
    }, WEIGHED_SUMS));

  test("lines that a workgroup shares", () =>
    expectSame(
      [long],
      ([x]) => {
        const self = (x as Tensor).requiresGrad_();
        return [
          self.softmax(1),
          self.logSoftmax(0),
          gradient(self, self.softmax(1)),
          self.logsumexp(1),
          self.var(1),
        ];
      },
      CLOSE,
    ));
});
