import { ResNet18 } from "../../../examples/resnet18.ts";
import { F, torch } from "../subject.ts";
import type { Device, FullModel, ReferenceModel } from "./reference.ts";

export function model(device: Device): ReferenceModel {
  const net = new ResNet18({ numClasses: 10, width: 8 }).to(device);
  const x = torch.randn(2, 3, 64, 64).to(device);
  const target = torch.randint(0, 10, [2]).to(device);
  return { net, forward: () => net(x), loss: () => F.crossEntropy(net(x), target) };
}

export function full(): FullModel {
  const net = new ResNet18();
  return { net, forward: () => net(torch.empty(1, 3, 224, 224)) };
}
