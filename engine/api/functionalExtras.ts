/** Functions of `nn.functional` that take what no signature of the table can say: other functions. */
import { int64 } from "../dtype.ts";
import { NeedsValue, RuntimeError, ValueError } from "../errors.ts";
import { oneHot as oneHotOp } from "../ops/embedding.ts";
import { reduceLoss, reductionNumber } from "../ops/lossReduction.ts";
import { pairwiseDistance } from "../ops/marginLoss.ts";
import type { Tensor } from "../tensor.ts";

export interface TripletOptions {
  /** Of two tensors, a distance for each row; the Euclidean one unless given. */
  distanceFunction?: ((a: Tensor, b: Tensor) => Tensor) | null;
  margin?: number;
  /** Take the distance between positive and negative where that is the smaller one. */
  swap?: boolean;
  /** `"mean"`, `"sum"` or `"none"`. */
  reduction?: string;
}

/**
 * A 1 at the place of each class index, zeros elsewhere: `[…]` to `[…, numClasses]`. Without a number of classes it is
 * one more than the largest index, which is waited for.
 */
function oneHot(input: Tensor, numClasses?: -1 | { numClasses?: -1 }): Promise<Tensor>;
function oneHot(input: Tensor, numClasses: number | { numClasses: number }): Tensor;
function oneHot(input: Tensor, given: number | { numClasses?: number } = -1): Tensor | Promise<Tensor> {
  const numClasses = typeof given === "number" ? given : (given.numClasses ?? -1);
  return numClasses === -1 ? oneHotByValues(input) : oneHotOp({ input, numClasses });
}

async function oneHotByValues(input: Tensor): Promise<Tensor> {
  if (input.dtype !== int64) return oneHotOp({ input, numClasses: 1 });
  if (input.numel() === 0) {
    throw new RuntimeError("Can not infer total number of classes from empty tensor.");
  }
  if (input.storage.backend === "meta") throw new NeedsValue("The result of oneHot() depends on values.");
  let largest = 0;
  for (const index of await input.data()) largest = Math.max(largest, index);
  return oneHotOp({ input, numClasses: largest + 1 });
}

export const functionalExtras = {
  oneHot,
  /** `max(0, distance to the positive - distance to the negative + margin)`, with distances of any kind. */
  tripletMarginWithDistanceLoss(
    anchor: Tensor,
    positive: Tensor,
    negative: Tensor,
    options: TripletOptions = {},
  ): Tensor {
    const { distanceFunction, margin = 1, swap = false, reduction = "mean" } = options;
    const how = reductionNumber(reduction);
    if (margin <= 0) throw new ValueError(`margin must be greater than 0, got ${margin}`);
    if (anchor.ndim !== positive.ndim || positive.ndim !== negative.ndim) {
      throw new RuntimeError(
        `The anchor, positive, and negative tensors are expected to have the same number of dimensions, but got: anchor ${anchor.ndim}D, positive ${positive.ndim}D, and negative ${negative.ndim}D inputs`,
      );
    }
    const distance = distanceFunction ?? ((x1: Tensor, x2: Tensor) => pairwiseDistance({ x1, x2 }));
    const near = distance(anchor, positive);
    let far = distance(anchor, negative);
    if (swap) far = far.minimum(distance(positive, negative));
    return reduceLoss(near.add(margin).sub(far).clampMin(0), how);
  },
};
