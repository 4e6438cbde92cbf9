// ResNet-18: convolutions with shortcuts around each pair. Names, shapes and numbers of parameters are torchvision's.
//
// Deep Residual Learning for Image Recognition, He et al. 2015, https://arxiv.org/abs/1512.03385

import { nn, type Tensor, torch } from "tensorglass";

/** Two 3 × 3 convolutions, and a shortcut that carries the input past them. */
class BasicBlock extends nn.Module {
  conv1: nn.Conv2d;
  bn1: nn.BatchNorm2d;
  relu = new nn.ReLU({ inplace: true });
  conv2: nn.Conv2d;
  bn2: nn.BatchNorm2d;
  /** Fits the input to the output's shape, where the two differ. */
  downsample: nn.Sequential | null = null;

  constructor(inPlanes: number, planes: number, stride = 1) {
    super();
    this.conv1 = new nn.Conv2d(inPlanes, planes, 3, { stride, padding: 1, bias: false });
    this.bn1 = new nn.BatchNorm2d(planes);
    this.conv2 = new nn.Conv2d(planes, planes, 3, { padding: 1, bias: false });
    this.bn2 = new nn.BatchNorm2d(planes);
    if (stride !== 1 || inPlanes !== planes) {
      this.downsample = new nn.Sequential(
        new nn.Conv2d(inPlanes, planes, 1, { stride, bias: false }),
        new nn.BatchNorm2d(planes),
      );
    }
  }

  forward(x: Tensor): Tensor {
    const shortcut = this.downsample ? this.downsample(x) : x;
    let out = this.relu(this.bn1(this.conv1(x)));
    out = this.bn2(this.conv2(out));
    return this.relu(out.add(shortcut));
  }
}

/** Two blocks; the first one may halve height and width. */
function stage(inPlanes: number, planes: number, stride: number): nn.Sequential {
  return new nn.Sequential(new BasicBlock(inPlanes, planes, stride), new BasicBlock(planes, planes));
}

export interface ResNetOptions {
  numClasses?: number;
  /** Channels of the first stage; each next one has twice as many. */
  width?: number;
}

export class ResNet18 extends nn.Module {
  conv1: nn.Conv2d;
  bn1: nn.BatchNorm2d;
  relu = new nn.ReLU({ inplace: true });
  maxpool = new nn.MaxPool2d(3, { stride: 2, padding: 1 });
  layer1: nn.Sequential;
  layer2: nn.Sequential;
  layer3: nn.Sequential;
  layer4: nn.Sequential;
  avgpool = new nn.AdaptiveAvgPool2d([1, 1]);
  fc: nn.Linear;

  constructor({ numClasses = 1000, width = 64 }: ResNetOptions = {}) {
    super();
    this.conv1 = new nn.Conv2d(3, width, 7, { stride: 2, padding: 3, bias: false });
    this.bn1 = new nn.BatchNorm2d(width);
    this.layer1 = stage(width, width, 1);
    this.layer2 = stage(width, 2 * width, 2);
    this.layer3 = stage(2 * width, 4 * width, 2);
    this.layer4 = stage(4 * width, 8 * width, 2);
    this.fc = new nn.Linear(8 * width, numClasses);
    for (const m of this.modules()) {
      if (m instanceof nn.Conv2d) nn.init.kaimingNormal_(m.weight, { mode: "fan_out", nonlinearity: "relu" });
    }
  }

  /** @input image [B=1, 3, H=224, W=224] */
  forward(image: Tensor): Tensor {
    let x = this.maxpool(this.relu(this.bn1(this.conv1(image))));
    x = this.layer4(this.layer3(this.layer2(this.layer1(x))));
    return this.fc(torch.flatten(this.avgpool(x), 1));
  }
}
