/** p-norm distances between all rows of two batches of matrices, and the gradient of the first. Sums are in double. */
import { exactly } from "../../exactly.ts";
import type { CpuTensor } from "./cpuTensor.ts";

type Data = CpuTensor["data"];

function distance(a: Data, at: number, b: Data, bt: number, length: number, p: number): number {
  let sum = 0;
  for (let m = 0; m < length; m++) {
    const d = Math.abs((a[at + m] as number) - (b[bt + m] as number));
    if (p === 2) sum += d * d;
    else if (p === 1) sum += d;
    else if (p === 0) sum += d === 0 ? 0 : 1;
    else if (p === Number.POSITIVE_INFINITY) sum = Math.max(sum, d);
    else sum += d ** p;
  }
  if (p === 2) return Math.sqrt(sum);
  return p === 0 || p === 1 || p === Number.POSITIVE_INFINITY ? sum : sum ** (1 / p);
}

/** `x1 [b, n, k]`, `x2 [b, m, k]`, `out [b, n, m]`. */
export function distances(x1: CpuTensor, x2: CpuTensor, p: number, out: CpuTensor): void {
  const [batch, n, m] = exactly(3, out.shape);
  const k = x1.shape[2] as number;
  let at = 0;
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < m; j++, at++) {
        out.data[at] = distance(x1.data, (b * n + i) * k, x2.data, (b * m + j) * k, k, p);
      }
    }
  }
}

/** How the distance grows with the difference of one coordinate. */
function slope(difference: number, dist: number, p: number): number {
  if (difference === 0 || dist === 0 || p === 0) return 0;
  if (p === 1) return Math.sign(difference);
  if (p === 2) return difference / dist;
  if (p === Number.POSITIVE_INFINITY) return Math.abs(difference) === dist ? Math.sign(difference) : 0;
  return Math.sign(difference) * (Math.abs(difference) / dist) ** (p - 1);
}

export function distancesBackward(
  grad: CpuTensor,
  x1: CpuTensor,
  x2: CpuTensor,
  p: number,
  dist: CpuTensor,
  out: CpuTensor,
): void {
  const [batch, n, m] = exactly(3, grad.shape);
  const k = x1.shape[2] as number;
  const sums = new Float64Array(k);
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < n; i++) {
      sums.fill(0);
      const row = (b * n + i) * k;
      for (let j = 0; j < m; j++) {
        const at = (b * n + i) * m + j;
        const [g, d] = [grad.data[at] as number, dist.data[at] as number];
        const other = (b * m + j) * k;
        for (let c = 0; c < k; c++) {
          const difference = Math.fround((x1.data[row + c] as number) - (x2.data[other + c] as number));
          sums[c] = (sums[c] as number) + g * slope(difference, d, p);
        }
      }
      out.data.set(sums, row);
    }
  }
}
