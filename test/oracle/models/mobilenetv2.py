"""MobileNetV2 (Sandler et al. 2018), as examples/mobilenetv2.ts: names as torchvision's."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class ConvBNReLU(nn.Sequential):
    def __init__(self, i, o, kernel_size, stride=1, groups=1):
        super().__init__(
            nn.Conv2d(i, o, kernel_size, stride=stride, padding=(kernel_size - 1) // 2, groups=groups, bias=False),
            nn.BatchNorm2d(o),
            nn.ReLU6(inplace=True),
        )


class InvertedResidual(nn.Module):
    def __init__(self, i, o, stride, expand_ratio):
        super().__init__()
        hidden = i * expand_ratio
        self.use_shortcut = stride == 1 and i == o
        self.conv = nn.Sequential(
            *([] if expand_ratio == 1 else [ConvBNReLU(i, hidden, 1)]),
            ConvBNReLU(hidden, hidden, 3, stride, hidden),
            nn.Conv2d(hidden, o, 1, bias=False),
            nn.BatchNorm2d(o),
        )

    def forward(self, x):
        return x + self.conv(x) if self.use_shortcut else self.conv(x)


STAGES = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]


class MobileNetV2(nn.Module):
    def __init__(self, num_classes=1000, stages=STAGES, first_channels=32, last_channels=1280, dropout=0.2):
        super().__init__()
        channels = first_channels
        features = [ConvBNReLU(3, channels, 3, 2)]
        for expand_ratio, o, blocks, stride in stages:
            for i in range(blocks):
                features.append(InvertedResidual(channels, o, stride if i == 0 else 1, expand_ratio))
                channels = o
        features.append(ConvBNReLU(channels, last_channels, 1))
        self.features = nn.Sequential(*features)
        self.classifier = nn.Sequential(nn.Dropout(dropout), nn.Linear(last_channels, num_classes))
        for m in self.modules():
            if isinstance(m, nn.Conv2d):
                nn.init.kaiming_normal_(m.weight, mode="fan_out")
            if isinstance(m, nn.Linear):
                nn.init.normal_(m.weight, 0, 0.01)
                nn.init.zeros_(m.bias)

    def forward(self, x):
        x = F.adaptive_avg_pool2d(self.features(x), (1, 1))
        return self.classifier(torch.flatten(x, 1))


def model():
    net = MobileNetV2(
        num_classes=10,
        stages=[(1, 4, 1, 1), (3, 6, 2, 2), (3, 8, 2, 2)],
        first_channels=8,
        last_channels=32,
        dropout=0.0,
    )
    x = torch.randn(2, 3, 32, 32)
    target = torch.randint(0, 10, (2,))
    return dict(net=net, forward=lambda: net(x), loss=lambda: F.cross_entropy(net(x), target))


def full():
    import tvfix  # noqa: F401
    import torchvision

    net = MobileNetV2()
    return dict(net=net, forward=lambda: net(torch.empty(1, 3, 224, 224)), reference=torchvision.models.mobilenet_v2())
