/** Elements and slices combined into those that an index names: sum, product, mean, largest, smallest. */
import type { CpuTensor } from "../devices/cpu/cpuTensor.ts";
import { alongIndex } from "../devices/cpu/rows.ts";
import type { GpuEncoder } from "../devices/webgpu/gpuEncoder.ts";
import type { GpuTensor } from "../devices/webgpu/gpuTensor.ts";
import { gpuClone, gpuFill } from "../devices/webgpu/kernels/copy.ts";
import { gpuPointwise } from "../devices/webgpu/kernels/pointwise.ts";
import { gpuScatter } from "../devices/webgpu/kernels/rows.ts";
import { IndexError, RuntimeError } from "../errors.ts";
import { numel, wrapDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { checkAlong, outOfDim } from "./indexing.ts";
import { defineOp } from "./op.ts";

const REDUCTIONS: Readonly<
  Record<
    string,
    { identity: number; combine: (a: number, b: number) => number; gpu: "add" | "mul" | "max" | "min" }
  >
> = {
  sum: { identity: 0, combine: (a, b) => a + b, gpu: "add" },
  mean: { identity: 0, combine: (a, b) => a + b, gpu: "add" },
  prod: { identity: 1, combine: (a, b) => a * b, gpu: "mul" },
  amax: { identity: Number.NEGATIVE_INFINITY, combine: (a, b) => Math.max(a, b), gpu: "max" },
  amin: { identity: Number.POSITIVE_INFINITY, combine: (a, b) => Math.min(a, b), gpu: "min" },
};

const reductionOf = (name: string) => {
  const found = REDUCTIONS[name];
  if (!found) {
    throw new RuntimeError(`reduce argument must be either sum, prod, mean, amax or amin, got ${name}`);
  }
  return found;
};

interface Scatter<T> {
  readonly self: T;
  readonly dim: number;
  readonly index: T;
  readonly src: T;
  readonly reduce: string;
  readonly includeSelf: boolean;
}

function scattered(
  { self, dim, index, src, reduce, includeSelf }: Scatter<CpuTensor>,
  out: CpuTensor,
  error: (row: number) => Error,
): void {
  const { identity, combine } = reductionOf(reduce);
  const at = wrapDim(dim, self.shape.length);
  const counts = new Float64Array(out.size).fill(includeSelf ? 1 : 0);
  const sums = Float64Array.from(self.data.subarray(0, self.size));
  const touched = new Uint8Array(out.size);
  alongIndex(index, self.shape, at, error, (to, _, coordinates) => {
    let from = 0;
    coordinates.forEach((i, d) => {
      from = from * (src.shape[d] as number) + i;
    });
    if (!touched[to] && !includeSelf) sums[to] = identity;
    touched[to] = 1;
    sums[to] = combine(sums[to] as number, src.data[from] as number);
    counts[to] = (counts[to] as number) + 1;
  });
  const divide = reduce === "mean";
  for (let i = 0; i < out.size; i++) {
    const mean = (sums[i] as number) / Math.max(counts[i] as number, 1);
    out.data[i] = !divide ? (sums[i] as number) : out.dtype.isFloatingPoint ? mean : Math.floor(mean);
  }
}

const divided = gpuPointwise(
  "scatter mean()",
  "T(select(f32(a) / f32(max(b, 1)), floor(f32(a) / f32(max(b, 1))), whole == T(1)))",
  ["self", "count"],
  ["whole"],
);

/** 32-bit integers have no infinities. */
const integer = (x: number): number => Math.min(Math.max(x, -2147483648), 2147483520);

function gpuScattered(gpu: GpuEncoder, args: Scatter<GpuTensor>, out: GpuTensor): void {
  const { self, dim, index, src, reduce, includeSelf } = args;
  const { identity, gpu: mode } = reductionOf(reduce);
  const at = wrapDim(dim, self.shape.length);
  const mean = reduce === "mean";
  const sums = mean ? gpu.scratch(self.dtype, self.shape) : out;
  gpuClone({ self }, [sums], gpu);
  if (!includeSelf) {
    gpuScatter(gpu, sums, at, index, self.type === "f32" ? identity : integer(identity), false);
  }
  gpuScatter(gpu, sums, at, index, src, mode);
  if (!mean) return;
  const count = gpu.scratch(index.dtype, self.shape);
  const ones = gpu.scratch(index.dtype, src.shape);
  gpuFill({ value: includeSelf ? 1 : 0 }, [count], gpu);
  gpuFill({ value: 1 }, [ones], gpu);
  gpuScatter(gpu, count, at, index, ones, "add");
  divided({ self: sums, count, whole: self.type === "f32" ? 0 : 1 }, [out], gpu);
}

/** How an index of one kind spreads and gathers, for the gradients that both kinds share. */
interface Access {
  readonly gather: (t: Tensor) => Tensor;
  readonly add: (into: Tensor, t: Tensor) => Tensor;
  readonly clear: (t: Tensor) => Tensor;
  readonly combine: (self: Tensor, src: Tensor) => Tensor;
}

/** After PyTorch's `scatter_reduce_backward`. */
function gradients(
  grad: Tensor,
  self: Tensor,
  src: Tensor,
  result: Tensor,
  reduce: string,
  includeSelf: boolean,
  { gather, add, clear, combine }: Access,
): [Tensor, Tensor] {
  const like = (mask: Tensor) => mask.to(grad.dtype);
  let own = grad;
  let others: Tensor;
  if (reduce === "sum") others = gather(grad);
  else if (reduce === "mean") {
    const start = includeSelf ? grad.newOnes(grad.shape) : grad.newZeros(grad.shape);
    const count = add(start, src.newOnes(src.shape));
    own = grad.div(count.maskedFill(count.eq(0), 1));
    others = gather(own);
  } else if (reduce === "prod") {
    const safe = self.maskedFill(self.eq(0), 1);
    own = grad.mul(combine(safe, src)).div(safe);
    const zero = src.eq(0);
    const zeros = gather(add(self.newZeros(self.shape), like(zero)));
    const single = zero.logicalAnd(zeros.eq(1));
    const without = combine(self, src.maskedFill(single, 1));
    others = gather(grad.mul(without)).where(single, gather(grad.mul(result)).div(src.maskedFill(zero, 1)));
  } else {
    const isOwn = like(self.eq(result));
    const isOther = like(src.eq(gather(result)));
    const share = grad.div(add(isOwn, isOther));
    own = isOwn.mul(share);
    others = isOther.mul(gather(share));
  }
  return [includeSelf ? own : clear(own), others];
}

export const scatterReduce = defineOp({
  schema:
    "scatter_reduce.two(Tensor self, int dim, Tensor index, Tensor src, str reduce, *, bool include_self=True) -> Tensor",
  doc: 'The elements of `src` combined into those of `self` that `index` names along `dim`, by `"sum"`, `"prod"`, `"mean"`, `"amax"` or `"amin"`; with `includeSelf: false` without the element that was there.',
  on: ["method", "torch"],
  inplace: true,
  meta: ({ self, dim, index, src, reduce }) => {
    checkAlong("scatter", self, dim, index, src);
    reductionOf(reduce);
    return { shape: self.shape };
  },
  cpu: (args, [out]) => {
    const at = wrapDim(args.dim, args.self.shape.length);
    scattered(args, out, outOfDim(at, args.self.shape[at] ?? 1));
  },
  webgpu: (args, [out], gpu) => gpuScattered(gpu, args, out),
  node: "ScatterReduceBackward0",
  derivatives: (d) => [
    d(["self", "src"], ["dim", "includeSelf", "index", "reduce", "result", "self", "src"], (c) => {
      const { dim, index, reduce, includeSelf } = c;
      return gradients(c.grad, c.self, c.src, c.result, reduce, includeSelf, {
        gather: (t) => t.gather(dim, index),
        add: (into, t) => into.scatterAdd(dim, index, t),
        clear: (t) => t.scatter(dim, index, 0),
        combine: (self, src): Tensor => scatterReduce({ self, dim, index, src, reduce, includeSelf }),
      });
    }),
  ],
});

/** An index of slices as one of elements: the same for all elements of a slice. */
function ofElements<T extends { readonly shape: readonly number[]; readonly strides: readonly number[] }>(
  index: T,
  shape: readonly number[],
  dim: number,
): T {
  return { ...index, shape, strides: shape.map((_, d) => (d === dim ? 1 : 0)) };
}

function spread(index: CpuTensor, shape: readonly number[], dim: number): CpuTensor {
  const size = numel(shape);
  const inner = numel(shape.slice(dim + 1));
  const length = shape[dim] ?? 1;
  const data = Float64Array.from(
    { length: size },
    (_, i) => index.data[Math.floor(i / inner) % length] as number,
  );
  return { ...index, data, shape, size };
}

export const indexReduce = defineOp({
  schema:
    "index_reduce(Tensor self, int dim, Tensor index, Tensor source, str reduce, *, bool include_self=True) -> Tensor",
  doc: 'The slices of `source` combined into those of `self` that `index`, a vector, names along `dim`, by `"prod"`, `"mean"`, `"amax"` or `"amin"`.',
  on: ["method", "torch"],
  inplace: true,
  meta: ({ self, dim, index, source, reduce }) => {
    const at = wrapDim(dim, self.ndim);
    if (!["prod", "mean", "amax", "amin"].includes(reduce)) {
      throw new RuntimeError(
        `index_reduce(): Expected reduce to be one of prod, mean, amax or amin but got ${reduce}.`,
      );
    }
    if (index.ndim > 1)
      throw new IndexError(`index_reduce(): Index is supposed to be a vector, but got dim: ${index.ndim}`);
    if (index.numel() !== (source.shape[at] ?? 1)) {
      throw new RuntimeError("index_reduce(): Number of indices should be equal to self.size(dim)");
    }
    if (self.dtype !== source.dtype) {
      throw new RuntimeError("index_reduce(): self and source must have the same scalar type");
    }
    return { shape: self.shape };
  },
  cpu: ({ self, dim, index, source, reduce, includeSelf }, [out]) => {
    const at = wrapDim(dim, self.shape.length);
    const places = spread(index, source.shape, at);
    const error = () => new IndexError("index out of range in self");
    scattered({ self, dim: at, index: places, src: source, reduce, includeSelf }, out, error);
  },
  webgpu: ({ self, dim, index, source, reduce, includeSelf }, [out], gpu) => {
    const at = wrapDim(dim, self.shape.length);
    const places = gpu.scratch(index.dtype, source.shape);
    gpuClone({ self: ofElements(index, source.shape, at) }, [places], gpu);
    gpuScattered(gpu, { self, dim: at, index: places, src: source, reduce, includeSelf }, out);
  },
  node: "IndexReduceBackward0",
  derivatives: (d) => [
    d(["self", "source"], ["dim", "includeSelf", "index", "reduce", "result", "self", "source"], (c) => {
      const { dim, index, reduce, includeSelf } = c;
      return gradients(c.grad, c.self, c.source, c.result, reduce, includeSelf, {
        gather: (t) => t.indexSelect(dim, index),
        add: (into, t) => into.indexAdd(dim, index, t),
        clear: (t) => t.indexFill(dim, index, 0),
        combine: (self, source): Tensor => indexReduce({ self, dim, index, source, reduce, includeSelf }),
      });
    }),
  ],
});
