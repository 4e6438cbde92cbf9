import { DynamicNet } from "../../../examples/dynamic.ts";
import { F, torch } from "../subject.ts";
import type { Device, ReferenceModel } from "./reference.ts";

export function model(device: Device): ReferenceModel {
  const net = new DynamicNet().to(device);
  const quiet = torch.randn(3, 16).to(device);
  const loud = torch.randn(3, 16).mul(5).to(device);
  const target = torch.randint(0, 4, [3]).to(device);
  return {
    net,
    forward: async () => [await net(quiet), await net(loud)],
    loss: async () => F.crossEntropy(await net(quiet), target).add(F.crossEntropy(await net(loud), target)),
    lr: 0.1,
  };
}
