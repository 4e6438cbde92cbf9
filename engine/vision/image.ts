/**
 * `Image`, as PIL's: photographs from JPEG and PNG files, conversion, resizing, cutting out.
 *
 * An image is immutable, and its pixels are made when they are first looked at: opening a file reads its header
 * alone, and in a run that asks only for shapes nothing is ever decoded.
 */
import { ValueError } from "../errors.ts";
import { OSError, readFile } from "../host/files.ts";
import { FORMATS, type FormatName, type OpenedFile } from "./codecs/formats.ts";
import { checkConversion, convertPixels } from "./convert.ts";
import { BadHeader, DecompressionBombError, UnidentifiedImageError } from "./errors.ts";
import { type ImageArray, pixelsFromArray } from "./fromArray.ts";
import { crop, scaleNearest, swapsSides, TRANSPOSES, type Transpose, transpose } from "./geometry.ts";
import { allocatePixels, bandCount, isMode, MODES, type Mode, type Pixels } from "./modes.ts";
import { type Box, type FilterName, resample } from "./resample.ts";
import { shapesOnly } from "./tensors.ts";
import { clearColor, hasColorKey, type Transparency, transparencyAfter } from "./transparency.ts";

/** PIL's `Image.Resampling`. */
export const RESAMPLING = { NEAREST: 0, LANCZOS: 1, BILINEAR: 2, BICUBIC: 3, BOX: 4, HAMMING: 5 } as const;

export type Resampling = (typeof RESAMPLING)[keyof typeof RESAMPLING];

const FILTER_OF: Readonly<Record<Exclude<Resampling, 0>, FilterName>> = {
  1: "lanczos",
  2: "bilinear",
  3: "bicubic",
  4: "box",
  5: "hamming",
};

/** What the file said beside the pixels. */
export interface ImageInfo {
  readonly transparency?: Transparency;
}

type Size = readonly [width: number, height: number];

/** Where an image comes from: the file's format if it was opened, and how to make its pixels. */
interface Source {
  readonly format?: FormatName | undefined;
  readonly info?: ImageInfo;
  readonly pixels: Pixels | (() => Pixels);
}

export class Image {
  static readonly NEAREST = RESAMPLING.NEAREST;
  static readonly LANCZOS = RESAMPLING.LANCZOS;
  static readonly BILINEAR = RESAMPLING.BILINEAR;
  static readonly BICUBIC = RESAMPLING.BICUBIC;
  static readonly BOX = RESAMPLING.BOX;
  static readonly HAMMING = RESAMPLING.HAMMING;
  static readonly FLIP_LEFT_RIGHT = TRANSPOSES.FLIP_LEFT_RIGHT;
  static readonly FLIP_TOP_BOTTOM = TRANSPOSES.FLIP_TOP_BOTTOM;
  static readonly ROTATE_90 = TRANSPOSES.ROTATE_90;
  static readonly ROTATE_180 = TRANSPOSES.ROTATE_180;
  static readonly ROTATE_270 = TRANSPOSES.ROTATE_270;
  static readonly TRANSPOSE = TRANSPOSES.TRANSPOSE;
  static readonly TRANSVERSE = TRANSPOSES.TRANSVERSE;

  /** Images of more pixels are opened with a warning, of more than twice as many not at all; null: no limit. */
  static MAX_IMAGE_PIXELS: number | null = Math.floor(1024 ** 3 / 4 / 3);

  /** `RGB`, `L`, … */
  readonly mode: Mode;
  /** Width and height in pixels. */
  readonly size: Size;
  /** `JPEG` or `PNG` for an opened file, else null. */
  readonly format: FormatName | null;
  readonly info: ImageInfo;
  #pixels: Pixels | (() => Pixels);

  private constructor(mode: Mode, size: Size, source: Source) {
    this.mode = mode;
    this.size = size;
    this.format = source.format ?? null;
    this.info = source.info ?? {};
    this.#pixels = source.pixels;
  }

