/** Brightness, contrast, colour and hue: PIL's `ImageEnhance`, and torchvision's change of hue on PIL images. */
import { ValueError } from "../errors.ts";
import { convertPixels } from "./convert.ts";
import { allocatePixels, bandCount, MODES, type Pixels } from "./modes.ts";

const float = Math.fround;

/** 0 gives a black image, 1 the same image; more than 1 brightens. */
export function adjustBrightness(pixels: Pixels, factor: number): Pixels {
  return blend(gray(pixels, 0), pixels, factor);
}

/** 0 gives the mean grey everywhere, 1 the same image. */
export function adjustContrast(pixels: Pixels, factor: number): Pixels {
  const { data } = convertPixels(pixels, "L");
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i] as number;
  return blend(gray(pixels, Math.trunc(sum / data.length + 0.5)), pixels, factor);
}

/** 0 gives a grey image, 1 the same image. */
export function adjustSaturation(pixels: Pixels, factor: number): Pixels {
  const intermediate = hasAlpha(pixels) ? "LA" : "L";
  return blend(convertPixels(convertPixels(pixels, intermediate), pixels.mode), pixels, factor);
}

/** 0 gives a smoothed image, 1 the same image; more than 1 sharpens. */
export function adjustSharpness(pixels: Pixels, factor: number): Pixels {
  const smooth = smoothed(pixels);
  if (hasAlpha(pixels)) {
    const bands = bandCount(pixels.mode);
    for (let i = bands - 1; i < smooth.data.length; i += bands) smooth.data[i] = pixels.data[i] as number;
  }
  return blend(smooth, pixels, factor);
}

/** PIL's `ImageFilter.SMOOTH`: the mean of 3 × 3 pixels, the middle one counted five times. The border stays. */
function smoothed(pixels: Pixels): Pixels {
  const { width, height, data } = pixels;
  const bands = bandCount(pixels.mode);
  const row = width * bands;
  const out = data.slice();
  for (let y = 1; y < height - 1; y++) {
    for (let i = y * row + bands; i < (y + 1) * row - bands; i++) {
      let sum = 4 * (data[i] as number);
      for (let at = i - row; at <= i + row; at += row)
        sum += (data[at - bands] as number) + (data[at] as number) + (data[at + bands] as number);
      out[i] = Math.floor(sum / 13 + 0.5);
    }
  }
  return { ...pixels, data: out };
}

/** Turns the circle of hues by `factor` rounds, -0.5 to 0.5. Images without colour stay as they are. */
export function adjustHue(pixels: Pixels, factor: number): Pixels {
  if (!(factor >= -0.5 && factor <= 0.5))
    throw new ValueError(`hue_factor (${factor}) is not in [-0.5, 0.5].`);
  if (["L", "1", "I", "F"].includes(pixels.mode)) return pixels;
  const hsv = convertPixels(pixels, "HSV");
  const data = hsv.data.slice();
  const shift = Math.trunc(factor * 255);
  for (let i = 0; i < data.length; i += 3) data[i] = ((data[i] as number) + shift) & 255;
  return convertPixels({ ...hsv, data }, pixels.mode);
}

const hasAlpha = ({ mode }: Pixels) => mode === "LA" || mode === "RGBA";

/** One grey level everywhere, with the alpha of the image. */
function gray(pixels: Pixels, level: number): Pixels {
  const { mode, width, height } = pixels;
  const bands = bandCount(mode);
  const plain = convertPixels(
    { mode: "L", width, height, data: new Uint8Array(width * height).fill(level) },
    mode,
  );
  // Black ink is the last band of CMYK; `Image.new` leaves it at 0.
  if (mode === "CMYK" && level === 0) return { ...plain, data: allocatePixels(mode, width, height) };
  if (!hasAlpha(pixels)) return plain;
  const data = plain.data.slice();
  for (let i = bands - 1; i < data.length; i += bands) data[i] = pixels.data[i] as number;
  return { ...plain, data };
}

/** `from + factor · (to - from)`, in single precision, cut off; clipped where the factor goes beyond 0 to 1. */
function blend(from: Pixels, to: Pixels, factor: number): Pixels {
  if (MODES[to.mode].type !== "uint8" || to.mode === "1" || to.mode === "P")
    throw new ValueError("image has wrong mode");
  const alpha = float(factor);
  if (alpha === 0) return from;
  if (alpha === 1) return to;
  const { mode, width, height } = to;
  const data = allocatePixels(mode, width, height);
  for (let i = 0; i < data.length; i++) {
    const start = from.data[i] as number;
    const value = float(start + float(alpha * ((to.data[i] as number) - start)));
    data[i] = Math.max(0, Math.min(255, value));
  }
  return { ...to, data };
}
