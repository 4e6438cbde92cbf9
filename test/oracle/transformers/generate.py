"""Attention modules and Transformers in PyTorch: printed form, state, outputs, gradients, graph, error texts.

    python generate.py         writes expected.json beside it

Needs torch 2.13 (CPU), torchviz, graphviz. Each case is built after manual_seed(0), inputs are drawn in order; no
weights are stored. `transformers.test.ts` builds the same ones.
"""
import importlib.util, json, pathlib
import torch
import torch.nn as nn

HERE = pathlib.Path(__file__).parent
spec = importlib.util.spec_from_file_location("models_generate", HERE.parent / "models" / "generate.py")
models = importlib.util.module_from_spec(spec)
spec.loader.exec_module(models)

randn = torch.randn
CASES = {}


def case(f):
    CASES[f.__name__] = f
    return f


def mask(*shape):
    return torch.rand(*shape) > 0.8


@case
def mha():
    m = nn.MultiheadAttention(8, 2)
    x = randn(3, 2, 8)
    return m, m(x, x, x)


@case
def mha_fused():
    m = nn.MultiheadAttention(8, 2)
    x = randn(3, 2, 8)
    return m, m(x, x, x, need_weights=False)


@case
def mha_cross():
    m = nn.MultiheadAttention(8, 4, batch_first=True)
    q, kv = randn(2, 3, 8), randn(2, 5, 8)
    padding, attn = mask(2, 5), mask(3, 5)
    return m, m(q, kv, kv, key_padding_mask=padding, attn_mask=attn, average_attn_weights=False)


@case
def mha_cross_fused():
    m = nn.MultiheadAttention(8, 4, batch_first=True)
    q, kv = randn(2, 3, 8), randn(2, 5, 8)
    return m, m(q, kv, kv, mask(2, 5), False, mask(8, 3, 5))


@case
def mha_apart():
    m = nn.MultiheadAttention(6, 3, bias=False, kdim=4, vdim=5)
    return m, m(randn(2, 2, 6), randn(3, 2, 4), randn(3, 2, 5), attn_mask=randn(2, 3))


@case
def mha_three():
    m = nn.MultiheadAttention(4, 1)
    return m, m(randn(2, 2, 4), randn(3, 2, 4), randn(3, 2, 4))


@case
def mha_kv_bias():
    m = nn.MultiheadAttention(8, 2, add_bias_kv=True, add_zero_attn=True)
    q, kv = randn(3, 2, 8), randn(4, 2, 8)
    return m, m(q, kv, kv, key_padding_mask=mask(2, 4), attn_mask=mask(3, 4))


@case
def mha_unbatched():
    m = nn.MultiheadAttention(8, 2, add_zero_attn=True)
    x = randn(3, 8)
    return m, m(x, x, x, key_padding_mask=mask(3), attn_mask=mask(2, 3, 3))


@case
def mha_unbatched_fused():
    m = nn.MultiheadAttention(8, 2, batch_first=True)
    x = randn(3, 8)
    return m, m(x, x, x, need_weights=False, attn_mask=randn(3, 3))


@case
def mha_causal():
    m = nn.MultiheadAttention(8, 2, batch_first=True)
    x = randn(2, 3, 8)
    causal = nn.Transformer.generate_square_subsequent_mask(3)
    return m, (*m(x, x, x, attn_mask=causal, is_causal=True, need_weights=False), causal.exp())


@case
def mha_eval():
    m = nn.MultiheadAttention(8, 2, batch_first=True).eval()
    x = randn(2, 3, 8)
    with torch.no_grad():
        return m, (*m(x, x, x, key_padding_mask=mask(2, 3)), *m(x, x, x, attn_mask=mask(3, 3), need_weights=False))


@case
def encoder_layer():
    m = nn.TransformerEncoderLayer(8, 2, 16, 0.0)
    return m, m(randn(3, 2, 8))


@case
def encoder_layer_pre():
    m = nn.TransformerEncoderLayer(
        8, 4, dim_feedforward=12, dropout=0.0, activation="gelu", batch_first=True, norm_first=True, layer_norm_eps=1e-4
    )
    return m, m(randn(2, 3, 8), mask(3, 3), src_key_padding_mask=mask(2, 3))


@case
def encoder_layer_module():
    m = nn.TransformerEncoderLayer(8, 2, 16, 0.0, nn.SiLU(), bias=False)
    return m, m(randn(3, 8))


@case
def decoder_layer():
    m = nn.TransformerDecoderLayer(8, 2, 16, 0.0)
    tgt, memory = randn(3, 2, 8), randn(4, 2, 8)
    causal = nn.Transformer.generate_square_subsequent_mask(3)
    return m, m(tgt, memory, tgt_mask=causal, memory_key_padding_mask=mask(2, 4), tgt_is_causal=True)


@case
def decoder_layer_pre():
    m = nn.TransformerDecoderLayer(8, 2, 16, 0.0, batch_first=True, norm_first=True)
    return m, m(randn(2, 3, 8), randn(2, 4, 8), None, mask(3, 4), mask(2, 3))


@case
def encoder():
    layer = nn.TransformerEncoderLayer(8, 2, 16, 0.0, batch_first=True)
    m = nn.TransformerEncoder(layer, 2, nn.LayerNorm(8))
    causal = nn.Transformer.generate_square_subsequent_mask(3)
    return m, (m(randn(2, 3, 8)), m(randn(2, 3, 8), causal), m(randn(2, 3, 8), src_key_padding_mask=mask(2, 3)))


