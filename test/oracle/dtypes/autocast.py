"""A small model under CPU autocast, and GradScaler's scales, in PyTorch, into autocast.json.    python autocast.py"""
import json, warnings
import torch
import torch.nn as nn
import torch.nn.functional as F

warnings.filterwarnings("ignore")


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 2, 3)
        self.norm = nn.BatchNorm2d(2)
        self.fc = nn.Linear(8, 3)

    def forward(self, x):
        x = F.relu(self.norm(self.conv(x)))
        x = self.fc(x.flatten(1))
        return x, self.fc(x.new_ones(1, 8)), torch.cat([x, x.float()]), x.softmax(1), x.sum()


def nodes(t):
    seen, order, todo = set(), [], [t.grad_fn]
    while todo:
        n = todo.pop(0)
        if n is None or n in seen:
            continue
        seen.add(n)
        order.append(n.name().split("::")[-1])
        todo += [m for m, _ in n.next_functions]
    return sorted(order)


def number(values):
    return [float("%.9g" % v) for v in values.detach().float().reshape(-1).tolist()]


runs = []
for name in ("bfloat16", "float16"):
    torch.manual_seed(0)
    net, x, y = Net(), torch.randn(2, 1, 4, 4), torch.randn(2, 3)
    with torch.autocast("cpu", dtype=getattr(torch, name)):
        outs = net(x)
        loss = F.mse_loss(outs[0], y)
    loss.backward()
    runs.append({
        "dtype": name,
        "outputs": [[str(o.dtype).removeprefix("torch."), number(o)] for o in outs],
        "loss": [str(loss.dtype).removeprefix("torch."), number(loss)],
        "nodes": nodes(loss),
        "gradients": {n: [str(p.grad.dtype).removeprefix("torch."), number(p.grad)] for n, p in net.named_parameters()},
    })

scales = []
p = nn.Parameter(torch.ones(2))
opt = torch.optim.SGD([p], lr=0.5)
scaler = torch.amp.GradScaler("cpu", init_scale=8.0, growth_interval=2)
for factor in (1.0, float("inf"), 1.0, 2.0, 1.0, 1.0, float("nan"), 1.0):
    opt.zero_grad()
    scaler.scale((p * factor).sum()).backward()
    scaler.step(opt)
    scaler.update()
    scales.append([str(factor), scaler.get_scale(), p.tolist()])

with open("autocast.json", "w") as f:
    json.dump({"runs": runs, "scales": scales}, f, indent=1)
    f.write("\n")
