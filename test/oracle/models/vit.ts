import { VisionTransformer } from "../../../examples/vit.ts";
import { F, torch } from "../subject.ts";
import type { Device, FullModel, ReferenceModel } from "./reference.ts";

export function model(device: Device): ReferenceModel {
  const net = new VisionTransformer({
    ...{ imageSize: 16, patchSize: 4, numLayers: 2, numHeads: 2 },
    ...{ hiddenDim: 16, mlpDim: 32, numClasses: 10 },
  }).to(device);
  const x = torch.randn(2, 3, 16, 16).to(device);
  const target = torch.randint(0, 10, [2]).to(device);
  return { net, forward: () => net(x), loss: () => F.crossEntropy(net(x), target) };
}

export function full(): FullModel {
  const net = new VisionTransformer();
  return { net, forward: () => net(torch.empty(1, 3, 224, 224)) };
}
