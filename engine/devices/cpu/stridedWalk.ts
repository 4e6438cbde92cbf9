/** Walks several tensors of broadcastable shapes together, a row of the innermost dimension at a time. */
import { broadcastStrides } from "../../shape.ts";

interface Strided {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

export class StridedWalk {
  readonly #shape: readonly number[];
  readonly #strides: readonly (readonly number[])[];

  constructor(shape: readonly number[], tensors: readonly Strided[]) {
    const strides = tensors.map((t) => broadcastStrides(t.shape, t.strides, shape));
    const merged = coalesced(shape, strides);
    this.#shape = merged.shape;
    this.#strides = merged.strides;
  }

  /** `visit(starts, steps, length)`: element offsets of each tensor at the row's start, and how far each moves. */
  forEachRow(visit: (starts: readonly number[], steps: readonly number[], length: number) => void): void {
    const shape = this.#shape;
    if (shape.includes(0)) return;
    const last = shape.length - 1;
    const length = shape[last] ?? 1;
    const steps = this.#strides.map((s) => s[last] ?? 0);
    const at = this.#strides.map(() => 0);
    const index = new Array<number>(Math.max(last, 0)).fill(0);
    for (;;) {
      visit(at, steps, length);
      let d = last - 1;
      for (; d >= 0; d--) {
        index[d] = (index[d] as number) + 1;
        if ((index[d] as number) < (shape[d] as number)) {
          for (let k = 0; k < at.length; k++) at[k] = (at[k] as number) + (this.#strides[k]?.[d] ?? 0);
          break;
        }
        for (let k = 0; k < at.length; k++) {
          at[k] = (at[k] as number) - (this.#strides[k]?.[d] ?? 0) * ((shape[d] as number) - 1);
        }
        index[d] = 0;
      }
      if (d < 0) return;
    }
  }
}

/** Neighbouring dimensions that every tensor steps through evenly become one: longer rows, fewer of them. */
function coalesced(
  shape: readonly number[],
  strides: readonly (readonly number[])[],
): { shape: number[]; strides: number[][] } {
  const out = { shape: [] as number[], strides: strides.map(() => [] as number[]) };
  shape.forEach((size, d) => {
    if (size === 1) return;
    const last = out.shape.length - 1;
    const even = last >= 0 && strides.every((s, k) => out.strides[k]?.[last] === (s[d] as number) * size);
    if (even) {
      out.shape[last] = (out.shape[last] as number) * size;
      strides.forEach((s, k) => {
        (out.strides[k] as number[])[last] = s[d] as number;
      });
    } else {
      out.shape.push(size);
      strides.forEach((s, k) => {
        (out.strides[k] as number[]).push(s[d] as number);
      });
    }
  });
  return out;
}
