/** The changes that automatic augmentation draws from: what each does, and how strong it may become. */
import type { Image } from "../image.ts";
import { roundHalfEven } from "../limits.ts";
import { equallySpaced } from "../tensors.ts";
import { affine } from "./affine.ts";
import { adjustBrightness, adjustContrast, adjustSaturation } from "./color.ts";
import type { Interpolation } from "./interpolation.ts";
import { adjustSharpness, autocontrast, equalize, invert, posterize, solarize } from "./levels.ts";
import type { Fill } from "./pad.ts";
import { rotate } from "./rotation.ts";

/** The greatest magnitudes. */
export interface Strengths {
  /** Pixels moved to the side for each pixel along the other. */
  readonly shear: number;
  /** Pixels, by the length of the side. */
  readonly translate: (length: number) => number;
  /** Degrees. */
  readonly rotate: number;
  /** How far a factor goes from 1: brightness, colour, contrast, sharpness. */
  readonly enhance: number;
  /** Bits taken away. */
  readonly posterize: number;
  /** From which level on an image is solarized, from weak to strong. */
  readonly thresholds: (bins: number) => readonly number[];
}

const levelThresholds = (bins: number) => equallySpaced(255, 0, bins);

/** v2 counts in parts of the largest level. Rounded to single precision, they are not the same levels. */
export const partThresholds = (bins: number) => equallySpaced(1, 0, bins).map((part) => part * 255);

export const MODERATE: Strengths = {
  shear: 0.3,
  translate: (length) => (150 / 331) * length,
  rotate: 30,
  enhance: 0.9,
  posterize: 4,
  thresholds: levelThresholds,
};

export const WIDE: Strengths = {
  shear: 0.99,
  translate: () => 32,
  rotate: 135,
  enhance: 0.99,
  posterize: 6,
  thresholds: levelThresholds,
};

/** How what was outside of the image looks, and what lies between pixels. */
export interface Look {
  readonly interpolation: Interpolation;
  readonly fill: Fill;
}

interface Augmentation {
  /** From weak to strong, `bins` numbers. Null: there is only one strength. */
  readonly magnitudes: ((strengths: Strengths, bins: number, image: Image) => readonly number[]) | null;
  /** May go the other way too. */
  readonly signed: boolean;
  readonly apply: (image: Image, magnitude: number, look: Look) => Image;
}

const atMost = (
  most: (strengths: Strengths, image: Image) => number,
  apply: Augmentation["apply"],
): Augmentation => ({
  magnitudes: (strengths, bins, image) => equallySpaced(0, most(strengths, image), bins),
  signed: true,
  apply,
});

const unchanging = (apply: (image: Image) => Image): Augmentation => ({
  magnitudes: null,
  signed: false,
  apply,
});

const enhanced = (adjust: (image: Image, factor: number) => Image): Augmentation =>
  atMost(
    ({ enhance }) => enhance,
    (image, magnitude) => adjust(image, 1 + magnitude),
  );

const degrees = (slope: number) => Math.atan(slope) * (180 / Math.PI);

/** Sheared about the upper left corner, by pixels for each pixel. */
const sheared = (image: Image, x: number, y: number, look: Look) =>
  affine(image, 0, [0, 0], 1, [degrees(x), degrees(y)], { ...look, center: [0, 0] });

const moved = (image: Image, x: number, y: number, look: Look) =>
  affine(image, 0, [Math.trunc(x), Math.trunc(y)], 1, 0, look);

/** In the order in which torchvision counts them. */
export const AUGMENTATIONS = {
  Identity: unchanging((image) => image),
  ShearX: atMost(
    ({ shear }) => shear,
    (image, x, look) => sheared(image, x, 0, look),
  ),
  ShearY: atMost(
    ({ shear }) => shear,
    (image, y, look) => sheared(image, 0, y, look),
  ),
  TranslateX: atMost(
    ({ translate }, { width }) => translate(width),
    (image, x, look) => moved(image, x, 0, look),
  ),
  TranslateY: atMost(
    ({ translate }, { height }) => translate(height),
    (image, y, look) => moved(image, 0, y, look),
  ),
  Rotate: atMost(
    (strengths) => strengths.rotate,
    (image, angle, look) => rotate(image, angle, look),
  ),
  Brightness: enhanced(adjustBrightness),
  Color: enhanced(adjustSaturation),
  Contrast: enhanced(adjustContrast),
  Sharpness: enhanced(adjustSharpness),
  Posterize: {
    magnitudes: (strengths, bins) => {
      const step = (bins - 1) / strengths.posterize;
      return Array.from({ length: bins }, (_, i) => 8 - roundHalfEven(Math.fround(i / step)));
    },
    signed: false,
    apply: (image, bits) => posterize(image, bits),
  },
  Solarize: {
    magnitudes: ({ thresholds }, bins) => thresholds(bins),
    signed: false,
    apply: (image, threshold) => solarize(image, threshold),
  },
  AutoContrast: unchanging((image) => autocontrast(image)),
  Equalize: unchanging((image) => equalize(image)),
  Invert: unchanging((image) => invert(image)),
} as const satisfies Record<string, Augmentation>;

export type AugmentationName = keyof typeof AUGMENTATIONS;

export const augmentation = (name: AugmentationName): Augmentation => AUGMENTATIONS[name];
