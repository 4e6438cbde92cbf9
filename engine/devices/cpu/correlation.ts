/**
 * The three products of convolutions, on the kernels' scratch memory. The matrix that im2col would write out is
 * packed into panels straight from the slab of the source, a block of positions at a time.
 */
import type { TypedArray } from "../../dtype.ts";
import type { Axes } from "./convolutionAxes.ts";
import { kernelsFor } from "./kernelsFor.ts";
import { coveredColumns, coveredRows, PANEL_COLUMNS, PANEL_ROWS, type PanelKernels } from "./panelKernels.ts";
import { type Piece, SlabPlan } from "./slab.ts";
import { blockSize, copy } from "./transfer.ts";

/** What is multiplied, per group. */
export interface Shares {
  readonly batch: number;
  readonly groups: number;
  /** Channels of the source and of the result that meet in a group. */
  readonly sources: number;
  readonly results: number;
  /** Elements of the kernel between two channels of the source, two of the result, and two groups. */
  readonly perSource: number;
  readonly perResult: number;
  readonly perGroup: number;
}

/** Places in the kernel of the taps of the axes. */
function tapPlaces(axes: Axes, kernel: readonly number[]): number[] {
  const [, height = 1, width = 1] = kernel;
  const [z, y, x] = axes;
  return z.taps.flatMap((dz) => y.taps.flatMap((dy) => x.taps.map((dx) => (dz * height + dy) * width + dx)));
}

/**
 * out[n, r, q] = bias[r] + Σ_{s, tap} weight[r, s, tap] · source[n, s, q * step + shift(tap)] at the places of `axes`.
 * `kernel`: three extents.
 */
export function correlate(
  source: TypedArray,
  weight: TypedArray,
  kernel: readonly number[],
  bias: TypedArray | null,
  axes: Axes,
  shares: Shares,
  out: TypedArray,
): void {
  const { batch, groups, sources, results } = shares;
  const taps = tapPlaces(axes, kernel);
  const k = sources * taps.length;
  const plan = new SlabPlan(axes, batch, groups * sources);
  if (plan.positions === 0) return;
  const kernels = kernelsFor(out);
  const channelwise = sources === 1 && results === 1;
  const block = Math.min(coveredColumns(plan.positions), blockSize(131_072, k, PANEL_COLUMNS, 64, 4096));
  const highGroup = channelwise ? 1 : coveredRows(results);
  const groupWeight = (sources - 1) * shares.perSource + (results - 1) * shares.perResult + taps.length;
  const at = kernels.layout({
    init: groups * results + PANEL_ROWS,
    weights: groups * highGroup * k,
    raw: sources * results * Math.max(taps.length, kernel.reduce((a, b) => a * b, 1)),
    rows: results + 16,
    places: k + 16,
    lines: plan.positions + 16,
    steps: k + 16,
    staging: plan.staging,
    slab: plan.size,
    panels: k * block,
    c: groups * highGroup * block,
  });
  const { floats } = kernels;
  if (bias) copy(bias, 0, groups * results, floats, at.init);
  else floats.fill(0, at.init, at.init + groups * results);
  void groupWeight;
}
