/** What a PNG file says before its pixels: size, kind of pixels, palette, transparency. */
import { BadHeader, truncatedRead } from "../../errors.ts";
import type { Mode } from "../../modes.ts";
import { chunkAt, readUint32, SIGNATURE } from "./chunks.ts";

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly layout: SampleLayout;
  readonly interlaced: boolean;
  /** Three bytes for each colour. */
  readonly palette: Uint8Array | null;
  /** As PIL's `info["transparency"]`: a palette index, the alphas of a palette, a level or a colour. */
  readonly transparency: number | readonly number[] | Uint8Array | null;
  /** Where the first IDAT chunk stands; null where there is none. */
  readonly dataAt: number | null;
}

/** How the samples of a pixel are stored, and the mode that PIL makes of them. */
export interface SampleLayout {
  readonly mode: Mode;
  /** Samples of a pixel in the file. */
  readonly samples: number;
  /** Bits of a sample. */
  readonly depth: 1 | 2 | 4 | 8 | 16;
}

/** By colour type, then bit depth. 16-bit colours lose their lower byte, as in PIL. */
const LAYOUTS: Readonly<Record<number, readonly SampleLayout[]>> = {
  0: [
    { mode: "1", samples: 1, depth: 1 },
    { mode: "L", samples: 1, depth: 2 },
    { mode: "L", samples: 1, depth: 4 },
    { mode: "L", samples: 1, depth: 8 },
    { mode: "I;16", samples: 1, depth: 16 },
  ],
  2: [
    { mode: "RGB", samples: 3, depth: 8 },
    { mode: "RGB", samples: 3, depth: 16 },
  ],
  3: [
    { mode: "P", samples: 1, depth: 1 },
    { mode: "P", samples: 1, depth: 2 },
    { mode: "P", samples: 1, depth: 4 },
    { mode: "P", samples: 1, depth: 8 },
  ],
  4: [
    { mode: "LA", samples: 2, depth: 8 },
    { mode: "RGBA", samples: 2, depth: 16 },
  ],
  6: [
    { mode: "RGBA", samples: 4, depth: 8 },
    { mode: "RGBA", samples: 4, depth: 16 },
  ],
};

export const isPng = (bytes: Uint8Array) => SIGNATURE.every((byte, i) => bytes[i] === byte);

export function readPngHeader(bytes: Uint8Array): PngHeader {
  let position: number = SIGNATURE.length;
  let start: { width: number; height: number; layout: SampleLayout; interlaced: boolean } | null = null;
  let palette: Uint8Array | null = null;
  let transparency: PngHeader["transparency"] = null;
  for (;;) {
    const chunk = chunkAt(bytes, position);
    if (!chunk) throw new BadHeader("no chunk");
    const { type, data } = chunk;
    if (type === "IDAT" || type === "IEND") {
      if (!start) throw new BadHeader("no IHDR");
      return { ...start, palette, transparency, dataAt: type === "IDAT" ? position : null };
    }
    if (!chunk.complete) throw truncatedRead();
    if (!chunk.intact) throw new BadHeader(`bad checksum in ${type}`);
    if (type === "IHDR") start = imageHeader(data);
    else if (type === "PLTE" && start?.layout.mode === "P") palette = data;
    else if (type === "tRNS" && start) transparency = transparencyOf(start.layout.mode, data);
    position = chunk.next;
  }
}

function imageHeader(data: Uint8Array) {
  const [width, height] = [readUint32(data, 0), readUint32(data, 4)];
  const [depth, colorType, , filter, interlace] = data.subarray(8);
  const layout = LAYOUTS[colorType ?? -1]?.find((l) => l.depth === depth);
  if (data.length < 13 || width === 0 || height === 0 || !layout || filter !== 0)
    throw new BadHeader("bad IHDR");
  return { width, height, layout, interlaced: interlace !== 0 };
}

function transparencyOf(mode: Mode, data: Uint8Array): PngHeader["transparency"] {
  const levels = Array.from({ length: data.length >> 1 }, (_, i) => readUint32(data, 2 * i) >>> 16);
  switch (mode) {
    case "P": {
      const clear = data.indexOf(0);
      const onlyOne = clear >= 0 && data.every((alpha, i) => i === clear || alpha === 255);
      return onlyOne ? clear : data;
    }
    case "1":
      return levels[0] ? 255 : 0;
    case "L":
    case "I;16":
      return levels[0] ?? null;
    case "RGB":
      return levels.length >= 3 ? levels.slice(0, 3) : null;
    default:
      return null;
  }
}
