/**
 * Linear maps of one dimension as lists of weights: what average pools and resizings of images are made of, one map
 * for the rows and one for the columns. The gradient is the same kernel with both maps transposed.
 */

import type { Filter } from "../filters.ts";

/** Result i is the sum over k in `[start[i], start[i + 1])` of `weight[k] · source[index[k]]`. */
export interface AxisWeights {
  readonly start: Int32Array;
  readonly index: Int32Array;
  readonly weight: Float64Array;
}

type Entry = readonly [index: number, weight: number];

function fromLists(lists: readonly (readonly Entry[])[]): AxisWeights {
  const start = new Int32Array(lists.length + 1);
  lists.forEach((list, i) => {
    start[i + 1] = (start[i] as number) + list.length;
  });
  const entries = lists.flat();
  return {
    start,
    index: Int32Array.from(entries, ([i]) => i),
    weight: Float64Array.from(entries, ([, w]) => w),
  };
}

/** The map of gradients: from results back to the `size` sources. */
export function transposed({ start, index, weight }: AxisWeights, size: number): AxisWeights {
  const lists = Array.from({ length: size }, (): Entry[] => []);
  for (let i = 0; i + 1 < start.length; i++) {
    for (let k = start[i] as number; k < (start[i + 1] as number); k++) {
      lists[index[k] as number]?.push([i, weight[k] as number]);
    }
  }
  return fromLists(lists);
}

/** Windows of an average pool. The divisor counts the padding, or only what is inside, or is 1 (`divided: false`). */
export function windows(
  size: number,
  out: number,
  p: { kernel: number; stride: number; padding: number; countPadding: boolean; divided: boolean },
): AxisWeights {
  return fromLists(
    Array.from({ length: out }, (_, i) => {
      const from = i * p.stride - p.padding;
      const to = Math.min(from + p.kernel, size + p.padding);
      const [low, high] = [Math.max(from, 0), Math.min(to, size)];
      const divisor = p.divided ? (p.countPadding ? to - from : high - low) : 1;
      return Array.from({ length: Math.max(high - low, 0) }, (_, k): Entry => [low + k, 1 / divisor]);
    }),
  );
}

/** Where the windows of an adaptive pool begin and end. */
export const adaptiveWindow = (size: number, out: number, i: number): readonly [number, number] => [
  Math.floor((i * size) / out),
  Math.ceil(((i + 1) * size) / out),
];

export function adaptiveWindows(size: number, out: number): AxisWeights {
  return fromLists(
    Array.from({ length: out }, (_, i) => {
      const [low, high] = adaptiveWindow(size, out, i);
      return Array.from({ length: high - low }, (_, k): Entry => [low + k, 1 / (high - low)]);
    }),
  );
}

/** Sources by results. */
const stepOf = (size: number, out: number, scale: number | null): number =>
  scale !== null && scale > 0 ? 1 / scale : size / out;

/** The same with `alignCorners`, where the first and last fall on each other. */
const cornerStep = (size: number, out: number): number => (out > 1 ? (size - 1) / (out - 1) : 0);

const picked = (size: number, out: number, at: (i: number) => number): AxisWeights =>
  fromLists(Array.from({ length: out }, (_, i): Entry[] => [[Math.min(Math.floor(at(i)), size - 1), 1]]));

/** The nearest source, as PyTorch's "nearest": the one at or before, counted in float32. */
export function nearest(size: number, out: number, scale: number | null): AxisWeights {
  const step = Math.fround(stepOf(size, out, scale));
  return picked(size, out, (i) => Math.fround(i * step));
}

/** The source under the middle of the result, as PyTorch's "nearest-exact" and Pillow. */
export function nearestExact(size: number, out: number, scale: number | null): AxisWeights {
  const step = Math.fround(stepOf(size, out, scale));
  return picked(size, out, (i) => Math.fround((i + 0.5) * step));
}

/** Between the two nearest sources. With `alignCorners` the first and last fall on each other, else the edges do. */
export function linear(size: number, out: number, scale: number | null, alignCorners: boolean): AxisWeights {
  const step = alignCorners ? cornerStep(size, out) : stepOf(size, out, scale);
  return fromLists(
    Array.from({ length: out }, (_, i) => {
      const at = alignCorners ? i * step : Math.max((i + 0.5) * step - 0.5, 0);
      const low = Math.min(Math.floor(at), size - 1);
      const part = at - low;
      if (low + 1 >= size || part === 0) return [[low, 1] as Entry];
      return [[low, 1 - part] as Entry, [low + 1, part] as Entry];
    }),
  );
}

/** Keys' cubic convolution with a = -0.75: weights of the four sources around a point `part` behind the second. */
function cubicWeights(part: number): [number, number, number, number] {
  const a = -0.75;
  const near = (x: number) => ((a + 2) * x - (a + 3)) * x * x + 1;
  const far = (x: number) => ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
  return [far(part + 1), near(part), near(1 - part), far(2 - part)];
}

/** On cubic curves. Beyond the edges the first and last sources repeat. */
export function cubic(size: number, out: number, scale: number | null, alignCorners: boolean): AxisWeights {
  const step = alignCorners ? cornerStep(size, out) : stepOf(size, out, scale);
  return fromLists(
    Array.from({ length: out }, (_, i) => {
      const at = alignCorners ? i * step : (i + 0.5) * step - 0.5;
      const low = Math.floor(at);
      return cubicWeights(at - low).map((w, k): Entry => [Math.min(Math.max(low - 1 + k, 0), size - 1), w]);
    }),
  );
}

/** A filter that widens by as much as the sources shrink. */
export const antialiased =
  (filter: Filter) =>
  (size: number, out: number, scale: number | null, alignCorners: boolean): AxisWeights => {
    const step = alignCorners ? cornerStep(size, out) : stepOf(size, out, scale);
    const stretch = Math.max(step, 1);
    const support = filter.support * stretch;
    return fromLists(
      Array.from({ length: out }, (_, i) => {
        const center = (i + 0.5) * step;
        const low = Math.max(Math.trunc(center - support + 0.5), 0);
        const high = Math.min(Math.trunc(center + support + 0.5), size);
        const weights = Array.from({ length: Math.max(high - low, 0) }, (_, k) =>
          filter.weight((k + low - center + 0.5) / stretch),
        );
        const sum = weights.reduce((a, b) => a + b, 0);
        return weights.map((w, k): Entry => [low + k, sum === 0 ? w : w / sum]);
      }),
    );
  };

/** Weights as PyTorch has them for 8-bit levels: whole numbers of 16 bits, by a power of two that they share. */
export function fixedPoint(map: AxisWeights): AxisWeights {
  const largest = map.weight.reduce((a, b) => Math.max(a, b), 0);
  let precision = 0;
  while (precision < 22 && Math.trunc(0.5 + largest * 2 ** (precision + 1)) < 2 ** 15) precision++;
  const unit = 2 ** precision;
  return { ...map, weight: map.weight.map((w) => Math.trunc(w * unit + (w < 0 ? -0.5 : 0.5)) / unit) };
}
