"""What nodes of products and attention keep, as torchviz shows it with show_attrs and show_saved.

    python generate.py         writes expected.json beside it

Needs torch 2.13 (CPU) and torchviz. Calls are written as in ../ops/generate.py.
"""
import importlib.util, json, pathlib
import torch
from torchviz import make_dot

HERE = pathlib.Path(__file__).parent


def load(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ops = load("ops_generate", HERE.parent / "ops" / "generate.py")
dots = load("cases_generate", HERE.parent / "generate.py")
case, t = ops.case, ops.t
N = {"grad": False}
q, k = t(1, 2, 3, 4), t(1, 2, 5, 4)

case("torch.mm", t(2, 3, **N), t(3, 4))
case("torch.mm", t(2, 3), t(3, 4, **N))
case("torch.addmm", t(4), t(2, 3, **N), t(3, 4))
case("torch.baddbmm", t(2, 3, 5), t(2, 3, 4), t(2, 4, 5), beta=0.5)
case("torch.addbmm", t(3, 5), t(2, 3, 4), t(2, 4, 5, **N), alpha=2)
case("torch.addmv", t(3), t(3, 4), t(4))
case("torch.addr", t(3, 4), t(3), t(4, **N))
case("torch.cdist", t(2, 3), t(4, 3), 1.5)
case("torch.cdist", t(26, 3), t(4, 3))
case("torch.cross", t(2, 3), t(2, 3), 1)
case("torch.trace", t(3, 4))
case("torch.diag", t(3), 1)
case("torch.diag", t(3, 4), 1)
case("torch.einsum", "ij,jk->ki", t(2, 3), t(3, 4))
case("torch.tensordot", t(3, 4, 5), t(4, 5, 2))
case("torch.inner", t(3, 4), t(2, 4))
case("F.bilinear", t(2, 3), t(2, 4), t(5, 3, 4), t(5))
case("F.scaled_dot_product_attention", q, k, k)
case("F.scaled_dot_product_attention", q, k, k, t(3, 5, dtype="bool"), scale=0.5)
case("F.scaled_dot_product_attention", q, k, k, is_causal=True)
case("F.scaled_dot_product_attention", t(2, 3, 4), t(2, 5, 4), t(2, 5, 4), t(3, 5))

rows = []
for fn, args, kwargs in ops.CASES:
    torch.manual_seed(0)
    leaves = []
    made = [ops.make(a, leaves) for a in args]
    named = {key: ops.make(a, leaves) for key, a in kwargs.items()}
    out = ops.resolve(fn)(*made, **named)
    dot = make_dot(out, params={str(i): leaf for i, leaf in enumerate(leaves)}, show_attrs=True, show_saved=True)
    rows.append({"fn": fn, "args": args, "kwargs": kwargs, "statements": dots.statements(dot)})
with open(HERE / "expected.json", "w") as f:
    f.write('{"torch":"%s","cases":[\n' % torch.__version__)
    f.write(",\n".join(json.dumps(r, separators=(",", ":")) for r in rows))
    f.write("\n]}\n")
print(len(rows), "cases")
