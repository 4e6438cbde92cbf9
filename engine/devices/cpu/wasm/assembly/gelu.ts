// The Gaussian error linear unit x · Φ(x) and its derivative, on four lanes. Φ comes from erf by formula 7.1.26 of
// Abramowitz and Stegun, off by 1.5e-7 at most, which is also what PyTorch's vector loops use.
import { exp4, tanh4 } from "./exponential";
import { madd } from "./madd";

/** In memory, as those of exponential.ts. */
const ERF = memory.data<f32>([
  0.3275911, // 0
  1.061405429, // 4: the polynomial, from its highest power on
  -1.453152027,
  1.421413741,
  -0.284496736,
  0.254829592, // 20
  1, // 24
  0.5, // 28
  0.707106769, // 32: √½
  0.39894228, // 36: 1 / √(2π)
  -0.0, // 40: the sign bit
]);

/** Φ(x), the normal distribution's, with e = exp(-x² / 2). */
function normal4(x: v128, e: v128): v128 {
  const one = v128.load32_splat(ERF, 24);
  const z = f32x4.mul(f32x4.abs(x), v128.load32_splat(ERF, 32));
  const t = f32x4.div(one, madd(z, v128.load32_splat(ERF), one));
  let p = v128.load32_splat(ERF, 4);
  p = madd(p, t, v128.load32_splat(ERF, 8));
  p = madd(p, t, v128.load32_splat(ERF, 12));
  p = madd(p, t, v128.load32_splat(ERF, 16));
  p = madd(p, t, v128.load32_splat(ERF, 20));
  const size = f32x4.sub(one, f32x4.mul(f32x4.mul(p, t), e));
  const erf = v128.or(size, v128.and(x, v128.load32_splat(ERF, 40)));
  const half = v128.load32_splat(ERF, 28);
  return madd(half, erf, half);
}

function density4(x: v128): v128 {
  return exp4(f32x4.mul(f32x4.mul(x, x), f32x4.neg(v128.load32_splat(ERF, 28))));
}

export function gelu4(x: v128): v128 {
  return f32x4.mul(x, normal4(x, density4(x)));
}

/** Φ(x) + x · φ(x) */
export function geluSlope4(x: v128): v128 {
  const e = density4(x);
  return madd(f32x4.mul(x, v128.load32_splat(ERF, 36)), e, normal4(x, e));
}

const TANH = memory.data<f32>([
  0.7978845608, // 0: √(2 / π)
  0.044715, // 4
  0.134145, // 8: three times that
]);

/** tanh(√(2 / π) · (x + 0.044715 x³)) with x² */
function inner4(x: v128, square: v128): v128 {
  const cube = f32x4.mul(square, x);
  return tanh4(f32x4.mul(v128.load32_splat(TANH), madd(cube, v128.load32_splat(TANH, 4), x)));
}

export function geluTanh4(x: v128): v128 {
  const half = f32x4.mul(x, v128.load32_splat(ERF, 28));
  return madd(half, inner4(x, f32x4.mul(x, x)), half);
}

/** ½ (1 + t) + ½ x (1 - t²) · √(2 / π) · (1 + 3 · 0.044715 x²) */
export function geluTanhSlope4(x: v128): v128 {
  const one = v128.load32_splat(ERF, 24);
  const half = v128.load32_splat(ERF, 28);
  const square = f32x4.mul(x, x);
  const t = inner4(x, square);
  const inside = f32x4.mul(v128.load32_splat(TANH), madd(square, v128.load32_splat(TANH, 8), one));
  const rise = f32x4.mul(f32x4.mul(f32x4.mul(half, x), f32x4.sub(one, f32x4.mul(t, t))), inside);
  return f32x4.add(madd(half, t, half), rise);
}
