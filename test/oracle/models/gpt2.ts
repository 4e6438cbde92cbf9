import { GPT2 } from "../../../examples/gpt2.ts";
import { F, torch } from "../subject.ts";
import type { Device, FullModel, ReferenceModel } from "./reference.ts";

export function model(device: Device): ReferenceModel {
  const net = new GPT2({ vocabSize: 40, nPositions: 16, nEmbd: 16, nLayer: 2, nHead: 2, dropout: 0 }).to(
    device,
  );
  const tokens = torch.randint(0, 40, [2, 12]).to(device);
  const target = torch.randint(0, 40, [2, 12]).to(device);
  const loss = () => F.crossEntropy(net(tokens).view(-1, 40), target.view(-1));
  return { net, forward: () => net(tokens), loss, lr: 0.1 };
}

export function full(): FullModel {
  const net = new GPT2();
  return { net, forward: () => net(torch.zeros(1, 64, { dtype: torch.int64 })) };
}
