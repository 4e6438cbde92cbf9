/** `x.set([mask], value)`: one value, or row, for all places where the mask holds, or as many as there are places. */
import { noGrad } from "../autograd/mode.ts";
import { int64 } from "../dtype.ts";
import { IndexError } from "../errors.ts";
import { indexPut } from "../ops/advancedIndex.ts";
import { checkMask, checkPlaces, maskedPut } from "../ops/maskedPut.ts";
import { contiguousStrides } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { unrecorded } from "../trace/recorder.ts";

export function putBehindMask(self: Tensor, indices: readonly (Tensor | null)[], values: Tensor): void {
  const dim = indices.findIndex((i) => i !== null);
  const mask = indices[dim];
  if (!mask) throw new Error("there is no mask");
  if (indices.some((i, d) => i !== null && d !== dim)) {
    throw new IndexError(
      "How many places a mask names depends on values. Beside other tensors, write its places: ...await mask.nonzero({ asTuple: true }).",
    );
  }
  const after = self.ndim - dim - mask.ndim;
  const count = values.shape[values.ndim - after - 1] ?? 1;
  if (after < 0 || count === 1) {
    // A single value goes into any dtype, as PyTorch fills the places with it.
    const single = values.numel() === 1 ? values.to(self.dtype) : values;
    maskedPut.inplace({ self, indices: [...indices], values: single });
    return;
  }
  checkMask(self, indices, values);
  const result = [...self.shape.slice(0, dim), count, ...self.shape.slice(dim + mask.ndim)];
  const places = unrecorded(() =>
    noGrad(() => {
      checkPlaces({ count: mask.sum(), result, values: values.shape, dim });
      return placesOf(mask, Math.min(count, mask.numel()));
    }),
  );
  indexPut.inplace({ self, indices: [...indices.slice(0, dim), ...places], values });
}

/** The first `count` places where the mask holds: an index tensor for each of its dimensions. Nobody waits for values. */
function placesOf(mask: Tensor, count: number): Tensor[] {
  const strides = contiguousStrides(mask.shape);
  const at = mask.reshape([-1]).logicalNot().to(int64).argsort({ stable: true }).narrow(0, 0, count);
  return mask.shape.map((size, d) => at.floorDivide(strides[d] as number).remainder(size));
}
