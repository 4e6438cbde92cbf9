/**
 * The part of a convolution's source that some of its positions read, padded with zeros, in scratch memory. Large
 * sources are worked on in such pieces: as many images as fit, or some rows of one.
 */
import type { TypedArray } from "../../dtype.ts";
import type { Axes } from "./convolutionAxes.ts";
import type { PanelKernels } from "./panelKernels.ts";
import { copy } from "./transfer.ts";

/** Elements of a slab: 4 MiB. One row of one image may take more. */
const SLAB = 262_144;

/** Positions to compute together: images `image` to `image + images`, and `from` to `to` along the cut axis. */
export interface Piece {
  readonly image: number;
  readonly images: number;
  readonly from: number;
  readonly to: number;
}

/** Where each axis of a slab begins in the source, and how long it is. */
interface Box {
  readonly low: readonly [number, number, number];
  readonly extent: readonly [number, number, number];
}

export class SlabPlan {
  readonly axes: Axes;
  readonly channels: number;
  /** The axis that is cut: the first that is not trivial, so that a piece is one run of memory in each channel. */
  readonly cut: 0 | 1 | 2;
  readonly pieces: readonly Piece[];
  /** Elements of the largest slab, and of the source rows that go into it. */
  readonly size: number;
  readonly staging: number;
  /** Positions of the largest piece. */
  readonly positions: number;

  constructor(axes: Axes, batch: number, channels: number) {
    this.axes = axes;
    this.channels = channels;
    this.cut = ([0, 1] as const).find((i) => axes[i].size > 1 || axes[i].positions > 1) ?? 2;
    const along = axes[this.cut];
    const pieces: Piece[] = [];
    const image = this.slabSize({ image: 0, images: 1, from: 0, to: along.positions });
    if (image <= SLAB) {
      const images = Math.max(1, Math.min(batch, Math.floor(SLAB / Math.max(1, image))));
      for (let i = 0; i < batch; i += images) {
        pieces.push({ image: i, images: Math.min(images, batch - i), from: 0, to: along.positions });
      }
    } else {
      const row = this.slabSize({ image: 0, images: 1, from: 0, to: 1 });
      const more = this.slabSize({ image: 0, images: 1, from: 0, to: 2 }) - row;
      const rows = Math.max(1, Math.floor((SLAB - row) / Math.max(1, more)) + 1);
      for (let i = 0; i < batch; i++) {
        for (let from = 0; from < along.positions; from += rows) {
          pieces.push({ image: i, images: 1, from, to: Math.min(along.positions, from + rows) });
        }
      }
    }
    this.pieces = pieces;
    this.size = Math.max(0, ...pieces.map((piece) => this.slabSize(piece)));
    this.staging = Math.max(0, ...pieces.map((piece) => piece.images * channels * this.rowsOf(piece).length));
    this.positions = Math.max(0, ...pieces.map((piece) => this.positionsOf(piece)));
  }

  positionsOf(piece: Piece): number {
    const [d, h, w] = this.countsOf(piece);
    return piece.images * d * h * w;
  }

  /** Positions along each axis. */
  countsOf(piece: Piece): [number, number, number] {
    const [z, y, x] = this.axes;
    const counts: [number, number, number] = [z.positions, y.positions, x.positions];
    counts[this.cut] = piece.to - piece.from;
    return counts;
  }

  /** Elements between two channels of the slab. */
  planeOf(piece: Piece): number {
    const [d, h, w] = this.boxOf(piece).extent;
    return d * h * w;
  }

