/** Elementwise ops and copies on WebGPU against the CPU: broadcasting, layouts, dtypes, in place, NaN and Infinity. */
import fc from "fast-check";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { GpuDevice } from "../../../engine/devices/webgpu/gpuDevice.ts";
import { type DType, float32, int64 } from "../../../engine/dtype.ts";
import { add, mul } from "../../../engine/ops/arithmetic.ts";
import { clone, copy, fill, toCopy, zero } from "../../../engine/ops/copy.ts";
import { cat, stack } from "../../../engine/ops/join.ts";
import { OPS, type RegisteredOp } from "../../../engine/ops/registry.ts";
import { relu } from "../../../engine/ops/unary.ts";
import { backendFor } from "../../../engine/runtime.ts";
import type { Tensor } from "../../../engine/tensor.ts";
import {
  elementsOf,
  expectSame,
  GPU_DTYPES,
  type Layout,
  layouts,
  placed,
  ROUNDED,
  rowMajor,
  shapes,
  type Tolerance,
  useTestDevice,
  valuesFor,
} from "./bothDevices.ts";

let gpu: GpuDevice;
// The software GPU compiles a tiled shader in half a second, on a busy machine in several.
vi.setConfig({ testTimeout: 120_000 });

beforeAll(async () => {
  gpu = await useTestDevice();
});

const runs = { numRuns: 25 };

/** A shape, and another that broadcasts with it: some dimensions 1, some leading ones left out. */
const broadcastPair = shapes().chain((shape) =>
  fc
    .record({
      ones: fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }),
      dropped: fc.nat(shape.length),
    })
    .map(({ ones, dropped }) => [shape, shape.map((s, d) => (ones[d] ? 1 : s)).slice(dropped)] as const),
);

const operands = (dtype: DType) =>
  broadcastPair.chain(([a, b]) => fc.tuple(layouts(a, dtype), layouts(b, dtype)));

describe("two operands", () => {
  for (const dtype of GPU_DTYPES.filter((d) => d.name !== "bool")) {
    test(`${dtype.name}: broadcast, in any layout`, () =>
      fc.assert(
        fc.asyncProperty(operands(dtype), (pair) =>
          expectSame(pair, ([a, b]) => add({ self: a as Tensor, other: b as Tensor, alpha: 2 }), ROUNDED),
        ),
        runs,
      ));
  }

  test("of different dtypes are promoted", () =>
    fc.assert(
      fc.asyncProperty(
        fc
          .tuple(fc.constantFrom(...GPU_DTYPES), fc.constantFrom(...GPU_DTYPES))
          .chain(([x, y]) => fc.tuple(layouts([3, 4], x), layouts([4], y))),
        (pair) => expectSame(pair, ([a, b]) => mul({ self: a as Tensor, other: b as Tensor }), ROUNDED),
      ),
      { numRuns: 40 },
    ));

  test("a plain number and a tensor without dimensions on the CPU go along", async () => {
    const x = placed(rowMajor([3], Float32Array.of(1, 2, 3)), "webgpu");
    expect(await elementsOf(x.mul(0.5).add(10))).toEqual([10.5, 11, 11.5]);
    expect(await elementsOf(x.add(Number.POSITIVE_INFINITY))).toEqual([Infinity, Infinity, Infinity]);
    expect(await elementsOf(x.mul(Number.NaN))).toEqual([NaN, NaN, NaN]);
  });

  test("walks eight dimensions", () =>
    fc.assert(
      fc.asyncProperty(
        fc.constant([2, 1, 2, 3, 1, 2, 2, 2]).chain((s) => fc.tuple(layouts(s), layouts(s))),
        (pair) => expectSame(pair, ([a, b]) => mul({ self: a as Tensor, other: b as Tensor })),
      ),
      runs,
    ));

  test("more elements than workgroups fit along one dimension", async () => {
    const n = 65_536 * 64 + 5;
    const x = placed(rowMajor([n], new Float32Array(n).fill(2)), "webgpu");
    const y = x.mul(x);
    const data = await y.data();
    expect([data[0], data[n - 5], data[n - 1]]).toEqual([4, 4, 4]);
  });
});

