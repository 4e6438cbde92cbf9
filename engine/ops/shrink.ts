/** Activations that cut off by a threshold, and the leaky one with a random slope. */
import { gpuFill } from "../devices/webgpu/kernels/copy.ts";
import { gpuMaskedScatter } from "../devices/webgpu/kernels/maskedScatter.ts";
import { gpuPointwise } from "../devices/webgpu/kernels/pointwise.ts";
import { bool, float32 } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import { defaultGenerator } from "../random/generator.ts";
import type { Tensor } from "../tensor.ts";
import { leakyRelu } from "./activations.ts";
import { defineOp } from "./op.ts";
import { pointwise } from "./pointwise.ts";
import { thresholdBackward } from "./unary.ts";

/** Whether x is at most `limit`, which float32 elements meet rounded to float32. */
const atMost = (x: number, limit: number): boolean => x <= limit || x === Math.fround(limit);
const isSmall = (x: number, limit: number): boolean => atMost(x, limit) && atMost(-x, limit);

export const hardshrink = pointwise({
  schema: "hardshrink(Tensor self, Scalar lambd=0.5) -> Tensor",
  doc: "x, but 0 from `-lambd` to `lambd`.",
  on: ["method", "torch", "F"],
  operands: ["self"],
  scalars: ["lambd"],
  expression: {
    cpu: (a, lambd) => (isSmall(a, lambd) ? 0 : a),
    wgsl: "select(a, 0.0, a >= -lambd && a <= lambd)",
  },
  node: "HardshrinkBackward0",
  derivatives: (d) => [
    d("self", ["lambd", "self"], (c) => shrinkBackward({ grad: c.grad, self: c.self, lambd: c.lambd })),
  ],
});

export const softshrink = pointwise({
  schema: "softshrink(Tensor self, Scalar lambd=0.5) -> Tensor",
  doc: "x brought nearer to 0 by `lambd`, and 0 from `-lambd` to `lambd`.",
  on: ["F"],
  operands: ["self"],
  scalars: ["lambd"],
  check: ({ lambd }) => {
    if (!(lambd >= 0)) {
      throw new RuntimeError(
        `lambda must be in range [0, 3.40282e+38] for input dtype Float, but found ${lambd}`,
      );
    }
  },
  expression: {
    cpu: (a, lambd) => (a > lambd ? a - lambd : a < -lambd ? a + lambd : a * 0),
    wgsl: "select(select(select(0.0, a, isNan(a)), a + lambd, a < -lambd), a - lambd, a > lambd)",
  },
  node: "SoftshrinkBackward0",
  derivatives: (d) => [
    d("self", ["lambd", "self"], (c) => shrinkBackward({ grad: c.grad, self: c.self, lambd: c.lambd })),
  ],
});

const shrinkBackward = pointwise({
  schema: "hardshrink_backward(Tensor grad, Tensor self, Scalar lambd) -> Tensor",
  doc: "The gradient where `self` is not cut off.",
  operands: ["grad", "self"],
  scalars: ["lambd"],
  expression: {
    cpu: (g, x, lambd) => (isSmall(x, lambd) ? 0 : g),
    wgsl: "select(a, 0.0, b >= -lambd && b <= lambd)",
  },
  node: "HardshrinkBackwardBackward0",
  derivatives: (d) => [
    d(
      "grad",
      ["lambd", "self"],
      (c): Tensor => shrinkBackward({ grad: c.grad, self: c.self, lambd: c.lambd }),
    ),
  ],
});

export const threshold = pointwise({
  schema: "threshold(Tensor self, Scalar threshold, Scalar value) -> Tensor",
  doc: "x above the threshold, else `value`.",
  on: ["torch", "F"],
  inplace: true,
  inplaceOption: true,
  operands: ["self"],
  scalars: ["threshold", "value"],
  expression: {
    cpu: (a, limit, value) => (atMost(a, limit) ? value : a),
    wgsl: "select(a, T(value), a <= T(threshold))",
  },
  node: "ThresholdBackward0",
  inplaceNode: "ThresholdBackward1",
  derivatives: (d) => [
    d("self", ["self", "threshold"], (c) =>
      thresholdBackward({
        gradOutput: c.grad,
        self: c.self,
        threshold: c.self.dtype === float32 ? Math.fround(c.threshold) : c.threshold,
      }),
    ),
  ],
});

