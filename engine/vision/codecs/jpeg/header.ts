/** What a JPEG file says before its pixels. Read as PIL reads it: only the segments up to the first scan. */
import { BadHeader, truncatedRead } from "../../errors.ts";
import type { Mode } from "../../modes.ts";
import { isFrame, isRestart, SOI, SOS } from "./markers.ts";

export interface JpegHeader {
  readonly width: number;
  readonly height: number;
  readonly mode: Mode;
}

/** By the number of colour components. */
const MODE_OF: Readonly<Record<number, Mode>> = { 1: "L", 3: "RGB", 4: "CMYK" };

export const isJpeg = (bytes: Uint8Array) => bytes[0] === 0xff && bytes[1] === SOI && bytes[2] === 0xff;

export function readJpegHeader(bytes: Uint8Array): JpegHeader {
  let header: JpegHeader | null = null;
  let position = 2;
  for (;;) {
    position = bytes.indexOf(0xff, position);
    const marker = position < 0 ? undefined : bytes[position + 1];
    if (marker === undefined) throw new BadHeader("no image in it");
    position++;
    if (marker === 0 || marker === 0xff) continue;
    if (marker < 0xc0 || marker === 0xff) throw new BadHeader("no marker found");
    position++;
    if (marker === 0xc8 || isRestart(marker) || marker === SOI || marker === 0xd9) continue;
    if (marker >= 0xf0 && marker <= 0xfd) continue;
    const segment = segmentContent(bytes, position);
    position += 2 + segment.length;
    if (isFrame(marker)) header = frameHeader(segment);
    else if (marker === SOS) {
      if (!header || header.width === 0 || header.height === 0) throw new BadHeader("no frame");
      return header;
    }
  }
}

function segmentContent(bytes: Uint8Array, position: number): Uint8Array {
  if (position + 2 > bytes.length) throw new BadHeader("no segment");
  const length = ((bytes[position] as number) << 8) | (bytes[position + 1] as number);
  const end = position + Math.max(length, 2);
  if (end > bytes.length) throw truncatedRead();
  return bytes.subarray(position + 2, end);
}

function frameHeader(segment: Uint8Array): JpegHeader {
  const mode = MODE_OF[segment[5] ?? 0];
  if (segment.length < 6 || segment[0] !== 8 || !mode) throw new BadHeader("bad frame");
  return {
    width: ((segment[3] as number) << 8) | (segment[4] as number),
    height: ((segment[1] as number) << 8) | (segment[2] as number),
    mode,
  };
}
