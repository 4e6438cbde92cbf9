"""Writes cases.json: what PyTorch prints for tensors and modules. Needs torch 2.13 and numpy; the tests need neither.

    python test/oracle/print/generate.py                     # writes cases.json beside this file
    python test/oracle/print/generate.py --random 2000 SEED  # other cases, to stdout, in the same form

A tensor's values are a list (floats as their shortest decimal, nan and inf as strings) or, where many, the recipe
[p, m, scale, offset]: value i is (i * p % m) * scale + offset, computed in doubles.
"""

import json
import math
import random
import sys
import warnings
from pathlib import Path
from unittest import mock

import numpy as np
import torch
from torch import nn

DTYPES = {
    "float32": torch.float32,
    "float64": torch.float64,
    "int64": torch.int64,
    "int32": torch.int32,
    "uint8": torch.uint8,
    "bool": torch.bool,
}
FLOATS = ["float32", "float64"]
NAN, INF = math.nan, math.inf
DEFAULTS = {"precision": 4, "threshold": 1000, "edgeitems": 3, "linewidth": 80}
OPTION_NAMES = {"sci_mode": "sciMode"}

# Of TransformerEncoder, about a fast path that printing does not take.
warnings.filterwarnings("ignore", message="enable_nested_tensor")

tensors = []
modules = []


# --- tensors ----------------------------------------------------------------------------------------------------------


def encoded(x, dtype):
    """A number as JSON can hold it, in its shortest form."""
    if isinstance(x, bool):
        return int(x)
    if isinstance(x, int):
        return x
    if math.isnan(x):
        return "nan"
    if math.isinf(x):
        return "inf" if x > 0 else "-inf"
    return float(str(np.float32(x))) if dtype == "float32" else x


def from_recipe(recipe, count):
    p, m, scale, offset = recipe
    return [(i * p % m) * scale + offset for i in range(count)]


def on_device(device):
    """As if the tensors in memory lay on another device, since there is none of that name here."""
    add_suffixes = torch._tensor_str._add_suffixes

    def renamed(text, suffixes, indent, force_newline):
        suffixes = [f"device='{device}'" if s == "device='cpu'" else s for s in suffixes]
        return add_suffixes(text, suffixes, indent, force_newline)

    return (
        mock.patch.object(torch._C, "_get_default_device", lambda: "elsewhere"),
        mock.patch.object(torch._tensor_str, "_add_suffixes", renamed),
    )


def text_of(tensor, device, options):
    torch.set_printoptions(**{**DEFAULTS, **options})
    try:
        if device in ("cpu", "meta"):
            return repr(tensor)
        patches = on_device(device)
        with patches[0], patches[1]:
            return repr(tensor)
    finally:
        torch.set_printoptions(profile="default")


def case(values, shape=None, dtype="float32", device="cpu", grad=None, parameter=False, **options):
    """`values` is a list or a recipe (a tuple); `grad` is True or a function that makes a tensor with a grad_fn."""
    if shape is None:
        shape = [len(values)]
    count = math.prod(shape)
    if device == "meta":
        tensor = torch.empty(shape, dtype=DTYPES[dtype], device="meta")
    else:
        flat = from_recipe(values, count) if isinstance(values, tuple) else values
        flat_tensor = torch.tensor(flat, dtype=DTYPES[dtype])
        tensor = flat_tensor.reshape(shape)
    if parameter:
        tensor = nn.Parameter(tensor)
    elif grad is not None:
        tensor = tensor.clone().requires_grad_()
        if callable(grad):
            tensor = grad(tensor)
    row = {"shape": list(tensor.shape), "dtype": str(tensor.dtype).removeprefix("torch.")}
    if device != "cpu":
        row["device"] = device
    if tensor.grad_fn is not None:
        row["gradFnName"] = type(tensor.grad_fn).__name__
    elif tensor.requires_grad:
        row["requiresGrad"] = True
    if parameter:
        row["parameter"] = True
    if options:
        row["options"] = {
            OPTION_NAMES.get(k, k): "inf" if v == INF else v for k, v in options.items()
        }
    if device == "meta":
        row["values"] = None
    elif isinstance(values, tuple) and torch.equal(tensor.detach().reshape(-1), flat_tensor):
        row["values"] = list(values)
        row["recipe"] = True
    else:
        row["values"] = [encoded(x, dtype) for x in tensor.detach().reshape(-1).tolist()]
    row["text"] = text_of(tensor, device, options)
    tensors.append(row)


