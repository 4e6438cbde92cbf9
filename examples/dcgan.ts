// A generative adversarial network of convolutions: a generator makes images of noise, a discriminator tells them from
// photographs, each trained against the other. Names are those of PyTorch's tutorial.
//
// Unsupervised Representation Learning with Deep Convolutional GANs, Radford et al. 2015, https://arxiv.org/abs/1511.06434

import { nn, type optim, type Tensor, torch } from "tensorglass";

export interface DCGANOptions {
  /** Channels of the images. */
  nc?: number;
  /** Numbers that an image is made of. */
  nz?: number;
  /** Channels of the generator's last layer but one, and of the discriminator's first. */
  ngf?: number;
  ndf?: number;
}

/** `[N, nz, 1, 1]` of noise to `[N, nc, 64, 64]` in -1 … 1. */
export class Generator extends nn.Module {
  main: nn.Sequential;

  constructor({ nc = 3, nz = 100, ngf = 64 }: DCGANOptions = {}) {
    super();
    this.main = new nn.Sequential(
      new nn.ConvTranspose2d(nz, ngf * 8, 4, { stride: 1, padding: 0, bias: false }),
      new nn.BatchNorm2d(ngf * 8),
      new nn.ReLU(true),
      new nn.ConvTranspose2d(ngf * 8, ngf * 4, 4, { stride: 2, padding: 1, bias: false }),
      new nn.BatchNorm2d(ngf * 4),
      new nn.ReLU(true),
      new nn.ConvTranspose2d(ngf * 4, ngf * 2, 4, { stride: 2, padding: 1, bias: false }),
      new nn.BatchNorm2d(ngf * 2),
      new nn.ReLU(true),
      new nn.ConvTranspose2d(ngf * 2, ngf, 4, { stride: 2, padding: 1, bias: false }),
      new nn.BatchNorm2d(ngf),
      new nn.ReLU(true),
      new nn.ConvTranspose2d(ngf, nc, 4, { stride: 2, padding: 1, bias: false }),
      new nn.Tanh(),
    );
  }

  forward(input: Tensor): Tensor {
    return this.main(input);
  }
}

/** `[N, nc, 64, 64]` to `[N, 1, 1, 1]`: how likely each image is a photograph. */
export class Discriminator extends nn.Module {
  main: nn.Sequential;

  constructor({ nc = 3, ndf = 64 }: DCGANOptions = {}) {
    super();
    this.main = new nn.Sequential(
      new nn.Conv2d(nc, ndf, 4, { stride: 2, padding: 1, bias: false }),
      new nn.LeakyReLU(0.2, { inplace: true }),
      new nn.Conv2d(ndf, ndf * 2, 4, { stride: 2, padding: 1, bias: false }),
      new nn.BatchNorm2d(ndf * 2),
      new nn.LeakyReLU(0.2, { inplace: true }),
      new nn.Conv2d(ndf * 2, ndf * 4, 4, { stride: 2, padding: 1, bias: false }),
      new nn.BatchNorm2d(ndf * 4),
      new nn.LeakyReLU(0.2, { inplace: true }),
      new nn.Conv2d(ndf * 4, ndf * 8, 4, { stride: 2, padding: 1, bias: false }),
      new nn.BatchNorm2d(ndf * 8),
      new nn.LeakyReLU(0.2, { inplace: true }),
      new nn.Conv2d(ndf * 8, 1, 4, { stride: 1, padding: 0, bias: false }),
      new nn.Sigmoid(),
    );
  }

  forward(input: Tensor): Tensor {
    return this.main(input);
  }
}

/** Both networks, with the paper's normal numbers for weights. */
export class DCGAN extends nn.Module {
  netG: Generator;
  netD: Discriminator;

  constructor(options: DCGANOptions = {}) {
    super();
    this.netG = new Generator(options);
    this.netD = new Discriminator(options);
    this.apply((m) => {
      if (m instanceof nn.Conv2d || m instanceof nn.ConvTranspose2d) nn.init.normal_(m.weight, 0, 0.02);
      else if (m instanceof nn.BatchNorm2d && m.weight && m.bias) {
        nn.init.normal_(m.weight, 1, 0.02);
        nn.init.constant_(m.bias, 0);
      }
    });
  }

  /** @input noise [N=2, Z=100, 1, 1] */
  forward(noise: Tensor): Tensor {
    return this.netD(this.netG(noise));
  }
}

/**
 * One step for each network: the discriminator's on photographs and on made images, then the generator's.
 * @returns the losses of both
 */
export function trainStep(
  { netG, netD }: DCGAN,
  optimizerG: optim.Adam,
  optimizerD: optim.Adam,
  real: Tensor,
  noise: Tensor,
): [errD: Tensor, errG: Tensor] {
  const criterion = new nn.BCELoss();
  const label = (value: number) =>
    torch.full([real.size(0)], value, { dtype: torch.float32 }).to(real.device);

  netD.zeroGrad();
  const errDReal = criterion(netD(real).view(-1), label(1));
  errDReal.backward();
  const fake = netG(noise);
  // Detached: this step is none of the generator's.
  const errDFake = criterion(netD(fake.detach()).view(-1), label(0));
  errDFake.backward();
  optimizerD.step();

  netG.zeroGrad();
  const errG = criterion(netD(fake).view(-1), label(1));
  errG.backward();
  optimizerG.step();
  return [errDReal.add(errDFake).detach(), errG.detach()];
}
