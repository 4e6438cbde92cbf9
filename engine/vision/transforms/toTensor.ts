/** From images to tensors and back. */
import { ValueError } from "../../errors.ts";
import { type ImageArray, pixelsFromArray } from "../fromArray.ts";
import { Image } from "../image.ts";
import { allocatePixels, bandCount, isMode, MODES, type Mode, type PixelData } from "../modes.ts";
import {
  bool,
  type DType,
  defaultDtype,
  float32,
  int32,
  newArray,
  Tensor,
  type TypedArray,
  tensorOf,
  uint8,
} from "../tensors.ts";
import { typeText } from "./arguments.ts";
import { Transform } from "./transform.ts";

/** `[H, W, C]` to `[C, H, W]`, each element divided by `divisor`. */
function planes(data: PixelData, count: number, bands: number, dtype: DType, divisor: number): TypedArray {
  const out = newArray(dtype, data.length);
  for (let b = 0, to = 0; b < bands; b++) {
    for (let i = 0, at = b; i < count; i++, at += bands) out[to++] = (data[at] as number) / divisor;
  }
  return out;
}

/** The dtype of an image's tensor. There is no 16-bit one here: `I;16` becomes int32. */
function ownDtype(mode: Mode): DType {
  if (mode === "1") return bool;
  const { type } = MODES[mode];
  return type === "uint8" ? uint8 : type === "float32" ? float32 : int32;
}

/**
 * An image as a tensor `[C, H, W]`: levels 0 to 255 become floats 0 to 1; whole numbers (`I`, `I;16`) and floats
 * (`F`) stay as they are. Takes a typed array with its shape `[H, W]` or `[H, W, C]`, too.
 */
export function toTensor(image: Image | ImageArray): Tensor {
  const picture = image instanceof Image ? image : arrayImage(image, "pic should be PIL Image or ndarray");
  const { mode, width, height } = picture;
  const bands = bandCount(mode);
  const levels = MODES[mode].type === "uint8";
  const dtype = levels ? defaultDtype() : ownDtype(mode);
  return tensorOf(dtype, [bands, height, width], () =>
    planes(picture.load().data, width * height, bands, dtype, levels ? 255 : 1),
  );
}

function arrayImage(value: unknown, message: string): Image {
  if (
    Array.isArray(value) ||
    (typeof value === "object" && value !== null && "shape" in value && !(value instanceof Tensor))
  ) {
    return Image.fromPixels(pixelsFromArray(value as ImageArray));
  }
  throw new TypeError(`${message}. Got ${typeText(value)}`);
}

/** An image as a tensor `[C, H, W]` of its own kind: uint8 levels 0 to 255, int32, float32, bool for two-level images. */
export function pilToTensor(image: Image): Tensor {
  if (!(image instanceof Image)) throw new TypeError(`pic should be PIL Image. Got ${typeText(image)}`);
  const { mode, width, height } = image;
  const bands = bandCount(mode);
  const dtype = ownDtype(mode);
  return tensorOf(dtype, [bands, height, width], () =>
    planes(image.load().data, width * height, bands, dtype, mode === "1" ? 255 : 1),
  );
}

/** Modes that a tensor of so many channels can be read as; the first one unless another is asked for. */
const MODES_OF: Readonly<Record<number, readonly Mode[]>> = {
  2: ["LA"],
  3: ["RGB", "HSV"],
  4: ["RGBA", "CMYK"],
};

/**
 * A tensor `[C, H, W]` or `[H, W]` as an image: floats 0 to 1 become levels 0 to 255 (cut off, not rounded), uint8
 * stays. One channel of int32 gives mode `I`. Has to wait for the tensor's values.
 */
export async function toPilImage(tensor: Tensor, mode?: string): Promise<Image> {
  if (!(tensor instanceof Tensor))
    throw new TypeError(`pic should be Tensor or ndarray. Got ${typeText(tensor)}.`);
  if (tensor.ndim !== 2 && tensor.ndim !== 3) {
    throw new ValueError(`pic should be 2/3 dimensional. Got ${tensor.ndim} dimensions.`);
  }
  const [height = 0, width = 0] = tensor.shape.slice(-2);
  const channels = tensor.ndim === 2 ? 1 : (tensor.shape[0] as number);
  if (channels > 4) throw new ValueError(`pic should not have > 4 channels. Got ${channels} channels.`);
  const known = imageMode(tensor.dtype, channels, mode);
  const values = await tensor.data();
  const scaled = tensor.dtype.isFloatingPoint && known !== "F";
  const data = allocatePixels(known, width, height);
  for (let c = 0, from = 0; c < channels; c++) {
    for (let to = c; to < data.length; to += channels) {
      const value = values[from++] as number;
      data[to] = scaled ? Math.trunc(Math.fround(value * 255)) : value;
    }
  }
  return Image.fromPixels({ mode: known, width, height, data });
}

function imageMode(dtype: DType, channels: number, wanted: string | undefined): Mode {
  const levels = dtype === uint8 || (dtype.isFloatingPoint && wanted !== "F");
  if (channels === 1) {
    const expected: Mode | null = levels ? "L" : dtype === int32 ? "I" : dtype === float32 ? "F" : null;
    if (wanted !== undefined && wanted !== expected) {
      throw new ValueError(
        `Incorrect mode (${wanted}) supplied for input type ${dtype}. Should be ${expected ?? "None"}`,
      );
    }
    if (!expected) throw new TypeError(`Input type ${dtype.name} is not supported`);
    return expected;
  }
  const permitted = MODES_OF[channels] ?? [];
  if (wanted !== undefined && !(isMode(wanted) && permitted.includes(wanted))) {
    throw new ValueError(`Only modes ${listText(permitted)} are supported for ${channels}D inputs`);
  }
  const mode = wanted ?? (levels ? permitted[0] : undefined);
  if (!mode || !isMode(mode)) throw new TypeError(`Input type ${dtype.name} is not supported`);
  return mode;
}

const listText = (modes: readonly string[]) => `[${modes.map((mode) => `'${mode}'`).join(", ")}]`;

/** An image as a float tensor `[C, H, W]` of values 0 to 1. */
export class ToTensor extends Transform<Image | ImageArray, Tensor> {
  forward(image: Image | ImageArray): Tensor {
    return toTensor(image);
  }
}

/** An image as a tensor `[C, H, W]` of its own kind, not scaled. */
export class PILToTensor extends Transform<Image, Tensor> {
  forward(image: Image): Tensor {
    return pilToTensor(image);
  }
}

/** A tensor `[C, H, W]` as an image, when its values are there: `await new ToPILImage()(tensor)`. */
export class ToPILImage extends Transform<Tensor, Promise<Image>> {
  readonly mode: string | undefined;

  constructor(mode?: string) {
    super();
    this.mode = mode;
  }

  forward(tensor: Tensor): Promise<Image> {
    return toPilImage(tensor, this.mode);
  }

  override extraRepr(): string {
    return this.mode === undefined ? "" : `mode=${this.mode}`;
  }
}
