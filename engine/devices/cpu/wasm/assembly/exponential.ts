// exp and what is made of it, on four lanes, within 1 (exp), 2.5 (sigmoid) and 1.5 (tanh) units in the last place.
// Range reduction and polynomials are those of Cephes (S. Moshier, https://netlib.org/cephes/, single/expf.c, tanhf.c).
import { madd } from "./madd";

/**
 * Constants lie in memory, where an instruction brings one to all lanes. V8 builds a constant vector from scratch each
 * time, in four instructions: so written, exp takes 1.9 ns an element.
 */
const EXP = memory.data<f32>([
  89, // 0: beyond it all is infinity
  -104, // 4: and 0 here
  1.44269502, // 8: log2 e
  12582912, // 12: 1.5 · 2^23, which added to a small number rounds it to a whole one in the low bits
  -0.693359375, // 16: -ln 2 in two parts, the first of few digits
  2.1219444e-4, // 20
  1.9875691e-4, // 24: the polynomial, from its highest power on
  1.3981999507e-3,
  8.3334519073e-3,
  4.1665795894e-2,
  1.6666665459e-1,
  5.0000001201e-1, // 44
  1, // 48
]);

/** e^x = 2^n · e^r with |r| ≤ ln 2 / 2. */
export function exp4(value: v128): v128 {
  // The pseudo-minimum lets NaN through and is one instruction.
  const x = f32x4.pmax(f32x4.pmin(value, v128.load32_splat(EXP)), v128.load32_splat(EXP, 4));
  const shift = v128.load32_splat(EXP, 12);
  const shifted = madd(x, v128.load32_splat(EXP, 8), shift);
  const n = f32x4.sub(shifted, shift);
  let r = madd(n, v128.load32_splat(EXP, 16), x);
  r = madd(n, v128.load32_splat(EXP, 20), r);
  let p = v128.load32_splat(EXP, 24);
  p = madd(p, r, v128.load32_splat(EXP, 28));
  p = madd(p, r, v128.load32_splat(EXP, 32));
  p = madd(p, r, v128.load32_splat(EXP, 36));
  p = madd(p, r, v128.load32_splat(EXP, 40));
  p = madd(p, r, v128.load32_splat(EXP, 44));
  const one = v128.load32_splat(EXP, 48);
  p = f32x4.add(madd(p, f32x4.mul(r, r), r), one);
  // In two steps, because 2^n itself may be too large, or too small to be a normal number.
  const whole = i32x4.sub(shifted, shift);
  const half = i32x4.shr_s(whole, 1);
  const low = f32x4.mul(p, powerOfTwo(half, one));
  return f32x4.mul(low, powerOfTwo(i32x4.sub(whole, half), one));
}

/** The exponent is the upper part of a number, and that of 1 stands for 0. */
function powerOfTwo(n: v128, one: v128): v128 {
  return i32x4.add(i32x4.shl(n, 23), one);
}

export function sigmoid4(x: v128): v128 {
  const one = v128.load32_splat(EXP, 48);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

const TANH = memory.data<f32>([
  0.625, // 0: below it the polynomial
  -5.70498872745e-3, // 4: from its highest power on
  2.06390887954e-2,
  -5.37397155531e-2,
  1.33314422036e-1,
  -3.33332819422e-1, // 20
  -0.0, // 24: the sign bit
]);

/** Near zero a polynomial, because 1 - 2 / (e^2x + 1) loses all digits there. */
export function tanh4(x: v128): v128 {
  const size = f32x4.abs(x);
  const one = v128.load32_splat(EXP, 48);
  const far = f32x4.sub(one, f32x4.div(f32x4.add(one, one), f32x4.add(exp4(f32x4.add(size, size)), one)));
  const z = f32x4.mul(x, x);
  let p = v128.load32_splat(TANH, 4);
  p = madd(p, z, v128.load32_splat(TANH, 8));
  p = madd(p, z, v128.load32_splat(TANH, 12));
  p = madd(p, z, v128.load32_splat(TANH, 16));
  p = madd(p, z, v128.load32_splat(TANH, 20));
  const near = madd(f32x4.mul(p, z), x, x);
  const sign = v128.and(x, v128.load32_splat(TANH, 24));
  return v128.bitselect(near, v128.or(far, sign), f32x4.lt(size, v128.load32_splat(TANH)));
}
