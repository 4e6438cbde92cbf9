"""Runs whole reference models in PyTorch and writes what they gave, one JSON file each.

    python generate.py resnet18        (or several names; the module resnet18.py beside this file, into resnet18.json)

Needs torch 2.13 (CPU), torchviz, and torchvision where a module compares with it. No weights are stored: both sides
start from seed 0 and draw the same numbers. A module has one or two functions:

  model()  the network at a size that a test can run, built after manual_seed(0): a dict of
             net       the module
             forward   a function without arguments: the output (or a tuple of tensors) for inputs drawn beforehand
             loss      a function without arguments: runs forward anew and gives the loss
             lr        of the three SGD steps with momentum 0.9; 0.01 unless given
             train     instead of those: a function of the step's number that trains once and gives its losses
             dot       False leaves out the graph
  full()   optional: the network at full size, built on "meta": a dict of net, forward, and reference, another
           implementation (torchvision's) whose state dict must have the same names and shapes in the same order
"""
import base64, hashlib, importlib, importlib.util, json, pathlib, sys, zlib
import torch

HERE = pathlib.Path(__file__).parent
spec = importlib.util.spec_from_file_location("cases_generate", HERE.parent / "generate.py")
cases = importlib.util.module_from_spec(spec)
spec.loader.exec_module(cases)

torch.set_num_threads(1)


def number(x):
    return float("%.7g" % x)


def values(t, head=4):
    """Shape and a few statistics; the first elements in row-major order."""
    flat = t.detach().reshape(-1).double()
    return {
        "shape": list(t.shape),
        "sum": number(flat.sum().item()),
        "abs": number(flat.abs().sum().item()),
        "max": number(flat.abs().max().item()) if flat.numel() else 0,
        "head": [number(x) for x in flat[:head].tolist()],
    }


def state(net):
    """How many entries the state dict has, and the digest of their names and shapes."""
    lines = [f"{name} {list(t.shape)}" for name, t in net.state_dict().items()]
    return {"count": len(lines), "sha256": hashlib.sha256("\n".join(lines).encode()).hexdigest()}


def parameters(net):
    return sum(p.numel() for p in net.parameters())


def tensors(out):
    return list(out) if isinstance(out, (tuple, list)) else [out]


def graph(out, params):
    """torchviz's statements, as deflated JSON: hundreds of them, much alike."""
    from torchviz import make_dot

    out = tuple(out) if isinstance(out, list) else out
    dot = make_dot(out, params=params)
    rows = cases.statements(dot)
    text = json.dumps(rows, separators=(",", ":"))
    return {
        "size": dot.graph_attr["size"],
        "statements": len(rows),
        "deflated": base64.b64encode(zlib.compress(text.encode(), 9)).decode(),
    }


def train(model):
    """Losses of three steps."""
    if "train" in model:
        return [[number(float(x)) for x in tensors(model["train"](i))] for i in range(3)]
    optimizer = torch.optim.SGD(model["net"].parameters(), lr=model.get("lr", 0.01), momentum=0.9)
    losses = []
    for _ in range(3):
        optimizer.zero_grad()
        loss = model["loss"]()
        loss.backward()
        optimizer.step()
        losses.append([number(loss.item())])
    return losses


def record(module):
    torch.manual_seed(0)
    model = module.model()
    net = model["net"]
    named = dict(net.named_parameters())
    out = model["forward"]()
    rec = {
        "repr": repr(net),
        "parameters": parameters(net),
        "state": state(net),
        "outputs": [values(o, 8) for o in tensors(out)],
    }
    if model.get("dot", True):
        rec["dot"] = graph(out, named)
    loss = model["loss"]()
    loss.backward()
    rec["loss"] = number(loss.item())
    rec["grads"] = {n: values(p.grad) for n, p in named.items() if p.grad is not None}
    net.zero_grad()
    rec["training"] = train(model)
    net.eval()
    with torch.no_grad():
        rec["eval"] = [values(o, 8) for o in tensors(model["forward"]())]
    if hasattr(module, "full"):
        with torch.device("meta"):
            full = module.full()
            rec["full"] = {
                "parameters": parameters(full["net"]),
                "state": state(full["net"]),
                "outputs": [list(o.shape) for o in tensors(full["forward"]())],
            }
            if "reference" in full:
                ours, theirs = state(full["net"]), state(full["reference"])
                assert ours == theirs, "state dict differs from the reference"
    return rec


def lines(rec):
    """One line for each gradient and each other entry: a difference shows where it is."""
    for key, value in rec.items():
        if key == "grads":
            rows = ",\n".join(f" {json.dumps(n)}:{compact(v)}" for n, v in value.items())
            yield f'"grads":{{\n{rows}\n}}'
        else:
            yield f"{json.dumps(key)}:{compact(value)}"


def compact(value):
    return json.dumps(value, separators=(",", ":"))


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    for name in sys.argv[1:]:
        rec = record(importlib.import_module(name))
        text = ",\n".join(lines({"torch": torch.__version__, **rec}))
        (HERE / f"{name}.json").write_text("{\n" + text + "\n}\n")
        print(name, rec["parameters"], "parameters,", rec.get("dot", {}).get("statements"), "statements")