const scaled = pointwise({
  schema: "_times_noise(Tensor self, Tensor noise) -> Tensor",
  doc: "The product.",
  operands: ["self", "noise"],
  expression: { cpu: (a, b) => a * b, wgsl: "a * b" },
});

const negative = gpuPointwise("_negative()", "a <= 0.0", ["self"], []);

const slopesFor = (n: number, lower: number, upper: number): Float64Array =>
  defaultGenerator.draws(n, () => defaultGenerator.uniform64() * (upper - lower) + lower);

/**
 * A slope for each element at or below 0, drawn in order; 1 for the others. On WebGPU, where nobody knows how many
 * these are, as many numbers are drawn as there are elements, and the first ones used: what is drawn after that differs.
 */
export const rreluWithNoise = defineOp({
  schema:
    "rrelu_with_noise(Tensor self, Scalar lower, Scalar upper, bool training) -> (Tensor result, Tensor noise)",
  doc: "The leaky rectifier with a random slope for each element.",
  meta: ({ self }) => [{ shape: self.shape }, { shape: self.shape }],
  cpu: ({ self, lower, upper }, [out, noise]) => {
    for (let i = 0; i < self.size; i++) {
      const x = self.data[i] as number;
      const slope = x <= 0 ? defaultGenerator.uniform64() * (upper - lower) + lower : 1;
      noise.data[i] = slope;
      out.data[i] = x * (noise.data[i] as number);
    }
  },
  webgpu: ({ self, lower, upper }, [out, noise], gpu) => {
    const slopes = gpu.scratch(float32, [self.size]);
    gpu.upload(slopes, slopesFor(self.size, lower, upper));
    const ones = gpu.scratch(noise.dtype, self.shape);
    gpuFill({ value: 1 }, [ones], gpu);
    const mask = gpu.scratch(bool, self.shape);
    negative({ self }, [mask], gpu);
    gpuMaskedScatter(gpu, ones, mask, slopes, noise, () => new Error("more slopes are used than drawn"));
    scaled.definition.webgpu?.({ self, noise }, [out], gpu);
  },
  node: "RreluWithNoiseBackward0",
  inplaceNode: "RreluWithNoiseBackward1",
  derivatives: (d) => [
    d("self", ["lower", "noise", "self", "training", "upper"], (c) => c.grad.mul(c.noise)),
  ],
});

/** In evaluation the slope is the middle of the bounds; the node is the same. */
const rreluMiddle = defineOp({
  schema: "rrelu_with_noise.middle(Tensor self, Scalar lower, Scalar upper, bool training) -> Tensor",
  doc: "The leaky rectifier with the mean slope.",
  meta: ({ self }) => ({ shape: self.shape }),
  cpu: ({ self, lower, upper }, out) =>
    leakyRelu.definition.cpu?.({ self, negativeSlope: (lower + upper) / 2 }, out),
  webgpu: ({ self, lower, upper }, out, gpu) =>
    leakyRelu.definition.webgpu?.({ self, negativeSlope: (lower + upper) / 2 }, out, gpu),
  node: "RreluWithNoiseBackward0",
  inplaceNode: "RreluWithNoiseBackward1",
  derivatives: (d) => [
    d("self", ["lower", "self", "training", "upper"], (c) => {
      const slope = (c.lower + c.upper) / 2;
      return c.grad.mul(c.self.newOnes(c.self.shape).maskedFill(c.self.le(0), slope));
    }),
  ],
});

export const rrelu = defineOp({
  schema:
    "rrelu(Tensor self, float lower=0.125, float upper=0.3333333333333333, bool training=False, bool inplace=False) -> Tensor",
  doc: "x above 0, below it a slope between `lower` and `upper`: random in training, else the middle.",
  on: ["torch", "F"],
  composite: ({ self, lower, upper, training, inplace }) => {
    if (lower > upper) {
      throw new RuntimeError("Lower bound should be less than or equal to the upper bound");
    }
    const args = { self, lower, upper, training };
    const out = training ? rreluWithNoise(args)[0] : rreluMiddle(args);
    return inplace ? self.copy_(out) : out;
  },
});
