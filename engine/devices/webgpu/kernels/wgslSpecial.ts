/**
 * Trigonometric, hyperbolic and gamma functions in WGSL. WGSL's own may be off by 2^-11 (and are, on software drivers) or
 * lack NaN outside of their domain; these are good to a few units in the last place of float32. Polynomials from Cephes'
 * single-precision library (Moshier, 1989) unless said otherwise.
 */
const NAN = "var bits = 0x7fc00000u; let none = bitcast<f32>(bits);";
const INFINITE = "var high = 0x7f800000u; let endless = bitcast<f32>(high);";

export const SPECIAL_FUNCTIONS: Readonly<Record<string, string>> = {
  arctangent: `fn arctangent(x: f32) -> f32 {
  let a = abs(x);
  var start = 0.0;
  var r = a;
  if (a > 2.414213562) { start = 1.5707963268; r = -1 / a; }
  else if (a > 0.4142135624) { start = 0.7853981634; r = (a - 1) / (a + 1); }
  let z = r * r;
  let y = start + ((((0.0805374449538 * z - 0.138776856032) * z + 0.199777106478) * z - 0.333329491539) * z * r + r);
  return select(y, -y, x < 0);
}
`,
  arctangent2: `fn arctangent2(y: f32, x: f32) -> f32 {
  if (x == 0 && y == 0) {
    let turned = select(0.0, 3.1415926536, bitcast<i32>(x) < 0);
    return select(turned, -turned, bitcast<i32>(y) < 0);
  }
  if (isInf(x) && isInf(y)) {
    let corner = select(0.7853981634, 2.3561944902, x < 0);
    return select(corner, -corner, y < 0);
  }
  let base = arctangent(y / x);
  let left = select(3.1415926536, -3.1415926536, bitcast<i32>(y) < 0);
  return select(base, base + left, x < 0);
}
`,
  arcsine: `fn arcsine(x: f32) -> f32 {
  ${NAN}
  let a = abs(x);
  if (a > 1) { return none; }
  let far = a > 0.5;
  let z = select(a * a, 0.5 * (1 - a), far);
  let r = select(a, sqrt(z), far);
  let p = ((((0.042163199048 * z + 0.024181311049) * z + 0.045470025998) * z + 0.074953002686) * z + 0.16666752422) * z * r + r;
  let y = select(p, 1.5707963268 - 2 * p, far);
  return select(y, -y, x < 0);
}
`,
  arccosine: `fn arccosine(x: f32) -> f32 {
  ${NAN}
  if (abs(x) > 1) { return none; }
  if (x > 0.5) { return 2 * arcsine(sqrt(0.5 * (1 - x))); }
  if (x < -0.5) { return 3.1415926536 - 2 * arcsine(sqrt(0.5 * (1 + x))); }
  return 1.5707963268 - arcsine(x);
}
`,
  // In two factors, so that it overflows no sooner than its value.
  hyperbolicSine: `fn hyperbolicSine(x: f32) -> f32 {
  let a = abs(x);
  if (a < 1) {
    let z = x * x;
    return ((0.000203721912945 * z + 0.00833028376239) * z + 0.166667160211) * z * x + x;
  }
  let e = exp(0.5 * min(a, 200.0));
  let y = 0.5 * e * e - 0.5 / e / e;
  return select(y, -y, x < 0);
}
`,
  hyperbolicCosine: `fn hyperbolicCosine(x: f32) -> f32 {
  let e = exp(0.5 * min(abs(x), 200.0));
  return 0.5 * e * e + 0.5 / e / e;
}
`,
  areaSine: `fn areaSine(x: f32) -> f32 {
  let a = abs(x);
  var y = 0.0;
  if (a < 0.5) {
    let z = a * a;
    y = (((0.020122003309 * z - 0.042699340972) * z + 0.074847586088) * z - 0.16666288134) * z * a + a;
  } else if (a > 1500) { y = log(a) + 0.69314718056; }
  else { y = log(a + sqrt(a * a + 1)); }
  return select(y, -y, x < 0);
}
`,
  areaCosine: `fn areaCosine(x: f32) -> f32 {
  ${NAN}
  if (x < 1) { return none; }
  let z = x - 1;
  if (z < 0.5) {
    return ((((0.0017596881071 * z - 0.0075272886713) * z + 0.026454905019) * z - 0.11784741703) * z + 1.4142135263) * sqrt(z);
  }
  return select(log(x + sqrt(z * (x + 1))), log(x) + 0.69314718056, x > 1500);
}
`,
  areaTangent: `fn areaTangent(x: f32) -> f32 {
  ${NAN}
  ${INFINITE}
  let a = abs(x);
  if (a > 1) { return none; }
  if (a == 1) { return select(endless, -endless, x < 0); }
  if (a < 0.5) {
    let z = x * x;
    return ((((0.181740078349 * z + 0.0824370301058) * z + 0.14669143173) * z + 0.1997821645) * z + 0.333337300303) * z * x + x;
  }
  return 0.5 * log((1 + x) / (1 - x));
}
`,
  // Chebyshev fit of Numerical Recipes' erfcc: off by 1.2e-7 of its value at most.
  complementaryError: `fn complementaryError(x: f32) -> f32 {
  let a = abs(x);
  let t = 1 / (1 + 0.5 * a);
  let p = -1.26551223 + t * (1.00002368 + t * (0.37409196 + t * (0.09678418 + t * (-0.18628806 + t * (0.27886807 + t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277))))))));
  let y = t * exp(p - min(a * a, 200.0));
  return select(y, 2 - y, x < 0);
}
`,
  // Giles, Approximating the erfinv function (2010), single precision.
  inverseError: `fn inverseError(x: f32) -> f32 {
  ${NAN}
  ${INFINITE}
  if (abs(x) > 1) { return none; }
  if (abs(x) == 1) { return select(endless, -endless, x < 0); }
  var w = -log((1 - x) * (1 + x));
  var p = 0.0;
  if (w < 5) {
    w = w - 2.5;
    p = 1.50140941 + w * (0.246640727 + w * (-0.00417768164 + w * (-0.00125372503 + w * (0.00021858087 + w * (-4.39150654e-6 + w * (-3.5233877e-6 + w * (3.43273939e-7 + w * 2.81022636e-8)))))));
  } else {
    w = sqrt(w) - 3;
    p = 2.83297682 + w * (1.00167406 + w * (0.00943887047 + w * (-0.0076224613 + w * (0.00573950773 + w * (-0.00367342844 + w * (0.00134934322 + w * (0.000100950558 - w * 0.000200214257)))))));
  }
  return p * x;
}
`,
  // Stirling's series after moving x above 8; below 0.5 by reflection.
  logGammaAbove: `fn logGammaAbove(x: f32) -> f32 {
  if (x == 1 || x == 2) { return 0.0; }
  var product = 1.0;
  var at = x;
  for (; at < 8; at += 1) { product *= at; }
  let r = 1 / at;
  let series = r * (0.083333333 - r * r * (0.0027777778 - r * r * 0.00079365079));
  return (at - 0.5) * log(at) - at + 0.91893853321 + series - log(product);
}
`,
  logGamma: `fn logGamma(x: f32) -> f32 {
  ${INFINITE}
  if (isInf(x) || (x <= 0 && x == floor(x))) { return endless; }
  if (x < 0.5) { return log(3.1415926536 / abs(sine(3.1415926536 * fract(x), 0))) - logGammaAbove(1 - x); }
  return logGammaAbove(x);
}
`,
  digammaAbove: `fn digammaAbove(x: f32) -> f32 {
  var sum = 0.0;
  var at = x;
  for (; at < 10; at += 1) { sum -= 1 / at; }
  let r = 1 / (at * at);
  return sum + log(at) - 0.5 / at - r * (0.083333333 - r * (0.0083333333 - r * 0.0039682540));
}
`,
  digammaOf: `fn digammaOf(x: f32) -> f32 {
  ${NAN}
  ${INFINITE}
  if (x == 0) { return select(-endless, endless, bitcast<i32>(x) < 0); }
  if (x < 0) {
    if (x == floor(x)) { return none; }
    let angle = 3.1415926536 * fract(x);
    return digammaAbove(1 - x) - 3.1415926536 * sine(angle, 1) / sine(angle, 0);
  }
  return digammaAbove(x);
}
`,
  // Hurwitz' zeta function for whole exponents, by Euler and Maclaurin's formula.
  zetaOf: `fn zetaOf(s: i32, q: f32) -> f32 {
  let e = f32(s);
  var sum = 0.0;
  var at = q;
  for (var k = 0; k < 10 || at < 10; k++) { sum += 1 / power(at, e); at += 1; }
  let last = 1 / power(at, e);
  sum += at * last / (e - 1) + 0.5 * last;
  var factor = e;
  var rest = last / at;
  sum += factor * rest / 12;
  factor *= (e + 1) * (e + 2);
  rest /= at * at;
  sum -= factor * rest / 720;
  factor *= (e + 3) * (e + 4);
  rest /= at * at;
  return sum + factor * rest / 30240;
}
`,
  polygammaOf: `fn polygammaOf(x: f32, n: i32) -> f32 {
  if (n == 0) { return digammaOf(x); }
  if (n == 1 && x < 0.5) {
    let r = 3.1415926536 / sine(3.1415926536 * fract(x), 0);
    return r * r - zetaOf(2, 1 - x);
  }
  var factorial = 1.0;
  for (var k = 2; k <= n; k++) { factorial *= f32(k); }
  return select(-1.0, 1.0, (n & 1) == 1) * factorial * zetaOf(n + 1, x);
}
`,
  hypotenuse: `fn hypotenuse(a: f32, b: f32) -> f32 {
  ${INFINITE}
  if (isInf(a) || isInf(b)) { return endless; }
  if (isNan(a)) { return a; }
  if (isNan(b)) { return b; }
  let long = max(abs(a), abs(b));
  if (long == 0) { return 0.0; }
  let ratio = min(abs(a), abs(b)) / long;
  return long * sqrt(1 + ratio * ratio);
}
`,
  logSum: `fn logSum(a: f32, b: f32) -> f32 {
  if (isNan(a)) { return a; }
  if (isNan(b)) { return b; }
  if (isInf(a) || isInf(b)) { return max(a, b); }
  return max(a, b) + log(1 + exp(-abs(a - b)));
}
`,
  logSum2: `fn logSum2(a: f32, b: f32) -> f32 {
  if (isNan(a)) { return a; }
  if (isNan(b)) { return b; }
  if (isInf(a) || isInf(b)) { return max(a, b); }
  return max(a, b) + log2(1 + exp2(-abs(a - b)));
}
`,
  greatestDivisor: `fn greatestDivisor(a: i32, b: i32) -> i32 {
  var x = abs(a);
  var y = abs(b);
  while (y != 0) { let rest = x % y; x = y; y = rest; }
  return x;
}
`,
};
