/** Applies a linear map to the rows and one to the columns of each plane of `[..., H, W]`. */
import { exactly } from "../../exactly.ts";
import type { AxisWeights } from "../../ops/axisWeights.ts";
import type { CpuTensor } from "./cpuTensor.ts";

/** Both are row-major. `scale` multiplies every result. */
export function separable(
  self: CpuTensor,
  rows: AxisWeights,
  columns: AxisWeights,
  scale: number,
  out: CpuTensor,
): void {
  const [height, width] = exactly(2, self.shape.slice(-2));
  const outWidth = columns.start.length - 1;
  const outHeight = rows.start.length - 1;
  let at = 0;
  for (let plane = 0; at < out.size; plane++) {
    const base = plane * height * width;
    for (let y = 0; y < outHeight; y++) {
      for (let x = 0; x < outWidth; x++) {
        let sum = 0;
        for (let r = rows.start[y] as number; r < (rows.start[y + 1] as number); r++) {
          const line = base + (rows.index[r] as number) * width;
          let part = 0;
          for (let c = columns.start[x] as number; c < (columns.start[x + 1] as number); c++) {
            part +=
              (columns.weight[c] as number) * (self.data[line + (columns.index[c] as number)] as number);
          }
          sum += (rows.weight[r] as number) * part;
        }
        out.data[at++] = scale * sum;
      }
    }
  }
}
