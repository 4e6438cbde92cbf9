/** `nn.Parameter`: a leaf tensor that belongs to a module and is trained. */
import { RuntimeError } from "../errors.ts";
import { Tensor } from "../tensor.ts";

/** A tensor that modules list among their parameters; it requires a gradient unless told otherwise. */
export class Parameter extends Tensor {
  constructor(data: Tensor, requiresGrad = true) {
    if (requiresGrad && !data.dtype.isFloatingPoint) {
      throw new RuntimeError("Only Tensors of floating point and complex dtype can require gradients");
    }
    super(data.storage, data.shape, data.strides, data.offset);
    this.requiresGrad = requiresGrad;
  }
}
