/**
 * float16 and bfloat16 in float32 arrays: after a kernel has computed in float or double, its results are rounded to the
 * values that the dtype has, halves to the even one. Too large ones become infinite, float16 keeps subnormal numbers.
 */
import { bfloat16, type DType, float16, type TypedArray } from "./dtype.ts";

/** Whether the dtype's elements lie in a wider type. */
export function isRounded(dtype: DType): boolean {
  return dtype === float16 || dtype === bfloat16;
}

/** Rounds `count` elements from `from` on, in place, to what `dtype` can hold; for other dtypes nothing is to do. */
export function roundElements(dtype: DType, data: TypedArray, from: number, count: number): void {
  if (!isRounded(dtype)) return;
  if (!(data instanceof Float32Array)) throw new Error(`${dtype} is held in a Float32Array`);
  const bits = new Int32Array(data.buffer, data.byteOffset + 4 * from, count);
  if (dtype === float16) roundToHalf(bits);
  else roundToBfloat16(bits);
}

const SIGN = 0x80000000 | 0;
const INFINITY = 0x7f800000;
/** 65536 and 2^-14 in float32: from where on float16 is infinite, and below which it is subnormal. */
const HALF_END = 0x47800000;
const HALF_NORMAL = 0x38800000;

const word = new Int32Array(1);
const number = new Float32Array(word.buffer);

function roundToHalf(bits: Int32Array): void {
  for (let i = 0; i < bits.length; i++) {
    const x = bits[i] as number;
    const sign = x & SIGN;
    let size = x & ~SIGN;
    if (size > INFINITY) continue;
    if (size >= HALF_NORMAL) {
      size = (size + 0xfff + ((size >> 13) & 1)) & ~0x1fff;
      if (size >= HALF_END) size = INFINITY;
    } else {
      // The numbers around 0.5 are 2^-24 apart in float32, as subnormal ones are in float16.
      word[0] = size;
      number[0] = (number[0] as number) + 0.5;
      number[0] = (number[0] as number) - 0.5;
      size = word[0] as number;
    }
    bits[i] = sign | size;
  }
}

function roundToBfloat16(bits: Int32Array): void {
  for (let i = 0; i < bits.length; i++) {
    const x = bits[i] as number;
    if ((x & ~SIGN) > INFINITY) continue;
    bits[i] = (x + 0x7fff + ((x >> 16) & 1)) & ~0xffff;
  }
}
