// Max pooling against its definition, and the corner cases as PyTorch 2.13 decides them.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CpuTensor } from "../../../engine/devices/cpu/cpuTensor.ts";
import { maxPool2d, maxPool2dBackward, type PoolParams } from "../../../engine/devices/cpu/maxPool2d.ts";
import { type DType, float32, float64, int64 } from "../../../engine/dtype.ts";
import { cpuTensor, randomValues } from "./naive.ts";

function pool(input: CpuTensor, p: PoolParams, outSize: readonly [number, number]) {
  const shape = [...input.shape.slice(0, -2), ...outSize];
  const out = cpuTensor(shape, input.dtype);
  const indices = cpuTensor(shape, int64);
  maxPool2d(input, p, out, indices);
  return { out, indices };
}

const square = (kernel: number, stride: number, padding = 0, dilation = 1, ceilMode = false): PoolParams => ({
  kernelSize: [kernel, kernel],
  stride: [stride, stride],
  padding: [padding, padding],
  dilation: [dilation, dilation],
  ceilMode,
});

/** ATen's `pooling_output_shape`. */
function pooled(
  size: number,
  kernel: number,
  stride: number,
  padding: number,
  dilation: number,
  ceil: boolean,
): number {
  const span = size + 2 * padding - dilation * (kernel - 1) - 1 + (ceil ? stride - 1 : 0);
  const out = Math.floor(span / stride) + 1;
  return ceil && (out - 1) * stride >= size + padding ? out - 1 : out;
}

/** Every window looked at in row-major order: a larger value, or a NaN, takes over. */
function check(input: CpuTensor, p: PoolParams, out: CpuTensor, indices: CpuTensor): void {
  const [height = 0, width = 0] = input.shape.slice(-2);
  const [outHeight = 0, outWidth = 0] = out.shape.slice(-2);
  const [kh = 0, kw = 0] = p.kernelSize;
  const [sh = 0, sw = 0] = p.stride;
  const [ph = 0, pw = 0] = p.padding;
  const [dh = 0, dw = 0] = p.dilation;
  const wanted = { values: [...out.data], indices: [...indices.data] };
  for (let at = 0; at < out.size; at++) {
    const plane = Math.floor(at / (outHeight * outWidth));
    const [oy, ox] = [Math.floor(at / outWidth) % outHeight, at % outWidth];
    let best = Number.NEGATIVE_INFINITY;
    let where: number | null = null;
    for (let i = 0; i < kh; i++) {
      for (let j = 0; j < kw; j++) {
        const [y, x] = [oy * sh - ph + i * dh, ox * sw - pw + j * dw];
        if (y < 0 || y >= height || x < 0 || x >= width) continue;
        const value = input.data[(plane * height + y) * width + x] as number;
        where ??= y * width + x;
        if (value > best || Number.isNaN(value)) {
          best = value;
          where = y * width + x;
        }
      }
    }
    wanted.values[at] = best;
    if (where !== null) wanted.indices[at] = where;
  }
  expect({ values: [...out.data], indices: [...indices.data] }).toEqual(wanted);
}

const special = fc.constantFrom(Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 1, 2, -1);
const extent = fc.record({
  size: fc.integer({ min: 1, max: 30 }),
  kernel: fc.integer({ min: 1, max: 4 }),
  stride: fc.integer({ min: 1, max: 4 }),
  dilation: fc.integer({ min: 1, max: 3 }),
  half: fc.boolean(),
});

