// DenseNet-121: each layer sees the outputs of all before it in its block. Names, shapes and numbers of parameters are
// torchvision's.
//
// Densely Connected Convolutional Networks, Huang et al. 2017, https://arxiv.org/abs/1608.06993

import { F, nn, type Tensor, torch } from "tensorglass";

/** All features so far are narrowed by 1 × 1; a 3 × 3 convolution adds `growthRate` channels. */
class DenseLayer extends nn.Module {
  norm1: nn.BatchNorm2d;
  relu1 = new nn.ReLU({ inplace: true });
  conv1: nn.Conv2d;
  norm2: nn.BatchNorm2d;
  relu2 = new nn.ReLU({ inplace: true });
  conv2: nn.Conv2d;

  constructor(inFeatures: number, growthRate: number, bottleneck: number) {
    super();
    const hidden = bottleneck * growthRate;
    this.norm1 = new nn.BatchNorm2d(inFeatures);
    this.conv1 = new nn.Conv2d(inFeatures, hidden, 1, { bias: false });
    this.norm2 = new nn.BatchNorm2d(hidden);
    this.conv2 = new nn.Conv2d(hidden, growthRate, 3, { padding: 1, bias: false });
  }

  forward(...features: Tensor[]): Tensor {
    const x = this.conv1(this.relu1(this.norm1(torch.cat(features, 1))));
    return this.conv2(this.relu2(this.norm2(x)));
  }
}

/** Layers that each get what all before them gave, and the block's input. */
class DenseBlock extends nn.ModuleDict<DenseLayer> {
  constructor(layers: number, inFeatures: number, growthRate: number, bottleneck: number) {
    const dense: Record<string, DenseLayer> = {};
    for (let i = 0; i < layers; i++) {
      dense[`denselayer${i + 1}`] = new DenseLayer(inFeatures + i * growthRate, growthRate, bottleneck);
    }
    super(dense);
  }

  override forward(x: Tensor): Tensor {
    const features = [x];
    for (const layer of this.values()) features.push(layer(...features));
    return torch.cat(features, 1);
  }
}

/** Between two blocks: half the channels, half the height and width. */
class Transition extends nn.Sequential {
  constructor(inFeatures: number, outFeatures: number) {
    super({
      norm: new nn.BatchNorm2d(inFeatures),
      relu: new nn.ReLU({ inplace: true }),
      conv: new nn.Conv2d(inFeatures, outFeatures, 1, { bias: false }),
      pool: new nn.AvgPool2d(2, 2),
    });
  }
}

export interface DenseNetOptions {
  numClasses?: number;
  /** Layers of each block. */
  blocks?: readonly number[];
  /** Channels that each layer adds. */
  growthRate?: number;
  /** Channels before the first block. */
  initFeatures?: number;
  /** The 1 × 1 convolutions give so many times `growthRate` channels. */
  bottleneck?: number;
}

export class DenseNet121 extends nn.Module {
  features: nn.Sequential;
  classifier: nn.Linear;

  constructor({
    numClasses = 1000,
    blocks = [6, 12, 24, 16],
    growthRate = 32,
    initFeatures = 64,
    bottleneck = 4,
  }: DenseNetOptions = {}) {
    super();
    const features: Record<string, nn.Module> = {
      conv0: new nn.Conv2d(3, initFeatures, 7, { stride: 2, padding: 3, bias: false }),
      norm0: new nn.BatchNorm2d(initFeatures),
      relu0: new nn.ReLU({ inplace: true }),
      pool0: new nn.MaxPool2d(3, { stride: 2, padding: 1 }),
    };
    let channels = initFeatures;
    blocks.forEach((layers, i) => {
      features[`denseblock${i + 1}`] = new DenseBlock(layers, channels, growthRate, bottleneck);
      channels += layers * growthRate;
      if (i < blocks.length - 1) {
        const half = Math.floor(channels / 2);
        features[`transition${i + 1}`] = new Transition(channels, half);
        channels = half;
      }
    });
    features.norm5 = new nn.BatchNorm2d(channels);
    this.features = new nn.Sequential(features);
    this.classifier = new nn.Linear(channels, numClasses);

    for (const m of this.modules()) {
      if (m instanceof nn.Conv2d) nn.init.kaimingNormal_(m.weight);
      if (m instanceof nn.Linear && m.bias) nn.init.zeros_(m.bias);
    }
  }

  /** @input image [B=1, 3, H=224, W=224] */
  forward(image: Tensor): Tensor {
    const features = F.relu(this.features(image), { inplace: true });
    return this.classifier(torch.flatten(F.adaptiveAvgPool2d(features, [1, 1]), 1));
  }
}
