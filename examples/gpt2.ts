// GPT-2, the small one: a decoder that predicts the next word. Names, shapes and numbers of parameters are those of the
// published weights.
//
// Language Models are Unsupervised Multitask Learners, Radford et al. 2019

import { F, nn, type Tensor, torch } from "tensorglass";

export interface GPT2Options {
  vocabSize?: number;
  /** The longest sequence. */
  nPositions?: number;
  nEmbd?: number;
  nLayer?: number;
  nHead?: number;
  dropout?: number;
}

const GPT2_SMALL: Required<GPT2Options> = {
  vocabSize: 50257,
  nPositions: 1024,
  nEmbd: 768,
  nLayer: 12,
  nHead: 12,
  dropout: 0.1,
};

/** A linear layer whose weight is stored the other way round, as in the published ones. */
class Conv1D extends nn.Module {
  readonly nx: number;
  readonly nf: number;
  weight: nn.Parameter;
  bias: nn.Parameter;

  constructor(nf: number, nx: number) {
    super();
    this.nx = nx;
    this.nf = nf;
    this.weight = new nn.Parameter(torch.empty(nx, nf));
    this.bias = new nn.Parameter(torch.zeros(nf));
    nn.init.normal_(this.weight, 0, 0.02);
  }

  forward(x: Tensor): Tensor {
    const rows = torch.addmm(this.bias, x.view(-1, this.nx), this.weight);
    return rows.view([...x.shape.slice(0, -1), this.nf]);
  }

  override extraRepr(): string {
    return `nf=${this.nf}, nx=${this.nx}`;
  }
}

/** Each word looks at itself and those before it. */
class GPT2Attention extends nn.Module {
  readonly nHead: number;
  readonly dropout: number;
  c_attn: Conv1D;
  c_proj: Conv1D;
  resid_dropout: nn.Dropout;

  constructor({ nEmbd, nHead, dropout }: Required<GPT2Options>) {
    super();
    this.nHead = nHead;
    this.dropout = dropout;
    this.c_attn = new Conv1D(3 * nEmbd, nEmbd);
    this.c_proj = new Conv1D(nEmbd, nEmbd);
    this.resid_dropout = new nn.Dropout(dropout);
  }

  forward(x: Tensor): Tensor {
    const [batch, length, size] = x.shape as unknown as [number, number, number];
    const heads = this.c_attn(x)
      .split(size, 2)
      .map((t) => t.view(batch, length, this.nHead, size / this.nHead).transpose(1, 2));
    const [q, k, v] = heads as [Tensor, Tensor, Tensor];
    const dropoutP = this.training ? this.dropout : 0;
    const y = F.scaledDotProductAttention(q, k, v, { isCausal: true, dropoutP });
    return this.resid_dropout(this.c_proj(y.transpose(1, 2).reshape(batch, length, size)));
  }
}

class GPT2MLP extends nn.Module {
  c_fc: Conv1D;
  c_proj: Conv1D;
  act = new nn.GELU({ approximate: "tanh" });
  dropout: nn.Dropout;

  constructor({ nEmbd, dropout }: Required<GPT2Options>) {
    super();
    this.c_fc = new Conv1D(4 * nEmbd, nEmbd);
    this.c_proj = new Conv1D(nEmbd, 4 * nEmbd);
    this.dropout = new nn.Dropout(dropout);
  }

  forward(x: Tensor): Tensor {
    return this.dropout(this.c_proj(this.act(this.c_fc(x))));
  }
}

class GPT2Block extends nn.Module {
  ln_1: nn.LayerNorm;
  attn: GPT2Attention;
  ln_2: nn.LayerNorm;
  mlp: GPT2MLP;

  constructor(o: Required<GPT2Options>) {
    super();
    this.ln_1 = new nn.LayerNorm(o.nEmbd);
    this.attn = new GPT2Attention(o);
    this.ln_2 = new nn.LayerNorm(o.nEmbd);
    this.mlp = new GPT2MLP(o);
  }

  forward(x: Tensor): Tensor {
    x = x.add(this.attn(this.ln_1(x)));
    return x.add(this.mlp(this.ln_2(x)));
  }
}

class GPT2Model extends nn.Module {
  wte: nn.Embedding;
  wpe: nn.Embedding;
  drop: nn.Dropout;
  h: nn.ModuleList<GPT2Block>;
  ln_f: nn.LayerNorm;

  constructor(o: Required<GPT2Options>) {
    super();
    this.wte = new nn.Embedding(o.vocabSize, o.nEmbd);
    this.wpe = new nn.Embedding(o.nPositions, o.nEmbd);
    this.drop = new nn.Dropout(o.dropout);
    this.h = new nn.ModuleList(Array.from({ length: o.nLayer }, () => new GPT2Block(o)));
    this.ln_f = new nn.LayerNorm(o.nEmbd);
  }

  forward(tokens: Tensor): Tensor {
    const positions = torch.arange(tokens.size(1), { device: tokens.device });
    let x = this.drop(this.wte(tokens).add(this.wpe(positions)));
    for (const block of this.h) x = block(x);
    return this.ln_f(x);
  }
}

export class GPT2 extends nn.Module {
  readonly nPositions: number;
  transformer: GPT2Model;
  lm_head: nn.Linear;

  constructor(options: GPT2Options = {}) {
    super();
    const o = { ...GPT2_SMALL, ...options };
    this.nPositions = o.nPositions;
    this.transformer = new GPT2Model(o);
    this.lm_head = new nn.Linear(o.nEmbd, o.vocabSize, { bias: false });
    for (const m of this.modules()) if (m instanceof nn.Embedding) nn.init.normal_(m.weight, 0, 0.02);
    for (const [name, p] of this.namedParameters()) {
      // Each block adds twice to what goes by: the more there are, the less each adds at first.
      if (name.endsWith("c_proj.weight")) nn.init.normal_(p, 0, 0.02 / Math.sqrt(2 * o.nLayer));
    }
    // The same weight turns words into vectors and vectors into words.
    this.lm_head.weight = this.transformer.wte.weight;
  }

  /**
   * How likely each word is to come next, at every place: `[B, T, vocabSize]`.
   * @input tokens [B=1, T=64] int64
   */
  forward(tokens: Tensor): Tensor {
    return this.lm_head(this.transformer(tokens));
  }

  /** Goes on for `count` words: the likeliest ones, or with a temperature above 0 drawn ones. */
  generate(tokens: Tensor, count: number, { temperature = 0 }: { temperature?: number } = {}): Tensor {
    return torch.noGrad(() => {
      for (let i = 0; i < count; i++) {
        const length = tokens.size(1);
        const seen = tokens.narrow(
          1,
          Math.max(length - this.nPositions, 0),
          Math.min(length, this.nPositions),
        );
        let scores = this.forward(seen).at(null, -1);
        if (temperature > 0) {
          // The largest of scores with Gumbel's noise is a draw from their softmax.
          const noise = torch.rand(scores.shape, { device: scores.device }).log().neg().log().neg();
          scores = scores.div(temperature).add(noise);
        }
        tokens = torch.cat([tokens, scores.argmax(-1, { keepdim: true })], 1);
      }
      return tokens;
    });
  }
}
