/** Initializations whose numbers are worked out here, on any device the same, and then written into the tensor. */
import { noGrad } from "../autograd/mode.ts";
import { erf } from "../devices/cpu/erf.ts";
import { type DType, float64, int64, newArray, type TypedArray } from "../dtype.ts";
import { ValueError } from "../errors.ts";
import { exactly } from "../exactly.ts";
import { allocate } from "../ops/creation.ts";
import { defaultGenerator } from "../random/generator.ts";
import { backendFor, runtime } from "../runtime.ts";
import type { Tensor } from "../tensor.ts";
import { unrecorded } from "../trace/recorder.ts";

/** Writes the elements, in row-major order. A tensor without values stays as it is, and draws nothing. */
function assigned(t: Tensor, values: () => TypedArray): Tensor {
  if (runtime.shapesOnly || t.device.type === "meta") return t;
  unrecorded(() =>
    noGrad(() => {
      const source = allocate(t.shape, t.dtype, t.device);
      if (t.numel()) backendFor(t.storage.device).write(source.storage, values());
      t.copy_(source);
    }),
  );
  return t;
}

/** A number as an element of this dtype holds it. */
const rounded = (dtype: DType): ((x: number) => number) =>
  dtype === float64 ? (x) => x : (x) => Math.fround(x);

const normalCdf = (x: number): number => (1 + erf(x / Math.SQRT2)) / 2;

/** Draws normal numbers again, all of them, until those outside are replaced. */
function redrawn(t: Tensor, mean: number, std: number, a: number, b: number): TypedArray {
  const [low, high] = exactly(2, [a, b].map(rounded(t.dtype)));
  const draw = () => defaultGenerator.normals(t.dtype, t.numel(), mean, std);
  const outside = (x: number) => x < low || x > high;
  const out = draw();
  while (out.some(outside)) {
    const next = draw();
    for (let i = 0; i < out.length; i++) if (outside(out[i] as number)) out[i] = next[i] as number;
  }
  return out;
}

/** Where the bounds leave little of the bell: even numbers, each kept with its density's probability. */
function accepted(t: Tensor, mean: number, std: number, a: number, b: number): TypedArray {
  const n = t.numel();
  const f = rounded(t.dtype);
  const mode = Math.max(a, Math.min(mean, b));
  const logPeak = -0.5 * ((mode - mean) / std) ** 2;
  const uniforms = (from: number, to: number) => defaultGenerator.uniforms(t.dtype, n, from, to);
  const out = newArray(t.dtype, n);
  const pending = new Uint8Array(n).fill(1);
  do {
    const candidates = uniforms(a, b);
    const chances = uniforms(0, 1);
    for (let i = 0; i < n; i++) {
      if (!pending[i]) continue;
      const x = candidates[i] as number;
      out[i] = x;
      const distance = f(f(x - mean) / std);
      const logDensity = f(f(f(distance * distance) * -0.5) - logPeak);
      if (!(f(Math.log(chances[i] as number)) > logDensity)) pending[i] = 0;
    }
  } while (pending.includes(1));
  return out;
}

/** From the normal distribution, but only numbers between `a` and `b`. */
export const truncNormal_ = (t: Tensor, mean = 0, std = 1, a = -2, b = 2): Tensor =>
  assigned(t, () => {
    const part = normalCdf((b - mean) / std) - normalCdf((a - mean) / std);
    return (part > 0.3 ? redrawn : accepted)(t, mean, std, a, b);
  });

/** Ones on the diagonal of a matrix, zeros elsewhere. */
export function eye_(t: Tensor): Tensor {
  if (t.ndim !== 2) throw new ValueError("Only tensors with 2 dimensions are supported");
  const columns = t.shape[1] as number;
  return assigned(t, () =>
    newArray(t.dtype, t.numel()).map((_, i) => (i % columns === Math.floor(i / columns) ? 1 : 0)),
  );
}

/** A convolution's weight `[O, I, …]` that passes its input on: a 1 in the middle of the kernel of each channel with itself. */
export function dirac_(t: Tensor, groups = 1): Tensor {
  const [out = 0, into = 0, ...kernel] = t.shape;
  if (t.ndim < 3 || t.ndim > 5) {
    throw new ValueError("Only tensors with 3, 4, or 5 dimensions are supported");
  }
  if (out % groups !== 0) throw new ValueError("dim 0 must be divisible by groups");
  const middle = kernel.reduce((at, size) => at * size + Math.floor(size / 2), 0);
  const field = kernel.reduce((n, size) => n * size, 1);
  return assigned(t, () => {
    const values = newArray(t.dtype, t.numel());
    const each = out / groups;
    for (let g = 0; g < groups; g++) {
      for (let c = 0; c < Math.min(each, into); c++) {
        values[((g * each + c) * into + c) * field + middle] = 1;
      }
    }
    return values;
  });
}

/** Normal numbers, of which this part of each column of a matrix is 0. */
export function sparse_(t: Tensor, sparsity: number, std = 0.01): Tensor {
  if (t.ndim !== 2) throw new ValueError("Only tensors with 2 dimensions are supported");
  const [rows, columns] = exactly(2, t.shape);
  return assigned(t, () => {
    const values = defaultGenerator.normals(t.dtype, t.numel(), 0, std);
    for (let column = 0; column < columns; column++) {
      const order = defaultGenerator.permutation(int64, rows);
      for (let i = 0; i < Math.ceil(sparsity * rows); i++)
        values[(order[i] as number) * columns + column] = 0;
    }
    return values;
  });
}

/** A matrix with orthonormal rows or columns, whichever are fewer, times `gain`; further dimensions count as columns. */
export function orthogonal_(t: Tensor, gain = 1): Tensor {
  if (t.ndim < 2) throw new ValueError("Only tensors with 2 or more dimensions are supported");
  const rows = t.shape[0] as number;
  if (t.numel() === 0) return t;
  const columns = t.numel() / rows;
  return assigned(t, () => {
    const drawn = defaultGenerator.normals(t.dtype, t.numel(), 0, 1);
    const wide = rows < columns;
    const [count, length] = wide ? [rows, columns] : [columns, rows];
    const vectors = Array.from({ length: count }, (_, v) =>
      Float64Array.from({ length }, (_, i) => drawn[wide ? v * columns + i : i * columns + v] as number),
    );
    orthonormalize(vectors);
    const f = rounded(t.dtype);
    return newArray(t.dtype, t.numel()).map((_, at) => {
      const [row, column] = [Math.floor(at / columns), at % columns];
      const vector = vectors[wide ? row : column] as Float64Array;
      return f(vector[wide ? column : row] as number) * gain;
    });
  });
}

/**
 * Each vector loses its part along those before it and gets the length 1: the Q of a QR decomposition whose R has a
 * positive diagonal, which is unique. Twice, so that rounding leaves nothing.
 */
function orthonormalize(vectors: readonly Float64Array[]): void {
  vectors.forEach((vector, v) => {
    for (let pass = 0; pass < 2; pass++) {
      for (const other of vectors.slice(0, v)) {
        const part = dot(vector, other);
        for (let i = 0; i < vector.length; i++) {
          vector[i] = (vector[i] as number) - part * (other[i] as number);
        }
      }
    }
    const length = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] as number) / length;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
