/** Images augmented by changes drawn from a table: TrivialAugment, RandAugment, and AutoAugment's learned policies. */
import { IndexError, ValueError } from "../../errors.ts";
import type { Image } from "../image.ts";
import { drawInteger, drawUniform } from "../tensors.ts";
import { optionsOf, pythonText, requireImage } from "./arguments.ts";
import {
  AUGMENTATIONS,
  type AugmentationName,
  augmentation,
  MODERATE,
  type Strengths,
  WIDE,
} from "./augmentations.ts";
import { enumText, type Interpolation, type InterpolationMode, interpolationName } from "./interpolation.ts";
import type { Fill } from "./pad.ts";
import { POLICIES } from "./policies.ts";
import { Transform } from "./transform.ts";

export interface AugmentOptions {
  /** `nearest`, `bilinear` or `bicubic`. */
  interpolation?: Interpolation;
  /** The levels of what was outside of the image; null: 0. */
  fill?: Fill | null;
}

/** All but `Invert`, which only the learned policies know. */
const DRAWN = (Object.keys(AUGMENTATIONS) as AugmentationName[]).filter((name) => name !== "Invert");

/** What the three have in common. */
export abstract class Augment extends Transform<Image, Image> {
  readonly interpolation: InterpolationMode;
  readonly fill: Fill | null;

  constructor({ interpolation, fill }: Required<AugmentOptions>) {
    super();
    this.interpolation = interpolationName(interpolation);
    this.fill = fill;
  }

  /** Whether a change that has two directions goes the other way. */
  protected drawNegative(): boolean {
    return drawInteger(2) === 1;
  }

  /** By how much the changes differ at most. */
  protected strengths(): Strengths {
    return MODERATE;
  }

  protected change(
    image: Image,
    name: AugmentationName,
    bins: number,
    chooseBin: () => number,
    drawNegative = () => this.drawNegative(),
  ): Image {
    const { magnitudes, signed, apply } = augmentation(name);
    const look = { interpolation: this.interpolation, fill: this.fill ?? 0 };
    if (magnitudes === null) return apply(image, 0, look);
    const magnitude = elementAt(magnitudes(this.strengths(), bins, image), chooseBin());
    return apply(image, signed && drawNegative() ? -magnitude : magnitude, look);
  }
}

function elementAt(values: readonly number[], index: number): number {
  const value = values.at(index);
  if (value !== undefined) return value;
  throw new IndexError(`index ${index} is out of bounds for dimension 0 with size ${values.length}`);
}

/** `interpolation=InterpolationMode.NEAREST, fill=None` */
const lookText = ({ interpolation, fill }: Augment): string =>
  `interpolation=${enumText(interpolation)}, fill=${pythonText(fill)}`;

export interface TrivialAugmentWideOptions extends AugmentOptions {
  numMagnitudeBins?: number;
}

/** Makes one change of any strength to each image: nothing to tune. For images of modes `L` and `RGB`. */
export class TrivialAugmentWide extends Augment {
  readonly numMagnitudeBins: number;

  constructor(options?: TrivialAugmentWideOptions);
  constructor(numMagnitudeBins: number, options?: AugmentOptions);
  constructor(...rest: unknown[]) {
    const options = optionsOf<Required<TrivialAugmentWideOptions>>(rest, {
      numMagnitudeBins: 31,
      interpolation: "nearest",
      fill: null,
    });
    super(options);
    this.numMagnitudeBins = options.numMagnitudeBins;
  }

  protected override strengths(): Strengths {
    return WIDE;
  }

  forward(image: Image): Image {
    requireImage(image, "TrivialAugmentWide");
    const name = DRAWN[drawInteger(DRAWN.length)] as AugmentationName;
    const bins = this.numMagnitudeBins;
    return this.change(image, name, bins, () => drawInteger(bins));
  }

  override extraRepr(): string {
    return `num_magnitude_bins=${this.numMagnitudeBins}, ${lookText(this)}`;
  }
}

export interface RandAugmentOptions extends AugmentOptions {
  /** Changes made one after the other. */
  numOps?: number;
  /** Their strength, as a whole number below `numMagnitudeBins`. */
  magnitude?: number;
  numMagnitudeBins?: number;
}

