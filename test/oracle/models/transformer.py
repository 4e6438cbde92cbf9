"""The Transformer (Vaswani et al. 2017) with embeddings and a last layer, as examples/transformer.ts."""
import math
import torch
import torch.nn as nn
import torch.nn.functional as F


class PositionalEncoding(nn.Module):
    def __init__(self, d_model, max_length, dropout):
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        place = torch.arange(max_length).unsqueeze(1)
        rate = (torch.arange(0, d_model, 2) * (-math.log(10000) / d_model)).exp()
        angle = place * rate
        self.register_buffer("pe", torch.stack([angle.sin(), angle.cos()], 2).reshape(1, max_length, d_model))

    def forward(self, x):
        return self.dropout(x + self.pe.narrow(1, 0, x.size(1)))


class Seq2SeqTransformer(nn.Module):
    def __init__(self, src_vocab_size=8000, tgt_vocab_size=8000, d_model=512, nhead=8, num_layers=6, dim_feedforward=2048,
                 dropout=0.1, max_length=512):
        super().__init__()
        self.scale = math.sqrt(d_model)
        self.source = nn.Embedding(src_vocab_size, d_model)
        self.target = nn.Embedding(tgt_vocab_size, d_model)
        self.positional = PositionalEncoding(d_model, max_length, dropout)
        self.transformer = nn.Transformer(d_model, nhead, num_layers, num_layers, dim_feedforward, dropout, batch_first=True)
        self.generator = nn.Linear(d_model, tgt_vocab_size)

    def forward(self, src, tgt):
        padding = src == 1
        output = self.transformer(
            self.positional(self.source(src) * self.scale),
            self.positional(self.target(tgt) * self.scale),
            tgt_mask=nn.Transformer.generate_square_subsequent_mask(tgt.size(1), device=tgt.device),
            tgt_is_causal=True,
            src_key_padding_mask=padding,
            memory_key_padding_mask=padding,
        )
        return self.generator(output)


def model():
    net = Seq2SeqTransformer(12, 10, d_model=16, nhead=2, num_layers=2, dim_feedforward=32, dropout=0.0, max_length=20)
    src = torch.randint(0, 12, (3, 7))
    tgt = torch.randint(0, 10, (3, 6))

    def loss():
        return F.cross_entropy(net(src, tgt[:, :-1]).reshape(-1, 10), tgt[:, 1:].reshape(-1))

    return dict(net=net, forward=lambda: net(src, tgt), loss=loss)


def full():
    net = Seq2SeqTransformer()
    z = lambda n: torch.zeros(1, n, dtype=torch.int64)
    return dict(net=net, forward=lambda: net(z(20), z(16)))
