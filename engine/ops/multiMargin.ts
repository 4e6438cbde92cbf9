/** Losses of class scores that should be larger by a margin: of one class, of several. */
import { multilabelMargin, multilabelMarginBackward, multiMargin } from "../devices/cpu/multiMargin.ts";
import {
  gpuMultilabelMargin,
  gpuMultilabelMarginBackward,
  gpuMultiMargin,
} from "../devices/webgpu/kernels/multiMargin.ts";
import { gpuRefuseOutside } from "../devices/webgpu/kernels/refuse.ts";
import { RuntimeError, ValueError } from "../errors.ts";
import { sameShape, shapeText } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { where } from "./choice.ts";
import { scatter, scatterValue } from "./indexing.ts";
import { MEAN, NONE, reductionNumber } from "./lossReduction.ts";
import { defineOp } from "./op.ts";

interface Laid {
  readonly shape: readonly number[];
  readonly numel?: unknown;
}

const samplesOf = (self: Laid): number => (self.shape.length === 2 ? (self.shape[0] as number) : 1);

/** What the samples' sum is multiplied by; null where there is none. */
const scaleOf = (self: Laid, reduction: number): number | null =>
  reduction === NONE ? null : reduction === MEAN ? 1 / samplesOf(self) : 1;

const targetOutside = () => new RuntimeError("target out of range");

const multiMarginKernel = defineOp({
  schema:
    "multi_margin_loss.kernel(Tensor self, Tensor target, Scalar p, Scalar margin, Tensor? weight, int reduction) -> Tensor",
  doc: "How far each other class comes too near to the right one.",
  meta: ({ self, target, weight, reduction }) => {
    const classes = self.shape.at(-1) ?? 1;
    const samples = samplesOf(self);
    if (target.numel() !== samples || target.ndim > 1) {
      throw new RuntimeError(
        `multi_margin_loss: target tensor should be 1-D with size equal to the number of input samples (batch size). Expected target size [${samples}], but got ${shapeText(target.shape)}. Input has shape ${shapeText(self.shape)}.`,
      );
    }
    if (weight && weight.numel() !== classes) {
      throw new RuntimeError(
        `inconsistent weight size, expected ${classes} but got ${shapeText(weight.shape)}`,
      );
    }
    return { shape: reduction === NONE ? target.shape : [] };
  },
  cpu: ({ self, target, p, margin, weight, reduction }, [out]) =>
    multiMargin(self, target, weight, p, margin, scaleOf(self, reduction), out),
  webgpu: ({ self, target, p, margin, weight, reduction }, [out], gpu) => {
    gpuRefuseOutside(gpu, target, [0, self.shape.at(-1) ?? 1], 0, targetOutside);
    gpuMultiMargin(gpu, self, target, weight, { p, margin, scale: scaleOf(self, reduction) }, out);
  },
  node: "MultiMarginLossBackward0",
  derivatives: (d) => [
    d("self", ["margin", "p", "reduction", "self", "target", "weight"], (c) => {
      const classes = c.self.shape.at(-1) ?? 1;
      const x = c.self.view(-1, classes);
      const index = c.target.view(-1, 1);
      const lacking = x.sub(x.gather(1, index)).add(c.margin);
      const zeros = x.newZeros(x.shape);
      const slope = c.p === 1 ? x.newOnes(x.shape) : lacking.mul(2);
      const weighed = c.weight ? slope.mul(c.weight.indexSelect(0, c.target.view(-1)).unsqueeze(1)) : slope;
      const scale = (scaleOf(c.self, c.reduction) ?? 1) / classes;
      const active = where({ condition: lacking.gt(0), self: weighed, other: zeros });
      const others = scatterValue({ self: active, dim: 1, index, value: 0 });
      const all = scatter({ self: others, dim: 1, index, src: others.sum([1], { keepdim: true }).neg() });
      return all.mul(c.grad.reshape(-1, 1).mul(scale)).view(c.self.shape);
    }),
  ],
  flops: ({ self }) => 3 * self.numel(),
});

