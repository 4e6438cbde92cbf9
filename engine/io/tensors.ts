/** Between tensors and the elements of a file. */
import { newArray } from "../dtype.ts";
import { allocate } from "../ops/creation.ts";
import { backendFor, runtime } from "../runtime.ts";
import { contiguousStrides, numel } from "../shape.ts";
import { type Device, Tensor } from "../tensor.ts";
import { codeOf, decodeElements, dtypeOf, type ElementCode, encodeElements } from "./elements.ts";

/** Elements in a file: `bytes` are exactly theirs. */
export interface StoredElements {
  readonly code: ElementCode;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
  /** First index fastest. */
  readonly fortranOrder?: boolean;
}

/** In a run without values no element is looked at. */
export function tensorFrom(stored: StoredElements, device: Device, fail: (what: string) => never): Tensor {
  const { code, shape, bytes, fortranOrder = false } = stored;
  const { storage } = allocate(shape, dtypeOf(code), device);
  if (bytes.length > 0 && !runtime.shapesOnly)
    backendFor(device.type).write(storage, decodeElements(code, bytes, fail));
  const strides = fortranOrder ? contiguousStrides([...shape].reverse()).reverse() : contiguousStrides(shape);
  return new Tensor(storage, shape, strides);
}

/** The elements of a tensor, row-major; zeros in a run without values. */
export async function storedFrom(t: Tensor): Promise<StoredElements> {
  const code = codeOf(t.dtype);
  const values = runtime.shapesOnly ? newArray(t.dtype, numel(t.shape)) : await t.detach().data();
  return { code, shape: [...t.shape], bytes: encodeElements(code, values) };
}

/** The number of elements, or null where it is not a safe integer: a file can say anything. */
export function safeNumel(shape: readonly number[]): number | null {
  const n = shape.reduce((product, size) => product * size, 1);
  return Number.isSafeInteger(n) ? n : null;
}
