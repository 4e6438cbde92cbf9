import { LeNet } from "../../../examples/lenet.ts";
import { F, torch } from "../subject.ts";
import type { Device, ReferenceModel } from "./reference.ts";

export function model(device: Device): ReferenceModel {
  const net = new LeNet().to(device);
  const x = torch.randn(4, 1, 32, 32).to(device);
  const target = torch.randint(0, 10, [4]).to(device);
  return { net, forward: () => net(x), loss: () => F.crossEntropy(net(x), target), lr: 0.05 };
}
