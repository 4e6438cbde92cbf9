import { DenseNet121 } from "../../../examples/densenet121.ts";
import { F, torch } from "../subject.ts";
import type { Device, FullModel, ReferenceModel } from "./reference.ts";

export function model(device: Device): ReferenceModel {
  const options = { numClasses: 10, blocks: [2, 3, 2], growthRate: 4, initFeatures: 8, bottleneck: 2 };
  const net = new DenseNet121(options).to(device);
  const x = torch.randn(2, 3, 48, 48).to(device);
  const target = torch.randint(0, 10, [2]).to(device);
  return { net, forward: () => net(x), loss: () => F.crossEntropy(net(x), target) };
}

export function full(): FullModel {
  const net = new DenseNet121();
  return { net, forward: () => net(torch.empty(1, 3, 224, 224)) };
}
