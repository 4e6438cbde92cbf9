"""Runs single ops in PyTorch and writes what they gave: values, gradients, autograd nodes, strides, error texts.

    python generate.py core        (or another family: the calls of core.py, into core.json)

Needs torch 2.13 (CPU). A case is a call in PyTorch's own words, `["torch.sum", [x, 1], {"keepdim": true}]`; the tests
make the same call by the rule that turns PyTorch's names into TypeScript's, so the rule is tested as well. Arguments:

  {"t": [2, 3]}            randn of this shape, requires_grad; in order from manual_seed(0)
     "dtype": "int64"      then randint(low, high); bool: randint(0, 2)
     "make": "rand"        uniform numbers; "positive": rand + 0.1
     "as": "t"             seen through a view: t, expand, slice, select
     "grad": false         does not require grad
  {"v": [1, "nan"], "dtype": "float32"}   a vector of these values
  {"ts": [...]}            a list of tensors
  {"copy": {...}}          a tensor's product with 1: no leaf, for in-place forms; "part": the view `[:]` of that
  {"dtype": "float64"}     a dtype
  {"n": "-inf"}            a number that JSON cannot write
"""
import importlib, json, math, sys
import torch
import torch.nn.functional as F

torch.set_num_threads(1)

CASES = []


def case(fn, *args, **kwargs):
    CASES.append([fn, list(args), kwargs])


def t(*shape, **o):
    return {"t": list(shape), **o}


def v(values, **o):
    return {"v": values, **o}


def view(x, how):
    return {
        None: lambda: x,
        "t": lambda: x.transpose(0, -1),
        "expand": lambda: x.unsqueeze(0).expand(3, *x.shape),
        "slice": lambda: x[1:, ...],
        "step": lambda: x[..., ::2],
        "select": lambda: x[0],
    }[how]()


def make(arg, leaves):
    if isinstance(arg, dict):
        if "ts" in arg:
            return [make(a, leaves) for a in arg["ts"]]
        if "copy" in arg or "part" in arg:
            copied = make(arg.get("copy") or arg.get("part"), leaves) * 1
            return copied if "copy" in arg else copied[:]
        if "t" in arg or "v" in arg:
            dtype = getattr(torch, arg.get("dtype", "float32"))
            if "v" in arg:
                x = torch.tensor([float(e) if isinstance(e, str) else e for e in arg["v"]], dtype=dtype)
                arg["v"] = [number(e) for e in arg["v"]]
            elif dtype.is_floating_point:
                kind = arg.get("make", "randn")
                x = torch.rand(arg["t"]) + 0.1 if kind == "positive" else getattr(torch, kind)(arg["t"])
                x = x.to(dtype)
            else:
                x = torch.randint(arg.get("low", 0), arg.get("high", 2), tuple(arg["t"])).to(dtype)
            if dtype.is_floating_point and arg.get("grad", True):
                x.requires_grad_()
                leaves.append(x)
            return view(x, arg.get("as"))
        if "dtype" in arg:
            return getattr(torch, arg["dtype"])
        if "n" in arg:
            return float(arg["n"])
    if isinstance(arg, list):
        return [make(a, leaves) for a in arg]
    return arg


def number(x):
    if isinstance(x, bool):
        return int(x)
    if isinstance(x, float):
        if math.isnan(x):
            return "nan"
        if math.isinf(x):
            return "inf" if x > 0 else "-inf"
        return float("%.9g" % x)
    return x


def values(x):
    x = x.detach()
    if x._is_zerotensor():
        x = torch.zeros_like(x)
    return {
        "shape": list(x.shape),
        "strides": list(x.stride()),
        "dtype": str(x.dtype).removeprefix("torch."),
        "values": [number(e) for e in x.reshape(-1).tolist()[:48]],
    }


def resolve(fn):
    owner, name = fn.split(".", 1)
    return getattr({"torch": torch, "F": F, "linalg": torch.linalg, "x": torch.Tensor}[owner], name)


def run(fn, args, kwargs):
    torch.manual_seed(0)
    leaves = []
    record = {}
    # A name that PyTorch does not have is a mistake in the family, not an expectation.
    call = resolve(fn)
    try:
        made = [make(a, leaves) for a in args]
        named = {k: make(a, leaves) for k, a in kwargs.items()}
        out = call(*made, **named)
        outs = [o for o in (out if isinstance(out, (tuple, list)) else [out]) if isinstance(o, torch.Tensor)]
        record["out"] = [values(o) for o in outs]
        record["node"] = [o.grad_fn.name().removeprefix("torch::autograd::") if o.grad_fn is not None else None for o in outs]
        loss = [o.double() * torch.arange(1, o.numel() + 1).reshape(o.shape) for o in outs if o.requires_grad]
        if loss:
            sum(l.sum() for l in loss).backward()
            record["grads"] = [values(x.grad) if x.grad is not None else None for x in leaves]
    except Exception as e:  # noqa: BLE001  (the error is the expectation)
        record = {"error": [type(e).__name__, str(e).split("\nException raised")[0]]}
    return record


if __name__ == "__main__":
    family = sys.argv[1]
    importlib.import_module(family).fill(case, t, v)
    rows = []
    for fn, args, kwargs in CASES:
        result = run(fn, args, kwargs)  # also makes NaN and infinity in `args` into text, which JSON has none for
        rows.append({"fn": fn, "args": args, "kwargs": kwargs, **result})
    with open(family + ".json", "w") as f:
        f.write('{"torch": "%s", "cases": [\n' % torch.__version__)
        f.write(",\n".join(json.dumps(r, separators=(",", ":")) for r in rows))
        f.write("\n]}\n")
    errors = [r for r in rows if "error" in r]
    print(len(rows), "cases,", len(errors), "of them errors")
