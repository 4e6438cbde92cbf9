/** Copies: of layout, dtype, device, and into existing tensors. */

import type { CpuTensor } from "../devices/cpu/cpuTensor.ts";
import { StridedWalk } from "../devices/cpu/stridedWalk.ts";
import { gpuCast } from "../devices/webgpu/kernels/cast.ts";
import { gpuFill, gpuZero } from "../devices/webgpu/kernels/copy.ts";
import { int64, type TypedArray } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import { elementwiseStrides } from "../memoryFormat.ts";
import { elementOf } from "./elementOf.ts";
import { defineOp } from "./op.ts";

/** The kernel behind every copy: any strides to any strides, any dtype to any dtype, with broadcasting. */
function copyElements(from: CpuTensor, to: CpuTensor): void {
  const convert = converter(from, to);
  new StridedWalk(to.shape, [to, from]).forEachRow(([t, f], [ts, fs], n) => {
    convert(from.data, f as number, fs as number, to.data, t as number, ts as number, n);
  });
}

type RowCopy = (
  f: TypedArray,
  at: number,
  step: number,
  t: TypedArray,
  to: number,
  toStep: number,
  n: number,
) => void;

/**
 * As C casts on x86: floats lose their fraction toward zero on the way to integers, anything but 0 is true. NaN and what
 * does not fit 32 bits (64 for int64) becomes the smallest integer of that width; narrower integers take its low bits.
 */
function converter(from: CpuTensor, to: CpuTensor): RowCopy {
  if (to.dtype.category === "bool" && from.dtype.category !== "bool") {
    return (f, at, step, t, o, toStep, n) => {
      for (let i = 0; i < n; i++) t[o + i * toStep] = f[at + i * step] !== 0 ? 1 : 0;
    };
  }
  if (to.dtype.category === "int" && from.dtype.category === "float") {
    const end = to.dtype === int64 ? 2 ** 63 : 2 ** 31;
    return (f, at, step, t, o, toStep, n) => {
      for (let i = 0; i < n; i++) {
        // Plus 0, as there is no -0 among integers.
        const x = Math.trunc(f[at + i * step] as number) + 0;
        t[o + i * toStep] = x >= -end && x < end ? x : -end;
      }
    };
  }
  return (f, at, step, t, o, toStep, n) => {
    if (step === 1 && toStep === 1) t.set(f.subarray(at, at + n), o);
    else for (let i = 0; i < n; i++) t[o + i * toStep] = f[at + i * step] as number;
  };
}

/** Its kernel converts dtypes and walks strides: the dispatcher uses it for every layout change. */
export const clone = defineOp({
  schema: "clone(Tensor self, *, str? memory_format=None) -> Tensor",
  doc: 'A copy with its own elements, in the same order or, with `memoryFormat: "contiguous"`, row-major; gradients pass through.',
  on: ["method", "torch"],
  layout: "strided",
  meta: ({ self, memoryFormat }) =>
    memoryFormat === "contiguous"
      ? { shape: self.shape }
      : { shape: self.shape, strides: elementwiseStrides(self.shape, [self]) },
  cpu: ({ self }, [out]) => copyElements(self, out),
  webgpu: ({ self }, [out], gpu) => gpuCast(self, out, gpu),
  node: "CloneBackward0",
  derivatives: (d) => [d("self", [], (c) => c.grad)],
});

export const toCopy = defineOp({
  schema: "_to_copy(Tensor self, *, ScalarType dtype) -> Tensor",
  doc: "A copy in another dtype.",
  layout: "strided",
  meta: ({ self, dtype }) => ({ shape: self.shape, dtype, strides: elementwiseStrides(self.shape, [self]) }),
  cpu: ({ self }, [out]) => copyElements(self, out),
  webgpu: ({ self }, [out], gpu) => gpuCast(self, out, gpu),
  node: "ToCopyBackward0",
  derivatives: (d) => [d("self", [], (c) => c.grad)],
});

