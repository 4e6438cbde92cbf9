/** `nn.EmbeddingBag`: sums, means or maxima of learned vectors. */
import { noGrad } from "../autograd/mode.ts";
import { embeddingBag } from "../ops/embeddingBag.ts";
import type { Tensor } from "../tensor.ts";
import { unrecorded } from "../trace/recorder.ts";
import { normal_ } from "./init.ts";
import { type FactoryOptions, parameter } from "./linear.ts";
import { Module } from "./module.ts";
import type { Parameter } from "./parameter.ts";
import { positional } from "./positional.ts";
import { requireArguments } from "./required.ts";

export interface EmbeddingBagOptions extends FactoryOptions {
  mode?: "sum" | "mean" | "max";
  /** `offsets` ends with where the last bag ends. */
  includeLastOffset?: boolean;
  /** The row that is zeros at first, does not count, and gets no gradient. */
  paddingIdx?: number | null;
}

/** Bags of integers below `numEmbeddings`, `[B, L]` or a vector cut at `offsets` `[B]`, to `[B, embeddingDim]`. */
export class EmbeddingBag extends Module {
  readonly numEmbeddings: number;
  readonly embeddingDim: number;
  readonly mode: "sum" | "mean" | "max";
  readonly includeLastOffset: boolean;
  readonly paddingIdx: number | null;
  weight: Parameter;

  constructor(numEmbeddings: number, embeddingDim: number, options: EmbeddingBagOptions = {}) {
    super();
    requireArguments(this, { numEmbeddings, embeddingDim });
    const defaults = {
      mode: "mean" as "sum" | "mean" | "max",
      includeLastOffset: false,
      paddingIdx: null as number | null,
    };
    const o = positional([options], defaults, []);
    if (o.paddingIdx !== null && (o.paddingIdx >= numEmbeddings || o.paddingIdx < -numEmbeddings)) {
      throw new RangeError("padding_idx must be within num_embeddings");
    }
    this.numEmbeddings = numEmbeddings;
    this.embeddingDim = embeddingDim;
    this.mode = o.mode;
    this.includeLastOffset = o.includeLastOffset;
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

  forward(input: Tensor, offsets: Tensor | null = null, perSampleWeights: Tensor | null = null): Tensor {
    const { weight, mode, includeLastOffset, paddingIdx } = this;
    return embeddingBag({ input, weight, offsets, mode, perSampleWeights, includeLastOffset, paddingIdx });
  }

  override extraRepr(): string {
    const padding = this.paddingIdx === null ? "" : `, padding_idx=${this.paddingIdx}`;
    return `${this.numEmbeddings}, ${this.embeddingDim}, mode='${this.mode}'${padding}`;
  }
}
