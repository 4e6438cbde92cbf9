/** Parameters as one vector, and back. */
import { cat } from "../../ops/join.ts";
import type { Tensor } from "../../tensor.ts";

/** All parameters, flattened, one after another. */
export function parametersToVector(parameters: Iterable<Tensor>): Tensor {
  return cat({ tensors: [...parameters].map((p) => p.view([-1])) });
}

/** Gives the parameters the elements of a vector, which they then share with it. */
export function vectorToParameters(vec: Tensor, parameters: Iterable<Tensor>): void {
  let at = 0;
  for (const parameter of parameters) {
    const count = parameter.numel();
    const part = vec.detach().narrow(0, at, count).view(parameter.shape);
    parameter.setData(part);
    at += count;
  }
}
