/**
 * `F.scaledDotProductAttention`: `softmax(scale · q · kᵀ + mask) · v`. As PyTorch's CPU does, what fits its fused kernel
 * has one node, `ScaledDotProductFlashAttentionForCpuBackward0`; the rest is made of ordinary ops. Which is which is
 * decided in the same way on every device.
 */
import { attention, attentionBackward } from "../devices/cpu/attention.ts";
import { bool, type DType, float32 } from "../dtype.ts";
import { IndexError, RuntimeError } from "../errors.ts";
import { exactly } from "../exactly.ts";
import { elementwiseStrides } from "../memoryFormat.ts";
import type { Tensor } from "../tensor.ts";
import { dropout } from "./dropout.ts";
import { cName, matmul } from "./matmul.ts";
import { defineOp } from "./op.ts";
import { mulScalar } from "./scalarArithmetic.ts";
import { softmax, softmaxBackwardData } from "./softmax.ts";

/** Rows of nothing but -∞, where a query may attend to no key, become zeros instead of NaN. */
const safeSoftmax = defineOp({
  schema: "_safe_softmax(Tensor self, int dim) -> Tensor",
  doc: "`softmax` along a dimension, zeros where everything is -∞.",
  explicit: ({ self, dim }) => masked(softmax({ self, dim }), self, dim),
  node: "SafeSoftmaxBackward0",
  derivatives: (d) => [
    d("self", ["dim", "result"], (c) =>
      softmaxBackwardData({ gradOutput: c.grad, output: c.result, dim: c.dim }),
    ),
  ],
  flops: ({ self }) => 6 * self.numel(),
});

/** `t`, zeros in the rows that have no finite score. */
const masked = (t: Tensor, scores: Tensor, dim: number): Tensor =>
  t.maskedFill(scores.amax([dim], { keepdim: true }).eq(Number.NEGATIVE_INFINITY), 0);

/** Keys or values repeated for each query head that shares them. */
function repeated(t: Tensor, heads: number): Tensor {
  const own = t.shape.at(-3) as number;
  if (own === heads) return t;
  const [length, size] = exactly(2, t.shape.slice(-2));
  const lead = t.shape.slice(0, -3);
  return t
    .unsqueeze(-3)
    .expand([...lead, own, heads / own, length, size])
    .reshape([...lead, heads, length, size]);
}

/** Sums up what `repeated` has repeated. */
function gathered(grad: Tensor, like: Tensor): Tensor {
  const own = like.shape.at(-3) as number;
  const heads = grad.shape.at(-3) as number;
  if (own === heads) return grad;
  const [batch, , length, size] = exactly(4, like.shape);
  return grad.reshape([batch, own, heads / own, length, size]).sum([2]);
}

interface Attention {
  readonly query: Tensor;
  readonly key: Tensor;
  readonly isCausal: boolean;
  readonly attnMask: Tensor | null;
  readonly scale: number | null;
}

const scaleOf = (query: { readonly shape: readonly number[] }, scale: number | null): number =>
  scale ?? 1 / Math.sqrt(query.shape.at(-1) as number);

/** -∞ above the diagonal. */
function causalMask(query: Tensor, key: Tensor): Tensor {
  const size = [query.shape.at(-2) as number, key.shape.at(-2) as number];
  return additive(query.newOnes(size, { dtype: bool }).tril(), query.dtype);
}

/** `[batch, heads, queries, keys]` before the softmax. */
function scoresOf({ query, key, isCausal, attnMask, scale }: Attention): Tensor {
  const keys = repeated(key, query.shape[1] as number);
  let scores = query.mul(scaleOf(query, scale)).matmul(keys.mT);
  if (attnMask) scores = scores.add_(attnMask);
  return isCausal ? scores.add_(causalMask(query, key)) : scores;
}

/** A tensor's elements in the order in which those of `like`, which has as many dimensions, lie. */
function laidOutAs(t: Tensor, like: Tensor): Tensor {
  const strides = elementwiseStrides(like.shape, [like]);
  const order = [...strides.keys()].sort((a, b) => (strides[b] as number) - (strides[a] as number));
  const back = [...order.keys()].map((i) => order.indexOf(i));
  return t.permute(order).contiguous().permute(back);
}

/** `[N, L, heads, …]` in memory, seen as `[N, heads, L, …]`: how PyTorch's kernel leaves what it makes. */
function headsInside(shape: readonly number[]): { shape: readonly number[]; strides: readonly number[] } {
  const [, heads, length, size = 1] = shape as [number, number, number, number?];
  const strides = [length * heads * size, size, heads * size, 1].slice(0, shape.length);
  return { shape, strides };
}

