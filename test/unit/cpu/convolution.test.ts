// Convolutions of one to three dimensions against their definition, with every parameter at random.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type ConvParams,
  convolutionForward,
  convolutionGradBias,
  convolutionGradInput,
  convolutionGradWeight,
} from "../../../engine/devices/cpu/convolution.ts";
import { type DType, float32, float64, int32, int64 } from "../../../engine/dtype.ts";
import { addTo, cpuTensor, eachProduct, expected, randomValues, worstError } from "./naive.ts";

interface Case {
  readonly p: ConvParams;
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly kernel: readonly number[];
}

/** Extents of one dimension that fit together; the output has at least one place. */
const dimension = (largest: number) =>
  fc
    .record({
      kernel: fc.integer({ min: 1, max: 4 }),
      stride: fc.integer({ min: 1, max: 4 }),
      padding: fc.integer({ min: 0, max: 5 }),
      dilation: fc.integer({ min: 1, max: 3 }),
      size: fc.integer({ min: 1, max: largest }),
      more: fc.integer({ min: 0, max: 3 }),
    })
    .filter(({ kernel, padding, dilation, size }) => size + 2 * padding >= dilation * (kernel - 1) + 1);

const cases: fc.Arbitrary<Case> = fc
  .record({
    dimensions: fc.oneof(
      fc.array(dimension(40), { minLength: 1, maxLength: 1 }),
      fc.array(dimension(14), { minLength: 2, maxLength: 2 }),
      fc.array(dimension(6), { minLength: 3, maxLength: 3 }),
    ),
    batch: fc.integer({ min: 0, max: 3 }),
    groups: fc.integer({ min: 1, max: 4 }),
    sources: fc.integer({ min: 1, max: 5 }),
    results: fc.integer({ min: 1, max: 13 }),
    transposed: fc.boolean(),
  })
  .map(({ dimensions: d, batch, groups, sources, results, transposed }): Case => {
    const kernel = d.map((x) => x.kernel);
    const coarse = d.map(
      (x) => Math.floor((x.size + 2 * x.padding - x.dilation * (x.kernel - 1) - 1) / x.stride) + 1,
    );
    // The smallest fine side that gives this coarse one; the output padding of a transposed convolution adds to it.
    const least = d.map(
      (x, i) => ((coarse[i] ?? 1) - 1) * x.stride - 2 * x.padding + x.dilation * (x.kernel - 1) + 1,
    );
    const extra = d.map((x, i) => x.size - (least[i] ?? 0));
    const p: ConvParams = {
      stride: d.map((x) => x.stride),
      padding: d.map((x) => x.padding),
      dilation: d.map((x) => x.dilation),
      transposed,
      outputPadding: transposed ? extra : d.map(() => 0),
      groups,
    };
    const fineShape = [batch, groups * sources, ...d.map((x) => x.size)];
    const coarseShape = [batch, groups * results, ...coarse];
    return {
      p,
      input: transposed ? coarseShape : fineShape,
      output: transposed ? fineShape : coarseShape,
      kernel: [groups * results, sources, ...kernel],
    };
  });

