/**
 * Decodes PNG: every colour type and depth, interlaced or not. `fflate` takes the compressed stream apart; the rest is
 * here, because the pixels have to come out in PIL's modes, errors in PIL's words, and a small file must not be able
 * to claim gigabytes.
 */
import { OSError } from "../../../host/files.ts";
import { allocatePixels, bandCount, type PixelData } from "../../modes.ts";
import type { PngHeader } from "./header.ts";
import { inflateRows } from "./inflate.ts";
import { unfilter } from "./unfilter.ts";
import { unpacker } from "./unpack.ts";

/** A part of the picture that is stored as an image of its own: pixels `x + i · dx`, `y + j · dy`. */
interface Pass {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

const WHOLE: readonly Pass[] = [{ x: 0, y: 0, dx: 1, dy: 1 }];

/** Interlacing by Adam7. */
const ADAM7: readonly Pass[] = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 },
];

/** The pixels `[H, W, bands]` of the file that `header` was read from. */
export function decodePng(bytes: Uint8Array, header: PngHeader): PixelData {
  const { width, height, layout, interlaced, dataAt } = header;
  if (dataAt === null) throw new OSError("cannot load this image");
  const bits = layout.samples * layout.depth;
  const step = (bits + 7) >> 3;
  const passes = (interlaced ? ADAM7 : WHOLE)
    .map((pass) => ({
      ...pass,
      columns: Math.ceil((width - pass.x) / pass.dx),
      rows: Math.ceil((height - pass.y) / pass.dy),
    }))
    .filter(({ columns, rows }) => columns > 0 && rows > 0)
    .map((pass) => ({ ...pass, rowBytes: Math.ceil((pass.columns * bits) / 8) }));
  const stored = inflateRows(
    bytes,
    dataAt,
    passes.reduce((sum, { rows, rowBytes }) => sum + rows * (1 + rowBytes), 0),
  );

  const bands = bandCount(layout.mode);
  const pixels = allocatePixels(layout.mode, width, height);
  const line = allocatePixels(layout.mode, width, 1);
  const unpack = unpacker(layout);
  let at = 0;
  for (const { x, y, dx, dy, columns, rows, rowBytes } of passes) {
    for (let row = 0; row < rows; row++) {
      const kind = stored[at++] as number;
      unfilter(kind, stored, at, rowBytes, step, row === 0 ? -1 : at - rowBytes - 1);
      unpack(stored.subarray(at, at + rowBytes), columns, line);
      scatter(line, columns, bands, pixels, ((y + row * dy) * width + x) * bands, dx * bands);
      at += rowBytes;
    }
  }
  return pixels;
}

/** Puts the pixels of a line at every `step` elements. */
function scatter(
  line: PixelData,
  count: number,
  bands: number,
  pixels: PixelData,
  to: number,
  step: number,
): void {
  if (step === bands) {
    pixels.set(line.subarray(0, count * bands), to);
    return;
  }
  for (let i = 0; i < count; i++) {
    for (let b = 0; b < bands; b++) pixels[to + i * step + b] = line[i * bands + b] as number;
  }
}
