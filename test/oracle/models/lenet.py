"""LeNet-5 (LeCun et al. 1998), as examples/lenet.ts."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(400, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = F.max_pool2d(torch.relu(self.conv1(x)), 2)
        x = F.max_pool2d(torch.relu(self.conv2(x)), 2)
        x = x.flatten(1)
        x = torch.relu(self.fc1(x))
        x = torch.relu(self.fc2(x))
        return self.fc3(x)


def model():
    net = LeNet()
    x = torch.randn(4, 1, 32, 32)
    target = torch.randint(0, 10, (4,))
    return dict(net=net, forward=lambda: net(x), loss=lambda: F.cross_entropy(net(x), target), lr=0.05)
