/** Special functions in double precision: inverses and complements of the error function, and the gamma family. */
import { erf } from "./erf.ts";

export const nan = Number.NaN;

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, c) => sum * x + c, 0);

/** `1 - erf(x)`; where erf is nearly 1 by a continued fraction, for the difference would have no digits left. */
export function erfc(x: number): number {
  if (!(x > 1.5)) return 1 - erf(x);
  if (x > 27) return 0;
  let fraction = 0;
  for (let k = 120; k > 0; k--) fraction = k / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}

const CENTRE = [
  [0.886226899, -1.645349621, 0.914624893, -0.140543331],
  [1, -2.118377725, 1.442710462, -0.329097515, 0.012229801],
] as const;
const ENDS = [
  [-1.970840454, -1.624906493, 3.429567803, 1.641345311],
  [1, 3.5438892, 1.6370678],
] as const;

/** The inverse of the error function: a rational approximation and two steps of Newton's method, as PyTorch has it. */
export function erfinv(y: number): number {
  const a = Math.abs(y);
  if (a > 1 || Number.isNaN(y)) return nan;
  if (a === 1) return y * Number.POSITIVE_INFINITY;
  const z = a <= 0.7 ? y * y : Math.sqrt(-Math.log((1 - a) / 2));
  const [p, q] = a <= 0.7 ? CENTRE : ENDS;
  const ratio = polynomial(p, z) / polynomial(q, z);
  let x = a <= 0.7 ? y * ratio : y < 0 ? -ratio : ratio;
  for (let i = 0; i < 2; i++) x -= (erf(x) - y) / ((2 / Math.sqrt(Math.PI)) * Math.exp(-x * x));
  return x;
}

/** Lanczos' approximation with g = 7. */
const LANCZOS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
  12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

/** The logarithm of the absolute value of the gamma function. */
export function lgamma(x: number): number {
  if (Number.isNaN(x)) return x;
  if (!Number.isFinite(x) || (x <= 0 && Number.isInteger(x))) return Number.POSITIVE_INFINITY;
  if (x === 1 || x === 2) return 0;
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - lgamma(1 - x);
  const z = x - 1;
  const t = z + 7.5;
  const sum = LANCZOS.reduce((s, c, i) => (i === 0 ? c : s + c / (z + i)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Of 1/x², without the first term: `-Σ B₂ₖ / 2k x²ᵏ`. */
const DIGAMMA = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12];

/** The derivative of `lgamma`. */
export function digamma(x: number): number {
  if (x === 0) return Object.is(x, -0) ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  if (x === Number.NEGATIVE_INFINITY || (x < 0 && Number.isInteger(x))) return nan;
  if (x < 0) return digamma(1 - x) - Math.PI / Math.tan(Math.PI * x);
  let sum = 0;
  let at = x;
  for (; at < 10; at++) sum -= 1 / at;
  const inverse = 1 / (at * at);
  return sum + Math.log(at) - 0.5 / at - polynomial(DIGAMMA, inverse) * inverse;
}

/** Numerators of Euler and Maclaurin's formula: (2k)! / B₂ₖ. */
const MACLAURIN = [12, -720, 30240, -1209600, 47900160, -1892437580.3183792, 74724249600];

/** Hurwitz' zeta function `Σ (q + k)^-s`, for whole s > 1. */
function zeta(s: number, q: number): number {
  let sum = 0;
  let at = q;
  for (let k = 0; k < 10 || at < 10; k++, at++) sum += at ** -s;
  sum += at ** (1 - s) / (s - 1) + 0.5 * at ** -s;
  let factor = s;
  let power = at ** (-s - 1);
  for (let k = 0; k < MACLAURIN.length; k++) {
    sum += (factor * power) / (MACLAURIN[k] as number);
    factor *= (s + 2 * k + 1) * (s + 2 * k + 2);
    power /= at * at;
  }
  return sum;
}

/** The n-th derivative of `digamma`. */
export function polygamma(x: number, n: number): number {
  if (n === 0) return digamma(x);
  if (n === 1 && x < 0.5) {
    const sine = Math.sin(Math.PI * x);
    return (Math.PI / sine) ** 2 - polygamma(1 - x, 1);
  }
  return (n % 2 === 0 ? -1 : 1) * Math.exp(lgamma(n + 1)) * zeta(n + 1, x);
}
