"""Makes layers and calls initializers in PyTorch and writes what they print, hold and give, into layers.json.

    python generate.py

Needs torch 2.13 (CPU). A layer is [class, arguments, options, inputs]; an input is a shape (normal numbers) or
[shape, high] (integers below high; for 0 numbers from 0.1 to 1.1). Seed 0 before each; layers are in training mode unless `eval` is among the inputs.
An initializer is [function, shape, arguments, options]: the numbers that it writes.
"""
import json, pathlib, warnings
import torch, torch.nn as nn

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
HERE = pathlib.Path(__file__).parent


def number(x):
    return int(x) if isinstance(x, bool) else float("%.8g" % x)


def values(t):
    flat = t.detach().reshape(-1).double()
    return {
        "shape": list(t.shape),
        "sum": number(flat.sum().item()),
        "abs": number(flat.abs().sum().item()),
        "head": [number(x) for x in flat[:6].tolist()],
    }


def listed(x):
    return tuple(x) if isinstance(x, list) else x


def layer(name, args, options, inputs):
    torch.manual_seed(0)
    try:
        module = getattr(nn, name)(*map(listed, args), **{k: listed(v) for k, v in options.items()})
        if "eval" in inputs:
            module.eval()
        made = [
            torch.randn(x) if not isinstance(x[0], list) else torch.randint(0, x[1], tuple(x[0])) if x[1] else torch.rand(x[0]) + 0.1
            for x in inputs
            if x != "eval"
        ]
        out = module(*made)
    except Exception as e:  # noqa: BLE001  (the error is the expectation)
        return {"error": str(e)}
    outs = out if isinstance(out, tuple) else (out,)
    return {
        "repr": repr(module),
        "state": [f"{n} {list(t.shape)}" for n, t in module.state_dict().items()],
        "out": [values(o) for o in outs],
        "node": [o.grad_fn.name().removeprefix("torch::autograd::") if o.grad_fn else None for o in outs],
    }


def initializer(name, shape, args, options):
    torch.manual_seed(0)
    t = torch.empty(shape)
    try:
        getattr(nn.init, name)(t, *args, **options)
    except Exception as e:  # noqa: BLE001
        return {"error": str(e)}
    return {"out": [values(t), values(torch.rand(2))]}


if __name__ == "__main__":
    from cases import INITIALIZERS, LAYERS

    rows = [{"layer": c, **layer(*c)} for c in LAYERS] + [{"init": c, **initializer(*c)} for c in INITIALIZERS]
    text = ",\n".join(json.dumps(r, separators=(",", ":")) for r in rows)
    (HERE / "layers.json").write_text('{"torch": "%s", "cases": [\n%s\n]}\n' % (torch.__version__, text))
    print(len(rows), "cases,", sum("error" in r for r in rows), "of them errors")
