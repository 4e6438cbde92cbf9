/** `torch.linalg`: eigenvalues, singular values, and what is made of them. On the CPU only. */
import { batchOf, columnMajor, matrix, putMatrix, putVector } from "../devices/cpu/linalg/matrices.ts";
import { orthogonalColumn, singular, symmetricEigen, turned } from "../devices/cpu/linalg/spectral.ts";
import { float32, float64, int64 } from "../dtype.ts";
import { NotImplementedError, RuntimeError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { cat } from "./join.ts";
import { checkMatrices, checkSquare } from "./linalgChecks.ts";
import { defineOp } from "./op.ts";

const laid = (shape: readonly number[]) => ({ shape, strides: columnMajor(shape) });

/** Differences of all pairs, `x_j - x_i`, with ones on the diagonal. */
function gaps(x: Tensor): Tensor {
  const all = x.unsqueeze(-2).sub(x.unsqueeze(-1));
  return all.add(x.mul(0).add(1).diagEmbed());
}

const eighOp = defineOp({
  schema:
    "_linalg_eigh(Tensor A, str UPLO='L', bool compute_v=True) -> (Tensor eigenvalues, Tensor eigenvectors)",
  doc: "Ascending eigenvalues of symmetric matrices, and their vectors as columns.",
  layout: "strided",
  meta: ({ A, UPLO, computeV }) => {
    checkSquareFloats(A);
    if (!/^[LU]$/i.test(UPLO)) {
      throw new RuntimeError(`Expected UPLO argument to be 'L' or 'U', but got ${UPLO}`);
    }
    return [{ shape: A.shape.slice(0, -1) }, computeV ? laid(A.shape) : { shape: [0] }];
  },
  cpu: ({ A, UPLO, computeV }, [values, vectors]) => {
    const n = A.shape.at(-1) as number;
    const lower = UPLO.toUpperCase() === "L";
    for (let b = 0; b < batchOf(A); b++) {
      const a = matrix(A, b);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < i; j++) {
          if (lower) a[j * n + i] = a[i * n + j] as number;
          else a[i * n + j] = a[j * n + i] as number;
        }
      }
      const found = symmetricEigen(a, n);
      putVector(values, b, found.values);
      if (computeV) putMatrix(vectors, b, found.vectors);
    }
  },
  node: "LinalgEighBackward0",
  derivatives: (d) => [
    d("A", ["eigenvalues", "eigenvectors"], (c) => {
      const [gL = null, gV = null] = c.grads;
      const V = c.eigenvectors;
      if (!gV) return gL ? V.mul(gL.unsqueeze(-2)).matmul(V.mT) : null;
      const inner = V.mT.matmul(gV).div(gaps(c.eigenvalues));
      const off = inner.sub(inner.diagonal(0, -2, -1).diagEmbed());
      return V.matmul(gL ? off.add(gL.diagEmbed()) : off).matmul(V.mT);
    }),
  ],
  flops: ({ A }) => 9 * A.numel() * (A.shape.at(-1) as number),
});

function checkSquareFloats(A: Tensor): void {
  if (A.ndim >= 2 && A.shape.at(-1) === A.shape.at(-2) && A.dtype !== float32 && A.dtype !== float64) {
    throw new NotImplementedError(`"linalg_eigh_cpu" not implemented for '${A.dtype.scalarType}'`);
  }
  checkSquare("linalg.eigh", A);
}

export const eigh = defineOp({
  schema: "linalg_eigh(Tensor A, str UPLO='L') -> (Tensor eigenvalues, Tensor eigenvectors)",
  doc: "The ascending eigenvalues of symmetric matrices `[…, n, n]`, of which one triangle is read, and their vectors as columns. The sign of a vector may differ from PyTorch's.",
  on: ["linalg"],
  composite: ({ A, UPLO }) => eighOp({ A, UPLO }),
});

