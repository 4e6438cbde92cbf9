/** Integers at the ends of their range on WebGPU: what PyTorch's CPU gives, or an error. Our CPU is compared with that in test/oracle. */
import fc from "fast-check";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { type DType, newArray } from "../../../engine/dtype.ts";
import { RuntimeError } from "../../../engine/errors.ts";
import { type Tensor, torch } from "../../../engine/index.ts";
import { elementsOf, expectSame, rowMajor, useTestDevice } from "./bothDevices.ts";

vi.setConfig({ testTimeout: 120_000 });

beforeAll(async () => {
  await useTestDevice();
});

const runs = { numRuns: 10 };
const floats = (values: readonly number[]) => rowMajor([values.length], Float32Array.from(values));
const integers = (values: readonly number[], dtype: DType) => {
  const elements = newArray(dtype, values.length);
  elements.set(values);
  return rowMajor([values.length], elements, dtype);
};

/** Floats of any size, many of them around the ends of the integers' ranges. */
const anyFloat = fc.oneof(
  // WGSL may take subnormal numbers for 0.
  fc.float().map((x) => (Math.abs(x) < 1e-30 ? 0 : x)),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0),
  fc
    .record({
      end: fc.constantFrom(2 ** 7, 2 ** 8, 2 ** 15, 2 ** 16, 2 ** 31, 2 ** 32, 2 ** 63),
      off: fc.float({ min: -3, max: 3, noNaN: true }),
      sign: fc.constantFrom(1, -1),
    })
    .map(({ end, off, sign }) => Math.fround(sign * (end + off))),
);

const NARROW = [torch.int8, torch.uint8, torch.int16, torch.int32] as const;
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32768, 32767],
  int32: [-(2 ** 31), 2 ** 31 - 1],
};

/** Integers of a dtype, its extremes among them. */
function elementsFor(dtype: DType): fc.Arbitrary<number> {
  const [min, max] = RANGES[dtype.name] as readonly [number, number];
  return fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, max, 0, 1, Math.max(min, -1)));
}

describe("casts", () => {
  test("of floats to integers and bools", () =>
    fc.assert(
      fc.asyncProperty(fc.array(anyFloat, { minLength: 40, maxLength: 40 }), (values) =>
        expectSame([floats(values)], ([x]) =>
          [...NARROW, torch.bool, torch.float16, torch.bfloat16].map((dtype) => (x as Tensor).to(dtype)),
        ),
      ),
      runs,
    ));

  test("of integers to narrower ones, to bool and to floats", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(elementsFor(torch.int32), { minLength: 40, maxLength: 40 }),
        fc.constantFrom(torch.int64, torch.int32),
        (values, from) =>
          expectSame([integers(values, from)], ([x]) =>
            [...NARROW, torch.bool, torch.float32, torch.float16].map((dtype) => (x as Tensor).to(dtype)),
          ),
      ),
      runs,
    ));

  test("of floats to int64: what 32 bits do not hold is an error at the next read", async () => {
    const cast = (value: number) => torch.tensor([1.5, value, -2]).to("webgpu").long();
    expect(await elementsOf(cast(-(2 ** 31)))).toEqual([1, -(2 ** 31), -2]);
    expect(await elementsOf(cast(2 ** 31 - 128))).toEqual([1, 2 ** 31 - 128, -2]);
    for (const value of [2 ** 31, -(2 ** 31) - 256, 1e20, Number.NaN, Number.NEGATIVE_INFINITY]) {
      await expect(elementsOf(cast(value))).rejects.toThrow(`${Math.fround(value)} does not fit: WebGPU has`);
    }
    const transposed = torch.full([2, 3], 3e9, { dtype: torch.float32 }).to("webgpu").t();
    await expect(elementsOf(torch.zeros(3, 2).long().to("webgpu").copy_(transposed))).rejects.toThrow(
      "3000000000 does not fit",
    );
  });
});

describe("arithmetic wraps around", () => {
  const pairs = fc.constantFrom(...NARROW).chain((dtype) =>
    fc.record({
      dtype: fc.constant(dtype),
      a: fc.array(elementsFor(dtype), { minLength: 20, maxLength: 20 }),
      b: fc.array(elementsFor(dtype), { minLength: 20, maxLength: 20 }),
    }),
  );

  test("as on the CPU", () =>
    fc.assert(
      fc.asyncProperty(pairs, ({ dtype, a, b }) =>
        expectSame([integers(a, dtype), integers(b, dtype)], (tensors) => {
          const [x, y] = tensors as readonly [Tensor, Tensor];
          const divisor = y.maskedFill(y.eq(0), 7);
          return [
            x.add(y),
            x.sub(y),
            x.neg(),
            x.abs(),
            x.floorDivide(divisor),
            x.remainder(divisor),
            x.fmod(divisor),
            x.bitwiseAnd(y),
            x.bitwiseXor(y),
            x.bitwiseNot(),
            x.maximum(y),
            x.lt(y),
            x.clamp(-3, 100),
            x.amax(),
          ];
        }),
      ),
      runs,
    ));
});

