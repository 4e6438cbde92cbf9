/** Several pieces of one image: its corners and its middle, and these mirrored. */
import { ValueError } from "../../errors.ts";
import type { Image } from "../image.ts";
import { heightAndWidth, optionsOf, pythonText, requireImage, type SizeLike } from "./arguments.ts";
import { centerCrop, crop } from "./crop.ts";
import { hflip, vflip } from "./flip.ts";
import { Transform } from "./transform.ts";

export type Five = [topLeft: Image, topRight: Image, bottomLeft: Image, bottomRight: Image, center: Image];

/** The four corners and the middle. */
export function fiveCrop(image: Image, size: SizeLike): Five {
  requireImage(image, "FiveCrop");
  const [height, width] = heightAndWidth(size);
  if (width > image.width || height > image.height) {
    throw new ValueError(
      `Requested crop size (${height}, ${width}) is bigger than input size (${image.height}, ${image.width})`,
    );
  }
  const [down, right] = [image.height - height, image.width - width];
  return [
    crop(image, 0, 0, height, width),
    crop(image, 0, right, height, width),
    crop(image, down, 0, height, width),
    crop(image, down, right, height, width),
    centerCrop(image, [height, width]),
  ];
}

/** `fiveCrop` of the image, then of the image mirrored left to right or, with `verticalFlip`, upside down. */
export function tenCrop(image: Image, size: SizeLike, verticalFlip = false): [...Five, ...Five] {
  const first = fiveCrop(image, size);
  return [...first, ...fiveCrop(verticalFlip ? vflip(image) : hflip(image), size)];
}

/** Gives the four corners and the middle, each `[height, width]`. */
export class FiveCrop extends Transform<Image, Five> {
  readonly size: readonly [height: number, width: number];

  constructor(size: SizeLike) {
    super();
    this.size = heightAndWidth(size);
  }

  forward(image: Image): Five {
    return fiveCrop(image, this.size);
  }

  override extraRepr(): string {
    return `size=${pythonText(this.size)}`;
  }
}

/** Gives the pieces of `FiveCrop`, then those of the mirrored image. */
export class TenCrop extends Transform<Image, [...Five, ...Five]> {
  readonly size: readonly [height: number, width: number];
  readonly verticalFlip: boolean;

  constructor(size: SizeLike, options?: { verticalFlip?: boolean });
  constructor(size: SizeLike, verticalFlip?: boolean);
  constructor(size: SizeLike, ...rest: unknown[]) {
    super();
    this.size = heightAndWidth(size);
    this.verticalFlip = optionsOf(rest, { verticalFlip: false }).verticalFlip;
  }

  forward(image: Image): [...Five, ...Five] {
    return tenCrop(image, this.size, this.verticalFlip);
  }

  override extraRepr(): string {
    return `size=${pythonText(this.size)}, vertical_flip=${pythonText(this.verticalFlip)}`;
  }
}
