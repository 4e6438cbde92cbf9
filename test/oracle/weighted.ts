import { type Tensor, torch } from "./subject.ts";

/**
 * The sum of all elements of all outputs that can be differentiated, each weighed by its position, so that no two
 * gradients are alike. In double where the device has it.
 */
export function weighted(outputs: readonly Tensor[]): Tensor {
  return outputs
    .filter((o) => o.requiresGrad)
    .map((o) => {
      const positions = torch
        .arange(1, o.numel() + 1)
        .reshape(o.shape)
        .to(o.device);
      return (o.device.type === "webgpu" ? o : o.double()).mul(positions).sum();
    })
    .reduce((a, b) => a.add(b));
}