const flashAttention = defineOp({
  schema:
    "_scaled_dot_product_flash_attention_for_cpu(Tensor query, Tensor key, Tensor value, float dropout_p=0.0, bool is_causal=False, *, Tensor? attn_mask=None, float? scale=None) -> (Tensor output, Tensor logsumexp)",
  doc: "Attention of `[N, heads, L, E]` over `[N, heads, S, E]`.",
  explicit: ({ query, value, ...rest }) => {
    const scores = scoresOf({ query, ...rest });
    const values = repeated(value, query.shape[1] as number);
    const weights = masked(softmax({ self: scores, dim: -1 }), scores, -1);
    const logsumexp = masked(scores.logsumexp([-1], { keepdim: true }), scores, -1).squeeze(-1);
    return [laidOutAs(weights.matmul(values), query), logsumexp.transpose(1, 2).contiguous().transpose(1, 2)];
  },
  meta: ({ query }) => [
    { shape: query.shape, strides: elementwiseStrides(query.shape, [query]) },
    headsInside(query.shape.slice(0, 3)),
  ],
  layout: "strided",
  cpu: (args, [output, logsumexp]) => attention(args, scaleOf(args.query, args.scale), output, logsumexp),
  node: "ScaledDotProductFlashAttentionForCpuBackward0",
  derivatives: (d) => [
    d(
      ["query", "key", "value"],
      ["attnMask", "dropoutP", "isCausal", "key", "logsumexp", "output", "query", "scale", "value"],
      (c) => flashAttentionBackward({ ...c, gradOut: c.grad }),
    ),
  ],
  flops: ({ query, key }) => 4 * query.numel() * (key.shape.at(-2) as number),
  products: true,
});

/** PyTorch cannot differentiate this one again. */
const flashAttentionBackward = defineOp({
  schema:
    "_scaled_dot_product_flash_attention_for_cpu_backward(Tensor grad_out, Tensor query, Tensor key, Tensor value, Tensor output, Tensor logsumexp, float dropout_p, bool is_causal, *, Tensor? attn_mask=None, float? scale=None) -> (Tensor grad_query, Tensor grad_key, Tensor grad_value)",
  doc: "The gradients of attention, from its output and the logarithm of each row's sum of exponentials.",
  explicit: ({ gradOut, query, key, value, output, logsumexp, ...rest }) => {
    const heads = query.shape[1] as number;
    const scale = scaleOf(query, rest.scale);
    const weights = scoresOf({ query, key, ...rest })
      .sub(logsumexp.unsqueeze(-1))
      .exp();
    const gradWeights = gradOut.matmul(repeated(value, heads).mT);
    const shift = gradOut.mul(output).sum([-1], { keepdim: true });
    const gradScores = weights.mul(gradWeights.sub(shift)).mul(scale);
    return [
      gradScores.matmul(repeated(key, heads)),
      gathered(gradScores.mT.matmul(query), key),
      gathered(weights.mT.matmul(gradOut), value),
    ];
  },
  meta: ({ query, key, value }) => [query, key, value].map((t) => headsInside(t.shape)),
  layout: "strided",
  cpu: (args, grads) => attentionBackward(args, scaleOf(args.query, args.scale), grads),
  flops: ({ query, key }) => 10 * query.numel() * (key.shape.at(-2) as number),
  products: true,
});

/** A bool mask, true where a query may attend, as numbers to add. */
function additive(mask: Tensor, dtype: DType): Tensor {
  if (mask.dtype !== bool) return mask;
  return mask.newZeros(mask.shape, { dtype }).maskedFill_(mask.logicalNot(), Number.NEGATIVE_INFINITY);
}

function checkInputs(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | null): void {
  if (query.dtype !== key.dtype || query.dtype !== value.dtype) {
    throw new RuntimeError(
      `Expected query, key, and value to have the same dtype, but got query.dtype: ${cName(query)} key.dtype: ${cName(key)} and value.dtype: ${cName(value)} instead.`,
    );
  }
  if (query.ndim < 2 || key.ndim < 2 || value.ndim < 2) {
    throw new RuntimeError(
      `Expected query, key, and value to all be  at least 2 dimensional, but got query.dim: ${query.ndim} key.dim: ${key.ndim} and value.dim: ${value.ndim} instead.`,
    );
  }
  if (mask && mask.dtype !== bool && mask.dtype !== query.dtype && mask.dtype !== float32) {
    throw new RuntimeError(
      `Expected attn_mask dtype to be bool or float or to match query dtype, but got attn_mask.dtype: ${cName(mask)} and  query.dtype: ${cName(query)} instead.`,
    );
  }
}

