/**
 * Modes: what a pixel of an image holds, as PIL names it. The pixels of an image lie row by row in one typed array,
 * the bands of a pixel side by side: `[H, W, bands]` without gaps.
 */

export type PixelData = Uint8Array | Uint16Array | Int32Array | Float32Array;

type ElementType = "uint8" | "uint16" | "int32" | "float32";

interface ModeInfo {
  readonly bands: readonly string[];
  readonly type: ElementType;
  /** The mode that a conversion goes through where there is no direct one. */
  readonly base: "L" | "RGB";
}

/** `1` holds 0 or 255, `P` indices into a palette; `La` and `RGBa` are multiplied by their alpha. */
export const MODES = {
  "1": { bands: ["1"], type: "uint8", base: "L" },
  L: { bands: ["L"], type: "uint8", base: "L" },
  P: { bands: ["P"], type: "uint8", base: "RGB" },
  LA: { bands: ["L", "A"], type: "uint8", base: "L" },
  La: { bands: ["L", "a"], type: "uint8", base: "L" },
  RGB: { bands: ["R", "G", "B"], type: "uint8", base: "RGB" },
  RGBA: { bands: ["R", "G", "B", "A"], type: "uint8", base: "RGB" },
  RGBa: { bands: ["R", "G", "B", "a"], type: "uint8", base: "RGB" },
  CMYK: { bands: ["C", "M", "Y", "K"], type: "uint8", base: "RGB" },
  HSV: { bands: ["H", "S", "V"], type: "uint8", base: "RGB" },
  "I;16": { bands: ["I"], type: "uint16", base: "L" },
  I: { bands: ["I"], type: "int32", base: "L" },
  F: { bands: ["F"], type: "float32", base: "L" },
} as const satisfies Record<string, ModeInfo>;

export type Mode = keyof typeof MODES;

export function isMode(text: string): text is Mode {
  return Object.hasOwn(MODES, text);
}

export function bandCount(mode: Mode): number {
  return MODES[mode].bands.length;
}

/** Zeroed pixels for an image of this mode. */
export function allocatePixels(mode: Mode, width: number, height: number): PixelData {
  return allocateLike(MODES[mode].type, width * height * bandCount(mode));
}

function allocateLike(type: ElementType, length: number): PixelData {
  switch (type) {
    case "uint8":
      return new Uint8Array(length);
    case "uint16":
      return new Uint16Array(length);
    case "int32":
      return new Int32Array(length);
    case "float32":
      return new Float32Array(length);
    default:
      return type satisfies never;
  }
}

/** Decoded pixels: what `Image` keeps and the functions of this folder work on. Nobody writes into `data`. */
export interface Pixels {
  readonly mode: Mode;
  readonly width: number;
  readonly height: number;
  readonly data: PixelData;
  /** For `P`: up to 256 colours, three bytes each. */
  readonly palette?: Uint8Array | undefined;
}
