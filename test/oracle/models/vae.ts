import { lossFunction, VAE } from "../../../examples/vae.ts";
import { torch } from "../subject.ts";
import type { Device, FullModel, ReferenceModel } from "./reference.ts";

export function model(device: Device): ReferenceModel {
  const net = new VAE({ pixels: 36, hidden: 12, latent: 3 }).to(device);
  const x = torch.rand(4, 1, 6, 6).to(device);
  const loss = () => {
    const [reconstruction, mu, logvar] = net(x);
    return lossFunction(reconstruction, x, mu, logvar);
  };
  return { net, forward: () => net(x), loss, lr: 0.001 };
}

export function full(): FullModel {
  const net = new VAE();
  return { net, forward: () => net(torch.empty(2, 1, 28, 28)) };
}
