// The product of a vector and a matrix: every element of the matrix is used once, so it is read where it lies.
import { bytes } from "./address";
import { madd } from "./madd";

/** to[i] += Σ_p x[p] · from[i · k + p] for `count` lines of `k` neighbours. */
export function dotLines(count: i32, k: i32, from: i32, x: i32, to: i32): void {
  const line = bytes(k);
  const whole = bytes(k & ~3);
  const vector = bytes(x);
  let source = bytes(from);
  for (let i = 0; i < count; i += 4) {
    const left = count - i;
    // Four lines share each load of x; past the last line the first of them is read again for nothing.
    const l1 = left > 1 ? source + line : source;
    const l2 = left > 2 ? source + 2 * line : source;
    const l3 = left > 3 ? source + 3 * line : source;
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let p: usize = 0;
    for (; p < whole; p += 16) {
      const e = v128.load(vector + p);
      s0 = madd(e, v128.load(source + p), s0);
      s1 = madd(e, v128.load(l1 + p), s1);
      s2 = madd(e, v128.load(l2 + p), s2);
      s3 = madd(e, v128.load(l3 + p), s3);
    }
    for (; p < line; p += 4) {
      const e = v128.load32_zero(vector + p);
      s0 = madd(e, v128.load32_zero(source + p), s0);
      s1 = madd(e, v128.load32_zero(l1 + p), s1);
      s2 = madd(e, v128.load32_zero(l2 + p), s2);
      s3 = madd(e, v128.load32_zero(l3 + p), s3);
    }
    addTo(bytes(to + i), s0);
    if (left > 1) addTo(bytes(to + i + 1), s1);
    if (left > 2) addTo(bytes(to + i + 2), s2);
    if (left > 3) addTo(bytes(to + i + 3), s3);
    source += 4 * line;
  }
}

function addTo(to: usize, sums: v128): void {
  const pair = f32x4.add(sums, v128.shuffle<f32>(sums, sums, 2, 3, 2, 3));
  store<f32>(to, load<f32>(to) + (f32x4.extract_lane(pair, 0) + f32x4.extract_lane(pair, 1)));
}

/** to[i] += Σ_p x[p] · from[p · count + i] for `k` lines of `count` neighbours. Writes up to 15 elements too many. */
export function addLines(count: i32, k: i32, from: i32, x: i32, to: i32): void {
  const line = bytes(count);
  for (let i = 0; i < count; i += 16) {
    let source = bytes(from + i);
    let factor = bytes(x);
    const target = bytes(to + i);
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let p = 0; p < k; p++) {
      const e = v128.load32_splat(factor);
      s0 = madd(e, v128.load(source), s0);
      s1 = madd(e, v128.load(source, 16), s1);
      s2 = madd(e, v128.load(source, 32), s2);
      s3 = madd(e, v128.load(source, 48), s3);
      source += line;
      factor += 4;
    }
    v128.store(target, f32x4.add(v128.load(target), s0));
    v128.store(target, f32x4.add(v128.load(target, 16), s1), 16);
    v128.store(target, f32x4.add(v128.load(target, 32), s2), 32);
    v128.store(target, f32x4.add(v128.load(target, 48), s3), 48);
  }
}
