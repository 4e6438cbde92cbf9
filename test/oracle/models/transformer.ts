import { Seq2SeqTransformer } from "../../../examples/transformer.ts";
import { F, slice, torch } from "../subject.ts";
import type { Device, FullModel, ReferenceModel } from "./reference.ts";

export function model(device: Device): ReferenceModel {
  const net = new Seq2SeqTransformer({
    ...{ srcVocabSize: 12, tgtVocabSize: 10, dModel: 16, nhead: 2, numLayers: 2 },
    ...{ dimFeedforward: 32, dropout: 0, maxLength: 20 },
  }).to(device);
  const src = torch.randint(0, 12, [3, 7]).to(device);
  const tgt = torch.randint(0, 10, [3, 6]).to(device);
  const loss = () => {
    const scores = net(src, tgt.at(null, slice(null, -1)));
    return F.crossEntropy(scores.reshape(-1, 10), tgt.at(null, slice(1)).reshape(-1));
  };
  return { net, forward: () => net(src, tgt), loss };
}

export function full(): FullModel {
  const net = new Seq2SeqTransformer();
  const words = (count: number) => torch.zeros(1, count, { dtype: torch.int64 });
  return { net, forward: () => net(words(20), words(16)) };
}
