/** The largest element of each adaptive window of `[..., H, W]` or `[..., D, H, W]`, and its place in plane or volume. */
import { exactly } from "../../exactly.ts";
import { adaptiveWindow } from "../../ops/axisWeights.ts";
import type { CpuTensor } from "./cpuTensor.ts";

/** All are row-major. Of equal maxima the first wins; a NaN wins over everything before it. */
export function adaptiveMax(self: CpuTensor, values: CpuTensor, indices: CpuTensor, dims: 2 | 3): void {
  const volume = (t: CpuTensor) => exactly(3, [...(dims === 2 ? [1] : []), ...t.shape.slice(-dims)]);
  const [depth, height, width] = volume(self);
  const [outDepth, outHeight, outWidth] = volume(values);
  for (let n = 0; n < values.size; n++) {
    const base = Math.floor(n / (outDepth * outHeight * outWidth)) * depth * height * width;
    const [front, back] = adaptiveWindow(depth, outDepth, Math.floor(n / (outWidth * outHeight)) % outDepth);
    const [top, bottom] = adaptiveWindow(height, outHeight, Math.floor(n / outWidth) % outHeight);
    const [left, right] = adaptiveWindow(width, outWidth, n % outWidth);
    let place = (front * height + top) * width + left;
    let best = self.data[base + place] as number;
    for (let z = front; z < back; z++) {
      for (let y = top; y < bottom; y++) {
        for (let x = left; x < right; x++) {
          const here = (z * height + y) * width + x;
          const value = self.data[base + here] as number;
          if (value > best || Number.isNaN(value)) {
            best = value;
            place = here;
          }
        }
      }
    }
    values.data[n] = best;
    indices.data[n] = place;
  }
}