  /**
   * Opens an image file, by its path in the workspace or by its bytes. Reads the header; the pixels are decoded when
   * they are needed. The orientation that a camera noted is not applied.
   *
   * @throws FileNotFoundError, UnidentifiedImageError, DecompressionBombError, OSError where the header is cut off.
   */
  static open(file: string | Uint8Array): Image {
    const name = typeof file === "string" ? `'${file}'` : "<bytes>";
    const bytes = typeof file === "string" ? readFile(file) : file;
    const format = FORMATS.find((each) => each.accepts(bytes));
    let opened: OpenedFile | undefined;
    try {
      opened = format?.open(bytes);
    } catch (error) {
      if (!(error instanceof BadHeader)) throw error;
    }
    if (!format || !opened) throw new UnidentifiedImageError(`cannot identify image file ${name}`);
    const { mode, width, height, palette, transparency } = opened;
    checkPixelCount(width, height);
    const { decode } = opened;
    return new Image(mode, [width, height], {
      format: format.name,
      info: transparency === undefined ? {} : { transparency },
      pixels: () => ({ mode, width, height, data: decode(), palette }),
    });
  }

  /** A new image filled with one colour: a number, or one for each band. */
  static new(mode: string, size: readonly number[], color: number | readonly number[] = 0): Image {
    const [width, height] = checkedSize(size);
    const known = checkedMode(mode);
    const bands = bandCount(known);
    const values = typeof color === "number" ? singleColor(known, color) : [...color];
    if (values.length !== bands) {
      throw new TypeError(`color must be int, or tuple of ${bands} ${bands === 1 ? "element" : "elements"}`);
    }
    return derived(known, [width, height], {}, () => {
      const data = allocatePixels(known, width, height);
      if (values.some((v) => v !== 0)) for (let i = 0; i < data.length; i++) data[i] = values[i % bands] as number;
      return { mode: known, width, height, data, palette: known === "P" ? grayRamp() : undefined };
    });
  }

  /**
   * An image from numbers: nested arrays `[H][W]` or `[H][W][bands]` of levels 0 to 255, or a typed array with its
   * `shape`. The mode follows from element type and shape: `L`, `LA`, `RGB`, `RGBA` for bytes, `I` for integers,
   * `F` for floats.
   */
  static fromArray(array: ImageArray, mode?: string): Image {
    const pixels = pixelsFromArray(array, mode === undefined ? undefined : checkedMode(mode));
    return new Image(pixels.mode, [pixels.width, pixels.height], { pixels });
  }

  /** Wraps pixels made elsewhere. They are not copied. */
  static fromPixels(pixels: Pixels): Image {
    return new Image(pixels.mode, [pixels.width, pixels.height], { pixels });
  }

  get width(): number {
    return this.size[0];
  }

  get height(): number {
    return this.size[1];
  }

  /** The names of the bands: `["R", "G", "B"]`. */
  getbands(): readonly string[] {
    return MODES[this.mode].bands;
  }

  /** The pixels, decoded now if they were not: `[H, W, bands]`. Not to be written to. */
  load(): Pixels {
    if (typeof this.#pixels === "function") {
      try {
        this.#pixels = this.#pixels();
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw new OSError(`not enough memory for an image of ${this.width}x${this.height} pixels`);
      }
    }
    return this.#pixels;
  }

  /** The level at `[x, y]`, or the levels where there are several bands. */
  getpixel([x, y]: readonly [number, number]): number | number[] {
    if (!(x >= 0 && x < this.width && y >= 0 && y < this.height)) throw new RangeError("image index out of range");
    const { data } = this.load();
    const bands = bandCount(this.mode);
    const at = (y * this.width + x) * bands;
    return bands === 1 ? (data[at] as number) : [...data.subarray(at, at + bands)];
  }

  copy(): Image {
    return this.#derive(this.mode, this.size, (pixels) => pixels);
  }

