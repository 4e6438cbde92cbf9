// Brings a factor of a product into panels: for each step of k the values of 8 columns (B) or of 6 rows (A) side by
// side, so that a tile reads both straight on. The last panel of A is only as high as the tile that reads it.
import { bytes } from "./address";

/** Rows of the tile that takes what is left of A. Panels of B are always full. */
function panelWidth(width: i32, left: i32): i32 {
  return width === 8 || left > 4 ? width : left > 2 ? 4 : 2;
}

/** Packs `count` lines with `lineStride` between them and `kStride` between the values of a line. */
export function packStrided(
  width: i32,
  count: i32,
  k: i32,
  from: i32,
  lineStride: i32,
  kStride: i32,
  to: i32,
  toPanel: i32,
  toStep: i32,
): void {
  for (let first = 0; first < count; first += width) {
    const wide = panelWidth(width, count - first);
    const lines = min(wide, count - first);
    const target = bytes(to + toStep * wide);
    const source = bytes(from + first * lineStride);
    if (lines < wide) packLines(lines, wide, k, source, lineStride, kStride, target);
    else if (lineStride === 1) packAdjacent(wide, k, source, kStride, target);
    else if (kStride === 1) packTransposed(wide, k, source, lineStride, target);
    else packLines(lines, wide, k, source, lineStride, kStride, target);
    to += toPanel;
  }
}

/** Any strides, and zeros for the lines that the panel has beyond the last one. */
function packLines(
  lines: i32,
  wide: i32,
  k: i32,
  from: usize,
  lineStride: i32,
  kStride: i32,
  to: usize,
): void {
  const lineBytes = bytes(lineStride);
  const kBytes = bytes(kStride);
  for (let p = 0; p < k; p++) {
    let source = from;
    for (let i = 0; i < lines; i++) {
      store<f32>(to, load<f32>(source));
      source += lineBytes;
      to += 4;
    }
    for (let i = lines; i < wide; i++) {
      store<f32>(to, 0);
      to += 4;
    }
    from += kBytes;
  }
}

/** Lines one element apart: each step of k is a copy. */
function packAdjacent(wide: i32, k: i32, from: usize, kStride: i32, to: usize): void {
  const kBytes = bytes(kStride);
  const toBytes = bytes(wide);
  for (; k > 0; k--) {
    if (wide >= 4) v128.store(to, v128.load(from));
    if (wide === 8) v128.store(to, v128.load(from, 16), 16);
    if (wide === 6) store<u64>(to, load<u64>(from, 16), 16);
    if (wide === 2) store<u64>(to, load<u64>(from));
    from += kBytes;
    to += toBytes;
  }
}

/** Lines of adjacent values: blocks of 4 × 4 are transposed in registers. */
function packTransposed(wide: i32, k: i32, from: usize, lineStride: i32, to: usize): void {
  const line = bytes(lineStride);
  let column = 0;
  for (; column + 4 <= wide; column += 4) {
    transpose4(k, wide, from, from + line, from + 2 * line, from + 3 * line, to);
    from += 4 * line;
    to += 16;
  }
  if (column < wide) {
    const toBytes = bytes(wide);
    for (let p = 0; p < k; p++) {
      store<f32>(to, load<f32>(from));
      store<f32>(to, load<f32>(from + line), 4);
      from += 4;
      to += toBytes;
    }
  }
}

/** Four lines of `k` adjacent values into four columns of a panel `wide` values wide. */
function transpose4(k: i32, wide: i32, l0: usize, l1: usize, l2: usize, l3: usize, to: usize): void {
  const toBytes = bytes(wide);
  for (; k >= 4; k -= 4) {
    transposeBlock(v128.load(l0), v128.load(l1), v128.load(l2), v128.load(l3), to, toBytes);
    l0 += 16;
    l1 += 16;
    l2 += 16;
    l3 += 16;
    to += 4 * toBytes;
  }
  for (; k > 0; k--) {
    store<f32>(to, load<f32>(l0));
    store<f32>(to, load<f32>(l1), 4);
    store<f32>(to, load<f32>(l2), 8);
    store<f32>(to, load<f32>(l3), 12);
    l0 += 4;
    l1 += 4;
    l2 += 4;
    l3 += 4;
    to += toBytes;
  }
}

