/**
 * Elementwise ops that most of a network's elements go through, on contiguous float32 in WebAssembly SIMD. Operands
 * are copied into scratch memory and results out of it, a piece of the first-level cache's size at a time, and still:
 * relu takes 0.3 to 1.0 ns an element against 5 in a loop of its own and 14 in the loop that all ops share, `a + b`
 * 0.4 to 1.6 against 1.2 to 1.6 and 13.
 *
 * The driver of elementwise ops asks here first. Everything else, other dtypes and hosts without SIMD, is its own.
 */
import type { TypedArray } from "../../dtype.ts";
import { PIECE, PIECES } from "./scratchLayout.ts";
import { copy } from "./transfer.ts";
import { type WasmKernels, wasmKernels } from "./wasm/wasmKernels.ts";

/** `count` elements from x (and y) to z, places in scratch memory. z may be x or y. */
export interface VectorKernels {
  /** x + s · y */
  addScaled(count: number, x: number, y: number, z: number, s: number): void;
  multiplyEach(count: number, x: number, y: number, z: number): void;
  divideEach(count: number, x: number, y: number, z: number): void;
  /** x · s + t */
  affine(count: number, x: number, z: number, s: number, t: number): void;
  negate(count: number, x: number, z: number): void;
  absolute(count: number, x: number, z: number): void;
  squareRoot(count: number, x: number, z: number): void;
  /** The larger of x and `least`; NaN stays. */
  atLeast(count: number, x: number, z: number, least: number): void;
  /** y where x exceeds `threshold` or is NaN, else 0. */
  passAbove(count: number, x: number, y: number, z: number, threshold: number): void;
  exponential(count: number, x: number, z: number): void;
  sigmoid(count: number, x: number, z: number): void;
  hyperbolicTangent(count: number, x: number, z: number): void;
  /** x where it is positive, else s · x */
  leak(count: number, x: number, z: number, s: number): void;
  /** `approximate`: 1 for the formula by way of tanh, 0 for that by way of erf. */
  gelu(count: number, x: number, z: number, approximate: number): void;
  geluSlope(count: number, x: number, z: number, approximate: number): void;
  sum(count: number, x: number): number;
  /** NaN if there is one. Looks at whole vectors: what follows the last element counts too. */
  largest(count: number, x: number): number;
}

/** Computes `n` elements into the place of the first operand; `s`: the op's scalars. Places of no operand are free. */
type Compute = (
  k: VectorKernels,
  n: number,
  places: readonly [a: number, b: number, c: number],
  s: readonly number[],
) => void;

export interface HotLoop {
  readonly compute: Compute;
  /** Which scalars it is for; all, unless given. */
  readonly only?: (s: readonly number[]) => boolean;
}

const geluBackward =
  (approximate: number): Compute =>
  (k, n, [grad, x]) => {
    k.geluSlope(n, x, x, approximate);
    k.multiplyEach(n, grad, x, grad);
  };

