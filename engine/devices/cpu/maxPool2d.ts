/**
 * Max pooling over `[..., H, W]` and its gradient. The index of a maximum is flat within its H×W plane, as PyTorch's.
 */
import type { CpuTensor } from "./cpuTensor.ts";

export interface PoolParams {
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  readonly ceilMode: boolean;
}

/** Of equal maxima the first in row-major order wins; a NaN wins over everything before it. */
export function maxPool2d(input: CpuTensor, p: PoolParams, out: CpuTensor, indices: CpuTensor): void {
  const [height, width] = plane(input);
  const [outHeight, outWidth] = plane(out);
  const [kh = 1, kw = 1] = p.kernelSize;
  const [sh = 1, sw = 1] = p.stride;
  const [ph = 0, pw = 0] = p.padding;
  const [dh = 1, dw = 1] = p.dilation;
  const from = input.data;
  let at = 0;
  for (let start = 0; start < input.size; start += height * width) {
    for (let oy = 0; oy < outHeight; oy++) {
      const top = oy * sh - ph;
      const y0 = top < 0 ? top + Math.ceil(-top / dh) * dh : top;
      const y1 = Math.min(top + (kh - 1) * dh + 1, height);
      for (let ox = 0; ox < outWidth; ox++, at++) {
        const left = ox * sw - pw;
        const x0 = left < 0 ? left + Math.ceil(-left / dw) * dw : left;
        const x1 = Math.min(left + (kw - 1) * dw + 1, width);
        let best = Number.NEGATIVE_INFINITY;
        let where = y0 * width + x0;
        for (let y = y0; y < y1; y += dh) {
          const row = start + y * width;
          for (let x = x0; x < x1; x += dw) {
            const value = from[row + x] as number;
            if (value > best || Number.isNaN(value)) {
              best = value;
              where = y * width + x;
            }
          }
        }
        out.data[at] = best;
        indices.data[at] = where;
      }
    }
  }
}

/** Adds each gradient to where its maximum came from; `out` has the input's shape. */
export function maxPool2dBackward(gradOutput: CpuTensor, indices: CpuTensor, out: CpuTensor): void {
  const [height, width] = plane(out);
  const [outHeight, outWidth] = plane(gradOutput);
  const grad = gradOutput.data;
  const into = out.data;
  into.fill(0);
  const window = outHeight * outWidth;
  for (let i = 0, start = 0; i < gradOutput.size; start += height * width) {
    for (const end = i + window; i < end; i++) {
      const at = start + (indices.data[i] as number);
      into[at] = (into[at] as number) + (grad[i] as number);
    }
  }
}

function plane(t: CpuTensor): [height: number, width: number] {
  return [t.shape.at(-2) ?? 1, t.shape.at(-1) ?? 1];
}
