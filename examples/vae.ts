// A variational autoencoder: an image becomes a normal distribution over a few numbers, a sample of it an image again.
// Names and sizes are those of PyTorch's example for MNIST.
//
// Auto-Encoding Variational Bayes, Kingma and Welling 2013, https://arxiv.org/abs/1312.6114

import { F, nn, type Tensor, torch } from "tensorglass";

export interface VAEOptions {
  pixels?: number;
  hidden?: number;
  latent?: number;
}

export class VAE extends nn.Module {
  readonly pixels: number;
  fc1: nn.Linear;
  fc21: nn.Linear;
  fc22: nn.Linear;
  fc3: nn.Linear;
  fc4: nn.Linear;

  constructor({ pixels = 784, hidden = 400, latent = 20 }: VAEOptions = {}) {
    super();
    this.pixels = pixels;
    this.fc1 = new nn.Linear(pixels, hidden);
    this.fc21 = new nn.Linear(hidden, latent);
    this.fc22 = new nn.Linear(hidden, latent);
    this.fc3 = new nn.Linear(latent, hidden);
    this.fc4 = new nn.Linear(hidden, pixels);
  }

  encode(x: Tensor): [mu: Tensor, logvar: Tensor] {
    const h1 = F.relu(this.fc1(x));
    return [this.fc21(h1), this.fc22(h1)];
  }

  /** A sample that gradients pass through: noise, scaled and moved. */
  reparameterize(mu: Tensor, logvar: Tensor): Tensor {
    const std = torch.exp(logvar.mul(0.5));
    const eps = torch.randnLike(std);
    return mu.add(eps.mul(std));
  }

  decode(z: Tensor): Tensor {
    const h3 = F.relu(this.fc3(z));
    return torch.sigmoid(this.fc4(h3));
  }

  /** @input image [N=2, 1, H=28, W=28] */
  forward(image: Tensor): [reconstruction: Tensor, mu: Tensor, logvar: Tensor] {
    const [mu, logvar] = this.encode(image.view(-1, this.pixels));
    return [this.decode(this.reparameterize(mu, logvar)), mu, logvar];
  }
}

/** How far the reconstruction is off, and the distribution from the normal one. */
export function lossFunction(reconstruction: Tensor, x: Tensor, mu: Tensor, logvar: Tensor): Tensor {
  const BCE = F.binaryCrossEntropy(reconstruction, x.view(-1, reconstruction.size(1)), { reduction: "sum" });
  const KLD = logvar.add(1).sub(mu.pow(2)).sub(logvar.exp()).sum().mul(-0.5);
  return BCE.add(KLD);
}
