import { DCGAN, trainStep } from "../../../examples/dcgan.ts";
import { F, type nn, optim, torch } from "../subject.ts";
import type { Device, FullModel, ReferenceModel } from "./reference.ts";

export function model(device: Device): ReferenceModel {
  const net = new DCGAN({ nz: 5, ngf: 3, ndf: 3 }).to(device);
  const real = torch.rand(2, 3, 64, 64).mul(2).sub(1).to(device);
  const noise = torch.randn(2, 5, 1, 1).to(device);
  const adam = (m: nn.Module) => new optim.Adam(m.parameters(), { lr: 0.0002, betas: [0.5, 0.999] });
  const [optimizerG, optimizerD] = [adam(net.netG), adam(net.netD)];
  return {
    net,
    forward: () => net(noise),
    loss: () => F.binaryCrossEntropy(net(noise).view(-1), torch.ones(2).to(device)),
    train: () => trainStep(net, optimizerG, optimizerD, real, noise),
  };
}

export function full(): FullModel {
  const net = new DCGAN();
  return { net, forward: () => net(torch.empty(2, 100, 1, 1)) };
}
