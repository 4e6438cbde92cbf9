/** Products of matrices and vectors of any strides. */
import { exactly } from "../../../exactly.ts";
import { broadcastStrides } from "../../../shape.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import type { ElementType } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { type Epilogue, Product } from "./product.ts";
import type { ProductPlan } from "./productPlan.ts";

const UNIFORMS = {
  aOffset: "u32",
  aBatch: "u32",
  aRow: "u32",
  aK: "u32",
  bOffset: "u32",
  bBatch: "u32",
  bK: "u32",
  bColumn: "u32",
  outOffset: "u32",
  outBatch: "u32",
  outRow: "u32",
  outColumn: "u32",
} as const;

const FUNCTIONS = `fn loadA(batch: u32, row: u32, k: u32) -> T {
  return aData[u.aOffset + batch * u.aBatch + row * u.aRow + k * u.aK];
}
fn loadB(batch: u32, k: u32, column: u32) -> T {
  return bData[u.bOffset + batch * u.bBatch + k * u.bK + column * u.bColumn];
}
fn outAt(batch: u32, row: u32, column: u32) -> u32 {
  return u.outOffset + batch * u.outBatch + row * u.outRow + column * u.outColumn;
}
`;

const productOf = (type: ElementType) =>
  new Product({ name: "mm", type, factors: ["aData", "bData"], uniforms: UNIFORMS, functions: FUNCTIONS });

const PRODUCTS = { f32: productOf("f32"), i32: productOf("i32") } as const;

/** `a [b, m, k] · b [b, k, n]` into `out [b, m, n]`; missing leading dimensions count as 1. */
export function gpuMatmul(
  gpu: GpuEncoder,
  a: GpuTensor,
  b: GpuTensor,
  out: GpuTensor,
  epilogue: Epilogue | null = null,
  plan?: ProductPlan,
): void {
  const [rows, inner] = sizes(a);
  const columns = sizes(b)[1];
  const batch = out.shape.length > 2 ? (out.shape[0] as number) : 1;
  const [aBatch, aRow, aK] = strides(a);
  const [bBatch, bK, bColumn] = strides(b);
  const [outBatch, outRow, outColumn] = strides(out);
  PRODUCTS[a.type].run(
    gpu,
    { rows, columns, inner, batch },
    [a, b],
    out,
    {
      ...{ aOffset: a.offset, aBatch, aRow, aK },
      ...{ bOffset: b.offset, bBatch, bK, bColumn },
      ...{ outOffset: out.offset, outBatch, outRow, outColumn },
    },
    [aK <= aRow, bK < bColumn],
    epilogue,
    plan,
  );
}

interface Addition {
  readonly self: GpuTensor;
  readonly alpha: number;
  readonly beta: number;
}

/** `out = beta * self + alpha * (mat1 · mat2)`. */
export function gpuAddmm(
  gpu: GpuEncoder,
  { mat1, mat2, ...rest }: Addition & { readonly mat1: GpuTensor; readonly mat2: GpuTensor },
  out: GpuTensor,
): void {
  gpuMatmul(gpu, mat1, mat2, out, additionTo(gpu, rest, out));
}

/** `out = beta * self + alpha * (batch1 · batch2)`, batches of matrices. */
export function gpuBaddbmm(
  gpu: GpuEncoder,
  { batch1, batch2, ...rest }: Addition & { readonly batch1: GpuTensor; readonly batch2: GpuTensor },
  out: GpuTensor,
): void {
  gpuMatmul(gpu, batch1, batch2, out, additionTo(gpu, rest, out));
}

