/** From the bytes of a PNG row to the pixels of PIL's modes. */
import type { PixelData } from "../../modes.ts";
import type { SampleLayout } from "./header.ts";

/** Writes `count` pixels from the row's bytes to `pixels`, from its start. */
export type Unpacker = (row: Uint8Array, count: number, pixels: PixelData) => void;

export function unpacker({ mode, samples, depth }: SampleLayout): Unpacker {
  switch (depth) {
    case 8:
      return (row, count, pixels) => pixels.set(row.subarray(0, count * samples));
    case 16:
      if (mode === "I;16") return unpackWords;
      return samples === 2
        ? unpackGrayAlpha
        : (row, count, pixels) => unpackHighBytes(row, count * samples, pixels);
    default:
      return unpackBits(depth, mode === "P" ? 1 : 255 / ((1 << depth) - 1));
  }
}

/** Samples of 1, 2 or 4 bits, the first in the highest bits; grey levels are spread over 0 to 255. */
function unpackBits(depth: 1 | 2 | 4, scale: number): Unpacker {
  const mask = (1 << depth) - 1;
  return (row, count, pixels) => {
    for (let i = 0; i < count; i++) {
      const bit = i * depth;
      pixels[i] = (((row[bit >> 3] as number) >> (8 - depth - (bit & 7))) & mask) * scale;
    }
  };
}

function unpackWords(row: Uint8Array, count: number, pixels: PixelData): void {
  for (let i = 0; i < count; i++) pixels[i] = ((row[2 * i] as number) << 8) | (row[2 * i + 1] as number);
}

function unpackHighBytes(row: Uint8Array, count: number, pixels: PixelData): void {
  for (let i = 0; i < count; i++) pixels[i] = row[2 * i] as number;
}

/** 16-bit grey with alpha becomes RGBA: PIL has no such grey. */
function unpackGrayAlpha(row: Uint8Array, count: number, pixels: PixelData): void {
  for (let i = 0; i < count; i++) {
    pixels.fill(row[4 * i] as number, 4 * i, 4 * i + 3);
    pixels[4 * i + 3] = row[4 * i + 2] as number;
  }
}
