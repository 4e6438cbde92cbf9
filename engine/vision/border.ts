/** Bordering an image: `transforms.Pad` for images, after torchvision's `_functional_pil.pad`. */
import { crop, gather, paste } from "./geometry.ts";
import { allocatePixels, bandCount, type Pixels } from "./modes.ts";

/** Pixels added on each side; negative ones are cut off. */
export interface Border {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const PADDING_MODES = ["constant", "edge", "reflect", "symmetric"] as const;

export type PaddingMode = (typeof PADDING_MODES)[number];

/** A border of one colour, given by the levels of its bands. */
export function padConstant(
  pixels: Pixels,
  { left, top, right, bottom }: Border,
  fill: readonly number[],
): Pixels {
  const { mode } = pixels;
  const width = left + pixels.width + right;
  const height = top + pixels.height + bottom;
  const data = allocatePixels(mode, width, height);
  const bands = bandCount(mode);
  for (let i = 0; i < data.length; i++) data[i] = fill[i % bands] as number;
  const out: Pixels = { ...pixels, width, height, data };
  paste(data, out, pixels, left, top);
  return out;
}

/** By mode: the position that lies at `i`, which may be outside of `0 … size - 1`. */
const POSITIONS: Readonly<Record<Exclude<PaddingMode, "constant">, (i: number, size: number) => number>> = {
  edge: (i, size) => Math.max(0, Math.min(size - 1, i)),
  // … 2 1 | 0 1 2 | 1 0 …
  reflect(i, size) {
    if (size === 1) return 0;
    const around = modulo(i, 2 * (size - 1));
    return around < size ? around : 2 * (size - 1) - around;
  },
  // … 1 0 | 0 1 2 | 2 1 …
  symmetric(i, size) {
    const around = modulo(i, 2 * size);
    return around < size ? around : 2 * size - 1 - around;
  },
};

const modulo = (i: number, n: number) => ((i % n) + n) % n;

/** A border made of the image's own pixels. */
export function padWithEdge(pixels: Pixels, border: Border, mode: Exclude<PaddingMode, "constant">): Pixels {
  const inner = crop(pixels, [
    Math.max(0, -border.left),
    Math.max(0, -border.top),
    pixels.width - Math.max(0, -border.right),
    pixels.height - Math.max(0, -border.bottom),
  ]);
  const left = Math.max(0, border.left);
  const top = Math.max(0, border.top);
  const position = POSITIONS[mode];
  return gather(
    inner,
    left + inner.width + Math.max(0, border.right),
    top + inner.height + Math.max(0, border.bottom),
    (x, y) => position(y - top, inner.height) * inner.width + position(x - left, inner.width),
  );
}