export const eigvalsh = defineOp({
  schema: "linalg_eigvalsh(Tensor A, str UPLO='L') -> Tensor",
  doc: "The ascending eigenvalues of symmetric matrices `[…, n, n]`, of which one triangle is read.",
  on: ["linalg"],
  composite: ({ A, UPLO }) => eighOp({ A, UPLO, computeV: A.requiresGrad })[0],
});

const svdOp = defineOp({
  schema:
    "_linalg_svd(Tensor A, bool full_matrices=False, bool compute_uv=True) -> (Tensor U, Tensor S, Tensor Vh)",
  doc: "The singular values of matrices, and their vectors.",
  layout: "strided",
  meta: ({ A, fullMatrices, computeUv }) => {
    if (A.ndim >= 2 && A.dtype.isFloatingPoint && A.dtype !== float32 && A.dtype !== float64) {
      throw new NotImplementedError(`"linalg_svd_cpu" not implemented for '${A.dtype.scalarType}'`);
    }
    checkMatrices("linalg.svd", A);
    const [m, n] = A.shape.slice(-2) as [number, number];
    const batch = A.shape.slice(0, -2);
    const k = Math.min(m, n);
    const none = { shape: [0] };
    return [
      computeUv ? laid([...batch, m, fullMatrices ? m : k]) : none,
      { shape: [...batch, k] },
      computeUv ? laid([...batch, fullMatrices ? n : k, n]) : none,
    ];
  },
  cpu: ({ A, computeUv }, [U, S, Vh]) => {
    const [m, n] = A.shape.slice(-2) as [number, number];
    const k = Math.min(m, n);
    for (let b = 0; b < batchOf(A); b++) {
      const { u, s, v } = singular(matrix(A, b), m, n);
      putVector(S, b, s);
      if (!computeUv) continue;
      const [rows, columns] = [U.shape.at(-1) as number, Vh.shape.at(-2) as number];
      putMatrix(U, b, completed(u, m, k, rows));
      putMatrix(Vh, b, turned(completed(v, n, k, columns), n, columns));
    }
  },
  node: "LinalgSvdBackward0",
  derivatives: (d) => [d("A", ["S", "U", "Vh", "fullMatrices"], (c) => svdGradient(c))],
  flops: ({ A }) => 14 * A.numel() * Math.min(...(A.shape.slice(-2) as number[])),
});

/** With further columns that are orthogonal to all. */
function completed(a: Float64Array, m: number, k: number, columns: number): Float64Array {
  if (columns === k) return a;
  const out = new Float64Array(m * columns);
  for (let i = 0; i < m; i++) for (let j = 0; j < k; j++) out[i * columns + j] = a[i * k + j] as number;
  for (let j = k; j < columns; j++) orthogonalColumn(out, m, columns, j);
  return out;
}

interface Decomposed {
  readonly grads: readonly (Tensor | null)[];
  readonly S: Tensor;
  readonly U: Tensor;
  readonly Vh: Tensor;
}

/** After PyTorch's `svd_backward`. */
function svdGradient(c: Decomposed): Tensor | null {
  const { S } = c;
  const k = S.shape.at(-1) as number;
  const [m, n] = [c.U.shape.at(-2) as number, c.Vh.shape.at(-1) as number];
  const [U, Vh] = [c.U.narrow(-1, 0, k), c.Vh.narrow(-2, 0, k)];
  const [gU = null, gS = null, gVh = null] = c.grads;
  if (!gU && !gVh) {
    if (!gS) return null;
    return m >= n ? U.matmul(gS.unsqueeze(-1).mul(Vh)) : U.mul(gS.unsqueeze(-2)).matmul(Vh);
  }
  const skew = (t: Tensor) => t.sub(t.mT);
  const E = gaps(S.mul(S));
  const parts: Tensor[] = [];
  const left = gU?.narrow(-1, 0, k);
  const right = gVh?.narrow(-2, 0, k);
  if (left) parts.push(skew(U.mT.matmul(left)).div(E).mul(S.unsqueeze(-2)));
  if (right) parts.push(S.unsqueeze(-1).mul(skew(Vh.matmul(right.mT)).div(E)));
  if (gS) parts.push(gS.diagEmbed());
  const inner = parts.reduce((a, b) => a.add(b));
  if (m >= n) {
    let tall = U.matmul(inner);
    if (m > k && left) {
      const scaled = left.div(S.unsqueeze(-2));
      tall = tall.add(scaled.sub(U.matmul(U.mT.matmul(scaled))));
    }
    return tall.matmul(Vh);
  }
  let wide = inner.matmul(Vh);
  if (right) {
    const scaled = right.div(S.unsqueeze(-1));
    wide = wide.add(scaled.sub(scaled.matmul(Vh.mT).matmul(Vh)));
  }
  return U.matmul(wide);
}

