// Convolutions in which every output channel sees a single input channel. A packed product would copy each value nine
// times to use it once; these read the input where it is.
import { bytes } from "./address";
import { madd } from "./madd";
import { apart, isRow8 } from "./pack";

/** c[row, i] = init[row] + Σ_t weight[row, t] · from[row · fromRow + lines[i] + steps[t]] */
export function correlateChannels(
  rows: i32,
  count: i32,
  taps: i32,
  weight: i32,
  from: i32,
  fromRow: i32,
  lines: i32,
  steps: i32,
  c: i32,
  ldc: i32,
  init: i32,
): void {
  for (let row = 0; row < rows; row++) {
    const source = bytes(from + row * fromRow);
    const factors = bytes(weight + row * taps);
    const start = load<f32>(bytes(init + row));
    const to = bytes(c + row * ldc);
    const kTable = bytes(steps);
    for (let i = 0; i < count; i += 8) {
      const table = bytes(lines + i);
      const target = to + bytes(i);
      if (isRow8(table)) {
        row8(taps, factors, source + bytes(load<i32>(table)), kTable, target, start);
      } else if (apart(table, 2) && apart(table + 16, 2)) {
        const left = source + bytes(load<i32>(table));
        const right = source + bytes(load<i32>(table, 16));
        everySecond8(taps, factors, left, right, kTable, target, start);
      } else {
        for (let j: usize = 0; j < 32; j += 4) {
          one(taps, factors, source + bytes(load<i32>(table + j)), kTable, target + j, start);
        }
      }
    }
  }
}

function row8(taps: i32, factors: usize, from: usize, steps: usize, to: usize, start: f32): void {
  let s = f32x4.splat(start);
  let t = s;
  for (; taps > 0; taps--) {
    const source = from + bytes(load<i32>(steps));
    const e = v128.load32_splat(factors);
    s = madd(e, v128.load(source), s);
    t = madd(e, v128.load(source, 16), t);
    factors += 4;
    steps += 4;
  }
  v128.store(to, s);
  v128.store(to, t, 16);
}

/** Stride 2, four and four. The second load ends one element beyond the last one that is wanted. */
function everySecond8(
  taps: i32,
  factors: usize,
  left: usize,
  right: usize,
  steps: usize,
  to: usize,
  start: f32,
): void {
  let s = f32x4.splat(start);
  let t = s;
  for (; taps > 0; taps--) {
    const step = bytes(load<i32>(steps));
    const l = left + step;
    const r = right + step;
    const e = v128.load32_splat(factors);
    s = madd(e, v128.shuffle<f32>(v128.load(l), v128.load(l, 16), 0, 2, 4, 6), s);
    t = madd(e, v128.shuffle<f32>(v128.load(r), v128.load(r, 16), 0, 2, 4, 6), t);
    factors += 4;
    steps += 4;
  }
  v128.store(to, s);
  v128.store(to, t, 16);
}

function one(taps: i32, factors: usize, from: usize, steps: usize, to: usize, start: f32): void {
  let s = start;
  for (; taps > 0; taps--) {
    s += load<f32>(factors) * load<f32>(from + bytes(load<i32>(steps)));
    factors += 4;
    steps += 4;
  }
  store<f32>(to, s);
}

/** weight[row, t] += Σ_i grad[row · gradRow + gradLines[i]] · from[row · fromRow + lines[i] + steps[t]] */
export function correlateTaps(
  rows: i32,
  count: i32,
  taps: i32,
  weight: i32,
  from: i32,
  fromRow: i32,
  lines: i32,
  steps: i32,
  grad: i32,
  gradRow: i32,
  gradLines: i32,
): void {
  for (let i = 0; i < count; ) {
    const run = runLength(count - i, bytes(gradLines + i), bytes(lines + i));
    const x = grad + load<i32>(bytes(gradLines + i));
    const y = from + load<i32>(bytes(lines + i));
    const spacing = run > 1 ? load<i32>(bytes(lines + i + 1)) - load<i32>(bytes(lines + i)) : 1;
    for (let row = 0; row < rows; row++) {
      const gradients = bytes(x + row * gradRow);
      for (let t = 0; t < taps; t++) {
        const source = bytes(y + row * fromRow + load<i32>(bytes(steps + t)));
        const to = bytes(weight + row * taps + t);
        store<f32>(to, load<f32>(to) + dot(run, gradients, source, spacing));
      }
    }
    i += run;
  }
}

/** How many positions from here on are neighbours in the gradient and evenly spaced in the source: a row of both. */
function runLength(count: i32, x: usize, y: usize): i32 {
  if (count === 1) return 1;
  const apart = load<i32>(y, 4) - load<i32>(y);
  let run = 1;
  while (run < count && load<i32>(x, 4) - load<i32>(x) === 1 && load<i32>(y, 4) - load<i32>(y) === apart) {
    x += 4;
    y += 4;
    run++;
  }
  return run;
}

function dot(count: i32, x: usize, y: usize, apart: i32): f32 {
  let sums = f32x4.splat(0);
  let sum: f32 = 0;
  if (apart === 1) {
    for (; count >= 4; count -= 4) {
      sums = madd(v128.load(x), v128.load(y), sums);
      x += 16;
      y += 16;
    }
  } else if (apart === 2) {
    // The second load ends one element beyond the last one that is wanted.
    for (; count >= 4; count -= 4) {
      sums = madd(v128.load(x), v128.shuffle<f32>(v128.load(y), v128.load(y, 16), 0, 2, 4, 6), sums);
      x += 16;
      y += 32;
    }
  }
  const stride = bytes(apart);
  for (; count > 0; count--) {
    sum += load<f32>(x) * load<f32>(y);
    x += 4;
    y += stride;
  }
  return (
    sum +
    (f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1)) +
    (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3))
  );
}
