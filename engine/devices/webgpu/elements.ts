/**
 * How elements lie in GPU memory: 32 bits each, whatever the dtype. float32 as itself, float16 and bfloat16 as `f32`
 * rounded to what they can hold; all integers as `i32`, the narrow ones wrapped to their range; bool as `i32` 0 or 1.
 * One width keeps shaders to two element types and lets invocations write neighbours without atomics; bool and uint8
 * take four times the bytes they take on the CPU. There is no float64: WGSL has none.
 */
import { type DType, newArray, type TypedArray } from "../../dtype.ts";
import { RuntimeError } from "../../errors.ts";
import { isRounded, roundElements } from "../../rounding.ts";
import type { ElementType } from "./gpuProgram.ts";

export const ELEMENT_BYTES = 4;

/** Throws for the one dtype that WebGPU cannot hold. */
export function elementType(dtype: DType): ElementType {
  if (dtype.name === "float64") {
    throw new TypeError(
      "Cannot convert a WebGPU Tensor to float64 dtype as the WebGPU framework doesn't support float64. Please use float32 instead.",
    );
  }
  return dtype.isFloatingPoint ? "f32" : "i32";
}

/** Elements as the CPU holds them to elements as the GPU does. May give back `values` itself. */
export function toGpuElements(dtype: DType, values: TypedArray): Float32Array | Int32Array {
  if (elementType(dtype) === "f32") {
    if (values instanceof Float32Array && !isRounded(dtype)) return values;
    const rounded = Float32Array.from(values);
    roundElements(dtype, rounded, 0, rounded.length);
    return rounded;
  }
  if (values instanceof Int32Array) return values;
  const out = Int32Array.from(values);
  if (dtype.name === "int64") checkRange(values, out);
  return out;
}

function checkRange(values: TypedArray, converted: Int32Array): void {
  const at = converted.findIndex((v, i) => v !== values[i]);
  if (at >= 0) throw notHeld(values[at] as number);
}

/** What an integer beyond 32 bits gets, wherever it would come onto the GPU. */
export const notHeld = (value: number): RuntimeError =>
  new RuntimeError(
    `${value} does not fit: WebGPU has no 64-bit integers, so int64 tensors there hold -2147483648 to 2147483647.`,
  );

const FLOAT = new Float32Array(1);
const BITS = new Int32Array(FLOAT.buffer);

/** A number as the bits of an element, for an `i32` uniform of kernels of both types. */
export function elementBits(type: ElementType, value: number): number {
  if (type === "i32") return heldInteger(value);
  FLOAT[0] = value;
  return BITS[0] as number;
}

/** The float of bits. */
export function floatOf(bits: number): number {
  BITS[0] = bits;
  return FLOAT[0] as number;
}

/** WGSL that reads such a uniform. */
export const fromBits = (type: ElementType, uniform: string): string =>
  type === "f32" ? `bitcast<f32>(${uniform})` : uniform;

/** `value`, if 32 bits hold it. */
export function heldInteger(value: number): number {
  if (value < -2147483648 || value > 2147483647) throw notHeld(value);
  return value;
}

/** The way back, into an array of the dtype's own. */
export function fromGpuElements(dtype: DType, words: ArrayBuffer): TypedArray {
  if (dtype.isFloatingPoint) return new Float32Array(words);
  const elements = new Int32Array(words);
  if (dtype.name === "int32") return elements;
  const out = newArray(dtype, elements.length);
  out.set(elements);
  return out;
}
