/**
 * The inverse cosine transform of an 8×8 block, in whole numbers: the accurate algorithm of the Independent JPEG
 * Group (Loeffler, Ligtenberg and Moschytz, 11 multiplications a row), bit for bit what libjpeg's `jpeg_idct_islow`
 * gives, since this is what PIL shows. This file is based in part on the work of the Independent JPEG Group.
 */

const CONST_BITS = 13;
const PASS1_BITS = 2;

/** round(x · 2^13) */
const FIX_0_298631336 = 2446;
const FIX_0_390180644 = 3196;
const FIX_0_541196100 = 4433;
const FIX_0_765366865 = 6270;
const FIX_0_899976223 = 7373;
const FIX_1_175875602 = 9633;
const FIX_1_501321110 = 12299;
const FIX_1_847759065 = 15137;
const FIX_1_961570560 = 16069;
const FIX_2_053119869 = 16819;
const FIX_2_562915447 = 20995;
const FIX_3_072711026 = 25172;

const workspace = new Int32Array(64);

/**
 * Multiplies 64 coefficients (row by row, from `from`) by the quantization table, transforms them and writes the
 * samples, 0 to 255, to the 8×8 square of `plane` that starts at `to`.
 */
export function inverseDct(
  coefficients: Int16Array,
  from: number,
  quantization: Int32Array,
  plane: Uint8ClampedArray,
  to: number,
  stride: number,
): void {
  for (let x = 0; x < 8; x++) column(coefficients, from + x, quantization, x);
  for (let y = 0; y < 8; y++) row(y * 8, plane, to + y * stride);
}

/** The same for a block of which only the first coefficient is not zero: one level everywhere. */
export function inverseDctFlat(dc: number, plane: Uint8ClampedArray, to: number, stride: number): void {
  const level = ((dc + 4) >> 3) + 128;
  for (let y = 0, at = to; y < 8; y++, at += stride) plane.fill(level, at, at + 8);
}

function column(c: Int16Array, from: number, q: Int32Array, x: number): void {
  const ws = workspace;
  const c1 = c[from + 8] as number;
  const c2 = c[from + 16] as number;
  const c3 = c[from + 24] as number;
  const c4 = c[from + 32] as number;
  const c5 = c[from + 40] as number;
  const c6 = c[from + 48] as number;
  const c7 = c[from + 56] as number;
  const d0 = Math.imul(c[from] as number, q[x] as number);
  if ((c1 | c2 | c3 | c4 | c5 | c6 | c7) === 0) {
    const level = d0 << PASS1_BITS;
    for (let i = x; i < 64; i += 8) ws[i] = level;
    return;
  }

  let z2 = Math.imul(c2, q[x + 16] as number);
  let z3 = Math.imul(c6, q[x + 48] as number);
  let z1 = Math.imul(z2 + z3, FIX_0_541196100);
  let t2 = z1 - Math.imul(z3, FIX_1_847759065);
  let t3 = z1 + Math.imul(z2, FIX_0_765366865);
  z3 = Math.imul(c4, q[x + 32] as number);
  let t0 = (d0 + z3) << CONST_BITS;
  let t1 = (d0 - z3) << CONST_BITS;
  const e0 = t0 + t3;
  const e3 = t0 - t3;
  const e1 = t1 + t2;
  const e2 = t1 - t2;

  t0 = Math.imul(c7, q[x + 56] as number);
  t1 = Math.imul(c5, q[x + 40] as number);
  t2 = Math.imul(c3, q[x + 24] as number);
  t3 = Math.imul(c1, q[x + 8] as number);
  z1 = t0 + t3;
  z2 = t1 + t2;
  z3 = t0 + t2;
  let z4 = t1 + t3;
  const z5 = Math.imul(z3 + z4, FIX_1_175875602);
  t0 = Math.imul(t0, FIX_0_298631336);
  t1 = Math.imul(t1, FIX_2_053119869);
  t2 = Math.imul(t2, FIX_3_072711026);
  t3 = Math.imul(t3, FIX_1_501321110);
  z1 = Math.imul(z1, -FIX_0_899976223);
  z2 = Math.imul(z2, -FIX_2_562915447);
  z3 = Math.imul(z3, -FIX_1_961570560) + z5;
  z4 = Math.imul(z4, -FIX_0_390180644) + z5;
  t0 += z1 + z3;
  t1 += z2 + z4;
  t2 += z2 + z3;
  t3 += z1 + z4;

  const shift = CONST_BITS - PASS1_BITS;
  const half = 1 << (shift - 1);
  ws[x] = (e0 + t3 + half) >> shift;
  ws[x + 56] = (e0 - t3 + half) >> shift;
  ws[x + 8] = (e1 + t2 + half) >> shift;
  ws[x + 48] = (e1 - t2 + half) >> shift;
  ws[x + 16] = (e2 + t1 + half) >> shift;
  ws[x + 40] = (e2 - t1 + half) >> shift;
  ws[x + 24] = (e3 + t0 + half) >> shift;
  ws[x + 32] = (e3 - t0 + half) >> shift;
}

function row(from: number, plane: Uint8ClampedArray, to: number): void {
  const ws = workspace;
  const w1 = ws[from + 1] as number;
  const w2 = ws[from + 2] as number;
  const w3 = ws[from + 3] as number;
  const w4 = ws[from + 4] as number;
  const w5 = ws[from + 5] as number;
  const w6 = ws[from + 6] as number;
  const w7 = ws[from + 7] as number;
  const w0 = ws[from] as number;

  let z1 = Math.imul(w2 + w6, FIX_0_541196100);
  let t2 = z1 - Math.imul(w6, FIX_1_847759065);
  let t3 = z1 + Math.imul(w2, FIX_0_765366865);
  let t0 = (w0 + w4) << CONST_BITS;
  let t1 = (w0 - w4) << CONST_BITS;
  const e0 = t0 + t3;
  const e3 = t0 - t3;
  const e1 = t1 + t2;
  const e2 = t1 - t2;

  z1 = w7 + w1;
  let z2 = w5 + w3;
  let z3 = w7 + w3;
  let z4 = w5 + w1;
  const z5 = Math.imul(z3 + z4, FIX_1_175875602);
  t0 = Math.imul(w7, FIX_0_298631336);
  t1 = Math.imul(w5, FIX_2_053119869);
  t2 = Math.imul(w3, FIX_3_072711026);
  t3 = Math.imul(w1, FIX_1_501321110);
  z1 = Math.imul(z1, -FIX_0_899976223);
  z2 = Math.imul(z2, -FIX_2_562915447);
  z3 = Math.imul(z3, -FIX_1_961570560) + z5;
  z4 = Math.imul(z4, -FIX_0_390180644) + z5;
  t0 += z1 + z3;
  t1 += z2 + z4;
  t2 += z2 + z3;
  t3 += z1 + z4;

  // Half a level, and the 128 that the encoder took off.
  const shift = CONST_BITS + PASS1_BITS + 3;
  const lift = (1 << (shift - 1)) + (128 << shift);
  plane[to] = (e0 + t3 + lift) >> shift;
  plane[to + 7] = (e0 - t3 + lift) >> shift;
  plane[to + 1] = (e1 + t2 + lift) >> shift;
  plane[to + 6] = (e1 - t2 + lift) >> shift;
  plane[to + 2] = (e2 + t1 + lift) >> shift;
  plane[to + 5] = (e2 - t1 + lift) >> shift;
  plane[to + 3] = (e3 + t0 + lift) >> shift;
  plane[to + 4] = (e3 - t0 + lift) >> shift;
}
