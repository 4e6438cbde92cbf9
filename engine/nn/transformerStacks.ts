/** Layers of Transformers one after another: `nn.TransformerEncoder` and `nn.TransformerDecoder`. */
import { isGradEnabled } from "../autograd/mode.ts";
import { deepcopy } from "../copy.ts";
import type { Tensor } from "../tensor.ts";
import { additiveMask } from "./attentionForward.ts";
import { detectCausal } from "./causalMask.ts";
import { ModuleList } from "./container.ts";
import { Module } from "./module.ts";
import { type Given, positional } from "./positional.ts";
import { requireArguments } from "./required.ts";
import {
  DECODER_CALL,
  DECODER_ORDER,
  type DecoderLayerCall,
  isReluOrGelu,
  type Masks,
  type TransformerDecoderLayer,
  type TransformerEncoderLayer,
} from "./transformerLayers.ts";

/** Copies of a layer, with equal numbers at first. */
const clones = <M extends Module>(layer: M, count: number): ModuleList<M> =>
  new ModuleList(Array.from({ length: count }, () => deepcopy(layer)));

export interface Normalisation extends Module {
  forward(input: Tensor): Tensor;
}

export interface EncoderCall {
  mask: Tensor | null;
  srcKeyPaddingMask: Tensor | null;
  /** Whether `mask` is the causal one; null: its values tell, where they are at hand (`detectCausal`). */
  isCausal: boolean | null;
}

const STACK_CALL: EncoderCall = { mask: null, srcKeyPaddingMask: null, isCausal: null };

/** Encoder layers one after another: copies of the one given. */
export class TransformerEncoder extends Module {
  layers: ModuleList<TransformerEncoderLayer>;
  readonly numLayers: number;
  norm: Normalisation | null;
  readonly enableNestedTensor: boolean;
  readonly useNestedTensor: boolean;
  readonly maskCheck: boolean;

  constructor(
    encoderLayer: TransformerEncoderLayer,
    numLayers: number,
    ...rest: Given<
      [norm: Normalisation | null, enableNestedTensor: boolean, maskCheck: boolean],
      { norm?: Normalisation | null; enableNestedTensor?: boolean; maskCheck?: boolean }
    >
  ) {
    super();
    requireArguments(this, { encoderLayer, numLayers });
    const o = positional(
      rest,
      { norm: null as Normalisation | null, enableNestedTensor: true, maskCheck: true },
      ["norm", "enableNestedTensor", "maskCheck"],
    );
    this.layers = clones(encoderLayer, numLayers);
    this.numLayers = numLayers;
    this.norm = o.norm;
    this.enableNestedTensor = o.enableNestedTensor;
    const { self_attn: attention, norm1, norm2 } = encoderLayer;
    this.useNestedTensor =
      o.enableNestedTensor &&
      !encoderLayer.normFirst &&
      attention.batchFirst &&
      attention.in_proj_weight !== null &&
      attention.in_proj_bias !== null &&
      isReluOrGelu(encoderLayer.activation) &&
      norm1.eps === norm2.eps &&
      attention.numHeads % 2 === 0;
    this.maskCheck = o.maskCheck;
  }

  forward(
    src: Tensor,
    ...rest: Given<
      [mask: Tensor | null, srcKeyPaddingMask: Tensor | null, isCausal: boolean | null],
      Partial<EncoderCall>
    >
  ): Tensor {
    const o = positional(rest, STACK_CALL, ["mask", "srcKeyPaddingMask", "isCausal"]);
    const srcKeyPaddingMask = additiveMask(o.srcKeyPaddingMask, "src_key_padding_mask", src.dtype);
    const srcMask = additiveMask(o.mask, "mask", src.dtype);
    const { batchFirst } = this.layers.get(0).self_attn;
    const isCausal = detectCausal(srcMask, o.isCausal, src, batchFirst);
    let output = src;
    for (const layer of this.layers) output = layer(output, { srcMask, isCausal, srcKeyPaddingMask });
    if (srcKeyPaddingMask && !srcMask && this.skipsPadding(src)) {
      output = paddingCleared(output, srcKeyPaddingMask, this.maskCheck);
    }
    return this.norm ? this.norm(output) : output;
  }

  /** PyTorch leaves padding out where nothing is to be trained, and puts zeros in its place. */
  private skipsPadding(src: Tensor): boolean {
    const first = this.layers.get(0);
    if (!this.useNestedTensor || first.training || src.ndim !== 3) return false;
    return !(isGradEnabled() && [src, ...first.parameters()].some((t) => t.requiresGrad));
  }
}

/** Zeros where there is padding; with `check` only if no padding comes before anything else in its row. */
function paddingCleared(output: Tensor, padding: Tensor, check: boolean): Tensor {
  let cleared = padding.ne(0);
  if (check) {
    const length = padding.shape[1] as number;
    const [before, after] = [cleared.narrow(1, 0, length - 1), cleared.narrow(1, 1, length - 1)];
    cleared = cleared.logicalAnd(before.logicalAnd(after.logicalNot()).any().logicalNot());
  }
  return output.maskedFill(cleared.unsqueeze(-1), 0);
}

/** Decoder layers one after another: copies of the one given. */
export class TransformerDecoder extends Module {
  layers: ModuleList<TransformerDecoderLayer>;
  readonly numLayers: number;
  norm: Normalisation | null;

  constructor(
    decoderLayer: TransformerDecoderLayer,
    numLayers: number,
    ...rest: Given<[norm: Normalisation | null], { norm?: Normalisation | null }>
  ) {
    super();
    requireArguments(this, { decoderLayer, numLayers });
    const { norm } = positional(rest, { norm: null as Normalisation | null }, ["norm"]);
    this.layers = clones(decoderLayer, numLayers);
    this.numLayers = numLayers;
    this.norm = norm;
  }

  forward(
    tgt: Tensor,
    memory: Tensor,
    ...rest: Given<[...Masks, tgtIsCausal: boolean | null, memoryIsCausal: boolean], Partial<DecoderCall>>
  ): Tensor {
    const call: DecoderCall = { ...DECODER_CALL, tgtIsCausal: null };
    const o = positional(rest, call, DECODER_ORDER);
    const { batchFirst } = this.layers.get(0).self_attn;
    const tgtIsCausal = detectCausal(o.tgtMask, o.tgtIsCausal, tgt, batchFirst);
    const { tgtMask, memoryMask, tgtKeyPaddingMask, memoryKeyPaddingMask, memoryIsCausal } = o;
    let output = tgt;
    for (const layer of this.layers) {
      output = layer(output, memory, {
        tgtMask,
        memoryMask,
        tgtKeyPaddingMask,
        memoryKeyPaddingMask,
        tgtIsCausal,
        memoryIsCausal,
      });
    }
    return this.norm ? this.norm(output) : output;
  }
}

export type DecoderCall = Omit<DecoderLayerCall, "tgtIsCausal"> & {
  /** Whether `tgtMask` is the causal one; null: its values tell, where they are at hand (`detectCausal`). */
  tgtIsCausal: boolean | null;
};
