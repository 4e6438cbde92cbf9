/** Tensors as a dataset: sample `i` is the `i`th row of each. */
import { AssertionError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { Dataset, type GivesWholeBatches, wholeBatch } from "./dataset.ts";
import { tensorOfIntegers } from "./integers.ts";

/** Rows of tensors of equal first size: `new TensorDataset(images, labels)` gives `[image, label]`. */
export class TensorDataset<const Tensors extends readonly Tensor[]>
  extends Dataset<{ -readonly [K in keyof Tensors]: Tensor }>
  implements GivesWholeBatches
{
  readonly tensors: Tensors;

  constructor(...tensors: Tensors) {
    super();
    const [first] = tensors;
    if (!first) throw new TypeError("TensorDataset takes one tensor at least.");
    if (tensors.some((tensor) => tensor.size(0) !== first.size(0)))
      throw new AssertionError("Size mismatch between tensors");
    this.tensors = tensors;
  }

  get length(): number {
    return this.tensors[0]?.size(0) ?? 0;
  }

  at(index: number): { -readonly [K in keyof Tensors]: Tensor } {
    return this.tensors.map((tensor) => tensor.at(index)) as { -readonly [K in keyof Tensors]: Tensor };
  }

  /** One `indexSelect` for each tensor in place of a `stack` of many views. */
  [wholeBatch](indices: readonly number[]): Tensor[] | null {
    // A subclass may give other samples than the rows, and gradients flow through the views as PyTorch has them.
    const plain = isPlain(this) && !this.tensors.some((t) => t.requiresGrad);
    const inRange = indices.every((i) => i >= 0 && i < this.length);
    if (!plain || !inRange) return null;
    return this.tensors.map((tensor) => tensor.indexSelect(0, tensorOfIntegers(indices, tensor.device)));
  }
}

/** Outside of the class, as a class that names itself is renamed by the bundler. */
const isPlain = (dataset: object): boolean => dataset.constructor === TensorDataset;
