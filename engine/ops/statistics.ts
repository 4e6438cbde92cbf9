/** Sums and means without NaN, counts, both extremes at once, quantiles, histograms of a fixed number of bins. */
import { finished, folded, larger, smaller } from "../devices/cpu/fold.ts";
import { gpuExtremum } from "../devices/webgpu/kernels/extremum.ts";
import { gpuHistogram } from "../devices/webgpu/kernels/histogram.ts";
import { gpuReduce, type Reduction } from "../devices/webgpu/kernels/reduce.ts";
import { int64, scalarTypeName } from "../dtype.ts";
import { IndexError, NotImplementedError, RuntimeError } from "../errors.ts";
import { reducedShape, reductionDims, wrapDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { defineOp } from "./op.ts";
import { expandReduced, sum, sumDim } from "./reduce.ts";

const NAN_SUM: Reduction = {
  name: "nansum",
  identity: "T(0)",
  combine: "x + y",
  value: "select(T(v), T(0), isNan(f32(v)))",
};

export const nansum = defineOp({
  schema: "nansum(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor",
  doc: "The sum over the dimensions given, or of all elements, with NaN as 0.",
  on: ["method", "torch"],
  layout: "strided",
  meta: ({ self, dim, keepdim, dtype }) => ({
    shape: reducedShape(self.shape, reductionDims(dim, self.ndim), keepdim),
    dtype: dtype ?? (self.dtype.isFloatingPoint ? self.dtype : int64),
  }),
  cpu: ({ self, dim }, [out]) =>
    finished(
      folded(self, dim, 0, (a, x) => (Number.isNaN(x) ? a : a + x)),
      out,
      (x) => x,
    ),
  webgpu: ({ self, dim }, [out], gpu) => gpuReduce(gpu, NAN_SUM, self, dim, out),
  node: "NansumBackward0",
  derivatives: (d) => [
    d("self", ["dim", "keepdim", "self"], (c) =>
      expandReduced(c.grad, c.self.shape, c.dim, c.keepdim).mul(c.self.isnan().logicalNot()),
    ),
  ],
  flops: ({ self }) => self.numel(),
});

export const nanmean = defineOp({
  schema: "nanmean(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor",
  doc: "The mean of what is not NaN, over the dimensions given or of all elements.",
  on: ["method", "torch"],
  composite: ({ self, dim, keepdim, dtype }) => {
    if (!self.dtype.isFloatingPoint) {
      throw new RuntimeError(
        `nanmean(): expected input to have floating point or complex dtype but got ${scalarTypeName(self.dtype)}`,
      );
    }
    const count = sumDim({ self: self.detach().isnan().logicalNot(), dim, keepdim });
    return nansum({ self, dim, keepdim, dtype }).div(count);
  },
});

export const countNonzero = defineOp({
  schema: "count_nonzero(Tensor self, int[1]? dim=None) -> Tensor",
  doc: "How many elements are not 0, over the dimensions given or of all.",
  on: ["method", "torch"],
  composite: ({ self, dim }) =>
    dim === null ? sum({ self: self.ne(0) }) : sumDim({ self: self.ne(0), dim }),
});

/** Equal extremes share the gradient. */
function shared(
  grad: Tensor | null,
  self: Tensor,
  result: Tensor,
  dim: readonly number[] | null,
  keepdim: boolean,
): Tensor | null {
  if (!grad) return null;
  const mask = self.eq(expandReduced(result, self.shape, dim, keepdim)).to(grad.dtype);
  const count = mask.sum(reductionDims(dim, self.ndim), { keepdim: true });
  return expandReduced(grad, self.shape, dim, keepdim).mul(mask).div(count);
}

const listOf = (dim: number | null): readonly number[] | null => (dim === null ? null : [dim]);

export const aminmax = defineOp({
  schema: "aminmax(Tensor self, *, int? dim=None, bool keepdim=False) -> (Tensor min, Tensor max)",
  doc: "The smallest and the largest element, of all or along a dimension.",
  on: ["method", "torch"],
  layout: "strided",
  meta: ({ self, dim, keepdim }) => {
    if (dim === null && self.numel() === 0) {
      throw new RuntimeError(
        "aminmax(): cannot compute aminmax over an empty dimension as the operation has no identity.",
      );
    }
    if (dim !== null && self.shape[wrapDim(dim, self.ndim)] === 0) {
      throw new IndexError(
        `aminmax: Expected reduction dim ${wrapDim(dim, self.ndim)} to have non-zero size.`,
      );
    }
    const shape = reducedShape(self.shape, reductionDims(listOf(dim), self.ndim), keepdim);
    return [{ shape }, { shape }];
  },
  cpu: ({ self, dim }, [least, most]) => {
    finished(folded(self, listOf(dim), Number.POSITIVE_INFINITY, smaller), least, (x) => x);
    finished(folded(self, listOf(dim), Number.NEGATIVE_INFINITY, larger), most, (x) => x);
  },
  webgpu: ({ self, dim }, [least, most], gpu) => {
    gpuExtremum(gpu, "min", self, listOf(dim), least);
    gpuExtremum(gpu, "max", self, listOf(dim), most);
  },
  node: "AminmaxBackward0",
  derivatives: (d) => [
    d("self", ["dim", "keepdim", "max", "min", "self"], (c) => {
      const dim = listOf(c.dim);
      const least = shared(c.grads[0] ?? null, c.self, c.min, dim, c.keepdim);
      const most = shared(c.grads[1] ?? null, c.self, c.max, dim, c.keepdim);
      return least && most ? least.add(most) : (least ?? most);
    }),
  ],
  flops: ({ self }) => 2 * self.numel(),
});

const INTERPOLATIONS = ["linear", "lower", "higher", "midpoint", "nearest"];

interface Quantile {
  readonly self: Tensor;
  readonly q: Tensor;
  readonly dim: number | null;
  readonly keepdim: boolean;
  readonly interpolation: string;
}

function checkQuantile(name: string, { self, q, interpolation }: Quantile): void {
  if (self.numel() === 0) throw new RuntimeError(`${name}() input tensor must be non-empty`);
  if (q.ndim > 1) throw new RuntimeError(`${name}() q must be a scalar or 1D tensor`);
  if (self.dtype.name !== "float32" && self.dtype.name !== "float64") {
    throw new RuntimeError(`${name}() input tensor must be either float or double dtype`);
  }
  if (self.dtype !== q.dtype) {
    throw new RuntimeError(`${name}() q tensor must be same dtype as the input tensor`);
  }
  if (!INTERPOLATIONS.includes(interpolation)) {
    throw new RuntimeError(
      `${name}() interpolation must be one of linear, lower, higher, midpoint or nearest, but got ${interpolation}`,
    );
  }
}

/** After PyTorch's `quantile_compute`: sorts, and takes what stands at the ranks, or between them. */
function quantiles(name: string, args: Quantile, ignoreNan: boolean): Tensor {
  checkQuantile(name, args);
  const { self, q, dim, keepdim, interpolation } = args;
  const at = dim === null ? 0 : wrapDim(dim, self.ndim);
  const kept = keepdim
    ? self.shape.map((s, d) => (dim === null || d === at ? 1 : s))
    : self.shape.filter((_, d) => dim !== null && d !== at);
  const lined =
    dim === null ? self.flatten() : at === self.ndim - 1 ? self : self.unsqueeze(-1).transpose(at, -1);
  const sorted = lined.sort()[0];
  const order = sorted.contiguous().view([...kept, sorted.shape.at(-1) ?? 1]);
  const size = order.shape.at(-1) ?? 1;
  const flatQ = q.ndim === 0 ? q.reshape([1]) : q;
  const last = size - 1;
  const ranks = ignoreNan
    ? flatQ.mul(order.isnan().logicalNot().sum(-1, { keepdim: true }).sub(1).clamp(0))
    : flatQ.mul(last).where(order.isnan().any(-1, { keepdim: true }).logicalNot(), last);
  const rounded =
    interpolation === "lower"
      ? ranks.floor()
      : interpolation === "higher"
        ? ranks.ceil()
        : interpolation === "nearest"
          ? ranks.round()
          : ranks;
  const spread = (t: Tensor) => t.expand([...order.shape.slice(0, -1), flatQ.numel()]);
  const below = spread(rounded).floor();
  let values = order.gather(-1, below.long());
  if (interpolation === "linear" || interpolation === "midpoint") {
    const weights = interpolation === "midpoint" ? below.mul(0).add(0.5) : spread(rounded).sub(below);
    values = values.lerp_(order.gather(-1, spread(rounded).ceil().long()), weights);
  }
  if (q.ndim === 0) return values.squeeze_(-1);
  return values.unsqueeze_(0).transpose_(0, -1).squeeze_(-1);
}

const quantileOf = (name: "quantile" | "nanquantile", doc: string, ignoreNan: boolean) => {
  defineOp({
    schema:
      `${name}(Tensor self, Tensor q, int? dim=None, bool keepdim=False, *, str interpolation='linear') -> Tensor` as "quantile(Tensor self, Tensor q, int? dim=None, bool keepdim=False, *, str interpolation='linear') -> Tensor",
    doc: `${doc} for each of the \`q\`, between 0 and 1, along a dimension or of all elements.`,
    on: ["method", "torch"],
    composite: (args) => quantiles(name, args, ignoreNan),
  });
  defineOp({
    schema:
      `${name}.scalar(Tensor self, float q, int? dim=None, bool keepdim=False, *, str interpolation='linear') -> Tensor` as "quantile.scalar(Tensor self, float q, int? dim=None, bool keepdim=False, *, str interpolation='linear') -> Tensor",
    doc: `${doc}, \`q\` between 0 and 1, along a dimension or of all elements.`,
    on: ["method", "torch"],
    composite: ({ q, ...args }) => {
      if (!(q >= 0 && q <= 1)) {
        throw new RuntimeError(`${name}() q must be in the range [0, 1] but got ${q}`);
      }
      return quantiles(name, { ...args, q: args.self.newZeros([]).fill_(q) }, ignoreNan);
    },
  });
};

quantileOf("quantile", "The element below which a part `q` of them lies", false);
quantileOf("nanquantile", "The element below which a part `q` of those that are not NaN lies", true);

export const histc = defineOp({
  schema: "histc(Tensor self, int bins=100, Scalar min=0, Scalar max=0) -> Tensor",
  doc: "How many elements fall into each of `bins` bins of equal width between `min` and `max`, or, if both are 0, between the smallest and the largest element.",
  on: ["method", "torch"],
  meta: ({ self, bins, min, max }) => {
    if (!self.dtype.isFloatingPoint) {
      throw new NotImplementedError(`"histogram_cpu" not implemented for '${scalarTypeName(self.dtype)}'`);
    }
    if (bins <= 0) {
      throw new RuntimeError(`torch.histogram(): bins must be > 0, but got ${bins} for dimension 0`);
    }
    if (min > max) throw new RuntimeError("torch.histc: max must be larger than min");
    return { shape: [bins] };
  },
  cpu: ({ self, bins, min, max }, [out]) => {
    let [low, high] = [min, max];
    if (low === high && self.size > 0) {
      low = Number.POSITIVE_INFINITY;
      high = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < self.size; i++) {
        low = Math.min(low, self.data[i] as number);
        high = Math.max(high, self.data[i] as number);
      }
    }
    if (low === high) [low, high] = [low - 1, high + 1];
    out.data.fill(0, 0, bins);
    for (let i = 0; i < self.size; i++) {
      const x = self.data[i] as number;
      if (!(x >= low && x <= high)) continue;
      const bin = Math.min(Math.floor(((x - low) / (high - low)) * bins), bins - 1);
      out.data[bin] = (out.data[bin] as number) + 1;
    }
  },
  webgpu: ({ self, min, max }, [out], gpu) => gpuHistogram(gpu, self, min, max, out),
  flops: ({ self }) => self.numel(),
});
