/**
 * Resizing as Pillow does it (`Resample.c`): a horizontal, then a vertical pass of a filter whose width grows when
 * the image shrinks, so that nothing is skipped. 8-bit levels go through fixed-point coefficients and are rounded
 * and clipped after each pass, which is why the passes and their order matter to the last level.
 */
import { exactly } from "../exactly.ts";
import { FILTERS, type Filter, type FilterName } from "../filters.ts";
import { allocatePixels, bandCount, type PixelData, type Pixels } from "./modes.ts";

/** The rectangle of the source to resize: left, upper, right, lower, in pixels, not necessarily whole. */
export type Box = readonly [left: number, upper: number, right: number, lower: number];

/** For each output position, which inputs it is made from and with what weights. */
interface Weights {
  /** Weights of one output, at most. */
  readonly size: number;
  /** By output: first input and number of inputs. */
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** `size` for each output; they sum to 1. */
  readonly values: Float64Array;
}

function weights(inputs: number, from: number, to: number, outputs: number, filter: Filter): Weights {
  const scale = Math.fround(to - from) / outputs;
  const stretch = Math.max(scale, 1);
  const support = filter.support * stretch;
  const size = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(outputs);
  const count = new Int32Array(outputs);
  const values = new Float64Array(outputs * size);
  for (let i = 0; i < outputs; i++) {
    const center = from + (i + 0.5) * scale;
    const start = Math.max(0, Math.trunc(center - support + 0.5));
    const n = Math.min(inputs, Math.trunc(center + support + 0.5)) - start;
    let sum = 0;
    for (let x = 0; x < n; x++) {
      const w = filter.weight((x + start - center + 0.5) * (1 / stretch));
      values[i * size + x] = w;
      sum += w;
    }
    if (sum !== 0) for (let x = 0; x < n; x++) values[i * size + x] = (values[i * size + x] as number) / sum;
    first[i] = start;
    count[i] = n;
  }
  return { size, first, count, values };
}

/** Resizes `box` of the image to `width` × `height`. Not for palettes or two-level images. */
export function resample(pixels: Pixels, width: number, height: number, name: FilterName, box: Box): Pixels {
  const filter = FILTERS[name];
  const [left, upper, right, lower] = exactly(4, box.map(Math.fround));
  const down = weights(pixels.height, upper, lower, height, filter);
  let current = pixels;
  if (width !== pixels.width || left !== 0 || right !== width) {
    const across = weights(pixels.width, left, right, width, filter);
    // Only the rows that the second pass looks at.
    const start = down.first[0] as number;
    const rows = (down.first[height - 1] as number) + (down.count[height - 1] as number) - start;
    current = horizontal(pixels, start, rows, width, across);
    for (let i = 0; i < height; i++) down.first[i] = (down.first[i] as number) - start;
  }
  if (height !== pixels.height || upper !== 0 || lower !== height) current = vertical(current, height, down);
  return current;
}

function horizontal(pixels: Pixels, start: number, rows: number, width: number, w: Weights): Pixels {
  const { mode, data } = pixels;
  const bands = bandCount(mode);
  const out = allocatePixels(mode, width, rows);
  const stride = pixels.width * bands;
  if (data instanceof Uint8Array && out instanceof Uint8Array) {
    const coefficients = fixedPoint(w.values);
    const pass = [horizontal1, horizontal2, horizontal3, horizontal4][bands - 1] as typeof horizontal1;
    for (let y = 0; y < rows; y++) {
      pass(
        data.subarray((start + y) * stride, (start + y + 1) * stride),
        out,
        y * width * bands,
        w,
        coefficients,
      );
    }
  } else {
    const round = rounding(data);
    for (let y = 0, to = 0; y < rows; y++) {
      for (let x = 0; x < width; x++, to++) {
        const from = (start + y) * stride + (w.first[x] as number);
        let sum = 0;
        for (let i = 0; i < (w.count[x] as number); i++) {
          sum += (data[from + i] as number) * (w.values[x * w.size + i] as number);
        }
        out[to] = round(sum);
      }
    }
  }
  return { ...pixels, mode, width, height: rows, data: out };
}

function vertical(pixels: Pixels, height: number, w: Weights): Pixels {
  const { mode, width, data } = pixels;
  const row = width * bandCount(mode);
  const out = allocatePixels(mode, width, height);
  if (data instanceof Uint8Array && out instanceof Uint8Array) {
    const coefficients = fixedPoint(w.values);
    const sums = new Int32Array(row);
    for (let y = 0; y < height; y++) {
      sums.fill(HALF);
      for (let i = 0; i < (w.count[y] as number); i++) {
        const from = ((w.first[y] as number) + i) * row;
        addRow(sums, data.subarray(from, from + row), coefficients[y * w.size + i] as number);
      }
      storeRow(sums, out, y * row);
    }
  } else {
    const round = rounding(data);
    for (let y = 0, to = 0; y < height; y++) {
      for (let x = 0; x < row; x++, to++) {
        let sum = 0;
        for (let i = 0; i < (w.count[y] as number); i++) {
          sum +=
            (data[((w.first[y] as number) + i) * row + x] as number) * (w.values[y * w.size + i] as number);
        }
        out[to] = round(sum);
      }
    }
  }
  return { ...pixels, mode, width, height, data: out };
}

