"""Weight and spectral normalization in PyTorch: what modules print and hold, graphs, values, gradients. Into parametrize.json.

    python generate.py

Needs torch 2.13 (CPU). A case is [form, layer, arguments, options of the form, input's shape]; seed 0 before each.
"""
import json, pathlib, warnings
import torch, torch.nn as nn

warnings.filterwarnings("ignore")
torch.set_num_threads(1)

FORMS = {
    "parametrizations.weightNorm": nn.utils.parametrizations.weight_norm,
    "parametrizations.spectralNorm": nn.utils.parametrizations.spectral_norm,
    "weightNorm": nn.utils.weight_norm,
    "spectralNorm": nn.utils.spectral_norm,
}
REMOVE = {
    "weightNorm": nn.utils.remove_weight_norm,
    "spectralNorm": nn.utils.remove_spectral_norm,
}
CASES = []
for form in FORMS:
    CASES.append([form, "Linear", [4, 3], {}, [2, 4]])
    CASES.append([form, "Conv2d", [2, 3, 3], {}, [1, 2, 4, 4]])
    CASES.append([form, "ConvTranspose1d", [2, 3, 3], {}, [1, 2, 5]])
    CASES.append([form, "Conv1d", [2, 3, 2], {"dim": 1}, [1, 2, 4]])
    if form != "parametrizations.spectralNorm":  # which iterates whenever the weight is read
        CASES.append([form, "LSTM", [3, 2], {"name": "weight_hh_l0"}, [4, 1, 3]])
for form in ("parametrizations.weightNorm", "weightNorm"):
    CASES.append([form, "Linear", [4, 3], {"dim": 1}, [2, 4]])
    CASES.append([form, "Linear", [4, 3], {"dim": None}, [2, 4]])
for form in ("parametrizations.spectralNorm", "spectralNorm"):
    CASES.append([form, "Linear", [4, 3], {"n_power_iterations": 3, "eps": 1e-6}, [2, 4]])
    CASES.append([form, "Linear", [4, 3], {"n_power_iterations": 0}, [2, 4]])
CASES.append(["parametrizations.spectralNorm", "Linear", [4, 3], {"dim": 2}, [2, 4]])
CASES.append(["parametrizations.spectralNorm", "Linear", [4, 3], {"name": "bias"}, [2, 4]])
CASES.append(["parametrizations.weightNorm", "Linear", [4, 3], {"name": "other"}, [2, 4]])
CASES.append(["parametrizations.spectralNorm", "Linear", [4, 3], {"name": "other"}, [2, 4]])


def values(t):
    return {"shape": list(t.shape), "values": [float("%.7g" % x) for x in t.detach().reshape(-1)[:24].tolist()]}


def chain(node):
    if node is None:
        return None
    parents = [chain(n) for n, _ in node.next_functions]
    return [node.name().removeprefix("torch::autograd::"), *parents]


def run(form, layer, args, options, shape):
    torch.manual_seed(0)
    module = getattr(nn, layer)(*args)
    try:
        module = FORMS[form](module, **options)
    except Exception as e:  # noqa: BLE001  (the error is the expectation)
        return {"error": str(e)}
    name = options.get("name", "weight")
    record = {"repr": repr(module), "state": {n: values(t) for n, t in module.state_dict().items()}}
    x = torch.randn(shape)
    first = module(x)
    out = module(x)
    out = out[0] if isinstance(out, tuple) else out
    out.sum().backward()
    record["out"] = values(out)
    record["graph"] = chain(getattr(module, name).grad_fn)
    record["grads"] = {n: values(p.grad) for n, p in module.named_parameters()}
    module.eval()
    second = module(x)
    record["eval"] = values(second[0] if isinstance(second, tuple) else second)
    if form in REMOVE:
        REMOVE[form](module, name)
    else:
        nn.utils.parametrize.remove_parametrizations(module, name)
    record["removed"] = {"repr": repr(module), "state": {n: values(t) for n, t in module.state_dict().items()}}
    return record


rows = [{"case": c, **run(*c)} for c in CASES]
out = pathlib.Path(__file__).parent / "parametrize.json"
out.write_text("[\n" + ",\n".join(json.dumps(r, separators=(",", ":")) for r in rows) + "\n]\n")
print(len(rows), [r["error"] for r in rows if "error" in r])
