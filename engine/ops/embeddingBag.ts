/** `F.embeddingBag`: sums, means and maxima of rows, without the rows in between. */
import { BAG_MODES, embeddingBag as cpuEmbeddingBag } from "../devices/cpu/embeddingBag.ts";
import { gpuEmbeddingBag } from "../devices/webgpu/kernels/embeddingBag.ts";
import { int64 } from "../dtype.ts";
import { NotImplementedError, RuntimeError, ValueError } from "../errors.ts";
import { exactly } from "../exactly.ts";
import type { Tensor } from "../tensor.ts";
import { arange } from "./creation.ts";
import { indexAdd, scatterAdd } from "./indexing.ts";
import { defineOp } from "./op.ts";

const MEAN = 1;
const MAX = 2;

interface Bag {
  readonly grad: Tensor;
  readonly weight: Tensor;
  readonly indices: Tensor;
  readonly perSampleWeights: Tensor | null;
  readonly paddingIdx: number;
  readonly mode: number;
  readonly offset2bag: Tensor;
  readonly bagSize: Tensor;
  readonly maxIndices: Tensor;
}

/** The gradient of each index's row: its bag's, in the index's share. */
function rowGradients(c: Bag): Tensor {
  const shares = c.mode === MEAN ? c.grad.div(c.bagSize.clampMin(1).unsqueeze(1)) : c.grad;
  const rows = shares.indexSelect(0, c.offset2bag);
  return c.paddingIdx < 0 ? rows : rows.mul(c.indices.ne(c.paddingIdx).unsqueeze(1));
}

function weightGradient(c: Bag): Tensor {
  const zeros = c.grad.newZeros(c.weight.shape);
  if (c.mode === MAX) {
    // Bags without indices have no largest row.
    const src = c.grad.mul(c.maxIndices.ge(0));
    return scatterAdd({ self: zeros, dim: 0, index: c.maxIndices.clampMin(0), src });
  }
  const rows = rowGradients(c);
  const source = c.perSampleWeights ? rows.mul(c.perSampleWeights.unsqueeze(1)) : rows;
  return indexAdd({ self: zeros, dim: 0, index: c.indices, source });
}

const bagKernel = defineOp({
  schema:
    "_embedding_bag(Tensor weight, Tensor indices, Tensor offsets, int mode, Tensor? per_sample_weights, bool include_last_offset, int padding_idx) -> (Tensor output, Tensor offset2bag, Tensor bag_size, Tensor max_indices)",
  doc: "The rows of each bag, reduced; the bag of each index, the bags' sizes, the rows of maxima.",
  meta: ({ weight, indices, offsets, includeLastOffset }) => {
    const bags = offsets.numel() - Number(includeLastOffset);
    const shape = [bags, weight.shape[1] as number];
    return [
      { shape, dtype: weight.dtype },
      { shape: indices.shape, dtype: int64 },
      { shape: [bags], dtype: int64 },
      { shape, dtype: int64 },
    ];
  },
  cpu: ({ weight, indices, offsets, perSampleWeights, ...o }, [out, offset2bag, bagSize, maxIndices]) =>
    cpuEmbeddingBag(weight, indices, offsets, perSampleWeights, o, {
      ...{ out, offset2bag, bagSize, maxIndices },
    }),
  webgpu: ({ weight, indices, offsets, perSampleWeights, ...o }, out, gpu) =>
    gpuEmbeddingBag(gpu, weight, indices, offsets, perSampleWeights, o, out),
  node: "EmbeddingBagBackward0",
  derivatives: (d) => [
    d(
      ["weight", "perSampleWeights"],
      [
        "indices",
        "mode",
        "offsets",
        "paddingIdx",
        "perSampleWeights",
        "offset2bag",
        "bagSize",
        "maxIndices",
        "weight",
      ],
      (c) => [
        c.needs("weight") ? weightGradient(c) : null,
        c.needs("perSampleWeights") ? rowGradients(c).mul(c.weight.indexSelect(0, c.indices)).sum([1]) : null,
      ],
    ),
  ],
  flops: ({ indices, weight }) => indices.numel() * (weight.shape[1] as number),
});

export const embeddingBag = defineOp({
  schema:
    "embedding_bag(Tensor input, Tensor weight, Tensor? offsets=None, *, str mode='mean', Tensor? per_sample_weights=None, bool include_last_offset=False, int? padding_idx=None) -> Tensor",
  doc: 'The `"sum"`, `"mean"` or `"max"` of the rows of `weight` `[V, D]` that each bag names: `[B, D]`. Bags are the rows of `input` `[B, L]`, or start at `offsets` `[B]` of a vector.',
  on: ["F"],
  composite: ({ input, weight, offsets, mode, perSampleWeights, includeLastOffset, paddingIdx }) => {
    const number = BAG_MODES.indexOf(mode);
    let [indices, starts, scales] = [input, offsets, perSampleWeights];
    if (scales && input.shape.join() !== scales.shape.join()) {
      throw new ValueError(
        `embedding_bag: If per_sample_weights (${scales.shape}) is not None, then it must have the same shape as the input (${input.shape})`,
      );
    }
    if (input.ndim === 2) {
      if (offsets) {
        throw new ValueError(
          "if input is 2D, then offsets has to be None, as input is treated is a mini-batch of fixed length sequences. However, found offsets of type <class 'torch.Tensor'>",
        );
      }
      const [bags, length] = exactly(2, input.shape);
      starts = arange({ start: 0, end: bags, step: 1, device: input.device }).mul(length);
      indices = input.reshape([-1]);
      scales = scales?.reshape([-1]) ?? null;
    } else if (input.ndim !== 1) {
      throw new ValueError(`input has to be 1D or 2D Tensor, but got Tensor of dimension ${input.ndim}`);
    } else if (!offsets) throw new ValueError("offsets has to be a 1D Tensor but got None");
    else if (offsets.ndim !== 1) throw new ValueError("offsets has to be a 1D Tensor");
    if (number < 0) throw new ValueError("mode has to be one of sum, mean or max");
    if (scales && mode !== "sum") {
      throw new NotImplementedError(
        `embedding_bag: per_sample_weights was not None. per_sample_weights is only supported for mode='sum' (got mode='${mode}'). Please open a feature request on GitHub.`,
      );
    }
    const rows = weight.shape[0] as number;
    if (paddingIdx !== null && (paddingIdx >= rows || paddingIdx < -rows)) {
      throw new RuntimeError("padding_idx must be within the number of embeddings");
    }
    const padding = paddingIdx === null ? -1 : paddingIdx < 0 ? paddingIdx + rows : paddingIdx;
    return bagKernel({
      weight,
      indices,
      offsets: starts as Tensor,
      mode: number,
      perSampleWeights: scales,
      includeLastOffset,
      paddingIdx: padding,
    })[0];
  },
});
