/**
 * The products behind convolutions, on the kernels' scratch memory. The matrix that im2col would write out is packed
 * into panels straight from a slab of the source, a block of positions at a time.
 */
import type { TypedArray } from "../../dtype.ts";
import type { Axes } from "./convolutionAxes.ts";
import { kernelsFor } from "./kernelsFor.ts";
import { coveredColumns, coveredRows, PANEL_COLUMNS, type PanelKernels } from "./panelKernels.ts";
import { type Piece, SlabPlan } from "./slab.ts";
import { blockSize, copy, packFrom, STAGE } from "./transfer.ts";

/** Who meets whom. Each channel of the result reads the `sources` channels of its group. */
export interface Channels {
  readonly batch: number;
  readonly groups: number;
  /** Per group. */
  readonly sources: number;
  readonly results: number;
  /** The kernel, `[groups, ...]`: elements between two sources, between two results, and in a group. */
  readonly perSource: number;
  readonly perResult: number;
  readonly perGroup: number;
}

/**
 * out[n, r, q] = bias[r] + Σ_{s, tap} weight[r, s, tap] · source[n, s, q * step + shift(tap)] at the places of `axes`.
 * `kernel`: its three extents.
 */
export function correlate(
  source: TypedArray,
  weight: TypedArray,
  kernel: readonly number[],
  bias: TypedArray | null,
  axes: Axes,
  channels: Channels,
  out: TypedArray,
): void {
  const { batch, groups, sources, results } = channels;
  const taps = tapPlaces(axes, kernel);
  const k = sources * taps.length;
  const plan = new SlabPlan(axes, batch, groups * sources);
  if (plan.positions === 0 || k === 0) return;
  const kernels = kernelsFor(out);
  const channelwise = sources === 1 && results === 1;
  const high = coveredRows(results);
  const block = Math.min(
    coveredColumns(plan.positions),
    blockSize(BLOCK, Math.max(k, channelwise ? groups : results), PANEL_COLUMNS, 64, 4096),
  );
  const at = kernels.layout({
    init: groups * results,
    raw: Math.max(channels.perGroup, STAGE, kernels.panelRows * k),
    weights: channelwise ? groups * k : groups * high * k,
    rows: results + PANEL_COLUMNS,
    places: k,
    lines: plan.positions + PANEL_COLUMNS,
    steps: k + PANEL_COLUMNS,
    staging: plan.staging,
    slab: plan.size,
    panels: channelwise ? 0 : k * block,
    c: (channelwise ? groups : high) * block,
  });
  const { floats } = kernels;
  if (bias) copy(bias, 0, groups * results, floats, at.init);
  else floats.fill(0, at.init, at.init + groups * results);

  if (channelwise) {
    for (let g = 0; g < groups; g++) {
      taps.forEach((place, t) => {
        floats[at.weights + g * k + t] = weight[g * channels.perGroup + place] as number;
      });
    }
  } else {
    writeTable(kernels, at.rows, results, (r) => r * channels.perResult);
    writeTable(kernels, at.places, k, (i) => {
      const s = Math.floor(i / taps.length);
      return s * channels.perSource + (taps[i - s * taps.length] as number);
    });
    // All taps in order: a result's weights are neighbours, as they are in a plain convolution.
    const inOrder = channels.perResult === k && (sources === 1 || channels.perSource === taps.length);
    for (let g = 0; g < groups; g++) {
      const to = at.weights + g * high * k;
      if (inOrder) {
        const from = g * channels.perGroup;
        packFrom(kernels, weight, from, kernels.panelRows, results, k, k, 1, to, at.raw);
        continue;
      }
      copy(weight, g * channels.perGroup, channels.perGroup, floats, at.raw);
      kernels.packGathered(
        kernels.panelRows,
        results,
        k,
        at.raw,
        at.rows,
        at.places,
        to,
        kernels.panelRows * k,
      );
    }
  }

  for (const piece of plan.pieces) {
    plan.fill(kernels, piece, source, at.slab, at.staging);
    plan.writeLines(kernels, piece, at.lines);
    plan.writeSteps(kernels, piece, sources, at.steps);
    const plane = plan.planeOf(piece);
    const total = plan.positionsOf(piece);
    const runs = targetRuns(plan, piece, groups * results);
    for (let p = 0; p < total; p += block) {
      const count = Math.min(block, total - p);
      const lines = at.lines + p;
      if (channelwise) {
        const { weights, slab, steps, c, init } = at;
        kernels.correlateChannels(groups, count, k, weights, slab, plane, lines, steps, c, block, init);
        store(floats, c, block, 0, groups, p, count, runs, out);
        continue;
      }
      for (let g = 0; g < groups; g++) {
        const from = at.slab + g * sources * plane;
        const weights = at.weights + g * high * k;
        const init = at.init + g * results;
        const { steps, panels, c } = at;
        if (results <= 4) {
          kernels.multiplyGathered(results, count, k, weights, from, lines, steps, c, block, init, panels);
        } else {
          kernels.packGathered(PANEL_COLUMNS, count, k, from, lines, steps, panels, PANEL_COLUMNS * k);
          kernels.multiply(results, count, k, weights, panels, c, block, init);
        }
        store(floats, at.c, block, g * results, results, p, count, runs, out);
      }
    }
  }
}

