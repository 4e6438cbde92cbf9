/** Resizing to a size, or to a length of the shorter side. */
import { ValueError } from "../../errors.ts";
import { Tensor } from "../tensors.ts";
import { optionsOf, pythonText, typeText } from "./arguments.ts";
import {
  type Interpolation,
  type InterpolationMode,
  interpolationName,
  resamplingOf,
} from "./interpolation.ts";
import { type Picture, PictureTransform, sidesOf } from "./pictures.ts";
import { resizeTensor } from "./resizeTensor.ts";

/** Height and width, or the length of the shorter side. */
export type ResizeTo = number | readonly number[];

export interface ResizeOptions {
  interpolation?: Interpolation;
  /** The most that the longer side may become, where only the shorter one is given. */
  maxSize?: number | null;
  /** Look at every element where a tensor shrinks. For images always on, whatever is said here. */
  antialias?: boolean | null;
}

/** The image in another size: `[height, width]`, or with its shorter side of this length and its form kept. */
export function resize<X extends Picture>(
  picture: X,
  size: ResizeTo,
  interpolation?: Interpolation,
  maxSize?: number | null,
  antialias?: boolean | null,
): X;
export function resize(
  image: Picture,
  size: ResizeTo,
  interpolation: Interpolation = "bilinear",
  maxSize: number | null = null,
  antialias: boolean | null = true,
): Picture {
  const resampling = resamplingOf(interpolation);
  const sizes = typeof size === "number" ? [size] : size;
  if (sizes.length !== 1 && sizes.length !== 2) {
    throw new ValueError(
      `Size must be an int or a 1 or 2 element tuple/list, not a ${sizes.length} element tuple/list`,
    );
  }
  if (maxSize !== null && sizes.length !== 1) {
    throw new ValueError(
      "max_size should only be passed if size specifies the length of the smaller edge, i.e. size should be an int or a sequence of length 1 in torchscript mode.",
    );
  }
  const own = sidesOf(image);
  const [height, width] = resizedSize(own.height, own.width, sizes, maxSize);
  if (height === own.height && width === own.width) return image;
  if (image instanceof Tensor)
    return resizeTensor(image, height, width, interpolationName(interpolation), antialias ?? false);
  if (antialias === false) {
    console.warn("Anti-alias option is always applied for PIL Image input. Argument antialias is ignored.");
  }
  return image.resize([width, height], resampling);
}

function resizedSize(
  height: number,
  width: number,
  [first = 0, second]: readonly number[],
  maxSize: number | null,
): readonly [height: number, width: number] {
  if (second !== undefined) return [first, second];
  const short = Math.min(width, height);
  const long = Math.max(width, height);
  let newShort = first;
  let newLong = Math.trunc((first * long) / short);
  if (maxSize !== null) {
    if (maxSize <= first) {
      throw new ValueError(
        `max_size = ${maxSize} must be strictly greater than the requested size for the smaller edge size = [${first}]`,
      );
    }
    if (newLong > maxSize) {
      newShort = Math.trunc((maxSize * newShort) / newLong);
      newLong = maxSize;
    }
  }
  return width <= height ? [newLong, newShort] : [newShort, newLong];
}

/** Resizes images to `[height, width]`, or so that the shorter side has this length. */
export class Resize extends PictureTransform {
  readonly size: ResizeTo;
  readonly interpolation: InterpolationMode;
  readonly maxSize: number | null;
  readonly antialias: boolean | null;

  constructor(size: ResizeTo, options?: ResizeOptions);
  constructor(size: ResizeTo, interpolation: Interpolation, options?: ResizeOptions);
  constructor(
    size: ResizeTo,
    interpolation: Interpolation,
    maxSize: number | null,
    antialias?: boolean | null,
  );
  constructor(size: ResizeTo, ...rest: unknown[]) {
    super();
    if (typeof size !== "number" && !Array.isArray(size)) {
      throw new TypeError(`Size should be int or sequence. Got ${typeText(size)}`);
    }
    if (typeof size !== "number" && size.length !== 1 && size.length !== 2) {
      throw new ValueError("If size is a sequence, it should have 1 or 2 values");
    }
    const options = optionsOf(rest, {
      interpolation: "bilinear" as Interpolation,
      maxSize: null as number | null,
      antialias: true as boolean | null,
    });
    this.size = size;
    this.interpolation = interpolationName(options.interpolation);
    this.maxSize = options.maxSize;
    this.antialias = options.antialias;
  }

  forward<X extends Picture>(picture: X): X {
    return resize(picture, this.size, this.interpolation, this.maxSize, this.antialias);
  }

  override extraRepr(): string {
    const { size, interpolation, maxSize, antialias } = this;
    return `size=${pythonText(size)}, interpolation=${interpolation}, max_size=${pythonText(maxSize)}, antialias=${pythonText(antialias)}`;
  }
}
