// Max pooling, four neighbouring windows at a time and without branches: on random values every comparison of the
// plain loop is a guess of the processor's, and half of them are wrong (2 × 2: 30 → 4 ns per window).
import { bytes } from "./address";

/**
 * Planes at `from`, `fromPlane` apart and padded with -∞ to `fromRow` a row. `rowOrigins` and `columnOrigins` give for
 * each row and column of windows the index that counts when no element exceeds -∞; a padded column of the input has no
 * index. `width`: of a row of the input without padding. Results go to `values` and, as doubles, to `indices`, and
 * up to three beyond them.
 */
export function maxPool(
  planes: i32,
  from: i32,
  fromPlane: i32,
  fromRow: i32,
  width: i32,
  outHeight: i32,
  outWidth: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  paddingHeight: i32,
  paddingWidth: i32,
  dilationHeight: i32,
  dilationWidth: i32,
  rowOrigins: i32,
  columnOrigins: i32,
  values: i32,
  indices: i32,
): void {
  const lanes = i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(strideWidth));
  let to = bytes(values);
  let toIndex = bytes(indices);
  for (let plane = 0; plane < planes; plane++) {
    const source = from + plane * fromPlane;
    for (let y = 0; y < outHeight; y++) {
      const origin = i32x4.splat(load<i32>(bytes(rowOrigins + y)) * width);
      const top = y * strideHeight;
      for (let x = 0; x < outWidth; x += 4) {
        const left = x * strideWidth;
        let best = f32x4.splat(-Infinity);
        let where = i32x4.add(origin, v128.load(bytes(columnOrigins + x)));
        for (let i = 0; i < kernelHeight; i++) {
          const row = top + i * dilationHeight;
          let at = bytes(source + row * fromRow + left);
          let index = i32x4.add(lanes, i32x4.splat((row - paddingHeight) * width + left - paddingWidth));
          for (let j = 0; j < kernelWidth; j++) {
            const v = gather(at, strideWidth);
            const wins = v128.or(f32x4.gt(v, best), f32x4.ne(v, v));
            best = v128.bitselect(v, best, wins);
            where = v128.bitselect(index, where, wins);
            at += bytes(dilationWidth);
            index = i32x4.add(index, i32x4.splat(dilationWidth));
          }
        }
        v128.store(to, best);
        v128.store(toIndex, f64x2.convert_low_i32x4_s(where));
        v128.store(toIndex, f64x2.convert_low_i32x4_s(v128.shuffle<i32>(where, where, 2, 3, 2, 3)), 16);
        to += 16;
        toIndex += 32;
      }
      // Rows lie close: what the last vector wrote beyond this one, the next row overwrites.
      const beyond = -outWidth & 3;
      to -= bytes(beyond);
      toIndex -= 2 * bytes(beyond);
    }
  }
}

/** Four values `stride` apart. */
function gather(at: usize, stride: i32): v128 {
  if (stride === 1) return v128.load(at);
  if (stride === 2) return v128.shuffle<f32>(v128.load(at), v128.load(at, 16), 0, 2, 4, 6);
  const step = bytes(stride);
  let v = v128.load32_zero(at);
  v = v128.load_lane<f32>(at + step, v, 1);
  v = v128.load_lane<f32>(at + 2 * step, v, 2);
  return v128.load_lane<f32>(at + 3 * step, v, 3);
}
