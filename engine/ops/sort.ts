/** Elements in order, along a dimension: all of them, the largest, the k-th, the median, the most frequent. */
import type { CpuTensor } from "../devices/cpu/cpuTensor.ts";
import { modes, type Place, placeInOrder, sortLines } from "../devices/cpu/sort.ts";
import { StridedWalk } from "../devices/cpu/stridedWalk.ts";
import type { GpuTensor } from "../devices/webgpu/gpuTensor.ts";
import { gpuClone } from "../devices/webgpu/kernels/copy.ts";
import { gpuChooseInOrder, gpuSortLines } from "../devices/webgpu/kernels/sort.ts";
import { int64, newArray, scalarTypeName } from "../dtype.ts";
import { IndexError, NotImplementedError, RuntimeError } from "../errors.ts";
import { linesAlong, rows } from "../lines.ts";
import { elementwiseStrides } from "../memoryFormat.ts";
import { contiguousStrides, numel, reducedShape, wrapDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { valueSelectingReductionBackward } from "./extremum.ts";
import { defineOp } from "./op.ts";

interface Laid {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

const linesOf = ({ shape }: Pick<Laid, "shape">, dim: number | null) =>
  dim === null ? rows(1, numel(shape)) : linesAlong(shape, wrapDim(dim, shape.length));

/** Dimensions from the slowest to the fastest in memory, and where `dim` comes among them. */
function memoryOrder({ strides }: Laid, dim: number): { order: number[]; at: number } {
  const order = [...strides.keys()].sort((a, b) => (strides[b] as number) - (strides[a] as number));
  return { order, at: Math.max(order.indexOf(wrapDim(dim, strides.length)), 0) };
}

function permuted<T extends Laid>(t: T, order: readonly number[]): T {
  return {
    ...t,
    shape: order.map((d) => t.shape[d] as number),
    strides: order.map((d) => t.strides[d] as number),
  };
}

function rowMajor(t: CpuTensor): CpuTensor {
  const data = newArray(t.dtype, t.size);
  const out = { ...t, data, strides: contiguousStrides(t.shape) };
  new StridedWalk(t.shape, [out, t]).forEachRow(([o, a], [so, sa], n) => {
    for (let i = 0; i < n; i++) {
      data[(o as number) + i * (so as number)] = t.data[(a as number) + i * (sa as number)] as number;
    }
  });
  return out;
}

/** Where the gradient of each sorted element goes. */
const placed = (grad: Tensor, dim: number, indices: Tensor, sizes: readonly number[]): Tensor =>
  sizes.length === 0 ? grad : grad.newZeros(sizes).scatter(dim, indices, grad);

interface SortArgs<T> {
  readonly self: T;
  readonly dim: number;
  readonly descending: boolean;
}

/** Both signatures of `sort`. The results lie in memory as `self` does. */
const sorting = {
  on: ["method", "torch"] as const,
  layout: "strided" as const,
  meta: ({ self, dim }: SortArgs<Tensor>) => {
    wrapDim(dim, self.ndim);
    const strides = elementwiseStrides(self.shape, [self]);
    return [
      { shape: self.shape, strides },
      { shape: self.shape, strides, dtype: int64 },
    ];
  },
  cpu: (
    { self, dim, descending }: SortArgs<CpuTensor>,
    [values, indices]: readonly [CpuTensor, CpuTensor],
  ) => {
    const { order, at } = memoryOrder(values, dim);
    const source = rowMajor(permuted(self, order));
    sortLines(source, linesOf(source, at), descending, values, indices);
  },
  flops: ({ self, dim }: SortArgs<Tensor>) =>
    Math.ceil(self.numel() * Math.log2(Math.max(self.shape[wrapDim(dim, self.ndim)] ?? 1, 2))),
};

export const sort = defineOp({
  ...sorting,
  schema: "sort(Tensor self, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)",
  doc: "The elements along a dimension in rising order, and where they stood; equal ones keep their order, NaN counts as the largest.",
  webgpu: ({ self, dim, descending }, [values, indices], gpu) => {
    const { order, at } = memoryOrder(values, dim);
    const view = permuted(self, order);
    const source: GpuTensor = gpu.scratch(self.dtype, view.shape);
    gpuClone({ self: view }, [source], gpu);
    gpuSortLines(gpu, source, linesOf(source, at), descending, values, indices);
  },
  node: "SortBackward0",
  derivatives: (d) => [
    d("self", ["dim", "indices", "selfSizes"], (c) => placed(c.grad, c.dim, c.indices, c.selfSizes)),
  ],
});

export const sortStable = defineOp({
  ...sorting,
  schema:
    "sort.stable(Tensor self, *, bool stable, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)",
  doc: "The elements along a dimension in rising order, and where they stood; equal ones always keep their order.",
  webgpu: (args, out, gpu) => sort.definition.webgpu?.(args, out, gpu),
  node: "SortBackward1",
  derivatives: (d) => [
    d("self", ["dim", "indices", "selfSizes"], (c) => placed(c.grad, c.dim, c.indices, c.selfSizes)),
  ],
});

export const argsort = defineOp({
  schema: "argsort(Tensor self, int dim=-1, bool descending=False) -> Tensor",
  doc: "The indices that put the elements along a dimension in rising order.",
  on: ["method", "torch"],
  composite: (args) => sort(args)[1],
});

export const argsortStable = defineOp({
  schema: "argsort.stable(Tensor self, *, bool stable, int dim=-1, bool descending=False) -> Tensor",
  doc: "The indices that put the elements along a dimension in rising order; equal ones keep theirs.",
  on: ["method", "torch"],
  composite: (args) => sortStable(args)[1],
});

export const msort = defineOp({
  schema: "msort(Tensor self) -> Tensor",
  doc: "The elements along the first dimension in rising order.",
  on: ["method", "torch"],
  composite: ({ self }) => sort({ self, dim: 0 })[0],
});

export const topk = defineOp({
  schema:
    "topk(Tensor self, int k, int dim=-1, bool largest=True, bool sorted=True) -> (Tensor values, Tensor indices)",
  doc: "The `k` largest (or smallest) elements along a dimension in order, and where they stand. Of equal ones the first count.",
  on: ["method", "torch"],
  meta: ({ self, k, dim }) => {
    const at = wrapDim(dim, self.ndim);
    if (k < 0 || k > (self.shape[at] ?? 1)) throw new RuntimeError("selected index k out of range");
    const shape = self.shape.map((s, d) => (d === at ? k : s));
    return [{ shape }, { shape, dtype: int64 }];
  },
  cpu: ({ self, dim, largest }, [values, indices]) =>
    sortLines(self, linesOf(self, dim), largest, values, indices, linesOf(values, dim)),
  webgpu: ({ self, dim, largest }, [values, indices], gpu) =>
    gpuSortLines(gpu, self, linesOf(self, dim), largest, values, indices, linesOf(values, dim)),
  node: "TopkBackward0",
  derivatives: (d) => [
    d("self", ["dim", "indices", "selfSizes"], (c) => placed(c.grad, c.dim, c.indices, c.selfSizes)),
  ],
  flops: ({ self }) => self.numel(),
});

/** Of one element of each line: its value and its index. */
function chosen(name: string, { self, dim, keepdim }: { self: Tensor; dim: number; keepdim: boolean }) {
  const at = wrapDim(dim, self.ndim);
  if (self.shape[at] === 0) {
    throw new IndexError(`${name}(): Expected reduction dim ${at} to have non-zero size.`);
  }
  const shape = reducedShape(self.shape, self.ndim ? [at] : [], keepdim);
  return [{ shape }, { shape, dtype: int64 }];
}

const notForBool = (name: string, { dtype }: Tensor): void => {
  if (dtype.name !== "bool") return;
  throw new NotImplementedError(`"${name}_cpu" not implemented for '${scalarTypeName(dtype)}'`);
};

export const kthvalue = defineOp({
  schema: "kthvalue(Tensor self, int k, int dim=-1, bool keepdim=False) -> (Tensor values, Tensor indices)",
  doc: "The `k`-th smallest element along a dimension, counted from 1, and where it stands.",
  on: ["method", "torch"],
  meta: ({ self, k, dim, keepdim }) => {
    const at = wrapDim(dim, self.ndim);
    const specs = chosen("kthvalue", { self, dim, keepdim });
    if (k < 1 || k > (self.shape[at] ?? 1)) {
      throw new RuntimeError(`kthvalue(): selected number k out of range for dimension ${at}`);
    }
    return specs;
  },
  cpu: ({ self, k, dim }, [values, indices]) =>
    placeInOrder(self, linesOf(self, dim), () => k - 1, values, indices),
  webgpu: ({ self, k, dim }, [values, indices], gpu) =>
    gpuChooseInOrder(gpu, self, linesOf(self, dim), "kth", k - 1, values, indices),
  node: "KthvalueBackward0",
  derivatives: (d) => [
    d("self", ["dim", "indices", "keepdim", "selfSizes"], (c) =>
      valueSelectingReductionBackward({ ...c, sizes: c.selfSizes }),
    ),
  ],
  flops: ({ self }) => self.numel(),
});

/** A NaN is what the median is where there is one. */
const medianPlace: Place = (length, numbers) => (numbers < length ? numbers : (length - 1) >> 1);
const nanmedianPlace: Place = (_, numbers) => Math.max((numbers - 1) >> 1, 0);

/** Those equal to the result share its gradient. */
function evenly(grad: Tensor, self: Tensor, result: Tensor): Tensor {
  const mask = self.eq(result).logicalOr(self.isnan().logicalAnd(result.isnan()));
  return mask.mul(grad.div(mask.sum()));
}

const medianOf = (
  name: "median" | "nanmedian",
  doc: string,
  place: Place,
  nodes: readonly [all: string, along: string],
) => [
  defineOp({
    schema: `${name}(Tensor self) -> Tensor` as "median(Tensor self) -> Tensor",
    doc: `${doc} Of all elements.`,
    on: ["method", "torch"],
    meta: ({ self }) => {
      notForBool("median", self);
      return { shape: [] };
    },
    cpu: ({ self }, [out]) => {
      if (self.size === 0) out.data[0] = Number.NaN;
      else placeInOrder(self, rows(1, self.size), place, out, null);
    },
    webgpu: ({ self }, [out], gpu) => {
      if (self.size === 0) gpu.upload(out, Float32Array.of(Number.NaN));
      else gpuChooseInOrder(gpu, self, rows(1, self.size), name, 0, out, null);
    },
    node: nodes[0],
    derivatives: (d) => [d("self", ["result", "self"], (c) => evenly(c.grad, c.self, c.result))],
    flops: ({ self }) => self.numel(),
  }),
  defineOp({
    schema:
      `${name}.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)` as "median.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)",
    doc: `${doc} Along a dimension, with where it stands.`,
    on: ["method", "torch"],
    meta: (args) => {
      notForBool("median_out", args.self);
      return chosen("median", args);
    },
    cpu: ({ self, dim }, [values, indices]) => placeInOrder(self, linesOf(self, dim), place, values, indices),
    webgpu: ({ self, dim }, [values, indices], gpu) =>
      gpuChooseInOrder(gpu, self, linesOf(self, dim), name, 0, values, indices),
    node: nodes[1],
    derivatives: (d) => [
      d("self", ["dim", "indices", "keepdim", "selfSizes"], (c) =>
        valueSelectingReductionBackward({ ...c, sizes: c.selfSizes }),
      ),
    ],
    flops: ({ self }) => self.numel(),
  }),
];

medianOf("median", "The middle element in order, the lower of two; NaN where there is one.", medianPlace, [
  "MedianBackward0",
  "MedianBackward1",
]);
medianOf("nanmedian", "The middle element in order, the lower of two, NaN left out.", nanmedianPlace, [
  "NanmedianBackward0",
  "NanmedianBackward1",
]);

export const mode = defineOp({
  schema: "mode(Tensor self, int dim=-1, bool keepdim=False) -> (Tensor values, Tensor indices)",
  doc: "The most frequent element along a dimension, of several the smallest, and the last place where it stands.",
  on: ["method", "torch"],
  meta: (args) => chosen("mode", args),
  cpu: ({ self, dim }, [values, indices]) => modes(self, linesOf(self, dim), values, indices),
  webgpu: ({ self, dim }, [values, indices], gpu) =>
    gpuChooseInOrder(gpu, self, linesOf(self, dim), "mode", 0, values, indices),
  node: "ModeBackward0",
  derivatives: (d) => [
    d("self", ["dim", "indices", "keepdim", "selfSizes"], (c) =>
      valueSelectingReductionBackward({ ...c, sizes: c.selfSizes }),
    ),
  ],
  flops: ({ self }) => self.numel(),
});
