/**
 * Factorizations of single matrices, row-major and in double, with LAPACK's signs where it has any: `getrf`, `potrf`,
 * `geqrf`. They say by a number from 1 on where a matrix is singular or not positive definite, as LAPACK's `info`.
 */

/** `P A = L U`, in place: L below the diagonal, whose own is 1. Pivots count from 1, as LAPACK's. */
export function luFactor(a: Float64Array, n: number): { pivots: Int32Array; info: number; swaps: number } {
  const pivots = new Int32Array(n);
  let [info, swaps] = [0, 0];
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k + 1; i < n; i++) {
      if (Math.abs(a[i * n + k] as number) > Math.abs(a[best * n + k] as number)) best = i;
    }
    pivots[k] = best + 1;
    if (best !== k) {
      swaps++;
      for (let j = 0; j < n; j++) swap(a, k * n + j, best * n + j);
    }
    const pivot = a[k * n + k] as number;
    if (pivot === 0) {
      info ||= k + 1;
      continue;
    }
    for (let i = k + 1; i < n; i++) {
      const factor = (a[i * n + k] as number) / pivot;
      a[i * n + k] = factor;
      if (factor === 0) continue;
      for (let j = k + 1; j < n; j++)
        a[i * n + j] = (a[i * n + j] as number) - factor * (a[k * n + j] as number);
    }
  }
  return { pivots, info, swaps };
}

function swap(a: Float64Array, i: number, j: number): void {
  const x = a[i] as number;
  a[i] = a[j] as number;
  a[j] = x;
}

/** Solves `A X = B` in place of B (`n` by `m`), from the factors of A. */
export function luSolve(lu: Float64Array, pivots: Int32Array, b: Float64Array, n: number, m: number): void {
  for (let k = 0; k < n; k++) {
    const other = (pivots[k] as number) - 1;
    if (other !== k) for (let j = 0; j < m; j++) swap(b, k * m + j, other * m + j);
  }
  triangularSolve(lu, b, n, m, { upper: false, unit: true });
  triangularSolve(lu, b, n, m, { upper: true, unit: false });
}

/** Solves `T X = B` in place of B, with the upper or lower triangle of a matrix; `unit`: its diagonal is 1. */
export function triangularSolve(
  t: Float64Array,
  b: Float64Array,
  n: number,
  m: number,
  { upper, unit }: { readonly upper: boolean; readonly unit: boolean },
): void {
  for (let step = 0; step < n; step++) {
    const i = upper ? n - 1 - step : step;
    const [from, to] = upper ? [i + 1, n] : [0, i];
    const pivot = unit ? 1 : (t[i * n + i] as number);
    for (let j = 0; j < m; j++) {
      let sum = b[i * m + j] as number;
      for (let k = from; k < to; k++) sum -= (t[i * n + k] as number) * (b[k * m + j] as number);
      b[i * m + j] = sum / pivot;
    }
  }
}

/** `A = L Lᵀ` in place, from the lower triangle. */
export function choleskyFactor(a: Float64Array, n: number): number {
  for (let j = 0; j < n; j++) {
    let sum = a[j * n + j] as number;
    for (let k = 0; k < j; k++) sum -= (a[j * n + k] as number) ** 2;
    if (!(sum > 0)) return j + 1;
    const pivot = Math.sqrt(sum);
    a[j * n + j] = pivot;
    for (let i = j + 1; i < n; i++) {
      let rest = a[i * n + j] as number;
      for (let k = 0; k < j; k++) rest -= (a[i * n + k] as number) * (a[j * n + k] as number);
      a[i * n + j] = rest / pivot;
    }
  }
  for (let i = 0; i < n; i++) a.fill(0, i * n + i + 1, (i + 1) * n);
  return 0;
}

/** Householder's: A (`m` by `n`) becomes R above the diagonal; Q is `m` by `columns`. */
export function qrFactor(a: Float64Array, m: number, n: number, columns: number): Float64Array {
  const steps = Math.min(m, n);
  const reflectors: { v: Float64Array; tau: number }[] = [];
  for (let k = 0; k < steps; k++) {
    let below = 0;
    for (let i = k + 1; i < m; i++) below += (a[i * n + k] as number) ** 2;
    const alpha = a[k * n + k] as number;
    const v = new Float64Array(m);
    v[k] = 1;
    let tau = 0;
    if (below > 0) {
      const beta = -Math.sign(alpha || 1) * Math.sqrt(alpha * alpha + below);
      tau = (beta - alpha) / beta;
      for (let i = k + 1; i < m; i++) v[i] = (a[i * n + k] as number) / (alpha - beta);
    }
    reflectors.push({ v, tau });
    reflect(a, m, n, k, v, tau);
    for (let i = k + 1; i < m; i++) a[i * n + k] = 0;
  }
  const q = new Float64Array(m * columns);
  for (let i = 0; i < Math.min(m, columns); i++) q[i * columns + i] = 1;
  for (let k = steps - 1; k >= 0; k--) {
    const { v, tau } = reflectors[k] as { v: Float64Array; tau: number };
    reflect(q, m, columns, k, v, tau);
  }
  return q;
}

function reflect(a: Float64Array, m: number, n: number, from: number, v: Float64Array, tau: number): void {
  if (tau === 0) return;
  for (let j = 0; j < n; j++) {
    let sum = 0;
    for (let i = from; i < m; i++) sum += (v[i] as number) * (a[i * n + j] as number);
    sum *= tau;
    for (let i = from; i < m; i++) a[i * n + j] = (a[i * n + j] as number) - sum * (v[i] as number);
  }
}
