// Classifies sentences: an embedding, a bidirectional LSTM over sequences of different lengths, and a linear head on
// the last states. Packed sequences end where the sentences end; without lengths all are as long as the tensor.

import { nn, type Tensor, torch } from "tensorglass";

export interface LSTMClassifierOptions {
  vocabulary?: number;
  embeddingDim?: number;
  hiddenSize?: number;
  numLayers?: number;
  numClasses?: number;
  dropout?: number;
}

export class LSTMClassifier extends nn.Module {
  embedding: nn.Embedding;
  lstm: nn.LSTM;
  dropout: nn.Dropout;
  fc: nn.Linear;

  constructor({
    vocabulary = 10_000,
    embeddingDim = 128,
    hiddenSize = 256,
    numLayers = 2,
    numClasses = 2,
    dropout = 0.5,
  }: LSTMClassifierOptions = {}) {
    super();
    this.embedding = new nn.Embedding(vocabulary, embeddingDim, { paddingIdx: 0 });
    this.lstm = new nn.LSTM(embeddingDim, hiddenSize, {
      numLayers,
      batchFirst: true,
      dropout,
      bidirectional: true,
    });
    this.dropout = new nn.Dropout(dropout);
    this.fc = new nn.Linear(2 * hiddenSize, numClasses);
  }

  /**
   * @input tokens [N=2, L=12] int64
   * @param lengths how many tokens of each sentence count; all unless given
   */
  forward(tokens: Tensor, lengths: readonly number[] | null = null): Tensor {
    const embedded = this.dropout(this.embedding(tokens));
    const [, [hidden]] = lengths
      ? this.lstm(
          nn.utils.rnn.packPaddedSequence(embedded, lengths, { batchFirst: true, enforceSorted: false }),
        )
      : this.lstm(embedded);
    // The last layer's states: forward at the end of each sentence, in reverse at its start.
    const last = torch.cat([hidden.at(-2), hidden.at(-1)], 1);
    return this.fc(this.dropout(last));
  }
}
