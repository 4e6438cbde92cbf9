/** The largest element of each adaptive window of `[..., H, W]`, and its place in the plane. */
import { exactly } from "../../exactly.ts";
import { adaptiveWindow } from "../../ops/axisWeights.ts";
import type { CpuTensor } from "./cpuTensor.ts";

/** All are row-major. Of equal maxima the first wins; a NaN wins over everything before it. */
export function adaptiveMax(self: CpuTensor, values: CpuTensor, indices: CpuTensor): void {
  const [height, width] = exactly(2, self.shape.slice(-2));
  const [outHeight, outWidth] = exactly(2, values.shape.slice(-2));
  for (let n = 0; n < values.size; n++) {
    const base = Math.floor(n / (outHeight * outWidth)) * height * width;
    const [top, bottom] = adaptiveWindow(height, outHeight, Math.floor(n / outWidth) % outHeight);
    const [left, right] = adaptiveWindow(width, outWidth, n % outWidth);
    let place = top * width + left;
    let best = self.data[base + place] as number;
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) {
        const value = self.data[base + y * width + x] as number;
        if (value > best || Number.isNaN(value)) {
          best = value;
          place = y * width + x;
        }
      }
    }
    values.data[n] = best;
    indices.data[n] = place;
  }
}
