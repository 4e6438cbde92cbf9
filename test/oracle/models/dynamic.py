"""A network whose graph depends on its values, as examples/dynamic.ts."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class DynamicNet(nn.Module):
    def __init__(self, in_features=16, hidden=32, num_classes=4, max_depth=4):
        super().__init__()
        self.max_depth = max_depth
        self.first = nn.Linear(in_features, hidden)
        self.middle = nn.Linear(hidden, hidden)
        self.calm = nn.Linear(hidden, num_classes)
        self.lively = nn.Sequential(nn.Linear(hidden, hidden), nn.Tanh(), nn.Linear(hidden, num_classes))
        self.depths = []

    def forward(self, x):
        h = torch.relu(self.first(x))
        start = h.norm().item()
        depth = 0
        while depth < self.max_depth and h.norm().item() > 0.3 * start:
            h = torch.relu(self.middle(h))
            depth += 1
        lively = h.mean().item() > 0.1
        self.depths.append((depth, lively))
        return self.lively(h) if lively else self.calm(h)


def model():
    net = DynamicNet()
    quiet, loud = torch.randn(3, 16), torch.randn(3, 16) * 5
    target = torch.randint(0, 4, (3,))
    taken = (net(quiet), net(loud)) and net.depths
    assert taken[0] != taken[1], taken
    return dict(
        net=net,
        forward=lambda: (net(quiet), net(loud)),
        loss=lambda: F.cross_entropy(net(quiet), target) + F.cross_entropy(net(loud), target),
        lr=0.1,
    )
