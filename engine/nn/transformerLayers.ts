/** The layers of Transformers: `nn.TransformerEncoderLayer` and `nn.TransformerDecoderLayer`. */
import { functionalFunctions } from "../api/install.ts";
import { RuntimeError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { GELU, ReLU } from "./activation.ts";
import { MultiheadAttention } from "./attention.ts";
import { additiveMask } from "./attentionForward.ts";
import { Dropout } from "./dropout.ts";
import { LayerNorm } from "./layerNorm.ts";
import { type FactoryOptions, Linear } from "./linear.ts";
import { Module } from "./module.ts";
import { camelAlias } from "./moduleFields.ts";
import { type Given, positional } from "./positional.ts";
import { requireArguments } from "./required.ts";

export type Activation = (x: Tensor) => Tensor;

export interface TransformerLayerOptions extends FactoryOptions {
  dimFeedforward?: number;
  dropout?: number;
  /** Between the two linear layers. */
  activation?: "relu" | "gelu" | Activation;
  layerNormEps?: number;
  /** Inputs are `[N, L, E]` instead of `[L, N, E]`. */
  batchFirst?: boolean;
  /** Normalises before each part of a layer instead of after it. */
  normFirst?: boolean;
  /** Of linear layers and normalisations. */
  bias?: boolean;
}

export const LAYER = {
  dimFeedforward: 2048,
  dropout: 0.1,
  activation: "relu" as "relu" | "gelu" | Activation,
  layerNormEps: 1e-5,
  batchFirst: false,
  normFirst: false,
  bias: true,
};
const LAYER_ORDER = [
  "dimFeedforward",
  "dropout",
  "activation",
  "layerNormEps",
  "batchFirst",
  "normFirst",
  "bias",
] as const;

export type LayerValues = [
  dimFeedforward: number,
  dropout: number,
  activation: "relu" | "gelu" | Activation,
  layerNormEps: number,
  batchFirst: boolean,
  normFirst: boolean,
  bias: boolean,
];
type LayerArguments = Given<LayerValues, TransformerLayerOptions>;

function activationOf(given: string | Activation): Activation {
  if (typeof given === "function") return given;
  if (given === "relu") return functionalFunctions.relu;
  if (given === "gelu") return functionalFunctions.gelu;
  throw new RuntimeError(`activation should be relu/gelu, not ${given}`);
}

export const isReluOrGelu = (f: Activation): boolean =>
  f === functionalFunctions.relu || f === functionalFunctions.gelu || f instanceof ReLU || f instanceof GELU;

export interface EncoderLayerCall {
  /** `[L, L]` or `[N · heads, L, L]`: true, or -∞, where a position must not look. */
  srcMask: Tensor | null;
  /** `[N, L]`: true where a position is padding. */
  srcKeyPaddingMask: Tensor | null;
  isCausal: boolean;
}

const ENCODER_CALL: EncoderLayerCall = { srcMask: null, srcKeyPaddingMask: null, isCausal: false };

/** Self-attention, then two linear layers, each with a shortcut and a normalisation: `[L, N, dModel]` to the same. */
export class TransformerEncoderLayer extends Module {
  self_attn: MultiheadAttention;
  linear1: Linear;
  dropout: Dropout;
  linear2: Linear;
  readonly normFirst: boolean;
  norm1: LayerNorm;
  norm2: LayerNorm;
  dropout1: Dropout;
  dropout2: Dropout;
  activation: Activation;
  /** `self_attn` by its name here. */
  declare selfAttn: MultiheadAttention;

  constructor(dModel: number, nhead: number, ...rest: LayerArguments) {
    super();
    requireArguments(this, { dModel, nhead });
    const { dropout, bias, batchFirst, ...o } = positional(rest, LAYER, LAYER_ORDER);
    const made = { bias, device: o.device, dtype: o.dtype };
    this.self_attn = new MultiheadAttention(dModel, nhead, { dropout, batchFirst, ...made });
    this.linear1 = new Linear(dModel, o.dimFeedforward, made);
    this.dropout = new Dropout(dropout);
    this.linear2 = new Linear(o.dimFeedforward, dModel, made);
    this.normFirst = o.normFirst;
    this.norm1 = new LayerNorm(dModel, o.layerNormEps, made);
    this.norm2 = new LayerNorm(dModel, o.layerNormEps, made);
    this.dropout1 = new Dropout(dropout);
    this.dropout2 = new Dropout(dropout);
    this.activation = activationOf(o.activation);
    camelAlias(this, "self_attn");
  }

  forward(
    src: Tensor,
    ...rest: Given<
      [srcMask: Tensor | null, srcKeyPaddingMask: Tensor | null, isCausal: boolean],
      Partial<EncoderLayerCall>
    >
  ): Tensor {
    const o = positional(rest, ENCODER_CALL, ["srcMask", "srcKeyPaddingMask", "isCausal"]);
    const { isCausal } = o;
    const keyPaddingMask = additiveMask(o.srcKeyPaddingMask, "src_key_padding_mask", src.dtype);
    const attnMask = additiveMask(o.srcMask, "src_mask", src.dtype);
    const attended = (x: Tensor) =>
      this.dropout1(this.self_attn(x, x, x, { attnMask, keyPaddingMask, needWeights: false, isCausal })[0]);
    const fed = (x: Tensor) => this.dropout2(this.linear2(this.dropout(this.activation(this.linear1(x)))));
    if (this.normFirst) {
      const x = src.add(attended(this.norm1(src)));
      return x.add(fed(this.norm2(x)));
    }
    const x = this.norm1(src.add(attended(src)));
    return this.norm2(x.add(fed(x)));
  }
}

export interface DecoderLayerCall {
  /** `[L, L]` or `[N · heads, L, L]`, for self-attention. */
  tgtMask: Tensor | null;
  /** `[L, S]` or `[N · heads, L, S]`, for the attention to the memory. */
  memoryMask: Tensor | null;
  tgtKeyPaddingMask: Tensor | null;
  memoryKeyPaddingMask: Tensor | null;
  tgtIsCausal: boolean;
  memoryIsCausal: boolean;
}

export const DECODER_ORDER = [
  "tgtMask",
  "memoryMask",
  "tgtKeyPaddingMask",
  "memoryKeyPaddingMask",
  "tgtIsCausal",
  "memoryIsCausal",
] as const;

export const DECODER_CALL: DecoderLayerCall = {
  tgtMask: null,
  memoryMask: null,
  tgtKeyPaddingMask: null,
  memoryKeyPaddingMask: null,
  tgtIsCausal: false,
  memoryIsCausal: false,
};

export type Masks = [
  tgtMask: Tensor | null,
  memoryMask: Tensor | null,
  tgtKeyPaddingMask: Tensor | null,
  memoryKeyPaddingMask: Tensor | null,
];

/** An encoder layer with a second attention in between, to the encoder's output: `tgt [L, N, dModel]`, `memory [S, N, dModel]`. */
export class TransformerDecoderLayer extends Module {
  self_attn: MultiheadAttention;
  multihead_attn: MultiheadAttention;
  linear1: Linear;
  dropout: Dropout;
  linear2: Linear;
  readonly normFirst: boolean;
  norm1: LayerNorm;
  norm2: LayerNorm;
  norm3: LayerNorm;
  dropout1: Dropout;
  dropout2: Dropout;
  dropout3: Dropout;
  activation: Activation;
  /** `self_attn` and `multihead_attn` by their names here. */
  declare selfAttn: MultiheadAttention;
  declare multiheadAttn: MultiheadAttention;

  constructor(dModel: number, nhead: number, ...rest: LayerArguments) {
    super();
    requireArguments(this, { dModel, nhead });
    const { dropout, bias, batchFirst, ...o } = positional(rest, LAYER, LAYER_ORDER);
    const made = { bias, device: o.device, dtype: o.dtype };
    this.self_attn = new MultiheadAttention(dModel, nhead, { dropout, batchFirst, ...made });
    this.multihead_attn = new MultiheadAttention(dModel, nhead, { dropout, batchFirst, ...made });
    this.linear1 = new Linear(dModel, o.dimFeedforward, made);
    this.dropout = new Dropout(dropout);
    this.linear2 = new Linear(o.dimFeedforward, dModel, made);
    this.normFirst = o.normFirst;
    this.norm1 = new LayerNorm(dModel, o.layerNormEps, made);
    this.norm2 = new LayerNorm(dModel, o.layerNormEps, made);
    this.norm3 = new LayerNorm(dModel, o.layerNormEps, made);
    this.dropout1 = new Dropout(dropout);
    this.dropout2 = new Dropout(dropout);
    this.dropout3 = new Dropout(dropout);
    this.activation = activationOf(o.activation);
    for (const name of ["self_attn", "multihead_attn"]) camelAlias(this, name);
  }

  forward(
    tgt: Tensor,
    memory: Tensor,
    ...rest: Given<[...Masks, tgtIsCausal: boolean, memoryIsCausal: boolean], Partial<DecoderLayerCall>>
  ): Tensor {
    const o = positional(rest, DECODER_CALL, DECODER_ORDER);
    const own = { attnMask: o.tgtMask, keyPaddingMask: o.tgtKeyPaddingMask, isCausal: o.tgtIsCausal };
    const other = {
      attnMask: o.memoryMask,
      keyPaddingMask: o.memoryKeyPaddingMask,
      isCausal: o.memoryIsCausal,
    };
    const attended = (x: Tensor) => this.dropout1(this.self_attn(x, x, x, { ...own, needWeights: false })[0]);
    const remembered = (x: Tensor) =>
      this.dropout2(this.multihead_attn(x, memory, memory, { ...other, needWeights: false })[0]);
    const fed = (x: Tensor) => this.dropout3(this.linear2(this.dropout(this.activation(this.linear1(x)))));
    let x = tgt;
    if (this.normFirst) {
      x = x.add(attended(this.norm1(x)));
      x = x.add(remembered(this.norm2(x)));
      return x.add(fed(this.norm3(x)));
    }
    x = this.norm1(x.add(attended(x)));
    x = this.norm2(x.add(remembered(x)));
    return this.norm3(x.add(fed(x)));
  }
}
