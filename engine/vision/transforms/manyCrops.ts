/** Several pieces of one image: its corners and its middle, and these mirrored. */
import { ValueError } from "../../errors.ts";
import { heightAndWidth, optionsOf, pythonText, type SizeLike } from "./arguments.ts";
import { centerCrop, crop } from "./crop.ts";
import { hflip, vflip } from "./flip.ts";
import { type Picture, type Printed, sidesOf } from "./pictures.ts";
import { Transform } from "./transform.ts";

export type Five<X> = [topLeft: X, topRight: X, bottomLeft: X, bottomRight: X, center: X];

// Called, they keep the type of their argument, which `Transform<In, Out>` can't say.
type FiveBase = abstract new () => (<X extends Picture>(input: X) => Five<X>) & Printed;
type TenBase = abstract new () => (<X extends Picture>(input: X) => [...Five<X>, ...Five<X>]) & Printed;

/** The four corners and the middle. */
export function fiveCrop<X extends Picture>(image: X, size: SizeLike): Five<X> {
  const own = sidesOf(image);
  const [height, width] = heightAndWidth(size);
  if (width > own.width || height > own.height) {
    throw new ValueError(
      `Requested crop size (${height}, ${width}) is bigger than input size (${own.height}, ${own.width})`,
    );
  }
  const [down, right] = [own.height - height, own.width - width];
  return [
    crop(image, 0, 0, height, width),
    crop(image, 0, right, height, width),
    crop(image, down, 0, height, width),
    crop(image, down, right, height, width),
    centerCrop(image, [height, width]),
  ];
}

/** `fiveCrop` of the image, then of the image mirrored left to right or, with `verticalFlip`, upside down. */
export function tenCrop<X extends Picture>(
  image: X,
  size: SizeLike,
  verticalFlip = false,
): [...Five<X>, ...Five<X>] {
  const first = fiveCrop(image, size);
  return [...first, ...fiveCrop(verticalFlip ? vflip(image) : hflip(image), size)];
}

/** Gives the four corners and the middle, each `[height, width]`. */
export class FiveCrop extends (Transform as unknown as FiveBase) {
  readonly size: readonly [height: number, width: number];

  constructor(size: SizeLike) {
    super();
    this.size = heightAndWidth(size);
  }

  forward<X extends Picture>(image: X): Five<X> {
    return fiveCrop(image, this.size);
  }

  override extraRepr(): string {
    return `size=${pythonText(this.size)}`;
  }
}

/** Gives the pieces of `FiveCrop`, then those of the mirrored image. */
export class TenCrop extends (Transform as unknown as TenBase) {
  readonly size: readonly [height: number, width: number];
  readonly verticalFlip: boolean;

  constructor(size: SizeLike, options?: { verticalFlip?: boolean });
  constructor(size: SizeLike, verticalFlip?: boolean);
  constructor(size: SizeLike, ...rest: unknown[]) {
    super();
    this.size = heightAndWidth(size);
    this.verticalFlip = optionsOf(rest, { verticalFlip: false }).verticalFlip;
  }

  forward<X extends Picture>(image: X): [...Five<X>, ...Five<X>] {
    return tenCrop(image, this.size, this.verticalFlip);
  }

  override extraRepr(): string {
    return `size=${pythonText(this.size)}, vertical_flip=${pythonText(this.verticalFlip)}`;
  }
}
