// Softmax, its logarithm and their gradients, on rows that lie one after the other, in place. Sums are in double.
import { bytes } from "./address";
import { exp4 } from "./exponential";

export function softmaxRows(rows: i32, length: i32, x: i32): void {
  const line = bytes(length);
  let at = bytes(x);
  for (let row = 0; row < rows; row++) {
    const sum = exponentials(length, at, largestOf(length, at), true);
    const scale = f32x4.splat(f32(1 / sum));
    const end = at + line;
    for (; at + 16 <= end; at += 16) v128.store(at, f32x4.mul(v128.load(at), scale));
    for (; at < end; at += 4) store<f32>(at, load<f32>(at) * f32x4.extract_lane(scale, 0));
  }
}

export function logSoftmaxRows(rows: i32, length: i32, x: i32): void {
  const line = bytes(length);
  let at = bytes(x);
  for (let row = 0; row < rows; row++) {
    const greatest = largestOf(length, at);
    // Two subtractions: the difference to the largest is exact where it matters most, near it.
    const first = f32x4.splat(greatest);
    const second = f32x4.splat(f32(logarithm(exponentials(length, at, greatest, false))));
    const end = at + line;
    for (; at + 16 <= end; at += 16) {
      v128.store(at, f32x4.sub(f32x4.sub(v128.load(at), first), second));
    }
    for (; at < end; at += 4) {
      const rest = f32x4.sub(f32x4.sub(v128.load32_zero(at), first), second);
      store<f32>(at, f32x4.extract_lane(rest, 0));
    }
  }
}

/** grad ← y · (grad - Σ grad · y) */
export function softmaxBackwardRows(rows: i32, length: i32, grad: i32, y: i32): void {
  const line = bytes(length);
  let at = bytes(grad);
  let from = bytes(y);
  for (let row = 0; row < rows; row++) {
    let sums = f64x2.splat(0);
    let i: usize = 0;
    for (; i + 16 <= line; i += 16) {
      sums = addWide(sums, f32x4.mul(v128.load(at + i), v128.load(from + i)));
    }
    for (; i < line; i += 4) {
      sums = addWide(sums, f32x4.mul(v128.load32_zero(at + i), v128.load32_zero(from + i)));
    }
    const sum = f32x4.splat(f32(total(sums)));
    for (i = 0; i + 16 <= line; i += 16) {
      v128.store(at + i, f32x4.mul(v128.load(from + i), f32x4.sub(v128.load(at + i), sum)));
    }
    for (; i < line; i += 4) {
      store<f32>(at + i, load<f32>(from + i) * (load<f32>(at + i) - f32x4.extract_lane(sum, 0)));
    }
    at += line;
    from += line;
  }
}

/** grad ← grad - exp(y) · Σ grad */
export function logSoftmaxBackwardRows(rows: i32, length: i32, grad: i32, y: i32): void {
  const line = bytes(length);
  let at = bytes(grad);
  let from = bytes(y);
  for (let row = 0; row < rows; row++) {
    let sums = f64x2.splat(0);
    let i: usize = 0;
    for (; i + 16 <= line; i += 16) sums = addWide(sums, v128.load(at + i));
    for (; i < line; i += 4) sums = addWide(sums, v128.load32_zero(at + i));
    const sum = f32x4.splat(f32(total(sums)));
    for (i = 0; i + 16 <= line; i += 16) {
      v128.store(at + i, f32x4.sub(v128.load(at + i), f32x4.mul(exp4(v128.load(from + i)), sum)));
    }
    for (; i < line; i += 4) {
      const share = f32x4.mul(exp4(v128.load32_zero(from + i)), sum);
      store<f32>(at + i, load<f32>(at + i) - f32x4.extract_lane(share, 0));
    }
    at += line;
    from += line;
  }
}

function largestOf(length: i32, at: usize): f32 {
  const end = at + bytes(length);
  let best = f32x4.splat(-Infinity);
  for (; at + 16 <= end; at += 16) best = f32x4.max(best, v128.load(at));
  for (; at < end; at += 4) best = f32x4.max(best, v128.load32_splat(at));
  return max(
    max(f32x4.extract_lane(best, 0), f32x4.extract_lane(best, 1)),
    max(f32x4.extract_lane(best, 2), f32x4.extract_lane(best, 3)),
  );
}

/** Σ exp(x - shift), and if `keep` each of them in the place of its x. */
function exponentials(length: i32, at: usize, shift: f32, keep: bool): f64 {
  const end = at + bytes(length);
  const least = f32x4.splat(shift);
  let sums = f64x2.splat(0);
  for (; at + 16 <= end; at += 16) {
    const e = exp4(f32x4.sub(v128.load(at), least));
    if (keep) v128.store(at, e);
    sums = addWide(sums, e);
  }
  let sum = total(sums);
  for (; at < end; at += 4) {
    const e = f32x4.extract_lane(exp4(f32x4.sub(v128.load32_splat(at), least)), 0);
    if (keep) store<f32>(at, e);
    sum += e;
  }
  return sum;
}

/**
 * Of a sum, which is 1 or more. Not `Math.log`: the compiler's takes a table that it keeps in linear memory, which is
 * all scratch here, so that it read whatever the last kernel had left there.
 */
function logarithm(x: f64): f64 {
  if (!(x < Infinity)) return x;
  const bits = reinterpret<i64>(x);
  let exponent = i32(bits >> 52) - 1023;
  let fraction = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (fraction > Math.SQRT2) {
    fraction *= 0.5;
    exponent++;
  }
  // log(f) = 2 artanh((f - 1) / (f + 1)): the argument is at most 0.172, so nine terms give double precision.
  const t = (fraction - 1) / (fraction + 1);
  const z = t * t;
  let series: f64 = 0;
  for (let n = 17; n >= 1; n -= 2) series = series * z + 1 / f64(n);
  return f64(exponent) * Math.LN2 + 2 * t * series;
}

function addWide(sums: v128, x: v128): v128 {
  const low = f64x2.promote_low_f32x4(x);
  const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 2, 3));
  return f64x2.add(sums, f64x2.add(low, high));
}

function total(sums: v128): f64 {
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}