/** `out = beta * self + alpha * Σ (batch1 · batch2)`: each product is added to what the ones before it gave. */
export function gpuAddbmm(
  gpu: GpuEncoder,
  { batch1, batch2, ...rest }: Addition & { readonly batch1: GpuTensor; readonly batch2: GpuTensor },
  out: GpuTensor,
): void {
  const batch = batch1.shape[0] as number;
  const matrix = (t: GpuTensor, i: number): GpuTensor => ({
    ...t,
    shape: t.shape.slice(1),
    strides: t.strides.slice(1),
    offset: t.offset + i * (t.strides[0] as number),
  });
  let before: Addition = rest;
  for (let i = 0; i < batch; i++) {
    const sum = i === batch - 1 ? out : gpu.scratch(out.dtype, out.shape);
    gpuMatmul(gpu, matrix(batch1, i), matrix(batch2, i), sum, additionTo(gpu, before, sum));
    before = { self: sum, alpha: rest.alpha, beta: 1 };
  }
  // The product of two empty ones is 0.
  if (batch === 0) {
    const none = (shape: readonly number[]) => gpu.scratch(out.dtype, shape);
    const [m, n] = exactly(2, out.shape);
    gpuMatmul(gpu, none([m, 0]), none([0, n]), out, additionTo(gpu, rest, out));
  }
}

/** `out = beta * self + alpha * (mat · vec)`. */
export function gpuAddmv(
  gpu: GpuEncoder,
  { mat, vec, ...rest }: Addition & { readonly mat: GpuTensor; readonly vec: GpuTensor },
  out: GpuTensor,
): void {
  const { self } = rest;
  const column = self.shape.length === 0 || self.size === 1 ? self : asColumn(self);
  gpuMatmul(
    gpu,
    mat,
    asColumn(vec),
    asColumn(out),
    additionTo(gpu, { ...rest, self: column }, asColumn(out)),
  );
}

/** `out = beta * self + alpha * (vec1 ⊗ vec2)`. */
export function gpuAddr(
  gpu: GpuEncoder,
  { vec1, vec2, ...rest }: Addition & { readonly vec1: GpuTensor; readonly vec2: GpuTensor },
  out: GpuTensor,
): void {
  const row = { ...vec2, shape: [1, vec2.size], strides: [0, vec2.strides[0] as number] };
  gpuMatmul(gpu, asColumn(vec1), row, out, additionTo(gpu, rest, out));
}

/** `self` is not read where `beta` is 0, so that its NaNs are not. */
function additionTo(gpu: GpuEncoder, { self, alpha, beta }: Addition, out: GpuTensor): Epilogue {
  const addend =
    beta === 0 ? uploaded(gpu, { ...self, scalar: 0 }) : self.scalar === null ? self : uploaded(gpu, self);
  const all = beta === 0 ? out.shape.map(() => 0) : broadcastStrides(addend.shape, addend.strides, out.shape);
  const [batch, row, column] = strides({ ...out, strides: all });
  return { alpha, beta, addend, strides: { batch, row, column } };
}

/** `self [m, k] · vec [k]` into `out [m]`. */
export function gpuMv(gpu: GpuEncoder, self: GpuTensor, vec: GpuTensor, out: GpuTensor): void {
  gpuMatmul(gpu, self, asColumn(vec), asColumn(out));
}

/** The sum of products of two vectors into `out []`. */
export function gpuDot(gpu: GpuEncoder, a: GpuTensor, b: GpuTensor, out: GpuTensor): void {
  const row = { ...a, shape: [1, a.size], strides: [0, a.strides[0] as number] };
  gpuMatmul(gpu, row, asColumn(b), { ...out, shape: [1, 1], strides: [1, 1] });
}

function asColumn(t: GpuTensor): GpuTensor {
  return { ...t, shape: [t.size, 1], strides: [t.strides[0] as number, 0] };
}

function uploaded(gpu: GpuEncoder, t: GpuTensor): GpuTensor {
  const out = gpu.scratch(t.dtype, []);
  gpu.upload(out, Float32Array.of(t.scalar as number));
  return out;
}

/** The last two. */
function sizes({ shape }: GpuTensor): readonly [number, number] {
  return exactly(2, shape.slice(-2));
}

/** The last three, 0 for a missing batch. */
function strides({ strides: s }: GpuTensor): [number, number, number] {
  return [s.length > 2 ? (s[0] as number) : 0, s.at(-2) as number, s.at(-1) as number];
}