function check({ p, input, output, kernel }: Case, dtype: DType, integers: boolean): void {
  const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
  const random = (n: number, seed: number) =>
    integers ? randomValues(n, seed).map((v) => Math.round(v * 9)) : randomValues(n, seed);
  const x = cpuTensor(input, dtype, random(size(input), 1));
  const w = cpuTensor(kernel, dtype, random(size(kernel), 2));
  const channels = output[1] ?? 0;
  const b = cpuTensor([channels], dtype, random(channels, 3));
  const g = cpuTensor(output, dtype, random(size(output), 4));

  const forward = expected(size(output));
  const plane = size(output.slice(2));
  for (let i = 0; i < size(output); i++)
    addTo(forward, i, b.data[Math.floor(i / plane) % channels] as number);
  const gradInput = expected(size(input));
  const gradWeight = expected(size(kernel));
  const [fine, coarse] = p.transposed ? [output, input] : [input, output];
  eachProduct(fine, coarse, kernel, p, (f, c, k) => {
    const [from, to] = p.transposed ? [c, f] : [f, c];
    addTo(forward, to, (x.data[from] as number) * (w.data[k] as number));
    addTo(gradInput, from, (g.data[to] as number) * (w.data[k] as number));
    addTo(gradWeight, k, (g.data[to] as number) * (x.data[from] as number));
  });
  const gradBias = expected(channels);
  for (let i = 0; i < size(output); i++)
    addTo(gradBias, Math.floor(i / plane) % channels, g.data[i] as number);

  const garbage = (shape: readonly number[]) => cpuTensor(shape, dtype, Array<number>(size(shape)).fill(77));
  // Of n terms each partial sum loses half a unit at most; 4 on top covers the first products and short sums.
  const within = (n: number) => (dtype === float32 ? n + 4 : 1e-6);
  const out = garbage(output);
  convolutionForward(x, w, b, p, out);
  expect(worstError(out.data, forward)).toBeLessThan(within(size(kernel)));
  const dx = garbage(input);
  convolutionGradInput(g, w, p, dx);
  expect(worstError(dx.data, gradInput)).toBeLessThan(within(size(kernel)));
  const dw = garbage(kernel);
  convolutionGradWeight(g, x, p, dw);
  expect(worstError(dw.data, gradWeight)).toBeLessThan(within(size(output)));
  const db = garbage([channels]);
  convolutionGradBias(g, db);
  expect(worstError(db.data, gradBias)).toBeLessThan(within(size(output)));
}

/** One side has more elements than are worked on at a time (262,144): images and rows are taken in pieces. */
const large: readonly (readonly [
  name: string,
  fine: number[],
  coarse: number[],
  kernel: number[],
  stride: number[],
])[] = [
  ["many images, fine", [40, 12, 30, 31], [40, 2, 29, 30], [2, 12, 2, 2], [1, 1]],
  ["many images, coarse", [40, 2, 30, 31], [40, 12, 29, 30], [12, 2, 2, 2], [1, 1]],
  ["rows of an image, fine", [2, 9, 290, 131], [2, 1, 145, 65], [1, 9, 2, 3], [2, 2]],
  ["rows of an image, coarse", [2, 1, 290, 131], [2, 9, 289, 129], [9, 1, 2, 3], [1, 1]],
  ["rows of an image, coarse, strided", [1, 1, 580, 260], [1, 9, 290, 130], [9, 1, 2, 2], [2, 2]],
  ["a long signal, fine", [1, 5, 90_001], [1, 2, 30_000], [2, 5, 3], [3]],
  ["a long signal, coarse", [1, 1, 90_000], [1, 4, 89_998], [4, 1, 3], [1]],
  ["slices of a volume", [1, 6, 40, 40, 40], [1, 1, 19, 39, 40], [1, 6, 3, 2, 1], [2, 1, 1]],
  ["every channel by itself", [1, 9, 300, 100], [1, 9, 298, 98], [9, 1, 3, 3], [1, 1]],
];

describe("convolution, its gradients and the transposed ones", () => {
  test.each(large)("in pieces: %s", (_, fine, coarse, kernel, stride) => {
    const groups = (fine[1] as number) / (kernel[1] as number);
    const zeros = stride.map(() => 0);
    const p = { stride, padding: zeros, dilation: stride.map(() => 1), outputPadding: zeros, groups };
    check({ p: { ...p, transposed: false }, input: fine, output: coarse, kernel }, float32, false);
    check({ p: { ...p, transposed: true }, input: coarse, output: fine, kernel }, float32, false);
  });

  test("float32", () => {
    fc.assert(
      fc.property(cases, (c) => check(c, float32, false)),
      { numRuns: 200 },
    );
  });

  test("float64", () => {
    fc.assert(
      fc.property(cases, (c) => check(c, float64, false)),
      { numRuns: 100 },
    );
  });

  test.each([int64, int32])("%s is exact", (dtype) => {
    fc.assert(
      fc.property(cases, (c) => check(c, dtype, true)),
      { numRuns: 50 },
    );
  });
});
