// ViT-B/16: an image cut into patches of 16 × 16, each a word of a sentence that a Transformer's encoder reads. Names,
// shapes and numbers of parameters are torchvision's.
//
// An Image is Worth 16x16 Words, Dosovitskiy et al. 2020, https://arxiv.org/abs/2010.11929

import { nn, type Tensor, torch } from "tensorglass";

/** The two linear layers of a block. */
class MLPBlock extends nn.Sequential {
  constructor(hiddenDim: number, mlpDim: number, dropout: number) {
    super(
      new nn.Linear(hiddenDim, mlpDim),
      new nn.GELU(),
      new nn.Dropout(dropout),
      new nn.Linear(mlpDim, hiddenDim),
      new nn.Dropout(dropout),
    );
    for (const m of this.modules()) {
      if (!(m instanceof nn.Linear) || !m.bias) continue;
      nn.init.xavierUniform_(m.weight);
      nn.init.normal_(m.bias, 0, 1e-6);
    }
  }
}

/** Self-attention and an MLP, each after a normalization and with a shortcut around it. */
class EncoderBlock extends nn.Module {
  ln_1: nn.LayerNorm;
  self_attention: nn.MultiheadAttention;
  dropout: nn.Dropout;
  ln_2: nn.LayerNorm;
  mlp: MLPBlock;

  constructor(numHeads: number, hiddenDim: number, mlpDim: number, dropout: number) {
    super();
    this.ln_1 = new nn.LayerNorm(hiddenDim, { eps: 1e-6 });
    this.self_attention = new nn.MultiheadAttention(hiddenDim, numHeads, { batchFirst: true });
    this.dropout = new nn.Dropout(dropout);
    this.ln_2 = new nn.LayerNorm(hiddenDim, { eps: 1e-6 });
    this.mlp = new MLPBlock(hiddenDim, mlpDim, dropout);
  }

  forward(input: Tensor): Tensor {
    const normed = this.ln_1(input);
    const [attended] = this.self_attention(normed, normed, normed, { needWeights: false });
    const x = this.dropout(attended).add(input);
    return x.add(this.mlp(this.ln_2(x)));
  }
}

class Encoder extends nn.Module {
  pos_embedding: nn.Parameter;
  dropout: nn.Dropout;
  layers: nn.Sequential;
  ln: nn.LayerNorm;

  constructor(seqLength: number, { numLayers, numHeads, hiddenDim, mlpDim, dropout }: Required<ViTOptions>) {
    super();
    this.pos_embedding = new nn.Parameter(torch.empty(1, seqLength, hiddenDim).normal_(0, 0.02));
    this.dropout = new nn.Dropout(dropout);
    const layers: Record<string, EncoderBlock> = {};
    for (let i = 0; i < numLayers; i++) {
      layers[`encoder_layer_${i}`] = new EncoderBlock(numHeads, hiddenDim, mlpDim, dropout);
    }
    this.layers = new nn.Sequential(layers);
    this.ln = new nn.LayerNorm(hiddenDim, { eps: 1e-6 });
  }

  forward(input: Tensor): Tensor {
    const x = input.add(this.pos_embedding);
    return this.ln(this.layers(this.dropout(x)));
  }
}

export interface ViTOptions {
  imageSize?: number;
  patchSize?: number;
  numLayers?: number;
  numHeads?: number;
  /** Features of each patch. */
  hiddenDim?: number;
  mlpDim?: number;
  dropout?: number;
  numClasses?: number;
}

const VIT_B_16: Required<ViTOptions> = {
  imageSize: 224,
  patchSize: 16,
  numLayers: 12,
  numHeads: 12,
  hiddenDim: 768,
  mlpDim: 3072,
  dropout: 0,
  numClasses: 1000,
};

export class VisionTransformer extends nn.Module {
  readonly hiddenDim: number;
  /** Stands before the patches; what becomes of it is classified. */
  class_token: nn.Parameter;
  conv_proj: nn.Conv2d;
  encoder: Encoder;
  heads: nn.Sequential;

  constructor(options: ViTOptions = {}) {
    super();
    const o = { ...VIT_B_16, ...options };
    this.hiddenDim = o.hiddenDim;
    this.conv_proj = new nn.Conv2d(3, o.hiddenDim, o.patchSize, { stride: o.patchSize });
    this.class_token = new nn.Parameter(torch.zeros(1, 1, o.hiddenDim));
    const patches = (o.imageSize / o.patchSize) ** 2;
    this.encoder = new Encoder(patches + 1, o);
    const head = new nn.Linear(o.hiddenDim, o.numClasses);
    this.heads = new nn.Sequential({ head });
    nn.init.normal_(this.conv_proj.weight, 0, Math.sqrt(1 / (3 * o.patchSize ** 2)));
    if (this.conv_proj.bias) nn.init.zeros_(this.conv_proj.bias);
    nn.init.normal_(head.weight, 0, 0.02);
    if (head.bias) nn.init.zeros_(head.bias);
  }

  /** @input image [B=1, 3, H=224, W=224] */
  forward(image: Tensor): Tensor {
    const batch = image.size(0);
    let x = this.conv_proj(image);
    x = x.reshape(batch, this.hiddenDim, -1).permute(0, 2, 1);
    x = torch.cat([this.class_token.expand(batch, -1, -1), x], 1);
    x = this.encoder(x);
    return this.heads(x.at(null, 0));
  }
}
