/** `nn.Parameter`: a leaf tensor that belongs to a module and is trained. */
import { Tensor } from "../tensor.ts";

/** A tensor that modules list among their parameters; it requires a gradient unless told otherwise. */
export class Parameter extends Tensor {
  constructor(data: Tensor, requiresGrad = true) {
    super(data.storage, data.shape, data.strides, data.offset);
    this.requiresGrad = requiresGrad;
  }
}
