/** The logarithm of a sum of exponentials, without overflow. */

import { defaultDtype } from "../defaults.ts";
import { finished, folded, larger } from "../devices/cpu/fold.ts";
import { gpuLogsumexp } from "../devices/webgpu/kernels/logsumexp.ts";
import { reducedShape, reductionDims } from "../shape.ts";
import { defineOp } from "./op.ts";
import { expandReduced } from "./reduce.ts";

export const logsumexp = defineOp({
  schema: "logsumexp(Tensor self, int[1] dim, bool keepdim=False) -> Tensor",
  doc: "`log(sum(exp(self)))` over the dimensions given, without overflow.",
  on: ["method", "torch"],
  layout: "strided",
  meta: ({ self, dim, keepdim }) => ({
    shape: reducedShape(self.shape, reductionDims(dim, self.ndim), keepdim),
    dtype: self.dtype.isFloatingPoint ? self.dtype : defaultDtype(),
  }),
  cpu: ({ self, dim }, [out]) => {
    const largest = folded(self, dim, Number.NEGATIVE_INFINITY, larger);
    // Infinity minus itself is no number: of an infinite maximum only exp(0) counts.
    const shift = largest.map((m) => (Number.isFinite(m) || Number.isNaN(m) ? m : 0));
    const sums = folded(self, dim, 0, (sum, x, m) => sum + Math.exp(x - m), shift);
    finished(sums, out, (sum, i) => Math.log(sum) + (shift[i] as number));
  },
  webgpu: ({ self, dim }, [out], gpu) => gpuLogsumexp(gpu, self, dim, out),
  node: "LogsumexpBackward0",
  derivatives: (d) => [
    d("self", ["dim", "keepdim", "result", "self"], (c) => {
      const spread = (t: typeof c.grad) => expandReduced(t, c.self.shape, c.dim, c.keepdim);
      return spread(c.grad).mul(c.self.sub(spread(c.result)).exp());
    }),
  ],
  flops: ({ self }) => 5 * self.numel(),
});
