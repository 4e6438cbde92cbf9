/** Grey images, and brightness, contrast, colour and hue changed by chance. */
import { ValueError } from "../../errors.ts";
import * as enhance from "../enhance.ts";
import type { Image } from "../image.ts";
import { drawPermutation, drawUniform } from "../tensors.ts";
import { floatText, optionsOf, pythonText, requireImage } from "./arguments.ts";
import { Transform } from "./transform.ts";

/** A grey image, with one band or with three equal ones. */
export function toGrayscale(image: Image, numOutputChannels = 1): Image {
  requireImage(image, "Grayscale");
  if (numOutputChannels === 1) return image.convert("L");
  if (numOutputChannels === 3) return image.convert("L").convert("RGB");
  throw new ValueError("num_output_channels should be either 1 or 3");
}

/** Makes images grey. */
export class Grayscale extends Transform<Image, Image> {
  readonly numOutputChannels: number;

  constructor(options?: { numOutputChannels?: 1 | 3 });
  constructor(numOutputChannels?: 1 | 3);
  constructor(...rest: unknown[]) {
    super();
    this.numOutputChannels = optionsOf(rest, { numOutputChannels: 1 }).numOutputChannels;
  }

  forward(image: Image): Image {
    return toGrayscale(image, this.numOutputChannels);
  }

  override extraRepr(): string {
    return `num_output_channels=${this.numOutputChannels}`;
  }
}

function adjuster(name: string, change: typeof enhance.adjustBrightness) {
  return (image: Image, factor: number): Image => {
    requireImage(image, name);
    return image.derive(image.mode, image.size, (pixels) => change(pixels, factor));
  };
}

/** 0 gives a black image, 1 the same image. */
export const adjustBrightness = adjuster("adjustBrightness", enhance.adjustBrightness);
/** 0 gives the mean grey, 1 the same image. */
export const adjustContrast = adjuster("adjustContrast", enhance.adjustContrast);
/** 0 gives a grey image, 1 the same image. */
export const adjustSaturation = adjuster("adjustSaturation", enhance.adjustSaturation);
/** Turns the circle of hues by `factor` rounds, -0.5 to 0.5. */
export const adjustHue = adjuster("adjustHue", enhance.adjustHue);

/** `x` stands for `1 - x` to `1 + x` (for hue `-x` to `x`), an array for itself. */
export type Jitter = number | readonly [min: number, max: number];

type Range = readonly [min: number, max: number];

interface JitterKind {
  readonly name: "brightness" | "contrast" | "saturation" | "hue";
  /** The factor that changes nothing. */
  readonly center: 0 | 1;
  readonly bound: Range;
  readonly adjust: (image: Image, factor: number) => Image;
}

/** In the order in which factors are drawn, and by which the shuffled order counts. */
const KINDS: readonly JitterKind[] = [
  { name: "brightness", center: 1, bound: [0, Infinity], adjust: adjustBrightness },
  { name: "contrast", center: 1, bound: [0, Infinity], adjust: adjustContrast },
  { name: "saturation", center: 1, bound: [0, Infinity], adjust: adjustSaturation },
  { name: "hue", center: 0, bound: [-0.5, 0.5], adjust: adjustHue },
];

export interface ColorJitterOptions {
  brightness?: Jitter;
  contrast?: Jitter;
  saturation?: Jitter;
  hue?: Jitter;
}

/** Changes brightness, contrast, saturation and hue by factors drawn from ranges, in an order drawn each time. */
export class ColorJitter extends Transform<Image, Image> {
  /** Null: left as it is. */
  readonly brightness: Range | null;
  readonly contrast: Range | null;
  readonly saturation: Range | null;
  readonly hue: Range | null;

  constructor(options?: ColorJitterOptions);
  constructor(brightness: Jitter, options?: ColorJitterOptions);
  constructor(brightness: Jitter, contrast: Jitter, saturation?: Jitter, hue?: Jitter);
  constructor(...rest: unknown[]) {
    super();
    const none = {
      brightness: 0 as Jitter,
      contrast: 0 as Jitter,
      saturation: 0 as Jitter,
      hue: 0 as Jitter,
    };
    const options = optionsOf(rest, none);
    const [brightness, contrast, saturation, hue] = KINDS.map((kind) =>
      factorRange(kind, options[kind.name]),
    );
    this.brightness = brightness ?? null;
    this.contrast = contrast ?? null;
    this.saturation = saturation ?? null;
    this.hue = hue ?? null;
  }

  forward(image: Image): Image {
    requireImage(image, "ColorJitter");
    const order = drawPermutation(KINDS.length);
    const factors = KINDS.map(({ name }) => this[name]).map((range) => range && drawUniform(...range));
    return order.reduce((current, i) => {
      const factor = factors[i];
      return typeof factor === "number" ? (KINDS[i] as JitterKind).adjust(current, factor) : current;
    }, image);
  }

  override extraRepr(): string {
    const range = (values: Range | null) =>
      values ? `(${values.map(floatText).join(", ")})` : pythonText(null);
    return KINDS.map(({ name }) => `${name}=${range(this[name])}`).join(", ");
  }
}

function factorRange({ name, center, bound }: JitterKind, value: Jitter): Range | null {
  const range = typeof value === "number" ? [center - value, center + value] : value;
  if (typeof value === "number" && value < 0) {
    throw new ValueError(`If ${name} is a single number, it must be non negative.`);
  }
  if (!Array.isArray(range) || range.length !== 2) {
    throw new TypeError(`${name} should be a single number or a list/tuple with length 2.`);
  }
  const low =
    typeof value === "number" && center === 1 ? Math.max(range[0] as number, 0) : (range[0] as number);
  const high = range[1] as number;
  if (!(bound[0] <= low && low <= high && high <= bound[1])) {
    const limits = name === "hue" ? "(-0.5, 0.5)" : "(0, inf)";
    throw new ValueError(
      `${name} values should be between ${limits}, but got [${floatText(low)}, ${floatText(high)}].`,
    );
  }
  return low === center && high === center ? null : [low, high];
}