/** Elements of a block of panels: 512 kB, so that they are read again from the second-level cache. */
const BLOCK = 131_072;

/** out[r, s, tap] = Σ_{n, q} grad[n, r, q] · source[n, s, q * step + shift(tap)] */
export function correlateWeight(
  source: TypedArray,
  grad: TypedArray,
  axes: Axes,
  channels: Channels,
  out: TypedArray,
): void {
  const { batch, groups, sources, results } = channels;
  const n = channels.perResult;
  out.fill(0, 0, groups * results * n);
  const plan = new SlabPlan(axes, batch, groups * sources);
  if (plan.positions === 0 || n === 0) return;
  const kernels = kernelsFor(out);
  const channelwise = sources === 1 && results === 1;
  const rows = channelwise ? 1 : coveredRows(results);
  const ldc = channelwise ? n : coveredColumns(n);
  const block = Math.min(plan.positions, blockSize(2 * BLOCK, ldc, 256, 256, 4096));
  const at = kernels.layout({
    weights: groups * rows * ldc,
    zeros: rows,
    gradRows: results + PANEL_COLUMNS,
    gradLines: plan.positions,
    lines: plan.positions + PANEL_COLUMNS,
    steps: n + PANEL_COLUMNS,
    grad: plan.positions * groups * results,
    staging: plan.staging,
    slab: plan.size,
    a: rows * block,
    b: ldc * block,
  });
  const { floats } = kernels;
  if (channelwise) floats.fill(0, at.weights, at.weights + groups * ldc);
  floats.fill(0, at.zeros, at.zeros + rows);
  const whole = axes.reduce((size, axis) => size * axis.positions, 1);

  for (const piece of plan.pieces) {
    plan.fill(kernels, piece, source, at.slab, at.staging);
    plan.writeLines(kernels, piece, at.lines);
    plan.writeSteps(kernels, piece, sources, at.steps);
    const plane = plan.planeOf(piece);
    const total = plan.positionsOf(piece);
    const per = total / piece.images;
    copyPositions(grad, piece.image * groups * results, whole, piece, per, groups * results, floats, at.grad);
    writeTable(kernels, at.gradRows, results, (r) => r * per);
    for (let n = 0, next = at.gradLines; n < piece.images; n++) {
      for (let i = 0; i < per; i++) kernels.ints[next++] = n * groups * results * per + i;
    }
    for (let p = 0; p < total; p += block) {
      const count = Math.min(block, total - p);
      const { weights, steps, slab } = at;
      const [lines, gradLines] = [at.lines + p, at.gradLines + p];
      if (channelwise) {
        kernels.correlateTaps(groups, count, n, weights, slab, plane, lines, steps, at.grad, per, gradLines);
        continue;
      }
      for (let g = 0; g < groups; g++) {
        const gradients = at.grad + g * results * per;
        kernels.packGathered(
          kernels.panelRows,
          results,
          count,
          gradients,
          at.gradRows,
          gradLines,
          at.a,
          kernels.panelRows * count,
        );
        const from = slab + g * sources * plane;
        kernels.packGathered(PANEL_COLUMNS, n, count, from, steps, lines, at.b, PANEL_COLUMNS * count);
        // The first block writes what the others add to.
        const init = piece === plan.pieces[0] && p === 0 ? at.zeros : 0;
        kernels.multiply(results, n, count, at.a, at.b, weights + g * rows * ldc, ldc, init);
      }
    }
  }

  for (let g = 0; g < groups; g++) {
    for (let r = 0; r < results; r++) {
      copy(floats, at.weights + (g * rows + r) * ldc, n, out, (g * results + r) * n);
    }
  }
}

