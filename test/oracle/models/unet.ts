import { UNet } from "../../../examples/unet.ts";
import { F, torch } from "../subject.ts";
import type { Device, FullModel, ReferenceModel } from "./reference.ts";

export function model(device: Device): ReferenceModel {
  const net = new UNet({ numClasses: 3, width: 4 }).to(device);
  const x = torch.randn(2, 3, 34, 50).to(device);
  const target = torch.randint(0, 3, [2, 34, 50]).to(device);
  return { net, forward: () => net(x), loss: () => F.crossEntropy(net(x), target) };
}

export function full(): FullModel {
  const net = new UNet();
  return { net, forward: () => net(torch.empty(1, 3, 256, 256)) };
}
