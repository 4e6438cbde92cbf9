/** `nn.MultiheadAttention`. Parameters have PyTorch's names, so that states are the same. */
import { AssertionError, ValueError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { type AttentionOptions, additiveMask, attend } from "./attentionForward.ts";
import { constant_, xavierNormal_, xavierUniform_ } from "./init.ts";
import { type FactoryOptions, Linear, parameter } from "./linear.ts";
import { Module } from "./module.ts";
import { camelAlias } from "./moduleFields.ts";
import type { Parameter } from "./parameter.ts";
import { type Given, positional } from "./positional.ts";
import { requireArguments } from "./required.ts";

/** PyTorch keeps the output projection apart from layers that it would quantize; it is an ordinary one. */
class NonDynamicallyQuantizableLinear extends Linear {}

export interface MultiheadAttentionOptions extends FactoryOptions {
  /** Of the weights, in training. */
  dropout?: number;
  bias?: boolean;
  /** A learned key and value at the end of each sequence. */
  addBiasKv?: boolean;
  /** A key and value of zeros at the end of each sequence. */
  addZeroAttn?: boolean;
  /** Features of the keys; `embedDim` unless given. */
  kdim?: number | null;
  /** Features of the values; `embedDim` unless given. */
  vdim?: number | null;
  /** Inputs are `[N, L, E]` instead of `[L, N, E]`. */
  batchFirst?: boolean;
}

const DEFAULTS = {
  dropout: 0,
  bias: true,
  addBiasKv: false,
  addZeroAttn: false,
  kdim: null as number | null,
  vdim: null as number | null,
  batchFirst: false,
};
const ORDER = ["dropout", "bias", "addBiasKv", "addZeroAttn", "kdim", "vdim", "batchFirst"] as const;

const CALL: AttentionOptions = {
  keyPaddingMask: null,
  needWeights: true,
  attnMask: null,
  averageAttnWeights: true,
  isCausal: false,
};
const CALL_ORDER = ["keyPaddingMask", "needWeights", "attnMask", "averageAttnWeights", "isCausal"] as const;

/**
 * Attention of several heads: each query looks at all keys, and gets the mean of the values by how well they fit.
 * `query [L, N, embedDim]`, `key [S, N, kdim]` and `value [S, N, vdim]` give `[L, N, embedDim]` and the weights
 * `[N, L, S]`; N may be missing, or come first (`batchFirst`).
 */
export class MultiheadAttention extends Module {
  readonly embedDim: number;
  readonly numHeads: number;
  readonly kdim: number;
  readonly vdim: number;
  readonly headDim: number;
  readonly dropout: number;
  readonly batchFirst: boolean;
  readonly addZeroAttn: boolean;
  /** The three projections in one, where keys and values have as many features as queries; else each by itself. */
  in_proj_weight: Parameter | null = null;
  q_proj_weight: Parameter | null = null;
  k_proj_weight: Parameter | null = null;
  v_proj_weight: Parameter | null = null;
  in_proj_bias: Parameter | null;
  bias_k: Parameter | null;
  bias_v: Parameter | null;
  out_proj: Linear;
  /** The same by its name here, as are `inProjBias` and `outProj`. */
  declare inProjWeight: Parameter | null;
  declare inProjBias: Parameter | null;
  declare outProj: Linear;

  constructor(
    embedDim: number,
    numHeads: number,
    ...rest: Given<
      [
        dropout: number,
        bias: boolean,
        addBiasKv: boolean,
        addZeroAttn: boolean,
        kdim: number | null,
        vdim: number | null,
        batchFirst: boolean,
      ],
      MultiheadAttentionOptions
    >
  ) {
    super();
    requireArguments(this, { embedDim, numHeads });
    if (embedDim <= 0 || numHeads <= 0) {
      throw new ValueError(
        `embed_dim and num_heads must be greater than 0, got embed_dim=${embedDim} and num_heads=${numHeads} instead`,
      );
    }
    const o = positional(rest, DEFAULTS, ORDER);
    this.embedDim = embedDim;
    this.kdim = o.kdim ?? embedDim;
    this.vdim = o.vdim ?? embedDim;
    this.numHeads = numHeads;
    this.dropout = o.dropout;
    this.batchFirst = o.batchFirst;
    this.headDim = Math.floor(embedDim / numHeads);
    if (this.headDim * numHeads !== embedDim) {
      throw new AssertionError("embed_dim must be divisible by num_heads");
    }
    if (this.kdim === embedDim && this.vdim === embedDim) {
      this.in_proj_weight = parameter([3 * embedDim, embedDim], o);
    } else {
      this.q_proj_weight = parameter([embedDim, embedDim], o);
      this.k_proj_weight = parameter([embedDim, this.kdim], o);
      this.v_proj_weight = parameter([embedDim, this.vdim], o);
    }
    this.in_proj_bias = o.bias ? parameter([3 * embedDim], o) : null;
    const { device, dtype } = o;
    this.out_proj = new NonDynamicallyQuantizableLinear(embedDim, embedDim, { bias: o.bias, device, dtype });
    this.bias_k = o.addBiasKv ? parameter([1, 1, embedDim], o) : null;
    this.bias_v = o.addBiasKv ? parameter([1, 1, embedDim], o) : null;
    this.addZeroAttn = o.addZeroAttn;
    for (const name of ["in_proj_weight", "in_proj_bias", "out_proj"]) camelAlias(this, name);
    this.resetParameters();
  }

  /** PyTorch's default: Glorot's for the projections, biases 0. */
  resetParameters(): void {
    for (const w of [this.in_proj_weight, this.q_proj_weight, this.k_proj_weight, this.v_proj_weight]) {
      if (w) xavierUniform_(w);
    }
    if (this.in_proj_bias) constant_(this.in_proj_bias, 0);
    if (this.in_proj_bias && this.out_proj.bias) constant_(this.out_proj.bias, 0);
    if (this.bias_k) xavierNormal_(this.bias_k);
    if (this.bias_v) xavierNormal_(this.bias_v);
  }

  /** The output, and the weights or null: `const [output, weights] = attention(q, k, v)`. */
  forward(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    ...rest: Given<
      [
        keyPaddingMask: Tensor | null,
        needWeights: boolean,
        attnMask: Tensor | null,
        averageAttnWeights: boolean,
        isCausal: boolean,
      ],
      Partial<AttentionOptions>
    >
  ): [output: Tensor, weights: Tensor | null] {
    const o = positional(rest, CALL, CALL_ORDER);
    const swaps = this.batchFirst && query.ndim === 3;
    // Turned once where it is the same tensor: projections go by that.
    const turn = (t: Tensor): Tensor => (swaps ? t.transpose(1, 0) : t);
    const values = turn(value);
    const keys = key === value ? values : turn(key);
    const queries = key === value && query === key ? keys : turn(query);
    const { q_proj_weight: q, k_proj_weight: k, v_proj_weight: v } = this;
    const padding = additiveMask(o.keyPaddingMask, "key_padding_mask", query.dtype);
    const mask = additiveMask(o.attnMask, "attn_mask", query.dtype);
    const [output, weights] = attend(
      [queries, keys, values],
      {
        embedDim: this.embedDim,
        numHeads: this.numHeads,
        inProjection: q && k && v ? [q, k, v] : (this.in_proj_weight as Parameter),
        inBias: this.in_proj_bias,
        biasKey: this.bias_k,
        biasValue: this.bias_v,
        addZeroAttn: this.addZeroAttn,
        dropout: this.training ? this.dropout : 0,
        outWeight: this.out_proj.weight,
        outBias: this.out_proj.bias,
      },
      { ...o, keyPaddingMask: padding, attnMask: mask },
    );
    return [swaps ? output.transpose(1, 0) : output, weights];
  }
}
