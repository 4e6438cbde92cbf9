/** The mask by which a position sees none of the later ones, and how it is known again. */
import { deviceFrom } from "../api/device.ts";
import { bool, type DType } from "../dtype.ts";
import type { DeviceLike } from "../generated/api.ts";
import { full } from "../ops/creation.ts";
import { triu } from "../ops/movement.ts";
import { backendFor } from "../runtime.ts";
import type { Tensor } from "../tensor.ts";

/** Masks that were made as causal ones, with their version then. */
const causalMasks = new WeakMap<Tensor, number>();

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
  causalMasks.set(mask, mask.storage.version);
  return mask;
}

/**
 * What was said; else whether the mask is the causal one for the sequence's length. PyTorch compares the values, and so
 * does this on the CPU. Elsewhere they take waiting (WebGPU) or are not there (a run for shapes): only a mask that
 * `generateSquareSubsequentMask` made, on which nobody wrote since, is known to be causal. Of any other the layer uses
 * the values, with equal results; the graph then keeps the mask where PyTorch's keeps `is_causal`.
 */
export function detectCausal(
  mask: Tensor | null,
  said: boolean | null,
  sequence: Tensor,
  batchFirst: boolean,
): boolean {
  if (said !== null || !mask) return said === true;
  const length = sequence.shape[sequence.ndim === 3 && batchFirst ? 1 : 0];
  if (mask.ndim !== 2 || mask.shape[0] !== length || mask.shape[1] !== length) return false;
  return hasCausalValues(mask) ?? causalMasks.get(mask) === mask.storage.version;
}

/** Null where the values are not at hand. */
function hasCausalValues({ storage, shape: [size = 0], strides, offset, dtype }: Tensor): boolean | null {
  const data = storage.backend === "meta" ? undefined : backendFor(storage.device).readSync?.(storage);
  if (!data) return null;
  const [down = 0, right = 0] = strides;
  const later = dtype === bool ? 1 : Number.NEGATIVE_INFINITY;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (data[offset + row * down + column * right] !== (column > row ? later : 0)) return false;
    }
  }
  return true;
}
