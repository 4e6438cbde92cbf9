/**
 * From the colours a JPEG file stores to those PIL gives. Fixed point with 16 fractional bits and the rounding of
 * libjpeg's `jdcolor.c`, so that each level is the same.
 */

/** Writes `width` pixels at `to` from the lines of the components. */
export type ColorWriter = (
  lines: readonly Uint8Array[],
  width: number,
  out: Uint8ClampedArray,
  to: number,
) => void;

export type ColorSpace = "gray" | "rgb" | "ycc" | "cmyk" | "ycck";

const SCALE = 65536;
const HALF = SCALE / 2;
const fix = (x: number) => Math.round(x * SCALE);

/** What Cr adds to red and Cb to blue, in levels; what both take from green, in fixed point. By level. */
const crToRed = new Int32Array(256);
const cbToBlue = new Int32Array(256);
const crToGreen = new Int32Array(256);
const cbToGreen = new Int32Array(256);
for (let level = 0; level < 256; level++) {
  const x = level - 128;
  crToRed[level] = (fix(1.402) * x + HALF) >> 16;
  cbToBlue[level] = (fix(1.772) * x + HALF) >> 16;
  crToGreen[level] = -fix(0.71414) * x;
  cbToGreen[level] = -fix(0.34414) * x + HALF;
}

export const colorWriters: Readonly<Record<ColorSpace, ColorWriter>> = {
  gray([gray = noLine], width, out, to) {
    out.set(gray.subarray(0, width), to);
  },

  rgb([red = noLine, green = noLine, blue = noLine], width, out, to) {
    for (let x = 0, at = to; x < width; x++, at += 3) {
      out[at] = red[x] as number;
      out[at + 1] = green[x] as number;
      out[at + 2] = blue[x] as number;
    }
  },

  ycc([luma = noLine, blueness = noLine, redness = noLine], width, out, to) {
    for (let x = 0, at = to; x < width; x++, at += 3) {
      const y = luma[x] as number;
      const cb = blueness[x] as number;
      const cr = redness[x] as number;
      out[at] = y + (crToRed[cr] as number);
      out[at + 1] = y + (((cbToGreen[cb] as number) + (crToGreen[cr] as number)) >> 16);
      out[at + 2] = y + (cbToBlue[cb] as number);
    }
  },

  // Adobe's programs store ink inverted, and PIL takes it that every file does.
  cmyk([cyan = noLine, magenta = noLine, yellow = noLine, black = noLine], width, out, to) {
    for (let x = 0, at = to; x < width; x++, at += 4) {
      out[at] = 255 - (cyan[x] as number);
      out[at + 1] = 255 - (magenta[x] as number);
      out[at + 2] = 255 - (yellow[x] as number);
      out[at + 3] = 255 - (black[x] as number);
    }
  },

  // YCCK is CMY, inverted, as YCC. Inverted again by the line above: plain YCC to RGB.
  ycck([luma = noLine, blueness = noLine, redness = noLine, black = noLine], width, out, to) {
    for (let x = 0, at = to; x < width; x++, at += 4) {
      const y = luma[x] as number;
      const cb = blueness[x] as number;
      const cr = redness[x] as number;
      out[at] = y + (crToRed[cr] as number);
      out[at + 1] = y + (((cbToGreen[cb] as number) + (crToGreen[cr] as number)) >> 16);
      out[at + 2] = y + (cbToBlue[cb] as number);
      out[at + 3] = 255 - (black[x] as number);
    }
  },
};

const noLine = new Uint8Array(0);

/** What the components mean, from the segments before the image, by libjpeg's rules. */
export function colorSpace(
  ids: readonly number[],
  hasJfif: boolean,
  adobeTransform: number | null,
): ColorSpace {
  if (ids.length === 1) return "gray";
  if (ids.length === 4) return adobeTransform === null || adobeTransform === 0 ? "cmyk" : "ycck";
  if (hasJfif) return "ycc";
  if (adobeTransform !== null) return adobeTransform === 0 ? "rgb" : "ycc";
  return ids.join() === [..."RGB"].map((letter) => letter.charCodeAt(0)).join() ? "rgb" : "ycc";
}
