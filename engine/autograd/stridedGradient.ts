/** The gradient of `asStrided`, whatever overlaps: PyTorch's `as_strided_backward`. */
import { int64 } from "../dtype.ts";
import type { Geometry } from "../ops/op.ts";
import { backendFor } from "../runtime.ts";
import { numel } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

/** Elements from the first to the last of a tensor that lies so. */
export function extent({ shape, strides }: Geometry): number {
  if (numel(shape) === 0) return 0;
  return shape.reduce((last, size, d) => last + (size - 1) * (strides[d] as number), 1);
}

/** Whether two elements share a place, as far as sizes and strides tell. */
function overlaps({ shape, strides }: Geometry): boolean {
  let reach = 0;
  const dims = [...shape.keys()].filter((d) => shape[d] !== 1);
  dims.sort((a, b) => (strides[a] as number) - (strides[b] as number));
  return dims.some((d) => {
    const inside = (strides[d] as number) <= reach;
    reach += ((shape[d] as number) - 1) * (strides[d] as number);
    return inside;
  });
}

/** Where the elements lie, in row-major order. */
function places(like: Tensor, { shape, strides, offset }: Geometry, origin: number): Tensor {
  let found = [offset - origin];
  shape.forEach((size, d) => {
    const step = strides[d] as number;
    found = found.flatMap((at) => Array.from({ length: size }, (_, i) => at + i * step));
  });
  const out = like.newZeros([found.length], { dtype: int64 });
  if (out.storage.backend !== "meta") {
    backendFor(out.storage.device).write(out.storage, Float64Array.from(found));
  }
  return out;
}

/**
 * From the gradient of a tensor that lies as `view` in the storage of one that lies as `base`, that of the latter.
 * Elements that the view shows several times get the sum; the base's own that share a place share it.
 */
export function stridedGradient(grad: Tensor, base: Geometry, view: Geometry): Tensor {
  if (numel(base.shape) === 0 || numel(view.shape) === 0) return grad.newZeros(base.shape);
  const origin = Math.min(base.offset, view.offset);
  const length = Math.max(base.offset + extent(base), view.offset + extent(view)) - origin;
  let storage = grad.newZeros([length]);
  if (overlaps(view)) {
    storage = storage.indexAdd(0, places(grad, view, origin), grad.reshape([-1]));
  } else storage.asStrided(view.shape, view.strides, view.offset - origin).copy_(grad);
  if (overlaps(base)) {
    const index = places(grad, base, origin);
    const times = grad.newZeros([length]).indexAdd(0, index, grad.newOnes([numel(base.shape)]));
    return storage.div(times).indexSelect(0, index).view(base.shape);
  }
  return storage.asStrided(base.shape, base.strides, base.offset - origin);
}
