// The innermost product: a tile of C, 6, 4 or 2 rows by 8 columns, held in registers over all of k.
//
// 6 × 8 is the largest that x86 holds: 12 sums, 2 vectors of B and one element of A are 15 registers of 128 bits, and
// V8 keeps the 16th for itself. Unrolling over k made every shape slower (6 × 8: 43 → 36 GFLOP/s).
// A panel is `rows` values of A per step of k, one after the other; a panel of B is 8 values per step.
// The sums start from `init`, a value per row, or where that is 0 from what C holds. `ldc` is in bytes.
import { madd } from "./madd";

export function tile6(k: i32, a: usize, b: usize, c: usize, ldc: usize, init: usize): void {
  let s0: v128, t0: v128;
  let s1: v128, t1: v128;
  let s2: v128, t2: v128;
  let s3: v128, t3: v128;
  let s4: v128, t4: v128;
  let s5: v128, t5: v128;
  let row = c;
  if (init) {
    s0 = t0 = v128.load32_splat(init);
    s1 = t1 = v128.load32_splat(init, 4);
    s2 = t2 = v128.load32_splat(init, 8);
    s3 = t3 = v128.load32_splat(init, 12);
    s4 = t4 = v128.load32_splat(init, 16);
    s5 = t5 = v128.load32_splat(init, 20);
  } else {
    s0 = v128.load(row);
    t0 = v128.load(row, 16);
    row += ldc;
    s1 = v128.load(row);
    t1 = v128.load(row, 16);
    row += ldc;
    s2 = v128.load(row);
    t2 = v128.load(row, 16);
    row += ldc;
    s3 = v128.load(row);
    t3 = v128.load(row, 16);
    row += ldc;
    s4 = v128.load(row);
    t4 = v128.load(row, 16);
    row += ldc;
    s5 = v128.load(row);
    t5 = v128.load(row, 16);
  }
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
  row = c;
  v128.store(row, s0);
  v128.store(row, t0, 16);
  row += ldc;
  v128.store(row, s1);
  v128.store(row, t1, 16);
  row += ldc;
  v128.store(row, s2);
  v128.store(row, t2, 16);
  row += ldc;
  v128.store(row, s3);
  v128.store(row, t3, 16);
  row += ldc;
  v128.store(row, s4);
  v128.store(row, t4, 16);
  row += ldc;
  v128.store(row, s5);
  v128.store(row, t5, 16);
}

export function tile4(k: i32, a: usize, b: usize, c: usize, ldc: usize, init: usize): void {
  let s0: v128, t0: v128;
  let s1: v128, t1: v128;
  let s2: v128, t2: v128;
  let s3: v128, t3: v128;
  let row = c;
  if (init) {
    s0 = t0 = v128.load32_splat(init);
    s1 = t1 = v128.load32_splat(init, 4);
    s2 = t2 = v128.load32_splat(init, 8);
    s3 = t3 = v128.load32_splat(init, 12);
  } else {
    s0 = v128.load(row);
    t0 = v128.load(row, 16);
    row += ldc;
    s1 = v128.load(row);
    t1 = v128.load(row, 16);
    row += ldc;
    s2 = v128.load(row);
    t2 = v128.load(row, 16);
    row += ldc;
    s3 = v128.load(row);
    t3 = v128.load(row, 16);
  }
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
  row = c;
  v128.store(row, s0);
  v128.store(row, t0, 16);
  row += ldc;
  v128.store(row, s1);
  v128.store(row, t1, 16);
  row += ldc;
  v128.store(row, s2);
  v128.store(row, t2, 16);
  row += ldc;
  v128.store(row, s3);
  v128.store(row, t3, 16);
}

export function tile2(k: i32, a: usize, b: usize, c: usize, ldc: usize, init: usize): void {
  let s0: v128, t0: v128;
  let s1: v128, t1: v128;
  let row = c;
  if (init) {
    s0 = t0 = v128.load32_splat(init);
    s1 = t1 = v128.load32_splat(init, 4);
  } else {
    s0 = v128.load(row);
    t0 = v128.load(row, 16);
    row += ldc;
    s1 = v128.load(row);
    t1 = v128.load(row, 16);
  }
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
  row = c;
  v128.store(row, s0);
  v128.store(row, t0, 16);
  row += ldc;
  v128.store(row, s1);
  v128.store(row, t1, 16);
}
