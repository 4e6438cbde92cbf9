/**
 * Random numbers by PyTorch's CPU stream: coin throws, draws from a list, other distributions. They are drawn on the
 * CPU, in PyTorch's order, for every device.
 */
import { gpuPointwise } from "../devices/webgpu/kernels/pointwise.ts";
import { type DType, float32, float64, int64, scalarTypeName } from "../dtype.ts";
import { NotImplementedError, RuntimeError } from "../errors.ts";
import { inRowMajorOrder } from "../memoryFormat.ts";
import { defaultGenerator, type Generator } from "../random/generator.ts";
import { backendFor } from "../runtime.ts";
import { broadcastShapes } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { empty, makeLike, normal as normalInto, randn, random } from "./creation.ts";
import { drawn, type Filling } from "./drawn.ts";
import { defineOp } from "./op.ts";
import { emptyLike } from "./patterns.ts";
import { searchsorted } from "./search.ts";

const zeros = (grad: Tensor): Tensor => grad.newZeros(grad.shape);

/** The elements, where they can be had at once; checks of values are left out where they cannot. */
function known(t: Tensor): readonly number[] | null {
  if (t.storage.backend === "meta") return null;
  const data = backendFor(t.storage.device).readSync?.(t.contiguous().storage);
  return data ? Array.from(data.subarray(0, t.storage.length)) : null;
}

/** Below the probability is heads: draws have the precision of the probabilities. */
function drawsFor({ self, p, generator }: Filling & { p: { dtype: DType } }, n: number): Float64Array {
  const g = generator ?? defaultGenerator;
  return inRowMajorOrder(self, g.draws(n, p.dtype === float64 ? () => g.uniform64() : () => g.uniform32()));
}

const below = gpuPointwise("bernoulli()", "select(0, 1, b < a)", ["p", "draw"], []);

/** Into a result of any dtype from the probabilities `p`, row-major and as many. */
const throwCoins = defineOp({
  schema: "_bernoulli(Tensor self, Tensor p, Generator? generator=None) -> Tensor",
  doc: "1 with the probability that `p` tells, else 0.",
  meta: ({ self }) => ({ shape: self.shape, dtype: self.dtype }),
  layout: "drawn",
  cpu: ({ p, ...a }, [out]) => {
    const draws = drawsFor({ p, ...a }, out.size);
    for (let i = 0; i < out.size; i++) out.data[i] = Number((draws[i] as number) < (p.data[i] as number));
  },
  webgpu: ({ p, ...a }, [out], gpu) => {
    const draw = gpu.scratch(float32, out.shape);
    gpu.upload(draw, Float32Array.from(drawsFor({ p, ...a }, out.size)));
    below({ p, draw }, [out], gpu);
  },
  node: "BernoulliBackward0",
  inplaceNode: "BernoulliBackward1",
  derivatives: (d) => [d("self", [], (c) => zeros(c.grad)), d("p", [], (c) => zeros(c.grad))],
});

const checkCoins = (p: Tensor): void => {
  if (!p.dtype.isFloatingPoint) {
    throw new NotImplementedError(
      `"bernoulli_tensor_cpu_p_" not implemented for '${scalarTypeName(p.dtype)}'`,
    );
  }
  if (known(p.detach())?.every((x) => x >= 0 && x <= 1) === false) {
    throw new RuntimeError(
      "Expected p_in >= 0 && p_in <= 1 to be true, but got false.  (Could this error message be improved?  If so, please report an enhancement request to PyTorch.)",
    );
  }
};

export const throwEqualCoins = defineOp({
  schema: "bernoulli.float(Tensor self, float p=0.5, *, Generator? generator=None) -> Tensor",
  doc: "1 with the probability `p`, else 0.",
  on: ["method"],
  inplace: "only",
  meta: ({ self, p }) => {
    if (!(p >= 0 && p <= 1)) {
      throw new RuntimeError(`bernoulli_ expects p to be in [0, 1], but got p=${p}`);
    }
    return { shape: self.shape, dtype: self.dtype };
  },
  ...drawn((g, { p }: Filling & { p: number }, _, n) => g.draws(n, () => Number(g.uniform64() < p))),
  node: "BernoulliBackward0",
  inplaceNode: "BernoulliBackward2",
  derivatives: (d) => [d("self", [], (c) => zeros(c.grad))],
});

