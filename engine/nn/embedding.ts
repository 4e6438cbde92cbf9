/** `nn.Embedding`: a learned vector for each of a number of things. */
import { noGrad } from "../autograd/mode.ts";
import { embedding } from "../ops/embedding.ts";
import type { Tensor } from "../tensor.ts";
import { unrecorded } from "../trace/recorder.ts";
import { normal_ } from "./init.ts";
import { type FactoryOptions, parameter } from "./linear.ts";
import { Module } from "./module.ts";
import type { Parameter } from "./parameter.ts";
import { positional } from "./positional.ts";
import { requireArguments } from "./required.ts";

/** `[…]` of integers below `numEmbeddings` to `[…, embeddingDim]`. */
export class Embedding extends Module {
  readonly numEmbeddings: number;
  readonly embeddingDim: number;
  /** The row that is zeros at first and gets no gradient. */
  readonly paddingIdx: number | null;
  weight: Parameter;

  constructor(
    numEmbeddings: number,
    embeddingDim: number,
    ...rest:
      | [options?: { paddingIdx?: number | null } & FactoryOptions]
      | [paddingIdx: number | null, options?: FactoryOptions]
  ) {
    super();
    requireArguments(this, { numEmbeddings, embeddingDim });
    const o = positional(rest, { paddingIdx: null as number | null }, ["paddingIdx"]);
    if (o.paddingIdx !== null && (o.paddingIdx >= numEmbeddings || o.paddingIdx < -numEmbeddings)) {
      throw new RangeError("Padding_idx must be within num_embeddings");
    }
    this.numEmbeddings = numEmbeddings;
    this.embeddingDim = embeddingDim;
    this.paddingIdx = o.paddingIdx !== null && o.paddingIdx < 0 ? o.paddingIdx + numEmbeddings : o.paddingIdx;
    this.weight = parameter([numEmbeddings, embeddingDim], o);
    this.resetParameters();
  }

  /** PyTorch's default: normal numbers; the padding row is zeros. */
  resetParameters(): void {
    normal_(this.weight);
    const row = this.paddingIdx;
    if (row !== null) unrecorded(() => noGrad(() => this.weight.select(0, row).zero_()));
  }

  forward(input: Tensor): Tensor {
    return embedding({ input, weight: this.weight, paddingIdx: this.paddingIdx });
  }

  override extraRepr(): string {
    const padding = this.paddingIdx === null ? "" : `, padding_idx=${this.paddingIdx}`;
    return `${this.numEmbeddings}, ${this.embeddingDim}${padding}`;
  }
}
