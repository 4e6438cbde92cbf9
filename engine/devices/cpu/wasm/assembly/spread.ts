// Copies rows into a larger box, whose margin the caller has filled with zeros: the padding of a convolution.

import { bytes } from "./address";

export function spread(
  from: i32,
  to: i32,
  planes: i32,
  toPlane: i32,
  slices: i32,
  toSlice: i32,
  rows: i32,
  toRow: i32,
  width: i32,
): void {
  let source = bytes(from);
  const size = bytes(width);
  for (let p = 0; p < planes; p++) {
    for (let s = 0; s < slices; s++) {
      let target = bytes(to + p * toPlane + s * toSlice);
      for (let r = 0; r < rows; r++) {
        memory.copy(target, source, size);
        source += size;
        target += bytes(toRow);
      }
    }
  }
}
