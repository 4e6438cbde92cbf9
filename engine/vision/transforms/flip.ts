/** Mirroring images, by chance. */
import { Image } from "../image.ts";
import { drawUniform, Tensor } from "../tensors.ts";
import { optionsOf, pythonText } from "./arguments.ts";
import { type Picture, PictureTransform, sidesOf, step } from "./pictures.ts";

/** Left and right exchanged. */
export function hflip<X extends Picture>(picture: X): X;
export function hflip(picture: Picture): Picture {
  sidesOf(picture);
  return picture instanceof Tensor
    ? step("hflip", picture, () => picture.flip(-1))
    : picture.transpose(Image.FLIP_LEFT_RIGHT);
}

/** Upper and lower exchanged. */
export function vflip<X extends Picture>(picture: X): X;
export function vflip(picture: Picture): Picture {
  sidesOf(picture);
  return picture instanceof Tensor
    ? step("vflip", picture, () => picture.flip(-2))
    : picture.transpose(Image.FLIP_TOP_BOTTOM);
}

abstract class RandomFlip extends PictureTransform {
  /** The chance of being mirrored. */
  readonly p: number;

  constructor(options?: { p?: number });
  constructor(p?: number);
  constructor(...rest: unknown[]) {
    super();
    this.p = optionsOf(rest, { p: 0.5 }).p;
  }

  protected abstract flip<X extends Picture>(picture: X): X;

  forward<X extends Picture>(picture: X): X {
    sidesOf(picture);
    return drawUniform(0, 1) < this.p ? this.flip(picture) : picture;
  }

  override extraRepr(): string {
    return `p=${pythonText(this.p)}`;
  }
}

/** Exchanges left and right with the chance `p`. */
export class RandomHorizontalFlip extends RandomFlip {
  protected flip<X extends Picture>(picture: X): X {
    return hflip(picture);
  }
}

/** Exchanges upper and lower with the chance `p`. */
export class RandomVerticalFlip extends RandomFlip {
  protected flip<X extends Picture>(picture: X): X {
    return vflip(picture);
  }
}