/** Makes `numOps` changes, all of the same strength, to each image. For images of modes `L` and `RGB`. */
export class RandAugment extends Augment {
  readonly numOps: number;
  readonly magnitude: number;
  readonly numMagnitudeBins: number;

  constructor(options?: RandAugmentOptions);
  constructor(numOps: number, options?: RandAugmentOptions);
  constructor(numOps: number, magnitude: number, options?: RandAugmentOptions);
  constructor(numOps: number, magnitude: number, numMagnitudeBins: number, options?: AugmentOptions);
  constructor(...rest: unknown[]) {
    const options = optionsOf<Required<RandAugmentOptions>>(rest, {
      numOps: 2,
      magnitude: 9,
      numMagnitudeBins: 31,
      interpolation: "nearest",
      fill: null,
    });
    super(options);
    this.numOps = options.numOps;
    this.magnitude = options.magnitude;
    this.numMagnitudeBins = options.numMagnitudeBins;
  }

  forward(image: Image): Image {
    requireImage(image, "RandAugment");
    let current = image;
    for (let i = 0; i < this.numOps; i++) {
      const name = DRAWN[drawInteger(DRAWN.length)] as AugmentationName;
      current = this.change(current, name, this.numMagnitudeBins, () => this.magnitude);
    }
    return current;
  }

  override extraRepr(): string {
    const { numOps, magnitude, numMagnitudeBins } = this;
    return `num_ops=${numOps}, magnitude=${magnitude}, num_magnitude_bins=${numMagnitudeBins}, ${lookText(this)}`;
  }
}

/** The data sets that policies were learned on. */
export const AutoAugmentPolicy = { IMAGENET: "imagenet", CIFAR10: "cifar10", SVHN: "svhn" } as const;

export type AutoAugmentPolicy = (typeof AutoAugmentPolicy)[keyof typeof AutoAugmentPolicy];

export interface AutoAugmentOptions extends AugmentOptions {
  policy?: AutoAugmentPolicy;
}

/** The draws for the two changes of a row: whether each is made, and whether it goes the other way. */
export interface PairDraws {
  readonly made: (which: 0 | 1, p: number) => boolean;
  readonly negative: (which: 0 | 1) => boolean;
}

/** Makes up to two changes, which go together in a learned policy, to each image. For images of modes `L` and `RGB`. */
export class AutoAugment extends Augment {
  readonly policy: AutoAugmentPolicy;

  constructor(options?: AutoAugmentOptions);
  constructor(policy: AutoAugmentPolicy, options?: AugmentOptions);
  constructor(...rest: unknown[]) {
    const options = optionsOf<Required<AutoAugmentOptions>>(rest, {
      policy: AutoAugmentPolicy.IMAGENET,
      interpolation: "nearest",
      fill: null,
    });
    super(options);
    if (!Object.hasOwn(POLICIES, options.policy))
      throw new ValueError(`The provided policy ${options.policy} is not recognized.`);
    this.policy = options.policy;
  }

  /** All drawn before the first change, needed or not. */
  protected drawPair(): PairDraws {
    const chances = [drawUniform(0, 1), drawUniform(0, 1)] as const;
    const signs = [drawInteger(2), drawInteger(2)] as const;
    return {
      made: (which, p) => chances[which] <= Math.fround(p),
      negative: (which) => signs[which] === 0,
    };
  }

  forward(image: Image): Image {
    requireImage(image, "AutoAugment");
    const policy = POLICIES[this.policy];
    const row = policy[drawInteger(policy.length)] as (typeof policy)[number];
    const draws = this.drawPair();
    let current = image;
    for (const which of [0, 1] as const) {
      const [name, p, magnitude] = which === 0 ? [row[0], row[1], row[2]] : [row[3], row[4], row[5]];
      if (draws.made(which, p))
        current = this.change(
          current,
          name,
          10,
          () => magnitude ?? 0,
          () => draws.negative(which),
        );
    }
    return current;
  }

  override extraRepr(): string {
    return `policy=${policyText(this.policy)}, fill=${pythonText(this.fill)}`;
  }
}

export const policyText = (policy: AutoAugmentPolicy): string =>
  `AutoAugmentPolicy.${Object.entries(AutoAugmentPolicy).find(([, value]) => value === policy)?.[0]}`;