export const multiMarginLoss = defineOp({
  schema:
    "multi_margin_loss(Tensor input, Tensor target, int p=1, float margin=1.0, Tensor? weight=None, *, str reduction='mean') -> Tensor",
  doc: "For scores `[N, C]` and classes `[N]`: the mean over the other classes of `max(0, margin - right + other)`, to the power `p`.",
  on: ["F"],
  composite: ({ input, target, p, margin, weight, reduction }) => {
    if (p !== 1 && p !== 2) throw new ValueError("only p == 1 and p == 2 supported");
    if (weight && weight.ndim !== 1) throw new ValueError("weight must be one-dimensional");
    return multiMarginKernel({
      self: input,
      ...{ target, p, margin, weight, reduction: reductionNumber(reduction) },
    });
  },
});

const labelOutside = () => new RuntimeError("argument #2 'target' is out of range");

const multilabelKernel = defineOp({
  schema:
    "multilabel_margin_loss_forward(Tensor self, Tensor target, int reduction) -> (Tensor output, Tensor is_target)",
  doc: "How far each wrong class comes too near to each right one.",
  meta: ({ self, target, reduction }) => {
    if (!sameShape(self.shape, target.shape)) {
      throw new RuntimeError(
        `inconsistent target size: ${shapeText(target.shape)} for input of size: ${shapeText(self.shape)}`,
      );
    }
    const each = self.ndim === 2 ? [self.shape[0] as number] : [];
    return [
      { shape: reduction === NONE ? each : [], dtype: self.dtype },
      { shape: target.shape, dtype: self.dtype },
    ];
  },
  cpu: ({ self, target, reduction }, [out, isTarget]) =>
    multilabelMargin(self, target, scaleOf(self, reduction), out, isTarget),
  webgpu: ({ self, target, reduction }, [out, isTarget], gpu) => {
    gpuRefuseOutside(gpu, target, [-1, self.shape.at(-1) ?? 1], -1, labelOutside);
    gpuMultilabelMargin(gpu, self, target, scaleOf(self, reduction), out, isTarget);
  },
  node: "MultilabelMarginLossBackward0",
  derivatives: (d) => [
    d("self", ["isTarget", "reduction", "self", "target"], (c) =>
      multilabelBackward({
        gradOutput: c.grad,
        self: c.self,
        target: c.target,
        isTarget: c.isTarget,
        reduction: c.reduction,
      }),
    ),
  ],
  flops: ({ self }) => 3 * self.numel() * (self.shape.at(-1) ?? 1),
});

const multilabelBackward = defineOp({
  schema:
    "multilabel_margin_loss_backward(Tensor grad_output, Tensor self, Tensor target, Tensor is_target, int reduction) -> Tensor",
  doc: "The gradient of the scores.",
  meta: ({ self }) => ({ shape: self.shape, dtype: self.dtype }),
  cpu: ({ gradOutput, self, target, isTarget, reduction }, [out]) =>
    multilabelMarginBackward(
      gradOutput,
      self,
      target,
      isTarget,
      scaleOf(self, reduction) ?? 1,
      reduction === NONE,
      out,
    ),
  webgpu: ({ gradOutput, self, target, isTarget, reduction }, [out], gpu) =>
    gpuMultilabelMarginBackward(
      gpu,
      gradOutput,
      self,
      target,
      isTarget,
      scaleOf(self, reduction) ?? 1,
      reduction === NONE,
      out,
    ),
  node: "MultilabelMarginLossBackwardBackward0",
  derivatives: (d) => [
    d("gradOutput", ["gradOutput", "isTarget", "reduction", "self", "target"], (c): Tensor => {
      const { isTarget, reduction, self, target } = c;
      const each = c.grad.mul(
        multilabelBackward({
          gradOutput: c.gradOutput.newOnes(c.gradOutput.shape),
          isTarget,
          reduction,
          self,
          target,
        }),
      );
      return c.gradOutput.ndim === 0 ? each.sum() : each.sum([-1]);
    }),
    // Straight pieces: the gradient does not change with the scores.
    d("self", [], (c) => c.grad.newZeros(c.grad.shape)),
  ],
});

export const multilabelMarginLoss = defineOp({
  schema: "multilabel_margin_loss(Tensor input, Tensor target, *, str reduction='mean') -> Tensor",
  doc: "For scores `[N, C]` and several classes a row, ended by -1: the mean of `max(0, 1 - right + wrong)`.",
  on: ["F"],
  composite: ({ input, target, reduction }) =>
    multilabelKernel({ self: input, target, reduction: reductionNumber(reduction) })[0],
});