export const bernoulli = defineOp({
  schema: "bernoulli(Tensor self, *, Generator? generator=None) -> Tensor",
  doc: "1 with the probability that each element tells, else 0.",
  on: ["method", "torch"],
  composite: ({ self, generator }) => {
    checkCoins(self);
    return throwCoins({ self, p: self.detach(), generator });
  },
});

export const bernoulliP = defineOp({
  schema: "bernoulli.p(Tensor self, float p, *, Generator? generator=None) -> Tensor",
  doc: "1 with the probability `p`, else 0, in the shape and dtype of `self`.",
  on: ["method", "torch"],
  composite: ({ self, p, generator }) => throwEqualCoins({ self, p, generator }),
});

export const bernoulliIntoTensor = defineOp({
  schema: "bernoulli.Tensor(Tensor self, Tensor p, *, Generator? generator=None) -> Tensor",
  doc: "1 with the probability that `p`, broadcast, tells, else 0.",
  on: ["method"],
  inplace: "only",
  compositeInplace: ({ self, p, generator }) => {
    checkCoins(p);
    return throwCoins.inplace({ self, p: p.expand(self.shape), generator });
  },
});

/** A distribution that fills a tensor number by number, from draws of 53 bits. */
const filling = (
  schema: string,
  doc: string,
  node: string,
  check: (self: Tensor, a: number, b: number) => void,
  draw: (g: Generator, a: number, b: number) => number,
  names: readonly [string, string?],
) => {
  return defineOp({
    schema: schema as "exponential(Tensor self, float lambd=1, *, Generator? generator=None) -> Tensor",
    doc,
    on: ["method"],
    inplace: "only",
    meta: (args) => {
      const given: Readonly<Record<string, unknown>> = { ...args };
      check(args.self, Number(given[names[0]]), names[1] ? Number(given[names[1]]) : 0);
      return { shape: args.self.shape, dtype: args.self.dtype };
    },
    ...drawn((g, args: Filling, _, n) => {
      const given: Readonly<Record<string, unknown>> = { ...args };
      const [a, b] = names.map((name) => (name ? Number(given[name]) : 0)) as [number, number?];
      return g.draws(n, () => draw(g, a, b ?? 0));
    }),
    node,
    derivatives: (d) => [d("self", [], (c) => zeros(c.grad))],
  });
};

export const exponential = filling(
  "exponential(Tensor self, float lambd=1, *, Generator? generator=None) -> Tensor",
  "Numbers drawn from the exponential distribution of the rate `lambd`.",
  "ExponentialBackward0",
  (self, rate) => {
    if (!self.dtype.isFloatingPoint) {
      throw new RuntimeError(
        `Exponential distribution is a continuous probability distribution. dtype must be a floating point but you specified ${scalarTypeName(self.dtype)}`,
      );
    }
    if (!(rate > 0)) throw new RuntimeError(`exponential_ expects lambda > 0.0, but found lambda=${rate}`);
  },
  (g, rate) => -Math.log1p(-g.uniform64()) / rate,
  ["lambd"],
);

export const geometric = filling(
  "geometric(Tensor self, float p, *, Generator? generator=None) -> Tensor",
  "How many throws it takes to the first success, which has the probability `p`.",
  "GeometricBackward0",
  (_, p) => {
    if (!(p > 0 && p < 1)) throw new RuntimeError(`geometric_ expects p to be in (0, 1), but got p=${p}`);
  },
  (g, p) => Math.ceil(Math.log(g.uniform64()) / Math.log1p(-p)),
  ["p"],
);

export const cauchy = filling(
  "cauchy(Tensor self, float median=0, float sigma=1, *, Generator? generator=None) -> Tensor",
  "Numbers drawn from the Cauchy distribution.",
  "CauchyBackward0",
  (_, __, sigma) => {
    if (!(sigma > 0)) throw new RuntimeError(`cauchy_ expects sigma > 0.0, but found sigma=${sigma}`);
  },
  (g, median, sigma) => median + sigma * Math.tan(Math.PI * (g.uniform64() - 0.5)),
  ["median", "sigma"],
);

