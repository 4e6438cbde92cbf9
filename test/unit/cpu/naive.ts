// The definitions of product, convolution and pooling, in doubles and as plainly as they can be written: what the
// fast kernels are held against.
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

/** Calls back with the places of the factors of every product of a convolution. */
export function eachProduct(
  fine: readonly number[],
  coarse: readonly number[],
  kernel: readonly number[],
  p: ConvParams,
  product: (fine: number, coarse: number, kernel: number) => void,
): void {
  const [batch = 0, fineChannels = 0] = fine;
  const [, coarseChannels = 0] = coarse;
  const [, sources = 0] = kernel;
  const results = coarseChannels / p.groups;
  const [fd, fh, fw] = three(fine.slice(2), 1);
  const [cd, ch, cw] = three(coarse.slice(2), 1);
  const [kd, kh, kw] = three(kernel.slice(2), 1);
  const [sd, sh, sw] = three(p.stride, 1);
  const [pd, ph, pw] = three(p.padding, 0);
  const [dd, dh, dw] = three(p.dilation, 1);
  for (let n = 0; n < batch; n++) {
    for (let r = 0; r < coarseChannels; r++) {
      for (let s = 0; s < sources; s++) {
        const channel = n * fineChannels + Math.floor(r / results) * sources + s;
        for (let i = 0; i < kd; i++) {
          for (let j = 0; j < kh; j++) {
            for (let k = 0; k < kw; k++) {
              const tap = (((r * sources + s) * kd + i) * kh + j) * kw + k;
              for (let z = 0; z < cd; z++) {
                const fz = z * sd - pd + i * dd;
                if (fz < 0 || fz >= fd) continue;
                for (let y = 0; y < ch; y++) {
                  const fy = y * sh - ph + j * dh;
                  if (fy < 0 || fy >= fh) continue;
                  const from = ((channel * fd + fz) * fh + fy) * fw;
                  const to = (((n * coarseChannels + r) * cd + z) * ch + y) * cw;
                  for (let x = 0; x < cw; x++) {
                    const fx = x * sw - pw + k * dw;
                    if (fx >= 0 && fx < fw) product(from + fx, to + x, tap);
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}

function three(values: readonly number[], missing: number): [number, number, number] {
  const [a = missing, b = missing, c = missing] = [
    ...Array<number>(3 - values.length).fill(missing),
    ...values,
  ];
  return [a, b, c];
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
