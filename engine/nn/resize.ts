/** Layers that change shapes only: `Flatten`, `Unflatten`, `Upsample`, `PixelShuffle` and their like. */
import { floatRepr } from "../format/floatRepr.ts";
import { tupleText } from "../format/tupleText.ts";
import { resize } from "../ops/interpolate.ts";
import { pixelShuffle, pixelUnshuffle } from "../ops/pixelShuffle.ts";
import { unflatten } from "../ops/split.ts";
import { flatten } from "../ops/views.ts";
import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";
import { type Given, positional } from "./positional.ts";
import { requireArguments } from "./required.ts";

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
    requireArguments(this, { dim, unflattenedSize });
    this.dim = dim;
    this.unflattenedSize = unflattenedSize;
  }

  forward(input: Tensor): Tensor {
    return unflatten({ self: input, dim: this.dim, sizes: this.unflattenedSize });
  }

  override extraRepr(): string {
    return `dim=${this.dim}, unflattened_size=${tupleText(this.unflattenedSize)}`;
  }
}

type UpsampleMode = "nearest" | "nearest-exact" | "area" | "linear" | "bilinear" | "bicubic" | "trilinear";

export interface UpsampleOptions {
  /** Of the result, one number or one for each dimension behind the channels. */
  size?: number | readonly number[] | null;
  scaleFactor?: number | readonly number[] | null;
  mode?: UpsampleMode;
  alignCorners?: boolean | null;
  /** Takes the ratio of the sizes for the factor, which rounding made another. */
  recomputeScaleFactor?: boolean | null;
}

type Sizes = number | readonly number[] | null;

/** Resizes `[N, C, L]`, `[N, C, H, W]` or `[N, C, D, H, W]` to a size or by a factor, as `F.interpolate`. */
export class Upsample extends Module {
  readonly size: Sizes;
  readonly scaleFactor: Sizes;
  readonly mode: UpsampleMode;
  readonly alignCorners: boolean | null;
  readonly recomputeScaleFactor: boolean | null;

  constructor(
    ...given: Given<
      [
        size: Sizes,
        scaleFactor: Sizes,
        mode: UpsampleMode,
        alignCorners: boolean | null,
        recomputeScaleFactor: boolean | null,
      ],
      UpsampleOptions
    >
  ) {
    super();
    const defaults: Required<UpsampleOptions> = {
      size: null,
      scaleFactor: null,
      mode: "nearest",
      alignCorners: null,
      recomputeScaleFactor: null,
    };
    const o = positional(given, defaults, [
      "size",
      "scaleFactor",
      "mode",
      "alignCorners",
      "recomputeScaleFactor",
    ]);
    this.size = o.size;
    this.scaleFactor = o.scaleFactor;
    this.mode = o.mode;
    this.alignCorners = o.alignCorners;
    this.recomputeScaleFactor = o.recomputeScaleFactor;
  }

  forward(input: Tensor): Tensor {
    const { size, scaleFactor, mode, alignCorners, recomputeScaleFactor } = this;
    return resize({ input, size, scaleFactor, mode, alignCorners, recomputeScaleFactor, antialias: false });
  }

  override extraRepr(): string {
    const floats = (v: number | readonly number[]) =>
      typeof v === "number" ? floatRepr(v) : tupleText(v.map(floatRepr));
    const sizes = (v: number | readonly number[]) => (typeof v === "number" ? String(v) : tupleText(v));
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
    requireArguments(this, { upscaleFactor });
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
    requireArguments(this, { downscaleFactor });
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
