"""DenseNet-121 (Huang et al. 2017), as examples/densenet121.ts: names as torchvision's."""
import torch
import torch.nn as nn
import torch.nn.functional as F
from collections import OrderedDict


class DenseLayer(nn.Module):
    def __init__(self, i, growth_rate, bottleneck):
        super().__init__()
        hidden = bottleneck * growth_rate
        self.norm1 = nn.BatchNorm2d(i)
        self.relu1 = nn.ReLU(inplace=True)
        self.conv1 = nn.Conv2d(i, hidden, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(hidden)
        self.relu2 = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(hidden, growth_rate, 3, padding=1, bias=False)

    def forward(self, *features):
        x = self.conv1(self.relu1(self.norm1(torch.cat(features, 1))))
        return self.conv2(self.relu2(self.norm2(x)))


class DenseBlock(nn.ModuleDict):
    def __init__(self, layers, i, growth_rate, bottleneck):
        super().__init__(
            {f"denselayer{n + 1}": DenseLayer(i + n * growth_rate, growth_rate, bottleneck) for n in range(layers)}
        )

    def forward(self, x):
        features = [x]
        for layer in self.values():
            features.append(layer(*features))
        return torch.cat(features, 1)


class Transition(nn.Sequential):
    def __init__(self, i, o):
        super().__init__(
            OrderedDict(
                norm=nn.BatchNorm2d(i),
                relu=nn.ReLU(inplace=True),
                conv=nn.Conv2d(i, o, 1, bias=False),
                pool=nn.AvgPool2d(2, 2),
            )
        )


class DenseNet121(nn.Module):
    def __init__(self, num_classes=1000, blocks=(6, 12, 24, 16), growth_rate=32, init_features=64, bottleneck=4):
        super().__init__()
        features = OrderedDict(
            conv0=nn.Conv2d(3, init_features, 7, stride=2, padding=3, bias=False),
            norm0=nn.BatchNorm2d(init_features),
            relu0=nn.ReLU(inplace=True),
            pool0=nn.MaxPool2d(3, stride=2, padding=1),
        )
        channels = init_features
        for i, layers in enumerate(blocks):
            features[f"denseblock{i + 1}"] = DenseBlock(layers, channels, growth_rate, bottleneck)
            channels += layers * growth_rate
            if i < len(blocks) - 1:
                features[f"transition{i + 1}"] = Transition(channels, channels // 2)
                channels //= 2
        features["norm5"] = nn.BatchNorm2d(channels)
        self.features = nn.Sequential(features)
        self.classifier = nn.Linear(channels, num_classes)
        for m in self.modules():
            if isinstance(m, nn.Conv2d):
                nn.init.kaiming_normal_(m.weight)
            if isinstance(m, nn.Linear):
                nn.init.zeros_(m.bias)

    def forward(self, x):
        features = F.relu(self.features(x), inplace=True)
        return self.classifier(torch.flatten(F.adaptive_avg_pool2d(features, (1, 1)), 1))


def model():
    net = DenseNet121(num_classes=10, blocks=(2, 3, 2), growth_rate=4, init_features=8, bottleneck=2)
    x = torch.randn(2, 3, 48, 48)
    target = torch.randint(0, 10, (2,))
    return dict(net=net, forward=lambda: net(x), loss=lambda: F.cross_entropy(net(x), target))


def full():
    import tvfix  # noqa: F401
    import torchvision

    net = DenseNet121()
    return dict(net=net, forward=lambda: net(torch.empty(1, 3, 224, 224)), reference=torchvision.models.densenet121())
