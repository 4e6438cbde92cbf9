/** What `nn.utils` holds: bounds for gradients, applied between `backward()` and the optimizer's step. */
import { noGrad } from "../autograd/mode.ts";
import { zeros } from "../ops/creation.ts";
import { stack } from "../ops/join.ts";
import { linalgVectorNorm } from "../ops/vectorNorm.ts";
import { Tensor } from "../tensor.ts";

const gradientsOf = (parameters: Tensor | Iterable<Tensor>): Tensor[] =>
  (parameters instanceof Tensor ? [parameters] : [...parameters]).flatMap((p) => (p.grad ? [p.grad] : []));

/**
 * Scales all gradients together so that their norm is at most `maxNorm`, in place.
 * @returns the norm of all gradients as it was before
 */
export function clipGradNorm_(
  parameters: Tensor | Iterable<Tensor>,
  maxNorm: number,
  { normType = 2 }: { normType?: number } = {},
): Tensor {
  const gradients = gradientsOf(parameters);
  return noGrad(() => {
    const norms = gradients.map((g) => linalgVectorNorm({ self: g, ord: normType }));
    if (norms.length === 0) return zeros({ size: [] });
    const total = linalgVectorNorm({ self: stack({ tensors: norms }), ord: normType });
    // Without a question to the device: where the norm is small enough, all are multiplied by 1.
    const factor = total.add(1e-6).reciprocal().mul(maxNorm).clamp(null, 1);
    for (const g of gradients) g.mul_(factor);
    return total;
  });
}

/** Bounds each element of the gradients by `±clipValue`, in place. */
export function clipGradValue_(parameters: Tensor | Iterable<Tensor>, clipValue: number): void {
  noGrad(() => {
    for (const g of gradientsOf(parameters)) g.clamp_(-clipValue, clipValue);
  });
}