# Each leaves a node of another name.
GRAD_FNS = [
    lambda x: x + 0,
    lambda x: x * 1,
    lambda x: x.view(x.shape),
    lambda x: x.clone(),
    lambda x: torch.where(x == 0, x, x),
    lambda x: x.expand(x.shape),
    lambda x: torch.stack([x])[0],
    lambda x: x.unsqueeze(0).squeeze(0),
    lambda x: x.unsqueeze(-1).sum(-1),
    lambda x: x.unsqueeze(0).transpose(0, 0),
    lambda x: nn.functional.hardtanh(x, -1e38, 1e38),
    lambda x: nn.functional.leaky_relu(x, 1.0),
    lambda x: torch.cat([x, x]) if x.dim() else x.exp(),
    lambda x: x.cumsum(0) if x.dim() else x.sigmoid(),
    lambda x: nn.functional.pad(x, (0, 1)) if x.dim() else x.sqrt(),
]


def magnitudes():
    for e in [-320, -308, -100, -45, -38, -20, -10, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 15, 16, 20, 21, 22, 30, 38, 100, 300]:
        for dtype in FLOATS:
            if dtype == "float32" and not -45 <= e < 38:
                continue
            x = float(f"1e{e}")
            case([x], dtype=dtype)
            case([1.2345678 * x, -x], dtype=dtype)
    for pair in [[1, 1000], [1, 1001], [1, 1000.5], [0.1, 100], [0.1, 100.1], [1e-4, 0.01], [1.0001e-4, 0.05],
                 [1e8, 1e7], [1.00001e8, 1e7], [99999999, 1], [1e8, 2e5], [123456.789, 1234.5], [1e-4, 1e-4]]:
        for dtype in FLOATS:
            case(pair, dtype=dtype)
            case([-x for x in pair] + [0], dtype=dtype)


def roundings():
    ties = [k / 32 for k in range(1, 64, 4)] + [-(k / 32) for k in range(3, 64, 8)]
    case(ties)
    case(ties, dtype="float64", precision=3)
    case(ties, dtype="float64", precision=2)
    case([0.5, 1.5, 2.5, 3.5, -0.5, -1.5], precision=0)
    case([0.5, 1.5, 2.5, 3.5, -0.5, -1.5], precision=0, sci_mode=True)
    case([0.125, 0.375, 0.625, 0.875, 0.0625], precision=2)
    case([0.125, 0.375, 0.625, 0.875, 0.0625], precision=1, sci_mode=True)
    for v in [2.5, 25.0, 125.0, 1250.0, 12345.0, 123450.0, 123455.0, 1234550.0, 2.5e10, 1.5e15, 2.5e15, 4.5e22, 3.5e22]:
        for precision in (0, 1, 2, 3, 4, 5):
            case([v, -v, v * 3], dtype="float64", precision=precision, sci_mode=True)
    case([9.99995, 9.99996, 99999.5, 0.99995, 0.099999996])
    case([9.99995, 9.99996, 99999.5, 0.99995, 0.099999996], sci_mode=True)
    case([9.9999999, -0.00004999, 0.00005, 0.00015], dtype="float64", sci_mode=False)
    case([1e21, 1e22, 1.5e300], dtype="float64", sci_mode=False)
    case([1e21, 0.5], dtype="float64", sci_mode=False)
    case([0.1, 0.2, 1 / 3], dtype="float64", precision=20)
    case([0.1, 0.2, 1 / 3], precision=10)
    case([5e-324, 1.7976931348623157e308], dtype="float64", precision=16)


