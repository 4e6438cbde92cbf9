/** The computation of `nn.MultiheadAttention`: projections, heads, masks; after PyTorch's `multi_head_attention_forward`. */

import { bool, type DType } from "../dtype.ts";
import { AssertionError, RuntimeError } from "../errors.ts";
import { exactly } from "../exactly.ts";
import { tupleText } from "../format/tupleText.ts";
import { baddbmm } from "../ops/addedProduct.ts";
import { scaledDotProductAttention } from "../ops/attention.ts";
import { zeros } from "../ops/creation.ts";
import { dropout } from "../ops/dropout.ts";
import { cat } from "../ops/join.ts";
import { bmm, linear } from "../ops/matmul.ts";
import { pad } from "../ops/pad.ts";
import { softmax } from "../ops/softmax.ts";
import type { Tensor } from "../tensor.ts";

/** The parameters, as the module has them. */
export interface AttentionWeights {
  readonly embedDim: number;
  readonly numHeads: number;
  /** All three projections in one; or each by itself. */
  readonly inProjection: Tensor | readonly [query: Tensor, key: Tensor, value: Tensor];
  readonly inBias: Tensor | null;
  readonly biasKey: Tensor | null;
  readonly biasValue: Tensor | null;
  readonly addZeroAttn: boolean;
  /** 0 outside of training. */
  readonly dropout: number;
  readonly outWeight: Tensor;
  readonly outBias: Tensor | null;
}

export interface AttentionOptions {
  /** `[N, S]`, or `[S]` without batch: true where a key is ignored; or numbers that are added. */
  keyPaddingMask: Tensor | null;
  /** Whether the weights are given back too, which costs the fused path. */
  needWeights: boolean;
  /** `[L, S]` or `[N · heads, L, S]`: true where a query must not attend; or numbers that are added. */
  attnMask: Tensor | null;
  /** The mean over heads instead of the weights of each. */
  averageAttnWeights: boolean;
  /** `attnMask` is the causal one: a hint, which needs the mask all the same. */
  isCausal: boolean;
}

/** A bool mask as numbers to add: -∞ where it is true. */
export function additiveMask(mask: Tensor | null, name: string, dtype: DType): Tensor | null {
  if (!mask) return null;
  if (mask.dtype.isFloatingPoint) return mask;
  if (mask.dtype !== bool) {
    throw new AssertionError(`only bool and floating types of ${name} are supported`);
  }
  return mask.newZeros(mask.shape, { dtype }).maskedFill_(mask, Number.NEGATIVE_INFINITY);
}

const ASKED = "expected `key` and `value` to be";

/** Whether there is a batch dimension; PyTorch's errors where shapes do not fit together. */
function checkShapes(query: Tensor, key: Tensor, value: Tensor, o: AttentionOptions, heads: number): boolean {
  const { keyPaddingMask, attnMask } = o;
  if (query.ndim !== 2 && query.ndim !== 3) {
    throw new AssertionError(
      `query should be unbatched 2D or batched 3D tensor but received ${query.ndim}-D query tensor`,
    );
  }
  const batched = query.ndim === 3;
  const kind = `For ${batched ? "batched (3-D)" : "unbatched (2-D)"} \`query\``;
  if (key.ndim !== query.ndim || value.ndim !== query.ndim) {
    throw new AssertionError(
      `${kind}, ${ASKED} ${query.ndim}-D but found ${key.ndim}-D and ${value.ndim}-D tensors respectively`,
    );
  }
  if (keyPaddingMask && keyPaddingMask.ndim !== query.ndim - 1) {
    throw new AssertionError(
      `${kind}, expected \`key_padding_mask\` to be \`None\` or ${query.ndim - 1}-D but found ${keyPaddingMask.ndim}-D tensor instead`,
    );
  }
  if (attnMask && attnMask.ndim !== 2 && attnMask.ndim !== 3) {
    throw new AssertionError(
      `${kind}, expected \`attn_mask\` to be \`None\`, 2-D or 3-D but found ${attnMask.ndim}-D tensor instead`,
    );
  }
  if (!batched && attnMask?.ndim === 3) {
    const wanted = [heads, query.shape[0] as number, key.shape[0] as number];
    if (attnMask.shape.join() !== wanted.join()) {
      throw new AssertionError(
        `Expected \`attn_mask\` shape to be ${tupleText(wanted)} but got ${attnMask.shape}`,
      );
    }
  }
  return batched;
}

