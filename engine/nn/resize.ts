/** Layers that change shapes only: `Flatten`, `Unflatten`, `Upsample`, `PixelShuffle` and their like. */
import { floatRepr } from "../format/floatRepr.ts";
import { interpolate, pixelShuffle, pixelUnshuffle } from "../ops/resize.ts";
import { unflatten } from "../ops/split.ts";
import { flatten } from "../ops/views.ts";
import type { Tensor } from "../tensor.ts";
import { tuple } from "./conv.ts";
import { Module } from "./module.ts";
import { positional } from "./positional.ts";

/** Merges all dimensions but the first into one. */
export class Flatten extends Module {
  readonly startDim: number;
  readonly endDim: number;

  constructor(
    ...given: [options?: { startDim?: number; endDim?: number }] | [startDim: number, endDim?: number]
  ) {
    super();
    const o = positional(given, { startDim: 1, endDim: -1 }, ["startDim", "endDim"]);
    this.startDim = o.startDim;
    this.endDim = o.endDim;
  }

  forward(input: Tensor): Tensor {
    return flatten({ self: input, startDim: this.startDim, endDim: this.endDim });
  }

  override extraRepr(): string {
    return `start_dim=${this.startDim}, end_dim=${this.endDim}`;
  }
}

/** Cuts one dimension into several. */
export class Unflatten extends Module {
  readonly dim: number;
  readonly unflattenedSize: readonly number[];

  constructor(dim: number, unflattenedSize: readonly number[]) {
    super();
    this.dim = dim;
    this.unflattenedSize = unflattenedSize;
  }

  forward(input: Tensor): Tensor {
    return unflatten({ self: input, dim: this.dim, sizes: this.unflattenedSize });
  }

  override extraRepr(): string {
    return `dim=${this.dim}, unflattened_size=${tuple(this.unflattenedSize)}`;
  }
}

export interface UpsampleOptions {
  size?: number | readonly number[] | null;
  scaleFactor?: number | readonly number[] | null;
  mode?: "nearest" | "bilinear";
  alignCorners?: boolean | null;
}

const pair = (v: number | readonly number[] | null): readonly number[] | null =>
  typeof v === "number" ? [v, v] : v;

/** Resizes the planes of `[N, C, H, W]` to a size or by a factor. */
export class Upsample extends Module {
  readonly size: number | readonly number[] | null;
  readonly scaleFactor: number | readonly number[] | null;
  readonly mode: "nearest" | "bilinear";
  readonly alignCorners: boolean | null;

  constructor(options: UpsampleOptions) {
    super();
    this.size = options.size ?? null;
    this.scaleFactor = options.scaleFactor ?? null;
    this.mode = options.mode ?? "nearest";
    this.alignCorners = options.alignCorners ?? null;
  }

  forward(input: Tensor): Tensor {
    const { mode, alignCorners } = this;
    return interpolate({
      input,
      size: pair(this.size),
      scaleFactor: pair(this.scaleFactor),
      mode,
      alignCorners,
    });
  }

  override extraRepr(): string {
    const floats = (v: number | readonly number[]) =>
      typeof v === "number" ? floatRepr(v) : tuple(v.map(floatRepr));
    const sizes = (v: number | readonly number[]) => (typeof v === "number" ? String(v) : tuple(v));
    const amount =
      this.scaleFactor !== null
        ? `scale_factor=${floats(this.scaleFactor)}`
        : `size=${sizes(this.size ?? [])}`;
    return `${amount}, mode='${this.mode}'`;
  }
}

/** Channels become neighbouring pixels. */
export class PixelShuffle extends Module {
  readonly upscaleFactor: number;

  constructor(upscaleFactor: number) {
    super();
    this.upscaleFactor = upscaleFactor;
  }

  forward(input: Tensor): Tensor {
    return pixelShuffle({ self: input, upscaleFactor: this.upscaleFactor });
  }

  override extraRepr(): string {
    return `upscale_factor=${this.upscaleFactor}`;
  }
}

/** The reverse of `PixelShuffle`: neighbouring pixels become channels. */
export class PixelUnshuffle extends Module {
  readonly downscaleFactor: number;

  constructor(downscaleFactor: number) {
    super();
    this.downscaleFactor = downscaleFactor;
  }

  forward(input: Tensor): Tensor {
    return pixelUnshuffle({ self: input, downscaleFactor: this.downscaleFactor });
  }

  override extraRepr(): string {
    return `downscale_factor=${this.downscaleFactor}`;
  }
}

type UpsamplingArguments =
  | [options: { size?: number | readonly number[]; scaleFactor?: number | readonly number[] }]
  | [size: number | readonly number[]];

const upsampling = (given: UpsamplingArguments) =>
  positional(
    given,
    {
      size: null as number | readonly number[] | null,
      scaleFactor: null as number | readonly number[] | null,
    },
    ["size", "scaleFactor"],
  );

/** Resizes the planes of `[N, C, H, W]` by taking the nearest element. */
export class UpsamplingNearest2d extends Upsample {
  constructor(...given: UpsamplingArguments) {
    super({ ...upsampling(given), mode: "nearest" });
  }
}

/** Resizes the planes of `[N, C, H, W]` by mixing the four nearest elements; the corners fall on each other. */
export class UpsamplingBilinear2d extends Upsample {
  constructor(...given: UpsamplingArguments) {
    super({ ...upsampling(given), mode: "bilinear", alignCorners: true });
  }
}
