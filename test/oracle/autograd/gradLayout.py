"""How the gradient of a leaf lies, by the leaf's strides: `python gradLayout.py` writes gradLayout.json, for gradLayout.test.ts."""
import json
import torch

LEAVES = {
    "rows": lambda: torch.ones(2, 3),
    "transposed": lambda: torch.arange(6.).view(2, 3).t(),
    "channels last": lambda: torch.ones(1, 3, 4, 2).permute(0, 3, 1, 2),
    "expanded": lambda: torch.ones(1, 3).expand(2, 3),
    "with gaps": lambda: torch.ones(2, 6)[:, ::2],
    "a dimension of one": lambda: torch.ones(1, 2, 3).transpose(0, 1),
    "empty": lambda: torch.ones(0, 3).t(),
    "scalar": lambda: torch.tensor(2.),
}
PROGRAMS = {
    "mul": lambda x: (x * 2).sum(),
    "sum": lambda x: x.sum(),
    "square": lambda x: (x * x).sum(),
    "exp": lambda x: x.exp().sum(),
    "clone": lambda x: x.clone().sum(),
    "contiguous": lambda x: (x.contiguous() * 3).sum(),
    "flat": lambda x: (x.reshape(-1) * torch.arange(float(x.numel()))).sum(),
    "twice": lambda x: (x + x).sum(),
    "first": lambda x: x.unsqueeze(0)[0].sum(),
}

rows = []
for leaf, make in LEAVES.items():
    for program, run in PROGRAMS.items():
        for graph in (False, True):
            x = make().requires_grad_()
            strides, names = [], []
            for _ in range(2):
                run(x).backward(create_graph=graph)
                strides.append(list(x.grad.stride()))
                names.append(x.grad.grad_fn and x.grad.grad_fn.name().replace("torch::autograd::", ""))
            rows.append([leaf, program, graph, list(x.stride()), strides, names, x.grad.tolist()])

with open("gradLayout.json", "w") as f:
    f.write("[\n" + ",\n".join(json.dumps(r) for r in rows) + "\n]\n")
print(len(rows), "rows")