def specials():
    for dtype in FLOATS:
        for values in [[NAN], [INF], [-INF], [0], [-0.0], [0, -0.0], [NAN, 1], [INF, 1, -2], [-INF, 0.5, NAN], [NAN, INF, -INF, 0],
                       [NAN, 1e9, 0, -0.0], [INF, 1e-9, 1], [NAN] * 30, [0] * 30, [-0.0] * 30, [-INF, 100, -0.0], [1, -0.0, 0.25],
                       [NAN] * 10 + [1.0] * 30, [INF, 10.0] * 20, [-INF, 12345.0] * 8]:
            case(values, dtype=dtype)
    case([NAN, INF, 0.0, -0.0, 1.0], sci_mode=True)
    case([NAN, INF, 0.0, -0.0], sci_mode=True)
    case([NAN, INF, 0.0, -0.0, 1e9], sci_mode=False)


def scalars():
    for x in [0, 1, -1, 3.14159, -2.5, 1e-5, 1e9, 123456789.0, 16777216, 1e5, NAN, INF, -INF, -0.0, 1e-4, 0.03125]:
        for dtype in FLOATS:
            case([x], [], dtype)
        case([x], [], grad=True)
    for x in [0, 1, -7, 2**31 - 1, -(2**31)]:
        case([x], [], "int32")
        case([x], [], "int64")
    for x in [2**53, -(2**53), 2**60, 2**62 + 2**20, -(2**63)]:
        case([x], [], "int64")
        case([x, 1], [2], "int64")
    for x in [0, 7, 255]:
        case([x], [], "uint8")
    for x in [0, 1]:
        case([x], [], "bool")


def empties():
    for shape in [[0], [0, 3], [3, 0], [0, 0], [2, 0, 3], [1, 0, 1, 0]]:
        for dtype in DTYPES:
            case([], shape, dtype)
    case([], [0], grad=True)
    case([], [0, 3], grad=True)
    case([], [0, 3], "float64", grad=GRAD_FNS[0])
    case([], [0, 3], edgeitems=0)


def shapes():
    for shape in [[1], [7], [1, 1], [2, 3], [3, 1], [1, 9], [2, 2, 2], [1, 1, 1], [2, 1, 3, 2], [1, 2, 1, 2, 2], [2, 1, 1, 2, 1, 2]]:
        case((7, 13, 0.25, -1), shape)
        case((7, 13, 1, -5), shape)
        case((7, 13, 1, 0), shape, "int64")
        case((1, 2, 1, 0), shape, "bool")
        case((7, 13, 10, 0), shape, "uint8")
    for n in [5, 8, 9, 10, 11, 12, 13, 14, 15, 20, 36, 37, 38, 60]:
        case((17, 101, 0.37, -12), [n])
        case((17, 101, 1, -50), [n], "int32")
        case((1, 3, 1, 0), [n], "bool")
        case((17, 101, 1.7e4, 1e-3), [2, n])
    for shape in [[40, 2], [3, 40], [2, 3, 25], [1000]]:
        case((17, 101, 1, -50), shape, "int64")


