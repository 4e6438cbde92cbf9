/**
 * The steps that matrix products and convolutions are made of. There are two sets: float32 in WebAssembly SIMD, and
 * doubles in JavaScript for every other dtype and for hosts without SIMD. What is common to both, blocking and
 * geometry, is in `gemm.ts` and `correlation.ts`.
 *
 * A product C += A · B runs on *panels*: for each step of k, `panelRows` values of A (of as many rows) lie side by
 * side, and 8 values of B (of as many columns). The last panel of A is as high, or 4 or 2 rows, whichever holds what is
 * left.
 * All places and strides are counted in elements of the scratch memory.
 */

export const PANEL_COLUMNS = 8;

export interface PanelKernels {
  /** 6 or 4, whatever suits the host's instructions. */
  readonly panelRows: number;

  /** The scratch memory as numbers and as tables of places. `layout` may replace both. */
  readonly floats: Float32Array | Float64Array;
  readonly ints: Int32Array;

  /** Gives each region a place in the scratch memory, whatever it held before, and makes it large enough. */
  layout<N extends string>(sizes: Readonly<Record<N, number>>): Record<N, number>;

  /**
   * Packs `count` lines (rows of A, columns of B) of `k` values into panels `width` wide, the first of them to `to`,
   * the next `toPanel` further. `toStep`: steps of k that are in the panels already.
   */
  packStrided(
    width: number,
    count: number,
    k: number,
    from: number,
    lineStride: number,
    kStride: number,
    to: number,
    toPanel: number,
    toStep: number,
  ): void;

  /** The same with `from + lines[i] + steps[p]` as the place of a value. `lines` goes on to a multiple of 8. */
  packGathered(
    width: number,
    count: number,
    k: number,
    from: number,
    lines: number,
    steps: number,
    to: number,
    toPanel: number,
  ): void;

  /** C = init + A · B with a value of `init` per row, or C += A · B where `init` is 0. */
  multiply(m: number, n: number, k: number, a: number, b: number, c: number, ldc: number, init: number): void;

  /**
   * C = init + A · B for up to 4 rows, with `from + lines[i] + steps[p]` as the place of a value of B. `scratch` holds
   * a panel of B.
   */
  multiplyGathered(
    m: number,
    count: number,
    k: number,
    a: number,
    from: number,
    lines: number,
    steps: number,
    c: number,
    ldc: number,
    init: number,
    scratch: number,
  ): void;

  /** Copies `planes × slices × rows` rows of `width` values that lie one after the other into a larger box. */
  spread(
    from: number,
    to: number,
    planes: number,
    toPlane: number,
    slices: number,
    toSlice: number,
    rows: number,
    toRow: number,
    width: number,
  ): void;

  /** c[row, i] = init[row] + Σ_t weight[row, t] · from[row · fromRow + lines[i] + steps[t]] */
  correlateChannels(
    rows: number,
    count: number,
    taps: number,
    weight: number,
    from: number,
    fromRow: number,
    lines: number,
    steps: number,
    c: number,
    ldc: number,
    init: number,
  ): void;

  /** weight[row, t] += Σ_i grad[row · gradRow + gradLines[i]] · from[row · fromRow + lines[i] + steps[t]] */
  correlateTaps(
    rows: number,
    count: number,
    taps: number,
    weight: number,
    from: number,
    fromRow: number,
    lines: number,
    steps: number,
    grad: number,
    gradRow: number,
    gradLines: number,
  ): void;
}

/** Rows that the panels of A cover: at most one more than there are. */
export function coveredRows(m: number): number {
  return m + (m % 2);
}

export function coveredColumns(n: number): number {
  return Math.ceil(n / PANEL_COLUMNS) * PANEL_COLUMNS;
}