export const svd = defineOp({
  schema: "linalg_svd(Tensor A, bool full_matrices=True) -> (Tensor U, Tensor S, Tensor Vh)",
  doc: "`A = U diag(S) Vh` for matrices `[…, m, n]`, singular values descending; with `fullMatrices: false` only as many vectors as values. The signs of vectors may differ from PyTorch's.",
  on: ["linalg"],
  composite: ({ A, fullMatrices }) => svdOp({ A, fullMatrices, computeUv: true }),
});

export const svdvals = defineOp({
  schema: "linalg_svdvals(Tensor A) -> Tensor",
  doc: "The singular values of matrices `[…, m, n]`, descending.",
  on: ["linalg"],
  composite: ({ A }) => svdOp({ A, fullMatrices: false, computeUv: A.requiresGrad })[1],
});

export const pinv = defineOp({
  schema: "linalg_pinv(Tensor self, float? rcond=None, bool hermitian=False) -> Tensor",
  doc: "The pseudoinverses of matrices `[…, m, n]`: `[…, n, m]`. Singular values below `rcond` times the largest count as 0. Of a `hermitian` (in real numbers: symmetric) matrix only the lower triangle is read.",
  on: ["linalg"],
  explicit: ({ self, rcond, hermitian }) => {
    if (self.ndim < 2 || (self.dtype !== float32 && self.dtype !== float64)) {
      throw new RuntimeError(
        `linalg.pinv(${self.dtype.scalarType}{[${self.shape.join(", ")}]}): expected a tensor with 2 or more dimensions of float, double, cfloat or cdouble types`,
      );
    }
    const [m, n] = self.shape.slice(-2) as [number, number];
    if (self.numel() === 0) return self.newZeros([...self.shape.slice(0, -2), n, m]);
    const eps = self.dtype === float64 ? 2 ** -52 : 2 ** -23;
    const share = rcond ?? eps * Math.max(m, n);
    if (hermitian) {
      const [L, V] = eigh({ A: self });
      const least = L.abs().amax(-1, { keepdim: true }).mul(share);
      const inverse = L.reciprocal().where(L.abs().gt(least), L.mul(0));
      return V.mul(inverse.unsqueeze(-2)).matmul(V.mT);
    }
    const [U, S, Vh] = svdOp({ A: self, fullMatrices: false });
    const inverse = S.reciprocal().where(S.gt(S.narrow(-1, 0, 1).mul(share)), S.mul(0));
    return Vh.mT.mul(inverse.unsqueeze(-2)).matmul(U.mT);
  },
  node: "LinalgPinvBackward0",
  derivatives: (d) => [d("self", ["result", "self"], (c) => pinvGradient(c.grad, c.result, c.self))],
  flops: ({ self }) => 14 * self.numel() * Math.min(...(self.shape.slice(-2) as number[])),
});

