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
    this.#shape = shape;
    this.#strides = tensors.map((t) => broadcastStrides(t.shape, t.strides, shape));
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