/** By the name in the op's schema, followed by that of the expression where an op has several. */
const LOOPS: Readonly<Record<string, Compute>> = {
  "add.Tensor": (k, n, [a, b], [alpha = 1]) => k.addScaled(n, a, b, a, alpha),
  "sub.Tensor": (k, n, [a, b], [alpha = 1]) => k.addScaled(n, a, b, a, -alpha),
  "mul.Tensor": (k, n, [a, b]) => k.multiplyEach(n, a, b, a),
  "div.Tensor": (k, n, [a, b]) => k.divideEach(n, a, b, a),
  addcmul: (k, n, [a, b, c], [value = 1]) => {
    k.multiplyEach(n, b, c, b);
    k.addScaled(n, a, b, a, value);
  },
  addcdiv: (k, n, [a, b, c], [value = 1]) => {
    k.divideEach(n, b, c, b);
    k.addScaled(n, a, b, a, value);
  },
  neg: (k, n, [a]) => k.negate(n, a, a),
  abs: (k, n, [a]) => k.absolute(n, a, a),
  sqrt: (k, n, [a]) => k.squareRoot(n, a, a),
  relu: (k, n, [a]) => k.atLeast(n, a, a, 0),
  threshold_backward: (k, n, [grad, x], [threshold = 0]) => k.passAbove(n, x, grad, grad, threshold),
  leaky_relu: (k, n, [a], [slope = 0.01]) => k.leak(n, a, a, slope),
  exp: (k, n, [a]) => k.exponential(n, a, a),
  sigmoid: (k, n, [a]) => k.sigmoid(n, a, a),
  tanh: (k, n, [a]) => k.hyperbolicTangent(n, a, a),
  // grad · y · (1 - y)
  sigmoid_backward: (k, n, [grad, y]) => {
    k.multiplyEach(n, grad, y, grad);
    k.affine(n, y, y, -1, 1);
    k.multiplyEach(n, grad, y, grad);
  },
  // grad · (1 - y²)
  tanh_backward: (k, n, [grad, y]) => {
    k.multiplyEach(n, y, y, y);
    k.affine(n, y, y, -1, 1);
    k.multiplyEach(n, grad, y, grad);
  },
  silu: (k, n, [a, s]) => {
    k.sigmoid(n, a, s);
    k.multiplyEach(n, a, s, a);
  },
  // grad · s · (1 + x · (1 - s))
  silu_backward: (k, n, [grad, x, s]) => {
    k.sigmoid(n, x, s);
    k.multiplyEach(n, grad, s, grad);
    k.affine(n, s, s, -1, 1);
    k.multiplyEach(n, s, x, s);
    k.affine(n, s, s, 1, 1);
    k.multiplyEach(n, grad, s, grad);
  },
  gelunone: (k, n, [a]) => k.gelu(n, a, a, 0),
  gelutanh: (k, n, [a]) => k.gelu(n, a, a, 1),
  gelu_backwardnone: geluBackward(0),
  gelu_backwardtanh: geluBackward(1),
  "pow.Tensor_Scalar": (k, n, [a]) => k.multiplyEach(n, a, a, a),
};

const ONLY: Readonly<Record<string, HotLoop["only"]>> = {
  "pow.Tensor_Scalar": ([exponent]) => exponent === 2,
};

/** Where an operand begins, and whether it moves on (1) or is a single number for all (0). */
export interface HotOperand {
  readonly data: TypedArray;
  readonly at: number;
  readonly step: number;
}

/** Elements from which on copying pays. */
const LEAST = 32;

/** The loop of an op, if it has one. `name`: as in the op's schema. */
export function hotLoopOf(name: string): HotLoop | null {
  const compute = Object.hasOwn(LOOPS, name) ? LOOPS[name] : undefined;
  const only = ONLY[name];
  return compute ? { compute, ...(only ? { only } : {}) } : null;
}

/**
 * Computes the next `n` elements of a result, if the operands allow it.
 * @returns whether it did; if not, nothing was written.
 */
export function runHotLoop(
  loop: HotLoop,
  operands: readonly HotOperand[],
  scalars: readonly number[],
  out: TypedArray,
  outAt: number,
  n: number,
): boolean {
  if (n < LEAST || !(out instanceof Float32Array) || loop.only?.(scalars) === false) return false;
  const kernels = operands.every(isHot) ? wasmKernels() : null;
  if (!kernels) return false;
  for (let from = 0; from < n; from += PIECE) {
    const count = Math.min(PIECE, n - from);
    for (let i = 0; i < operands.length; i++) loadPiece(kernels, operands[i] as HotOperand, from, count, i);
    loop.compute(kernels, count, PIECES, scalars);
    copy(kernels.floats, PIECES[0], count, out, outAt + from);
  }
  return true;
}

function isHot({ data, step }: HotOperand): boolean {
  return data instanceof Float32Array && (step === 0 || step === 1);
}

function loadPiece(
  kernels: WasmKernels,
  operand: HotOperand,
  from: number,
  count: number,
  place: number,
): void {
  const to = PIECES[place] as number;
  if (operand.step === 1) copy(operand.data, operand.at + from, count, kernels.floats, to);
  else kernels.floats.fill(operand.data[operand.at] as number, to, to + count);
}

/** The sum of `n` float32 in double, or null where there is no SIMD. */
export function sumHot(data: TypedArray, at: number, n: number): number | null {
  const kernels = n >= LEAST && data instanceof Float32Array ? wasmKernels() : null;
  if (!kernels) return null;
  let total = 0;
  for (let from = 0; from < n; from += PIECE) {
    const count = Math.min(PIECE, n - from);
    copy(data, at + from, count, kernels.floats, PIECES[0]);
    total += kernels.sum(count, PIECES[0]);
  }
  return total;
}
