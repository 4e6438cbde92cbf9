/** `torch.linalg`: norms of vectors and matrices, powers and products of matrices, written in terms of other ops. */
import { RuntimeError } from "../errors.ts";
import { shapeText, wrapDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { checkSquare } from "./linalgChecks.ts";
import { inv } from "./linalgFactors.ts";
import { svdvals } from "./linalgSpectral.ts";
import { matmul, mm } from "./matmul.ts";
import { defineOp } from "./op.ts";
import { eye } from "./sequences.ts";
import { linalgVectorNorm } from "./vectorNorm.ts";
import { view } from "./views.ts";

type Order = number | "fro" | "nuc";

function orderFrom(name: string): Order {
  if (name === "fro" || name === "nuc") return name;
  throw new RuntimeError(`linalg.matrix_norm: Order ${name} not supported.`);
}

function normOfMatrices(A: Tensor, ord: Order, dim: readonly number[], keepdim: boolean): Tensor {
  if (A.ndim < 2) {
    throw new RuntimeError("linalg.matrix_norm: The input tensor A must have at least 2 dimensions.");
  }
  if (dim.length !== 2) {
    throw new RuntimeError(`linalg.matrix_norm: dim must be a 2-tuple. Got ${dim.join(" ")}`);
  }
  let [first, second] = dim.map((d) => wrapDim(d, A.ndim)) as [number, number];
  if (first === second) {
    throw new RuntimeError(`linalg.matrix_norm: dims must be different. Got (${dim.join(", ")})`);
  }
  if (ord === "fro") return linalgVectorNorm({ self: A, ord: 2, dim: [first, second], keepdim });
  const extreme = (t: Tensor, over: number, keep: boolean) =>
    ord === "nuc"
      ? t.sum([over], { keepdim: keep })
      : ord > 0
        ? t.amax([over], { keepdim: keep })
        : t.amin([over], { keepdim: keep });
  if (ord === "nuc" || Math.abs(ord) === 2) {
    const rest = A.shape.map((_, d) => d).filter((d) => d !== first && d !== second);
    const result = extreme(svdvals({ A: A.permute([...rest, first, second]) }), -1, keepdim);
    if (!keepdim) return result;
    const order = [...rest, first, second];
    return result.unsqueeze(-1).permute(order.map((_, d) => order.indexOf(d)));
  }
  if (Math.abs(ord) !== 1 && Math.abs(ord) !== Number.POSITIVE_INFINITY) {
    throw new RuntimeError(`linalg.matrix_norm: Order ${ord} not supported.`);
  }
  if (Math.abs(ord) !== 1) [first, second] = [second, first];
  const lines = linalgVectorNorm({ self: A, ord: 1, dim: [first], keepdim });
  return extreme(lines, !keepdim && second > first ? second - 1 : second, keepdim);
}

const ORDERS = "`fro`, `nuc`, 2 and -2 (the largest and smallest singular value), 1, -1, Infinity, -Infinity";

export const matrixNormOf = defineOp({
  schema:
    "linalg_matrix_norm(Tensor A, Scalar ord, int[]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor",
  doc: `The norms of matrices in the last two dimensions, or in those given: ${ORDERS}.`,
  on: ["linalg"],
  composite: ({ A, ord, dim, keepdim, dtype }) =>
    normOfMatrices(dtype ? A.to(dtype) : A, ord, dim ?? [-2, -1], keepdim),
});

export const matrixNorm = defineOp({
  schema:
    "linalg_matrix_norm.str_ord(Tensor A, str ord='fro', int[]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor",
  doc: `The norms of matrices in the last two dimensions, or in those given: ${ORDERS}.`,
  on: ["linalg"],
  composite: ({ A, ord, dim, keepdim, dtype }) =>
    normOfMatrices(dtype ? A.to(dtype) : A, orderFrom(ord), dim ?? [-2, -1], keepdim),
});

const NORM = "The norm of all elements, of vectors along one dimension, or of matrices in two.";

export const norm = defineOp({
  schema:
    "linalg_norm(Tensor A, Scalar? ord=None, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor",
  doc: NORM,
  on: ["linalg"],
  composite: ({ A, ord, dim, keepdim, dtype }) => {
    if (ord === null) return linalgVectorNorm({ self: A, ord: 2, dim, keepdim, dtype });
    if (!dim && A.ndim !== 1 && A.ndim !== 2) {
      throw new RuntimeError(
        `linalg.norm: If dim is not specified but ord is, the input must be 1D or 2D. Got ${A.ndim}D.`,
      );
    }
    return (dim?.length ?? A.ndim) === 2
      ? matrixNormOf({ A, ord, dim: dim ?? [0, 1], keepdim, dtype })
      : linalgVectorNorm({ self: A, ord, dim, keepdim, dtype });
  },
});

export const normNamed = defineOp({
  schema:
    "linalg_norm.ord_str(Tensor A, str ord, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor",
  doc: NORM,
  on: ["linalg"],
  composite: ({ A, ord, dim, keepdim, dtype }) => matrixNorm({ A, ord, dim: dim ?? [0, 1], keepdim, dtype }),
});

export const matrixPower = defineOp({
  schema: "linalg_matrix_power(Tensor self, int n) -> Tensor",
  doc: "Matrices `[…, m, m]` to a whole power; a negative one is that of the inverse.",
  on: ["linalg"],
  composite: ({ self, n }) => {
    checkSquare("linalg.matrix_power", self);
    const times = (a: Tensor, b: Tensor) => matmul({ self: a, other: b });
    if (n === 0) {
      const one = eye({ n: self.shape.at(-1) as number, dtype: self.dtype, device: self.device });
      return one.expand(self.shape).clone();
    }
    const base = n < 0 ? inv({ A: self }) : self;
    const power = Math.abs(n);
    if (power === 1) return n < 0 ? base : base.clone();
    if (power === 2) return times(base, base);
    if (power === 3) return times(times(base, base), base);
    let square = base;
    let result: Tensor | null = null;
    for (let rest = power, first = true; rest > 0; rest = Math.floor(rest / 2), first = false) {
      if (!first) square = times(square, square);
      if (rest % 2) result = result ? times(result, square) : square;
    }
    return result as Tensor;
  },
});

export const torchMatrixPower = defineOp({
  schema: "matrix_power(Tensor self, int n) -> Tensor",
  doc: "Matrices `[…, m, m]` to a whole power.",
  on: ["method", "torch"],
  composite: ({ self, n }) => matrixPower({ self, n }),
});

/** Where to split the products from i to j, so that the fewest multiplications are needed. */
function bestSplits(sizes: readonly number[]): (i: number, j: number) => number {
  const n = sizes.length - 1;
  const cost = Array.from({ length: n }, () => new Float64Array(n));
  const splits = Array.from({ length: n }, () => new Int32Array(n));
  for (let length = 2; length <= n; length++) {
    for (let i = 0; i + length <= n; i++) {
      const j = i + length - 1;
      let best = Number.POSITIVE_INFINITY;
      for (let k = i; k < j; k++) {
        const all =
          (cost[i]?.[k] ?? 0) +
          (cost[k + 1]?.[j] ?? 0) +
          (sizes[i] as number) * (sizes[k + 1] as number) * (sizes[j + 1] as number);
        if (all >= best) continue;
        best = all;
        (splits[i] as Int32Array)[j] = k;
      }
      (cost[i] as Float64Array)[j] = best;
    }
  }
  return (i, j) => splits[i]?.[j] ?? i;
}

export const multiDot = defineOp({
  schema: "linalg_multi_dot(Tensor[] tensors) -> Tensor",
  doc: "The product of matrices, in the order that needs the fewest multiplications; the first and the last may be vectors.",
  on: ["linalg"],
  composite: ({ tensors }) => {
    if (tensors.length < 2) {
      throw new RuntimeError(`multi_dot(): expected at least 2 tensors but got ${tensors.length}`);
    }
    const [first, last] = [tensors[0] as Tensor, tensors.at(-1) as Tensor];
    tensors.forEach((t, i) => {
      const end = i === 0 || i === tensors.length - 1;
      if (t.ndim !== 2 && !(end && t.ndim === 1)) {
        const which =
          i === 0
            ? "the first tensor must be 1D or 2D"
            : end
              ? "the last tensor must be 1D or 2D"
              : `tensor ${i} must be 2D`;
        throw new RuntimeError(`multi_dot(): ${which} but got ${t.ndim}D`);
      }
    });
    const matrices = tensors.map((t, i) => (t.ndim === 2 ? t : i === 0 ? t.unsqueeze(0) : t.unsqueeze(-1)));
    matrices.slice(1).forEach((t, i) => {
      const before = matrices[i] as Tensor;
      if (before.shape[1] !== t.shape[0]) {
        throw new RuntimeError(
          `multi_dot(): tensors ${i} and ${i + 1} with shapes ${shapeText(before.shape)} and ${shapeText(t.shape)} cannot be multiplied`,
        );
      }
    });
    const sizes = [...matrices.map((t) => t.shape[0] as number), matrices.at(-1)?.shape[1] as number];
    const split = bestSplits(sizes);
    const product = (i: number, j: number): Tensor => {
      if (i === j) return matrices[i] as Tensor;
      const k = split(i, j);
      return mm({ self: product(i, k), mat2: product(k + 1, j) });
    };
    const result = product(0, matrices.length - 1);
    const size = [
      ...(first.ndim === 2 ? [result.shape[0]] : []),
      ...(last.ndim === 2 ? [result.shape[1]] : []),
    ];
    return view({ self: result, size: size as number[] });
  },
});

export const chainMatmul = defineOp({
  schema: "chain_matmul(Tensor[] matrices) -> Tensor",
  doc: "`torch.linalg.multiDot`, by its old name.",
  on: ["torch"],
  varargs: true,
  composite: ({ matrices }) => multiDot({ tensors: matrices }),
});
