/** Undoes the prediction that a PNG row was stored with (PNG specification, section 9). */
import { unrecognizedStream } from "../../errors.ts";

/**
 * Restores `length` bytes from `at` on, in place, by filter `kind`. `step` is the distance in bytes to the pixel on
 * the left; `above` is where the row above begins, or -1 where there is none.
 */
export function unfilter(
  kind: number,
  rows: Uint8Array,
  at: number,
  length: number,
  step: number,
  above: number,
): void {
  switch (kind) {
    case 0:
      return;
    case 1:
      for (let i = at + step; i < at + length; i++)
        rows[i] = (rows[i] as number) + (rows[i - step] as number);
      return;
    case 2:
      if (above >= 0)
        for (let i = 0; i < length; i++)
          rows[at + i] = (rows[at + i] as number) + (rows[above + i] as number);
      return;
    case 3:
      average(rows, at, length, step, above);
      return;
    case 4:
      paeth(rows, at, length, step, above);
      return;
    default:
      throw unrecognizedStream();
  }
}

function average(rows: Uint8Array, at: number, length: number, step: number, above: number): void {
  for (let i = 0; i < length; i++) {
    const left = i < step ? 0 : (rows[at + i - step] as number);
    const up = above < 0 ? 0 : (rows[above + i] as number);
    rows[at + i] = (rows[at + i] as number) + ((left + up) >> 1);
  }
}

function paeth(rows: Uint8Array, at: number, length: number, step: number, above: number): void {
  for (let i = 0; i < length; i++) {
    const left = i < step ? 0 : (rows[at + i - step] as number);
    const up = above < 0 ? 0 : (rows[above + i] as number);
    const corner = i < step || above < 0 ? 0 : (rows[above + i - step] as number);
    const toLeft = Math.abs(up - corner);
    const toUp = Math.abs(left - corner);
    const toCorner = Math.abs(left + up - 2 * corner);
    const nearest = toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    rows[at + i] = (rows[at + i] as number) + nearest;
  }
}
