/** Rows of a table by number: embeddings, and one-hot vectors, whose table is the unit matrix. */
import { checkedRows, rowsAlong, takeRows } from "../devices/cpu/rows.ts";
import { gpuPutRows, gpuTakeRows } from "../devices/webgpu/kernels/rows.ts";
import { int64 } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import { numel } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { outOfSelf } from "./indexing.ts";
import { defineOp } from "./op.ts";

const rowsOf = (weight: { readonly shape: readonly number[] }) => rowsAlong(weight.shape, 0);

const embeddingRows = defineOp({
  schema:
    "_embedding(Tensor weight, Tensor indices, int padding_idx=-1, bool scale_grad_by_freq=False, bool sparse=False) -> Tensor",
  doc: "The rows of `weight` that `indices` name.",
  meta: ({ weight, indices }) => {
    if (weight.ndim !== 2) throw new RuntimeError("'weight' must be 2-D");
    if (indices.dtype !== int64 && indices.dtype.name !== "int32") {
      throw new RuntimeError(
        `Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got torch.${indices.dtype.tensorType} instead (while checking arguments for embedding)`,
      );
    }
    return { shape: [...indices.shape, weight.shape[1] as number] };
  },
  cpu: ({ weight, indices }, [out]) => {
    const rows = rowsOf(weight);
    takeRows(
      weight.data,
      rows,
      checkedRows(indices.data, indices.size, rows.size, false, outOfSelf),
      out.data,
    );
  },
  webgpu: ({ weight, indices }, [out], gpu) => gpuTakeRows(gpu, weight, rowsOf(weight), indices, out),
  node: "EmbeddingBackward0",
  derivatives: (d) => [
    d(
      "weight",
      ["indices", "paddingIdx", "scaleGradByFreq", "sparse", "weightArgsize0"],
      (c): Tensor =>
        embeddingBackward({
          gradOutput: c.grad,
          indices: c.indices,
          numWeights: c.weightArgsize0,
          paddingIdx: c.paddingIdx,
        }),
    ),
  ],
});

const embeddingBackward = defineOp({
  schema:
    "embedding_dense_backward(Tensor grad_output, Tensor indices, int num_weights, int padding_idx) -> Tensor",
  doc: "Adds each gradient to the row that was taken; the padding row gets none.",
  meta: ({ gradOutput, numWeights }) => ({ shape: [numWeights, gradOutput.shape.at(-1) as number] }),
  cpu: ({ gradOutput, indices, paddingIdx }, [out]) => {
    const { inner } = rowsOf(out);
    for (let n = 0; n < indices.size; n++) {
      const row = indices.data[n] as number;
      if (row === paddingIdx) continue;
      for (let i = 0; i < inner; i++) {
        const at = row * inner + i;
        out.data[at] = (out.data[at] as number) + (gradOutput.data[n * inner + i] as number);
      }
    }
  },
  webgpu: ({ gradOutput, indices, paddingIdx }, [out], gpu) => {
    gpu.upload(out, new Float32Array(out.size));
    gpuPutRows(gpu, out, rowsOf(out), indices, gradOutput, { add: true, skip: paddingIdx });
  },
  node: "EmbeddingDenseBackwardBackward0",
  derivatives: (d) => [
    d("gradOutput", ["indices"], (c): Tensor => embeddingRows({ weight: c.grad, indices: c.indices })),
  ],
});

export const embedding = defineOp({
  schema: "embedding(Tensor input, Tensor weight, int? padding_idx=None) -> Tensor",
  doc: "The rows of `weight` `[V, D]` that `input`, of any shape, names: `[…, D]`. The row `paddingIdx` gets no gradient.",
  on: ["F"],
  composite: ({ input, weight, paddingIdx }) => {
    const size = weight.shape[0] as number;
    if (paddingIdx !== null && (paddingIdx >= size || paddingIdx < -size)) {
      throw new RuntimeError("Padding_idx must be within num_embeddings");
    }
    const row = paddingIdx === null ? -1 : paddingIdx < 0 ? paddingIdx + size : paddingIdx;
    return embeddingRows({ weight, indices: input, paddingIdx: row });
  },
});

export const oneHot = defineOp({
  schema: "one_hot(Tensor input, int num_classes=-1) -> Tensor",
  doc: "A 1 at the place of each class index, zeros elsewhere: `[…]` to `[…, numClasses]`.",
  on: ["F"],
  composite: ({ input, numClasses }) => {
    if (input.dtype !== int64) {
      throw new RuntimeError("one_hot is only applicable to index tensor of type LongTensor.");
    }
    if (numClasses < 1) throw new RuntimeError("Class values must be smaller than num_classes.");
    const zeros = input.newZeros([...input.shape, numClasses]);
    if (numel(input.shape) === 0) return zeros;
    try {
      return zeros.scatter_(input.ndim, input.unsqueeze(-1), 1);
    } catch (cause) {
      const index = /^index (-?)\d+ is out of bounds/.exec(cause instanceof Error ? cause.message : "");
      if (!index) throw cause;
      const bounds = index[1] ? "non-negative" : "smaller than num_classes";
      throw new RuntimeError(`Class values must be ${bounds}.`, { cause });
    }
  },
});