@case
def encoder_eval():
    layer = nn.TransformerEncoderLayer(8, 2, 16, 0.1, batch_first=True)
    m = nn.TransformerEncoder(layer, 2, nn.LayerNorm(8)).eval()
    x = randn(2, 3, 8)
    aligned = torch.tensor([[False, True, True], [False, False, False]])
    scattered = torch.tensor([[True, False, True], [False, False, False]])
    with torch.no_grad():
        return m, (m(x), m(x, src_key_padding_mask=aligned), m(x, src_key_padding_mask=scattered))


@case
def decoder():
    layer = nn.TransformerDecoderLayer(8, 2, 16, 0.0)
    m = nn.TransformerDecoder(layer, 2, norm=nn.LayerNorm(8))
    causal = nn.Transformer.generate_square_subsequent_mask(3)
    return m, m(randn(3, 2, 8), randn(4, 2, 8), causal)


@case
def transformer():
    m = nn.Transformer(8, 2, 2, 1, 16, 0.0)
    causal = m.generate_square_subsequent_mask(3)
    return m, m(randn(4, 2, 8), randn(3, 2, 8), tgt_mask=causal)


@case
def transformer_pre():
    m = nn.Transformer(d_model=8, nhead=2, num_encoder_layers=1, num_decoder_layers=2, dim_feedforward=16, dropout=0.0,
                       activation="gelu", batch_first=True, norm_first=True)
    return m, m(randn(2, 4, 8), randn(2, 3, 8), src_key_padding_mask=mask(2, 4), memory_key_padding_mask=mask(2, 4))


@case
def bilinear():
    m = nn.Bilinear(3, 4, 5)
    return m, m(randn(2, 3), randn(2, 4))


def attention(q, k, v, heads=2, size=8, **call):
    return lambda: nn.MultiheadAttention(size, heads)(randn(*q), randn(*k), randn(*v), **call)


B = (3, 2, 8)
ERRORS = {
    "heads": lambda: nn.MultiheadAttention(8, 3),
    "zero": lambda: nn.MultiheadAttention(0, 1),
    "dims": attention((2, 2, 2, 8), B, B),
    "key dims": attention(B, (3, 8), B),
    "unbatched key dims": attention((3, 8), B, B),
    "padding dims": lambda: attention(B, B, B, key_padding_mask=torch.ones(3, dtype=torch.bool))(),
    "unbatched padding dims": lambda: attention((3, 8), (3, 8), (3, 8), key_padding_mask=torch.ones(1, 3, dtype=torch.bool))(),
    "mask dims": lambda: attention(B, B, B, attn_mask=randn(3))(),
    "unbatched mask shape": lambda: attention((3, 8), (3, 8), (3, 8), attn_mask=randn(3, 3, 3))(),
    "mask shape": lambda: attention(B, B, B, attn_mask=randn(3, 4))(),
    "mask shape 3": lambda: attention(B, B, B, attn_mask=randn(2, 3, 3))(),
    "mask dtype": lambda: attention(B, B, B, attn_mask=torch.ones(3, 3, dtype=torch.int64))(),
    "padding dtype": lambda: attention(B, B, B, key_padding_mask=torch.ones(2, 3, dtype=torch.int64))(),
    "padding shape": lambda: attention(B, B, B, key_padding_mask=torch.ones(3, 3, dtype=torch.bool))(),
    "padding length": lambda: attention(B, B, B, key_padding_mask=torch.ones(2, 4, dtype=torch.bool))(),
    "features": attention((3, 2, 6), (3, 2, 6), (3, 2, 6)),
    "key and value": attention(B, B, (4, 2, 8)),
    "key and value apart": lambda: nn.MultiheadAttention(8, 2, kdim=4)(randn(*B), randn(3, 2, 4), randn(4, 2, 8)),
    "causal": attention(B, B, B, is_causal=True),
    "activation": lambda: nn.TransformerEncoderLayer(8, 2, activation="tanh"),
    "batch": lambda: nn.Transformer(8, 2, 1, 1, 8)(randn(3, 2, 8), randn(3, 4, 8)),
    "batch first": lambda: nn.Transformer(8, 2, 1, 1, 8, batch_first=True)(randn(3, 2, 8), randn(2, 2, 8)),
    "model features": lambda: nn.Transformer(8, 2, 1, 1, 8)(randn(3, 2, 6), randn(3, 2, 8)),
    "bilinear": lambda: nn.Bilinear(0, 2, 3),
}


def record(f):
    torch.manual_seed(0)
    net, out = f()
    outs = [o for o in models.tensors(out) if o is not None]
    rec = {"repr": repr(net), "state": list(net.state_dict()), "outputs": [models.values(o, 16) for o in outs]}
    used = [o for o in outs if o.requires_grad]
    if used:
        named = dict(net.named_parameters())
        rec["dot"] = models.graph(tuple(used), named)
        sum((o.double() * torch.arange(1, o.numel() + 1).reshape(o.shape)).sum() for o in used).backward()
        rec["grads"] = {n: models.values(p.grad) for n, p in named.items() if p.grad is not None}
    return rec


def error(f):
    try:
        f()
    except Exception as e:  # noqa: BLE001  (the error is the expectation)
        return [type(e).__name__, str(e)]
    raise AssertionError("did not raise")


rows = [f"{json.dumps(n)}:{json.dumps(record(f), separators=(',', ':'))}" for n, f in CASES.items()]
errors = [f"{json.dumps(n)}:{json.dumps(error(f))}" for n, f in ERRORS.items()]
text = '{"torch":"%s","cases":{\n%s\n},"errors":{\n%s\n}}\n' % (torch.__version__, ",\n".join(rows), ",\n".join(errors))
(HERE / "expected.json").write_text(text)
print(len(rows), "cases,", len(errors), "errors,", len(text), "bytes")