test("numbers of the program that int64 does not hold there are refused at once, not wrapped", () => {
  const x = torch.tensor([5, 6]).to("webgpu");
  const mask = torch.tensor([true, false]).to("webgpu");
  const refused: Readonly<Record<string, () => Tensor>> = {
    lt: () => x.lt(2 ** 31),
    add: () => x.add(2 ** 31),
    clamp: () => x.clamp(-(2 ** 40), 7),
    fill_: () => x.clone().fill_(2 ** 31),
    full: () => torch.full([2], -(2 ** 31) - 1, { device: "webgpu" }),
    maskedFill: () => x.maskedFill(mask, 2 ** 33),
    scatter: () => x.scatter(0, torch.tensor([0]).to("webgpu"), 2 ** 31),
    arange: () => torch.arange(2 ** 31 - 1, 2 ** 31 + 1, { device: "webgpu" }),
  };
  for (const [name, run] of Object.entries(refused)) {
    expect(run, name).toThrow("does not fit: WebGPU has no 64-bit integers");
  }
});

test("whole numbers beyond 2^24 reach every kernel as they are", async () => {
  const large = 2 ** 24 + 1;
  const x = torch.tensor([1, 2]).to("webgpu");
  const index = torch.tensor([1]).to("webgpu");
  expect(await elementsOf(x.scatter(0, index, large))).toEqual([1, large]);
  expect(await elementsOf(torch.constantPadNd(x, [1, 0], large))).toEqual([large, 1, 2]);
  expect(await elementsOf(x.indexAdd(0, index, index, { alpha: large }))).toEqual([1, 2 + large]);
});

describe("division by zero", () => {
  const ops: Readonly<Record<string, (x: Tensor, y: Tensor | number) => Tensor>> = {
    floorDivide: (x, y) => x.floorDivide(y),
    remainder: (x, y) => (typeof y === "number" ? x.remainder(y) : x.remainder(y)),
    fmod: (x, y) => (typeof y === "number" ? x.fmod(y) : x.fmod(y)),
    "div, rounded down": (x, y) => x.div(y, { roundingMode: "floor" }),
    "div, truncated": (x, y) => x.div(y, { roundingMode: "trunc" }),
  };

  test.each(Object.entries(ops))("%s raises PyTorch's error", async (_, run) => {
    const error = new RuntimeError("ZeroDivisionError");
    const x = torch.tensor([7, -7, 1]).to("webgpu");
    expect(() => run(x, 0)).toThrow(error);
    await expect(elementsOf(run(x, torch.tensor([1, 0, 2]).to("webgpu")))).rejects.toThrow(error);
    const gaps = torch
      .tensor([
        [1, 2],
        [0, 3],
        [4, 5],
      ])
      .to("webgpu");
    await expect(elementsOf(run(x, gaps.select(1, 0)))).rejects.toThrow(error);
    // Neither zeros beside the ones that divide, nor divisions of nothing.
    await elementsOf(run(x, gaps.select(1, 1)));
    await elementsOf(run(x.narrow(0, 0, 0), torch.tensor([0]).to("webgpu")));
  });

  test("of floats is infinite or NaN", () =>
    expectSame([floats([1, -1, 0, 5]), floats([0, 0, 0, Number.POSITIVE_INFINITY])], (tensors) => {
      const [x, y] = tensors as readonly [Tensor, Tensor];
      return [x.floorDivide(y), x.remainder(y), x.fmod(y), x.div(y)];
    }));
});

test("rests of floats are exact, whatever the quotient", () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(normal, normal), { minLength: 30, maxLength: 30 }), (pairs) =>
      expectSame([floats(pairs.map(([a]) => a)), floats(pairs.map(([, b]) => b))], (tensors) => {
        const [x, y] = tensors as readonly [Tensor, Tensor];
        return [x.fmod(y), x.remainder(y), x.fmod(0.1), x.remainder(-0.1)];
      }),
    ),
    runs,
  ));

/** No subnormal numbers, which WGSL may take for 0, and none that are so far apart that rests become such. */
const normal = fc
  .tuple(fc.float({ min: -8, max: 8, noNaN: true }), fc.integer({ min: -20, max: 20 }))
  .map(([m, e]) => Math.fround((Math.abs(m) < 0.001 ? 1 : m) * 2 ** e));

test("quotients rounded down as PyTorch rounds them", async () => {
  const quotient = (a: number, b: number) =>
    torch
      .tensor([a], { dtype: torch.float32 })
      .to("webgpu")
      .floorDivide(torch.tensor([b], { dtype: torch.float32 }).to("webgpu"));
  expect(await elementsOf(quotient(1, 0.1))).toEqual([9]);
  expect(await elementsOf(quotient(-1, 0.1))).toEqual([-10]);
  expect(await elementsOf(quotient(6, 3))).toEqual([2]);
  expect(await elementsOf(quotient(-7, 2))).toEqual([-4]);
});

test("more than eight dimensions are walked where they join, and refused where they do not", async () => {
  const x = torch.arange(512).reshape(new Array<number>(9).fill(2)).to("webgpu");
  expect(await x.add(1).sum().item()).toBe((512 * 513) / 2);
  expect(() => x.flip([0, 2, 4, 6, 8])).toThrow("The webgpu device walks at most 8 dimensions at once");
});
