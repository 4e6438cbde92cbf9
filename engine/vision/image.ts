/**
 * `Image`, as PIL's: photographs from JPEG and PNG files, conversion, resizing, cutting out.
 *
 * An image is immutable, and its pixels are made when they are first looked at: opening a file reads its header
 * alone, and in a run that asks only for shapes nothing is ever decoded.
 */
import { IndexError, ValueError } from "../errors.ts";
import { exactly } from "../exactly.ts";
import { OSError, readFile } from "../host/files.ts";
import { type RotateFilter, rotation } from "./affine.ts";
import { FORMATS, type FormatName, type OpenedFile } from "./codecs/formats.ts";
import { fillColor } from "./color.ts";
import { checkConversion, convertPixels } from "./convert.ts";
import { BadHeader, UnidentifiedImageError } from "./errors.ts";
import { type ImageArray, pixelsFromArray } from "./fromArray.ts";
import { crop, swapsSides, TRANSPOSES, type Transpose, transpose } from "./geometry.ts";
import { checkBox, checkedMode, checkedSize, checkPixelCount, roundHalfEven } from "./limits.ts";
import { allocatePixels, bandCount, MODES, type Mode, type Pixels } from "./modes.ts";
import type { Box } from "./resample.ts";
import { checkFilter, RESAMPLING, type Resampling, resize } from "./resize.ts";
import { shapesOnly } from "./tensors.ts";
import { convertTransparent, type Transparency, transparencyAfter } from "./transparency.ts";

type Size = readonly [width: number, height: number];

/** What a file says beside its pixels. */
export interface ImageInfo {
  readonly transparency?: Transparency;
}

/** What is known of an image without its pixels, and how to get them. */
interface Source {
  readonly mode: Mode;
  readonly size: Size;
  readonly format?: FormatName;
  readonly info?: ImageInfo;
  readonly palette?: Uint8Array | undefined;
  readonly pixels: Pixels | (() => Pixels);
}

export interface RotateOptions {
  readonly resample?: RotateFilter;
  readonly expand?: boolean;
  readonly center?: readonly [x: number, y: number];
  readonly fillcolor?: number | readonly number[];
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
  readonly #palette: Uint8Array | undefined;
  #pixels: Pixels | (() => Pixels);

  private constructor({ mode, size, format, info, palette, pixels }: Source) {
    this.mode = mode;
    this.size = size;
    this.format = format ?? null;
    this.info = info ?? {};
    this.#palette = palette;
    this.#pixels = pixels;
  }

  /**
   * Opens an image file, by its path in the workspace or by its bytes. Reads the header; the pixels are decoded when
   * they are needed. The orientation that a camera noted is not applied.
   *
   * @throws FileNotFoundError, UnidentifiedImageError, DecompressionBombError, OSError where the header is cut off
   */
  static open(file: string | Uint8Array): Image {
    const given = typeof file === "string" ? readFile(file) : file;
    // Bytes may come from another realm, whose arrays are no `Uint8Array` of ours.
    const bytes = new Uint8Array(given.buffer, given.byteOffset, given.byteLength);
    const format = FORMATS.find((each) => each.accepts(bytes));
    let opened: OpenedFile | undefined;
    try {
      opened = format?.open(bytes);
    } catch (error) {
      if (!(error instanceof BadHeader)) throw error;
    }
    if (!format || !opened) {
      const name = typeof file === "string" ? `'${file}'` : `of ${bytes.length} bytes`;
      throw new UnidentifiedImageError(`cannot identify image file ${name}`);
    }
    const { mode, width, height, palette, transparency, decode } = opened;
    checkPixelCount(width, height, Image.MAX_IMAGE_PIXELS);
    return new Image({
      mode,
      size: [width, height],
      format: format.name,
      info: transparency === undefined ? {} : { transparency },
      palette,
      pixels: () => ({ mode, width, height, data: decode(), palette }),
    });
  }