/** Places in the kernel of the taps of the axes. */
function tapPlaces(axes: Axes, kernel: readonly number[]): number[] {
  const [, height = 1, width = 1] = kernel;
  const [z, y, x] = axes;
  return z.taps.flatMap((dz) => y.taps.flatMap((dy) => x.taps.map((dx) => (dz * height + dy) * width + dx)));
}

function writeTable(kernels: PanelKernels, at: number, count: number, value: (i: number) => number): void {
  const { ints } = kernels;
  for (let i = 0; i < count; i++) ints[at + i] = value(i);
  ints.fill(0, at + count, at + count + PANEL_COLUMNS);
}

/** Positions that lie in a row in the result, `every` apart from `at` on. */
interface Run {
  readonly position: number;
  readonly at: number;
  length: number;
  readonly every: number;
  /** Elements between two channels of the result. */
  readonly plane: number;
}

/** Where the positions of a piece go in the result, for its first channel. */
function targetRuns(plan: SlabPlan, piece: Piece, channels: number): Run[] {
  const [z, y, x] = plan.axes;
  const [depth, height, width] = plan.countsOf(piece);
  const from = [0, 0, 0].map((_, i) => (i === plan.cut ? piece.from : 0));
  const plane = z.places * y.places * x.places;
  const runs: Run[] = [];
  let position = 0;
  for (let n = piece.image; n < piece.image + piece.images; n++) {
    for (let i = 0; i < depth; i++) {
      const slice = z.first + (i + (from[0] as number)) * z.every;
      for (let j = 0; j < height; j++, position += width) {
        const row = slice * y.places + y.first + (j + (from[1] as number)) * y.every;
        const at = n * channels * plane + row * x.places + x.first + (from[2] as number) * x.every;
        const last = runs.at(-1);
        if (last && x.every === 1 && last.at + last.length === at) last.length += width;
        else runs.push({ position, at, length: width, every: x.every, plane });
      }
    }
  }
  return runs;
}

/** Copies columns `first` to `first + count` of a block of `rows` channels to where they belong. */
function store(
  block: TypedArray,
  from: number,
  ldc: number,
  channel: number,
  rows: number,
  first: number,
  count: number,
  runs: readonly Run[],
  out: TypedArray,
): void {
  for (const run of runs) {
    const start = Math.max(first, run.position);
    const length = Math.min(first + count, run.position + run.length) - start;
    if (length <= 0) continue;
    const { every } = run;
    for (let r = 0; r < rows; r++) {
      const source = from + r * ldc + start - first;
      const target = run.at + (channel + r) * run.plane + (start - run.position) * every;
      if (every === 1) copy(block, source, length, out, target);
      else for (let i = 0; i < length; i++) out[target + i * every] = block[source + i] as number;
    }
  }
}

/** Copies a piece's positions of every channel, `[images, channels, positions]`. */
function copyPositions(
  grad: TypedArray,
  firstPlane: number,
  plane: number,
  piece: Piece,
  per: number,
  channels: number,
  target: TypedArray,
  to: number,
): void {
  const planes = piece.images * channels;
  if (per === plane) {
    copy(grad, firstPlane * plane, planes * plane, target, to);
    return;
  }
  const skip = piece.from * (per / (piece.to - piece.from));
  for (let c = 0; c < planes; c++) {
    copy(grad, (firstPlane + c) * plane + skip, per, target, to + c * per);
  }
}
