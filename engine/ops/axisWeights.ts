/**
 * Linear maps of one dimension as lists of weights: what average pools and resizings of images are made of, one map
 * for the rows and one for the columns. The gradient is the same kernel with both maps transposed.
 */

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

/** The nearest source, as PyTorch's "nearest": the one at or before, counted in float32. */
export function nearest(size: number, out: number, scale: number | null): AxisWeights {
  const step = Math.fround(scale ? 1 / scale : size / out);
  return fromLists(
    Array.from({ length: out }, (_, i) => [
      [Math.min(Math.floor(Math.fround(i * step)), size - 1), 1] as Entry,
    ]),
  );
}

/** Between the two nearest sources. With `alignCorners` the first and last fall on each other, else the edges do. */
export function linear(size: number, out: number, scale: number | null, alignCorners: boolean): AxisWeights {
  const step = alignCorners ? (out > 1 ? (size - 1) / (out - 1) : 0) : scale ? 1 / scale : size / out;
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
