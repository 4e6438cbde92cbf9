/** The bilinear form `x₁ᵀ · W · x₂`, one for each output: `F.bilinear`. */
import { RuntimeError } from "../errors.ts";
import { numel } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { add } from "./arithmetic.ts";
import { einsum } from "./einsum.ts";
import { defineOp } from "./op.ts";
import { reshape } from "./views.ts";

/** Dimensions are letters: those of the sum are all of `total`, in order. */
const letters = (total: number, expand: readonly number[]): string =>
  [..."abcdefgh"]
    .slice(0, total)
    .filter((_, i) => !expand.includes(i))
    .join("");

/** Every product of three tensors whose dimensions are aligned by `expand1` to `expand3`, summed over `sumdim`. */
const trilinear = defineOp({
  schema:
    "_trilinear(Tensor i1, Tensor i2, Tensor i3, int[] expand1, int[] expand2, int[] expand3, int[] sumdim, int unroll_dim=1) -> Tensor",
  doc: "The sum of products of three tensors, each without the dimensions that its list names.",
  explicit: ({ i1, i2, i3, expand1, expand2, expand3, sumdim }) => {
    const total = i1.ndim + expand1.length;
    const [a, b, c] = [expand1, expand2, expand3].map((e) => letters(total, e));
    return einsum({ equation: `${a},${b},${c}->${letters(total, sumdim)}`, tensors: [i1, i2, i3] });
  },
  node: "TrilinearBackward0",
  derivatives: (d) => [
    d(["i1", "i2", "i3"], ["expand1", "expand2", "expand3", "i1", "i2", "i3", "sumdim"], (c) => {
      const total = c.i1.ndim + c.expand1.length;
      const [a, b, w] = [c.expand1, c.expand2, c.expand3].map((e) => letters(total, e)) as [
        string,
        string,
        string,
      ];
      const g = letters(total, c.sumdim);
      const by = (equation: string, ...tensors: Tensor[]) => einsum({ equation, tensors });
      return [
        c.needs("i1") ? by(`${g},${b},${w}->${a}`, c.grad, c.i2, c.i3) : null,
        c.needs("i2") ? by(`${g},${a},${w}->${b}`, c.grad, c.i1, c.i3) : null,
        c.needs("i3") ? by(`${g},${a},${b}->${w}`, c.grad, c.i1, c.i2) : null,
      ];
    }),
  ],
  flops: ({ i1, i2 }) => 2 * (i1.shape[0] as number) * i2.numel(),
  products: true,
});

export const bilinear = defineOp({
  schema: "bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias=None) -> Tensor",
  doc: "`x₁ᵀ · weight[o] · x₂ + bias[o]` for each output: `[…, in1]` and `[…, in2]` by `[out, in1, in2]` give `[…, out]`.",
  on: ["F"],
  composite: ({ input1, input2, weight, bias }) => {
    const [last1, last2] = [input1.shape.at(-1), input2.shape.at(-1)];
    const fail = (message: string) => new RuntimeError(`bilinear(): ${message}`);
    if (input1.ndim !== input2.ndim) {
      throw fail(`input dimensions do not match: got ${input1.ndim} and ${input2.ndim}`);
    }
    input1.shape.slice(0, -1).forEach((size, i) => {
      if (size === input2.shape[i]) return;
      throw fail(`input batch dimensions do not match at dim ${i}: got ${size} and ${input2.shape[i]}`);
    });
    if (last1 !== weight.shape[1]) {
      throw fail(`input1 size does not match weight size: got ${last1} but expected ${weight.shape[1]}`);
    }
    if (last2 !== weight.shape[2]) {
      throw fail(`input2 size does not match weight size: got ${last2} but expected ${weight.shape[2]}`);
    }
    if (bias && bias.shape[0] !== weight.shape[0]) {
      throw fail(
        `bias size does not match weight size: got ${bias.shape[0]} but expected ${weight.shape[0]}`,
      );
    }
    const rows = (t: Tensor) =>
      reshape({ self: t, shape: [numel(t.shape.slice(0, -1)), t.shape.at(-1) as number] });
    const out = trilinear({
      i1: rows(input1),
      i2: weight,
      i3: rows(input2),
      expand1: [1, 3],
      expand2: [0],
      expand3: [1, 2],
      sumdim: [2, 3],
    });
    const shaped = reshape({ self: out, shape: [...input1.shape.slice(0, -1), weight.shape[0] as number] });
    return bias ? add({ self: shaped, other: bias }) : shaped;
  },
});