/** Query, key and value through their projections; what is the same tensor is projected in one product. */
function projected(
  [q, k, v]: readonly [Tensor, Tensor, Tensor],
  { inProjection: weight, inBias: bias }: AttentionWeights,
): readonly [Tensor, Tensor, Tensor] {
  const size = q.shape.at(-1) as number;
  const parts = (t: Tensor, count: number) =>
    t.unflatten(-1, [count, size]).unsqueeze(0).transpose(0, -2).squeeze(-2).contiguous();
  const by = (input: Tensor, w: Tensor, b: Tensor | null) => linear({ input, weight: w, bias: b });
  if (Array.isArray(weight)) {
    const [wq, wk, wv] = exactly(3, weight);
    const biases = bias?.chunk(3) ?? [];
    return [by(q, wq, biases[0] ?? null), by(k, wk, biases[1] ?? null), by(v, wv, biases[2] ?? null)];
  }
  const packed = weight as Tensor;
  if (k === v && q === k) {
    const all = parts(by(q, packed, bias), 3);
    return [all.select(0, 0), all.select(0, 1), all.select(0, 2)];
  }
  if (k === v) {
    const [wq, wkv] = exactly(2, packed.split([size, 2 * size]));
    const [bq, bkv] = bias?.split([size, 2 * size]) ?? [null, null];
    const query = by(q, wq, bq ?? null);
    const both = parts(by(k, wkv, bkv ?? null), 2);
    return [query, both.select(0, 0), both.select(0, 1)];
  }
  const [wq, wk, wv] = exactly(3, packed.chunk(3));
  const [bq, bk, bv] = bias?.chunk(3) ?? [null, null, null];
  return [by(q, wq, bq ?? null), by(k, wk, bk ?? null), by(v, wv, bv ?? null)];
}

/** `[1, L, S]` or `[N · heads, L, S]`. */
function checkedMask(mask: Tensor, batch: number, heads: number, length: number, keys: number): Tensor {
  const wanted = mask.ndim === 2 ? [length, keys] : [batch * heads, length, keys];
  if (mask.shape.join() !== wanted.join()) {
    throw new RuntimeError(
      `The shape of the ${mask.ndim}D attn_mask is ${mask.shape}, but should be ${tupleText(wanted)}.`,
    );
  }
  return mask.ndim === 2 ? mask.unsqueeze(0) : mask;
}

