/** Windows of planes as columns, and columns added up to planes: `[N, C, H, W]` and `[N, C · kH · kW, L]`. */
import { exactly } from "../../exactly.ts";
import type { CpuTensor } from "./cpuTensor.ts";

/** Two numbers of everything, height and width. */
export interface WindowParams {
  readonly kernelSize: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: readonly number[];
  readonly stride: readonly number[];
}

/** Calls `each` with the place in the planes (-1: padding) and the place in the columns, for all columns' elements. */
function walk(
  planes: number,
  [height, width]: readonly [number, number],
  p: WindowParams,
  blocks: readonly [number, number],
  each: (plane: number, column: number) => void,
): void {
  const [kh, kw] = exactly(2, p.kernelSize);
  let column = 0;
  for (let plane = 0; plane < planes; plane++) {
    for (let ky = 0; ky < kh; ky++) {
      for (let kx = 0; kx < kw; kx++) {
        for (let by = 0; by < blocks[0]; by++) {
          const y = by * (p.stride[0] as number) - (p.padding[0] as number) + ky * (p.dilation[0] as number);
          for (let bx = 0; bx < blocks[1]; bx++, column++) {
            const x =
              bx * (p.stride[1] as number) - (p.padding[1] as number) + kx * (p.dilation[1] as number);
            const inside = y >= 0 && y < height && x >= 0 && x < width;
            each(inside ? (plane * height + y) * width + x : -1, column);
          }
        }
      }
    }
  }
}

const planeOf = (t: CpuTensor) => exactly(2, t.shape.slice(-2));

export function im2col(
  self: CpuTensor,
  p: WindowParams,
  blocks: readonly [number, number],
  out: CpuTensor,
): void {
  const [height, width] = planeOf(self);
  walk(self.size / (height * width), [height, width], p, blocks, (from, column) => {
    out.data[column] = from < 0 ? 0 : (self.data[from] as number);
  });
}

export function col2im(
  self: CpuTensor,
  p: WindowParams,
  blocks: readonly [number, number],
  out: CpuTensor,
): void {
  const [height, width] = planeOf(out);
  const sums = new Float64Array(out.size);
  walk(out.size / (height * width), [height, width], p, blocks, (to, column) => {
    if (to >= 0) sums[to] = (sums[to] as number) + (self.data[column] as number);
  });
  for (let i = 0; i < out.size; i++) out.data[i] = sums[i] as number;
}