export const logNormal = filling(
  "log_normal(Tensor self, float mean=1, float std=2, *, Generator? generator=None) -> Tensor",
  "Numbers whose logarithms are drawn from the normal distribution.",
  "LogNormalBackward0",
  (_, __, std) => {
    if (!(std > 0)) throw new RuntimeError(`log_normal_ expects std > 0.0, but found std=${std}`);
  },
  (g, mean, std) => Math.exp(g.normal64() * std + mean),
  ["mean", "std"],
);

/** One more than the largest integer of which a dtype holds all up to it. */
function everyInteger({ category, digits }: DType): number {
  if (category === "float") return 2 ** digits + 1;
  return category === "bool" ? 2 : 2 ** digits;
}

export const randomTo = defineOp({
  schema: "random.to(Tensor self, int to, *, Generator? generator=None) -> Tensor",
  doc: "Integers drawn evenly from [0, to).",
  on: ["method"],
  inplace: "only",
  compositeInplace: ({ self, to, generator }) => random.inplace({ self, from: 0, to, generator }),
});

export const randomAny = defineOp({
  schema: "random(Tensor self, *, Generator? generator=None) -> Tensor",
  doc: "Integers drawn evenly from 0 up to the largest that the dtype holds exactly.",
  on: ["method"],
  inplace: "only",
  compositeInplace: ({ self, generator }) =>
    random.inplace({ self, from: 0, to: everyInteger(self.dtype), generator }),
});

const LIKE =
  "*, Generator? generator=None, ScalarType? dtype=None, Device? device=None, bool requires_grad=False";

export const randintLike = defineOp({
  schema:
    `randint_like(Tensor self, int high, ${LIKE}) -> Tensor` as "randint_like(Tensor self, int high, *, Generator? generator=None, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "Integers drawn evenly from [0, high), in the shape, dtype and device of `self`.",
  on: ["torch"],
  composite: ({ self, high, ...o }): Tensor => randintLikeLow({ self, low: 0, high, ...o }),
});

export const randintLikeLow = defineOp({
  schema:
    `randint_like.low(Tensor self, int low, int high, ${LIKE}) -> Tensor` as "randint_like.low(Tensor self, int low, int high, *, Generator? generator=None, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "Integers drawn evenly from [low, high), in the shape, dtype and device of `self`.",
  on: ["torch"],
  composite: ({ self, low, high, generator, dtype, device, requiresGrad }) => {
    return makeLike(self, { dtype, device, requiresGrad }, (out) =>
      random.inplace({ self: out, from: low, to: high, generator }),
    );
  },
});

/** Mean and deviation apart, so that a gradient of zeros has its node. */
const shifted = (
  mean: Tensor | number,
  std: Tensor | number,
  of: Tensor,
  generator: Generator | null,
): Tensor => {
  const shape = broadcastShapes(
    typeof mean === "number" ? [] : mean.shape,
    typeof std === "number" ? [] : std.shape,
  );
  const out = randn({ size: shape, dtype: of.dtype, device: of.device, generator });
  return out.mul_(std).add_(mean);
};

function checkStd(std: Tensor | number): void {
  if (typeof std === "number") {
    if (!(std >= 0)) throw new RuntimeError(`normal expects std >= 0.0, but found std ${std}`);
  } else if (known(std.detach())?.every((x) => x >= 0) === false) {
    throw new RuntimeError("normal expects all elements of std >= 0.0");
  }
}

export const normalTensors = defineOp({
  schema: "normal.Tensor_Tensor(Tensor mean, Tensor std, *, Generator? generator=None) -> Tensor",
  doc: "Numbers drawn from normal distributions, each with its own mean and deviation.",
  on: ["torch"],
  explicit: ({ mean, std, generator }) => {
    checkStd(std);
    return shifted(mean, std, mean, generator);
  },
  node: "NormalBackward3",
  derivatives: (d) => [
    d("mean", ["meanSizes"], (c) => c.grad.newZeros(c.meanSizes)),
    d("std", ["stdSizes"], (c) => c.grad.newZeros(c.stdSizes)),
  ],
});