/** `query [L, N, E]`, `key` and `value [S, N, …]`, or all without N. */
export function attend(
  given: readonly [query: Tensor, key: Tensor, value: Tensor],
  w: AttentionWeights,
  o: AttentionOptions,
): [output: Tensor, weights: Tensor | null] {
  const batched = checkShapes(...given, o, w.numHeads);
  const [query, key, value] = batched
    ? given
    : exactly(
        3,
        given.map((t) => t.unsqueeze(1)),
      );
  const [length, batch, embedDim] = exactly(3, query.shape);
  const heads = w.numHeads;

  let padding = batched ? o.keyPaddingMask : (o.keyPaddingMask?.unsqueeze(0) ?? null);
  padding = additiveMask(padding, "key_padding_mask", query.dtype);
  if (o.isCausal && !o.attnMask) {
    throw new RuntimeError(
      "Need attn_mask if specifying the is_causal hint. You may use the Transformer module method `generate_square_subsequent_mask` to create this mask.",
    );
  }
  const byHint = o.isCausal && !padding && !o.needWeights;
  const isCausal = o.isCausal && !padding;
  let mask = byHint ? null : additiveMask(o.attnMask, "attn_mask", query.dtype);

  if (embedDim !== w.embedDim) {
    throw new AssertionError(`was expecting embedding dimension of ${w.embedDim}, but got ${embedDim}`);
  }
  const headDim = Math.floor(embedDim / heads);
  if (Array.isArray(w.inProjection)) {
    const [a, b] = [key, value].map((t) => `torch.Size([${t.shape.slice(0, 2).join(", ")}])`);
    if (a !== b) {
      throw new AssertionError(`key's sequence and batch dims ${a} do not match value's ${b}`);
    }
  } else if (key.shape.join() !== value.shape.join()) {
    throw new AssertionError(`key shape ${key.shape} does not match value shape ${value.shape}`);
  }
  let [q, k, v] = projected([query, key, value], w);
  if (mask) mask = checkedMask(mask, batch, heads, length, key.shape[0] as number);
  const widen = () => {
    const more = (t: Tensor | null) => t && pad({ input: t, pad: [0, 1] });
    [mask, padding] = [more(mask), more(padding)];
  };
  if (w.biasKey && w.biasValue) {
    k = cat({ tensors: [k, w.biasKey.repeat([1, batch, 1])] });
    v = cat({ tensors: [v, w.biasValue.repeat([1, batch, 1])] });
    widen();
  }
  const byHead = (t: Tensor) => t.view(t.shape[0] as number, batch * heads, headDim).transpose(0, 1);
  [q, k, v] = [byHead(q), byHead(k), byHead(v)];
  if (w.addZeroAttn) {
    const none = (t: Tensor) =>
      zeros({ size: [batch * heads, 1, headDim], dtype: t.dtype, device: t.device });
    k = cat({ tensors: [k, none(k)], dim: 1 });
    v = cat({ tensors: [v, none(v)], dim: 1 });
    widen();
  }
  const keys = k.shape[1] as number;
  if (padding) {
    const wrong = [batch, keys].findIndex((size, i) => padding?.shape[i] !== size);
    if (wrong >= 0) {
      throw new AssertionError(
        `Expected key_padded_mask.shape[${wrong}] to be ${[batch, keys][wrong]}, but got ${padding.shape[wrong]}`,
      );
    }
    const forHeads = padding
      .view(batch, 1, 1, keys)
      .expand(-1, heads, -1, -1)
      .reshape(batch * heads, 1, keys);
    mask = mask ? mask.add(forHeads) : forHeads;
  }
  const projectedOut = (t: Tensor): Tensor => {
    const out = linear({ input: t, weight: w.outWeight, bias: w.outBias });
    const shaped = out.view(length, batch, out.shape[1] as number);
    return batched ? shaped : shaped.squeeze(1);
  };
  if (!o.needWeights) {
    let four = mask;
    if (mask) {
      four = mask.shape[0] === 1 ? mask.unsqueeze(0) : mask.view(batch, heads, -1, keys);
    }
    const out = scaledDotProductAttention({
      query: q.view(batch, heads, length, headDim),
      key: k.view(batch, heads, keys, headDim),
      value: v.view(batch, heads, keys, headDim),
      attnMask: four,
      dropoutP: w.dropout,
      isCausal,
    });
    return [projectedOut(out.permute(2, 0, 1, 3).reshape(batch * length, embedDim)), null];
  }
  const scaled = q.mul(Math.sqrt(1 / headDim));
  const turned = k.transpose(-2, -1);
  const scores = mask
    ? baddbmm({ self: mask, batch1: scaled, batch2: turned })
    : bmm({ self: scaled, mat2: turned });
  let weights = softmax({ self: scores, dim: -1 });
  if (w.dropout > 0) weights = dropout({ input: weights, p: w.dropout });
  const out = bmm({ self: weights, mat2: v });
  const output = projectedOut(out.transpose(0, 1).reshape(length * batch, embedDim));
  weights = weights.view(batch, heads, length, keys);
  if (o.averageAttnWeights) weights = weights.mean(1);
  return [output, batched ? weights : weights.squeeze(0)];
}