def summaries():
    for shape in [[1001], [2000], [4, 300], [300, 4], [6, 200], [7, 200], [200, 6], [200, 7], [2, 2, 300], [20, 20, 20], [1, 1, 1001],
                  [1001, 1, 1], [4, 2, 2, 70], [8, 2, 1, 65], [1, 1, 8, 8, 16]]:
        case((17, 1009, 0.37, -12), shape)
        case((17, 1009, 1, -500), shape)
        case((17, 1009, 1, -500), shape, "int64")
        case((17, 101, 1, 0), shape, "uint8")
    case((1, 2, 1, 0), [1500], "bool")
    case((1, 2, 1, 0), [50, 50], "bool")
    # The elements that are not shown decide nothing.
    case((1, 2000, 1, 0), [2000])
    case((1, 2000, 1e7, 0), [2000])
    case((1, 2000, 1000, 1e-7), [2000], "float64")
    case((17, 1009, 1e30, 0), [60, 60], "float64", grad=GRAD_FNS[0])
    case((17, 1009, 0.5, 0), [60, 60], "float32", grad=True)
    for options in [
        {"threshold": 5}, {"threshold": 0}, {"threshold": 10, "edgeitems": 1}, {"threshold": 10, "edgeitems": 2},
        {"threshold": 10, "edgeitems": 0}, {"threshold": 100, "edgeitems": 0}, {"edgeitems": 5, "threshold": 10},
        {"threshold": INF}, {"threshold": 11, "edgeitems": 1}, {"threshold": 12, "edgeitems": 20},
        {"threshold": 10, "edgeitems": 6, "linewidth": 40},
    ]:
        for shape in [[], [12], [3, 4], [4, 3], [2, 3, 2], [13], [2, 1, 6], [7, 7]]:
            case((7, 13, 0.25, -1), shape, **options)
    case((7, 13, 1, -1), [7, 7], "int32", threshold=10, edgeitems=0)
    case((7, 13, 1, -1), [12], "uint8", threshold=10, edgeitems=0, grad=None)
    case((1, 2, 1, 0), [1001], threshold=INF)


def line_widths():
    for linewidth in [1, 10, 20, 40, 60, 79, 81, 100, 120, 200]:
        case((7, 13, 0.25, -1), [30], linewidth=linewidth)
        case((7, 13, 1, -1), [2, 2, 12], "int32", linewidth=linewidth)
        case((7, 13, 0.25, -1), [3, 8], "float64", linewidth=linewidth, grad=GRAD_FNS[1])


def scientific():
    for precision in [0, 1, 2, 3, 6, 8, 12]:
        for sci_mode in [None, True, False]:
            options = {} if sci_mode is None else {"sci_mode": sci_mode}
            case((7, 13, 0.3, -1.1), [2, 7], precision=precision, **options)
            case((7, 13, 1, -3), [2, 7], precision=precision, **options)
            case((7, 13, 1e6, -3.3), [9], "float64", precision=precision, **options)
    case([1, 2, 3], dtype="int64", sci_mode=True)
    case([1, 0], dtype="bool", sci_mode=True, precision=1)


def suffixes():
    # A line that grows until the suffix no longer fits.
    for n in range(1, 12):
        case((7, 13, 0.25, -1), [n], grad=True)
        case((7, 13, 0.25, -1), [n], "float64")
        case((7, 13, 0.25, -1), [n], "float64", grad=True)
        case((7, 13, 0.25, -1), [n], "float64", grad=GRAD_FNS[n])
        case((7, 13, 1, 0), [n], grad=GRAD_FNS[0])
        case((7, 13, 10, 0), [n], "uint8")
    for n in range(12, 28):
        case((7, 13, 1, 0), [n], "int32")
        case((7, 13, 1, 0), [n], grad=True)
    for fn in GRAD_FNS:
        case([1.5, -2, 0.125], grad=fn)
        case([1.5, -2, 0.125, 4, 5, 6], [2, 3], grad=fn)
        case([0.75], [], grad=fn)
        case((7, 13, 0.25, -1), [3, 2, 7], "float64", grad=fn)


def parameters():
    for shape in [[3], [2, 3], [], [0], [40, 40], [9]]:
        case((7, 13, 0.25, -1), shape, parameter=True)
    case((7, 13, 0.25, -1), [2, 3], "float64", parameter=True)


def devices():
    for device in ["webgpu", "webgpu:0"]:
        for shape in [[], [3], [2, 3], [0], [0, 3], [30], [2, 3, 2], [1500]]:
            case((7, 13, 0.25, -1), shape, device=device)
            case((7, 13, 1, 0), shape, "int32", device=device)
            case((7, 13, 0.25, -1), shape, device=device, grad=True)
        for n in range(5, 10):
            case((7, 13, 0.25, -1), [n], device=device, grad=GRAD_FNS[n])
    for shape in [[], [3], [2, 3], [0], [0, 3], [1500], [1, 16, 718, 478], [1, 2] * 15]:
        for dtype in DTYPES:
            case(None, shape, dtype, device="meta")
        case(None, shape, device="meta", grad=True)
        case(None, shape, "float64", device="meta", grad=lambda x: x + 0)
        case(None, shape, device="meta", parameter=True)


