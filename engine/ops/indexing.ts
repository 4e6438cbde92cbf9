/** Elements and rows by number along one dimension: `indexSelect`, `gather`, `scatter`. */
import { alongIndex, checkedRows, putRows, rowsAlong, takeRows } from "../devices/cpu/rows.ts";
import { gpuClone } from "../devices/webgpu/kernels/copy.ts";
import { gpuGather, gpuPutRows, gpuScatter, gpuTakeRows } from "../devices/webgpu/kernels/rows.ts";
import { int64 } from "../dtype.ts";
import { IndexError, RuntimeError } from "../errors.ts";
import { shapeText, wrapDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { defineOp } from "./op.ts";

export const outOfSelf = () => new IndexError("index out of range in self");

function checkIndexDtype(name: string, index: Tensor): void {
  if (index.dtype.name === "int64" || index.dtype.name === "int32") return;
  throw new RuntimeError(`${name}(): Expected dtype int32 or int64 for index`);
}

export const indexSelect = defineOp({
  schema: "index_select(Tensor self, int dim, Tensor index) -> Tensor",
  doc: "The slices of a dimension that `index`, a vector, names, in its order.",
  on: ["method", "torch"],
  meta: ({ self, dim, index }) => {
    const at = wrapDim(dim, self.ndim);
    if (index.ndim > 1) throw new IndexError("index_select(): Index is supposed to be a vector");
    checkIndexDtype("index_select", index);
    return { shape: self.shape.map((s, i) => (i === at ? index.numel() : s)) };
  },
  cpu: ({ self, dim, index }, [out]) => {
    const rows = rowsAlong(self.shape, wrapDim(dim, self.shape.length));
    takeRows(self.data, rows, checkedRows(index.data, index.size, rows.size, false, outOfSelf), out.data);
  },
  webgpu: ({ self, dim, index }, [out], gpu) =>
    gpuTakeRows(gpu, self, rowsAlong(self.shape, wrapDim(dim, self.shape.length)), index, out),
  node: "IndexSelectBackward0",
  derivatives: (d) => [
    d("self", ["dim", "index", "selfSizes"], (c) =>
      indexAdd({ self: c.grad.newZeros(c.selfSizes), dim: c.dim, index: c.index, source: c.grad }),
    ),
  ],
});

export const indexAdd = defineOp({
  schema: "index_add(Tensor self, int dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor",
  doc: "`self` with `alpha` times the slices of `source` added to those that `index`, a vector, names.",
  on: ["method", "torch"],
  inplace: true,
  meta: ({ self, dim, index, source }) => {
    const at = wrapDim(dim, self.ndim);
    checkIndexDtype("index_add", index);
    if (index.numel() !== (source.shape[at] ?? 1)) {
      throw new RuntimeError(
        `index_add_(): Number of indices (${index.numel()}) should be equal to source.size(dim) (${source.shape[at] ?? 1}), for dim: ${at}`,
      );
    }
    return { shape: self.shape };
  },
  cpu: ({ self, dim, index, source, alpha }, [out]) => {
    const rows = rowsAlong(self.shape, wrapDim(dim, self.shape.length));
    const numbers = checkedRows(index.data, index.size, rows.size, false, outOfSelf);
    if (out.data !== self.data) out.data.set(self.data.subarray(0, self.size));
    putRows(out.data, rows, numbers, source.data, true, alpha);
    if (out.dtype.category === "bool") for (let i = 0; i < out.size; i++) out.data[i] = out.data[i] ? 1 : 0;
  },
  webgpu: ({ self, dim, index, source, alpha }, [out], gpu) => {
    gpuClone({ self }, [out], gpu);
    const rows = rowsAlong(self.shape, wrapDim(dim, self.shape.length));
    gpuPutRows(gpu, out, rows, index, source, { add: true, alpha });
  },
  node: "IndexAddBackward0",
  derivatives: (d) => [
    d("self", [], (c) => c.grad),
    d("source", ["alpha", "dim", "index"], (c) => c.grad.indexSelect(c.dim, c.index).mul(c.alpha)),
  ],
});

/** PyTorch's message for an index that leaves a dimension. */
export const outOfDim = (dim: number, size: number) => (row: number) =>
  new RuntimeError(`index ${row} is out of bounds for dimension ${dim} with size ${size}`);

export function checkAlong(
  name: string,
  self: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor | null,
): number {
  const at = wrapDim(dim, self.ndim);
  if (index.dtype !== int64 && index.dtype.name !== "int32") {
    throw new RuntimeError(`${name}(): Expected dtype int32/int64 for index`);
  }
  if (index.numel() > 0 && Math.max(index.ndim, 1) !== Math.max(self.ndim, 1)) {
    throw new RuntimeError(
      name === "gather"
        ? "Index tensor must have the same number of dimensions as input tensor"
        : "Index tensor must have the same number of dimensions as self tensor",
    );
  }
  index.shape.forEach((size, d) => {
    const tooLarge = d !== at && size > (self.shape[d] as number);
    if (name === "gather" && tooLarge) {
      throw new RuntimeError(
        `Size does not match at dimension ${d} expected index ${shapeText(index.shape)} to be no larger than self ${shapeText(self.shape)} apart from dimension ${at}`,
      );
    }
    if (name !== "gather" && (tooLarge || (source !== null && size > (source.shape[d] as number)))) {
      throw new RuntimeError(
        source
          ? `Expected index ${shapeText(index.shape)} to be no larger than self ${shapeText(self.shape)} apart from dimension ${at} and to be no larger size than src ${shapeText(source.shape)}`
          : `Expected index ${shapeText(index.shape)} to be no larger than self ${shapeText(self.shape)} apart from dimension ${at}`,
      );
    }
  });
  if (source && source.dtype !== self.dtype) {
    throw new RuntimeError(`${name}(): Expected self.dtype to be equal to src.dtype`);
  }
  return at;
}

export const gather = defineOp({
  schema: "gather(Tensor self, int dim, Tensor index, *, bool sparse_grad=False) -> Tensor",
  doc: "For each place of `index`, the element that it names along `dim`: `out[i][j] = self[index[i][j]][j]` for dim 0.",
  on: ["method", "torch"],
  meta: ({ self, dim, index }) => {
    checkAlong("gather", self, dim, index, null);
    return { shape: index.shape };
  },
  cpu: ({ self, dim, index }, [out]) => {
    const at = wrapDim(dim, self.shape.length);
    alongIndex(index, self.shape, at, outOfDim(at, self.shape[at] ?? 1), (from, n) => {
      out.data[n] = self.data[from] as number;
    });
  },
  webgpu: ({ self, dim, index }, [out], gpu) =>
    gpuGather(gpu, self, wrapDim(dim, self.shape.length), index, out),
  node: "GatherBackward0",
  derivatives: (d) => [
    d("self", ["dim", "index", "self", "sparseGrad"], (c) =>
      scatterAdd({ self: c.grad.newZeros(c.self.shape), dim: c.dim, index: c.index, src: c.grad }),
    ),
  ],
});

export const scatter = defineOp({
  schema: "scatter.src(Tensor self, int dim, Tensor index, Tensor src) -> Tensor",
  doc: "`self` with the elements of `src` where `index` names places along `dim`: the reverse of `gather`.",
  on: ["method", "torch"],
  inplace: true,
  meta: ({ self, dim, index, src }) => {
    checkAlong("scatter", self, dim, index, src);
    return { shape: self.shape };
  },
  cpu: ({ self, dim, index, src }, [out]) => {
    out.data.set(self.data.subarray(0, self.size));
    scatterInto(self.shape, dim, index, src.shape, (at, from) => {
      out.data[at] = src.data[from] as number;
    });
  },
  webgpu: ({ self, dim, index, src }, [out], gpu) => {
    gpuClone({ self }, [out], gpu);
    gpuScatter(gpu, out, wrapDim(dim, self.shape.length), index, src, false);
  },
  node: "ScatterBackward0",
  derivatives: (d) => [
    d("self", ["dim", "index"], (c) => c.grad.scatter(c.dim, c.index, 0)),
    d("src", ["dim", "index"], (c) => c.grad.gather(c.dim, c.index)),
  ],
});

export const scatterValue = defineOp({
  schema: "scatter.value(Tensor self, int dim, Tensor index, Scalar value) -> Tensor",
  doc: "`self` with `value` where `index` names places along `dim`.",
  on: ["method", "torch"],
  inplace: true,
  meta: ({ self, dim, index }) => {
    checkAlong("scatter", self, dim, index, null);
    return { shape: self.shape };
  },
  cpu: ({ self, dim, index, value }, [out]) => {
    out.data.set(self.data.subarray(0, self.size));
    scatterInto(self.shape, dim, index, index.shape, (at) => {
      out.data[at] = value;
    });
  },
  webgpu: ({ self, dim, index, value }, [out], gpu) => {
    gpuClone({ self }, [out], gpu);
    gpuScatter(gpu, out, wrapDim(dim, self.shape.length), index, value, false);
  },
  node: "ScatterBackward1",
  derivatives: (d) => [d("self", ["dim", "index"], (c) => c.grad.scatter(c.dim, c.index, 0))],
});

export const scatterAdd = defineOp({
  schema: "scatter_add(Tensor self, int dim, Tensor index, Tensor src) -> Tensor",
  doc: "`self` with the elements of `src` added where `index` names places along `dim`.",
  on: ["method", "torch"],
  inplace: true,
  meta: ({ self, dim, index, src }) => {
    checkAlong("scatter", self, dim, index, src);
    return { shape: self.shape };
  },
  cpu: ({ self, dim, index, src }, [out]) => {
    out.data.set(self.data.subarray(0, self.size));
    scatterInto(self.shape, dim, index, src.shape, (at, from) => {
      const sum = (out.data[at] as number) + (src.data[from] as number);
      out.data[at] = out.dtype.category === "bool" ? Math.min(sum, 1) : sum;
    });
  },
  webgpu: ({ self, dim, index, src }, [out], gpu) => {
    gpuClone({ self }, [out], gpu);
    gpuScatter(gpu, out, wrapDim(dim, self.shape.length), index, src, true);
  },
  node: "ScatterAddBackward0",
  derivatives: (d) => [
    d("self", [], (c) => c.grad),
    d("src", ["dim", "index"], (c) => c.grad.gather(c.dim, c.index)),
  ],
});

/** `write(at, from)` for each place of the index: where in `self`, and where in a source of shape `source`. */
function scatterInto(
  shape: readonly number[],
  dim: number,
  index: Parameters<typeof alongIndex>[0],
  source: readonly number[],
  write: (at: number, from: number) => void,
): void {
  const at = wrapDim(dim, shape.length);
  alongIndex(index, shape, at, outOfDim(at, shape[at] ?? 1), (to, __, coordinates) => {
    let from = 0;
    coordinates.forEach((i, d) => {
      from = from * (source[d] as number) + i;
    });
    write(to, from);
  });
}

export const takeAlongDim = defineOp({
  schema: "take_along_dim(Tensor self, Tensor indices, int dim) -> Tensor",
  doc: "`gather` with `self` and `indices` broadcast against each other, but for `dim`.",
  on: ["method", "torch"],
  composite: ({ self, indices, dim }) => {
    const at = wrapDim(dim, self.ndim);
    const shape = self.shape.map((s, i) => (i === at ? s : Math.max(s, indices.shape[i] as number)));
    const places = shape.map((s, i) => (i === at ? (indices.shape[i] as number) : s));
    return gather({ self: self.expand(shape), dim, index: indices.expand(places) });
  },
});
