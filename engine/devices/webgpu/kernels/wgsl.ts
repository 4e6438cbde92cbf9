/** WGSL functions that kernels and the expressions of elementwise ops may call. */
import { SPECIAL_FUNCTIONS } from "./wgslSpecial.ts";

/**
 * WGSL lets implementations assume that there are no NaNs and infinities: `x != x` may be false for a NaN, `log(-1)`
 * may be a number (it is on SwiftShader), and constants of them do not compile. Bits held in variables are safe.
 */
const FUNCTIONS: Readonly<Record<string, string>> = {
  ...SPECIAL_FUNCTIONS,
  // As C casts on x86: NaN and what 32 bits do not hold become the smallest integer. WGSL's own `i32` saturates.
  wholeNumber: `fn wholeNumber(x: f32) -> i32 {
  let beyond = (bitcast<u32>(x) & 0x7fffffffu) >= 0x4f000000u;
  return select(i32(x), -2147483647 - 1, beyond);
}
`,
  // Of integers, rounded down. A 0 among the divisors is refused (`refuse.ts`).
  floorQuotient: `fn floorQuotient(a: i32, b: i32) -> i32 {
  let quotient = a / b;
  return select(quotient, quotient - 1, a % b != 0 && (a < 0) != (b < 0));
}
`,
  // C's fmod, exact, by long division on the bits (after musl's fmodf): WGSL's `%` goes wrong with the quotient's size.
  floatRest: `fn floatRest(x: f32, y: f32) -> f32 {
  let sign = bitcast<u32>(x) & 0x80000000u;
  var a = bitcast<u32>(x) & 0x7fffffffu;
  var b = bitcast<u32>(y) & 0x7fffffffu;
  if (b < 0x00800000u || b > 0x7f800000u || a >= 0x7f800000u) { var bits = 0x7fc00000u; return bitcast<f32>(bits); }
  if (a < b || a < 0x00800000u) { return x; }
  var exponent = a >> 23u;
  let last = b >> 23u;
  a = (a & 0x7fffffu) | 0x800000u;
  b = (b & 0x7fffffu) | 0x800000u;
  for (; exponent > last; exponent--) {
    if (a >= b) { a -= b; }
    a <<= 1u;
  }
  if (a >= b) { a -= b; }
  if (a == 0u) { return bitcast<f32>(sign); }
  let up = countLeadingZeros(a) - 8u;
  if (exponent <= up) { return bitcast<f32>(sign); }
  return bitcast<f32>(sign | ((a << up) & 0x7fffffu) | ((exponent - up) << 23u));
}
`,
  floatModulo: `fn floatModulo(a: f32, b: f32) -> f32 {
  let rest = floatRest(a, b);
  return select(rest, rest + b, rest != 0 && (rest < 0) != (b < 0) && !isNan(rest));
}
`,
  // As PyTorch: a quotient that rounds up to a whole number is put right by the rest.
  floatFloorQuotient: `fn floatFloorQuotient(a: f32, b: f32) -> f32 {
  if (b == 0) { return a / b; }
  let rest = floatRest(a, b);
  let quotient = (a - rest) / b - select(0.0, 1.0, rest != 0 && (rest < 0) != (b < 0));
  let low = floor(quotient);
  return select(select(low, low + 1, quotient - low > 0.5), rest, isNan(rest));
}
`,
  integerPower: `fn integerPower(base: i32, exponent: i32) -> i32 {
  if (exponent < 0) { return select(select(0, select(-1, 1, exponent % 2 == 0), base == -1), 1, base == 1); }
  var result = 1;
  var factor = base;
  for (var rest = exponent; rest > 0; rest >>= 1u) {
    if ((rest & 1) == 1) { result *= factor; }
    factor *= factor;
  }
  return result;
}
`,
  // As `engine/rounding.ts`, on the bits. Below 2^-14 float16 is subnormal: multiples of 2^-24.
  roundToHalf: `fn roundToHalf(x: f32) -> f32 {
  let bits = bitcast<u32>(x);
  let sign = bits & 0x80000000u;
  var size = bits & 0x7fffffffu;
  if (size > 0x7f800000u) { return x; }
  if (size < 0x38800000u) {
    let steps = u32(round(bitcast<f32>(size) * 16777216.0));
    return bitcast<f32>(bitcast<u32>(f32(steps) / 16777216.0) | sign);
  }
  size = (size + 0xfffu + ((size >> 13u) & 1u)) & 0xffffe000u;
  if (size >= 0x47800000u) { size = 0x7f800000u; }
  return bitcast<f32>(size | sign);
}
`,
  roundToBfloat16: `fn roundToBfloat16(x: f32) -> f32 {
  let bits = bitcast<u32>(x);
  if ((bits & 0x7fffffffu) > 0x7f800000u) { return x; }
  return bitcast<f32>((bits + 0x7fffu + ((bits >> 16u) & 1u)) & 0xffff0000u);
}
`,
  isNan: "fn isNan(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }\n",
  isInf: "fn isInf(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) == 0x7f800000u; }\n",
  nan: "fn nan() -> f32 { var bits = 0x7fc00000u; return bitcast<f32>(bits); }\n",
  // Whole exponents by multiplying: WGSL's `pow` is undefined below 0, and inexact where integers should come out.
  power: `fn power(x: f32, y: f32) -> f32 {
  let n = abs(y);
  if (n == floor(n) && n <= 64) {
    var result = 1.0;
    var factor = x;
    for (var rest = u32(n); rest > 0u; rest >>= 1u) {
      if ((rest & 1u) == 1u) { result *= factor; }
      factor *= factor;
    }
    return select(result, 1 / result, y < 0);
  }
  if (x < 0) {
    var bits = 0x7fc00000u;
    let size = pow(-x, y);
    return select(bitcast<f32>(bits), select(size, -size, fract(n / 2) != 0), n == floor(n));
  }
  if ((bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u) { return x; }
  return pow(x, y);
}
`,
  // Near 0 a rational approximation (FreeBSD's s_erf.c), else Abramowitz and Stegun 7.1.26: off by 2e-7 at most.
  errorFunction: `fn errorFunction(x: f32) -> f32 {
  let z = x * x;
  if (z < 0.7) {
    let p = 0.12837917 + z * (-0.3250421 + z * (-0.02848175 + z * (-0.00577027 - z * 2.3763017e-5)));
    let q = 1 + z * (0.39791722 + z * (0.0650222 + z * (0.0050813063 + z * (0.00013249474 - z * 3.960228e-6))));
    return x + x * p / q;
  }
  let t = 1 / (1 + 0.3275911 * abs(x));
  let p = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return sign(x) * (1 - p * exp(-min(z, 80.0)));
}
`,
  geluTanhSlope: `fn geluTanhSlope(x: f32) -> f32 {
  let t = tanh(clamp(0.7978845608 * (x + 0.044715 * x * x * x), -15.0, 15.0));
  return 0.5 * (1 + t + x * (1 - t * t) * 0.7978845608 * (1 + 0.134145 * x * x));
}
`,
  // sin(x + quarters * π/2). WGSL's own sin and cos may be off by 2^-11, and are on SwiftShader (1.5e-4 at 0.08).
  // Reduced to ±π/4 with π/2 in three parts, then the polynomials of Cephes' sinf and cosf: 1e-7 up to some 10,000.
  sine: `fn sine(x: f32, quarters: i32) -> f32 {
  let turns = round(x * 0.63661977);
  let r = ((x - turns * 1.5703125) - turns * 4.8375130e-4) - turns * 7.5497899e-8;
  let z = r * r;
  let s = r + r * z * (-0.16666655 + z * (8.332161e-3 - z * 1.9515296e-4));
  let c = 1 - 0.5 * z + z * z * (0.041666646 + z * (-1.3887316e-3 + z * 2.4433157e-5));
  let quadrant = (i32(turns) + quarters) & 3;
  let value = select(s, c, (quadrant & 1) == 1);
  return select(value, -value, quadrant >= 2);
}
`,
  logarithm:
    "fn logarithm(x: f32) -> f32 { var bits = 0x7fc00000u; return select(log(x), bitcast<f32>(bits), x < 0); }\n",
  infinity: "fn infinity() -> f32 { var bits = 0x7f800000u; return bitcast<f32>(bits); }\n",
};

/** The declarations of the functions that `code` calls, and of those that they call. */
export function functionsFor(code: string): string {
  const found = new Set<string>();
  const look = (text: string): void => {
    for (const [name, body] of Object.entries(FUNCTIONS)) {
      if (found.has(body) || !new RegExp(`\\b${name}\\(`).test(text)) continue;
      found.add(body);
      look(body);
    }
  };
  look(code);
  return [...found].join("");
}

/** The same expression with `log` and `pow` as they should be: WGSL leaves both undefined below 0. */
export function defined(expression: string): string {
  return expression.replace(/\blog\(/g, "logarithm(").replace(/\bpow\(/g, "power(");
}
