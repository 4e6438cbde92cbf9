/** The image formats that can be read, one row each. A new format is a row here and a folder beside it. */
import type { Mode, PixelData } from "../modes.ts";
import { decodeJpeg } from "./jpeg/decode.ts";
import { isJpeg, readJpegHeader } from "./jpeg/header.ts";
import { decodePng } from "./png/decode.ts";
import { isPng, readPngHeader } from "./png/header.ts";

export type FormatName = "JPEG" | "PNG";

/** What `Image.open` knows at once, and how to get the rest. */
export interface OpenedFile {
  readonly width: number;
  readonly height: number;
  readonly mode: Mode;
  readonly palette?: Uint8Array | undefined;
  readonly transparency?: number | readonly number[] | Uint8Array | undefined;
  /** Decodes the pixels. */
  decode(): PixelData;
}

interface Format {
  readonly name: FormatName;
  /** The class that PIL makes of such a file. */
  readonly className: string;
  /** Whether the first bytes say so. */
  accepts(bytes: Uint8Array): boolean;
  /** Reads the header. Throws `BadHeader` or, where the file ends in it, `OSError`. */
  open(bytes: Uint8Array): OpenedFile;
}

export const FORMATS: readonly Format[] = [
  {
    name: "JPEG",
    className: "PIL.JpegImagePlugin.JpegImageFile",
    accepts: isJpeg,
    open: (bytes) => ({ ...readJpegHeader(bytes), decode: () => decodeJpeg(bytes) }),
  },
  {
    name: "PNG",
    className: "PIL.PngImagePlugin.PngImageFile",
    accepts: isPng,
    open(bytes) {
      const header = readPngHeader(bytes);
      const { width, height, layout, palette, transparency } = header;
      return {
        width,
        height,
        mode: layout.mode,
        palette: layout.mode === "P" ? (palette ?? new Uint8Array(0)) : undefined,
        transparency: transparency ?? undefined,
        decode: () => decodePng(bytes, header),
      };
    },
  },
];
