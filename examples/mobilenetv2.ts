// MobileNetV2: narrow layers that are widened for a depthwise convolution and narrowed again. Names, shapes and numbers
// of parameters are torchvision's.
//
// MobileNetV2: Inverted Residuals and Linear Bottlenecks, Sandler et al. 2018, https://arxiv.org/abs/1801.04381

import { F, nn, type Tensor, torch } from "tensorglass";

/** A convolution without bias, batch normalization, ReLU6. */
class ConvBNReLU extends nn.Sequential {
  constructor(inPlanes: number, outPlanes: number, kernelSize: number, stride = 1, groups = 1) {
    const padding = (kernelSize - 1) / 2;
    super(
      new nn.Conv2d(inPlanes, outPlanes, kernelSize, { stride, padding, groups, bias: false }),
      new nn.BatchNorm2d(outPlanes),
      new nn.ReLU6({ inplace: true }),
    );
  }
}

/** Widen by 1 × 1, filter each channel by itself, narrow by 1 × 1 without an activation. */
class InvertedResidual extends nn.Module {
  conv: nn.Sequential;
  readonly useShortcut: boolean;

  constructor(inPlanes: number, outPlanes: number, stride: number, expandRatio: number) {
    super();
    const hidden = inPlanes * expandRatio;
    this.useShortcut = stride === 1 && inPlanes === outPlanes;
    this.conv = new nn.Sequential(
      ...(expandRatio === 1 ? [] : [new ConvBNReLU(inPlanes, hidden, 1)]),
      new ConvBNReLU(hidden, hidden, 3, stride, hidden),
      new nn.Conv2d(hidden, outPlanes, 1, { bias: false }),
      new nn.BatchNorm2d(outPlanes),
    );
  }

  forward(x: Tensor): Tensor {
    return this.useShortcut ? x.add(this.conv(x)) : this.conv(x);
  }
}

/** Blocks of one kind: how much they widen, their channels, how many there are, the stride of the first. */
export type Stage = readonly [expandRatio: number, channels: number, blocks: number, stride: number];

const STAGES: readonly Stage[] = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
];

export interface MobileNetOptions {
  numClasses?: number;
  stages?: readonly Stage[];
  firstChannels?: number;
  lastChannels?: number;
  dropout?: number;
}

export class MobileNetV2 extends nn.Module {
  features: nn.Sequential;
  classifier: nn.Sequential;

  constructor({
    numClasses = 1000,
    stages = STAGES,
    firstChannels = 32,
    lastChannels = 1280,
    dropout = 0.2,
  }: MobileNetOptions = {}) {
    super();
    let channels = firstChannels;
    const features: nn.Module[] = [new ConvBNReLU(3, channels, 3, 2)];
    for (const [expandRatio, outPlanes, blocks, stride] of stages) {
      for (let i = 0; i < blocks; i++) {
        features.push(new InvertedResidual(channels, outPlanes, i === 0 ? stride : 1, expandRatio));
        channels = outPlanes;
      }
    }
    features.push(new ConvBNReLU(channels, lastChannels, 1));
    this.features = new nn.Sequential(...features);
    this.classifier = new nn.Sequential(new nn.Dropout(dropout), new nn.Linear(lastChannels, numClasses));

    for (const m of this.modules()) {
      if (m instanceof nn.Conv2d) nn.init.kaimingNormal_(m.weight, { mode: "fan_out" });
      if (m instanceof nn.Linear) {
        nn.init.normal_(m.weight, 0, 0.01);
        if (m.bias) nn.init.zeros_(m.bias);
      }
    }
  }

  /** @input image [B=1, 3, H=224, W=224] */
  forward(image: Tensor): Tensor {
    const x = F.adaptiveAvgPool2d(this.features(image), [1, 1]);
    return this.classifier(torch.flatten(x, 1));
  }
}
