/** Where a point of a grid lies in a plane or volume: the elements around it, and how much each counts. */

/** Numbers as PyTorch's: 0 zeros, 1 border, 2 reflection. */
export interface GridOptions {
  /** 0 linear in each dimension, 1 the nearest element, 2 cubic. */
  readonly interpolationMode: number;
  readonly paddingMode: number;
  readonly alignCorners: boolean;
}

/** How many elements of a dimension a point is made of. */
export const tapCount = (mode: number): number => [2, 1, 4][mode] as number;

export interface Taps {
  /** Places in the dimension; -1 outside, where nothing counts. */
  readonly at: Int32Array;
  readonly weight: Float64Array;
  /** The weight's derivative by the grid's coordinate. */
  readonly slope: Float64Array;
}

/** Half to even, as C's `nearbyint`. */
function nearest(x: number): number {
  const r = Math.round(x);
  return r - x === 0.5 && r % 2 !== 0 ? r - 1 : r;
}

/** Into the dimension, by clipping or reflecting, and the derivative of that. */
function padded(x: number, size: number, { paddingMode, alignCorners }: GridOptions): [number, number] {
  if (paddingMode === 0) return [x, 1];
  let [value, slope] = [x, 1];
  if (paddingMode === 2) {
    const low = alignCorners ? 0 : -0.5;
    const span = alignCorners ? size - 1 : size;
    if (span === 0) return [0, 0];
    const from = Math.abs(value - low);
    if (value < low) slope = -1;
    const rest = from % span;
    const even = Math.floor(from / span) % 2 === 0;
    value = (even ? rest : span - rest) + low;
    if (!even) slope = -slope;
  }
  if (value <= 0) return [0, 0];
  return value >= size - 1 ? [size - 1, 0] : [value, slope];
}

/** Cubic convolution with a = -0.75: weights of the four around, and their derivatives, for a place between. */
const A = -0.75;
const near = (x: number): number => ((A + 2) * x - (A + 3)) * x * x + 1;
const far = (x: number): number => ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;
const nearSlope = (x: number): number => (3 * (A + 2) * x - 2 * (A + 3)) * x;
const farSlope = (x: number): number => (3 * A * x - 10 * A) * x + 8 * A;

/** Fills the taps of one dimension, from `base` on. `round` is that of the dtype: PyTorch finds places in it. */
export function locate(
  coordinate: number,
  size: number,
  options: GridOptions,
  round: (x: number) => number,
  taps: Taps,
  base: number,
): void {
  const { interpolationMode: mode, alignCorners } = options;
  const scale = (alignCorners ? size - 1 : size) / 2;
  const scaled = round(round(coordinate + 1) * scale);
  const source = alignCorners ? scaled : round(scaled - 0.5);
  const set = (k: number, place: number, weight: number, slope: number) => {
    const inside = place >= 0 && place < size;
    taps.at[base + k] = inside ? place : -1;
    taps.weight[base + k] = inside ? weight : 0;
    taps.slope[base + k] = inside ? slope * scale : 0;
  };
  if (mode === 2) {
    const first = Math.floor(source);
    const t = source - first;
    const weights = [far(t + 1), near(t), near(1 - t), far(2 - t)];
    const slopes = [farSlope(t + 1), nearSlope(t), -nearSlope(1 - t), -farSlope(2 - t)];
    weights.forEach((weight, k) => {
      const [place] = padded(first - 1 + k, size, options);
      set(k, Math.trunc(place), weight, slopes[k] as number);
    });
    return;
  }
  const [x, slope] = padded(source, size, options);
  if (mode === 1) {
    set(0, nearest(x), 1, 0);
    return;
  }
  const first = Math.floor(x);
  set(0, first, first + 1 - x, -slope);
  set(1, first + 1, x - first, slope);
}
