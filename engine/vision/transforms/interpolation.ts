/** How new pixels are made from old ones: torchvision's names, PIL's numbers. */
import { RESAMPLING, type Resampling } from "../resize.ts";

/** torchvision's `InterpolationMode`. */
export const InterpolationMode = {
  NEAREST: "nearest",
  NEAREST_EXACT: "nearest-exact",
  BILINEAR: "bilinear",
  BICUBIC: "bicubic",
  BOX: "box",
  HAMMING: "hamming",
  LANCZOS: "lanczos",
} as const;

export type InterpolationMode = (typeof InterpolationMode)[keyof typeof InterpolationMode];

/** A name, or PIL's constant: `Image.BILINEAR`. */
export type Interpolation = InterpolationMode | Resampling;

const RESAMPLING_OF: Readonly<Record<InterpolationMode, Resampling>> = {
  nearest: RESAMPLING.NEAREST,
  "nearest-exact": RESAMPLING.NEAREST,
  bilinear: RESAMPLING.BILINEAR,
  bicubic: RESAMPLING.BICUBIC,
  box: RESAMPLING.BOX,
  hamming: RESAMPLING.HAMMING,
  lanczos: RESAMPLING.LANCZOS,
};

const NAME_OF: Readonly<Record<Resampling, InterpolationMode>> = {
  0: "nearest",
  1: "lanczos",
  2: "bilinear",
  3: "bicubic",
  4: "box",
  5: "hamming",
};

export function interpolationName(interpolation: Interpolation): InterpolationMode {
  const name = typeof interpolation === "number" ? NAME_OF[interpolation] : interpolation;
  if (name === undefined || !(name in RESAMPLING_OF)) {
    throw new TypeError(
      "Argument interpolation should be a InterpolationMode or a corresponding Pillow integer constant",
    );
  }
  return name;
}

export function resamplingOf(interpolation: Interpolation): Resampling {
  return RESAMPLING_OF[interpolationName(interpolation)];
}

/** `InterpolationMode.BILINEAR`, as Python prints the member of the enumeration. */
export function enumText(mode: InterpolationMode): string {
  return `InterpolationMode.${mode.toUpperCase().replace("-", "_")}`;
}
