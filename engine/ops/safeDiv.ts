/** Division for gradients of norms and deviations, which PyTorch defines as 0 where the result is 0. */
import type { Tensor } from "../tensor.ts";
import { pointwise } from "./pointwise.ts";

export const safeDiv = pointwise({
  schema: "_safe_div(Tensor self, Tensor other) -> Tensor",
  doc: "`self / other`, and 0 where `other` is 0.",
  operands: ["self", "other"],
  expression: { cpu: (a, b) => (b === 0 ? 0 : a / b), wgsl: "select(a / b, T(0), b == T(0))" },
  node: "SafeDivBackward0",
  derivatives: (d) => [
    d("self", ["other"], (c): Tensor => safeDiv({ self: c.grad, other: c.other })),
    d("other", ["other", "self"], (c): Tensor => {
      const quotient: Tensor = safeDiv({ self: c.self, other: c.other });
      return safeDiv({ self: c.grad.neg().mul(quotient), other: c.other });
    }),
  ],
});
