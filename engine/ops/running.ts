/** Along a dimension: running extremes, running sums of exponentials, differences, areas under curves. */
import type { CpuTensor } from "../devices/cpu/cpuTensor.ts";
import { gpuRunningExtremes, gpuRunningLogSum } from "../devices/webgpu/kernels/running.ts";
import { int64, scalarTypeName } from "../dtype.ts";
import { IndexError, NotImplementedError, RuntimeError } from "../errors.ts";
import { type Lines, lineStart, linesAlong } from "../lines.ts";
import { wrapDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { cat } from "./join.ts";
import { defineOp } from "./op.ts";
import { divScalar, mulScalar } from "./scalarArithmetic.ts";

const linesOf = ({ shape }: { readonly shape: readonly number[] }, dim: number): Lines =>
  linesAlong(shape, wrapDim(dim, shape.length));

/** The extreme so far and its last place; a NaN stays. */
function runningExtremes(
  self: CpuTensor,
  lines: Lines,
  sign: 1 | -1,
  values: CpuTensor,
  indices: CpuTensor,
): void {
  for (let line = 0; line < lines.count; line++) {
    let at = lineStart(lines, line);
    let best = Number.NaN;
    let where = 0;
    for (let k = 0; k < lines.length; k++, at += lines.step) {
      const x = self.data[at] as number;
      if (k === 0 || Number.isNaN(x) || sign * x >= sign * best) {
        best = x;
        where = k;
      }
      values.data[at] = best;
      indices.data[at] = where;
    }
  }
}

const runningOf = (name: "cummax" | "cummin", which: string, sign: 1 | -1, node: string) =>
  defineOp({
    schema:
      `${name}(Tensor self, int dim) -> (Tensor values, Tensor indices)` as "cummax(Tensor self, int dim) -> (Tensor values, Tensor indices)",
    doc: `At each place the ${which} element up to it along a dimension, and where that stands.`,
    on: ["method", "torch"],
    meta: ({ self, dim }) => {
      wrapDim(dim, self.ndim);
      return [{ shape: self.shape }, { shape: self.shape, dtype: int64 }];
    },
    cpu: ({ self, dim }, [values, indices]) =>
      runningExtremes(self, linesOf(self, dim), sign, values, indices),
    webgpu: ({ self, dim }, [values, indices], gpu) =>
      gpuRunningExtremes(gpu, self, linesOf(self, dim), sign === 1 ? "max" : "min", values, indices),
    node,
    derivatives: (d) => [
      d("self", ["dim", "indices", "self"], (c) =>
        c.self.ndim === 0 ? c.grad : c.grad.newZeros(c.self.shape).scatterAdd(c.dim, c.indices, c.grad),
      ),
    ],
    flops: ({ self }) => self.numel(),
  });

export const cummax = runningOf("cummax", "largest", 1, "CummaxBackward0");
export const cummin = runningOf("cummin", "smallest", -1, "CumminBackward0");

/** The sum in units of the largest exponential so far. */
function runningLogSum(self: CpuTensor, lines: Lines, out: CpuTensor): void {
  for (let line = 0; line < lines.count; line++) {
    let at = lineStart(lines, line);
    let largest = Number.NEGATIVE_INFINITY;
    let sum = 0;
    for (let k = 0; k < lines.length; k++, at += lines.step) {
      const x = self.data[at] as number;
      const before = largest;
      if (x > largest) largest = x;
      // Infinity minus itself is no number.
      if (Number.isFinite(largest)) {
        sum =
          (before === Number.NEGATIVE_INFINITY ? 0 : sum * Math.exp(before - largest)) +
          Math.exp(x - largest);
        out.data[at] = largest + Math.log(sum);
      } else {
        if (Number.isNaN(x)) sum = x;
        out.data[at] = largest + (Number.isNaN(sum) ? sum : 0);
      }
    }
  }
}

export const logcumsumexp = defineOp({
  schema: "logcumsumexp(Tensor self, int dim) -> Tensor",
  doc: "At each place `log(sum(exp(x)))` of the elements up to it along a dimension, without overflow.",
  on: ["method", "torch"],
  meta: ({ self, dim }) => {
    wrapDim(dim, self.ndim);
    if (!self.dtype.isFloatingPoint) {
      throw new NotImplementedError(
        `"logcumsumexp_out_cpu" not implemented for '${scalarTypeName(self.dtype)}'`,
      );
    }
    return { shape: self.shape };
  },
  cpu: ({ self, dim }, [out]) => runningLogSum(self, linesOf(self, dim), out),
  webgpu: ({ self, dim }, [out], gpu) => gpuRunningLogSum(gpu, self, linesOf(self, dim), out),
  node: "LogcumsumexpBackward0",
  derivatives: (d) => [
    d("self", ["dim", "result", "self"], (c) => {
      const { grad, self, result, dim } = c;
      if (grad.ndim === 0) return grad;
      const reversed = (t: Tensor): Tensor => logcumsumexp({ self: t.flip([dim]), dim }).flip([dim]);
      const size = grad.abs().log();
      const part = (sign: Tensor) =>
        reversed(size.maskedFill(sign.logicalNot(), grad.dtype.min).sub(result)).add(self).exp();
      return part(grad.gt(0)).sub(part(grad.lt(0)));
    }),
  ],
  flops: ({ self }) => 5 * self.numel(),
});

export const diff = defineOp({
  schema: "diff(Tensor self, int n=1, int dim=-1, Tensor? prepend=None, Tensor? append=None) -> Tensor",
  doc: "The differences of neighbours along a dimension, taken `n` times; `prepend` and `append` are joined on before.",
  on: ["method", "torch"],
  composite: ({ self, n, dim, prepend, append }) => {
    if (self.ndim === 0) throw new RuntimeError("diff expects input to be at least one-dimensional");
    if (n < 0) throw new RuntimeError(`order must be non-negative but got ${n}`);
    const at = wrapDim(dim, self.ndim);
    const parts = [prepend, self, append].filter((t) => t !== null);
    let out = parts.length > 1 ? cat({ tensors: parts, dim: at }) : self;
    if (n === 0) return out.newZeros(out.shape).copy_(out);
    for (let k = Math.min(n, out.shape[at] as number); k > 0; k--) {
      const m = (out.shape[at] as number) - 1;
      const [later, earlier] = [out.narrow(at, 1, m), out.narrow(at, 0, m)];
      out = out.dtype.name === "bool" ? later.logicalXor(earlier) : later.sub(earlier);
    }
    return out;
  },
});

/** The sums of neighbours along a dimension. */
function neighbourSums(y: Tensor, dim: number): Tensor {
  const n = y.shape[dim] as number;
  return y.narrow(dim, 0, n - 1).add(y.narrow(dim, 1, n - 1));
}

/** The distances of sample points, in a shape that broadcasts with the values'. */
function distances(name: string, y: Tensor, x: Tensor, dim: number): Tensor {
  if (x.ndim === 1) {
    if (x.shape[0] !== y.shape[dim]) {
      throw new RuntimeError(`${name}: There must be one \`x\` value for each sample point`);
    }
    const shape = y.shape.map((s, d) => (d === dim ? s : 1));
    return diff({ self: x.view(shape), dim });
  }
  return diff({ self: x, dim: x.ndim === y.ndim ? dim : dim - y.ndim });
}

function checkDim(dim: number, y: Tensor): number {
  if (y.ndim === 0) throw new IndexError(`Dimension specified as ${dim} but tensor has no dimensions`);
  return wrapDim(dim, y.ndim);
}

export const trapezoidX = defineOp({
  schema: "trapezoid.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor",
  doc: "The area under values `y` at points `x` along a dimension, by the trapezoidal rule.",
  on: ["torch"],
  composite: ({ y, x, dim }) => {
    const at = checkDim(dim, y);
    if (y.shape[at] === 0) return y.sum(at);
    const areas = neighbourSums(y, at).mul(distances("trapezoid", y, x, at));
    return divScalar({ self: areas.sum(at), other: 2 });
  },
});

export const trapezoid = defineOp({
  schema: "trapezoid.dx(Tensor y, *, Scalar dx=1, int dim=-1) -> Tensor",
  doc: "The area under values `y`, `dx` apart, along a dimension, by the trapezoidal rule.",
  on: ["torch"],
  composite: ({ y, dx, dim }) => {
    const at = checkDim(dim, y);
    if (y.shape[at] === 0) return y.sum(at);
    const ends = mulScalar({ self: y.select(at, 0).add(y.select(at, -1)), other: 0.5 });
    return mulScalar({ self: y.sum(at).sub(ends), other: dx });
  },
});

export const cumulativeTrapezoidX = defineOp({
  schema: "cumulative_trapezoid.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor",
  doc: "The areas under values `y` at points `x` up to each of them, by the trapezoidal rule.",
  on: ["torch"],
  composite: ({ y, x, dim }) => {
    const at = checkDim(dim, y);
    const areas = neighbourSums(y, at).mul(distances("cumulative_trapezoid", y, x, at));
    return divScalar({ self: areas.cumsum(at), other: 2 });
  },
});

export const cumulativeTrapezoid = defineOp({
  schema: "cumulative_trapezoid.dx(Tensor y, *, Scalar dx=1, int dim=-1) -> Tensor",
  doc: "The areas under values `y`, `dx` apart, up to each of them, by the trapezoidal rule.",
  on: ["torch"],
  composite: ({ y, dx, dim }) => {
    const at = checkDim(dim, y);
    return mulScalar({ self: neighbourSums(y, at), other: dx / 2 }).cumsum(at);
  },
});
