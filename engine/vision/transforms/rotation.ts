/** Turning images by chance. */
import { ValueError } from "../../errors.ts";
import type { Image } from "../image.ts";
import { RESAMPLING } from "../resize.ts";
import { drawUniform } from "../tensors.ts";
import { floatText, optionsOf, pythonText, requireImage } from "./arguments.ts";
import {
  type Interpolation,
  type InterpolationMode,
  interpolationName,
  resamplingOf,
} from "./interpolation.ts";
import { type Fill, fillLevels } from "./pad.ts";
import { Transform } from "./transform.ts";

type Point = readonly [x: number, y: number];

export interface RotateOptions {
  /** `nearest`, `bilinear` or `bicubic`. */
  interpolation?: Interpolation;
  /** Grow the image so that all of it is seen. */
  expand?: boolean;
  /** By default the middle. */
  center?: Point | null;
  /** The levels of what was outside of the image. */
  fill?: Fill;
}

/** The image turned by `angle` degrees to the left. */
export function rotate(image: Image, angle: number, options: RotateOptions = {}): Image {
  requireImage(image, "rotate");
  if (typeof angle !== "number") throw new TypeError("Argument angle should be int or float");
  const { interpolation = "nearest", expand = false, center = null, fill = 0 } = options;
  const resample = resamplingOf(interpolation);
  if (
    resample !== RESAMPLING.NEAREST &&
    resample !== RESAMPLING.BILINEAR &&
    resample !== RESAMPLING.BICUBIC
  ) {
    throw new ValueError(
      `Images are turned with nearest, bilinear or bicubic interpolation, not ${interpolation}.`,
    );
  }
  const fillcolor = fillLevels(image.mode, fill);
  return image.rotate(
    angle,
    center ? { resample, expand, center, fillcolor } : { resample, expand, fillcolor },
  );
}

/** Turns images by an angle drawn from `[-degrees, degrees]`, or from the range given. */
export class RandomRotation extends Transform<Image, Image> {
  readonly degrees: readonly [min: number, max: number];
  readonly interpolation: InterpolationMode;
  readonly expand: boolean;
  readonly center: Point | null;
  readonly fill: Fill;

  constructor(degrees: number | readonly number[], options?: RotateOptions);
  constructor(degrees: number | readonly number[], interpolation: Interpolation, options?: RotateOptions);
  constructor(
    degrees: number | readonly number[],
    interpolation: Interpolation,
    expand: boolean,
    center?: Point | null,
    fill?: Fill,
  );
  constructor(degrees: number | readonly number[], ...rest: unknown[]) {
    super();
    const options = optionsOf(rest, {
      interpolation: "nearest" as Interpolation,
      expand: false,
      center: null as Point | null,
      fill: 0 as Fill,
    });
    this.degrees = angleRange(degrees);
    if (options.center && options.center.length !== 2)
      throw new ValueError("center should be a sequence of length 2.");
    this.interpolation = interpolationName(options.interpolation);
    this.expand = options.expand;
    this.center = options.center;
    this.fill = options.fill;
  }

  forward(image: Image): Image {
    requireImage(image, "RandomRotation");
    return rotate(image, drawUniform(...this.degrees), this);
  }

  override extraRepr(): string {
    const { interpolation, expand, center, fill } = this;
    const degrees = `[${this.degrees.map(floatText).join(", ")}]`;
    const about = center ? `, center=${pythonText(center)}` : "";
    return `degrees=${degrees}, interpolation=${interpolation}, expand=${pythonText(expand)}${about}, fill=${pythonText(fill)}`;
  }
}

function angleRange(degrees: number | readonly number[]): readonly [min: number, max: number] {
  if (typeof degrees === "number") {
    if (degrees < 0) throw new ValueError("If degrees is a single number, it must be positive.");
    return [-degrees, degrees];
  }
  if (!Array.isArray(degrees)) throw new TypeError("degrees should be a sequence of length 2.");
  const [min, max] = degrees;
  if (degrees.length !== 2 || min === undefined || max === undefined) {
    throw new ValueError("degrees should be a sequence of length 2.");
  }
  return [min, max];
}
