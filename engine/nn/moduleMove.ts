/** Moving a module: the elements under its tensors change, the tensors stay the same objects. */
import { noGrad } from "../autograd/mode.ts";
import { DType } from "../dtype.ts";
import type { DeviceLike } from "../generated/api.ts";
import { Device, Tensor } from "../tensor.ts";
import type { Module } from "./module.ts";

export type MoveOptions = { device?: DeviceLike; dtype?: DType };

/** Reads the forms that `module.to(…)` takes. */
export function targetOf(
  target: DeviceLike | DType | Tensor | MoveOptions,
  dtype?: DType | { dtype?: DType },
): MoveOptions {
  if (target instanceof DType) return { dtype: target };
  if (target instanceof Tensor) return { device: target.device, dtype: target.dtype };
  if (typeof target !== "string" && !(target instanceof Device)) return target;
  const also = dtype instanceof DType ? dtype : dtype?.dtype;
  return also ? { device: target, dtype: also } : { device: target };
}

/** Puts other elements under all parameters and buffers, and under the gradients. */
export function converted<M extends Module>(root: M, convert: (t: Tensor) => Tensor): M {
  const tensors = [...root.parameters(), ...root.buffers()];
  noGrad(() => {
    for (const t of tensors) {
      t.setData(convert(t));
      if (t.grad) t.grad = convert(t.grad);
    }
  });
  return root;
}
