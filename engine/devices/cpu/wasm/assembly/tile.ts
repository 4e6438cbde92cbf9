// The innermost product: a tile of C, 6, 4 or 2 rows by 8 columns, held in registers over all of k.
//
// 6 × 8 is the largest that x86 holds: 12 sums, 2 vectors of B and one element of A are 15 registers of 128 bits, and
// V8 keeps the 16th for itself. Unrolling over k made every shape slower (6 × 8: 43 → 36 GFLOP/s).
// A panel is `rows` values of A per step of k, one after the other; a panel of B is 8 values per step. `ldc` is in
// bytes.
import { finish } from "./finish";
import { madd } from "./madd";

export function tile6(k: i32, a: usize, b: usize, c: usize, ldc: usize, init: usize): void {
  let s0 = f32x4.splat(0);
  let t0 = s0;
  let s1 = f32x4.splat(0);
  let t1 = s1;
  let s2 = f32x4.splat(0);
  let t2 = s2;
  let s3 = f32x4.splat(0);
  let t3 = s3;
  let s4 = f32x4.splat(0);
  let t4 = s4;
  let s5 = f32x4.splat(0);
  let t5 = s5;
  for (; k > 0; k--) {
    const x = v128.load(b);
    const y = v128.load(b, 16);
    let e: v128;
    e = v128.load32_splat(a);
    s0 = madd(e, x, s0);
    t0 = madd(e, y, t0);
    e = v128.load32_splat(a, 4);
    s1 = madd(e, x, s1);
    t1 = madd(e, y, t1);
    e = v128.load32_splat(a, 8);
    s2 = madd(e, x, s2);
    t2 = madd(e, y, t2);
    e = v128.load32_splat(a, 12);
    s3 = madd(e, x, s3);
    t3 = madd(e, y, t3);
    e = v128.load32_splat(a, 16);
    s4 = madd(e, x, s4);
    t4 = madd(e, y, t4);
    e = v128.load32_splat(a, 20);
    s5 = madd(e, x, s5);
    t5 = madd(e, y, t5);
    a += 24;
    b += 32;
  }
  finish(s0, t0, c, init);
  c += ldc;
  finish(s1, t1, c, init && init + 4);
  c += ldc;
  finish(s2, t2, c, init && init + 8);
  c += ldc;
  finish(s3, t3, c, init && init + 12);
  c += ldc;
  finish(s4, t4, c, init && init + 16);
  c += ldc;
  finish(s5, t5, c, init && init + 20);
}

export function tile4(k: i32, a: usize, b: usize, c: usize, ldc: usize, init: usize): void {
  let s0 = f32x4.splat(0);
  let t0 = s0;
  let s1 = f32x4.splat(0);
  let t1 = s1;
  let s2 = f32x4.splat(0);
  let t2 = s2;
  let s3 = f32x4.splat(0);
  let t3 = s3;
  for (; k > 0; k--) {
    const x = v128.load(b);
    const y = v128.load(b, 16);
    let e: v128;
    e = v128.load32_splat(a);
    s0 = madd(e, x, s0);
    t0 = madd(e, y, t0);
    e = v128.load32_splat(a, 4);
    s1 = madd(e, x, s1);
    t1 = madd(e, y, t1);
    e = v128.load32_splat(a, 8);
    s2 = madd(e, x, s2);
    t2 = madd(e, y, t2);
    e = v128.load32_splat(a, 12);
    s3 = madd(e, x, s3);
    t3 = madd(e, y, t3);
    a += 16;
    b += 32;
  }
  finish(s0, t0, c, init);
  c += ldc;
  finish(s1, t1, c, init && init + 4);
  c += ldc;
  finish(s2, t2, c, init && init + 8);
  c += ldc;
  finish(s3, t3, c, init && init + 12);
}

export function tile2(k: i32, a: usize, b: usize, c: usize, ldc: usize, init: usize): void {
  let s0 = f32x4.splat(0);
  let t0 = s0;
  let s1 = f32x4.splat(0);
  let t1 = s1;
  for (; k > 0; k--) {
    const x = v128.load(b);
    const y = v128.load(b, 16);
    let e: v128;
    e = v128.load32_splat(a);
    s0 = madd(e, x, s0);
    t0 = madd(e, y, t0);
    e = v128.load32_splat(a, 4);
    s1 = madd(e, x, s1);
    t1 = madd(e, y, t1);
    a += 8;
    b += 32;
  }
  finish(s0, t0, c, init);
  c += ldc;
  finish(s1, t1, c, init && init + 4);
}
