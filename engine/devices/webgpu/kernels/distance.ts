/** p-norm distances between all rows of two batches of matrices, and the gradient of the first: an invocation for each result. */
import { exactly } from "../../../exactly.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import { GpuProgram } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { functionsFor } from "./wgsl.ts";

/** `norm`: 0 counts, 1 adds up, 2 is Euclid's, 3 takes the largest, 4 raises to the power `p`. */
const COMMON = {
  total: "u32",
  n: "u32",
  m: "u32",
  k: "u32",
  norm: "u32",
  p: "f32",
  x1Offset: "u32",
  x2Offset: "u32",
  outOffset: "u32",
} as const;

const forward = new GpuProgram({
  key: "cdist",
  bindings: [
    { name: "x1", type: "f32", access: "read" },
    { name: "x2", type: "f32", access: "read" },
    { name: "out", type: "f32", access: "write" },
  ],
  uniforms: COMMON,
  workgroup: [64],
  functions: functionsFor("power("),
  body: `  if (index >= u.total) { return; }
  let batch = index / (u.n * u.m);
  let a = u.x1Offset + index / u.m * u.k;
  let b = u.x2Offset + (batch * u.m + index % u.m) * u.k;
  var sum = 0.0;
  for (var c = 0u; c < u.k; c++) {
    let d = abs(x1[a + c] - x2[b + c]);
    switch (u.norm) {
      case 0u: { sum += select(1.0, 0.0, d == 0.0); }
      case 1u: { sum += d; }
      case 2u: { sum += d * d; }
      case 3u: { sum = max(sum, d); }
      default: { sum += power(d, u.p); }
    }
  }
  if (u.norm == 2u) { sum = sqrt(sum); }
  if (u.norm == 4u) { sum = power(sum, 1.0 / u.p); }
  out[u.outOffset + index] = sum;`,
});

const backward = new GpuProgram({
  key: "cdist backward",
  bindings: [
    { name: "grad", type: "f32", access: "read" },
    { name: "x1", type: "f32", access: "read" },
    { name: "x2", type: "f32", access: "read" },
    { name: "distance", type: "f32", access: "read" },
    { name: "out", type: "f32", access: "write" },
  ],
  uniforms: { ...COMMON, gradOffset: "u32", distanceOffset: "u32" },
  workgroup: [64],
  functions: functionsFor("power("),
  body: `  if (index >= u.total) { return; }
  let row = index / u.k;
  let c = index % u.k;
  let batch = row / u.n;
  let own = x1[u.x1Offset + index];
  var sum = 0.0;
  for (var j = 0u; j < u.m; j++) {
    let difference = own - x2[u.x2Offset + (batch * u.m + j) * u.k + c];
    let d = distance[u.distanceOffset + row * u.m + j];
    if (difference == 0.0 || d == 0.0) { continue; }
    let size = abs(difference);
    var slope = sign(difference);
    switch (u.norm) {
      case 0u: { slope = 0.0; }
      case 1u: {}
      case 2u: { slope = difference / d; }
      case 3u: { slope = select(0.0, slope, size == d); }
      default: { slope *= power(size / d, u.p - 1.0); }
    }
    sum += grad[u.gradOffset + row * u.m + j] * slope;
  }
  out[u.outOffset + index] = sum;`,
});

const normOf = (p: number): { norm: number; p: number } => {
  const norm = [0, 1, 2, Number.POSITIVE_INFINITY].indexOf(p);
  return { norm: norm < 0 ? 4 : norm, p: norm < 0 ? p : 0 };
};

/** `x1 [b, n, k]`, `x2 [b, m, k]`, `out [b, n, m]`. */
export function gpuDistances(gpu: GpuEncoder, x1: GpuTensor, x2: GpuTensor, p: number, out: GpuTensor): void {
  const [, n, m] = exactly(3, out.shape);
  const uniforms = {
    total: out.size,
    ...{ n, m, k: x1.shape[2] as number },
    ...normOf(p),
    ...{ x1Offset: x1.offset, x2Offset: x2.offset, outOffset: out.offset },
  };
  gpu.dispatch(forward, [x1, x2, out], uniforms, out.size);
}

export function gpuDistancesBackward(
  gpu: GpuEncoder,
  { grad, x1, x2, p, cdist }: { grad: GpuTensor; x1: GpuTensor; x2: GpuTensor; p: number; cdist: GpuTensor },
  out: GpuTensor,
): void {
  const [, n, m] = exactly(3, grad.shape);
  const uniforms = {
    total: out.size,
    ...{ n, m, k: x1.shape[2] as number },
    ...normOf(p),
    ...{ x1Offset: x1.offset, x2Offset: x2.offset, outOffset: out.offset },
    ...{ gradOffset: grad.offset, distanceOffset: cdist.offset },
  };
  gpu.dispatch(backward, [grad, x1, x2, cdist, out], uniforms, out.size);
}