describe("max pooling", () => {
  test.each([
    [float32, 300],
    [float64, 50],
  ] as const)("of %s", (dtype: DType, numRuns) => {
    fc.assert(
      fc.property(
        fc.tuple(extent, extent),
        fc.integer({ min: 0, max: 5 }),
        fc.boolean(),
        fc.array(special, { minLength: 1, maxLength: 60 }),
        ([h, w], planes, ceilMode, values) => {
          const p: PoolParams = {
            kernelSize: [h.kernel, w.kernel],
            stride: [h.stride, w.stride],
            padding: [h, w].map((e) => (e.half ? Math.floor(e.kernel / 2) : 0)),
            dilation: [h.dilation, w.dilation],
            ceilMode,
          };
          const outSize = [h, w].map((e, i) =>
            pooled(e.size, e.kernel, e.stride, p.padding[i] ?? 0, e.dilation, ceilMode),
          ) as [number, number];
          fc.pre(outSize.every((n) => n > 0));
          const size = planes * h.size * w.size;
          // Values from a short list tie often and bring NaN and infinities to every place of a window.
          const data = Array.from({ length: size }, (_, i) => values[(i * 7) % values.length] as number);
          const input = cpuTensor([1, planes, h.size, w.size], dtype, data);
          const { out, indices } = pool(input, p, outSize);
          check(input, p, out, indices);
        },
      ),
      { numRuns },
    );
  });

  test("of more planes than are worked on at a time", () => {
    const input = cpuTensor([2, 45, 41, 43], float32, randomValues(2 * 45 * 41 * 43, 1));
    for (const p of [square(2, 2), square(3, 2, 1)]) {
      const outSize = [pooled(41, ...sizes(p)), pooled(43, ...sizes(p))] as const;
      const { out, indices } = pool(input, p, outSize);
      check(input, p, out, indices);
    }
  });

  test("of equal values the first wins, and of NaNs the last", () => {
    const input = cpuTensor([1, 2, 4], float32, [1, 1, Number.NaN, 0, 1, 1, 0, Number.NaN]);
    const { out, indices } = pool(input, square(2, 2), [1, 2]);
    expect([...out.data]).toEqual([1, Number.NaN]);
    expect([...indices.data]).toEqual([0, 7]);
  });

  test("where all is -∞ the first element that is no padding wins", () => {
    const input = cpuTensor([1, 3, 3], float32, Array<number>(9).fill(Number.NEGATIVE_INFINITY));
    const { out, indices } = pool(input, square(3, 2, 1), [2, 2]);
    expect([...out.data]).toEqual(Array<number>(4).fill(Number.NEGATIVE_INFINITY));
    expect([...indices.data]).toEqual([0, 1, 3, 4]);
  });
});

function sizes(p: PoolParams): [number, number, number, number, boolean] {
  return [p.kernelSize[0] ?? 1, p.stride[0] ?? 1, p.padding[0] ?? 0, p.dilation[0] ?? 1, p.ceilMode];
}

describe("its gradient", () => {
  test("goes to where the maximum came from, and adds up where windows overlap", () => {
    const input = cpuTensor([1, 1, 3, 3], float32, [0, 0, 0, 0, 9, 0, 0, 0, 0]);
    const { indices } = pool(input, square(2, 1), [2, 2]);
    const gradOutput = cpuTensor([1, 1, 2, 2], float32, [1, 2, 3, 4]);
    const out = cpuTensor([1, 1, 3, 3], float32, Array<number>(9).fill(5));
    maxPool2dBackward(gradOutput, indices, out);
    expect([...out.data]).toEqual([0, 0, 0, 0, 10, 0, 0, 0, 0]);
  });

  test("ignores a window without any element", () => {
    // Padding 1 and dilation 2: the two rows that the window sees lie above and below the only one there is.
    const p = { ...square(2, 1), kernelSize: [2, 1], padding: [1, 0], dilation: [2, 1] };
    const { out, indices } = pool(cpuTensor([2, 1, 3], float32, [1, 2, 3, 4, 5, 6]), p, [1, 3]);
    expect([...out.data]).toEqual(Array<number>(6).fill(Number.NEGATIVE_INFINITY));
    const grad = cpuTensor([2, 1, 3], float32);
    maxPool2dBackward(cpuTensor([2, 1, 3], float32, [1, 1, 1, 1, 1, 1]), indices, grad);
    expect([...grad.data]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
