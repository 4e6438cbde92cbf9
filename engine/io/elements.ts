/**
 * Elements as files hold them, little-endian, and as the engine does. What the engine has no dtype for is read as the
 * next wider one: nothing is lost.
 */
import {
  bfloat16,
  bool,
  type DType,
  float16,
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  newArray,
  scalarTypeName,
  type TypedArray,
  uint8,
} from "../dtype.ts";

/** By numpy's codes; `bf2` is bfloat16, which numpy has none for. */
export type ElementCode =
  | "f8"
  | "f4"
  | "f2"
  | "bf2"
  | "i8"
  | "i4"
  | "i2"
  | "i1"
  | "u1"
  | "b1"
  | "u8"
  | "u4"
  | "u2";

interface ElementKind {
  readonly bytes: number;
  readonly dtype: DType;
  readonly get: (view: DataView, at: number) => number | bigint;
  readonly set: (view: DataView, at: number, value: number) => void;
}

/** A dtype is written as the first kind that has it. */
const KINDS: Readonly<Record<ElementCode, ElementKind>> = {
  f8: {
    bytes: 8,
    dtype: float64,
    get: (v, at) => v.getFloat64(at, true),
    set: (v, at, x) => v.setFloat64(at, x, true),
  },
  f4: {
    bytes: 4,
    dtype: float32,
    get: (v, at) => v.getFloat32(at, true),
    set: (v, at, x) => v.setFloat32(at, x, true),
  },
  f2: {
    bytes: 2,
    dtype: float16,
    get: (v, at) => halfValue(v.getUint16(at, true)),
    set: (v, at, x) => v.setUint16(at, halfBits(x), true),
  },
  bf2: {
    bytes: 2,
    dtype: bfloat16,
    get: (v, at) => bits32(v.getUint16(at, true) * 0x10000),
    set: (v, at, x) => v.setUint16(at, bfloatBits(x), true),
  },
  i8: {
    bytes: 8,
    dtype: int64,
    get: (v, at) => v.getBigInt64(at, true),
    set: (v, at, x) => v.setBigInt64(at, BigInt(x), true),
  },
  i4: {
    bytes: 4,
    dtype: int32,
    get: (v, at) => v.getInt32(at, true),
    set: (v, at, x) => v.setInt32(at, x, true),
  },
  i2: {
    bytes: 2,
    dtype: int16,
    get: (v, at) => v.getInt16(at, true),
    set: (v, at, x) => v.setInt16(at, x, true),
  },
  i1: { bytes: 1, dtype: int8, get: (v, at) => v.getInt8(at), set: (v, at, x) => v.setInt8(at, x) },
  u1: { bytes: 1, dtype: uint8, get: (v, at) => v.getUint8(at), set: (v, at, x) => v.setUint8(at, x) },
  b1: {
    bytes: 1,
    dtype: bool,
    get: (v, at) => (v.getUint8(at) === 0 ? 0 : 1),
    set: (v, at, x) => v.setUint8(at, x),
  },
  u8: {
    bytes: 8,
    dtype: int64,
    get: (v, at) => v.getBigUint64(at, true),
    set: (v, at, x) => v.setBigUint64(at, BigInt(x), true),
  },
  u4: {
    bytes: 4,
    dtype: int64,
    get: (v, at) => v.getUint32(at, true),
    set: (v, at, x) => v.setUint32(at, x, true),
  },
  u2: {
    bytes: 2,
    dtype: int32,
    get: (v, at) => v.getUint16(at, true),
    set: (v, at, x) => v.setUint16(at, x, true),
  },
};

export function isElementCode(text: string): text is ElementCode {
  return Object.hasOwn(KINDS, text);
}

/** Bytes of one element in the file. */
export function bytesOf(code: ElementCode): number {
  return KINDS[code].bytes;
}

/** The dtype that elements are read as. */
export function dtypeOf(code: ElementCode): DType {
  return KINDS[code].dtype;
}

/** The code under which a dtype is written. */
export function codeOf(dtype: DType): ElementCode {
  for (const [code, kind] of Object.entries(KINDS)) {
    if (kind.dtype === dtype && isElementCode(code)) return code;
  }
  throw new TypeError(`Got unsupported ScalarType ${scalarTypeName(dtype)}`);
}

/** These lie in a file as in the typed array of their dtype, as hosts are little-endian: WebAssembly and WebGPU are. */
const SAME_IN_MEMORY: readonly ElementCode[] = ["f8", "f4", "i4", "i2", "i1", "u1"];

function bytesIn({ buffer, byteOffset, byteLength }: TypedArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/**
 * All elements of `bytes`.
 * @param fail is told of an integer that a double, which int64 is held in, does not hold exactly
 */
export function decodeElements(
  code: ElementCode,
  bytes: Uint8Array,
  fail: (what: string) => never,
): TypedArray {
  if (SAME_IN_MEMORY.includes(code)) {
    const values = newArray(dtypeOf(code), bytes.byteLength / bytesOf(code));
    bytesIn(values).set(bytes);
    return values;
  }
  const { bytes: size, get } = KINDS[code];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.byteLength / size;
  const values = newArray(dtypeOf(code), length);
  for (let i = 0; i < length; i++) {
    const value = get(view, i * size);
    const number = Number(value);
    if (typeof value === "bigint" && !Number.isSafeInteger(number))
      fail(`element ${i} is ${value}; integers here are exact up to 2^53 only`);
    values[i] = number;
  }
  return values;
}

/** The bytes of values in a file. */
export function encodeElements(code: ElementCode, values: TypedArray): Uint8Array<ArrayBuffer> {
  const { bytes: size, set } = KINDS[code];
  if (SAME_IN_MEMORY.includes(code) && values.BYTES_PER_ELEMENT === size) return bytesIn(values).slice();
  const bytes = new Uint8Array(values.length * size);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) set(view, i * size, values[i] as number);
  return bytes;
}

/** Turns the order of bytes around in each element, in a copy. */
export function swapBytes(bytes: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) {
    const inElement = i % size;
    out[i] = bytes[i - inElement + (size - 1 - inElement)] as number;
  }
  return out;
}

const word = new DataView(new ArrayBuffer(4));

function bits32(bits: number): number {
  word.setUint32(0, bits);
  return word.getFloat32(0);
}

/** IEEE 754 binary16: 1 bit sign, 5 exponent, 10 fraction. */
function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** To the nearest, ties to even. */
function halfBits(x: number): number {
  const sign = x < 0 || Object.is(x, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(x);
  if (Number.isNaN(x)) return 0x7e00;
  if (magnitude >= 65520) return sign | 0x7c00;
  // In units of the last place: 2^-24 below the smallest normal number.
  const exponent = Math.max(Math.floor(Math.log2(magnitude || 1)), -14);
  const units = roundEven(magnitude / 2 ** (exponent - 10));
  // A carry into the exponent comes out right by adding.
  return sign | (units < 1024 ? units : ((exponent + 14) << 10) + units);
}

function roundEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}

function bfloatBits(x: number): number {
  if (Number.isNaN(x)) return 0x7fc0;
  word.setFloat32(0, x);
  const bits = word.getUint32(0);
  return Math.floor((bits + 0x7fff + (Math.floor(bits / 0x10000) & 1)) / 0x10000);
}
