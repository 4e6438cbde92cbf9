/**
 * The header of an `.npy` file: magic, version, and a Python dictionary with dtype, order and shape. It is read by a
 * grammar of its own, never evaluated.
 */
import { bytesOf, type ElementCode, isElementCode } from "./elements.ts";
import { safeNumel } from "./tensors.ts";

export interface NpyHeader {
  readonly code: ElementCode;
  readonly isBigEndian: boolean;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the elements are, in bytes. */
  readonly begin: number;
  readonly end: number;
}

type Fail = (what: string) => never;

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** As numpy limits it for files it does not trust. */
const MAX_HEADER = 10_000;
/** As numpy and PyTorch limit it. */
const MAX_DIMENSIONS = 64;

export function readNpyHeader(bytes: Uint8Array, fail: Fail): NpyHeader {
  if (MAGIC.some((byte, i) => bytes[i] !== byte))
    fail("the magic string is not correct: this is no .npy file");
  const [major = 0, minor = 0] = [bytes[6], bytes[7]];
  if (major < 1 || major > 3 || minor !== 0)
    fail(`unknown format version (${major}, ${minor}); known are (1, 0), (2, 0) and (3, 0)`);
  const lengthBytes = major === 1 ? 2 : 4;
  const start = 8 + lengthBytes;
  if (bytes.length < start) fail("the file ends inside of its header");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > MAX_HEADER) fail(`the header info length (${length}) is large and may not be safe to load`);
  const begin = start + length;
  if (begin > bytes.length)
    fail(`the header is said to have ${length} bytes, and the file ends after ${bytes.length - start}`);
  const text = String.fromCharCode(...bytes.subarray(start, begin));
  const fields = dictionary(text, fail);
  const { code, isBigEndian } = elementsFrom(fields.descr, fail);
  const elements = safeNumel(fields.shape);
  const size = bytesOf(code);
  const room = Math.floor((bytes.length - begin) / size);
  if (elements === null || elements > room) {
    const wanted = `(${fields.shape.join(", ")}${fields.shape.length === 1 ? "," : ""})`;
    return fail(`failed to read all data for array: ${wanted} elements expected, and the file has ${room}`);
  }
  return { ...fields, code, isBigEndian, begin, end: begin + elements * size };
}

interface Fields {
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

const TOKEN = /\s*(?:('[^'\\\n]*'|"[^"\\\n]*")|(\d+)L?|(True|False)\b|([{}(),:[\]]))/y;

/** `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }`, keys in any order. */
function dictionary(text: string, fail: Fail): Fields {
  let at = 0;
  const next = (): string => {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found)
      return fail(`cannot parse header at character ${at}: ${JSON.stringify(text.slice(at, at + 20))}`);
    at = TOKEN.lastIndex;
    return found[1] ?? found[2] ?? found[3] ?? (found[4] as string);
  };
  const expect = (token: string): void => {
    const found = next();
    if (found !== token) fail(`cannot parse header: expected ${token}, found ${found}`);
  };
  const tuple = (): number[] => {
    expect("(");
    const sizes: number[] = [];
    for (let token = next(); token !== ")"; token = next()) {
      const size = Number(token);
      if (!/^\d+$/.test(token) || !Number.isSafeInteger(size)) fail(`shape is not valid: found ${token}`);
      if (sizes.push(size) > MAX_DIMENSIONS) fail(`the shape has more than ${MAX_DIMENSIONS} dimensions`);
      const after = next();
      if (after === ")") break;
      if (after !== ",") fail(`cannot parse header: expected , or ), found ${after}`);
    }
    return sizes;
  };
  const fields: { descr?: string; fortran_order?: boolean; shape?: number[] } = {};
  expect("{");
  for (let token = next(); token !== "}"; token = next()) {
    const key = /^["']/.test(token) ? token.slice(1, -1) : fail(`cannot parse header: ${token} is no key`);
    if (key !== "descr" && key !== "fortran_order" && key !== "shape")
      return fail(`the header has the wrong key '${key}'; it must have 'descr', 'fortran_order' and 'shape'`);
    if (fields[key] !== undefined) fail(`the key '${key}' comes twice in the header`);
    expect(":");
    if (key === "shape") fields.shape = tuple();
    else {
      const value = next();
      if (key === "fortran_order") {
        if (value !== "True" && value !== "False") fail(`fortran_order is not a valid bool: ${value}`);
        fields.fortran_order = value === "True";
      } else if (/^["']/.test(value)) fields.descr = value.slice(1, -1);
      else fail("descr is no plain dtype: arrays of records are not read");
    }
    const after = next();
    if (after === "}") break;
    if (after !== ",") fail(`cannot parse header: expected , or }, found ${after}`);
  }
  if (text.slice(at).trim() !== "") fail("cannot parse header: there is more after the dictionary");
  const { descr, fortran_order: fortranOrder, shape } = fields;
  if (descr === undefined || fortranOrder === undefined || shape === undefined)
    return fail("the header does not contain the correct keys: 'descr', 'fortran_order' and 'shape'");
  return { descr, fortranOrder, shape };
}

function elementsFrom(descr: string, fail: Fail): { code: ElementCode; isBigEndian: boolean } {
  if (/^\|?O/.test(descr)) return fail("object arrays cannot be loaded: they are pickles");
  const order = descr[0] ?? "";
  const code = /^[<>=|]/.test(descr) ? descr.slice(1) : descr;
  if (!isElementCode(code) || code === "bf2")
    return fail(`the dtype '${descr}' is not supported; floats, integers and bools are`);
  return { code, isBigEndian: order === ">" };
}

/** The first bytes of a file, to numpy's letter: version 1.0, padded so that the elements are aligned to 64 bytes. */
export function npyHeader(code: ElementCode, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const order = bytesOf(code) === 1 ? "|" : "<";
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const dictionary = `{'descr': '${order}${code}', 'fortran_order': False, 'shape': (${sizes}), }`;
  // numpy leaves room for the first size to grow to 21 digits.
  const room = shape.length ? 21 - String(shape[0]).length : 0;
  const used = 10 + dictionary.length + room + 1;
  const padding = 64 - (used % 64);
  const text = `${dictionary}${" ".repeat(room + padding)}\n`;
  const length = text.length;
  return Uint8Array.from([
    ...MAGIC,
    ...[1, 0, length & 255, length >> 8],
    ...Array.from(text, (c) => c.charCodeAt(0)),
  ]);
}
