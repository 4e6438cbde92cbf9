/**
 * Softmax and its kin on float32 rows in WebAssembly SIMD: 1 to 4 ns an element where the plain loops take 20. As with
 * `hotLoops.ts`, the kernels of these ops ask here first and do by themselves what is refused.
 */
import type { TypedArray } from "../../dtype.ts";
import { copy } from "./transfer.ts";
import { wasmKernels } from "./wasm/wasmKernels.ts";

/** `rows` rows of `length`, one after the other, at places in scratch memory. The result takes the first one's place. */
export interface RowKernels {
  softmaxRows(rows: number, length: number, x: number): void;
  logSoftmaxRows(rows: number, length: number, x: number): void;
  softmaxBackwardRows(rows: number, length: number, grad: number, y: number): void;
  logSoftmaxBackwardRows(rows: number, length: number, grad: number, y: number): void;
}

/** Elements at a time: 32 kB of each operand. */
const PIECE = 8192;
/** Elements in all from which on copying pays. */
const LEAST = 64;

/** @returns whether it did; if not, nothing was written. */
export function runHotRows(
  kernel: keyof RowKernels,
  operands: readonly TypedArray[],
  rows: number,
  length: number,
  out: TypedArray,
): boolean {
  if (rows * length < LEAST || ![out, ...operands].every((data) => data instanceof Float32Array))
    return false;
  const kernels = wasmKernels();
  if (!kernels) return false;
  const atOnce = Math.max(1, Math.floor(PIECE / length));
  const at = kernels.layout({ first: atOnce * length, second: atOnce * length });
  const places = [at.first, at.second];
  for (let row = 0; row < rows; row += atOnce) {
    const high = Math.min(atOnce, rows - row);
    operands.forEach((data, i) => {
      copy(data, row * length, high * length, kernels.floats, places[i] as number);
    });
    kernels[kernel](high, length, at.first, at.second);
    copy(kernels.floats, at.first, high * length, out, row * length);
  }
  return true;
}
