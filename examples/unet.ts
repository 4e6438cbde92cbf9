// U-Net: down to a coarse picture and up again, each level of the way up beside that of the way down; one prediction
// for each pixel. With batch normalization and padded convolutions, as it is mostly built today.
//
// U-Net: Convolutional Networks for Biomedical Image Segmentation, Ronneberger et al. 2015,
// https://arxiv.org/abs/1505.04597

import { F, nn, type Tensor, torch } from "tensorglass";

/** Two 3 × 3 convolutions, each normalized. */
class DoubleConv extends nn.Module {
  double_conv: nn.Sequential;

  constructor(inChannels: number, outChannels: number, midChannels = outChannels) {
    super();
    this.double_conv = new nn.Sequential(
      new nn.Conv2d(inChannels, midChannels, 3, { padding: 1, bias: false }),
      new nn.BatchNorm2d(midChannels),
      new nn.ReLU({ inplace: true }),
      new nn.Conv2d(midChannels, outChannels, 3, { padding: 1, bias: false }),
      new nn.BatchNorm2d(outChannels),
      new nn.ReLU({ inplace: true }),
    );
  }

  forward(x: Tensor): Tensor {
    return this.double_conv(x);
  }
}

/** Half the height and width. */
class Down extends nn.Module {
  maxpool_conv: nn.Sequential;

  constructor(inChannels: number, outChannels: number) {
    super();
    this.maxpool_conv = new nn.Sequential(new nn.MaxPool2d(2), new DoubleConv(inChannels, outChannels));
  }

  forward(x: Tensor): Tensor {
    return this.maxpool_conv(x);
  }
}

/** Twice the height and width, by a transposed convolution or by interpolation; then what the way down kept. */
class Up extends nn.Module {
  up: nn.ConvTranspose2d | nn.Upsample;
  conv: DoubleConv;

  constructor(inChannels: number, outChannels: number, bilinear: boolean) {
    super();
    if (bilinear) {
      this.up = new nn.Upsample({ scaleFactor: 2, mode: "bilinear", alignCorners: true });
      this.conv = new DoubleConv(inChannels, outChannels, inChannels / 2);
    } else {
      this.up = new nn.ConvTranspose2d(inChannels, inChannels / 2, 2, { stride: 2 });
      this.conv = new DoubleConv(inChannels, outChannels);
    }
  }

  forward(x: Tensor, skip: Tensor): Tensor {
    x = this.up(x);
    // Odd sizes were rounded down on the way: what is missing is padded.
    const dy = skip.size(2) - x.size(2);
    const dx = skip.size(3) - x.size(3);
    const [left, top] = [Math.floor(dx / 2), Math.floor(dy / 2)];
    x = F.pad(x, [left, dx - left, top, dy - top]);
    return this.conv(torch.cat([skip, x], 1));
  }
}

class OutConv extends nn.Module {
  conv: nn.Conv2d;

  constructor(inChannels: number, outChannels: number) {
    super();
    this.conv = new nn.Conv2d(inChannels, outChannels, 1);
  }

  forward(x: Tensor): Tensor {
    return this.conv(x);
  }
}

export interface UNetOptions {
  channels?: number;
  numClasses?: number;
  /** Channels of the finest level; each coarser one has twice as many. */
  width?: number;
  /** Interpolate on the way up instead of transposed convolutions. */
  bilinear?: boolean;
}

export class UNet extends nn.Module {
  inc: DoubleConv;
  down1: Down;
  down2: Down;
  down3: Down;
  down4: Down;
  up1: Up;
  up2: Up;
  up3: Up;
  up4: Up;
  outc: OutConv;

  constructor({ channels = 3, numClasses = 2, width = 64, bilinear = false }: UNetOptions = {}) {
    super();
    const factor = bilinear ? 2 : 1;
    this.inc = new DoubleConv(channels, width);
    this.down1 = new Down(width, 2 * width);
    this.down2 = new Down(2 * width, 4 * width);
    this.down3 = new Down(4 * width, 8 * width);
    this.down4 = new Down(8 * width, (16 * width) / factor);
    this.up1 = new Up(16 * width, (8 * width) / factor, bilinear);
    this.up2 = new Up(8 * width, (4 * width) / factor, bilinear);
    this.up3 = new Up(4 * width, (2 * width) / factor, bilinear);
    this.up4 = new Up(2 * width, width, bilinear);
    this.outc = new OutConv(width, numClasses);
  }

  /** @input image [B=1, 3, H=256, W=256] */
  forward(image: Tensor): Tensor {
    const x1 = this.inc(image);
    const x2 = this.down1(x1);
    const x3 = this.down2(x2);
    const x4 = this.down3(x3);
    let x = this.down4(x4);
    x = this.up1(x, x4);
    x = this.up2(x, x3);
    x = this.up3(x, x2);
    x = this.up4(x, x1);
    return this.outc(x);
  }
}
