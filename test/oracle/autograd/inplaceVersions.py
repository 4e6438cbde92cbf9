"""What backward says after a tensor that it kept was written in place: `python inplaceVersions.py` writes inplaceVersions.json.

Each call in place that a family of `../ops` records (on a tensor or a view that requires a gradient) is made on a tensor
that another node keeps; inplaceVersions.test.ts makes the same.
"""
import copy
import importlib
import json
import pathlib
import sys
import torch

OPS = pathlib.Path(__file__).parent.parent / "ops"
sys.path.insert(0, str(OPS))
generate = importlib.import_module("generate")

EXTRA = [
    [f"x.{name}", [{kind: {"t": [2, 3], "make": "positive"}}, *args], {}]
    for kind in ("copy", "part")
    for name, args in [
        ["add_", [1]], ["mul_", [2]], ["sub_", [{"t": [3]}]], ["div_", [{"t": [2, 3], "make": "positive"}]], ["pow_", [2]],
        ["exp_", []], ["sqrt_", []], ["relu_", []], ["sigmoid_", []], ["tanh_", []], ["neg_", []], ["abs_", []],
        ["zero_", []], ["fill_", [2]], ["copy_", [{"t": [2, 3]}]], ["clamp_", [0.2, 0.7]], ["clamp_min_", [0.3]],
        ["round_", []], ["floor_", []], ["sign_", []], ["t_", []], ["unsqueeze_", [0]], ["squeeze_", []],
        ["transpose_", [0, 1]], ["masked_fill_", [{"t": [2, 3], "dtype": "bool"}, 1.5]],
        ["index_fill_", [1, {"t": [2], "dtype": "int64", "high": 3}, 1.5]],
        ["index_add_", [1, {"t": [2], "dtype": "int64", "high": 3}, {"t": [2, 2]}]],
        ["scatter_", [1, {"t": [2, 2], "dtype": "int64", "high": 3}, 1.5]], ["cumsum_", [1]], ["triu_", []], ["lerp_", [{"t": [2, 3]}, 0.5]],
        ["addcmul_", [{"t": [2, 3]}, {"t": [2, 3]}]], ["normal_", []], ["uniform_", []], ["bernoulli_", [0.5]],
    ]
]

PREFIX = "one of the variables needed for gradient computation has been modified by an inplace operation: "


def calls():
    for file in sorted(OPS.glob("*.json")):
        for row in json.loads(file.read_text())["cases"]:
            first = row["args"][0] if row["args"] else None
            if row["fn"].startswith("x.") and row["fn"].endswith("_") and isinstance(first, dict) and ("copy" in first or "part" in first):
                if "error" not in row:
                    yield [row["fn"], row["args"], row["kwargs"]]
    yield from EXTRA


rows = []
for fn, args, kwargs in calls():
    torch.manual_seed(0)
    leaves = []
    made = [generate.make(a, leaves) for a in copy.deepcopy(args)]
    named = {k: generate.make(a, leaves) for k, a in copy.deepcopy(kwargs).items()}
    x = made[0]
    if not (x.requires_grad and x.dtype.is_floating_point):
        continue
    kept = x * x
    try:
        getattr(x, fn[2:])(*made[1:], **named)
        after = [x._version, x.grad_fn.name().removeprefix("torch::autograd::") if x.grad_fn else None]
        kept.sum().backward()
        error = None
    except Exception as e:  # noqa: BLE001  (the error is the expectation)
        error = str(e).removeprefix(PREFIX).split("; expected version")[0]
        assert str(e).startswith(PREFIX), e
    rows.append({"fn": fn, "args": args, "kwargs": kwargs, "after": after, "error": error})

with open("inplaceVersions.json", "w") as f:
    f.write("[\n" + ",\n".join(json.dumps(r, separators=(",", ":")) for r in rows) + "\n]\n")
print(len(rows), "calls of", len({r["fn"] for r in rows}), "ops,", sum(r["error"] is None for r in rows), "without error")
