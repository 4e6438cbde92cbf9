/** `nn.Transformer`: the encoder and decoder of "Attention Is All You Need", Vaswani et al. 2017, arXiv:1706.03762. */
import type { DType } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import type { DeviceLike } from "../generated/api.ts";
import type { Tensor } from "../tensor.ts";
import { squareSubsequentMask } from "./causalMask.ts";
import { xavierUniform_ } from "./init.ts";
import { LayerNorm } from "./layerNorm.ts";
import type { FactoryOptions } from "./linear.ts";
import { Module } from "./module.ts";
import { type Given, positional } from "./positional.ts";
import {
  type Activation,
  LAYER,
  TransformerDecoderLayer,
  TransformerEncoderLayer,
} from "./transformerLayers.ts";
import {
  type DecoderCall,
  type EncoderCall,
  TransformerDecoder,
  TransformerEncoder,
} from "./transformerStacks.ts";

/** What may stand in the encoder's place. */
interface Encoder extends Module {
  forward(src: Tensor, call: Partial<EncoderCall>): Tensor;
}

/** What may stand in the decoder's place. */
interface Decoder extends Module {
  forward(tgt: Tensor, memory: Tensor, call: Partial<DecoderCall>): Tensor;
}

export interface TransformerOptions extends FactoryOptions {
  /** Features of the sequences; 512 unless given. */
  dModel?: number;
  nhead?: number;
  numEncoderLayers?: number;
  numDecoderLayers?: number;
  dimFeedforward?: number;
  dropout?: number;
  activation?: "relu" | "gelu" | Activation;
  customEncoder?: Encoder | null;
  customDecoder?: Decoder | null;
  layerNormEps?: number;
  /** Inputs are `[N, L, E]` instead of `[L, N, E]`. */
  batchFirst?: boolean;
  /** Normalises before each part of a layer instead of after it. */
  normFirst?: boolean;
  /** Of linear layers and normalisations. */
  bias?: boolean;
}

const DEFAULTS = {
  dModel: 512,
  nhead: 8,
  numEncoderLayers: 6,
  numDecoderLayers: 6,
  ...LAYER,
  customEncoder: null as Encoder | null,
  customDecoder: null as Decoder | null,
};
const ORDER = [
  "dModel",
  "nhead",
  "numEncoderLayers",
  "numDecoderLayers",
  "dimFeedforward",
  "dropout",
  "activation",
  "customEncoder",
  "customDecoder",
  "layerNormEps",
  "batchFirst",
  "normFirst",
  "bias",
] as const;

export interface TransformerCall {
  srcMask: Tensor | null;
  tgtMask: Tensor | null;
  memoryMask: Tensor | null;
  srcKeyPaddingMask: Tensor | null;
  tgtKeyPaddingMask: Tensor | null;
  memoryKeyPaddingMask: Tensor | null;
  /** Whether the mask is the causal one; null: its values tell, where they are at hand (`detectCausal`). */
  srcIsCausal: boolean | null;
  tgtIsCausal: boolean | null;
  memoryIsCausal: boolean;
}

const CALL: TransformerCall = {
  srcMask: null,
  tgtMask: null,
  memoryMask: null,
  srcKeyPaddingMask: null,
  tgtKeyPaddingMask: null,
  memoryKeyPaddingMask: null,
  srcIsCausal: null,
  tgtIsCausal: null,
  memoryIsCausal: false,
};
const CALL_ORDER = [
  "srcMask",
  "tgtMask",
  "memoryMask",
  "srcKeyPaddingMask",
  "tgtKeyPaddingMask",
  "memoryKeyPaddingMask",
  "srcIsCausal",
  "tgtIsCausal",
  "memoryIsCausal",
] as const;

/** `src [S, N, dModel]` and `tgt [L, N, dModel]` give `[L, N, dModel]`. Embeddings and the last layer are the user's. */
export class Transformer extends Module {
  encoder: Encoder;
  decoder: Decoder;
  readonly dModel: number;
  readonly nhead: number;
  readonly batchFirst: boolean;

  constructor(
    ...rest: Given<
      [
        dModel: number,
        nhead: number,
        numEncoderLayers: number,
        numDecoderLayers: number,
        dimFeedforward: number,
        dropout: number,
      ],
      TransformerOptions
    >
  ) {
    super();
    const { dModel, nhead, numEncoderLayers, numDecoderLayers, customEncoder, customDecoder, ...layer } =
      positional(rest, DEFAULTS, ORDER);
    const { bias, device, dtype } = layer;
    const norm = () => new LayerNorm(dModel, layer.layerNormEps, { bias, device, dtype });
    const encoder = () =>
      new TransformerEncoder(new TransformerEncoderLayer(dModel, nhead, layer), numEncoderLayers, norm());
    const decoder = () =>
      new TransformerDecoder(new TransformerDecoderLayer(dModel, nhead, layer), numDecoderLayers, norm());
    this.encoder = customEncoder ?? encoder();
    this.decoder = customDecoder ?? decoder();
    this.resetParameters();
    this.dModel = dModel;
    this.nhead = nhead;
    this.batchFirst = layer.batchFirst;
  }

  /** Glorot's numbers for all that is no vector. */
  resetParameters(): void {
    for (const p of this.parameters()) if (p.ndim > 1) xavierUniform_(p);
  }

  forward(
    src: Tensor,
    tgt: Tensor,
    ...rest: Given<
      [
        srcMask: Tensor | null,
        tgtMask: Tensor | null,
        memoryMask: Tensor | null,
        srcKeyPaddingMask: Tensor | null,
        tgtKeyPaddingMask: Tensor | null,
        memoryKeyPaddingMask: Tensor | null,
      ],
      Partial<TransformerCall>
    >
  ): Tensor {
    const o = positional(rest, CALL, CALL_ORDER);
    const batchDim = this.batchFirst ? 0 : 1;
    if (src.ndim === 3 && src.shape[batchDim] !== tgt.shape[batchDim]) {
      throw new RuntimeError("the batch number of src and tgt must be equal");
    }
    if (src.shape.at(-1) !== this.dModel || tgt.shape.at(-1) !== this.dModel) {
      throw new RuntimeError("the feature number of src and tgt must be equal to d_model");
    }
    const { srcMask: mask, srcKeyPaddingMask, srcIsCausal: isCausal, ...decoding } = o;
    const memory = this.encoder(src, { mask, srcKeyPaddingMask, isCausal });
    const { tgtMask, memoryMask, tgtKeyPaddingMask, memoryKeyPaddingMask, tgtIsCausal, memoryIsCausal } =
      decoding;
    return this.decoder(tgt, memory, {
      tgtMask,
      memoryMask,
      tgtKeyPaddingMask,
      memoryKeyPaddingMask,
      tgtIsCausal,
      memoryIsCausal,
    });
  }

  /** `[size, size]`: 0 where a position may look, -∞ at all later ones. */
  static generateSquareSubsequentMask(
    size: number,
    options: { device?: DeviceLike | null; dtype?: DType | null } = {},
  ): Tensor {
    return squareSubsequentMask(size, options);
  }
}
