/** `F.pdist`: the distances of all pairs of rows. */
import { gpuPdist } from "../devices/webgpu/kernels/pdist.ts";
import { int64 } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import { exactly } from "../exactly.ts";
import { backendFor } from "../runtime.ts";
import type { Tensor } from "../tensor.ts";
import { allocate } from "./creation.ts";
import { indexAdd } from "./indexing.ts";
import { defineOp } from "./op.ts";

/** The p-norm of numbers that are not negative. */
function norm(values: readonly number[], p: number): number {
  if (p === Number.POSITIVE_INFINITY) return values.reduce((a, b) => Math.max(a, b), 0);
  if (p === 0) return values.filter((v) => v !== 0).length;
  const sum = values.reduce((s, v) => s + v ** p, 0);
  return p === 2 ? Math.sqrt(sum) : sum ** (1 / p);
}

/** The first and second rows of the pairs, in order. */
function pairs(rows: number, like: Tensor): [Tensor, Tensor] {
  const first: number[] = [];
  const second: number[] = [];
  for (let i = 0; i < rows; i++) {
    for (let j = i + 1; j < rows; j++) {
      first.push(i);
      second.push(j);
    }
  }
  const indices = (values: readonly number[]) => {
    const t = allocate([values.length], int64, like.device);
    if (values.length) backendFor(like.storage.device).write(t.storage, Float64Array.from(values));
    return t;
  };
  return [indices(first), indices(second)];
}

export const pdist = defineOp({
  schema: "pdist(Tensor self, float p=2.0) -> Tensor",
  doc: "The p-norms of the differences of all pairs of rows of `[N, M]`: `[N · (N - 1) / 2]`.",
  on: ["torch", "F"],
  meta: ({ self, p }) => {
    if (self.ndim !== 2) throw new RuntimeError(`pdist only supports 2D tensors, got: ${self.ndim}D`);
    if (!(p >= 0)) throw new RuntimeError("pdist only supports non-negative p values");
    const rows = self.shape[0] as number;
    return { shape: [Math.max((rows * (rows - 1)) / 2, 0)] };
  },
  cpu: ({ self, p }, [out]) => {
    const [rows, width] = exactly(2, self.shape);
    const row = (i: number) => Array.from(self.data.subarray(i * width, (i + 1) * width), Number);
    let at = 0;
    for (let i = 0; i < rows; i++) {
      const a = row(i);
      for (let j = i + 1; j < rows; j++) {
        out.data[at++] = norm(
          row(j).map((b, k) => Math.abs((a[k] as number) - b)),
          p,
        );
      }
    }
  },
  webgpu: ({ self, p }, [out], gpu) => gpuPdist(gpu, self, p, out),
  node: "PdistBackward0",
  derivatives: (d) => [
    d("self", ["p", "result", "self"], (c) => {
      const zeros = c.grad.newZeros(c.self.shape);
      if (c.p === 0 || c.result.numel() === 0) return zeros;
      const [first, second] = pairs(c.self.shape[0] as number, c.self);
      const difference = c.self.indexSelect(0, first).sub(c.self.indexSelect(0, second));
      const distance = c.result.unsqueeze(1);
      const share =
        c.p === Number.POSITIVE_INFINITY
          ? difference.sign().mul(difference.abs().eq(distance))
          : difference.sign().mul(
              difference
                .abs()
                .div(distance.maskedFill(distance.eq(0), 1))
                .pow(c.p - 1),
            );
      const each = share.mul(c.grad.unsqueeze(1));
      const added = indexAdd({ self: zeros, dim: 0, index: first, source: each });
      return indexAdd({ self: added, dim: 0, index: second, source: each.neg() });
    }),
  ],
  flops: ({ self }, [out]) => 3 * (out?.shape[0] ?? 0) * (self.shape[1] as number),
});
