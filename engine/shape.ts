/** Arithmetic on shapes and strides: pure functions, with PyTorch's error texts. */
import { IndexError, RuntimeError } from "./errors.ts";

/** The shape of a tensor: an array that prints as `torch.Size([1, 16, 718, 478])`. */
export class Size extends Array<number> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  numel(): number {
    return numel(this);
  }

  override toString(): string {
    return `torch.Size([${this.join(", ")}])`;
  }
}

export function toSize(sizes: readonly number[]): Size {
  const size = new Size(sizes.length);
  for (let i = 0; i < sizes.length; i++) size[i] = sizes[i] as number;
  return size;
}

/** The number of elements: the product of the sizes. */
export function numel(shape: readonly number[]): number {
  let n = 1;
  for (const s of shape) n *= s;
  return n;
}

/** Row-major strides, in elements. */
export function contiguousStrides(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = step;
    step *= Math.max(shape[i] as number, 1);
  }
  return strides;
}

/** Whether the elements lie in row-major order without gaps. Strides of dimensions of size 1 do not matter. */
export function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  let step = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    const size = shape[i] as number;
    if (size === 0) return true;
    if (size !== 1) {
      if (strides[i] !== step) return false;
      step *= size;
    }
  }
  return true;
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((s, i) => s === b[i]);
}

/** The common shape of two operands by PyTorch's broadcasting rule. */
export function broadcastShapes(a: readonly number[], b: readonly number[]): number[] {
  const ndim = Math.max(a.length, b.length);
  const out = new Array<number>(ndim);
  for (let i = 0; i < ndim; i++) {
    const x = a[a.length - ndim + i] ?? 1;
    const y = b[b.length - ndim + i] ?? 1;
    if (x !== y && x !== 1 && y !== 1) {
      throw new RuntimeError(
        `The size of tensor a (${x}) must match the size of tensor b (${y}) at non-singleton dimension ${i}`,
      );
    }
    out[i] = x === 1 ? y : x;
  }
  return out;
}

/** A dimension counted from the end when negative; a scalar has the dimensions -1 and 0. */
export function wrapDim(dim: number, ndim: number): number {
  const n = Math.max(ndim, 1);
  if (dim < -n || dim >= n) {
    throw new IndexError(
      `Dimension out of range (expected to be in range of [${-n}, ${n - 1}], but got ${dim})`,
    );
  }
  return dim < 0 ? dim + n : dim;
}

/** The dimensions a reduction goes over: all when none are given. Sorted, each once. */
export function reductionDims(dims: readonly number[] | null, ndim: number): number[] {
  if (!dims || dims.length === 0) return Array.from({ length: ndim }, (_, i) => i);
  const wrapped = dims.map((d) => wrapDim(d, ndim));
  wrapped.forEach((d, i) => {
    if (wrapped.indexOf(d) !== i)
      throw new RuntimeError(`dim ${d} appears multiple times in the list of dims`);
  });
  return ndim === 0 ? [] : wrapped.sort((a, b) => a - b);
}

/** The shape after a reduction. */
export function reducedShape(shape: readonly number[], dims: readonly number[], keepdim: boolean): number[] {
  if (keepdim) return shape.map((s, i) => (dims.includes(i) ? 1 : s));
  return shape.filter((_, i) => !dims.includes(i));
}

/** A shape with at most one -1 filled in so that it holds `count` elements. */
export function inferSize(shape: readonly number[], count: number): number[] {
  const invalid = () =>
    new RuntimeError(`shape '[${shape.join(", ")}]' is invalid for input of size ${count}`);
  let known = 1;
  let unknown = -1;
  shape.forEach((s, i) => {
    if (s === -1) {
      if (unknown >= 0) throw new RuntimeError("only one dimension can be inferred");
      unknown = i;
    } else if (s < 0) throw new RuntimeError(`invalid shape dimension ${s}`);
    else known *= s;
  });
  const out = [...shape];
  if (unknown >= 0) {
    if (known === 0) {
      throw count === 0
        ? new RuntimeError(
            `cannot reshape tensor of 0 elements into shape [${shape.join(", ")}] because the unspecified dimension size -1 can be any value and is ambiguous`,
          )
        : invalid();
    }
    if (count % known !== 0) throw invalid();
    out[unknown] = count / known;
  } else if (known !== count) throw invalid();
  return out;
}

/**
 * Strides that show the same elements under another shape, or null where only a copy can.
 * Walks the old dimensions in runs that lie without gaps and cuts each run into new dimensions,
 * as `computeStride` in ATen's TensorUtils.cpp.
 */
export function viewStrides(
  shape: readonly number[],
  strides: readonly number[],
  target: readonly number[],
): number[] | null {
  if (numel(shape) === 0) return sameShape(shape, target) ? [...strides] : contiguousStrides(target);
  const out = new Array<number>(target.length);
  let t = target.length - 1;
  let chunkStride = strides[strides.length - 1] ?? 1;
  let chunkSize = 1;
  let viewSize = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    chunkSize *= shape[d] as number;
    const endsRun = d === 0 || (shape[d - 1] !== 1 && strides[d - 1] !== chunkSize * chunkStride);
    if (!endsRun) continue;
    while (t >= 0 && (viewSize < chunkSize || target[t] === 1)) {
      out[t] = viewSize * chunkStride;
      viewSize *= target[t] as number;
      t--;
    }
    if (viewSize !== chunkSize) return null;
    if (d > 0) {
      chunkStride = strides[d - 1] as number;
      chunkSize = 1;
      viewSize = 1;
    }
  }
  while (t >= 0 && target[t] === 1) out[t--] = 1;
  return t === -1 ? out : null;
}

/** Strides that repeat a tensor along the dimensions it is broadcast over. */
export function broadcastStrides(
  shape: readonly number[],
  strides: readonly number[],
  target: readonly number[],
): number[] {
  const lead = target.length - shape.length;
  return target.map((_, i) => (i < lead || shape[i - lead] === 1 ? 0 : (strides[i - lead] as number)));
}

/** As PyTorch prints a shape inside a message: `[2, 3]`. */
export function shapeText(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}
