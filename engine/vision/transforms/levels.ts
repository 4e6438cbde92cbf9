/** Levels changed by tables, sharpness and greyness, each by chance. */
import * as enhance from "../enhance.ts";
import type { Image } from "../image.ts";
import * as levels from "../levels.ts";
import type { Pixels } from "../modes.ts";
import { drawUniform } from "../tensors.ts";
import { floatText, optionsOf, pythonText, requireImage } from "./arguments.ts";
import { toGrayscale } from "./color.ts";
import { Transform } from "./transform.ts";

function changer<Args extends readonly number[]>(
  name: string,
  change: (pixels: Pixels, ...args: Args) => Pixels,
) {
  return (image: Image, ...args: Args): Image => {
    requireImage(image, name);
    return image.derive(image.mode, image.size, (pixels) => change(pixels, ...args));
  };
}

/** Dark and light exchanged. */
export const invert = changer("invert", levels.invert);
/** Only the upper bits of each level are kept. */
export const posterize = changer("posterize", levels.posterize);
/** Levels from a threshold on are inverted. */
export const solarize = changer("solarize", levels.solarize);
/** The darkest level becomes 0 and the lightest 255, in each band. */
export const autocontrast = changer("autocontrast", levels.autocontrast);
/** Levels spread so that each occurs about equally often, in each band. */
export const equalize = changer("equalize", levels.equalize);
/** 0 gives a smoothed image, 1 the same image; more than 1 sharpens. */
export const adjustSharpness = changer("adjustSharpness", enhance.adjustSharpness);

abstract class Chance extends Transform<Image, Image> {
  /** The chance of being changed. */
  readonly p: number;

  constructor(p: number) {
    super();
    this.p = p;
  }

  protected abstract change(image: Image): Image;

  forward(image: Image): Image {
    requireImage(image, this.constructor.name);
    return drawUniform(0, 1) < this.p ? this.change(image) : image;
  }

  override extraRepr(): string {
    return `p=${floatText(this.p)}`;
  }
}

abstract class EvenChance extends Chance {
  constructor(options?: { p?: number });
  constructor(p?: number);
  constructor(...rest: unknown[]) {
    super(optionsOf(rest, { p: 0.5 }).p);
  }
}

/** Makes images grey with the chance `p`, of as many bands as before. */
export class RandomGrayscale extends Chance {
  constructor(options?: { p?: number });
  constructor(p?: number);
  constructor(...rest: unknown[]) {
    super(optionsOf(rest, { p: 0.1 }).p);
  }

  protected change(image: Image): Image {
    return toGrayscale(image, image.getbands().length);
  }
}

/** Exchanges dark and light with the chance `p`. */
export class RandomInvert extends EvenChance {
  protected change(image: Image): Image {
    return invert(image);
  }
}

/** Stretches each band over all levels with the chance `p`. */
export class RandomAutocontrast extends EvenChance {
  protected change(image: Image): Image {
    return autocontrast(image);
  }
}

/** Makes all levels about equally frequent with the chance `p`. */
export class RandomEqualize extends EvenChance {
  protected change(image: Image): Image {
    return equalize(image);
  }
}

/** Keeps only the upper `bits` of each level with the chance `p`. */
export class RandomPosterize extends Chance {
  readonly bits: number;

  constructor(bits: number, options?: { p?: number });
  constructor(bits: number, p?: number);
  constructor(bits: number, ...rest: unknown[]) {
    super(optionsOf(rest, { p: 0.5 }).p);
    this.bits = bits;
  }

  protected change(image: Image): Image {
    return posterize(image, this.bits);
  }

  override extraRepr(): string {
    return `bits=${pythonText(this.bits)},p=${floatText(this.p)}`;
  }
}

/** Inverts levels from `threshold` on with the chance `p`. */
export class RandomSolarize extends Chance {
  readonly threshold: number;

  constructor(threshold: number, options?: { p?: number });
  constructor(threshold: number, p?: number);
  constructor(threshold: number, ...rest: unknown[]) {
    super(optionsOf(rest, { p: 0.5 }).p);
    this.threshold = threshold;
  }

  protected change(image: Image): Image {
    return solarize(image, this.threshold);
  }

  override extraRepr(): string {
    return `threshold=${pythonText(this.threshold)},p=${floatText(this.p)}`;
  }
}

/** Sharpens (a factor above 1) or smoothes images with the chance `p`. */
export class RandomAdjustSharpness extends Chance {
  readonly sharpnessFactor: number;

  constructor(sharpnessFactor: number, options?: { p?: number });
  constructor(sharpnessFactor: number, p?: number);
  constructor(sharpnessFactor: number, ...rest: unknown[]) {
    super(optionsOf(rest, { p: 0.5 }).p);
    this.sharpnessFactor = sharpnessFactor;
  }

  protected change(image: Image): Image {
    return adjustSharpness(image, this.sharpnessFactor);
  }

  override extraRepr(): string {
    return `sharpness_factor=${pythonText(this.sharpnessFactor)},p=${floatText(this.p)}`;
  }
}