  /** In another mode. A grey level is 0.299 R + 0.587 G + 0.114 B. Without a mode, a palette is resolved. */
  convert(mode?: string): Image {
    const { transparency } = this.info;
    const to = mode === undefined ? this.#fullMode() : checkedMode(mode);
    if (to === this.mode) return this.copy();
    checkConversion(this.mode, to);
    const info = transparencyAfter(this.mode, to, transparency);
    const alphas = typeof transparency === "object" && !Array.isArray(transparency) ? paletteAlphas(transparency) : transparency;
    return derived(to, this.size, info === undefined ? {} : { transparency: info }, () => {
      const pixels = this.load();
      if (transparency !== undefined && hasColorKey(this.mode, to)) return clearColor(pixels, to, transparency);
      return convertPixels(pixels, to, this.mode === "P" ? paletteAlphas(alphas) : undefined);
    });
  }

  #fullMode(): Mode {
    if (this.mode !== "P") return this.mode;
    return this.info.transparency === undefined ? "RGB" : "RGBA";
  }

  /**
   * Resized to `[width, height]`, by default bicubic. All filters but `NEAREST` look at every pixel when the image
   * shrinks. Palettes and two-level images take the nearest pixel.
   *
   * @param box the part to resize: left, upper, right, lower
   */
  resize(size: readonly number[], resample: Resampling = RESAMPLING.BICUBIC, box?: Box): Image {
    if (!Object.values(RESAMPLING).includes(resample)) throw unknownFilter(resample);
    const [width, height] = checkedSize(size);
    if (width < 1 || height < 1) throw new ValueError("height and width must be > 0");
    const whole: Box = [0, 0, this.width, this.height];
    checkBox(box ?? whole, this.size);
    if (!box && width === this.width && height === this.height) return this.copy();
    return this.#derive(this.mode, [width, height], (pixels) => resized(pixels, width, height, resample, box ?? whole));
  }

  /** The rectangle left, upper, right, lower; outside of the image it is 0. */
  crop(box: Box = [0, 0, this.width, this.height]): Image {
    const [left, upper, right, lower] = box.map(roundHalfEven) as [number, number, number, number];
    if (box[2] < box[0]) throw new ValueError("Coordinate 'right' is less than 'left'");
    if (box[3] < box[1]) throw new ValueError("Coordinate 'lower' is less than 'upper'");
    checkPixelCount(right - left, lower - upper);
    return this.#derive(this.mode, [right - left, lower - upper], (pixels) => crop(pixels, [left, upper, right, lower]));
  }

  /** Mirrored or turned by quarters: `Image.FLIP_LEFT_RIGHT`, `Image.ROTATE_90` (to the left), … */
  transpose(method: Transpose): Image {
    const [width, height] = this.size;
    const size: Size = swapsSides(method) ? [height, width] : [width, height];
    return this.#derive(this.mode, size, (pixels) => transpose(pixels, method));
  }

  /** Any other function of the pixels, computed at once or, in a run without values, never. */
  derive(mode: Mode, size: Size, make: (pixels: Pixels) => Pixels): Image {
    return this.#derive(mode, size, make);
  }

  #derive(mode: Mode, size: Size, make: (pixels: Pixels) => Pixels): Image {
    return derived(mode, size, this.info, () => make(this.load()));
  }

  /** `<PIL.Image.Image image mode=RGB size=640x427>` */
  toString(): string {
    const className = FORMATS.find(({ name }) => name === this.format)?.className ?? "PIL.Image.Image";
    return `<${className} image mode=${this.mode} size=${this.width}x${this.height}>`;
  }
}

/** PIL computes at once, so that errors appear where they belong; a run without values computes nothing. */
function derived(mode: Mode, size: Size, info: ImageInfo, make: () => Pixels): Image {
  const image = Image.fromSource(mode, size, { info, pixels: make });
  if (!shapesOnly()) image.load();
  return image;
}
