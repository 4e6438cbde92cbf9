/** `beta * self + alpha * (a · b)` over batches of matrices, into a result of any strides. */
import { exactly } from "../../exactly.ts";
import { contiguousStrides, isContiguous } from "../../shape.ts";
import type { CpuTensor } from "./cpuTensor.ts";
import { gemm } from "./gemm.ts";

/** Writes `from`, broadcast to the target's shape, into it. */
function spreadInto(from: CpuTensor, to: CpuTensor): void {
  const lead = to.shape.length - from.shape.length;
  const last = to.shape.length - 1;
  const stepOf = (dim: number) =>
    dim < lead || from.shape[dim - lead] === 1 ? 0 : (from.strides[dim - lead] as number);
  const walk = (dim: number, source: number, target: number): void => {
    const size = to.shape[dim] as number;
    const [step, toStep] = [stepOf(dim), to.strides[dim] as number];
    if (dim === last) {
      for (let i = 0; i < size; i++) to.data[target + i * toStep] = from.data[source + i * step] as number;
    } else for (let i = 0; i < size; i++) walk(dim + 1, source + i * step, target + i * toStep);
  };
  walk(0, 0, 0);
}

/** `out` itself, or row-major elements that `done` then brings to it. */
function rowMajor(out: CpuTensor): { sums: CpuTensor; done: () => void } {
  if (isContiguous(out.shape, out.strides)) return { sums: out, done: () => {} };
  const sums = { ...out, data: new Float64Array(out.size), strides: contiguousStrides(out.shape) };
  return { sums, done: () => spreadInto(sums, out) };
}

export interface AddedProduct {
  readonly self: CpuTensor;
  readonly alpha: number;
  readonly beta: number;
}

/** `a [b, m, k]`, `b [b, k, n]`, `out [b, m, n]`; or `[m, n]`, into which all products are added up. */
export function addProducts(
  { self, alpha, beta }: AddedProduct,
  a: CpuTensor,
  b: CpuTensor,
  out: CpuTensor,
): void {
  const { sums, done } = rowMajor(out);
  if (beta !== 0) spreadInto(self, sums);
  const [batch, m, k] = exactly(3, a.shape);
  const n = b.shape[2] as number;
  const [ab, ar, ac] = exactly(3, a.strides);
  const [bb, br, bc] = exactly(3, b.strides);
  const step = out.shape.length === 3 ? m * n : 0;
  for (let i = 0; i < batch; i++) {
    const rest = step === 0 && i > 0 ? 1 : beta;
    gemm(m, n, k, alpha, a.data, i * ab, ar, ac, b.data, i * bb, br, bc, rest, sums.data, i * step, n);
  }
  // Products of no matrices add up to 0.
  if (batch === 0 && beta !== 1)
    for (let i = 0; i < sums.size; i++) sums.data[i] = beta * (sums.data[i] ?? 0);
  done();
}

/** `a [m, k]`, `b [k, n]`, `out [m, n]`. */
export function addMatrixProduct(p: AddedProduct, a: CpuTensor, b: CpuTensor, out: CpuTensor): void {
  addProducts(p, alone(a), alone(b), out);
}

/** A batch of one. */
const alone = (t: CpuTensor): CpuTensor => ({ ...t, shape: [1, ...t.shape], strides: [0, ...t.strides] });

/** `a [m, k]`, `b [k]`, `out [m]`. */
export function addVectorProduct(p: AddedProduct, a: CpuTensor, b: CpuTensor, out: CpuTensor): void {
  const [m, k] = exactly(2, a.shape);
  const { sums, done } = rowMajor(out);
  if (p.beta !== 0) spreadInto(p.self, sums);
  const [row, column] = exactly(2, a.strides);
  gemm(
    m,
    1,
    k,
    p.alpha,
    a.data,
    0,
    row,
    column,
    b.data,
    0,
    b.strides[0] as number,
    1,
    p.beta,
    sums.data,
    0,
    1,
  );
  done();
}

/** `a [m]`, `b [n]`, `out [m, n]`. */
export function addOuterProduct(p: AddedProduct, a: CpuTensor, b: CpuTensor, out: CpuTensor): void {
  const { sums, done } = rowMajor(out);
  const [m, n] = exactly(2, out.shape);
  if (p.beta !== 0) spreadInto(p.self, sums);
  const [row, column] = [a.strides[0] as number, b.strides[0] as number];
  for (let i = 0; i < m; i++) {
    const factor = p.alpha * (a.data[i * row] as number);
    for (let j = 0; j < n; j++) {
      const rest = p.beta === 0 ? 0 : p.beta * (sums.data[i * n + j] as number);
      sums.data[i * n + j] = rest + factor * (b.data[j * column] as number);
    }
  }
  done();
}