  /** Fills the slab at `to`, `[images, channels, depth, height, width]`, from the source tensor. */
  fill(kernels: PanelKernels, piece: Piece, source: TypedArray, to: number, staging: number): void {
    const { low, extent } = this.boxOf(piece);
    const [z, y, x] = this.axes;
    const sizes = [z.size, y.size, x.size] as const;
    const rows = this.rowsOf(piece);
    const inside: [number, number, number] = [...sizes];
    inside[this.cut] = rows.to - rows.from;
    const margin = extent.some((n, i) => n !== inside[i]);
    const planes = piece.images * this.channels;
    const target = margin ? staging : to;
    const plane = sizes[0] * sizes[1] * sizes[2];
    const first = piece.image * this.channels * plane;
    if (rows.length === plane) copy(source, first, planes * plane, kernels.floats, target);
    else {
      const skip = rows.from * (plane / sizes[this.cut]);
      for (let c = 0; c < planes; c++) {
        copy(source, first + c * plane + skip, rows.length, kernels.floats, target + c * rows.length);
      }
    }
    if (!margin) return;
    const [depth, height, width] = extent;
    const toPlane = depth * height * width;
    kernels.floats.fill(0, to, to + planes * toPlane);
    if (rows.length === 0) return;
    const start: [number, number, number] = [...low];
    start[this.cut] -= rows.from;
    const corner = (-start[0] * height - start[1]) * width - start[2];
    kernels.spread(
      staging,
      to + corner,
      planes,
      toPlane,
      inside[0],
      height * width,
      inside[1],
      width,
      inside[2],
    );
  }

  /** Writes the place in the slab of every position's first element, then zeros up to a multiple of 8 and 8 more. */
  writeLines(kernels: PanelKernels, piece: Piece, at: number): void {
    const { extent } = this.boxOf(piece);
    const [d, h, w] = this.countsOf(piece);
    const [z, y, x] = this.axes;
    const { ints } = kernels;
    const image = this.channels * this.planeOf(piece);
    let next = at;
    for (let n = 0; n < piece.images; n++) {
      for (let i = 0; i < d; i++) {
        for (let j = 0; j < h; j++) {
          const row = n * image + (i * z.step * extent[1] + j * y.step) * extent[2];
          for (let k = 0; k < w; k++) ints[next++] = row + k * x.step;
        }
      }
    }
    ints.fill(0, next, next + 16);
  }

  /** Writes the place, from a position's first element, of each tap of `channels` channels. */
  writeSteps(kernels: PanelKernels, piece: Piece, channels: number, at: number): void {
    const { low, extent } = this.boxOf(piece);
    const [z, y, x] = this.axes;
    const plane = this.planeOf(piece);
    // The box of a piece begins where its first position does; shifts count from there.
    const origin: [number, number, number] = [...low];
    origin[this.cut] -= piece.from * this.axes[this.cut].step;
    const { ints } = kernels;
    let next = at;
    for (let c = 0; c < channels; c++) {
      for (const dz of z.shifts) {
        for (const dy of y.shifts) {
          for (const dx of x.shifts) {
            const [oz, oy, ox] = [dz - origin[0], dy - origin[1], dx - origin[2]];
            ints[next++] = c * plane + (oz * extent[1] + oy) * extent[2] + ox;
          }
        }
      }
    }
    ints.fill(0, next, next + 16);
  }

  private slabSize(piece: Piece): number {
    return piece.images * this.channels * this.planeOf(piece);
  }

  /** The cut axis holds what the piece reads; the others the whole source besides, so that it is copied in one go. */
  private boxOf(piece: Piece): Box {
    const low: [number, number, number] = [0, 0, 0];
    const extent: [number, number, number] = [0, 0, 0];
    this.axes.forEach((axis, i) => {
      const from = i === this.cut ? piece.from : 0;
      const to = i === this.cut ? piece.to : axis.positions;
      const first = from * axis.step + Math.min(...axis.shifts);
      const end = (to - 1) * axis.step + Math.max(...axis.shifts) + 1;
      const whole = i !== this.cut || (from === 0 && to === axis.positions);
      low[i] = whole ? Math.min(first, 0) : first;
      extent[i] = (whole ? Math.max(end, axis.size) : end) - (low[i] as number);
    });
    return { low, extent };
  }

  /** Rows of the source along the cut axis that the piece reads; `length`: their elements in one channel. */
  private rowsOf(piece: Piece): { from: number; to: number; length: number } {
    const { low, extent } = this.boxOf(piece);
    const sizes = this.axes.map((axis) => axis.size);
    const size = sizes[this.cut] as number;
    const from = Math.min(size, Math.max(0, low[this.cut] as number));
    const to = Math.max(from, Math.min(size, (low[this.cut] as number) + (extent[this.cut] as number)));
    sizes[this.cut] = to - from;
    return { from, to, length: sizes.reduce((a, b) => a * b, 1) };
  }
}
