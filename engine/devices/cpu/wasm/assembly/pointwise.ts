// Elementwise arithmetic: `count` elements of x (and y) to z, rounded up to whole vectors. z may be x or y.
import { bytes } from "./address";
import { exp4, sigmoid4, tanh4 } from "./exponential";
import { gelu4, geluSlope4, geluTanh4, geluTanhSlope4 } from "./gelu";
import { madd } from "./madd";

/** z = x + s · y */
export function addScaled(count: i32, x: i32, y: i32, z: i32, s: f32): void {
  const factor = f32x4.splat(s);
  for (let i: usize = 0; i < bytes(count); i += 16) {
    v128.store(bytes(z) + i, madd(factor, v128.load(bytes(y) + i), v128.load(bytes(x) + i)));
  }
}

export function multiplyEach(count: i32, x: i32, y: i32, z: i32): void {
  for (let i: usize = 0; i < bytes(count); i += 16) {
    v128.store(bytes(z) + i, f32x4.mul(v128.load(bytes(x) + i), v128.load(bytes(y) + i)));
  }
}

export function divideEach(count: i32, x: i32, y: i32, z: i32): void {
  for (let i: usize = 0; i < bytes(count); i += 16) {
    v128.store(bytes(z) + i, f32x4.div(v128.load(bytes(x) + i), v128.load(bytes(y) + i)));
  }
}

/** z = x · s + t */
export function affine(count: i32, x: i32, z: i32, s: f32, t: f32): void {
  const factor = f32x4.splat(s);
  const term = f32x4.splat(t);
  for (let i: usize = 0; i < bytes(count); i += 16) {
    v128.store(bytes(z) + i, madd(factor, v128.load(bytes(x) + i), term));
  }
}

export function negate(count: i32, x: i32, z: i32): void {
  for (let i: usize = 0; i < bytes(count); i += 16)
    v128.store(bytes(z) + i, f32x4.neg(v128.load(bytes(x) + i)));
}

export function absolute(count: i32, x: i32, z: i32): void {
  for (let i: usize = 0; i < bytes(count); i += 16)
    v128.store(bytes(z) + i, f32x4.abs(v128.load(bytes(x) + i)));
}

export function squareRoot(count: i32, x: i32, z: i32): void {
  for (let i: usize = 0; i < bytes(count); i += 16)
    v128.store(bytes(z) + i, f32x4.sqrt(v128.load(bytes(x) + i)));
}

/** The larger of x and `least`; NaN stays. */
export function atLeast(count: i32, x: i32, z: i32, least: f32): void {
  const bound = f32x4.splat(least);
  for (let i: usize = 0; i < bytes(count); i += 16) {
    v128.store(bytes(z) + i, f32x4.max(v128.load(bytes(x) + i), bound));
  }
}

/** y where x exceeds `threshold` or is NaN, else 0. */
export function passAbove(count: i32, x: i32, y: i32, z: i32, threshold: f32): void {
  const bound = f32x4.splat(threshold);
  for (let i: usize = 0; i < bytes(count); i += 16) {
    const blocked = f32x4.le(v128.load(bytes(x) + i), bound);
    v128.store(bytes(z) + i, v128.andnot(v128.load(bytes(y) + i), blocked));
  }
}

export function exponential(count: i32, x: i32, z: i32): void {
  for (let i: usize = 0; i < bytes(count); i += 16) v128.store(bytes(z) + i, exp4(v128.load(bytes(x) + i)));
}

export function sigmoid(count: i32, x: i32, z: i32): void {
  for (let i: usize = 0; i < bytes(count); i += 16)
    v128.store(bytes(z) + i, sigmoid4(v128.load(bytes(x) + i)));
}

export function hyperbolicTangent(count: i32, x: i32, z: i32): void {
  for (let i: usize = 0; i < bytes(count); i += 16) v128.store(bytes(z) + i, tanh4(v128.load(bytes(x) + i)));
}

/** x where it is positive, else s · x. */
export function leak(count: i32, x: i32, z: i32, s: f32): void {
  const factor = f32x4.splat(s);
  const zero = f32x4.splat(0);
  for (let i: usize = 0; i < bytes(count); i += 16) {
    const v = v128.load(bytes(x) + i);
    v128.store(bytes(z) + i, v128.bitselect(v, f32x4.mul(v, factor), f32x4.gt(v, zero)));
  }
}

/** z = gelu(x); `approximate`: by way of tanh. */
export function gelu(count: i32, x: i32, z: i32, approximate: i32): void {
  for (let i: usize = 0; i < bytes(count); i += 16) {
    const v = v128.load(bytes(x) + i);
    v128.store(bytes(z) + i, approximate ? geluTanh4(v) : gelu4(v));
  }
}

/** z = gelu'(x) */
export function geluSlope(count: i32, x: i32, z: i32, approximate: i32): void {
  for (let i: usize = 0; i < bytes(count); i += 16) {
    const v = v128.load(bytes(x) + i);
    v128.store(bytes(z) + i, approximate ? geluTanhSlope4(v) : geluSlope4(v));
  }
}

/** NaN if there is one. The elements after the last must not be larger than it. */
export function largest(count: i32, x: i32): f32 {
  let best = f32x4.splat(-Infinity);
  for (let i: usize = 0; i < bytes(count); i += 16) best = f32x4.max(best, v128.load(bytes(x) + i));
  return max(
    max(f32x4.extract_lane(best, 0), f32x4.extract_lane(best, 1)),
    max(f32x4.extract_lane(best, 2), f32x4.extract_lane(best, 3)),
  );
}

/** In doubles, eight sums side by side: as exact as the plain loop and five times as fast. */
export function sum(count: i32, x: i32): f64 {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let at = bytes(x);
  for (; count >= 8; count -= 8) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    s0 = f64x2.add(s0, f64x2.promote_low_f32x4(a));
    s1 = f64x2.add(s1, f64x2.promote_low_f32x4(v128.shuffle<f32>(a, a, 2, 3, 2, 3)));
    s2 = f64x2.add(s2, f64x2.promote_low_f32x4(b));
    s3 = f64x2.add(s3, f64x2.promote_low_f32x4(v128.shuffle<f32>(b, b, 2, 3, 2, 3)));
    at += 32;
  }
  const pair = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
  let total = f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
  for (; count > 0; count--) {
    total += load<f32>(at);
    at += 4;
  }
  return total;
}
