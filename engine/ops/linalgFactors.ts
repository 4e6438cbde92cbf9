/** `torch.linalg`: what rests on factorizations by elimination and reflection. On the CPU only. */
import {
  choleskyFactor,
  luFactor,
  luSolve,
  qrFactor,
  triangularSolve,
} from "../devices/cpu/linalg/factor.ts";
import { batchOf, columnMajor, matrix, putMatrix, putVector } from "../devices/cpu/linalg/matrices.ts";
import { int32 } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import { numel, sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { cat } from "./join.ts";
import { checkMatrices, checkSquare, elementNotice } from "./linalgChecks.ts";
import { defineOp } from "./op.ts";

const laid = (shape: readonly number[]) => ({ shape, strides: columnMajor(shape) });

const invEx = defineOp({
  schema: "linalg_inv_ex(Tensor A, *, bool check_errors=False) -> (Tensor inverse, Tensor info)",
  doc: "The inverses of matrices `[…, n, n]`, and where each is singular: 0 where it is not.",
  on: ["linalg"],
  layout: "strided",
  meta: ({ A }) => {
    checkSquare("linalg.inv", A);
    return [laid(A.shape), { shape: A.shape.slice(0, -2), dtype: int32 }];
  },
  cpu: ({ A, checkErrors }, [out, info]) => {
    const n = A.shape.at(-1) as number;
    for (let b = 0; b < batchOf(A); b++) {
      const a = matrix(A, b);
      const lu = luFactor(a, n);
      if (lu.info && checkErrors) {
        throw new RuntimeError(
          `linalg.inv: ${elementNotice(A.shape, b)}The diagonal element ${lu.info} is zero, the inversion could not be completed because the input matrix is singular.`,
        );
      }
      const inverse = new Float64Array(n * n);
      for (let i = 0; i < n; i++) inverse[i * n + i] = 1;
      luSolve(a, lu.pivots, inverse, n, n);
      putMatrix(out, b, inverse);
      info.data[b] = lu.info;
    }
  },
  node: "LinalgInvExBackward0",
  derivatives: (d) => [
    d("A", ["inverse"], (c) => {
      const turned = c.inverse.mT;
      return turned.matmul(c.grad.matmul(turned)).neg();
    }),
  ],
  flops: ({ A }) => 2 * A.numel() * (A.shape.at(-1) as number),
});

const INVERSE = "The inverses of matrices `[…, n, n]`.";

export const inv = defineOp({
  schema: "linalg_inv(Tensor A) -> Tensor",
  doc: INVERSE,
  on: ["linalg"],
  composite: ({ A }) => invEx({ A, checkErrors: true })[0],
});

export const inverse = defineOp({
  schema: "inverse(Tensor self) -> Tensor",
  doc: INVERSE,
  on: ["method", "torch"],
  composite: ({ self }) => inv({ A: self }),
});

/** Whether B holds a vector, not a matrix, for each matrix of A. */
const holdsVectors = (A: Tensor, B: Tensor): boolean =>
  B.ndim === 1 || (A.ndim - 1 === B.ndim && sameShape(B.shape, A.shape.slice(0, -1)));

const solveEx = defineOp({
  schema:
    "_linalg_solve_ex(Tensor A, Tensor B, *, bool left=True, bool check_errors=False) -> (Tensor result, Tensor LU, Tensor pivots, Tensor info)",
  doc: "The solutions of `A X = B`, with the factors of A.",
  layout: "strided",
  meta: ({ A, B }) => {
    checkSquare("linalg.solve", A);
    if (A.dtype !== B.dtype) {
      const kind = (t: Tensor) => t.dtype.scalarType;
      throw new RuntimeError(
        `linalg.solve: Expected A and B to have the same dtype, but found A of type ${kind(A)} and B of type ${kind(B)} instead`,
      );
    }
    const vectors = holdsVectors(A, B);
    const rows = B.shape.at(vectors ? -1 : -2);
    if (rows !== A.shape.at(-1)) {
      throw new RuntimeError(
        `linalg.solve: Incompatible shapes of A and B for the equation AX = B (${A.shape.slice(-2).join("x")} and ${(vectors ? [rows, 1] : B.shape.slice(-2)).join("x")})`,
      );
    }
    const batch = A.shape.slice(0, -2);
    return [
      B.ndim === 1 ? { shape: B.shape } : laid(B.shape),
      laid(A.shape),
      { shape: A.shape.slice(0, -1), dtype: int32 },
      { shape: batch, dtype: int32 },
    ];
  },
  cpu: ({ A, B, checkErrors }, [out, LU, pivots, info]) => {
    const n = A.shape.at(-1) as number;
    const vectors = out.shape.length === A.shape.length - 1;
    const columns = vectors ? 1 : (B.shape.at(-1) as number);
    const asMatrices = (t: typeof B) =>
      vectors ? { ...t, shape: [...t.shape, 1], strides: [...t.strides, 1] } : t;
    for (let b = 0; b < batchOf(A); b++) {
      const a = matrix(A, b);
      const lu = luFactor(a, n);
      if (lu.info && checkErrors) {
        throw new RuntimeError(
          `torch.linalg.solve: ${elementNotice(A.shape, b)}The solver failed because the input matrix is singular.`,
        );
      }
      const x = matrix(asMatrices(B), b);
      luSolve(a, lu.pivots, x, n, columns);
      putMatrix(asMatrices(out), b, x);
      putMatrix(LU, b, a);
      putVector(pivots, b, lu.pivots);
      info.data[b] = lu.info;
    }
  },
  node: "LinalgSolveExBackward0",
  derivatives: (d) => [
    d(["A", "B"], ["A", "LU", "left", "pivots", "result"], (c): [Tensor | null, Tensor] => {
      const forB = solve({ A: c.A.mT, B: c.grad });
      if (!c.needs("A")) return [null, forB];
      const vectors = c.result.ndim === c.A.ndim - 1;
      const column = (t: Tensor) => (vectors ? t.unsqueeze(-1) : t);
      return [column(forB).matmul(column(c.result).mT).neg(), forB];
    }),
  ],
  flops: ({ A, B }) =>
    2 * A.numel() * (A.shape.at(-1) as number) + 2 * B.numel() * (A.shape.at(-1) as number),
});

export const solve = defineOp({
  schema: "linalg_solve(Tensor A, Tensor B, *, bool left=True) -> Tensor",
  doc: "Solves `A X = B`, or with `left: false` `X A = B`, for matrices `[…, n, n]`; `B` has a vector or a matrix for each.",
  on: ["linalg"],
  composite: ({ A, B, left }): Tensor => {
    if (!left) return solve({ A: A.mT, B: B.mT }).mT;
    // A vector of the batch's own shape is one for each matrix; other dimensions are broadcast.
    const vectors = A.ndim > 1 && holdsVectors(A, B);
    const batch = A.shape.slice(0, -2);
    const inner = B.shape.slice(vectors ? -1 : -2);
    const spread = numel(batch) > 1 && B.ndim === inner.length ? B.expand([...batch, ...inner]) : B;
    return solveEx({ A, B: spread, checkErrors: true })[0];
  },
});

export const solveTriangular = defineOp({
  schema:
    "linalg_solve_triangular(Tensor self, Tensor B, *, bool upper, bool left=True, bool unitriangular=False) -> Tensor",
  doc: "Solves `A X = B` with the upper or lower triangle of matrices `[…, n, n]`.",
  on: ["linalg"],
  layout: "strided",
  meta: ({ self, B, left }) => {
    checkSquare("linalg.solve_triangular", self);
    if (!left) throw new RuntimeError("linalg.solve_triangular: left=False is not implemented");
    if (B.shape.at(-2) !== self.shape.at(-1) || !sameShape(self.shape.slice(0, -2), B.shape.slice(0, -2))) {
      throw new RuntimeError(
        `linalg.solve_triangular: Incompatible shapes of A and B for the equation AX = B (${self.shape.slice(-2).join("x")} and ${B.shape.slice(-2).join("x")})`,
      );
    }
    return laid(B.shape);
  },
  cpu: ({ self, B, upper, unitriangular }, [out]) => {
    const [n, columns] = B.shape.slice(-2) as [number, number];
    for (let b = 0; b < batchOf(self); b++) {
      const x = matrix(B, b);
      triangularSolve(matrix(self, b), x, n, columns, { upper, unit: unitriangular });
      putMatrix(out, b, x);
    }
  },
  node: "LinalgSolveTriangularBackward0",
  derivatives: (d) => [
    d(["self", "B"], ["left", "result", "self", "unitriangular", "upper"], (c): [Tensor, Tensor] => {
      const { upper, unitriangular } = c;
      const forB = solveTriangular({ self: c.self.mT, B: c.grad, upper: !upper, unitriangular });
      const full = forB.matmul(c.result.mT).neg();
      const edge = Number(unitriangular);
      return [upper ? full.triu(edge) : full.tril(-edge), forB];
    }),
  ],
});

/** What determinants are made of: the diagonal of U, and whether rows were swapped an odd number of times. */
function luOf(A: Parameters<typeof matrix>[0], b: number) {
  const n = A.shape.at(-1) as number;
  const a = matrix(A, b);
  const { pivots, swaps } = luFactor(a, n);
  return {
    a,
    pivots,
    sign: swaps % 2 ? -1 : 1,
    diagonal: Array.from({ length: n }, (_, i) => a[i * n + i] as number),
  };
}

const determinant = defineOp({
  schema: "_linalg_det(Tensor A) -> (Tensor result, Tensor LU, Tensor pivots)",
  doc: "The determinants of matrices `[…, n, n]`, with their factors.",
  layout: "strided",
  meta: ({ A }) => {
    checkSquare("linalg.det", A);
    return [{ shape: A.shape.slice(0, -2) }, laid(A.shape), { shape: A.shape.slice(0, -1), dtype: int32 }];
  },
  cpu: ({ A }, [out, LU, pivots]) => {
    for (let b = 0; b < batchOf(A); b++) {
      const lu = luOf(A, b);
      out.data[b] = lu.diagonal.reduce((product, x) => product * x, lu.sign);
      putMatrix(LU, b, lu.a);
      putVector(pivots, b, lu.pivots);
    }
  },
  node: "LinalgDetBackward0",
  derivatives: (d) => [
    d("A", ["A", "LU", "pivots", "result"], (c) =>
      solve({ A: c.A.mT, B: spreadDiagonal(c.grad.mul(c.result), c.A) }),
    ),
  ],
  flops: ({ A }) => (2 / 3) * A.numel() * (A.shape.at(-1) as number),
});

/** A number for each matrix as its multiple of the identity. */
const spreadDiagonal = (x: Tensor, A: Tensor): Tensor =>
  x.unsqueeze(-1).expand(A.shape.slice(0, -1)).diagEmbed();

export const det = defineOp({
  schema: "linalg_det(Tensor A) -> Tensor",
  doc: "The determinants of matrices `[…, n, n]`.",
  on: ["linalg"],
  composite: ({ A }) => determinant({ A })[0],
});

export const torchDet = defineOp({
  schema: "det(Tensor self) -> Tensor",
  doc: "The determinants of matrices `[…, n, n]`.",
  on: ["method", "torch"],
  composite: ({ self }) => det({ A: self }),
});

const signAndLog = defineOp({
  schema: "_linalg_slogdet(Tensor A) -> (Tensor sign, Tensor logabsdet, Tensor LU, Tensor pivots)",
  doc: "Sign and logarithm of the determinants, with the factors.",
  layout: "strided",
  meta: ({ A }) => {
    checkSquare("linalg.slogdet", A);
    const batch = A.shape.slice(0, -2);
    return [{ shape: batch }, { shape: batch }, laid(A.shape), { shape: A.shape.slice(0, -1), dtype: int32 }];
  },
  cpu: ({ A }, [sign, logarithm, LU, pivots]) => {
    for (let b = 0; b < batchOf(A); b++) {
      const lu = luOf(A, b);
      sign.data[b] = lu.diagonal.reduce((product, x) => product * Math.sign(x), lu.sign);
      logarithm.data[b] = lu.diagonal.reduce((sum, x) => sum + Math.log(Math.abs(x)), 0);
      putMatrix(LU, b, lu.a);
      putVector(pivots, b, lu.pivots);
    }
  },
  node: "LinalgSlogdetBackward0",
  derivatives: (d) => [
    d("A", ["A", "LU", "pivots", "sign"], (c) => {
      const grad = c.grads[1];
      return grad ? solve({ A: c.A.mT, B: spreadDiagonal(grad, c.A) }) : null;
    }),
  ],
  flops: ({ A }) => (2 / 3) * A.numel() * (A.shape.at(-1) as number),
});

export const slogdet = defineOp({
  schema: "linalg_slogdet(Tensor A) -> (Tensor sign, Tensor logabsdet)",
  doc: "The signs of the determinants of matrices `[…, n, n]`, and the logarithms of their sizes.",
  on: ["linalg"],
  composite: ({ A }) => {
    const [sign, logabsdet] = signAndLog({ A });
    return [sign, logabsdet];
  },
});

export const torchSlogdet = defineOp({
  schema: "slogdet(Tensor self) -> (Tensor sign, Tensor logabsdet)",
  doc: "The signs of the determinants of matrices `[…, n, n]`, and the logarithms of their sizes.",
  on: ["method", "torch"],
  composite: ({ self }) => slogdet({ A: self }),
});

export const logdet = defineOp({
  schema: "logdet(Tensor self) -> Tensor",
  doc: "The logarithms of the determinants of matrices `[…, n, n]`; NaN where one is negative.",
  on: ["method", "torch"],
  composite: ({ self }) => {
    const [sign, logarithm] = slogdet({ A: self });
    return logarithm.newZeros([]).fill_(Number.NaN).where(sign.eq(-1), logarithm);
  },
});

const choleskyEx = defineOp({
  schema:
    "linalg_cholesky_ex(Tensor self, *, bool upper=False, bool check_errors=False) -> (Tensor L, Tensor info)",
  doc: "The Cholesky factors of matrices `[…, n, n]`, and where each is not positive definite: 0 where it is.",
  on: ["linalg"],
  layout: "strided",
  meta: ({ self }) => {
    checkSquare("linalg.cholesky", self);
    return [laid(self.shape), { shape: self.shape.slice(0, -2), dtype: int32 }];
  },
  cpu: ({ self, upper, checkErrors }, [out, info]) => {
    const n = self.shape.at(-1) as number;
    const side = (t: typeof self) =>
      upper
        ? {
            ...t,
            strides: [...t.strides.slice(0, -2), t.strides.at(-1) as number, t.strides.at(-2) as number],
          }
        : t;
    for (let b = 0; b < batchOf(self); b++) {
      const a = matrix(side(self), b);
      const failed = choleskyFactor(a, n);
      if (failed && checkErrors) {
        throw new RuntimeError(
          `linalg.cholesky: ${elementNotice(self.shape, b)}The factorization could not be completed because the input is not positive-definite (the leading minor of order ${failed} is not positive-definite).`,
        );
      }
      putMatrix(side(out), b, a);
      info.data[b] = failed;
    }
  },
  node: "LinalgCholeskyExBackward0",
  derivatives: (d) => [
    d("self", ["L", "upper"], (c) => {
      const [L, grad] = c.upper ? [c.L.mT, c.grad.mT] : [c.L, c.grad];
      const phi = L.mT.matmul(grad);
      const half = phi.tril().add(phi.tril(-1).mT).mul(0.5);
      const turned = L.mT;
      const left = solveTriangular({ self: turned, B: half, upper: true });
      return solveTriangular({ self: turned, B: left.mT, upper: true }).mT;
    }),
  ],
  flops: ({ self }) => self.numel() * (self.shape.at(-1) as number) * (1 / 3),
});

export const cholesky = defineOp({
  schema: "linalg_cholesky(Tensor self, *, bool upper=False) -> Tensor",
  doc: "The lower triangle `L` (or the upper) with `L Lᵀ` equal to symmetric positive definite matrices `[…, n, n]`.",
  on: ["linalg"],
  composite: ({ self, upper }) => choleskyEx({ self, upper, checkErrors: true })[0],
});

/** For `m` not below `n`. */
function tallQrGradient(Q: Tensor, R: Tensor, gQ: Tensor | null, gR: Tensor | null): Tensor {
  const inner =
    gR && gQ ? gR.matmul(R.mT).sub(Q.mT.matmul(gQ)) : gR ? gR.matmul(R.mT) : Q.mT.matmul(gQ as Tensor).neg();
  const upper = inner.triu();
  const symmetric = upper.add(inner.triu(1).mT);
  const sum = gQ ? Q.matmul(symmetric).add(gQ) : Q.matmul(symmetric);
  return solveTriangular({ self: R, B: sum.mT, upper: true }).mT;
}

export const qr = defineOp({
  schema: "linalg_qr(Tensor A, str mode='reduced') -> (Tensor Q, Tensor R)",
  doc: "Orthogonal `Q` and upper triangular `R` with `A = Q R`, for matrices `[…, m, n]`. `mode`: `reduced`, `complete`, or `r` without Q.",
  on: ["linalg"],
  layout: "strided",
  meta: ({ A, mode }) => {
    checkMatrices("linalg.qr", A);
    if (!["reduced", "r", "complete"].includes(mode)) {
      throw new RuntimeError(
        `qr received unrecognized mode '${mode}' but expected one of 'reduced' (default), 'r', or 'complete'`,
      );
    }
    const [m, n] = A.shape.slice(-2) as [number, number];
    const batch = A.shape.slice(0, -2);
    const k = mode === "complete" ? m : Math.min(m, n);
    return [mode === "r" ? { shape: [0] } : laid([...batch, m, k]), laid([...batch, k, n])];
  },
  cpu: ({ A, mode }, [Q, R]) => {
    const [m, n] = A.shape.slice(-2) as [number, number];
    const k = R.shape.at(-2) as number;
    for (let b = 0; b < batchOf(A); b++) {
      const a = matrix(A, b);
      const q = qrFactor(a, m, n, k);
      if (mode !== "r") putMatrix(Q, b, q);
      putMatrix(R, b, a.subarray(0, k * n));
    }
  },
  node: "LinalgQrBackward0",
  derivatives: (d) => [
    d("A", ["Q", "R", "mode"], (c) => {
      const [gQ = null, gR = null] = c.grads;
      const [m, n] = [c.Q.shape.at(-2) as number, c.R.shape.at(-1) as number];
      if (!gQ && !gR) return null;
      if (c.mode === "r") {
        throw new RuntimeError(
          "The derivative of linalg.qr depends on Q, which is not computed when mode='r'. Please use linalg.qr(A, mode='reduced') if you are going to require gradients.",
        );
      }
      if (c.mode === "complete" && m > n) {
        throw new RuntimeError(
          `The QR decomposition is not differentiable when mode='complete' and nrows > ncols.`,
        );
      }
      if (m >= n) return tallQrGradient(c.Q, c.R, gQ, gR);
      // Wide: A = [X Y] with X = Q U and Y = Q V.
      const part = (t: Tensor, from: number, count: number) => t.narrow(-1, from, count);
      const [U, rest] = [part(c.R, 0, m), n - m];
      const gV = gR ? part(gR, m, rest) : null;
      // Y is A's own right part: Q V.
      const Y = c.Q.matmul(part(c.R, m, rest));
      const forQ = gV ? (gQ ? gQ.add(Y.matmul(gV.mT)) : Y.matmul(gV.mT)) : gQ;
      const gX = tallQrGradient(c.Q, U, forQ, gR ? part(gR, 0, m) : null);
      return cat({ tensors: [gX, gV ? c.Q.matmul(gV) : Y.mul(0)], dim: -1 });
    }),
  ],
  flops: ({ A }) => 2 * A.numel() * Math.min(...(A.shape.slice(-2) as number[])),
});
