// The definitions of product, convolution and pooling, in doubles and as plainly as they can be written: what the
// fast kernels are held against. Convolutions take three spatial dimensions.
import type { ConvParams } from "../../../engine/devices/cpu/convolution.ts";
import type { CpuTensor } from "../../../engine/devices/cpu/cpuTensor.ts";
import { type DType, float32, newArray } from "../../../engine/dtype.ts";

export function cpuTensor(
  shape: readonly number[],
  dtype: DType = float32,
  values?: ArrayLike<number>,
): CpuTensor {
  const size = shape.reduce((a, b) => a * b, 1);
  const data = newArray(dtype, size);
  if (values) data.set(values);
  let stride = size;
  const strides = shape.map((n) => {
    stride /= n || 1;
    return stride;
  });
  return { data, shape, strides, dtype, size };
}

/** Numbers in [-1, 1) that are the same for the same seed. */
export function randomValues(count: number, seed: number): Float32Array {
  let state = (seed * 2654435761 + 12345) >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** Every product of a convolution: the places of its factors in the fine side, the coarse side and the kernel. */
export function* products(
  fine: readonly number[],
  coarse: readonly number[],
  kernel: readonly number[],
  p: ConvParams,
): Generator<readonly [fine: number, coarse: number, kernel: number]> {
  const [batch = 0, fineChannels = 0, ...f] = fine;
  const [, coarseChannels = 0, ...c] = coarse;
  const [, perGroup = 0, ...k] = kernel;
  const coarsePerGroup = coarseChannels / p.groups;
  for (let n = 0; n < batch; n++) {
    for (let r = 0; r < coarseChannels; r++) {
      for (let s = 0; s < perGroup; s++) {
        const channel = Math.floor(r / coarsePerGroup) * perGroup + s;
        for (const at of places(c)) {
          for (const tap of places(k)) {
            const from = at.map(
              (q, i) => q * (p.stride[i] ?? 1) - (p.padding[i] ?? 0) + (tap[i] ?? 0) * (p.dilation[i] ?? 1),
            );
            if (from.some((x, i) => x < 0 || x >= (f[i] ?? 0))) continue;
            yield [
              flat([batch, fineChannels, ...f], [n, channel, ...from]),
              flat([batch, coarseChannels, ...c], [n, r, ...at]),
              flat([coarseChannels, perGroup, ...k], [r, s, ...tap]),
            ];
          }
        }
      }
    }
  }
}

function* places(extents: readonly number[]): Generator<number[]> {
  if (extents.length === 0) {
    yield [];
    return;
  }
  const [first = 0, ...rest] = extents;
  for (let i = 0; i < first; i++) for (const more of places(rest)) yield [i, ...more];
}

function flat(shape: readonly number[], place: readonly number[]): number {
  return shape.reduce((at, n, i) => at * n + (place[i] ?? 0), 0);
}

/** Sum and sum of absolute values of the products that end up in each element: the value, and the scale of its error. */
export interface Expected {
  readonly values: Float64Array;
  readonly scales: Float64Array;
}

export function expected(size: number): Expected {
  return { values: new Float64Array(size), scales: new Float64Array(size) };
}

export function addTo(e: Expected, i: number, value: number): void {
  e.values[i] = (e.values[i] as number) + value;
  e.scales[i] = (e.scales[i] as number) + Math.abs(value);
}

/** The largest error in units of what float32 may lose: half a unit in the last place of each partial sum. */
export function worstError(actual: ArrayLike<number>, e: Expected): number {
  let worst = 0;
  e.values.forEach((value, i) => {
    const error = Math.abs((actual[i] as number) - value);
    if (!(error === 0)) worst = Math.max(worst, error / ((e.scales[i] as number) * 2 ** -24));
  });
  return worst;
}
