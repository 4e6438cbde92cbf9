/** Reads planes and volumes at the points of a grid; and the way back. */
import { float64 } from "../../dtype.ts";
import { numel } from "../../shape.ts";
import type { CpuTensor } from "./cpuTensor.ts";
import { type GridOptions, locate, tapCount } from "./gridTaps.ts";

/** One element that a point is made of: its place in the volume, its weight, and the weight's derivatives. */
type Visit = (place: number, weight: number, slopes: Float64Array) => void;

/** `points(n, p, visit)`: visits what point `p` of grid `n` is made of. All tensors are row-major. */
function reader(input: CpuTensor, grid: CpuTensor, options: GridOptions) {
  const dims = grid.shape.at(-1) as number;
  // The grid says x, y, z: the last dimension first.
  const sizes = Array.from({ length: dims }, (_, d) => input.shape.at(-1 - d) as number);
  const count = tapCount(options.interpolationMode);
  const round = grid.dtype === float64 ? (x: number) => x : Math.fround;
  const room = dims * count;
  const taps = {
    at: new Int32Array(room),
    weight: new Float64Array(room),
    slope: new Float64Array(room),
  };
  const combinations = count ** dims;
  const slopes = new Float64Array(dims);
  const points = numel(grid.shape.slice(1, -1));
  return (n: number, p: number, visit: Visit): void => {
    const start = (n * points + p) * dims;
    sizes.forEach((size, d) => {
      locate(grid.data[start + d] as number, size, options, round, taps, d * count);
    });
    for (let k = 0; k < combinations; k++) {
      let [place, step, weight, rest] = [0, 1, 1, k];
      let inside = true;
      slopes.fill(1);
      for (let d = 0; d < dims; d++) {
        const tap = d * count + (rest % count);
        rest = Math.floor(rest / count);
        const at = taps.at[tap] as number;
        inside &&= at >= 0;
        place += at * step;
        step *= sizes[d] as number;
        const own = taps.weight[tap] as number;
        weight *= own;
        for (let e = 0; e < dims; e++) {
          slopes[e] = (slopes[e] as number) * (e === d ? (taps.slope[tap] as number) : own);
        }
      }
      if (inside) visit(place, weight, slopes);
    }
  };
}

function extents(input: CpuTensor, grid: CpuTensor) {
  const [batch, channels] = input.shape as [number, number];
  return {
    batch,
    channels,
    inner: numel(input.shape.slice(2)),
    points: numel(grid.shape.slice(1, -1)),
  };
}

export function gridSample(input: CpuTensor, grid: CpuTensor, options: GridOptions, out: CpuTensor): void {
  const { batch, channels, inner, points } = extents(input, grid);
  const read = reader(input, grid, options);
  const sums = new Float64Array(channels);
  for (let n = 0; n < batch; n++) {
    for (let p = 0; p < points; p++) {
      sums.fill(0);
      read(n, p, (place, weight) => {
        for (let c = 0; c < channels; c++) {
          const x = input.data[(n * channels + c) * inner + place] as number;
          sums[c] = (sums[c] as number) + x * weight;
        }
      });
      for (let c = 0; c < channels; c++) out.data[(n * channels + c) * points + p] = sums[c] as number;
    }
  }
}

export function gridSampleBackward(
  grad: CpuTensor,
  input: CpuTensor,
  grid: CpuTensor,
  options: GridOptions,
  gradInput: CpuTensor,
  gradGrid: CpuTensor,
): void {
  const { batch, channels, inner, points } = extents(input, grid);
  const dims = grid.shape.at(-1) as number;
  const read = reader(input, grid, options);
  const sums = new Float64Array(dims);
  const added = new Float64Array(gradInput.size);
  for (let n = 0; n < batch; n++) {
    for (let p = 0; p < points; p++) {
      sums.fill(0);
      read(n, p, (place, weight, slopes) => {
        let along = 0;
        for (let c = 0; c < channels; c++) {
          const g = grad.data[(n * channels + c) * points + p] as number;
          const at = (n * channels + c) * inner + place;
          added[at] = (added[at] as number) + g * weight;
          along += g * (input.data[at] as number);
        }
        for (let d = 0; d < dims; d++) sums[d] = (sums[d] as number) + along * (slopes[d] as number);
      });
      gradGrid.data.set(sums, (n * points + p) * dims);
    }
  }
  gradInput.data.set(added);
}
