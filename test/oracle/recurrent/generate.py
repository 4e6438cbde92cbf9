"""Recurrent layers and packed sequences in PyTorch, written to expected.json. Needs torch 2.13 (CPU) and torchviz.

    python generate.py

A case is a layer, its options and an input; its numbers all come from seed 0 in the order of `run`, as in
recurrent.test.ts. Recorded: outputs, states, gradients of everything, torchviz's graph, or the error.
"""
import base64, importlib.util, json, pathlib, zlib
import torch
import torch.nn as nn
from torch.nn.utils import rnn as R

HERE = pathlib.Path(__file__).parent
spec = importlib.util.spec_from_file_location("cases_generate", HERE.parent / "generate.py")
base = importlib.util.module_from_spec(spec)
spec.loader.exec_module(base)
torch.set_num_threads(1)

CASES = []


def case(layer, args=(2, 3), shape=(3, 2, 2), **row):
    CASES.append({"layer": layer, "args": list(args), "shape": list(shape), **row})


for layer in ("RNN", "LSTM", "GRU"):
    case(layer)
    case(layer, state=True, grad=True)
    case(layer, options={"num_layers": 2, "bidirectional": True, "batch_first": True}, state=True, grad=True)
    case(layer, options={"bias": False}, grad=True)
    case(layer, options={"num_layers": 2, "dropout": 0.5}, eval=True)
    case(layer, shape=(3, 2), grad=True, state=True)
    case(layer, shape=(3, 2), options={"batch_first": True, "bidirectional": True})
    case(layer, shape=(1, 1, 2))
    case(layer, options={"dtype": "float64", "batch_first": True}, grad=True)
    case(layer, lengths=[3, 1], grad=True)
    case(layer, lengths=[1, 3, 2], shape=(3, 3, 2), options={"bidirectional": True, "num_layers": 2}, state=True, grad=True)
    case(layer, lengths=[2, 3], shape=(2, 3, 2), options={"batch_first": True}, grad=True)
    # Errors.
    case(layer, shape=(2,))
    case(layer, shape=(2, 3))
    case(layer, shape=(2, 1, 2, 1))
    case(layer, shape=(0, 3, 2))
    case(layer, input="float64")
    case(layer, shape=(2, 2), states=[1, 1, 3])
    case(layer, states=[1, 3])
    case(layer, states=[1, 3, 3])
    case(layer, args=(0, 3))
    case(layer, args=(2, 0))
    case(layer, options={"num_layers": 0})
    case(layer, options={"dropout": 2})
    case(layer, options={"proj_size": 4})
case("RNN", options={"nonlinearity": "relu", "num_layers": 2}, grad=True)
case("RNN", options={"nonlinearity": "x"})
case("LSTM", options={"proj_size": 2, "num_layers": 2, "bidirectional": True}, state=True, grad=True)
case("LSTM", options={"proj_size": 2, "bias": False, "batch_first": True}, lengths=[2, 3], shape=(2, 3, 2), grad=True)
for cell in ("RNNCell", "LSTMCell", "GRUCell"):
    case(cell, shape=(2, 2), grad=True)
    case(cell, shape=(2, 2), grad=True, state=True)
    case(cell, shape=(2,), state=True)
    case(cell, shape=(2, 2), options={"bias": False})
    case(cell, shape=(1, 3))
    case(cell, shape=(1, 1, 2))
    case(cell, shape=(1, 2), states=[1, 2])
    case(cell, shape=(2, 2), states=[1, 3])
    case(cell, shape=(2, 2), states=[1, 1, 3])
case("RNNCell", shape=(2, 2), options={"nonlinearity": "relu"})


def run(row):
    options = dict(row.get("options", {}))
    if "dtype" in options:
        options["dtype"] = getattr(torch, options["dtype"])
    net = getattr(nn, row["layer"])(*row["args"], **options)
    if row.get("eval"):
        net.eval()
    dtype = getattr(torch, row["input"]) if "input" in row else options.get("dtype", torch.float32)
    leaf = torch.randn(row["shape"], dtype=dtype).requires_grad_(bool(row.get("grad")))
    first = leaf * 1 if row.get("grad") else leaf
    x = first
    if "lengths" in row:
        ordered = row["lengths"] == sorted(row["lengths"], reverse=True)
        x = R.pack_padded_sequence(x, row["lengths"], batch_first=options.get("batch_first", False), enforce_sorted=ordered)
    states, given = [], None
    if row.get("state") or row.get("states"):
        shapes = [row["states"]] * 2 if "states" in row else state_shapes(row, options)
        count = 2 if row["layer"].startswith("LSTM") else 1
        states = [torch.randn(s, dtype=dtype).requires_grad_(bool(row.get("grad"))) for s in shapes[:count]]
        given = tuple(states) if count == 2 else states[0]
    out = net(x, given)
    if "Cell" in row["layer"]:
        outs = list(out) if isinstance(out, tuple) else [out]
    else:
        y, h = out
        if "lengths" in row:
            y = R.pad_packed_sequence(y, batch_first=options.get("batch_first", False), padding_value=0.5)[0]
        outs = [y, *(h if isinstance(h, tuple) else [h])]
    params = {**dict(net.named_parameters())}
    if row.get("grad"):
        params = {**params, "x": leaf, **{f"s{i}": s for i, s in enumerate(states)}}
    dot = base.make_dot(tuple(outs), params=params)
    attrs = base.make_dot(outs[0], params=params, show_attrs=True)
    # Each output has a weight of its own.
    sum(((i + 1) * (o * torch.arange(o.numel()).reshape(o.shape)).sum() for i, o in enumerate(outs))).backward()
    return {
        "repr": repr(net),
        "outputs": [values(o) for o in outs],
        "strides": list(outs[0].stride()),
        "grads": {n: values(p.grad) for n, p in params.items() if p.grad is not None},
        "dot": packed(base.statements(dot)),
        "attrs": packed([r[2] for r in base.statements(attrs) if r[0] == "node"]),
    }


def packed(rows):
    """JSON, deflated, in base 64: graphs repeat themselves."""
    return base64.b64encode(zlib.compress(json.dumps(rows, separators=(",", ":")).encode(), 9)).decode()


def state_shapes(row, options):
    h = row["args"][1]
    out = options.get("proj_size") or h
    if "Cell" in row["layer"]:
        return [row["shape"][:-1] + [h]] * 2
    depth = options.get("num_layers", 1) * (2 if options.get("bidirectional") else 1)
    if len(row["shape"]) == 2:
        return [[depth, out], [depth, h]]
    batch = row["shape"][0 if options.get("batch_first") else 1]
    return [[depth, batch, out], [depth, batch, h]]


def values(t):
    return {"shape": list(t.shape), "values": [float("%.6g" % v) for v in t.detach().reshape(-1).tolist()]}


for row in CASES:
    torch.manual_seed(0)
    try:
        row.update(run(row))
    except Exception as e:
        assert not (row.get("grad")), (row, e)
        row["error"] = [type(e).__name__, str(e)]
lines = ",\n".join(json.dumps(c, separators=(",", ":")) for c in CASES)
(HERE / "expected.json").write_text(f"[\n{lines}\n]\n")
print(len(CASES), "cases")
