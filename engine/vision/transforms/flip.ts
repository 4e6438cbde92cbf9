/** Mirroring images, by chance. */
import { Image } from "../image.ts";
import { drawUniform } from "../tensors.ts";
import { optionsOf, pythonText, requireImage } from "./arguments.ts";
import { Transform } from "./transform.ts";

/** Left and right exchanged. */
export function hflip(image: Image): Image {
  requireImage(image, "hflip");
  return image.transpose(Image.FLIP_LEFT_RIGHT);
}

/** Upper and lower exchanged. */
export function vflip(image: Image): Image {
  requireImage(image, "vflip");
  return image.transpose(Image.FLIP_TOP_BOTTOM);
}

abstract class RandomFlip extends Transform<Image, Image> {
  /** The chance of being mirrored. */
  readonly p: number;

  constructor(options?: { p?: number });
  constructor(p?: number);
  constructor(...rest: unknown[]) {
    super();
    this.p = optionsOf(rest, { p: 0.5 }).p;
  }

  protected abstract flip(image: Image): Image;

  forward(image: Image): Image {
    requireImage(image, this.constructor.name);
    return drawUniform(0, 1) < this.p ? this.flip(image) : image;
  }

  override extraRepr(): string {
    return `p=${pythonText(this.p)}`;
  }
}

/** Exchanges left and right with the chance `p`. */
export class RandomHorizontalFlip extends RandomFlip {
  protected flip(image: Image): Image {
    return hflip(image);
  }
}

/** Exchanges upper and lower with the chance `p`. */
export class RandomVerticalFlip extends RandomFlip {
  protected flip(image: Image): Image {
    return vflip(image);
  }
}
