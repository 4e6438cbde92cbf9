/**
 * From one mode to another, level for level as PIL's `Convert.c`. A table of direct conversions; the rest goes
 * through `L` or `RGB`.
 */
import { ValueError } from "../errors.ts";
import { hsvToRgb, rgbToHsv } from "./hsv.ts";
import { allocatePixels, MODES, type Mode, type PixelData, type Pixels } from "./modes.ts";

/** Fills `out` with `count` pixels made from those of `from`. */
type Converter = (from: PixelData, out: PixelData, count: number, width: number) => void;

/** Grey of a colour: ITU-R 601-2 luma, in fixed point with 16 fractional bits. */
function luma(r: number, g: number, b: number): number {
  return (r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16;
}

/** a · b / 255, rounded, for levels. */
function multiplyLevels(a: number, b: number): number {
  const t = a * b + 128;
  return ((t >> 8) + t) >> 8;
}

const clip = (value: number, max: number) => (value <= 0 ? 0 : value >= max ? max : Math.trunc(value));

const copy: Converter = (from, out) => out.set(from);

/** Grey to several bands: `colors` copies of it, then full alpha if asked for. */
function spread(colors: number, alpha: boolean): Converter {
  const step = colors + (alpha ? 1 : 0);
  return (from, out, count) => {
    for (let i = 0, at = 0; i < count; i++, at += step) {
      const level = from[i] as number;
      for (let c = 0; c < colors; c++) out[at + c] = level;
      if (alpha) out[at + colors] = 255;
    }
  };
}

/** Colour to grey; `step` bands a pixel, alpha kept, made or left out. */
function toGray(step: 3 | 4, alpha: "keep" | "full" | "none"): Converter {
  const outStep = alpha === "none" ? 1 : 2;
  return (from, out, count) => {
    for (let i = 0, at = 0, to = 0; i < count; i++, at += step, to += outStep) {
      out[to] = luma(from[at] as number, from[at + 1] as number, from[at + 2] as number);
      if (alpha !== "none") out[to + 1] = alpha === "keep" ? (from[at + 3] as number) : 255;
    }
  };
}

/** Multiplies (`premultiply`) or divides the colours by the last band. */
function scaleByAlpha(bands: 2 | 4, premultiply: boolean): Converter {
  return (from, out, count) => {
    for (let i = 0, at = 0; i < count; i++, at += bands) {
      const alpha = from[at + bands - 1] as number;
      for (let b = at; b < at + bands - 1; b++) {
        const level = from[b] as number;
        if (premultiply) out[b] = multiplyLevels(level, alpha);
        else out[b] = alpha === 255 || alpha === 0 ? level : clip((255 * level) / alpha, 255);
      }
      out[at + bands - 1] = alpha;
    }
  };
}

/** Black and white by error diffusion (Floyd and Steinberg). */
function dither(step: 1 | 3): Converter {
  return (from, out, count, width) => {
    const errors = new Int32Array(width + 1);
    for (let row = 0; row < count; row += width) {
      let carry = 0;
      let below = 0;
      let belowNext = 0;
      for (let x = 0; x < width; x++) {
        const at = (row + x) * step;
        const level =
          step === 1
            ? (from[at] as number)
            : Math.trunc(
                ((from[at] as number) * 299 +
                  (from[at + 1] as number) * 587 +
                  (from[at + 2] as number) * 114) /
                  1000,
              );
        const wanted = clip(level + Math.trunc((carry + (errors[x + 1] as number)) / 16), 255);
        const got = wanted > 128 ? 255 : 0;
        out[row + x] = got;
        const error = wanted - got;
        errors[x] = 3 * error + below;
        below = 5 * error + belowNext;
        belowNext = error;
        carry = 7 * error;
      }
      errors[width] = below;
    }
  };
}

/** Black and white by the middle grey: how the colours of a palette become so. */
const threshold: Converter = (from, out, count) => {
  for (let i = 0, at = 0; i < count; i++, at += 4) {
    const sum = (from[at] as number) * 299 + (from[at + 1] as number) * 587 + (from[at + 2] as number) * 114;
    out[i] = sum >= 128000 ? 255 : 0;
  }
};

/** One number for one number. */
function each(fn: (value: number) => number): Converter {
  return (from, out, count) => {
    for (let i = 0; i < count; i++) out[i] = fn(from[i] as number);
  };
}

const DIRECT: Readonly<Record<string, Converter>> = {
  "1>L": each((v) => (v === 0 ? 0 : 255)),
  "L>1": dither(1),
  "L>LA": spread(1, true),
  "L>RGB": spread(3, false),
  "L>RGBA": spread(3, true),
  "L>I": copy,
  "L>F": copy,
  "L>I;16": copy,
  "L>HSV": (from, out, count) => {
    for (let i = 0; i < count; i++) out[3 * i + 2] = from[i] as number;
  },
  "L>CMYK": (from, out, count) => {
    for (let i = 0; i < count; i++) out[4 * i + 3] = 255 - (from[i] as number);
  },
  "LA>L": (from, out, count) => {
    for (let i = 0; i < count; i++) out[i] = from[2 * i] as number;
  },
  "LA>RGBA": (from, out, count) => {
    for (let i = 0; i < count; i++) {
      out.fill(from[2 * i] as number, 4 * i, 4 * i + 3);
      out[4 * i + 3] = from[2 * i + 1] as number;
    }
  },
  "LA>La": scaleByAlpha(2, true),
  "La>LA": scaleByAlpha(2, false),
  "I>L": each((v) => clip(v, 255)),
  "I>F": copy,
  "I>I;16": each((v) => clip(v, 65535)),
  "F>L": each((v) => clip(v, 255)),
  "F>I": each((v) => Math.trunc(v)),
  "I;16>L": each((v) => Math.min(v, 255)),
  "I;16>I": copy,
  "I;16>F": copy,
  "RGB>1": dither(3),
  "RGB>L": toGray(3, "none"),
  "RGB>LA": toGray(3, "full"),
  "RGB>F": (from, out, count) => {
    for (let i = 0, at = 0; i < count; i++, at += 3) {
      out[i] =
        ((from[at] as number) * 299 + (from[at + 1] as number) * 587 + (from[at + 2] as number) * 114) / 1000;
    }
  },
  "RGB>RGBA": (from, out, count) => {
    for (let i = 0, at = 0, to = 0; i < count; i++, at += 3, to += 4) {
      out[to] = from[at] as number;
      out[to + 1] = from[at + 1] as number;
      out[to + 2] = from[at + 2] as number;
      out[to + 3] = 255;
    }
  },
  "RGB>CMYK": (from, out, count) => {
    for (let i = 0, at = 0, to = 0; i < count; i++, at += 3, to += 4) {
      for (let c = 0; c < 3; c++) out[to + c] = 255 - (from[at + c] as number);
    }
  },
  "RGB>HSV": rgbToHsv,
  "HSV>RGB": hsvToRgb,
  "RGBA>L": toGray(4, "none"),
  "RGBA>LA": toGray(4, "keep"),
  "RGBA>RGB": (from, out, count) => {
    for (let i = 0, at = 0, to = 0; i < count; i++, at += 4, to += 3) {
      out[to] = from[at] as number;
      out[to + 1] = from[at + 1] as number;
      out[to + 2] = from[at + 2] as number;
    }
  },
  "RGBA>RGBa": scaleByAlpha(4, true),
  "RGBa>RGBA": scaleByAlpha(4, false),
  "CMYK>RGB": (from, out, count) => {
    for (let i = 0, at = 0, to = 0; i < count; i++, at += 4, to += 3) {
      const light = 255 - (from[at + 3] as number);
      for (let c = 0; c < 3; c++) out[to + c] = light - multiplyLevels(from[at + c] as number, light);
    }
  },
};

/** The modes to go through, the source left out. Throws where there is no way. */
function route(from: Mode, to: Mode): Mode[] {
  if (DIRECT[`${from}>${to}`]) return [to];
  const { base } = MODES[from];
  const via = base === from ? "L" : base;
  if (via !== from && DIRECT[`${via}>${to}`]) return [via, to];
  if (via === "RGB" && DIRECT[`L>${to}`]) return ["RGB", "L", to];
  throw new ValueError(`conversion from ${from} to ${to} not supported`);
}

/** Whether there is a way at all; throws `conversion from … to … not supported`. */
export function checkConversion(from: Mode, to: Mode): void {
  if (from === to) return;
  const start = from === "P" ? "RGBA" : from;
  if (start !== to) route(start, to);
}

/** The image in another mode. A palette's colours have the alphas given for them, 255 where none are. */
export function convertPixels(pixels: Pixels, to: Mode, alphas?: Uint8Array): Pixels {
  if (pixels.mode === to) return pixels;
  let current = pixels.mode === "P" ? throughPalette(pixels, alphas) : pixels;
  if (current.mode === to) return current;
  const { width, height } = pixels;
  if (pixels.mode === "P" && to === "1") {
    const data = allocatePixels(to, width, height);
    threshold(current.data, data, width * height, width);
    return { mode: to, width, height, data };
  }
  for (const mode of route(current.mode, to)) {
    const data = allocatePixels(mode, width, height);
    (DIRECT[`${current.mode}>${mode}`] as Converter)(current.data, data, width * height, width);
    current = { mode, width, height, data };
  }
  return current;
}

/** Replaces palette indices by colours, RGBA. Colours that the palette does not have are black. */
function throughPalette({ width, height, data, palette }: Pixels, alphas?: Uint8Array): Pixels {
  const colors = new Uint8Array(1024);
  for (let i = 0; i < 256; i++) {
    for (let c = 0; c < 3; c++) colors[4 * i + c] = palette?.[3 * i + c] ?? 0;
    colors[4 * i + 3] = alphas?.[i] ?? 255;
  }
  const words = new Uint32Array(colors.buffer);
  const out = new Uint8Array(width * height * 4);
  const outWords = new Uint32Array(out.buffer);
  for (let i = 0; i < outWords.length; i++) outWords[i] = words[data[i] as number] as number;
  return { mode: "RGBA", width, height, data: out };
}
