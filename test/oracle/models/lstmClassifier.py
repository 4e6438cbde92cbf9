"""A classifier of sentences, as examples/lstmClassifier.ts."""
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils.rnn import pack_padded_sequence


class LSTMClassifier(nn.Module):
    def __init__(self, vocabulary=10000, embedding_dim=128, hidden_size=256, num_layers=2, num_classes=2, dropout=0.5):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, embedding_dim, padding_idx=0)
        self.lstm = nn.LSTM(
            embedding_dim, hidden_size, num_layers=num_layers, batch_first=True, dropout=dropout, bidirectional=True
        )
        self.dropout = nn.Dropout(dropout)
        self.fc = nn.Linear(2 * hidden_size, num_classes)

    def forward(self, tokens, lengths=None):
        embedded = self.dropout(self.embedding(tokens))
        if lengths is not None:
            embedded = pack_padded_sequence(embedded, lengths, batch_first=True, enforce_sorted=False)
        _, (hidden, _) = self.lstm(embedded)
        return self.fc(self.dropout(torch.cat([hidden[-2], hidden[-1]], 1)))


def model():
    net = LSTMClassifier(vocabulary=20, embedding_dim=6, hidden_size=5, num_classes=3, dropout=0.4)
    tokens = torch.randint(1, 20, (3, 4))
    lengths = [2, 4, 3]
    target = torch.randint(0, 3, (3,))
    # Packed and padded: two graphs in one.
    return dict(
        net=net,
        forward=lambda: (net(tokens, lengths), net(tokens)),
        loss=lambda: F.cross_entropy(net(tokens, lengths), target) + F.cross_entropy(net(tokens), target),
        lr=0.1,
    )


def full():
    net = LSTMClassifier()
    return dict(net=net, forward=lambda: net(torch.empty(2, 12, dtype=torch.int64)))