/** The in-place `copy_`: `self` gives the shape, `src` the values. */
export const copy = defineOp({
  schema: "copy(Tensor self, Tensor src) -> Tensor",
  doc: "The values of `src`, broadcast, in the shape and dtype of `self`. `copy_` writes them into `self`.",
  on: ["method"],
  inplace: "only",
  layout: "strided",
  meta: ({ self }) => ({ shape: self.shape, dtype: self.dtype }),
  cpu: ({ src }, [out]) => copyElements(src, out),
  webgpu: ({ src }, [out], gpu) => gpuCast(src, out, gpu),
  node: "CopyBackwards",
  derivatives: (d) => [d("self", [], (c) => c.grad.newZeros(c.grad.shape)), d("src", [], (c) => c.grad)],
});

export const fill = defineOp({
  schema: "fill.Scalar(Tensor self, Scalar value) -> Tensor",
  doc: "`value` everywhere, in the shape and dtype of `self`. `fill_` writes it into `self`.",
  on: ["method", "torch"],
  inplace: "only",
  layout: "strided",
  meta: ({ self, value }) => {
    elementOf(value, self.dtype);
    return { shape: self.shape, dtype: self.dtype };
  },
  cpu: ({ value }, [out]) => {
    const { data, shape, strides, dtype } = out;
    const element = elementOf(value, dtype);
    new StridedWalk(shape, [{ shape, strides }]).forEachRow(([at], [step], n) => {
      for (let i = 0; i < n; i++) data[(at as number) + i * (step as number)] = element;
    });
  },
  webgpu: gpuFill,
  inplaceNode: "FillBackward2",
  node: "FillBackward0",
  derivatives: (d) => [d("self", [], (c) => c.grad.newZeros(c.grad.shape))],
});

/** The only element of a tensor everywhere. */
export const fillTensor = defineOp({
  schema: "fill.Tensor(Tensor self, Tensor value) -> Tensor",
  doc: "The only element of `value` everywhere, in the shape and dtype of `self`. `fill_` writes it into `self`.",
  on: ["method", "torch"],
  inplace: "only",
  layout: "strided",
  meta: ({ self, value }) => {
    if (value.ndim !== 0) {
      throw new RuntimeError(
        `fill_ only supports 0-dimension value tensor but got tensor with ${value.ndim} dimensions.`,
      );
    }
    return { shape: self.shape, dtype: self.dtype };
  },
  cpu: ({ value }, [out]) => copyElements(value, out),
  webgpu: ({ value }, [out], gpu) => gpuCast(value, out, gpu),
  node: "FillBackward1",
  inplaceNode: "FillBackward3",
  derivatives: (d) => [d("self", [], (c) => c.grad.mul(0)), d("value", [], (c) => c.grad.sum())],
});

export const zero = defineOp({
  schema: "zero(Tensor self) -> Tensor",
  doc: "Zeros in the shape and dtype of `self`. `zero_` writes them into `self`.",
  on: ["method", "torch"],
  inplace: "only",
  layout: "strided",
  meta: ({ self }) => ({ shape: self.shape, dtype: self.dtype }),
  cpu: (_, [out]) => {
    const { data, shape, strides } = out;
    new StridedWalk(shape, [{ shape, strides }]).forEachRow(([at], [step], n) => {
      for (let i = 0; i < n; i++) data[(at as number) + i * (step as number)] = 0;
    });
  },
  webgpu: gpuZero,
  node: "ZeroBackward0",
  derivatives: (d) => [d("self", [], (c) => c.grad.newZeros(c.grad.shape))],
});

export const contiguous = defineOp({
  schema: "contiguous(Tensor self) -> Tensor",
  doc: "The tensor itself where its elements lie row-major, else a copy that does.",
  on: ["method"],
  composite: ({ self }) => (self.isContiguous() ? self : clone({ self, memoryFormat: "contiguous" })),
});