def random_tensor(rng):
    dtype = rng.choice(list(DTYPES))
    dims = rng.choice([0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5])
    limit = {1: 60, 2: 20, 3: 7, 4: 5, 5: 4}.get(dims, 1)
    shape = [rng.randint(0 if rng.random() < 0.03 else 1, limit) for _ in range(dims)]
    count = math.prod(shape)
    kind = rng.choice(["normal", "whole", "wide", "ties", "mixed", "near"])
    scale = 10 ** rng.uniform(-7, 9)

    def value():
        if dtype == "bool":
            return rng.randint(0, 1)
        if dtype == "uint8":
            return rng.randint(0, rng.choice([9, 255]))
        if dtype == "int32":
            return rng.randint(-(2**31), 2**31 - 1) >> rng.choice([0, 24, 28])
        if dtype == "int64":
            return rng.randint(-(2**53), 2**53) >> rng.choice([0, 24, 44, 50])
        if kind == "normal":
            x = rng.gauss(0, 1) * scale
        elif kind == "whole":
            x = float(round(rng.gauss(0, 1) * max(1, scale)))
        elif kind == "wide":
            x = rng.choice([-1, 1]) * 10 ** rng.uniform(-30, 30)
        elif kind == "ties":
            x = rng.randint(-4096, 4096) / 2 ** rng.randint(0, 8)
        elif kind == "near":
            x = round(rng.uniform(-100, 100), rng.randint(1, 5))
        else:
            x = rng.choice([0.0, -0.0, NAN, INF, -INF, 1.0, 0.5, rng.gauss(0, 1), 10.0 ** rng.randint(-6, 9)])
        return x

    options = {}
    if rng.random() < 0.5:
        if rng.random() < 0.5:
            options["precision"] = rng.randint(0, 12)
        if rng.random() < 0.5:
            options["threshold"] = rng.choice([0, 1, 5, 10, 50, 100, INF])
        if rng.random() < 0.5:
            options["edgeitems"] = rng.randint(0, 5)
        if rng.random() < 0.5:
            options["linewidth"] = rng.randint(1, 160)
        if rng.random() < 0.3:
            options["sci_mode"] = rng.random() < 0.5
    grad = None
    if dtype in FLOATS:
        grad = rng.choice([None, None, True, rng.choice(GRAD_FNS)])
    device = rng.choice(["cpu"] * 8 + ["webgpu", "meta"])
    if device == "meta" and callable(grad):
        grad = GRAD_FNS[0]
    case([value() for _ in range(count)], shape, dtype, device=device, grad=grad, **options)


# --- modules ----------------------------------------------------------------------------------------------------------


def described(module):
    children = [[name, described(child)] for name, child in module._modules.items()]
    row = {"name": module._get_name(), "extraRepr": module.extra_repr(), "children": children}
    if isinstance(module, nn.ModuleList):
        row["list"] = True
    return row


def module_case(module):
    modules.append({**described(module), "text": repr(module)})


class Net(nn.Module):
    def __init__(self, **children):
        super().__init__()
        for name, child in children.items():
            setattr(self, name, child)


class Described(Net):
    def __init__(self, text, **children):
        super().__init__(**children)
        self.text = text

    def extra_repr(self):
        return self.text


class Block(nn.ModuleList):
    def extra_repr(self):
        return "not shown"


