/** Writes by number: slices copied, filled or combined, single elements taken and put, a mask filled from a list. */
import type { CpuTensor } from "../devices/cpu/cpuTensor.ts";
import { checkedRows, putRows, type Rows, rowsAlong } from "../devices/cpu/rows.ts";
import { gpuClone, gpuFill } from "../devices/webgpu/kernels/copy.ts";
import { gpuMaskedScatter, gpuMaskedScatterBackward } from "../devices/webgpu/kernels/maskedScatter.ts";
import { gpuPutRows, gpuTakeRows } from "../devices/webgpu/kernels/rows.ts";
import { int64, scalarTypeName } from "../dtype.ts";
import { IndexError, RuntimeError } from "../errors.ts";
import { broadcastShapes, numel, sameShape, wrapDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { defineOp } from "./op.ts";

function checkIndex(name: string, self: Tensor, dim: number, index: Tensor): number {
  const at = wrapDim(dim, self.ndim);
  if (index.ndim > 1) throw new RuntimeError("Index has to be a vector/scalar");
  if (index.dtype !== int64) throw new IndexError(`${name}(): Expected dtype int64 for index.`);
  return at;
}

/** `self` into `out`, unless they are the same memory. */
function begin(self: CpuTensor, out: CpuTensor): void {
  if (out.data !== self.data) out.data.set(self.data.subarray(0, self.size));
}

export const indexCopy = defineOp({
  schema: "index_copy(Tensor self, int dim, Tensor index, Tensor source) -> Tensor",
  doc: "`self` with the slices of `source` in the places along `dim` that `index`, a vector, names.",
  on: ["method", "torch"],
  inplace: true,
  meta: ({ self, dim, index, source }) => {
    const at = checkIndex("index_copy_", self, dim, index);
    const count = index.numel();
    if (source.ndim > 0 && count !== source.shape[at]) {
      throw new IndexError(
        `index_copy_(): Number of indices (${count}) should be equal to source.size(dim) (${source.shape[at]})`,
      );
    }
    if (self.dtype !== source.dtype) {
      throw new RuntimeError(
        `index_copy_(): self and source expected to have the same dtype, but got (self) ${scalarTypeName(self.dtype)} and (source) ${scalarTypeName(source.dtype)}`,
      );
    }
    const others = (t: Tensor) => t.shape.filter((_, d) => d !== at);
    if (!sameShape(others(self), others(source))) {
      throw new RuntimeError(
        `index_copy_(): Source/destination tensor must have same slice shapes. Destination slice shape: ${others(self).join(" ")} at dimension ${at} and source slice shape: ${others(source).join(" ")} at dimension 0.`,
      );
    }
    return { shape: self.shape };
  },
  cpu: ({ self, dim, index, source }, [out]) => {
    const at = wrapDim(dim, self.shape.length);
    const rows = rowsAlong(self.shape, at);
    const error = (row: number) =>
      new IndexError(
        `index_copy_(): index ${row} is out of bounds for dimension ${at} with size ${rows.size}`,
      );
    const numbers = checkedRows(index.data, index.size, rows.size, false, error);
    begin(self, out);
    putRows(out.data, rows, numbers, source.data, false);
  },
  webgpu: ({ self, dim, index, source }, [out], gpu) => {
    gpuClone({ self }, [out], gpu);
    gpuPutRows(gpu, out, rowsAlong(self.shape, wrapDim(dim, self.shape.length)), index, source, {
      add: false,
    });
  },
  node: "IndexCopyBackward0",
  derivatives: (d) => [
    d("self", ["dim", "index"], (c) => c.grad.indexFill(c.dim, c.index, 0)),
    d("source", ["dim", "index", "source"], (c) =>
      c.source.ndim > 0
        ? c.grad.indexSelect(c.dim, c.index).expandAs(c.source)
        : c.grad.indexSelect(c.dim, c.index.squeeze(0)),
    ),
  ],
});

export const indexFill = defineOp({
  schema: "index_fill.int_Scalar(Tensor self, int dim, Tensor index, Scalar value) -> Tensor",
  doc: "`self` with `value` in the slices along `dim` that `index`, a vector, names.",
  on: ["method", "torch"],
  inplace: true,
  meta: ({ self, dim, index }) => {
    checkIndex("index_fill_", self, dim, index);
    return { shape: self.shape };
  },
  cpu: ({ self, dim, index, value }, [out]) => {
    const at = wrapDim(dim, self.shape.length);
    const { outer, size, inner } = rowsAlong(self.shape, at);
    const error = (row: number) =>
      new IndexError(`index ${row} is out of bounds for dimension ${at} with size ${size}`);
    const numbers = checkedRows(index.data, index.size, size, true, error);
    begin(self, out);
    for (let o = 0; o < outer; o++) {
      for (const row of numbers) {
        const start = (o * size + row) * inner;
        out.data.fill(value, start, start + inner);
      }
    }
  },
  webgpu: ({ self, dim, index, value }, [out], gpu) => {
    gpuClone({ self }, [out], gpu);
    const rows: Rows = rowsAlong(self.shape, wrapDim(dim, self.shape.length));
    const source = gpu.scratch(self.dtype, [rows.outer, index.size, rows.inner]);
    gpuFill({ value }, [source], gpu);
    gpuPutRows(gpu, out, rows, index, source, { add: false });
  },
  node: "IndexFillBackward0",
  derivatives: (d) => [
    d(
      "self",
      ["dim", "index"],
      (c): Tensor => indexFill({ self: c.grad, dim: c.dim, index: c.index, value: 0 }),
    ),
  ],
});

export const indexFillTensor = defineOp({
  schema: "index_fill.int_Tensor(Tensor self, int dim, Tensor index, Tensor value) -> Tensor",
  doc: "`self` with the only element of `value` in the slices along `dim` that `index`, a vector, names.",
  on: ["method", "torch"],
  inplace: true,
  meta: ({ self, dim, index, value }) => {
    checkIndex("index_fill_", self, dim, index);
    if (value.ndim !== 0) {
      throw new RuntimeError(
        `index_fill_ only supports a 0-dimensional value tensor, but got tensor with ${value.ndim} dimension(s).`,
      );
    }
    return { shape: self.shape };
  },
  cpu: ({ value, ...args }, out) => indexFill.definition.cpu?.({ ...args, value: value.data[0] }, out),
  webgpu: ({ self, dim, index, value }, [out], gpu) => {
    gpuClone({ self }, [out], gpu);
    const rows: Rows = rowsAlong(self.shape, wrapDim(dim, self.shape.length));
    const source = gpu.scratch(self.dtype, [rows.outer, index.size, rows.inner]);
    gpuClone({ self: value }, [source], gpu);
    gpuPutRows(gpu, out, rows, index, source, { add: false });
  },
  node: "IndexFillBackward1",
  derivatives: (d) => [
    d("self", ["dim", "index"], (c) => indexFill({ self: c.grad, dim: c.dim, index: c.index, value: 0 })),
    d("value", ["dim", "index"], (c) => c.grad.indexSelect(c.dim, c.index).sum()),
  ],
});

const flatRows = (self: { readonly shape: readonly number[] }): Rows => ({
  outer: 1,
  size: numel(self.shape),
  inner: 1,
});

const outOfRange = (size: number) => (row: number) =>
  new IndexError(`out of range: tried to access index ${row} on a tensor of ${size} elements.`);

function requireLong(name: string, index: Tensor): void {
  if (index.dtype === int64) return;
  throw new RuntimeError(
    `${name}(): Expected a long tensor for index, but got ${scalarTypeName(index.dtype)}`,
  );
}

export const take = defineOp({
  schema: "take(Tensor self, Tensor index) -> Tensor",
  doc: "The elements that `index` names in row-major order of all, in the shape of `index`.",
  on: ["method", "torch"],
  meta: ({ self, index }) => {
    requireLong("take", index);
    if (self.numel() === 0 && index.numel() > 0) {
      throw new IndexError("take(): tried to take from an empty tensor");
    }
    return { shape: index.shape };
  },
  cpu: ({ self, index }, [out]) => {
    const rows = checkedRows(index.data, index.size, self.size, true, outOfRange(self.size));
    for (let i = 0; i < out.size; i++) out.data[i] = self.data[rows[i] as number] as number;
  },
  webgpu: ({ self, index }, [out], gpu) => gpuTakeRows(gpu, self, flatRows(self), index, out),
  node: "TakeBackward0",
  derivatives: (d) => [
    d("self", ["index", "self"], (c) => c.grad.newZeros(c.self.shape).put(c.index, c.grad, true)),
  ],
});

export const put = defineOp({
  schema: "put(Tensor self, Tensor index, Tensor source, bool accumulate=False) -> Tensor",
  doc: "`self` with the elements of `source` in the places that `index` names in row-major order of all; `accumulate` adds them.",
  on: ["method", "torch"],
  inplace: true,
  meta: ({ self, index, source }) => {
    requireLong("put_", index);
    if (self.dtype !== source.dtype) {
      throw new RuntimeError(
        `put_(): self and source expected to have the same dtype, but got self.dtype = ${scalarTypeName(self.dtype)} and source.dtype = ${scalarTypeName(source.dtype)}`,
      );
    }
    if (source.numel() !== index.numel()) {
      throw new IndexError(
        `put_(): Expected source and index to have the same number of elements, but got source.numel() = ${source.numel()}, index.numel() = ${index.numel()}`,
      );
    }
    return { shape: self.shape };
  },
  cpu: ({ self, index, source, accumulate }, [out]) => {
    const rows = checkedRows(index.data, index.size, self.size, true, outOfRange(self.size));
    begin(self, out);
    putRows(out.data, flatRows(self), rows, source.data, accumulate);
  },
  webgpu: ({ self, index, source, accumulate }, [out], gpu) => {
    gpuClone({ self }, [out], gpu);
    gpuPutRows(gpu, out, flatRows(self), index, source, { add: accumulate });
  },
  node: "PutBackward0",
  derivatives: (d) => [
    d("self", ["accumulate", "index", "source"], (c) =>
      c.accumulate ? c.grad : c.grad.put(c.index, c.grad.newZeros(c.source.shape)),
    ),
    d("source", ["index", "source"], (c) => c.grad.take(c.index).reshape(c.source.shape)),
  ],
});

const expanded = (self: Tensor, mask: Tensor) => broadcastShapes(self.shape, mask.shape);

/** Both row-major and of the same shape; the public form broadcasts them. */
const maskedScatterRaw = defineOp({
  schema: "_masked_scatter(Tensor self, Tensor mask, Tensor source) -> Tensor",
  doc: "`self` with the elements of `source`, one after the other, where `mask` holds.",
  meta: ({ self }) => ({ shape: self.shape }),
  cpu: ({ self, mask, source }, [out]) => {
    begin(self, out);
    let from = 0;
    for (let i = 0; i < out.size; i++) {
      if (mask.data[i] === 0) continue;
      if (from >= source.size) throw tooFew();
      out.data[i] = source.data[from++] as number;
    }
  },
  webgpu: ({ self, mask, source }, [out], gpu) => gpuMaskedScatter(gpu, self, mask, source, out, tooFew),
  node: "MaskedScatterBackward0",
  derivatives: (d) => [
    d("self", ["mask"], (c) => c.grad.maskedFill(c.mask, 0)),
    d("source", ["mask", "sourceSizes"], (c) =>
      maskedScatterBackward({ grad: c.grad, mask: c.mask, sizes: c.sourceSizes }),
    ),
  ],
});

const tooFew = () => new RuntimeError("Number of elements of source < number of ones in mask");

const maskedScatterBackward = defineOp({
  schema: "masked_scatter_backward(Tensor grad, Tensor mask, int[] sizes) -> Tensor",
  doc: "The gradients where `mask` holds, one after the other; zeros behind them.",
  meta: ({ sizes }) => ({ shape: sizes }),
  cpu: ({ grad, mask }, [out]) => {
    let to = 0;
    out.data.fill(0, 0, out.size);
    for (let i = 0; i < grad.size && to < out.size; i++) {
      if (mask.data[i] !== 0) out.data[to++] = grad.data[i] as number;
    }
  },
  webgpu: ({ grad, mask }, [out], gpu) => gpuMaskedScatterBackward(gpu, grad, mask, out),
  node: "MaskedScatterBackwardBackward0",
  derivatives: (d) => [
    d("grad", ["gradSizes", "mask"], (c): Tensor => {
      const self = c.grad.newZeros(c.gradSizes);
      // The list may be shorter than the mask has places: the rest got no gradient.
      const places = c.grad.newZeros([self.numel()]);
      places
        .narrow(0, 0, Math.min(c.grad.numel(), self.numel()))
        .copy_(c.grad.reshape([-1]).narrow(0, 0, Math.min(c.grad.numel(), self.numel())));
      return maskedScatterRaw({ self, mask: c.mask, source: places });
    }),
  ],
});

function checkMask(self: Tensor, mask: Tensor, source: Tensor): void {
  if (self.dtype !== source.dtype) {
    throw new RuntimeError(
      `masked_scatter: expected self and source to have same dtypes but got${scalarTypeName(self.dtype)} and ${scalarTypeName(source.dtype)}`,
    );
  }
  if (mask.dtype.name === "bool") return;
  throw new RuntimeError(
    `masked_scatter_ only supports boolean masks, but got mask with dtype ${scalarTypeName(mask.dtype)}`,
  );
}

export const maskedScatter = defineOp({
  schema: "masked_scatter(Tensor self, Tensor mask, Tensor source) -> Tensor",
  doc: "`self` with the elements of `source`, one after the other, where `mask`, which is broadcast, holds.",
  on: ["method", "torch"],
  inplace: true,
  composite: ({ self, mask, source }) => {
    checkMask(self, mask, source);
    const shape = expanded(self, mask);
    const whole = (t: Tensor) => (sameShape(t.shape, shape) ? t : t.expand(shape));
    return maskedScatterRaw({ self: whole(self), mask: whole(mask), source });
  },
  compositeInplace: ({ self, mask, source }) => {
    checkMask(self, mask, source);
    const whole = sameShape(self.shape, mask.shape) ? mask : mask.expand(self.shape);
    return maskedScatterRaw.inplace({ self, mask: whole, source });
  },
});