  /** A new image filled with one colour: a number (all other bands 0, alpha 255), or one for each band. */
  static new(mode: string, size: readonly number[], color: number | readonly number[] = 0): Image {
    const known = checkedMode(mode);
    const [width, height] = checkedSize(size);
    const fill = fillColor(known, color);
    return Image.#computed({ mode: known, size: [width, height] }, () => {
      const data = allocatePixels(known, width, height);
      if (fill.some((v) => v !== 0))
        for (let i = 0; i < data.length; i++) data[i] = fill[i % fill.length] as number;
      return { mode: known, width, height, data };
    });
  }

  /**
   * An image from numbers: nested arrays `[H][W]` or `[H][W][bands]` of levels 0 to 255, or a typed array with its
   * `shape`. The mode follows from element type and shape: `L`, `LA`, `RGB`, `RGBA` for bytes, `I` for integers,
   * `F` for floats.
   */
  static fromArray(array: ImageArray, mode?: string): Image {
    return Image.fromPixels(pixelsFromArray(array, mode === undefined ? undefined : checkedMode(mode)));
  }

  /** Wraps pixels made elsewhere. They are not copied. */
  static fromPixels(pixels: Pixels): Image {
    const { mode, width, height, palette } = pixels;
    return new Image({ mode, size: [width, height], palette, pixels });
  }

  /** An image whose pixels are made when they are first looked at. */
  static deferred(mode: Mode, size: Size, pixels: () => Pixels): Image {
    return new Image({ mode, size, pixels });
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

  /** The pixels `[H, W, bands]`, decoded now if they were not. Not to be written to. */
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

  /** The level at `[x, y]`, or the levels where there are several bands. Negative positions count from the end. */
  getpixel(at: readonly [x: number, y: number]): number | number[] {
    const [x, y] = at.map((index, side) => (index < 0 ? index + (this.size[side] as number) : index)) as [
      number,
      number,
    ];
    if (!(x >= 0 && x < this.width && y >= 0 && y < this.height))
      throw new IndexError("image index out of range");
    const { data } = this.load();
    const bands = bandCount(this.mode);
    const from = (y * this.width + x) * bands;
    return bands === 1 ? (data[from] as number) : [...data.subarray(from, from + bands)];
  }

  copy(): Image {
    return this.derive(this.mode, this.size, (pixels) => pixels);
  }

  /**
   * In another mode: `RGB`, `L`, `RGBA`, … Grey is 0.299 R + 0.587 G + 0.114 B. Without a mode, the colours of a
   * palette take the place of its indices.
   */
  convert(mode?: string): Image {
    const { transparency } = this.info;
    const full = this.mode !== "P" ? this.mode : transparency === undefined ? "RGB" : "RGBA";
    const to = mode === undefined ? full : checkedMode(mode);
    if (to === this.mode) return this.copy();
    checkConversion(this.mode, to);
    if (transparency === undefined) return this.derive(to, this.size, (pixels) => convertPixels(pixels, to));
    const left = transparencyAfter(this.mode, to, transparency, this.#palette);
    const info = left === undefined ? {} : { transparency: left };
    return Image.#computed({ mode: to, size: this.size, info }, () =>
      convertTransparent(this.load(), to, transparency),
    );
  }

  /**
   * Resized to `[width, height]`, by default bicubic. All filters but `NEAREST` look at every pixel when the image
   * shrinks. Palettes and two-level images take the nearest pixel.
   *
   * @param box the part to resize: left, upper, right, lower
   */
  resize(size: readonly number[], resample: Resampling = Image.BICUBIC, box?: Box): Image {
    checkFilter(resample);
    const [width, height] = checkedSize(size);
    const part = box ?? ([0, 0, this.width, this.height] as const);
    if (width < 1 || height < 1) throw new ValueError("height and width must be > 0");
    checkBox(part, this.width, this.height);
    return this.derive(this.mode, [width, height], (pixels) => resize(pixels, width, height, resample, part));
  }

  /** The rectangle left, upper, right, lower; outside of the image it is 0. */
  crop(box: Box = [0, 0, this.width, this.height]): Image {
    const [left, upper, right, lower] = exactly(4, box.map(roundHalfEven));
    if (box[2] < box[0]) throw new ValueError("Coordinate 'right' is less than 'left'");
    if (box[3] < box[1]) throw new ValueError("Coordinate 'lower' is less than 'upper'");
    checkPixelCount(right - left, lower - upper, Image.MAX_IMAGE_PIXELS);
    return this.derive(this.mode, [right - left, lower - upper], (pixels) =>
      crop(pixels, [left, upper, right, lower]),
    );
  }

  /** Mirrored or turned by quarters: `Image.FLIP_LEFT_RIGHT`, `Image.ROTATE_90` (to the left), … */
  transpose(method: Transpose): Image {
    if (!Object.values(TRANSPOSES).includes(method)) throw new ValueError("No such transpose operation");
    const size: Size = swapsSides(method) ? [this.height, this.width] : this.size;
    return this.derive(this.mode, size, (pixels) => transpose(pixels, method));
  }

  /**
   * Turned by `angle` degrees to the left, about the centre or `center`. What was outside of the image has the levels
   * `fillcolor`, by default 0. With `expand` the image grows so that all of it is seen.
   */
  rotate(angle: number, options: RotateOptions = {}): Image {
    const { resample = Image.NEAREST, expand = false, center, fillcolor = 0 } = options;
    checkFilter(resample, ["NEAREST", "BILINEAR", "BICUBIC"]);
    const fill = fillColor(this.mode, fillcolor);
    const turned = rotation(this.width, this.height, angle, { filter: resample, expand, center, fill });
    return this.derive(this.mode, [turned.width, turned.height], turned.apply);
  }

  /** An image made from this one's pixels: computed at once or, in a run without values, not at all. */
  derive(mode: Mode, size: Size, make: (pixels: Pixels) => Pixels): Image {
    const palette = mode === "P" ? this.#palette : undefined;
    return Image.#computed({ mode, size, info: this.info, palette }, () => make(this.load()));
  }

  /** PIL computes when asked, so that errors appear where they belong; a run without values computes nothing. */
  static #computed(source: Omit<Source, "pixels">, pixels: () => Pixels): Image {
    const image = new Image({ ...source, pixels });
    if (!shapesOnly()) image.load();
    return image;
  }

  /** The class that PIL makes of such an image: `PIL.JpegImagePlugin.JpegImageFile`. */
  get className(): string {
    return FORMATS.find(({ name }) => name === this.format)?.className ?? "PIL.Image.Image";
  }

  /** `<PIL.JpegImagePlugin.JpegImageFile image mode=RGB size=640x427>` */
  toString(): string {
    return `<${this.className} image mode=${this.mode} size=${this.width}x${this.height}>`;
  }
}
