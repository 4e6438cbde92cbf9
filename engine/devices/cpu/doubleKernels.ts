/**
 * The steps of products and convolutions in plain JavaScript on doubles: for float64, for integers (exact to 2^53),
 * and for float32 where WebAssembly SIMD is missing. `PanelKernels` says what each function does.
 */
import { PANEL_COLUMNS, type PanelKernels } from "./panelKernels.ts";
import { placeRegions } from "./scratchLayout.ts";

let kernels: PanelKernels | undefined;

export function doubleKernels(): PanelKernels {
  kernels ??= create();
  return kernels;
}

const PANEL_ROWS = 6;

/** Steps of k at a time, so that a panel of B (32 kB) stays in the first-level cache. */
const DEPTH = 512;

function create(): PanelKernels {
  let floats = new Float64Array(0);
  let ints = new Int32Array(0);
  const get = (i: number): number => floats[i] as number;
  const place = (i: number): number => ints[i] as number;

  return {
    panelRows: PANEL_ROWS,

    get floats() {
      return floats;
    },
    get ints() {
      return ints;
    },

    layout(sizes) {
      const { places, end } = placeRegions(sizes);
      if (end > floats.length) {
        floats = new Float64Array(Math.ceil(end * 1.25));
        ints = new Int32Array(floats.length);
      }
      return places;
    },

    packStrided(width, count, k, from, lineStride, kStride, to, toPanel, toStep) {
      for (let first = 0, panel = to; first < count; first += width, panel += toPanel) {
        const wide = panelWidth(width, count - first);
        const lines = Math.min(wide, count - first);
        for (let i = 0; i < wide; i++) {
          let source = from + (first + i) * lineStride;
          let target = panel + toStep * wide + i;
          for (let p = 0; p < k; p++, source += kStride, target += wide) {
            floats[target] = i < lines ? get(source) : 0;
          }
        }
      }
    },

    packGathered,
    multiply,

    multiplyGathered(m, count, k, a, from, lines, steps, c, ldc, init, scratch) {
      for (let i = 0; i < count; i += PANEL_COLUMNS) {
        packGathered(PANEL_COLUMNS, PANEL_COLUMNS, k, from, lines + i, steps, scratch, 0);
        multiply(m, PANEL_COLUMNS, k, a, scratch, c + i, ldc, init);
      }
    },

    spread(from, to, planes, toPlane, slices, toSlice, rows, toRow, width) {
      for (let p = 0; p < planes; p++) {
        for (let s = 0; s < slices; s++) {
          for (let r = 0; r < rows; r++, from += width) {
            floats.copyWithin(to + p * toPlane + s * toSlice + r * toRow, from, from + width);
          }
        }
      }
    },

    correlateChannels(rows, count, taps, weight, from, fromRow, lines, steps, c, ldc, init) {
      for (let row = 0; row < rows; row++) {
        for (let i = 0; i < count; i++) {
          const source = from + row * fromRow + place(lines + i);
          let sum = get(init + row);
          for (let t = 0; t < taps; t++) sum += get(weight + row * taps + t) * get(source + place(steps + t));
          floats[c + row * ldc + i] = sum;
        }
      }
    },

    correlateTaps(rows, count, taps, weight, from, fromRow, lines, steps, grad, gradRow, gradLines) {
      for (let row = 0; row < rows; row++) {
        for (let t = 0; t < taps; t++) {
          const source = from + row * fromRow + place(steps + t);
          const gradients = grad + row * gradRow;
          let sum = get(weight + row * taps + t);
          for (let i = 0; i < count; i++) {
            sum += get(gradients + place(gradLines + i)) * get(source + place(lines + i));
          }
          floats[weight + row * taps + t] = sum;
        }
      }
    },
  };

  function packGathered(
    width: number,
    count: number,
    k: number,
    from: number,
    lines: number,
    steps: number,
    to: number,
    toPanel: number,
  ): void {
    for (let first = 0, panel = to; first < count; first += width, panel += toPanel) {
      const wide = panelWidth(width, count - first);
      for (let i = 0; i < wide; i++) {
        const source = from + place(lines + first + i);
        let target = panel + i;
        for (let p = 0; p < k; p++, target += wide) floats[target] = get(source + place(steps + p));
      }
    }
  }

  function multiply(
    m: number,
    n: number,
    k: number,
    a: number,
    b: number,
    c: number,
    ldc: number,
    init: number,
  ): void {
    for (let k0 = 0; k0 < k; k0 += DEPTH) {
      const depth = Math.min(DEPTH, k - k0);
      for (let j = 0; j < n; j += PANEL_COLUMNS) {
        const bPanel = b + j * k + k0 * PANEL_COLUMNS;
        for (let i = 0; i < m; i += PANEL_ROWS) {
          const high = panelWidth(PANEL_ROWS, m - i);
          const aPanel = a + i * k + k0 * high;
          for (let row = 0; row < high; row += 2) {
            const start = init && k0 === 0 ? init + i + row : 0;
            tile(depth, aPanel + row, high, bPanel, c + (i + row) * ldc + j, ldc, start);
            tile(depth, aPanel + row, high, bPanel + 4, c + (i + row) * ldc + j + 4, ldc, start);
          }
        }
      }
    }
  }

  /** 2 rows by 4 columns: with two more of A and four of B as many doubles as x86 has registers. */
  function tile(k: number, a: number, high: number, b: number, c: number, ldc: number, init: number): void {
    const f = floats;
    const d = c + ldc;
    let s0 = f[init || c] as number;
    let s1 = f[init || c + 1] as number;
    let s2 = f[init || c + 2] as number;
    let s3 = f[init || c + 3] as number;
    let t0 = f[init ? init + 1 : d] as number;
    let t1 = f[init ? init + 1 : d + 1] as number;
    let t2 = f[init ? init + 1 : d + 2] as number;
    let t3 = f[init ? init + 1 : d + 3] as number;
    for (; k > 0; k--, a += high, b += PANEL_COLUMNS) {
      const x = f[a] as number;
      const y = f[a + 1] as number;
      const b0 = f[b] as number;
      const b1 = f[b + 1] as number;
      const b2 = f[b + 2] as number;
      const b3 = f[b + 3] as number;
      s0 += x * b0;
      s1 += x * b1;
      s2 += x * b2;
      s3 += x * b3;
      t0 += y * b0;
      t1 += y * b1;
      t2 += y * b2;
      t3 += y * b3;
    }
    f[c] = s0;
    f[c + 1] = s1;
    f[c + 2] = s2;
    f[c + 3] = s3;
    f[d] = t0;
    f[d + 1] = t1;
    f[d + 2] = t2;
    f[d + 3] = t3;
  }
}

/** Rows of the last panel of A. Panels of B are always full. */
function panelWidth(width: number, left: number): number {
  return width === PANEL_COLUMNS || left > 4 ? width : left > 2 ? 4 : 2;
}
