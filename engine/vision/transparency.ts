/**
 * Transparency of files without an alpha band: one colour that counts as clear, or alphas for a palette's colours.
 * It becomes an alpha band when such an image is converted to a mode that has one.
 */
import { convertPixels } from "./convert.ts";
import { bandCount, type Mode, type Pixels } from "./modes.ts";

/** PIL's `info["transparency"]`: a level or palette index, a colour, or the alphas of a palette. */
export type Transparency = number | readonly number[] | Uint8Array;

const withAlpha = (mode: Mode) => mode === "LA" || mode === "RGBA";

/** Whether the conversion turns pixels of the clear colour into clear pixels. */
function isKeyed(from: Mode, to: Mode): boolean {
  return withAlpha(to) && (from === "1" || from === "L" || from === "I" || from === "I;16" || from === "RGB");
}

/** Converts, and makes an alpha band of `transparency` where the new mode has one. */
export function convertTransparent(pixels: Pixels, to: Mode, transparency: Transparency): Pixels {
  if (pixels.mode === "P")
    return convertPixels(pixels, to, withAlpha(to) ? paletteAlphas(transparency) : undefined);
  const converted = convertPixels(pixels, to);
  if (!isKeyed(pixels.mode, to)) return converted;
  // A colour is compared as it was before the conversion, a grey level as it is after it.
  const compared = pixels.mode === "RGB" ? pixels : converted;
  return withClearColor(
    converted,
    compared,
    typeof transparency === "number" ? [transparency] : [...transparency],
  );
}

function withClearColor(converted: Pixels, compared: Pixels, clear: readonly number[]): Pixels {
  const bands = bandCount(converted.mode);
  const step = bandCount(compared.mode);
  const colors = compared.mode === "RGB" ? 3 : step - 1;
  const data = converted.data.slice();
  for (let i = 0; i < converted.width * converted.height; i++) {
    let same = true;
    for (let c = 0; c < colors; c++)
      same &&= compared.data[i * step + c] === ((clear[c] ?? clear[0] ?? -1) & 255);
    if (same) data[i * bands + bands - 1] = 0;
  }
  return { ...converted, data };
}

function paletteAlphas(transparency: Transparency): Uint8Array {
  if (typeof transparency !== "number") return Uint8Array.from(transparency);
  return new Uint8Array(transparency + 1).fill(255).fill(0, transparency);
}

/** What the converted image's `info.transparency` is. */
export function transparencyAfter(
  from: Mode,
  to: Mode,
  transparency: Transparency,
  palette: Uint8Array | undefined,
): Transparency | undefined {
  if (isKeyed(from, to) || (from === "P" && withAlpha(to))) return undefined;
  const plain = (mode: Mode) => mode === "L" || mode === "RGB" || mode === "P";
  if (!plain(from) || !plain(to)) return transparency;
  if (transparency instanceof Uint8Array) return undefined;
  const data = Uint8Array.from(typeof transparency === "number" ? [transparency] : transparency);
  const color = convertPixels({ mode: from, width: 1, height: 1, data, palette }, to);
  return to === "RGB" ? [...color.data] : (color.data[0] as number);
}
