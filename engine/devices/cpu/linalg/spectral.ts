/**
 * Eigenvalues of symmetric matrices and singular values, by Jacobi's rotations: simple, and as exact as any. Vectors
 * have the sign that makes the largest element of each positive; LAPACK's own follow from no rule.
 */

const SWEEPS = 60;

/** Ascending eigenvalues of a symmetric matrix, and their vectors as columns. */
export function symmetricEigen(a: Float64Array, n: number): { values: Float64Array; vectors: Float64Array } {
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let [off, all] = [0, 0];
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const square = (a[i * n + j] as number) ** 2;
        all += square;
        if (i !== j) off += square;
      }
    }
    if (!(off > 1e-32 * all)) break;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) rotateBoth(a, v, n, p, q);
    }
  }
  const order = Array.from({ length: n }, (_, i) => i).sort(
    (x, y) => (a[x * n + x] as number) - (a[y * n + y] as number),
  );
  const values = Float64Array.from(order, (i) => a[i * n + i] as number);
  return { values, vectors: signed(picked(v, n, n, order), n, n) };
}

function rotateBoth(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q] as number;
  if (apq === 0) return;
  const theta = ((a[q * n + q] as number) - (a[p * n + p] as number)) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  rotateColumns(a, n, n, p, q, c, t * c);
  for (let k = 0; k < n; k++) {
    const [x, y] = [a[p * n + k] as number, a[q * n + k] as number];
    a[p * n + k] = c * x - t * c * y;
    a[q * n + k] = t * c * x + c * y;
  }
  rotateColumns(v, n, n, p, q, c, t * c);
}

function rotateColumns(
  a: Float64Array,
  rows: number,
  n: number,
  p: number,
  q: number,
  c: number,
  s: number,
): void {
  for (let k = 0; k < rows; k++) {
    const [x, y] = [a[k * n + p] as number, a[k * n + q] as number];
    a[k * n + p] = c * x - s * y;
    a[k * n + q] = s * x + c * y;
  }
}

/** Columns of a matrix with `columns` of them, in an order. */
function picked(a: Float64Array, rows: number, columns: number, order: readonly number[]): Float64Array {
  const out = new Float64Array(rows * order.length);
  for (let i = 0; i < rows; i++) {
    order.forEach((from, to) => {
      out[i * order.length + to] = a[i * columns + from] as number;
    });
  }
  return out;
}

/** The signs that make each column's largest element positive; `also` turns with it. */
function signed(a: Float64Array, rows: number, columns: number, also?: Float64Array): Float64Array {
  for (let j = 0; j < columns; j++) {
    let largest = 0;
    for (let i = 0; i < rows; i++) {
      const x = a[i * columns + j] as number;
      if (Math.abs(x) > Math.abs(largest) * (1 + 1e-12)) largest = x;
    }
    if (largest >= 0) continue;
    for (let i = 0; i < rows; i++) a[i * columns + j] = -(a[i * columns + j] as number);
    if (also)
      for (let i = 0; i < also.length / columns; i++)
        also[i * columns + j] = -(also[i * columns + j] as number);
  }
  return a;
}

export interface Singular {
  /** `m` by k, k the lesser of `m` and `n`. */
  readonly u: Float64Array;
  /** Descending. */
  readonly s: Float64Array;
  /** `n` by k. */
  readonly v: Float64Array;
}

/** `A = U diag(s) Vᵀ`, by rotations of pairs of columns until all are orthogonal (one-sided Jacobi). */
export function singular(a: Float64Array, m: number, n: number): Singular {
  if (m < n) {
    const { u, s, v } = singular(turned(a, m, n), n, m);
    return { u: v, s, v: u };
  }
  const w = a.slice();
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  let rotated = true;
  for (let sweep = 0; sweep < SWEEPS && rotated; sweep++) {
    rotated = false;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        let [pp, qq, pq] = [0, 0, 0];
        for (let k = 0; k < m; k++) {
          const [x, y] = [w[k * n + p] as number, w[k * n + q] as number];
          pp += x * x;
          qq += y * y;
          pq += x * y;
        }
        if (Math.abs(pq) <= 1e-16 * Math.sqrt(pp * qq) || pq === 0) continue;
        rotated = true;
        const theta = (qq - pp) / (2 * pq);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        rotateColumns(w, m, n, p, q, c, t * c);
        rotateColumns(v, n, n, p, q, c, t * c);
      }
    }
  }
  const lengths = Float64Array.from({ length: n }, (_, j) => {
    let sum = 0;
    for (let k = 0; k < m; k++) sum += (w[k * n + j] as number) ** 2;
    return Math.sqrt(sum);
  });
  const order = Array.from({ length: n }, (_, i) => i).sort(
    (x, y) => (lengths[y] as number) - (lengths[x] as number),
  );
  const s = Float64Array.from(order, (i) => lengths[i] as number);
  const u = picked(w, m, n, order);
  const right = picked(v, n, n, order);
  const least = (s[0] ?? 0) * 1e-15;
  for (let j = 0; j < n; j++) {
    if ((s[j] as number) > least)
      for (let k = 0; k < m; k++) u[k * n + j] = (u[k * n + j] as number) / (s[j] as number);
    else orthogonalColumn(u, m, n, j);
  }
  signed(u, m, n, right);
  return { u, s, v: right };
}

/** Makes column j a unit vector that is orthogonal to those before it. */
export function orthogonalColumn(u: Float64Array, m: number, n: number, j: number): void {
  for (let start = 0; start < m; start++) {
    for (let k = 0; k < m; k++) u[k * n + j] = k === start ? 1 : 0;
    for (let pass = 0; pass < 2; pass++) {
      for (let p = 0; p < j; p++) {
        let along = 0;
        for (let k = 0; k < m; k++) along += (u[k * n + p] as number) * (u[k * n + j] as number);
        for (let k = 0; k < m; k++)
          u[k * n + j] = (u[k * n + j] as number) - along * (u[k * n + p] as number);
      }
    }
    let length = 0;
    for (let k = 0; k < m; k++) length += (u[k * n + j] as number) ** 2;
    if (length < 0.5 / m) continue;
    for (let k = 0; k < m; k++) u[k * n + j] = (u[k * n + j] as number) / Math.sqrt(length);
    return;
  }
}

export function turned(a: Float64Array, m: number, n: number): Float64Array {
  const out = new Float64Array(m * n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) out[j * m + i] = a[i * n + j] as number;
  return out;
}
