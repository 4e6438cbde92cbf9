/** Applies the steps of `expected.json` (see `generate.py`) to an image of ours. */
import { type Border, type PaddingMode, padConstant, padWithEdge } from "../../../engine/vision/border.ts";
import { fillColor } from "../../../engine/vision/color.ts";
import {
  adjustBrightness,
  adjustContrast,
  adjustHue,
  adjustSaturation,
} from "../../../engine/vision/enhance.ts";
import type { Transpose } from "../../../engine/vision/geometry.ts";
import { Image, type RotateOptions } from "../../../engine/vision/image.ts";
import type { Pixels } from "../../../engine/vision/modes.ts";
import type { Box } from "../../../engine/vision/resample.ts";
import type { Resampling } from "../../../engine/vision/resize.ts";

export type Step =
  | readonly ["convert", string]
  | readonly ["resize", size: readonly number[], filter?: Resampling, box?: Box]
  | readonly ["crop", Box]
  | readonly ["transpose", Transpose]
  | readonly ["rotate", angle: number, RotateOptions]
  | readonly ["pad", border: readonly [number, number, number, number], PaddingMode, fill: readonly number[]]
  | readonly ["brightness" | "contrast" | "saturation" | "hue", factor: number];

const ADJUST = {
  brightness: adjustBrightness,
  contrast: adjustContrast,
  saturation: adjustSaturation,
  hue: adjustHue,
};

export function applySteps(image: Image, steps: readonly Step[]): Image {
  return steps.reduce(applyStep, image);
}

function applyStep(image: Image, step: Step): Image {
  switch (step[0]) {
    case "convert":
      return image.convert(step[1]);
    case "resize":
      return image.resize(step[1], step[2], step[3]);
    case "crop":
      return image.crop(step[1]);
    case "transpose":
      return image.transpose(step[1]);
    case "rotate":
      return image.rotate(step[1], step[2]);
    case "pad":
      return Image.fromPixels(pad(image.load(), step[1], step[2], step[3]));
    default:
      return Image.fromPixels(ADJUST[step[0]](image.load(), step[1]));
  }
}

function pad(
  pixels: Pixels,
  [left, top, right, bottom]: readonly [number, number, number, number],
  mode: PaddingMode,
  fill: readonly number[],
): Pixels {
  const border: Border = { left, top, right, bottom };
  return mode === "constant"
    ? padConstant(pixels, border, fillColor(pixels.mode, fill))
    : padWithEdge(pixels, border, mode);
}
