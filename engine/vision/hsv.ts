/** Hue, saturation and value, each 0 to 255: PIL's `rgb2hsv` and `hsv2rgb`, with its single-precision steps. */
import type { PixelData } from "./modes.ts";

const float = Math.fround;

export function rgbToHsv(from: PixelData, out: PixelData, count: number): void {
  for (let i = 0, at = 0; i < count; i++, at += 3) {
    const r = from[at] as number;
    const g = from[at + 1] as number;
    const b = from[at + 2] as number;
    const max = Math.max(r, g, b);
    const range = max - Math.min(r, g, b);
    out[at + 2] = max;
    if (range === 0) {
      out[at] = 0;
      out[at + 1] = 0;
      continue;
    }
    const rc = float((max - r) / range);
    const gc = float((max - g) / range);
    const bc = float((max - b) / range);
    const sector = r === max ? float(bc - gc) : g === max ? float(2 + rc - bc) : float(4 + gc - rc);
    out[at] = Math.trunc(float((sector / 6 + 1) % 1) * 255);
    out[at + 1] = Math.trunc(float(range / max) * 255);
  }
}

export function hsvToRgb(from: PixelData, out: PixelData, count: number): void {
  for (let i = 0, at = 0; i < count; i++, at += 3) {
    const hue = ((from[at] as number) * 6) / 255;
    const saturation = float((from[at + 1] as number) / 255);
    const v = from[at + 2] as number;
    const sector = Math.floor(hue);
    const rest = float(hue - sector);
    const p = level(v * (1 - saturation));
    const q = level(v * (1 - saturation * rest));
    const t = level(v * (1 - saturation * (1 - rest)));
    switch (saturation === 0 ? -1 : sector % 6) {
      case 0:
        put(out, at, v, t, p);
        break;
      case 1:
        put(out, at, q, v, p);
        break;
      case 2:
        put(out, at, p, v, t);
        break;
      case 3:
        put(out, at, p, q, v);
        break;
      case 4:
        put(out, at, t, p, v);
        break;
      case 5:
        put(out, at, v, p, q);
        break;
      default:
        put(out, at, v, v, v);
    }
  }
}

const level = (x: number) => Math.min(255, Math.max(0, Math.floor(x + 0.5)));

function put(out: PixelData, at: number, r: number, g: number, b: number): void {
  out[at] = r;
  out[at + 1] = g;
  out[at + 2] = b;
}
