/** Max pooling over `[…, D, H, W]`, and what sends gradients or values to places within a volume. */
import { exactly } from "../../exactly.ts";
import type { CpuTensor } from "./cpuTensor.ts";
import type { PoolParams } from "./maxPool2d.ts";

/** Of equal maxima the first in row-major order wins; a NaN wins over everything before it. Indices are flat in the volume. */
export function maxPool3d(self: CpuTensor, p: PoolParams, values: CpuTensor, indices: CpuTensor): void {
  const [depth, height, width] = exactly(3, self.shape.slice(-3));
  const [outDepth, outHeight, outWidth] = exactly(3, values.shape.slice(-3));
  const from = (o: number, i: number) => o * (p.stride[i] as number) - (p.padding[i] as number);
  /** The coordinates of a window that are not padding. */
  const inside = (o: number, i: number, size: number): number[] =>
    Array.from(
      { length: p.kernelSize[i] as number },
      (_, k) => from(o, i) + k * (p.dilation[i] as number),
    ).filter((at) => at >= 0 && at < size);
  const all = (results: number, i: number, size: number) =>
    Array.from({ length: results }, (_, o) => inside(o, i, size));
  const [zs, ys, xs] = [all(outDepth, 0, depth), all(outHeight, 1, height), all(outWidth, 2, width)];
  let at = 0;
  for (let base = 0; at < values.size; base += depth * height * width) {
    for (const planes of zs) {
      for (const rows of ys) {
        for (const columns of xs) {
          let best = Number.NEGATIVE_INFINITY;
          let place = ((planes[0] ?? 0) * height + (rows[0] ?? 0)) * width + (columns[0] ?? 0);
          for (const z of planes) {
            for (const y of rows) {
              for (const x of columns) {
                const here = (z * height + y) * width + x;
                const value = self.data[base + here] as number;
                if (value > best || Number.isNaN(value)) {
                  best = value;
                  place = here;
                }
              }
            }
          }
          values.data[at] = best;
          indices.data[at++] = place;
        }
      }
    }
  }
}

/**
 * `out[…, indices]` becomes `source`, or has it added, within each volume of `volume` elements; the rest is 0. `group` is
 * the number of elements of `source` for a volume.
 */
export function scatterVolumes(
  source: CpuTensor,
  indices: CpuTensor,
  group: number,
  volume: number,
  add: boolean,
  out: CpuTensor,
  outside: (index: number) => Error,
): void {
  out.data.fill(0, 0, out.size);
  for (let i = 0; i < source.size; i++) {
    const index = indices.data[i] as number;
    if (index < 0 || index >= volume) throw outside(index);
    const at = Math.floor(i / group) * volume + index;
    out.data[at] = (add ? (out.data[at] as number) : 0) + (source.data[i] as number);
  }
}

/** The reverse: `out` is what stands at `indices` of each volume. */
export function gatherVolumes(
  self: CpuTensor,
  indices: CpuTensor,
  group: number,
  volume: number,
  out: CpuTensor,
): void {
  for (let i = 0; i < out.size; i++) {
    out.data[i] = self.data[Math.floor(i / group) * volume + (indices.data[i] as number)] as number;
  }
}