describe("in place", () => {
  const inPlace = shapes()
    .chain((shape) => fc.tuple(layouts(shape), layouts(shape)))
    .filter(([a]) => !overlaps(a));

  test("writes into any layout and leaves the rest of the storage alone", () =>
    fc.assert(
      fc.asyncProperty(inPlace, async ([a, b]) => {
        const storages = await Promise.all(
          (["cpu", "webgpu"] as const).map((device) => {
            const self = placed(a, device);
            add.inplace({ self, other: placed(b, device), alpha: -1 });
            return whole(self);
          }),
        );
        expect(storages[1]).toEqual(storages[0]);
      }),
      runs,
    ));

  test("an operand that overlaps with the result is read as it was before", async () => {
    const base = placed(rowMajor([3, 3], Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9)), "webgpu");
    base.add_(base.t());
    expect(await elementsOf(base)).toEqual([2, 6, 10, 6, 10, 14, 10, 14, 18]);
    base.at(0).copy_(base.at(1));
    expect(await elementsOf(base)).toEqual([6, 10, 14, 6, 10, 14, 10, 14, 18]);
  });

  test("one op after the other", async () => {
    const x = placed(rowMajor([4], Float32Array.of(1, 2, 3, 4)), "webgpu");
    for (let i = 0; i < 10; i++) x.add_(1).mul_(0.5);
    const expected = [1, 2, 3, 4].map((v) => 1 + (v - 1) / 1024);
    expect(await elementsOf(x)).toEqual(expected);
  });
});

const ROUNDINGS: Tolerance = { relative: 1e-5, absolute: 2e-6 };
/** Left of 0 these are sums of terms that are larger than what is left of them. */
const OF_LARGER_TERMS: Readonly<Record<string, Tolerance>> = {
  lgamma: { relative: 1e-5, absolute: 2e-5 },
  digamma: { relative: 1e-4, absolute: 2e-5 },
};

describe("every elementwise op of the table", () => {
  for (const op of elementwiseOps()) {
    const tensors = op.schema.args.filter((a) => a.type.startsWith("Tensor")).map((a) => a.name);
    const dtype = /^(bitwise|gcd|lcm)/.test(op.schema.name) ? int64 : float32;
    test(op.schema.text, () =>
      fc.assert(
        fc.asyncProperty(
          shapes(2).chain((shape) => fc.tuple(...tensors.map(() => layouts(shape, dtype)))),
          (given) =>
            expectSame(
              given,
              (operands) => call(op, tensors, operands),
              OF_LARGER_TERMS[op.schema.name] ?? ROUNDINGS,
            ),
        ),
        { numRuns: 8 },
      ),
    );
  }
});

describe("NaN and Infinity", () => {
  const special = Float32Array.of(NaN, Infinity, -Infinity, 0, -0, 1, -1, 1e38, -1e38, 1e-30);
  const all = rowMajor([special.length], special);

  test("pass through sums and products", () =>
    expectSame([all, rowMajor([special.length, 1], special)], ([a, b]) => [
      add({ self: a as Tensor, other: b as Tensor }),
      mul({ self: a as Tensor, other: b as Tensor }),
    ]));

  test("relu keeps NaN, and makes 0 of -Infinity", () =>
    expectSame([all], ([a]) => relu({ self: a as Tensor })));

  test("copies keep every bit", () => expectSame([all], ([a]) => clone({ self: a as Tensor })));
});

