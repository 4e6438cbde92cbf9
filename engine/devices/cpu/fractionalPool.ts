/** Max pooling over windows of one size that start at random distances from each other. */
import { float64 } from "../../dtype.ts";
import type { CpuTensor } from "./cpuTensor.ts";

/** Where the windows of one dimension start, from a number below 1; after ATen's `generate_intervals`. */
function starts(
  sample: number,
  size: number,
  outSize: number,
  kernel: number,
  round: (x: number) => number,
): number[] {
  const alpha = round((size - kernel) / (outSize - 1));
  return Array.from({ length: outSize }, (_, i) =>
    i === outSize - 1
      ? size - kernel
      : Math.trunc(round(round(i + sample) * alpha)) - Math.trunc(round(sample * alpha)),
  );
}

/**
 * `self` is `[…, D, H, W]` or `[…, H, W]`, with as many of the last dimensions as `kernel` has. `samples`: for each
 * plane a number for each dimension, in this order; for planes PyTorch takes W first.
 */
export function fractionalMaxPool(
  self: CpuTensor,
  kernel: readonly number[],
  samples: CpuTensor,
  values: CpuTensor,
  indices: CpuTensor,
): void {
  const dims = kernel.length;
  const sizes = self.shape.slice(-dims);
  const outSizes = values.shape.slice(-dims);
  const inner = sizes.reduce((n, s) => n * s, 1);
  const outer = outSizes.reduce((n, s) => n * s, 1);
  const round = self.dtype === float64 ? (x: number) => x : Math.fround;
  const window = kernel.reduce((n, k) => n * k, 1);
  for (let plane = 0; plane < values.size / outer; plane++) {
    const from = kernel.map((k, d) => {
      const which = plane * dims + (dims === 2 ? 1 - d : d);
      return starts(samples.data[which] as number, sizes[d] as number, outSizes[d] as number, k, round);
    });
    for (let o = 0; o < outer; o++) {
      const corner: number[] = [];
      for (let d = dims - 1, rest = o; d >= 0; d--) {
        corner.unshift(from[d]?.[rest % (outSizes[d] as number)] as number);
        rest = Math.floor(rest / (outSizes[d] as number));
      }
      let [best, found] = [Number.NEGATIVE_INFINITY, -1];
      for (let k = 0; k < window; k++) {
        let [place, step, rest] = [0, 1, k];
        for (let d = dims - 1; d >= 0; d--) {
          place += ((corner[d] as number) + (rest % (kernel[d] as number))) * step;
          rest = Math.floor(rest / (kernel[d] as number));
          step *= sizes[d] as number;
        }
        const value = self.data[plane * inner + place] as number;
        if (found < 0 || value > best || Number.isNaN(value)) [best, found] = [value, place];
      }
      values.data[plane * outer + o] = best;
      indices.data[plane * outer + o] = found;
    }
  }
}
