/** Indices as a tensor. */
import { int64, newArray } from "../dtype.ts";
import { allocate } from "../ops/creation.ts";
import { backendFor } from "../runtime.ts";
import type { Device, Tensor } from "../tensor.ts";

/** A one-dimensional int64 tensor. */
export function tensorOfIntegers(values: readonly number[], device: Device): Tensor {
  const out = allocate([values.length], int64, device);
  const elements = newArray(int64, values.length);
  elements.set(values);
  if (values.length > 0) backendFor(device.type).write(out.storage, elements);
  return out;
}
