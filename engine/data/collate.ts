/** Samples put together to a batch, as `torch.utils.data.default_collate` does. */

import { torch } from "../api/torch.ts";
import { float64 } from "../dtype.ts";
import { KeyError, RuntimeError } from "../errors.ts";
import { Tensor } from "../tensor.ts";
import { typeText } from "../vision/transforms/arguments.ts";

/** Numbers as NumPy's arrays hold them. */
export type NumberArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/** What `defaultCollate` makes of samples of a type. */
export type Collated<T> = T extends Tensor | NumberArray | number | boolean
  ? Tensor
  : T extends string
    ? string[]
    : T extends readonly unknown[] | object
      ? { -readonly [K in keyof T]: Collated<T[K]> }
      : never;

function isNumberArray(value: unknown): value is NumberArray {
  return (
    value instanceof Float32Array ||
    value instanceof Float64Array ||
    value instanceof Int32Array ||
    value instanceof Uint8Array
  );
}

/** An object with named values and nothing else: what a dictionary is in Python. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * Samples as a batch: tensors and number arrays `[…]` become a tensor `[N, …]`, numbers a tensor `[N]` (int64 where all
 * are whole, else float64), booleans a bool tensor, strings an array; arrays and records are put together element by
 * element.
 */
export function defaultCollate<T>(batch: readonly T[]): Collated<T> {
  return collate(batch) as Collated<T>;
}

function collate(batch: readonly unknown[]): unknown {
  if (batch.length === 0) throw new RuntimeError("default_collate: a batch of no samples has no shape");
  const first = batch[0];
  if (first instanceof Tensor) return torch.stack(batch as Tensor[], 0);
  if (isNumberArray(first)) return torch.stack(batch.map(tensorOf), 0);
  if (typeof first === "number" || typeof first === "boolean") return numbers(batch);
  if (typeof first === "string") return [...batch];
  if (Array.isArray(first)) {
    const rows = batch as readonly (readonly unknown[])[];
    if (rows.some((row) => row.length !== first.length))
      throw new RuntimeError("each element in list of batch should be of equal size");
    return first.map((_, column) => collate(rows.map((row) => row[column])));
  }
  if (isRecord(first)) {
    const names = Object.keys(first);
    return Object.fromEntries(
      names.map((name) => [name, collate(batch.map((sample) => member(sample, name)))]),
    );
  }
  throw new TypeError(
    `default_collate: batch must contain tensors, numpy arrays, numbers, dicts or lists; found ${typeText(first)}`,
  );
}

function tensorOf(array: unknown): Tensor {
  if (!isNumberArray(array)) throw new TypeError(`expected a typed array, but got ${typeText(array)}`);
  return torch.tensor(array);
}

function numbers(batch: readonly unknown[]): Tensor {
  const values = batch.map((value) => {
    if (typeof value === "number" || typeof value === "boolean") return value;
    const type = typeText(value).slice("<class '".length, -2);
    const first = batch[0];
    throw new TypeError(
      typeof first === "number" && !Number.isInteger(first)
        ? `must be real number, not ${type}`
        : `new(): invalid data type '${type}'`,
    );
  });
  const whole = values.every((value) => typeof value === "boolean" || Number.isInteger(value));
  return whole ? torch.tensor(values) : torch.tensor(values, { dtype: float64 });
}

function member(sample: unknown, name: string): unknown {
  if (!isRecord(sample) || !Object.hasOwn(sample, name)) throw new KeyError(`'${name}'`);
  return sample[name];
}

/** A single sample as a loader without batches gives it: number arrays become tensors, all else stays. */
export function defaultConvert(sample: unknown): unknown {
  if (isNumberArray(sample)) return torch.tensor(sample);
  if (Array.isArray(sample)) return sample.map(defaultConvert);
  if (isRecord(sample))
    return Object.fromEntries(Object.entries(sample).map(([name, value]) => [name, defaultConvert(value)]));
  return sample;
}
