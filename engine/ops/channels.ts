/** Ops on channels: shuffled between groups, divided by their neighbours' sizes. */
import { gpuClone } from "../devices/webgpu/kernels/copy.ts";
import { RuntimeError, ValueError } from "../errors.ts";
import { exactly } from "../exactly.ts";
import { contiguousStrides, numel, shapeText } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { avgPool2d } from "./averagePool.ts";
import { clone } from "./copy.ts";
import { constantPad } from "./movement.ts";
import { defineOp } from "./op.ts";
import { avgPool3d } from "./pool3d.ts";

interface Strided {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** `[N, C, …]` seen as `[N, C / groups, groups, …]`, the groups' first channels first. */
function regrouped<T extends Strided>(t: T, groups: number): T {
  const [n, c] = exactly(2, t.shape.slice(0, 2));
  const inner = numel(t.shape.slice(2));
  const each = c / groups;
  return {
    ...t,
    shape: [n, each, groups, inner],
    strides: [c * inner, inner, each * inner, 1],
  };
}

const rows = <T extends Strided>(t: T, groups: number): T => {
  const [n, c] = exactly(2, t.shape.slice(0, 2));
  const shape = [n, c / groups, groups, numel(t.shape.slice(2))];
  return { ...t, shape, strides: contiguousStrides(shape) };
};

export const channelShuffle = defineOp({
  schema: "channel_shuffle(Tensor self, int groups) -> Tensor",
  doc: "The channels of `[N, C, …]`, of each of the groups in turn.",
  on: ["torch", "F"],
  meta: ({ self, groups }) => {
    if (self.ndim <= 2) {
      throw new RuntimeError(
        `channel_shuffle expects input with > 2 dims, but got input with sizes ${shapeText(self.shape)}`,
      );
    }
    if (groups <= 0) {
      throw new RuntimeError(
        `Number of groups to divide channels in must be positive. Value of groups:${groups}`,
      );
    }
    const channels = self.shape[1] as number;
    if (channels % groups !== 0) {
      throw new RuntimeError(
        `Number of channels must be divisible by groups. Got ${channels} channels and ${groups} groups.`,
      );
    }
    return { shape: self.shape };
  },
  cpu: ({ self, groups }, [out]) =>
    clone.definition.cpu?.({ self: regrouped(self, groups) }, [rows(out, groups)]),
  webgpu: ({ self, groups }, [out], gpu) =>
    gpuClone({ self: regrouped(self, groups) }, [rows(out, groups)], gpu),
  node: "ChannelShuffleBackward0",
  derivatives: (d) => [
    d(
      "self",
      ["groups"],
      (c): Tensor => channelShuffle({ self: c.grad, groups: (c.grad.shape[1] as number) / c.groups }),
    ),
  ],
});

export const localResponseNorm = defineOp({
  schema:
    "local_response_norm(Tensor input, int size, float alpha=0.0001, float beta=0.75, float k=1.0) -> Tensor",
  doc: "Each element of `[N, C, …]` over a power of the mean square of `size` neighbouring channels at its place.",
  on: ["F"],
  composite: ({ input, size, alpha, beta, k }) => {
    if (input.ndim < 3) {
      throw new ValueError(
        `Expected 3D or higher dimensionality                          input (got ${input.ndim} dimensions)`,
      );
    }
    if (input.numel() === 0) return input;
    const squares = input.mul(input);
    const border = [Math.floor(size / 2), Math.floor((size - 1) / 2)];
    const means = (): Tensor => {
      if (input.ndim === 3) {
        const framed = constantPad({ self: squares.unsqueeze(1), pad: [0, 0, ...border] });
        return avgPool2d({ self: framed, kernelSize: [size, 1], stride: [1, 1] }).squeeze(1);
      }
      const [n, c, h] = exactly(3, input.shape.slice(0, 3));
      const framed = constantPad({ self: squares.view(n, 1, c, h, -1), pad: [0, 0, 0, 0, ...border] });
      const pooled = avgPool3d({ self: framed, kernelSize: [size, 1, 1], stride: [1, 1, 1] });
      return pooled.squeeze(1).view(input.shape);
    };
    return input.div(means().mul(alpha).add(k).pow(beta));
  },
});
