"""What chance decides, in PyTorch: masks of dropout within layers, samples, orders; written to expected.json.

    python generate.py

Needs torch 2.13 (CPU). Each case starts from seed 0 and has its counterpart of the same name in cases.ts. Recorded: the
results, the gradients of the leaves, and the number that the generator gives next, so that the count of draws is
compared as well.
"""
import json, pathlib
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
CASES = {}


def leaf(*shape):
    return torch.randn(*shape).requires_grad_()


def case(name):
    return lambda f: CASES.__setitem__(name, f)


@case("F.dropout of a transposed tensor")
def _():
    x = leaf(3, 5)
    return [F.dropout(x.t(), 0.4)], [x]


@case("F.dropout of a slice with gaps")
def _():
    x = leaf(4, 6)
    return [F.dropout(x[:, ::2].t(), 0.4)], [x]


@case("F.dropout in place")
def _():
    x = leaf(4, 6)
    return [F.dropout(x * 2, 0.3, True, True)], [x]


@case("nn.Dropout in a row of layers")
def _():
    net = nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.3), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, 2))
    x = leaf(5, 4)
    return [net(x)], [x, *net.parameters()]


@case("nn.Dropout of float16")
def _():
    x = leaf(5, 4)
    return [nn.Dropout(0.3)(x.half()).float()], [x]


for n in (1, 2, 3):

    @case(f"nn.Dropout{n}d")
    def _(n=n):
        x = leaf(2, 6, *[2] * n)
        return [getattr(nn, f"Dropout{n}d")(0.4)(x)], [x]

    @case(f"nn.Dropout{n}d of a transposed tensor")
    def _(n=n):
        x = leaf(6, 2, *[2] * n)
        return [getattr(nn, f"Dropout{n}d")(0.4)(x.transpose(0, 1))], [x]


@case("nn.AlphaDropout")
def _():
    x = leaf(5, 4)
    return [nn.AlphaDropout(0.3)(x)], [x]


@case("F.alpha_dropout of a transposed tensor")
def _():
    x = leaf(5, 4)
    return [F.alpha_dropout(x.t(), 0.3, True)], [x]


@case("nn.FeatureAlphaDropout")
def _():
    x = leaf(3, 6, 2)
    return [nn.FeatureAlphaDropout(0.3)(x)], [x]


@case("nn.MultiheadAttention")
def _():
    net = nn.MultiheadAttention(8, 2, dropout=0.3)
    x = leaf(5, 2, 8)
    return list(net(x, x, x)), [x, *net.parameters()]


@case("nn.MultiheadAttention without weights, batch first, with a mask")
def _():
    net = nn.MultiheadAttention(8, 2, dropout=0.3, batch_first=True)
    x, y = leaf(2, 3, 8), leaf(2, 4, 8)
    mask = torch.zeros(3, 4)
    mask[0, 1] = float("-inf")
    return [net(x, y, y, attn_mask=mask, need_weights=False)[0]], [x, y, *net.parameters()]


@case("F.scaled_dot_product_attention")
def _():
    q, k, v = leaf(2, 2, 4, 3), leaf(2, 2, 5, 3), leaf(2, 2, 5, 3)
    return [F.scaled_dot_product_attention(q, k, v, None, 0.4)], [q, k, v]


@case("F.scaled_dot_product_attention, causal, heads transposed")
def _():
    x = leaf(2, 4, 3, 6)
    q, k, v = x.transpose(1, 2).chunk(3, -1)
    return [F.scaled_dot_product_attention(q, k, v, dropout_p=0.4, is_causal=True)], [x]


for batch_first in (False, True):
    for norm_first in (False, True):

        @case(f"nn.TransformerEncoderLayer, batch_first={batch_first}, norm_first={norm_first}")
        def _(batch_first=batch_first, norm_first=norm_first):
            net = nn.TransformerEncoderLayer(8, 2, 12, 0.3, batch_first=batch_first, norm_first=norm_first)
            x = leaf(3, 4, 8)
            return [net(x)], [x, *net.parameters()]


@case("nn.TransformerDecoderLayer")
def _():
    net = nn.TransformerDecoderLayer(8, 2, 12, 0.2, batch_first=True)
    x, y = leaf(2, 3, 8), leaf(2, 4, 8)
    return [net(x, y)], [x, y]