describe("copies", () => {
  for (const from of GPU_DTYPES) {
    for (const to of GPU_DTYPES) {
      test(`${from.name} to ${to.name}`, () =>
        fc.assert(
          fc.asyncProperty(
            shapes().chain((s) => layouts(s, from)),
            (layout) => expectSame([layout], ([x]) => toCopy({ self: x as Tensor, dtype: to })),
          ),
          { numRuns: 6 },
        ));
    }
  }

  test("copy_ broadcasts and casts into any layout", () =>
    fc.assert(
      fc.asyncProperty(
        broadcastPair
          .chain(([a, b]) => fc.tuple(layouts(a, int64), layouts(b, float32)))
          .filter(([a]) => !overlaps(a)),
        ([a, b]) =>
          expectSame([a, b], ([self, src]) => copy.inplace({ self: self as Tensor, src: src as Tensor })),
      ),
      runs,
    ));

  test("fill_ and zero_ write what the tensor shows, nothing beside it", async () => {
    const a: Layout = {
      dtype: float32,
      shape: [2, 2],
      strides: [4, 2],
      offset: 1,
      elements: new Float32Array(9).fill(7),
    };
    for (const device of ["cpu", "webgpu"] as const) {
      const self = placed(a, device);
      fill.inplace({ self, value: Number.NEGATIVE_INFINITY });
      expect(await whole(self)).toEqual([7, -Infinity, 7, -Infinity, 7, -Infinity, 7, -Infinity, 7]);
      zero.inplace({ self });
      expect(await whole(self)).toEqual([7, 0, 7, 0, 7, 0, 7, 0, 7]);
    }
  });
});

describe("joining", () => {
  test("cat and stack put any layouts side by side", () =>
    fc.assert(
      fc.asyncProperty(fc.tuple(layouts([2, 3]), layouts([2, 1]), layouts([2, 3]), layouts([0])), (parts) =>
        expectSame(parts, ([a, b, c, none]) => [
          cat({ tensors: [a, none, b, c] as Tensor[], dim: 1 }),
          stack({ tensors: [a, c] as Tensor[], dim: 1 }),
          stack({ tensors: [a, c] as Tensor[], dim: -1 }),
        ]),
      ),
      runs,
    ));
});

test("shapes and scalars never make a new shader", async () => {
  const run = (n: number, factor: number) =>
    placed(rowMajor([n], valuesFor(float32, n, n)), "webgpu")
      .mul(factor)
      .relu();
  run(3, 2);
  const before = gpu.report().pipelines;
  for (let n = 1; n < 40; n++) run(n, n / 3);
  expect(gpu.report().pipelines).toBe(before);
});

/** Whether two of the layout's elements are the same. */
function overlaps({ shape, strides }: Layout): boolean {
  return shape.some((s, d) => s > 1 && strides[d] === 0);
}

/** The storage behind a tensor. */
async function whole(t: Tensor): Promise<number[]> {
  return Array.from(await backendFor(t.storage.device).read(t.storage));
}

/** Those of promoted tensors and plain numbers; the others have their cases in `test/oracle/ops`. */
function elementwiseOps(): readonly RegisteredOp[] {
  return OPS.filter(
    ({ definition, schema }) =>
      definition.promotes &&
      definition.webgpu &&
      definition.layout === "strided" &&
      !definition.unpromoted?.length &&
      // Takes two vectors only.
      schema.name !== "addr" &&
      schema.args.every((a) => /^(Tensor|Tensor\|Scalar|Scalar|float|bool)$/.test(a.type) && !a.optional),
  );
}

/** Calls an op with these tensors; arguments that have no default are 0.5 or false. */
function call(op: RegisteredOp, names: readonly string[], tensors: readonly Tensor[]): Tensor {
  const args: Record<string, unknown> = {};
  for (const arg of op.schema.args) {
    if (!arg.hasDefault && !arg.type.startsWith("Tensor")) args[arg.name] = arg.type === "bool" ? false : 0.5;
  }
  names.forEach((name, i) => {
    args[name] = tensors[i];
  });
  return op(args) as Tensor;
}