/** After PyTorch's `pinv_backward`. */
function pinvGradient(grad: Tensor, pinvA: Tensor, A: Tensor): Tensor {
  const [m, n] = A.shape.slice(-2) as [number, number];
  const [turnedPinv, gradT] = [pinvA.mT, grad.mT];
  if (m <= n) {
    const K = gradT.matmul(pinvA);
    const KP = K.matmul(turnedPinv);
    return pinvA
      .matmul(K)
      .mT.neg()
      .add(KP)
      .sub(A.matmul(pinvA).matmul(KP))
      .add(turnedPinv.matmul(pinvA).matmul(gradT.sub(K.matmul(A))));
  }
  const K = pinvA.matmul(gradT);
  const PK = turnedPinv.matmul(K);
  return K.matmul(pinvA)
    .mT.neg()
    .add(gradT.sub(A.matmul(K)).matmul(pinvA).matmul(turnedPinv))
    .add(PK)
    .sub(PK.matmul(pinvA).matmul(A));
}

export const pinverse = defineOp({
  schema: "pinverse(Tensor self, float rcond=1e-15) -> Tensor",
  doc: "The pseudoinverses of matrices `[…, m, n]`.",
  on: ["method", "torch"],
  composite: ({ self, rcond }) => pinv({ self, rcond }),
});

/** Column by column, in room for the right side's `m` rows. */
function asLapackLeavesIt(X: Tensor, m: number): Tensor {
  const n = X.shape.at(-2) as number;
  const rows = X.mT.contiguous();
  if (m <= n) return rows.mT;
  const room = rows.newZeros([...rows.shape.slice(0, -1), m - n]);
  return cat({ tensors: [rows, room], dim: -1 }).mT.narrow(-2, 0, n);
}

const rank = (S: Tensor, tolerance: number): Tensor =>
  S.gt(S.narrow(-1, 0, 1).mul(tolerance))
    .sum([-1])
    .to(int64);

const leastSquares = defineOp({
  schema:
    "_linalg_lstsq(Tensor self, Tensor b, float? rcond=None) -> (Tensor solution, Tensor residuals, Tensor rank)",
  doc: "The shortest X with the least `‖A X - B‖`.",
  explicit: ({ self, b, rcond }) => {
    checkMatrices("torch.linalg.lstsq", self);
    const vectors = b.ndim === 1 || b.ndim === self.ndim - 1;
    const [m, n] = self.shape.slice(-2) as [number, number];
    if (b.shape.at(vectors ? -1 : -2) !== m) {
      throw new RuntimeError(
        `torch.linalg.lstsq: input.size(-2) should match other.size(${vectors ? -1 : -2})`,
      );
    }
    const eps = self.dtype === float64 ? 2 ** -52 : 2 ** -23;
    const tolerance = rcond ?? eps * Math.max(m, n);
    const product = pinv({ self, rcond: tolerance }).matmul(vectors ? b.unsqueeze(-1) : b);
    const none = self.newZeros([0]);
    return [
      vectors ? product.squeeze(-1) : asLapackLeavesIt(product, m),
      none,
      rank(svdOp({ A: self, computeUv: false })[1], tolerance),
    ];
  },
  node: "LinalgLstsqBackward0",
  derivatives: (d) => [
    d(["self", "b"], ["b", "self", "solution"], (c): [Tensor | null, Tensor | null] => {
      const grad = c.grads[0];
      if (!grad) return [null, null];
      const vectors = c.solution.ndim < c.self.ndim;
      const column = (t: Tensor) => (vectors ? t.unsqueeze(-1) : t);
      const pinvA = pinv({ self: c.self });
      const forB = pinvA.mT.matmul(column(grad));
      return [
        pinvGradient(column(grad).matmul(column(c.b).mT), pinvA, c.self),
        vectors ? forB.squeeze(-1) : forB,
      ];
    }),
  ],
});

export const lstsq = defineOp({
  schema:
    "linalg_lstsq(Tensor self, Tensor b, float? rcond=None) -> (Tensor solution, Tensor residuals, Tensor rank, Tensor singular_values)",
  doc: "The shortest X with the least `‖A X - B‖` for matrices `[…, m, n]` and `[…, m, k]` (or `[m]`), the ranks of A, and, empty as PyTorch's default driver leaves them, residuals and singular values.",
  on: ["linalg"],
  composite: (args) => [...leastSquares(args), args.self.newZeros([0])],
});
