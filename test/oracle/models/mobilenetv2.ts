import { MobileNetV2 } from "../../../examples/mobilenetv2.ts";
import { F, torch } from "../subject.ts";
import type { Device, FullModel, ReferenceModel } from "./reference.ts";

export function model(device: Device): ReferenceModel {
  const net = new MobileNetV2({
    numClasses: 10,
    stages: [
      [1, 4, 1, 1],
      [3, 6, 2, 2],
      [3, 8, 2, 2],
    ],
    firstChannels: 8,
    lastChannels: 32,
    dropout: 0,
  }).to(device);
  const x = torch.randn(2, 3, 32, 32).to(device);
  const target = torch.randint(0, 10, [2]).to(device);
  return { net, forward: () => net(x), loss: () => F.crossEntropy(net(x), target) };
}

export function full(): FullModel {
  const net = new MobileNetV2();
  return { net, forward: () => net(torch.empty(1, 3, 224, 224)) };
}
