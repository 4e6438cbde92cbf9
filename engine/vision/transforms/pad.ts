/** A border around images. */
import { ValueError } from "../../errors.ts";
import { type Border, PADDING_MODES, type PaddingMode, padConstant, padWithEdge } from "../border.ts";
import { fillColor } from "../color.ts";
import { bandCount, type Mode } from "../modes.ts";
import { Tensor } from "../tensors.ts";
import { optionsOf, pythonText } from "./arguments.ts";
import { type Picture, PictureTransform, padPictureTensor, sidesOf } from "./pictures.ts";

/** One width for all sides, `[left and right, top and bottom]`, or `[left, top, right, bottom]`. */
export type Padding = number | readonly number[];

/** One number for all bands, or one for each. */
export type Fill = number | readonly number[];

export interface PadOptions {
  fill?: Fill;
  /** `constant`, or made of the image: `edge`, `reflect` (the last pixel once), `symmetric` (twice). */
  paddingMode?: PaddingMode;
}

/** The image or image tensor with a border. Negative widths cut off. */
export function pad<X extends Picture>(
  picture: X,
  padding: Padding,
  fill?: Fill,
  paddingMode?: PaddingMode,
): X;
export function pad(
  image: Picture,
  padding: Padding,
  fill: Fill = 0,
  paddingMode: PaddingMode = "constant",
): Picture {
  sidesOf(image);
  checkPadding(padding, fill, paddingMode);
  const border = borderOf(padding);
  if (image instanceof Tensor)
    return padPictureTensor(image, border, typeof fill === "number" ? [fill] : fill, paddingMode);
  const size = [image.width + border.left + border.right, image.height + border.top + border.bottom] as const;
  if (paddingMode === "constant") {
    const levels = fillLevels(image.mode, fill);
    return image.derive(image.mode, size, (pixels) => padConstant(pixels, border, levels));
  }
  return image.derive(image.mode, size, (pixels) => padWithEdge(pixels, border, paddingMode));
}

/** The levels of all bands: one number goes to each of them. */
export function fillLevels(mode: Mode, fill: Fill): readonly number[] {
  const bands = bandCount(mode);
  const levels = typeof fill === "number" ? [fill] : fill;
  const each = levels.length === 1 ? new Array<number>(bands).fill(levels[0] as number) : levels;
  if (each.length !== bands) {
    throw new ValueError(
      `The number of elements in 'fill' does not match the number of channels of the image (${each.length} != ${bands})`,
    );
  }
  return fillColor(mode, mode === "F" ? each : each.map(Math.trunc));
}

function borderOf(padding: Padding): Border {
  const [left = 0, top = left, right = left, bottom = top] =
    typeof padding === "number" ? [padding] : padding;
  return { left, top, right, bottom };
}

function checkPadding(padding: unknown, fill: unknown, paddingMode: PaddingMode): void {
  const isNumbers = (value: unknown): value is Padding => typeof value === "number" || Array.isArray(value);
  if (!isNumbers(padding)) throw new TypeError("Got inappropriate padding arg");
  if (!isNumbers(fill)) throw new TypeError("Got inappropriate fill arg");
  if (!PADDING_MODES.includes(paddingMode)) {
    throw new ValueError("Padding mode should be either constant, edge, reflect or symmetric");
  }
  if (typeof padding !== "number" && ![1, 2, 4].includes(padding.length)) {
    throw new ValueError(
      `Padding must be an int or a 1, 2, or 4 element tuple, not a ${padding.length} element tuple`,
    );
  }
}

/** Puts a border around images and image tensors `[..., C, H, W]`. */
export class Pad extends PictureTransform {
  readonly padding: Padding;
  readonly fill: Fill;
  readonly paddingMode: PaddingMode;

  constructor(padding: Padding, options?: PadOptions);
  constructor(padding: Padding, fill: Fill, options?: PadOptions);
  constructor(padding: Padding, fill: Fill, paddingMode: PaddingMode);
  constructor(padding: Padding, ...rest: unknown[]) {
    super();
    const { fill, paddingMode } = optionsOf(rest, {
      fill: 0 as Fill,
      paddingMode: "constant" as PaddingMode,
    });
    checkPadding(padding, fill, paddingMode);
    this.padding = padding;
    this.fill = fill;
    this.paddingMode = paddingMode;
  }

  forward<X extends Picture>(picture: X): X {
    return pad(picture, this.padding, this.fill, this.paddingMode);
  }

  override extraRepr(): string {
    return `padding=${pythonText(this.padding)}, fill=${pythonText(this.fill)}, padding_mode=${this.paddingMode}`;
  }
}
