// The Transformer: an encoder reads a sentence, a decoder writes another one and looks back at the first.
//
// Attention Is All You Need, Vaswani et al. 2017, https://arxiv.org/abs/1706.03762

import { nn, type Tensor, torch } from "tensorglass";

export interface Seq2SeqOptions {
  srcVocabSize?: number;
  tgtVocabSize?: number;
  dModel?: number;
  nhead?: number;
  numLayers?: number;
  dimFeedforward?: number;
  dropout?: number;
  /** The longest sentence. */
  maxLength?: number;
}

const BASE: Required<Seq2SeqOptions> = {
  srcVocabSize: 8000,
  tgtVocabSize: 8000,
  dModel: 512,
  nhead: 8,
  numLayers: 6,
  dimFeedforward: 2048,
  dropout: 0.1,
  maxLength: 512,
};

/** The word that fills short sentences up. */
const PADDING = 1;

/** Says to each word's vector where it stands: sines and cosines of the place, from fast to slow. */
class PositionalEncoding extends nn.Module {
  dropout: nn.Dropout;
  declare pe: Tensor;

  constructor(dModel: number, maxLength: number, dropout: number) {
    super();
    this.dropout = new nn.Dropout(dropout);
    const place = torch.arange(maxLength).unsqueeze(1);
    const rate = torch
      .arange(0, dModel, 2)
      .mul(-Math.log(10000) / dModel)
      .exp();
    const angle = place.mul(rate);
    this.registerBuffer("pe", torch.stack([angle.sin(), angle.cos()], 2).reshape(1, maxLength, dModel));
  }

  forward(x: Tensor): Tensor {
    return this.dropout(x.add(this.pe.narrow(1, 0, x.size(1))));
  }
}

export class Seq2SeqTransformer extends nn.Module {
  readonly scale: number;
  source: nn.Embedding;
  target: nn.Embedding;
  positional: PositionalEncoding;
  transformer: nn.Transformer;
  generator: nn.Linear;

  constructor(options: Seq2SeqOptions = {}) {
    super();
    const o = { ...BASE, ...options };
    this.scale = Math.sqrt(o.dModel);
    this.source = new nn.Embedding(o.srcVocabSize, o.dModel);
    this.target = new nn.Embedding(o.tgtVocabSize, o.dModel);
    this.positional = new PositionalEncoding(o.dModel, o.maxLength, o.dropout);
    this.transformer = new nn.Transformer({
      dModel: o.dModel,
      nhead: o.nhead,
      numEncoderLayers: o.numLayers,
      numDecoderLayers: o.numLayers,
      dimFeedforward: o.dimFeedforward,
      dropout: o.dropout,
      batchFirst: true,
    });
    this.generator = new nn.Linear(o.dModel, o.tgtVocabSize);
  }

  /**
   * How likely each word is to follow, at every place of the target.
   * @input src [B=1, S=20] int64
   * @input tgt [B, T=16] int64
   */
  forward(src: Tensor, tgt: Tensor): Tensor {
    const padding = src.eq(PADDING);
    const output = this.transformer(
      this.positional(this.source(src).mul(this.scale)),
      this.positional(this.target(tgt).mul(this.scale)),
      {
        tgtMask: nn.Transformer.generateSquareSubsequentMask(tgt.size(1), { device: tgt.device }),
        tgtIsCausal: true,
        srcKeyPaddingMask: padding,
        memoryKeyPaddingMask: padding,
      },
    );
    return this.generator(output);
  }
}