/** What PyTorch's fused kernel on the CPU takes (`use_flash_attention_cpp`). */
function isFlash(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  mask: Tensor | null,
  dropoutP: number,
  gqa: boolean,
): boolean {
  if (dropoutP > 0 || !q.dtype.isFloatingPoint) return false;
  if (q.ndim !== 4 || k.ndim !== 4 || v.ndim !== 4) return false;
  const [batch, heads, length] = exactly(4, q.shape);
  if (k.shape[0] !== batch || v.shape[0] !== batch) return false;
  const [kHeads, vHeads] = [k.shape[1] as number, v.shape[1] as number];
  if (gqa ? kHeads !== vHeads || heads % kHeads !== 0 : kHeads !== heads || vHeads !== heads) return false;
  if (mask && !fitsFlash(mask, batch, heads, length, k.shape[2] as number)) return false;
  if (q.shape[3] !== k.shape[3] || q.shape[3] !== v.shape[3]) return false;
  return [q, k, v].every((t) => t.strides[3] === 1);
}

function fitsFlash(mask: Tensor, batch: number, heads: number, length: number, keys: number): boolean {
  if (mask.requiresGrad) return false;
  const at = (dim: number): number => {
    const size = mask.shape.at(dim);
    if (size !== undefined) return size;
    throw new IndexError(
      `Dimension out of range (expected to be in range of [${-mask.ndim}, ${mask.ndim - 1}], but got ${dim})`,
    );
  };
  const fits = (dim: number, size: number) => at(dim) === 1 || at(dim) === size;
  if (!fits(-2, length) || !fits(-1, keys)) return false;
  return mask.ndim === 2 || (mask.ndim === 4 && fits(0, batch) && fits(1, heads));
}

/** The way of ordinary ops, of which each leaves its node. */
function byProducts(
  { query, key, isCausal, attnMask, scale }: Attention,
  value: Tensor,
  dropoutP: number,
): Tensor {
  const root = Math.sqrt(Math.abs(scaleOf(query, scale)));
  const scaled = mulScalar({ self: query, other: (scale ?? 1) < 0 ? -root : root });
  if (isCausal && attnMask) {
    throw new RuntimeError(
      "_scaled_dot_product_attention: Explicit attn_mask should not be set when is_causal=True",
    );
  }
  const mask = isCausal ? causalMask(query, key) : attnMask;
  let weights = matmul({ self: scaled, other: mulScalar({ self: key.mT, other: root }) });
  if (mask) weights = weights.add_(mask);
  weights = safeSoftmax({ self: weights, dim: -1 });
  if (dropoutP > 0) weights = dropout({ input: weights, p: dropoutP });
  return matmul({ self: weights, other: value });
}

/** Keys and values for each query head, with PyTorch's errors and nodes (`repeat_interleave`). */
function forEachHead(t: Tensor, query: Tensor): Tensor {
  const own = t.shape.at(-3) as number;
  const heads = query.shape.at(-3) as number;
  if (heads % own !== 0) {
    throw new RuntimeError("Number of heads in key and value must divide the number of heads in ");
  }
  const [length, size] = exactly(2, t.shape.slice(-2));
  const lead = t.shape.slice(0, -3);
  const shape = [...lead, own, heads / own, length, size];
  return t
    .unsqueeze(-3)
    .expand(shape)
    .contiguous()
    .view([...lead, heads, length, size]);
}

export const scaledDotProductAttention = defineOp({
  schema:
    "scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask=None, float dropout_p=0.0, bool is_causal=False, *, float? scale=None, bool enable_gqa=False) -> Tensor",
  doc: "`softmax(scale · query · keyᵀ + attnMask) · value`: `query […, L, E]`, `key […, S, E]`, `value […, S, Ev]` give `[…, L, Ev]`. A bool mask is true where a query may attend. `scale` is `1 / √E` unless given; with `enableGqa` several query heads share one of the keys.",
  on: ["F"],
  composite: ({ query, key, value, attnMask, dropoutP, isCausal, scale, enableGqa }) => {
    checkInputs(query, key, value, attnMask);
    if ([query, key, value].some((t) => t.numel() === 0)) return nothing(query, key, value);
    const flash = isFlash(query, key, value, attnMask, dropoutP, enableGqa);
    const mask = attnMask && additive(attnMask, query.dtype);
    if (flash) {
      return flashAttention({ query, key, value, dropoutP, isCausal, attnMask: mask, scale })[0];
    }
    const spread = (t: Tensor) => (enableGqa ? forEachHead(t, query) : t);
    return byProducts({ query, key: spread(key), isCausal, attnMask: mask, scale }, spread(value), dropoutP);
  },
});

/** Nobody attends to anything: zeros, of which everything is part of the history. */
function nothing(query: Tensor, key: Tensor, value: Tensor): Tensor {
  const zeros = query.newZeros([...query.shape.slice(0, -1), value.shape.at(-1) as number]);
  const sums = query.sum().add(key.sum()).add(value.sum());
  return zeros.add(mulScalar({ self: sums, other: 0 }));
}