export const normalMean = defineOp({
  schema: "normal.Tensor_float(Tensor mean, float std=1, *, Generator? generator=None) -> Tensor",
  doc: "Numbers drawn from normal distributions, each with its own mean.",
  on: ["torch"],
  explicit: ({ mean, std, generator }) => {
    checkStd(std);
    return shifted(mean, std, mean, generator);
  },
  node: "NormalBackward1",
  derivatives: (d) => [d("mean", ["meanSizes"], (c) => c.grad.newZeros(c.meanSizes))],
});

export const normalStd = defineOp({
  schema: "normal.float_Tensor(float mean, Tensor std, *, Generator? generator=None) -> Tensor",
  doc: "Numbers drawn from normal distributions, each with its own deviation.",
  on: ["torch"],
  explicit: ({ mean, std, generator }) => {
    checkStd(std);
    return shifted(mean, std, std, generator);
  },
  node: "NormalBackward2",
  derivatives: (d) => [d("std", ["stdSizes"], (c) => c.grad.newZeros(c.stdSizes))],
});

export const normalSize = defineOp({
  schema:
    "normal.float_float(float mean, float std, int[] size, *, Generator? generator=None, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "Numbers drawn from one normal distribution.",
  on: ["torch"],
  composite: ({ mean, std, size, generator, dtype, device, requiresGrad }) => {
    const out = empty({ size, dtype, device });
    return normalInto.inplace({ self: out, mean, std, generator }).requiresGrad_(requiresGrad);
  },
});

function checkWeights(self: Tensor, count: number, replacement: boolean): void {
  if (self.ndim < 1 || self.ndim > 2) throw new RuntimeError("prob_dist must be 1 or 2 dim");
  if (!self.dtype.isFloatingPoint) {
    throw new RuntimeError(
      `multinomial only supports floating-point dtypes for input, got: ${scalarTypeName(self.dtype)}`,
    );
  }
  if (count <= 0) throw new RuntimeError("cannot sample n_sample <= 0 samples");
  const size = self.shape.at(-1) as number;
  if (!replacement && count > size) {
    throw new RuntimeError("cannot sample n_sample > prob_dist.size(-1) samples without replacement");
  }
  const weights = known(self);
  if (!weights) return;
  if (!weights.every((w) => w >= 0 && Number.isFinite(w))) {
    throw new RuntimeError("probability tensor contains either `inf`, `nan` or element < 0");
  }
  for (let start = 0; start < weights.length; start += size) {
    if (weights.slice(start, start + size).every((w) => w === 0)) {
      throw new RuntimeError("invalid multinomial distribution (sum of probabilities <= 0)");
    }
  }
}

/** Where draws of 53 bits fall among the running sums of the weights. */
function withReplacement(weights: Tensor, count: number, generator: Generator | null): Tensor {
  const g = generator ?? defaultGenerator;
  const precise = weights.storage.device === "webgpu" ? weights : weights.to(float64);
  const sums = precise.cumsum(-1);
  const shape = [...weights.shape.slice(0, -1), count];
  const draws = empty({ size: shape, dtype: precise.dtype, device: weights.device });
  const numbers = g.draws(draws.numel(), () => g.uniform64());
  if (draws.storage.backend !== "meta") backendFor(draws.storage.device).write(draws.storage, numbers);
  const total = sums.narrow(-1, (weights.shape.at(-1) as number) - 1, 1);
  const found = searchsorted({ sortedSequence: sums.div(total), self: draws });
  return found.clamp(0, (weights.shape.at(-1) as number) - 1);
}

export const multinomial = defineOp({
  schema:
    "multinomial(Tensor self, int num_samples, bool replacement=False, *, Generator? generator=None) -> Tensor",
  doc: "Indices drawn with the weights that each row tells: `[n]` or `[m, n]` to `[numSamples]` or `[m, numSamples]`. Without `replacement` none comes twice.",
  on: ["method", "torch"],
  explicit: ({ self, numSamples, replacement, generator }) => {
    const weights = self.detach();
    checkWeights(weights, numSamples, replacement);
    if (replacement && numSamples > 1) return withReplacement(weights, numSamples, generator);
    // A race of exponential clocks: the largest weight over its draw is first.
    const clocks = exponential.inplace({ self: emptyLike({ self: weights }), generator });
    const speeds = weights.div(clocks);
    return numSamples === 1 ? speeds.argmax(-1, { keepdim: true }) : speeds.topk(numSamples)[1].to(int64);
  },
});
