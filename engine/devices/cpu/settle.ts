/**
 * What happens to results that their array does not hold by itself: 16-bit floats, which lie in float32 arrays, are
 * rounded, and int64, which lies in doubles, is cut and checked. Arrays of the narrower integers wrap around by themselves.
 */
import { int64 } from "../../dtype.ts";
import { RuntimeError } from "../../errors.ts";
import type { AnyArgs, AnyOp } from "../../ops/op.ts";
import { isRounded, roundElements } from "../../rounding.ts";
import type { CpuTensor } from "./cpuTensor.ts";

export function settle(op: AnyOp, args: AnyArgs, out: CpuTensor): void {
  if (out.size === 0) return;
  if (isRounded(out.dtype)) roundElements(out.dtype, out.data, 0, reach(out));
  else if (out.dtype === int64) checkExact(op, args, out);
}

/** From a tensor's first element to its last one; what lies between is of the same dtype. */
function reach({ shape, strides }: CpuTensor): number {
  return shape.reduce((end, size, d) => end + (size - 1) * (strides[d] as number), 1);
}

/**
 * PyTorch's int64 is exact and wraps around at 2^63. Here an op that leaves the whole numbers that doubles hold exactly
 * is an error, not a number that is nearly right. Larger ones may be given (as bounds and marks, such as -2^63) and
 * moved around.
 */
function checkExact(op: AnyOp, args: AnyArgs, out: CpuTensor): void {
  cut(out);
  const found = beyond(out);
  if (found === null || Object.values(args).some(isBeyond)) return;
  throw new RuntimeError(
    `'${op.schema.name}' gives ${found}, but int64 is exact only up to 2^53 (9007199254740992) here: its elements are held as doubles. Use float64 if the number may be inexact, or smaller integers.`,
  );
}

/** Fractions go, as they do on the way into arrays of integers. */
function cut(t: CpuTensor): void {
  const { data } = t;
  const end = reach(t);
  for (let i = 0; i < end; i++) data[i] = Math.trunc(data[i] as number) + 0;
}

function beyond(t: CpuTensor): number | null {
  const { data } = t;
  const end = reach(t);
  for (let i = 0; i < end; i++) {
    const x = data[i] as number;
    if (x > Number.MAX_SAFE_INTEGER || x < Number.MIN_SAFE_INTEGER) return x;
  }
  return null;
}

function isBeyond(value: unknown): boolean {
  if (typeof value === "number") return Math.abs(value) > Number.MAX_SAFE_INTEGER;
  if (Array.isArray(value)) return value.some(isBeyond);
  if (typeof value !== "object" || value === null || !("data" in value)) return false;
  const t = value as CpuTensor;
  // Of floats, which are cut or rounded to integers, PyTorch says no more either.
  return t.size > 0 && (t.dtype.isFloatingPoint || beyond(t) !== null);
}
