/**
 * The geometry of a convolution, an axis at a time. One side of it, of positions, reads the other, the source: a
 * position q sees the source at `q * step + shift` for the shift of each tap of the kernel.
 *
 * The result of a convolution reads its input so. The gradient of the input reads that of the result so too, but only
 * every `stride`-th place of it with the same taps: those places form a *phase*. With stride 2 in two dimensions there
 * are four phases, each with about a quarter of the taps, and nothing is multiplied by zeros in between.
 */
import type { ConvParams } from "./convolution.ts";

export interface Axis {
  /** How many places compute, and where they lie in the result: `first + q * every` of `places`. */
  readonly positions: number;
  readonly first: number;
  readonly every: number;
  readonly places: number;
  /** Extent of the source, and how a position sees it. */
  readonly size: number;
  readonly step: number;
  /** `taps` tells for each which place of the kernel it is. */
  readonly shifts: readonly number[];
  readonly taps: readonly number[];
}

/** Depth, height, width; missing dimensions are 1 long. */
export type Axes = readonly [Axis, Axis, Axis];

/** Sizes of the three sides without batch and channels: `fine` is what a plain convolution reads, `coarse` its result. */
export interface Extents {
  readonly fine: readonly number[];
  readonly coarse: readonly number[];
  readonly kernel: readonly number[];
}

/** Coarse positions reading the fine side. */
export function forwardAxes(extents: Extents, p: ConvParams): Axes {
  return threeAxes(extents, p, (axis) => ({
    positions: axis.coarse,
    first: 0,
    every: 1,
    places: axis.coarse,
    size: axis.fine,
    step: axis.stride,
    shifts: axis.allTaps.map((tap) => tap * axis.dilation - axis.padding),
    taps: axis.allTaps,
  }));
}

/** Fine positions reading the coarse side: all phases, also those that no tap reaches. */
export function backwardAxes(extents: Extents, p: ConvParams): Axes[] {
  const [d, h, w] = threeAxes(extents, p, phases);
  return d.flatMap((z) => h.flatMap((y) => w.map((x): Axes => [z, y, x])));
}

interface Dimension {
  readonly fine: number;
  readonly coarse: number;
  readonly allTaps: readonly number[];
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
}

function phases(axis: Dimension): Axis[] {
  const found: Axis[] = [];
  for (let first = 0; first < Math.min(axis.stride, axis.fine); first++) {
    const shift = (tap: number) => (first + axis.padding - tap * axis.dilation) / axis.stride;
    const taps = axis.allTaps.filter((tap) => Number.isInteger(shift(tap)));
    found.push({
      positions: Math.ceil((axis.fine - first) / axis.stride),
      first,
      every: axis.stride,
      places: axis.fine,
      size: axis.coarse,
      step: 1,
      shifts: taps.map(shift),
      taps,
    });
  }
  return found;
}

function threeAxes<R>(extents: Extents, p: ConvParams, of: (axis: Dimension) => R): [R, R, R] {
  const missing = 3 - extents.kernel.length;
  const axis = (i: number): R => {
    const at = i - missing;
    return of({
      fine: extents.fine[at] ?? 1,
      coarse: extents.coarse[at] ?? 1,
      allTaps: Array.from({ length: extents.kernel[at] ?? 1 }, (_, tap) => tap),
      stride: p.stride[at] ?? 1,
      padding: p.padding[at] ?? 0,
      dilation: p.dilation[at] ?? 1,
    });
  };
  return [axis(0), axis(1), axis(2)];
}
