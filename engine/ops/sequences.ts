/** Tensors that count or that mark a diagonal: `linspace`, `eye`. Computed on the CPU for every device. */
import { defaultDtype } from "../defaults.ts";
import { float64 } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import { Device } from "../tensor.ts";
import { allocate } from "./creation.ts";
import { defineOp } from "./op.ts";

/**
 * From both ends toward the middle, as PyTorch does, so that the last number is exactly the end. It computes in the
 * dtype, ends included, and rounds product and sum once.
 */
export function between(from: number, to: number, n: number, round: (x: number) => number): Float64Array {
  const [start, end] = [round(from), round(to)];
  const step = n > 1 ? round(round(end - start) / (n - 1)) : 0;
  const half = Math.floor(n / 2);
  return Float64Array.from({ length: n }, (_, i) =>
    n === 1 || i < half ? start + step * i : end - step * (n - 1 - i),
  );
}

const fillBetween = defineOp({
  schema: "_linspace(Tensor self, float start, float end) -> Tensor",
  doc: "Numbers at equal distances from `start` to `end`.",
  inplace: "only",
  on: [],
  meta: ({ self }) => ({ shape: self.shape, dtype: self.dtype }),
  cpu: ({ start, end }, [out]) =>
    out.data.set(between(start, end, out.size, out.dtype === float64 ? (x) => x : Math.fround)),
  webgpu: ({ start, end }, [out], gpu) => gpu.upload(out, between(start, end, out.size, Math.fround)),
});

export const linspace = defineOp({
  schema:
    "linspace(Scalar start, Scalar end, int steps, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "`steps` numbers at equal distances, the first `start` and the last `end`.",
  on: ["torch"],
  composite: ({ start, end, steps, dtype, device, requiresGrad }) => {
    if (steps < 0) throw new RuntimeError("number of steps must be non-negative");
    const out = allocate([steps], dtype ?? defaultDtype(), device ?? new Device("cpu"));
    return fillBetween.inplace({ self: out, start, end }).requiresGrad_(requiresGrad);
  },
});

export const eye = defineOp({
  schema:
    "eye(int n, int? m=None, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "Ones on the diagonal of `[n, m]`, zeros elsewhere; square unless `m` is given.",
  on: ["torch"],
  composite: ({ n, m, dtype, device, requiresGrad }) => {
    if (n < 0) throw new RuntimeError(`n must be greater or equal to 0, got ${n}`);
    const out = allocate([n, m ?? n], dtype ?? defaultDtype(), device ?? new Device("cpu")).zero_();
    out.diagonal().fill_(1);
    return out.requiresGrad_(requiresGrad);
  },
});