@case("nn.Transformer")
def _():
    net = nn.Transformer(8, 2, 1, 1, 12, 0.2)
    x, y = leaf(3, 2, 8), leaf(4, 2, 8)
    return [net(x, y)], [x, y]


for layer in ("RNN", "LSTM", "GRU"):
    for batch_first in (False, True):

        @case(f"nn.{layer}, batch_first={batch_first}")
        def _(layer=layer, batch_first=batch_first):
            net = getattr(nn, layer)(4, 3, 3, dropout=0.4, batch_first=batch_first, bidirectional=batch_first)
            x = leaf(5, 2, 4)
            y, h = net(x)
            return [y, *(h if isinstance(h, tuple) else [h])], [x, *net.parameters()]

    @case(f"nn.{layer} of packed sequences")
    def _(layer=layer):
        net = getattr(nn, layer)(4, 3, 2, dropout=0.4)
        x = leaf(5, 3, 4)
        y, _ = net(nn.utils.rnn.pack_padded_sequence(x, [5, 3, 1]))
        return [nn.utils.rnn.pad_packed_sequence(y)[0]], [x]


@case("F.gumbel_softmax")
def _():
    x = leaf(4, 5)
    return [F.gumbel_softmax(x, 0.7)], [x]


@case("F.gumbel_softmax, hard, of a transposed tensor")
def _():
    x = leaf(4, 5)
    return [F.gumbel_softmax(x.t(), 1, True)], [x]


@case("torch.rand_like and others of a transposed tensor")
def _():
    x = torch.rand(3, 6).t()
    return [torch.rand_like(x), torch.randn_like(x), torch.randint_like(x, 9), torch.bernoulli(x)], []


@case("in-place draws into a transposed tensor")
def _():
    def x():
        return torch.zeros(3, 6).t()

    return [
        x().uniform_(1, 2), x().normal_(), x().random_(7), x().bernoulli_(0.3), x().bernoulli_(torch.linspace(0, 1, 3)),
        x().exponential_(), x().geometric_(0.3), x().cauchy_(), x().log_normal_(),
    ], []


@case("in-place draws into slices and permuted tensors")
def _():
    return [
        torch.zeros(6, 4)[::2].uniform_(), torch.zeros(3, 4, 2).permute(1, 2, 0).normal_(),
        torch.zeros(2, 3, 4).transpose(0, 1)[:, :, 1:].exponential_(), torch.zeros(4, 6)[:, ::2].normal_(),
    ], []


@case("torch.multinomial")
def _():
    w = torch.rand(3, 6)
    return [torch.multinomial(w, 4), torch.multinomial(w, 8, True), torch.multinomial(w[0], 1), torch.multinomial(w.t(), 2)], []


@case("torch.randperm")
def _():
    return [torch.randperm(20), torch.randperm(5)], []


@case("torch.normal")
def _():
    m = torch.rand(3, 6)
    return [torch.normal(m, 2.5), torch.normal(m.t(), m.t()), torch.normal(0.5, m)], []


@case("F.rrelu")
def _():
    x = leaf(4, 5)
    return [F.rrelu(x.t(), training=True)], [x]


# These draw as many numbers as there are elements below 0, which WebGPU cannot know.
UNKNOWN = {"F.rrelu"}


def values(t, most=None):
    return {"shape": list(t.shape), "values": [float("%.6g" % v) for v in t.detach().reshape(-1).tolist()[:most]]}


rows = []
for name, f in CASES.items():
    torch.manual_seed(0)
    outs, leaves = f()
    row = {"name": name, "outputs": [values(o) for o in outs]}
    if name not in UNKNOWN:
        row["next"] = float("%.6g" % torch.rand(1).item())
    if leaves:
        sum((o * torch.arange(1, o.numel() + 1).reshape(o.shape)).sum() for o in outs if o.requires_grad).backward()
        row["grads"] = [values(x.grad, 24) for x in leaves]
    rows.append(row)
path = pathlib.Path(__file__).parent / "expected.json"
path.write_text("[\n" + ",\n".join(json.dumps(r, separators=(",", ":")) for r in rows) + "\n]\n")
print(len(rows), "cases,", path.stat().st_size, "bytes")
