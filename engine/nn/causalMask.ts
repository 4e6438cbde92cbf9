/** The mask by which a position sees none of the later ones, and how it is known again. */
import { deviceFrom } from "../api/device.ts";
import type { DType } from "../dtype.ts";
import type { DeviceLike } from "../generated/api.ts";
import { full } from "../ops/creation.ts";
import { triu } from "../ops/movement.ts";
import type { Tensor } from "../tensor.ts";

/** The masks that were made as causal ones: of others only the values, which take waiting, could tell. */
const causalMasks = new WeakSet<Tensor>();

/** `[size, size]`: 0 where a position may look, -∞ at all later ones. */
export function squareSubsequentMask(
  size: number,
  { device, dtype }: { device?: DeviceLike | null; dtype?: DType | null } = {},
): Tensor {
  const everywhere = full({
    size: [size, size],
    fillValue: Number.NEGATIVE_INFINITY,
    dtype: dtype ?? null,
    device: device ? deviceFrom(device) : null,
  });
  const mask = triu({ self: everywhere, diagonal: 1 });
  causalMasks.add(mask);
  return mask;
}

/** What was said; else whether the mask is known to be causal and of the sequence's length. */
export function detectCausal(
  mask: Tensor | null,
  said: boolean | null,
  sequence: Tensor,
  batchFirst: boolean,
): boolean {
  if (said !== null || !mask) return said === true;
  const length = sequence.shape[sequence.ndim === 3 && batchFirst ? 1 : 0];
  return causalMasks.has(mask) && mask.shape[0] === length;
}
