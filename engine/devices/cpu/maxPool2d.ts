/**
 * Max pooling over `[..., H, W]` and its gradient. The index of a maximum is flat within its H×W plane, as PyTorch's.
 */
import type { CpuTensor } from "./cpuTensor.ts";
import { copy } from "./transfer.ts";
import { type WasmKernels, wasmKernels } from "./wasm/wasmKernels.ts";

export interface PoolParams {
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  readonly ceilMode: boolean;
}

/** Of equal maxima the first in row-major order wins; a NaN wins over everything before it. */
export function maxPool2d(input: CpuTensor, p: PoolParams, out: CpuTensor, indices: CpuTensor): void {
  if (out.size === 0) return;
  const shape = shapeOf(input, p, out);
  const kernels = input.data instanceof Float32Array ? wasmKernels() : null;
  if (kernels) poolVectors(kernels, input, shape, out, indices);
  else poolOneByOne(input, shape, out, indices);
}

/** Adds each gradient to where its maximum came from; `out` has the input's shape. */
export function maxPool2dBackward(gradOutput: CpuTensor, indices: CpuTensor, out: CpuTensor): void {
  const plane = planeOf(out);
  const window = planeOf(gradOutput);
  const grad = gradOutput.data;
  const from = indices.data;
  const into = out.data;
  into.fill(0, 0, out.size);
  for (let i = 0, start = 0; i < gradOutput.size; start += plane) {
    for (const end = i + window; i < end; i++) {
      const index = from[i] as number;
      // Dilation and padding can leave a window without any element; its index lies outside of the plane.
      if (index < plane) into[start + index] = (into[start + index] as number) + (grad[i] as number);
    }
  }
}

/** Two dimensions of everything, height and width. */
interface Shape {
  readonly size: readonly [number, number];
  readonly outSize: readonly [number, number];
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number];
  readonly dilation: readonly [number, number];
}

function shapeOf(input: CpuTensor, p: PoolParams, out: CpuTensor): Shape {
  const two = (values: readonly number[], missing: number) =>
    [values[0] ?? missing, values[1] ?? missing] as const;
  return {
    size: two(input.shape.slice(-2), 1),
    outSize: two(out.shape.slice(-2), 1),
    kernel: two(p.kernelSize, 1),
    stride: two(p.stride, 1),
    padding: two(p.padding, 0),
    dilation: two(p.dilation, 1),
  };
}

function planeOf(t: CpuTensor): number {
  return (t.shape.at(-2) ?? 1) * (t.shape.at(-1) ?? 1);
}

/** First place of window `o` that is not padding. */
function origin(o: number, stride: number, padding: number, dilation: number): number {
  const first = o * stride - padding;
  return first < 0 ? first + Math.ceil(-first / dilation) * dilation : first;
}

function poolOneByOne(input: CpuTensor, s: Shape, out: CpuTensor, indices: CpuTensor): void {
  const [height, width] = s.size;
  const [outHeight, outWidth] = s.outSize;
  const [dh, dw] = s.dilation;
  const from = input.data;
  let at = 0;
  for (let start = 0; at < out.size; start += height * width) {
    for (let oy = 0; oy < outHeight; oy++) {
      const y0 = origin(oy, s.stride[0], s.padding[0], dh);
      const y1 = Math.min(oy * s.stride[0] - s.padding[0] + (s.kernel[0] - 1) * dh + 1, height);
      for (let ox = 0; ox < outWidth; ox++, at++) {
        const x0 = origin(ox, s.stride[1], s.padding[1], dw);
        const x1 = Math.min(ox * s.stride[1] - s.padding[1] + (s.kernel[1] - 1) * dw + 1, width);
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

/** Elements of a piece of the input: 256 kB, so that it stays in the second-level cache. */
const PIECE = 65_536;

function poolVectors(
  kernels: WasmKernels,
  input: CpuTensor,
  s: Shape,
  out: CpuTensor,
  indices: CpuTensor,
): void {
  const [height, width] = s.size;
  const [outHeight, outWidth] = s.outSize;
  const seen = (i: 0 | 1) =>
    Math.max(
      s.size[i] + s.padding[i],
      (s.outSize[i] - 1) * s.stride[i] + (s.kernel[i] - 1) * s.dilation[i] + 1,
    );
  const [fromHeight, fromRow] = [seen(0), seen(1)];
  const fromPlane = fromHeight * fromRow;
  const padded = fromPlane !== height * width;
  const window = outHeight * outWidth;
  const planes = out.size / window;
  const atOnce = Math.min(planes, Math.max(1, Math.floor(PIECE / fromPlane)));
  const columns = Math.ceil(outWidth / 4) * 4;
  const at = kernels.layout({
    rowOrigins: outHeight,
    columnOrigins: columns,
    raw: padded ? atOnce * height * width : 0,
    // The last vectors of a row read windows that are not there.
    from: atOnce * fromPlane + 4 * s.stride[1],
    values: atOnce * window,
    indices: 2 * atOnce * window,
  });
  const { floats, ints } = kernels;
  const places = new Float64Array(floats.buffer, at.indices * 4, atOnce * window);
  for (let y = 0; y < outHeight; y++)
    ints[at.rowOrigins + y] = origin(y, s.stride[0], s.padding[0], s.dilation[0]);
  for (let x = 0; x < columns; x++)
    ints[at.columnOrigins + x] = origin(x, s.stride[1], s.padding[1], s.dilation[1]);
  for (let plane = 0; plane < planes; plane += atOnce) {
    const count = Math.min(atOnce, planes - plane);
    const size = height * width;
    copy(input.data, plane * size, count * size, floats, padded ? at.raw : at.from);
    if (padded) {
      floats.fill(Number.NEGATIVE_INFINITY, at.from, at.from + count * fromPlane);
      const corner = s.padding[0] * fromRow + s.padding[1];
      kernels.spread(at.raw, at.from + corner, count, fromPlane, 1, 0, height, fromRow, width);
    }
    kernels.maxPool(
      count,
      at.from,
      fromPlane,
      fromRow,
      width,
      outHeight,
      outWidth,
      ...s.kernel,
      ...s.stride,
      ...s.padding,
      ...s.dilation,
      at.rowOrigins,
      at.columnOrigins,
      at.values,
      at.indices,
    );
    copy(floats, at.values, count * window, out.data, plane * window);
    copy(places, 0, count * window, indices.data, plane * window);
  }
}
