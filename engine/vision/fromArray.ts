/** Pixels from plain numbers: what `np.array` and `Image.fromarray` do together in Python. */
import { ValueError } from "../errors.ts";
import { allocatePixels, type Mode, type PixelData, type Pixels } from "./modes.ts";

/** Levels 0 to 255 as nested arrays `[H][W]` or `[H][W][bands]`, or a typed array with its shape. */
export type ImageArray =
  | readonly (readonly number[])[]
  | readonly (readonly (readonly number[])[])[]
  | { readonly data: PixelData; readonly shape: readonly number[] };

/** As PIL's table: by bands, the mode of bytes and the other modes that the same bytes may be read as. */
const BYTE_MODES: Readonly<Record<number, readonly Mode[]>> = {
  1: ["L", "P"],
  2: ["LA", "La"],
  3: ["RGB", "HSV"],
  4: ["RGBA", "RGBa", "CMYK"],
};

export function pixelsFromArray(array: ImageArray, wanted?: Mode): Pixels {
  const { data, shape } = "shape" in array ? array : flatten(array);
  const [height = 0, width = 1, bands] = shape;
  if (shape.length > 3) throw new ValueError(`Too many dimensions: ${shape.length} > 3.`);
  if (data.length !== shape.reduce((product, size) => product * size, 1)) {
    throw new ValueError(`array of ${data.length} elements cannot have the shape (${shape.join(", ")})`);
  }
  const modes = modesFor(data, bands);
  const mode = wanted ?? modes[0];
  if (!mode)
    throw new TypeError(
      `Cannot handle this data type: (${[1, 1, ...shape.slice(2)].join(", ")}), ${typeName(data)}`,
    );
  if (!modes.includes(mode)) throw new ValueError("Invalid mode for data type");
  const own = allocatePixels(mode, width, height);
  own.set(data);
  return { mode, width, height, data: own, palette: mode === "P" ? new Uint8Array(0) : undefined };
}

function modesFor(data: PixelData, bands: number | undefined): readonly Mode[] {
  if (data instanceof Uint8Array) return BYTE_MODES[bands ?? 1] ?? [];
  if (bands !== undefined) return [];
  if (data instanceof Float32Array) return ["F"];
  return data instanceof Uint16Array ? ["I", "I;16"] : ["I"];
}

function typeName(data: PixelData): string {
  if (data instanceof Uint8Array) return "|u1";
  if (data instanceof Uint16Array) return "<u2";
  return data instanceof Int32Array ? "<i4" : "<f4";
}

type Nested = readonly (number | Nested)[];

function flatten(array: Nested): { data: Uint8Array; shape: number[] } {
  const shape: number[] = [];
  for (let at: number | Nested | undefined = array; typeof at === "object"; at = at[0]) shape.push(at.length);
  const levels: number[] = [];
  collect(array, shape, 0, levels);
  const wrong = levels.find((level) => !Number.isInteger(level) || level < 0 || level > 255);
  if (wrong !== undefined) {
    throw new ValueError(
      `levels are whole numbers from 0 to 255, but got ${wrong}; give other numbers as a typed array`,
    );
  }
  return { data: Uint8Array.from(levels), shape };
}

function collect(array: Nested, shape: readonly number[], depth: number, levels: number[]): void {
  if (array.length !== shape[depth]) throw new ValueError("the rows of the array differ in length");
  for (const item of array) {
    if ((typeof item === "number") !== (depth === shape.length - 1))
      throw new ValueError("the rows of the array differ in length");
    if (typeof item === "number") levels.push(item);
    else collect(item, shape, depth + 1, levels);
  }
}
