/** Images blurred by a Gaussian kernel of a width drawn by chance. */
import { ValueError } from "../../errors.ts";
import type { Image } from "../image.ts";
import { roundHalfEven } from "../limits.ts";
import { bandCount, MODES, type Pixels } from "../modes.ts";
import { drawUniform } from "../tensors.ts";
import { floatText, optionsOf, pythonText, requireImage, type SizeLike } from "./arguments.ts";
import { Transform } from "./transform.ts";

const float = Math.fround;

/** Blurred over `[width, height]` pixels, both odd, with deviations `[along x, along y]`, by default `0.15 size + 0.35`. */
export function gaussianBlur(
  image: Image,
  kernelSize: SizeLike,
  sigma: number | readonly number[] | null = null,
): Image {
  requireImage(image, "GaussianBlur");
  const [kx, ky] = kernelSizes(kernelSize);
  const [sx = 0, sy = sx] =
    sigma === null ? [kx * 0.15 + 0.35, ky * 0.15 + 0.35] : typeof sigma === "number" ? [sigma] : sigma;
  if (sx <= 0 || sy <= 0)
    throw new ValueError(`sigma should have positive values. Got ${pythonText([sx, sy])}`);
  if (MODES[image.mode].type !== "uint8" || image.mode === "1" || image.mode === "P")
    throw new ValueError(`Images of mode ${image.mode} cannot be blurred: convert them first.`);
  if (kx >> 1 >= image.width || ky >> 1 >= image.height)
    throw new ValueError(
      `A kernel of ${kx} × ${ky} reflects more than an image of ${image.width} × ${image.height} has.`,
    );
  return image.derive(image.mode, image.size, (pixels) => blurred(pixels, weights(kx, sx), weights(ky, sy)));
}

function kernelSizes(size: SizeLike): readonly [x: number, y: number] {
  const [x = 0, y = x] = typeof size === "number" ? [size] : size;
  for (const each of [x, y]) {
    if (each <= 0 || each % 2 === 0)
      throw new ValueError("Kernel size value should be an odd and positive number.");
  }
  return [x, y];
}

/** A normal density at whole distances, summing up to 1, in single precision. */
function weights(size: number, sigma: number): number[] {
  const half = (size - 1) / 2;
  const density = Array.from({ length: size }, (_, i) =>
    float(Math.exp(float(-0.5 * float(float((i - half) / sigma) ** 2)))),
  );
  const sum = float(density.reduce((total, each) => total + each, 0));
  return density.map((each) => float(each / sum));
}

/** Beyond its border the image goes on mirrored, the last pixel once. */
const mirrored = (i: number, size: number): number => (i < 0 ? -i : i >= size ? 2 * (size - 1) - i : i);

function blurred(pixels: Pixels, alongX: readonly number[], alongY: readonly number[]): Pixels {
  const { width, height, data } = pixels;
  const bands = bandCount(pixels.mode);
  const [hx, hy] = [alongX.length >> 1, alongY.length >> 1];
  const out = new Uint8Array(data.length);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let band = 0; band < bands; band++, to++) {
        let sum = 0;
        for (let j = -hy; j <= hy; j++) {
          const row = mirrored(y + j, height) * width;
          const weight = alongY[j + hy] as number;
          for (let i = -hx; i <= hx; i++)
            sum +=
              float(weight * (alongX[i + hx] as number)) *
              (data[(row + mirrored(x + i, width)) * bands + band] as number);
        }
        out[to] = Math.max(0, Math.min(255, roundHalfEven(float(sum))));
      }
    }
  }
  return { ...pixels, data: out };
}

/** Blurs images by a Gaussian kernel of `[width, height]` pixels, with a deviation drawn from `sigma`. */
export class GaussianBlur extends Transform<Image, Image> {
  readonly kernelSize: readonly [x: number, y: number];
  readonly sigma: readonly [min: number, max: number];

  constructor(kernelSize: SizeLike, options?: { sigma?: number | readonly [number, number] });
  constructor(kernelSize: SizeLike, sigma: number | readonly [number, number]);
  constructor(kernelSize: SizeLike, ...rest: unknown[]) {
    super();
    this.kernelSize = kernelSizes(kernelSize);
    const { sigma } = optionsOf(rest, { sigma: [0.1, 2] as number | readonly [number, number] });
    if (typeof sigma === "number" && sigma <= 0)
      throw new ValueError("If sigma is a single number, it must be positive.");
    if (typeof sigma !== "number" && (!Array.isArray(sigma) || sigma.length !== 2))
      throw new ValueError("sigma should be a single number or a list/tuple with length 2.");
    const [low, high] = typeof sigma === "number" ? [sigma, sigma] : sigma;
    if (!(0 < low && low <= high))
      throw new ValueError("sigma values should be positive and of the form (min, max).");
    this.sigma = [low, high];
  }

  forward(image: Image): Image {
    const sigma = drawUniform(...this.sigma);
    return gaussianBlur(image, this.kernelSize, [sigma, sigma]);
  }

  override extraRepr(): string {
    return `kernel_size=${pythonText(this.kernelSize)}, sigma=(${this.sigma.map(floatText).join(", ")})`;
  }
}