def module_cases():
    linear = lambda: nn.Linear(3, 4)
    conv = lambda: nn.Conv2d(3, 16, 3, padding=1)
    module_case(Net())
    module_case(linear())
    module_case(nn.ReLU())
    module_case(nn.Sequential())
    module_case(nn.ModuleList())
    module_case(nn.ModuleDict())
    module_case(Net(conv1=conv(), pool=nn.MaxPool2d(2), fc=linear()))
    module_case(Net(features=nn.Sequential(conv(), nn.ReLU(), nn.MaxPool2d(2)), classifier=nn.Sequential(linear(), linear())))
    module_case(nn.Sequential(linear(), linear(), linear()))
    module_case(nn.ModuleList([linear()]))
    module_case(nn.ModuleList([linear() for _ in range(4)]))
    module_case(nn.ModuleList([linear(), linear(), nn.ReLU(), linear(), nn.ReLU(), nn.ReLU(), nn.ReLU()]))
    module_case(nn.ModuleList([nn.Sequential(linear(), nn.ReLU()) for _ in range(12)]))
    module_case(nn.ModuleList([nn.Sequential(linear(), nn.ReLU()), nn.Sequential(linear(), nn.ReLU()), linear()]))
    module_case(nn.ModuleList([nn.ModuleList([linear() for _ in range(2)]) for _ in range(3)]))
    module_case(nn.ModuleDict({"a": linear(), "b": nn.ModuleList([conv(), conv()])}))
    module_case(Net(layers=nn.ModuleList([Net(a=nn.Sequential(conv(), nn.ReLU())) for _ in range(2)]), head=linear()))
    module_case(nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16), 3))
    module_case(nn.Transformer(8, 2, 2, 2, 16))
    module_case(Described("one=1"))
    module_case(Described("one=1\ntwo=2"))
    module_case(Described("one=1", fc=linear()))
    module_case(Described("one=1\ntwo=2", fc=linear(), inner=Described("x\ny")))
    module_case(Described("one\n\nthree", fc=Described("a\n\nb", x=Described("  \nq\n"))))
    module_case(Described("\n"))
    module_case(Described("a\n"))
    module_case(nn.ModuleList([Described("a\n\nb") for _ in range(2)]))
    module_case(Net(list=nn.ModuleList([Described("a\n\nb"), Described("c\n\n", fc=linear())])))
    module_case(Block([linear(), linear()]))
    module_case(Block())
    module_case(Net(empty=nn.ModuleList(), none=nn.Sequential()))
    unnumbered = nn.ModuleList([linear(), nn.ReLU()])
    unnumbered.add_module("last", linear())
    module_case(unnumbered)


def random_module(rng, depth=0):
    kind = rng.choice(["leaf", "leaf", "net", "sequential", "list", "described"] if depth < 4 else ["leaf"])
    if kind == "leaf":
        return rng.choice([nn.ReLU, lambda: nn.Linear(2, 2), lambda: Described("a\n\nb"), nn.Tanh])()
    children = []
    for _ in range(rng.randint(0, 4)):
        child = random_module(rng, depth + 1)
        children += [child] * rng.choice([1, 1, 2, 3])
    named = {f"child{i}": child for i, child in enumerate(children)}
    if kind == "sequential":
        return nn.Sequential(*children)
    if kind == "list":
        return nn.ModuleList(children)
    if kind == "described":
        return Described(rng.choice(["", "x=1", "x=1\ny=2", "\n  \nz\n"]), **named)
    return Net(**named)


# --- output -----------------------------------------------------------------------------------------------------------


def lines(rows):
    return ",\n".join(json.dumps(row, separators=(",", ":"), allow_nan=False) for row in rows)


def main():
    if sys.argv[1:2] == ["--random"]:
        rng = random.Random(int(sys.argv[3]))
        for _ in range(int(sys.argv[2])):
            random_tensor(rng)
            module_case(random_module(rng))
    else:
        for group in [magnitudes, roundings, specials, scalars, empties, shapes, summaries, line_widths, scientific, suffixes,
                      parameters, devices, module_cases]:
            group()
    text = (
        f'{{"torch":"{torch.__version__}",\n"tensors":[\n{lines(tensors)}\n],\n"modules":[\n{lines(modules)}\n]}}\n'
    )
    if sys.argv[1:2] == ["--random"]:
        sys.stdout.write(text)
    else:
        Path(__file__).with_name("cases.json").write_text(text)


main()
