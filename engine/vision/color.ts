/** Colours as a user gives them, turned into the levels of a mode. */
import { MODES, type Mode } from "./modes.ts";

/**
 * The values of all bands. A single number is, as in PIL, the bytes of the pixel, lowest first: 5 is `[5, 0, 0]`.
 */
export function fillColor(mode: Mode, color: number | readonly number[]): readonly number[] {
  const { bands, type } = MODES[mode];
  const count = bands.length;
  if (typeof color === "number") {
    if (mode === "1") return [color === 0 ? 0 : 255];
    if (count === 1) return [type === "uint8" ? clipLevel(color) : color];
    return count === 2 ? [color & 255, color >>> 24] : bands.map((_, b) => (color >> (8 * b)) & 255);
  }
  const opaque = color.length === count - 1 && (mode === "LA" || mode === "RGBA") ? [...color, 255] : color;
  if (opaque.length !== count) {
    const expected =
      count === 1
        ? "or single-element tuple"
        : count === 2
          ? ", or tuple of one or two elements"
          : ", or tuple of one, three or four elements";
    throw new TypeError(`color must be int${count === 1 ? " " : ""}${expected}`);
  }
  if (mode === "1") return opaque.map((v) => (v === 0 ? 0 : 255));
  return type === "uint8" ? opaque.map(clipLevel) : opaque;
}

const clipLevel = (value: number) => Math.min(255, Math.max(0, Math.trunc(value)));
