/** `F.gumbelSoftmax`: samples of categories that gradients flow through. */
import type { Tensor } from "../tensor.ts";
import { defineOp } from "./op.ts";
import { exponential } from "./random.ts";
import { softmax } from "./softmax.ts";

/** Minus the logarithms of exponential numbers. */
const gumbels = (like: Tensor): Tensor =>
  exponential
    .inplace({ self: like.newEmpty(like.shape) })
    .log()
    .neg();

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
