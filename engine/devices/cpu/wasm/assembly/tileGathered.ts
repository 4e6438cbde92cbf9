// The tiles of tile.ts for results of so few rows that each panel of B would be used once: B is read where it lies in
// the slab, two rows of 4 neighbours, instead of being packed first (16 → 3 channels at 720 × 480: 20 → 15 ms).
import { bytes } from "./address";
import { finish } from "./finish";
import { madd } from "./madd";
import { apart, packGathered } from "./pack";
import { tile2, tile4 } from "./tile";

/** Steps of k at a time, for the sake of exactness alone (see finish.ts). */
const DEPTH: i32 = 512;

/** C = init + A · B for up to 4 rows. Positions that are no neighbours go through one panel at `scratch`. */
export function multiplyGathered(
  m: i32,
  count: i32,
  k: i32,
  a: i32,
  from: i32,
  lines: i32,
  steps: i32,
  c: i32,
  ldc: i32,
  init: i32,
  scratch: i32,
): void {
  const row = bytes(ldc);
  for (let i = 0; i < count; i += 8) {
    const table = bytes(lines + i);
    const to = bytes(c + i);
    const rows4 = apart(table, 1) && apart(table + 16, 1);
    const left = bytes(from + load<i32>(table));
    const right = bytes(from + load<i32>(table, 16));
    for (let k0 = 0; k0 < k; k0 += DEPTH) {
      const depth = min(DEPTH, k - k0);
      const panel = bytes(a + k0 * (m > 2 ? 4 : 2));
      const at = bytes(steps + k0);
      const start = k0 === 0 ? bytes(init) : 0;
      if (rows4) {
        if (m > 2) tile4At(depth, panel, left, right, at, to, row, start);
        else tile2At(depth, panel, left, right, at, to, row, start);
      } else {
        packGathered(8, 8, depth, from, lines + i, steps + k0, scratch, 0);
        if (m > 2) tile4(depth, panel, bytes(scratch), to, row, start);
        else tile2(depth, panel, bytes(scratch), to, row, start);
      }
    }
  }
}

function tile4At(
  k: i32,
  a: usize,
  left: usize,
  right: usize,
  steps: usize,
  c: usize,
  ldc: usize,
  init: usize,
): void {
  let s0 = f32x4.splat(0);
  let t0 = s0;
  let s1 = f32x4.splat(0);
  let t1 = s1;
  let s2 = f32x4.splat(0);
  let t2 = s2;
  let s3 = f32x4.splat(0);
  let t3 = s3;
  for (; k > 0; k--) {
    const step = bytes(load<i32>(steps));
    const x = v128.load(left + step);
    const y = v128.load(right + step);
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
    steps += 4;
  }
  finish(s0, t0, c, init);
  c += ldc;
  finish(s1, t1, c, init && init + 4);
  c += ldc;
  finish(s2, t2, c, init && init + 8);
  c += ldc;
  finish(s3, t3, c, init && init + 12);
}

function tile2At(
  k: i32,
  a: usize,
  left: usize,
  right: usize,
  steps: usize,
  c: usize,
  ldc: usize,
  init: usize,
): void {
  let s0 = f32x4.splat(0);
  let t0 = s0;
  let s1 = f32x4.splat(0);
  let t1 = s1;
  for (; k > 0; k--) {
    const step = bytes(load<i32>(steps));
    const x = v128.load(left + step);
    const y = v128.load(right + step);
    let e: v128;
    e = v128.load32_splat(a);
    s0 = madd(e, x, s0);
    t0 = madd(e, y, t0);
    e = v128.load32_splat(a, 4);
    s1 = madd(e, x, s1);
    t1 = madd(e, y, t1);
    a += 8;
    steps += 4;
  }
  finish(s0, t0, c, init);
  c += ldc;
  finish(s1, t1, c, init && init + 4);
}
