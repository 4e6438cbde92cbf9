/** `F.gumbelSoftmax`: samples of categories that gradients flow through. */
import type { Tensor } from "../tensor.ts";
import { rand } from "./creation.ts";
import { defineOp } from "./op.ts";
import { softmax } from "./softmax.ts";

/** Minus the logarithm of exponential numbers. They differ from PyTorch's, whose CPU draws these with another generator. */
const gumbels = (like: Tensor): Tensor => {
  const uniform = rand({ size: like.shape, dtype: like.dtype, device: like.device });
  return uniform.neg().add(1).log().neg().clampMin(1e-38).log().neg();
};

export const gumbelSoftmax = defineOp({
  schema: "gumbel_softmax(Tensor logits, float tau=1.0, bool hard=False, *, int dim=-1) -> Tensor",
  doc: "Samples from the distributions that `logits` give along `dim`, softened by the temperature `tau`; `hard` ones are one-hot, with the soft ones' gradient.",
  on: ["F"],
  composite: ({ logits, tau, hard, dim }) => {
    const soft = softmax({ self: logits.add(gumbels(logits)).div(tau), dim });
    if (!hard) return soft;
    const index = soft.max(dim, { keepdim: true }).indices;
    const chosen = logits.newZeros(logits.shape).scatter_(dim, index, 1);
    return chosen.sub(soft.detach()).add(soft);
  },
});