function transposeBlock(a: v128, b: v128, c: v128, d: v128, to: usize, toBytes: usize): void {
  const abLow = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cdLow = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f64>(abLow, cdLow, 0, 2));
  to += toBytes;
  v128.store(to, v128.shuffle<f64>(abLow, cdLow, 1, 3));
  to += toBytes;
  v128.store(to, v128.shuffle<f64>(abHigh, cdHigh, 0, 2));
  to += toBytes;
  v128.store(to, v128.shuffle<f64>(abHigh, cdHigh, 1, 3));
}

/** Whether four entries of a table are `stride` apart, one after the other. */
export function apart(table: usize, stride: i32): bool {
  const expected = i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(stride));
  return i32x4.all_true(i32x4.eq(i32x4.sub(v128.load(table), v128.load32_splat(table)), expected));
}

/** Packs `from[lines[i] + steps[p]]`: what a convolution multiplies, without a matrix of it ever being written out. */
export function packGathered(
  width: i32,
  count: i32,
  k: i32,
  from: i32,
  lines: i32,
  steps: i32,
  to: i32,
  toPanel: i32,
): void {
  const source = bytes(from);
  const kTable = bytes(steps);
  for (let first = 0; first < count; first += width) {
    const wide = panelWidth(width, count - first);
    const table = bytes(lines + first);
    const target = bytes(to);
    if (wide === 8 && isRow8(table)) gatherRow8(k, source, table, kTable, target);
    else {
      let column = 0;
      for (; column + 4 <= wide; column += 4) {
        gather4(k, wide, source, table + bytes(column), kTable, target + bytes(column));
      }
      for (; column < wide; column++) {
        gather1(k, wide, source, table + bytes(column), kTable, target + bytes(column));
      }
    }
    to += toPanel;
  }
}

/** Whether eight entries of a table are neighbours. */
export function isRow8(table: usize): bool {
  return apart(table, 1) && apart(table + 16, 1) && load<i32>(table, 16) - load<i32>(table) === 4;
}

/** Eight neighbours: the usual case of a convolution of stride 1. */
function gatherRow8(k: i32, from: usize, table: usize, steps: usize, to: usize): void {
  from += bytes(load<i32>(table));
  for (; k > 0; k--) {
    const source = from + bytes(load<i32>(steps));
    v128.store(to, v128.load(source));
    v128.store(to, v128.load(source, 16), 16);
    steps += 4;
    to += 32;
  }
}

function gather4(k: i32, wide: i32, from: usize, table: usize, steps: usize, to: usize): void {
  const p0 = load<i32>(table);
  const p1 = load<i32>(table, 4);
  const p2 = load<i32>(table, 8);
  const p3 = load<i32>(table, 12);
  const toBytes = bytes(wide);
  const l0 = from + bytes(p0);
  if (apart(table, 1)) {
    for (; k > 0; k--) {
      v128.store(to, v128.load(l0 + bytes(load<i32>(steps))));
      steps += 4;
      to += toBytes;
    }
    return;
  }
  if (apart(table, 2)) {
    // Stride 2. The second load ends one element beyond the last one that is wanted.
    for (; k > 0; k--) {
      const source = l0 + bytes(load<i32>(steps));
      v128.store(to, v128.shuffle<f32>(v128.load(source), v128.load(source, 16), 0, 2, 4, 6));
      steps += 4;
      to += toBytes;
    }
    return;
  }
  const l1 = from + bytes(p1);
  const l2 = from + bytes(p2);
  const l3 = from + bytes(p3);
  while (k > 0) {
    const step = load<i32>(steps);
    const at = bytes(step);
    if (k >= 4 && apart(steps, 1)) {
      transposeBlock(
        v128.load(l0 + at),
        v128.load(l1 + at),
        v128.load(l2 + at),
        v128.load(l3 + at),
        to,
        toBytes,
      );
      steps += 16;
      to += 4 * toBytes;
      k -= 4;
    } else {
      store<f32>(to, load<f32>(l0 + at));
      store<f32>(to, load<f32>(l1 + at), 4);
      store<f32>(to, load<f32>(l2 + at), 8);
      store<f32>(to, load<f32>(l3 + at), 12);
      steps += 4;
      to += toBytes;
      k--;
    }
  }
}

function gather1(k: i32, wide: i32, from: usize, table: usize, steps: usize, to: usize): void {
  from += bytes(load<i32>(table));
  const toBytes = bytes(wide);
  for (; k > 0; k--) {
    store<f32>(to, load<f32>(from + bytes(load<i32>(steps))));
    steps += 4;
    to += toBytes;
  }
}
