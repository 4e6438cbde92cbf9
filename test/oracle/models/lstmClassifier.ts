import { LSTMClassifier } from "../../../examples/lstmClassifier.ts";
import { F, torch } from "../subject.ts";
import type { Device, FullModel, ReferenceModel } from "./reference.ts";

export function model(device: Device): ReferenceModel {
  const options = { vocabulary: 20, embeddingDim: 6, hiddenSize: 5, numClasses: 3, dropout: 0.4 };
  const net = new LSTMClassifier(options).to(device);
  const tokens = torch.randint(1, 20, [3, 4]).to(device);
  const lengths = [2, 4, 3];
  const target = torch.randint(0, 3, [3]).to(device);
  return {
    net,
    forward: () => [net(tokens, lengths), net(tokens)],
    loss: () => F.crossEntropy(net(tokens, lengths), target).add(F.crossEntropy(net(tokens), target)),
    lr: 0.1,
  };
}

export function full(): FullModel {
  const net = new LSTMClassifier();
  return { net, forward: () => net(torch.zeros(2, 12, { dtype: torch.int64 })) };
}