/** Fractional bits of the coefficients: a level and two bits for overshoot are left of 32. */
const PRECISION = 32 - 8 - 2;
const HALF = 1 << (PRECISION - 1);

function fixedPoint(values: Float64Array): Int32Array {
  return Int32Array.from(values, (v) => Math.trunc((v < 0 ? -0.5 : 0.5) + v * (1 << PRECISION)));
}

function level(sum: number): number {
  const value = sum >> PRECISION;
  return Math.max(0, Math.min(value, 255));
}

/** What becomes of a weighted sum of 16-bit levels, whole numbers or floats. */
function rounding(data: PixelData): (sum: number) => number {
  if (data instanceof Float32Array) return (sum) => sum;
  const nearest = (sum: number) => Math.trunc(sum >= 0 ? sum + 0.5 : sum - 0.5);
  return data instanceof Uint16Array ? (sum) => Math.min(65535, Math.max(0, nearest(sum))) : nearest;
}

function addRow(sums: Int32Array, row: Uint8Array, coefficient: number): void {
  for (let i = 0; i < row.length; i++)
    sums[i] = (sums[i] as number) + Math.imul(row[i] as number, coefficient);
}

function storeRow(sums: Int32Array, out: Uint8Array, to: number): void {
  for (let i = 0; i < sums.length; i++) out[to + i] = level(sums[i] as number);
}

// One function for each number of bands: the sums stay in registers.

function horizontal1(row: Uint8Array, out: Uint8Array, to: number, w: Weights, k: Int32Array): void {
  for (let x = 0; x < w.first.length; x++) {
    const from = w.first[x] as number;
    const n = w.count[x] as number;
    let a = HALF;
    for (let i = 0, c = x * w.size; i < n; i++, c++)
      a = (a + Math.imul(row[from + i] as number, k[c] as number)) | 0;
    out[to + x] = level(a);
  }
}

function horizontal2(row: Uint8Array, out: Uint8Array, to: number, w: Weights, k: Int32Array): void {
  for (let x = 0; x < w.first.length; x++) {
    const n = w.count[x] as number;
    let a = HALF;
    let b = HALF;
    for (let i = 0, c = x * w.size, at = (w.first[x] as number) * 2; i < n; i++, c++, at += 2) {
      a = (a + Math.imul(row[at] as number, k[c] as number)) | 0;
      b = (b + Math.imul(row[at + 1] as number, k[c] as number)) | 0;
    }
    out[to + 2 * x] = level(a);
    out[to + 2 * x + 1] = level(b);
  }
}

function horizontal3(row: Uint8Array, out: Uint8Array, to: number, w: Weights, k: Int32Array): void {
  for (let x = 0; x < w.first.length; x++) {
    const n = w.count[x] as number;
    let a = HALF;
    let b = HALF;
    let d = HALF;
    for (let i = 0, c = x * w.size, at = (w.first[x] as number) * 3; i < n; i++, c++, at += 3) {
      const weight = k[c] as number;
      a = (a + Math.imul(row[at] as number, weight)) | 0;
      b = (b + Math.imul(row[at + 1] as number, weight)) | 0;
      d = (d + Math.imul(row[at + 2] as number, weight)) | 0;
    }
    out[to + 3 * x] = level(a);
    out[to + 3 * x + 1] = level(b);
    out[to + 3 * x + 2] = level(d);
  }
}

function horizontal4(row: Uint8Array, out: Uint8Array, to: number, w: Weights, k: Int32Array): void {
  for (let x = 0; x < w.first.length; x++) {
    const n = w.count[x] as number;
    let a = HALF;
    let b = HALF;
    let d = HALF;
    let e = HALF;
    for (let i = 0, c = x * w.size, at = (w.first[x] as number) * 4; i < n; i++, c++, at += 4) {
      const weight = k[c] as number;
      a = (a + Math.imul(row[at] as number, weight)) | 0;
      b = (b + Math.imul(row[at + 1] as number, weight)) | 0;
      d = (d + Math.imul(row[at + 2] as number, weight)) | 0;
      e = (e + Math.imul(row[at + 3] as number, weight)) | 0;
    }
    out[to + 4 * x] = level(a);
    out[to + 4 * x + 1] = level(b);
    out[to + 4 * x + 2] = level(d);
    out[to + 4 * x + 3] = level(e);
  }
}
