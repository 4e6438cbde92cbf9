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
  for (let row = 0; row < rows; row++) {
    const gradients = bytes(grad + row * gradRow);
    for (let t = 0; t < taps; t++) {
      const to = bytes(weight + row * taps + t);
      const source = bytes(from + row * fromRow + load<i32>(bytes(steps + t)));
      store<f32>(to, load<f32>(to) + dot(count, gradients, bytes(gradLines), source, bytes(lines)));
    }
  }
}

/** Four neighbours on both sides are taken at once. */
function dot(count: i32, x: usize, xLines: usize, y: usize, yLines: usize): f32 {
  let sums = f32x4.splat(0);
  let sum: f32 = 0;
  while (count > 0) {
    const i = load<i32>(xLines);
    const j = load<i32>(yLines);
    const a = x + bytes(i);
    const b = y + bytes(j);
    if (count >= 4 && apart(xLines, 1) && apart(yLines, 1)) {
      sums = madd(v128.load(a), v128.load(b), sums);
      xLines += 16;
      yLines += 16;
      count -= 4;
    } else {
      sum += load<f32>(a) * load<f32>(b);
      xLines += 4;
      yLines += 4;
      count--;
    }
  }
  return (
    sum +
    (f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1)) +
    (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3))
  );
}
